"""Time limits over weekends, holidays and changes of clocks: the table `time_limits.csv`."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays as published
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safehavens.corpus.consequences import Clock
from safehavens.register.deadlines.counting import run_out
from safehavens.register.deadlines.federal_holidays import (
    is_federal_holiday,
    is_observed_holiday,
    list_federal_holidays,
)

with (Path(__file__).parent / "time_limits.csv").open(encoding="utf-8") as table:
    LIMITS = list(csv.DictReader(table))


def test_the_table_has_sixty() -> None:
    assert len({tuple(row.values()) for row in LIMITS}) >= 60


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: row["about"])
def test_a_limit(row: dict[str, str]) -> None:
    zone = ZoneInfo(row["zone"])
    own: dict[str, tuple[date, ...]] = {}
    for text in row["own_holidays"].split():
        own[text[:4]] = (*own.get(text[:4], ()), date.fromisoformat(text))
    skips: Any = tuple(row["skips"].split())
    clock = Clock(
        "received", int(row["hours"]) if row["hours"] else None,
        int(row["days"]) if row["days"] else None, skips=skips,
    )  # fmt: skip
    start = datetime.fromisoformat(row["start"]).replace(tzinfo=zone)
    ends = run_out(start, clock, zone, own)
    assert ends is not None
    local = [None if at is None else at.astimezone(zone) for at in (ends.at, ends.may_be)]
    told = ["" if at is None else at.strftime("%Y-%m-%dT%H:%M") for at in local]
    assert told == [row["ends"], row["may_end"]]
    assert bool(ends.unsure_of) == bool(row["may_end"])


def test_federal_holidays_are_those_published() -> None:
    """The package leaves the days themselves unnamed only where they are kept on another."""
    for year in range(1979, 2061):
        theirs = published.country_holidays("US", years=year, observed=False, categories="public")
        named = {
            day for day, name in theirs.items()
            if not any(odd in name for odd in ("Inauguration", "Christmas Eve", "Funeral"))
        }  # fmt: skip
        assert list_federal_holidays(year) == {day for day in named if day.year == year}, year


def test_what_is_kept_on_another_day_is_that_published() -> None:
    for year in range(2000, 2041):
        theirs = published.country_holidays("US", years=[year, year + 1], observed=True)
        kept = {day for day, name in theirs.items() if "observed" in name and day.year == year}
        day, ours = date(year, 1, 1), set()
        while day.year == year:
            if is_observed_holiday(day):
                ours.add(day)
            day += timedelta(days=1)
        assert ours == kept, year


def test_years_before_the_list_are_refused() -> None:
    with pytest.raises(ValueError, match="1979"):
        is_federal_holiday(date(1978, 7, 4))


@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    hours=st.integers(1, 400),
    skips=st.lists(st.sampled_from(["weekends", "federal_holidays", "holidays"]), unique=True).map(
        tuple
    ),
)
def test_the_hours_that_count_are_as_many_as_the_law_says(
    start: datetime, hours: int, skips: tuple[Any, ...]
) -> None:
    """Counted minute by minute in local days, the slow way."""
    zone = ZoneInfo("America/New_York")
    start = start.replace(second=0, microsecond=0)
    ends = run_out(start, Clock("received", hours, skips=skips), zone, {})
    assert ends is not None

    def counts(at: datetime, surely: bool) -> bool:
        day = at.astimezone(zone).date()
        skipped = "weekends" in skips and day.weekday() > 4
        named, kept = is_federal_holiday(day), is_observed_holiday(day)
        if "federal_holidays" in skips:
            skipped |= named or (kept and not surely)
        if "holidays" in skips:
            skipped |= not surely and (named or kept)
        return not skipped

    quarter = timedelta(minutes=15)
    for end, surely in ((ends.at, True), (ends.may_be or ends.at, False)):
        counted, at = timedelta(), start
        while at < end:
            step = min(quarter - (at - datetime.min.replace(tzinfo=UTC)) % quarter, end - at)
            counted += step if counts(at, surely) else timedelta()
            at += step
        assert counted == timedelta(hours=hours)
