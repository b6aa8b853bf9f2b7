"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safehavens.corpus.words.days import UnreadableDay, find_order, read_day_text

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2024-05-01", "2024-05-01"), ("2024-5-1", "2024-05-01"), ("2024/05/01", "2024-05-01"),
        ("20240501", "2024-05-01"), ("5/1/2024", "2024-05-01"), ("05-01-2024", "2024-05-01"),
        ("5/1/24", "2024-05-01"), ("5/1/98", "1998-05-01"), ("Nov 29, 2026", "2026-11-29"),
        ("nov 29 2026", "2026-11-29"), ("November 29th, 2026", "2026-11-29"),
        ("29 November 2026", "2026-11-29"), ("1-May-24", "2024-05-01"), ("02-OCT-07", "2007-10-02"),
        ("1 de mayo de 2024", "2024-05-01"), ("2024-05-01 00:00:00", "2024-05-01"),
        ("2024-05-01T13:45:10.123", "2024-05-01"), ("5/1/2024 12:00 AM", "2024-05-01"),
        ("45413", "2024-05-01"), ("45413.0", "2024-05-01"), ("today", "2026-11-29"),
        ("Hoy", "2026-11-29"), ("yesterday", "2026-11-28"), ("2017", "2017-01-01"),
        ("2017-08", "2017-08-01"), ("08/2017", "2017-08-01"), ("Aug 2017", "2017-08-01"),
        ("agosto de 2017", "2017-08-01"), ("12/2024", "2024-12-01"),
    ],
)  # fmt: skip
def test_read(text: str, on: str) -> None:
    assert read_day_text(text, "mdy", TODAY).on == date.fromisoformat(on)


@pytest.mark.parametrize(
    "text",
    ["someday", "2024-02-30", "13/13/2024", "29/11/2026", "2024-W18-3", "May", "May 32, 2024",
     "1/2/3", "99999", "", "2024-05-01T00:00:00Z", "2024-05-01 00:00:00+02:00"],
)  # fmt: skip
def test_not_read(text: str) -> None:
    with pytest.raises(UnreadableDay):
        read_day_text(text, "mdy", TODAY)


def test_without_a_rule_what_could_be_two_days_is_refused() -> None:
    with pytest.raises(UnreadableDay, match="2024-05-06 or 2024-06-05"):
        read_day_text("05/06/2024", None, TODAY)
    assert read_day_text("05/06/2024", "dmy", TODAY).on == date(2024, 6, 5)
    assert read_day_text("25/06/2024", None, TODAY).on == date(2024, 6, 25)


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from(["mdy", "dmy"]))
def test_every_day_comes_back(day: date, order: str) -> None:
    first, second = (day.month, day.day) if order == "mdy" else (day.day, day.month)
    for text in (f"{first}/{second}/{day.year}", f"{first:02}-{second:02}-{day.year % 100:02}"):
        assert read_day_text(text, order, TODAY).on == day  # type: ignore[arg-type]
    assert read_day_text(f"{day:%b %d, %Y}", order, TODAY).on == day  # type: ignore[arg-type]


def test_the_order_of_a_column() -> None:
    assert find_order(["1/2/2024", "1/13/2024"]) == "mdy"
    assert find_order(["1/2/2024", "13/1/2024"]) == "dmy"
    assert find_order(["1/2/2024", "2024-01-02", ""]) is None


def test_a_month_has_a_last_day() -> None:
    assert read_day_text("2024-02", "mdy", TODAY).last == date(2024, 2, 29)
    assert read_day_text("2024", "mdy", TODAY).last == date(2024, 12, 31)
