"""Each report of a simulated year equals a count made apart from it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from safehavens import Corpus
from safehavens.cli.commands.lawmaking.check import check_law
from safehavens.corpus.reading.law_files import SHIPPED, LawFile, overlay, read_folder
from safehavens.corpus.report_templates import ReportTemplate
from safehavens.register.book import Book
from safehavens.register.cases.folding import fold_entries
from safehavens.register.cases.register_case import FoldedBook
from safehavens.register.entries.bodies import SettingsBody
from safehavens.register.entries.entry import NEW_CASE
from safehavens.register.reports.figures import MadeReport, check_template, make_report
from safehavens.register.reports.formats.report_csv import write_figures, write_labels, write_lines
from safehavens.register.reports.formats.report_json import write_json
from safehavens.register.reports.formats.report_page import DRAFT, write_page
from safehavens.register.reports.report_periods import BadPeriod, list_periods, read_period
from tests.register.bodies import new
from tests.register.reports.simulated_year import Told, live_a_year

ZONE = ZoneInfo("America/Chicago")
YEAR, CASES = 2025, 240
TODAY = date(2026, 11, 30)
DETAINERS = {"i_247", "i_247a", "i_247d", "i_247n", "i_247x", "i_247g"}
Counts = Callable[[Told], bool]


def on(name: str) -> Callable[[Told], datetime | None]:
    return lambda told: told.acts.get(name)


def received(told: Told) -> datetime:
    return told.received


def declined_hold(told: Told) -> bool:
    return told.form in ("i_247a", "i_247x", "i_200") and told.response() == "declined"


def got_access(told: Told) -> bool:
    kinds = {"notified_ice", "transferred", "interview_held", "held_from", "access_given"}
    return bool(kinds & told.acts.keys())


def federal(told: Told) -> bool:
    return told.sender != "state_local" and told.form != "i_918b"


def helped(told: Told) -> bool:
    return got_access(told)


def did(name: str) -> Counts:
    return lambda told: name in told.acts


EXPECTED: dict[str, dict[str, tuple[Counts, Callable[[Told], datetime | None]]]] = {
    "us/ca/reports/values-act-transfers": {
        "transfers": (did("transferred"), on("transferred")),
    },
    "us/ca/reports/truth-act-forum": {
        "requests": (lambda t: t.form in {*DETAINERS, "i_200", "interview_request"}, received),
        "access_given": (got_access, received),
        "by_hold": (did("held_from"), received),
        "by_transfer": (did("transferred"), received),
        "by_notice": (did("notified_ice"), received),
        "by_other_means": (lambda told: bool({"interview_held", "access_given"} & told.acts.keys()),
                           received),
    },
    "us/il/reports/trust-act-requests": {"requests": (lambda t: t.form != "i_918b", received)},
    "us/il/reports/trust-act-detainers": {
        "detainers": (lambda told: told.form in DETAINERS, received),
        "civil_warrants": (lambda t: t.form == "i_200" or t.warrant == "administrative", received),
    },
    "us/il/reports/voices-act-certifications": {
        "certification_requests": (lambda told: told.form == "i_918b", received),
    },
    "us/or/reports/sanctuary-promise-monthly": {"requests": (federal, received)},
    "us/nj/reports/immigrant-trust-assistance": {
        "assistance_given": (helped, received), "by_kind": (helped, received),
        "by_ground": (helped, received),
    },
    "us/ny/nyc/reports/detainers-jail": {
        "detainers": (lambda told: told.form in DETAINERS, received),
        "held_past_release": (did("held_from"), received),
        "transferred": (did("transferred"), received),
        "not_honored": (declined_hold, received),
    },
    "us/ny/nyc/reports/detainers-police": {
        "detainers": (lambda told: told.form in DETAINERS, received),
        "held_past_release": (did("held_from"), received),
        "transferred": (did("transferred"), received),
        "not_honored": (declined_hold, received), "by_ground": (declined_hold, received),
    },
    "us/ny/nyc/reports/immigration-requests": {
        name: (lambda told: told.form != "i_918b", received)
        for name in ("requests", "actions", "by_kind")
    },
    "us/ct/reports/trust-act-access": {
        "access_given": (got_access, received),
        "under_a_detainer": (lambda t: got_access(t) and t.form in DETAINERS, received),
    },
    "us/nc/reports/jail-annual": {
        "detainers": (lambda t: t.form in ("i_247a", "i_247x", "i_200")
                      and t.warrant == "administrative", received),
        "taken_before_judge": (did("taken_before_judge"), received),
        "held": (did("held_from"), received),
        "released_to_ice": (did("transferred"), received),
        "released_on_rescission": (lambda t: "held_from" in t.acts and t.withdrawn_by == "dhs",
                                   received),
    },
    "us/ga/reports/jail-quarterly": {
        "detainers": (lambda told: told.form in ("i_247a", "i_247x"), received),
    },
    "us/reports/general": {
        **{name: (lambda told: True, received) for name in ("requests", "senders", "responses")},
        "judicial": (lambda told: told.warrant == "judicial", received),
        "holds": (did("held_from"), received), "transfers": (did("transferred"), received),
        "notices": (did("notified_ice"), received),
        "interviews": (did("interview_held"), received),
    },
}  # fmt: skip
"""For each figure that is counted: which cases of the notebook, and by which day."""
PERIODS = {"month": f"{YEAR}-03", "quarter": f"{YEAR}-Q2", "half": f"{YEAR}-H2", "year": f"{YEAR}"}


def tell_time_after() -> Callable[[], datetime]:
    """A clock that goes on from the middle of the year after: nothing received is yet to come."""
    seconds = count()
    return lambda: datetime(YEAR + 1, 7, 1, tzinfo=UTC) + timedelta(seconds=next(seconds))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> tuple[FoldedBook, list[Told]]:
    folder = tmp_path_factory.mktemp("year")
    settings = SettingsBody(
        agency_name="Sheriff of Cook County", zone="America/Chicago", who=("jail",),
        place="ocd-division/country:us/state:il/county:cook",
    )  # fmt: skip
    book = Book.create(
        folder / "year.db", "CKS", settings, by="supervisor-1", key_file=folder / "year.key",
        lawbook=corpus.lawbook, clock=tell_time_after(),
    )  # fmt: skip
    ledger = live_a_year(book, corpus.lawbook, YEAR, CASES, 20261130, ZONE)
    folded = fold_entries(book.entries())
    book.close()
    return folded, ledger


def made(corpus: Corpus, folded: FoldedBook, id: str) -> MadeReport:
    template = corpus.lawbook.reports[id]
    name = PERIODS[template.periods.every]
    fiscal = template.periods.every == "year" and template.periods.starts != 1
    period = read_period(template.periods, f"{YEAR}-F" if fiscal else name)
    return make_report(corpus.lawbook, folded, template, period, TODAY)


def test_every_template_asks_for_what_cases_have(corpus: Corpus) -> None:
    assert len(corpus.lawbook.reports) >= 12
    for template in corpus.lawbook.reports.values():
        check_template(corpus.lawbook, template)


def test_every_counted_figure_has_a_count_apart(corpus: Corpus) -> None:
    counted = {
        template.id: {total.name for total in template.totals if total.count is not None}
        for template in corpus.lawbook.reports.values()
    }
    assert counted == {id: set(figures) for id, figures in EXPECTED.items()}


@pytest.mark.parametrize("id", sorted(EXPECTED))
def test_figures(id: str, corpus: Corpus, year: tuple[FoldedBook, list[Told]]) -> None:
    folded, ledger = year
    report = made(corpus, folded, id)
    whole = {figure.name: figure for figure in report.figures if not figure.by}
    for name, (counts, by) in EXPECTED[id].items():
        wanted = not_known = 0
        for told in ledger:
            at = by(told)
            if at is None or not report.period.holds(at.astimezone(ZONE).date()):
                continue
            unsaid = told.warrant is None and depends_on_warrant(id, name, told)
            wanted += not unsaid and counts(told)
            not_known += unsaid
        assert whole[name].n == wanted, name
        assert whole[name].not_known == not_known, name
        parts = [figure.n for figure in report.figures if figure.name == name and figure.by]
        if parts:
            assert sum(n or 0 for n in parts) == wanted
    if id != "us/ga/reports/jail-quarterly":
        assert any(figure.n for figure in whole.values() if not figure.entered)


def depends_on_warrant(id: str, name: str, told: Told) -> bool:
    """Whether a figure asks what warrant came, which the paper of this case did not show."""
    if (id, name) == ("us/il/reports/trust-act-detainers", "civil_warrants"):
        return told.form != "i_200"
    if (id, name) == ("us/nc/reports/jail-annual", "detainers"):
        return told.form in ("i_247a", "i_247x", "i_200")
    return (id, name) == ("us/reports/general", "judicial")


def test_parts_are_counted_apart(corpus: Corpus, year: tuple[FoldedBook, list[Told]]) -> None:
    folded, ledger = year
    report = made(corpus, folded, "us/ca/reports/values-act-transfers")
    parts = {dict(one.by)["offense_ground"]: one.n for one in report.figures if one.by}
    days = [(told, told.acts["transferred"].astimezone(ZONE)) for told in ledger
            if "transferred" in told.acts]  # fmt: skip
    assert parts == Counter(told.offense for told, at in days if at.year == YEAR)


def test_lines(corpus: Corpus, year: tuple[FoldedBook, list[Told]]) -> None:
    folded, ledger = year
    report = made(corpus, folded, "us/il/reports/trust-act-detainers")
    listed = [t for t in ledger if t.form in DETAINERS or t.form == "i_200"
              or t.warrant == "administrative"]  # fmt: skip
    assert len(report.lines) == len(listed)
    wanted = Counter(
        (
            told.received.astimezone(ZONE).date(),
            told.acts.get("bail_posted"),
            told.acts.get("transferred", told.acts.get("released")),
            told.to if "transferred" in told.acts else None,
        )
        for told in listed
    )
    found: Counter[Any] = Counter(
        (line["received_on"], line["bail_posted_at"], line["outcome_at"], line["transferred_to"])
        for line in report.lines
    )
    assert found == wanted
    unsure = [t for t in ledger if t.warrant is None and t.form not in {*DETAINERS, "i_200"}]
    assert report.lines_not_known == len(unsure)


def test_what_the_book_cannot_count_is_entered(tmp_path: Path, corpus: Corpus) -> None:
    book = make_small_book(tmp_path, corpus)
    template = corpus.lawbook.reports["us/ga/reports/jail-quarterly"]
    period = read_period(template.periods, "2026-Q1")
    before = make_report(corpus.lawbook, fold_entries(book.entries()), template, period, TODAY)
    assert before.to_enter == (
        "inmates_booked", "foreign_national_inmates", "inquiries_to_dhs", "responses_received",
    )  # fmt: skip
    tally = {"report": template.id, "period": "2026-Q1", "drawn_from": "jail_system"}
    book.append([new("tally", measure="inmates_booked", n=4211, **tally)], by="supervisor-1")
    after = make_report(corpus.lawbook, fold_entries(book.entries()), template, period, TODAY)
    assert "inmates_booked" not in after.to_enter
    entered = next(one for one in after.figures if one.name == "inmates_booked")
    assert (entered.n, entered.entered) == (4211, True)
    other = read_period(template.periods, "2026-Q2")
    assert (
        "inmates_booked"
        in make_report(
            corpus.lawbook, fold_entries(book.entries()), template, other, TODAY
        ).to_enter
    )
    book.close()


def test_nil(tmp_path: Path, corpus: Corpus) -> None:
    book = make_small_book(tmp_path, corpus)
    template = corpus.lawbook.reports["us/il/reports/trust-act-detainers"]
    period = read_period(template.periods, "2025")
    report = make_report(corpus.lawbook, fold_entries(book.entries()), template, period, TODAY)
    assert report.nil
    assert not report.is_complete
    assert "asks for a certificate" in write_page(report)
    book.append([new("nil", report=template.id, period="2025", certified=True)], by="supervisor-1")
    report = make_report(corpus.lawbook, fold_entries(book.entries()), template, period, TODAY)
    assert report.is_complete
    assert "asks for a certificate" not in write_page(report)
    book.close()


def test_what_a_report_lacks_or_contradicts_is_said(tmp_path: Path, corpus: Corpus) -> None:
    book = make_small_book(tmp_path, corpus)
    template = corpus.lawbook.reports["us/il/reports/trust-act-detainers"]
    period = read_period(template.periods, "2025")
    asked = {"received_at": "2025-03-04T10:00:00-06:00", "channel": "fax", "sender": "ice_ero",
             "form": "i_247a", "asks": ["hold"]}  # fmt: skip
    (first,) = book.append([new("request", NEW_CASE, **asked)], by="supervisor-1")
    book.append([new("request", NEW_CASE, **asked)], by="supervisor-1")
    book.append([new("nil", report=template.id, period="2025", certified=True)], by="supervisor-1")
    book.destroy(first.no, "retention", ("supervisor", "auditor"), by="supervisor-1")
    report = make_report(corpus.lawbook, fold_entries(book.entries()), template, period, TODAY)
    page = write_page(report)
    assert "whose request was destroyed, of any period: 1." in page
    assert "a certificate that nothing came, and this report has cases" in page
    assert not report.is_complete
    book.close()


def test_a_period_that_is_not_over_is_not_complete(tmp_path: Path, corpus: Corpus) -> None:
    book = make_small_book(tmp_path, corpus)
    template = corpus.lawbook.reports["us/il/reports/trust-act-detainers"]
    period = read_period(template.periods, "2025")
    today = date(2025, 12, 31)
    report = make_report(corpus.lawbook, fold_entries(book.entries()), template, period, today)
    assert not report.is_complete
    assert "The period is not over: it ends on 2025-12-31." in write_page(report)
    book.close()


def test_a_draft_says_so(corpus: Corpus, year: tuple[FoldedBook, list[Told]]) -> None:
    folded, _ = year
    for id in EXPECTED:
        report = made(corpus, folded, id)
        unread = [one.label for one in report.template.totals if not one.read]
        page = write_page(report)
        assert (DRAFT in page) == bool(unread)
        assert json.loads(write_json(report))["draft"] == bool(unread)
        if unread:
            assert not report.is_complete
            assert "position: fixed" in page  # so that it prints on every sheet


def test_files(corpus: Corpus, year: tuple[FoldedBook, list[Told]]) -> None:
    report = made(corpus, year[0], "us/il/reports/trust-act-detainers")
    lines = list(csv.DictReader(io.StringIO(write_lines(report))))
    assert list(lines[0]) == [column.name for column in report.template.columns]
    figures = list(csv.DictReader(io.StringIO(write_figures(report))))
    assert [row["figure"] for row in figures] == ["detainers", "civil_warrants"]
    assert [row["origin"] for row in figures] == ["counted", "counted"]
    labels = list(csv.DictReader(io.StringIO(write_labels(report))))
    assert {row["read_in_the_law"] for row in labels} == {"yes"}
    told = json.loads(write_json(report))
    assert len(told["lines"]) == len(lines)
    assert "not legal advice" in told["disclaimer"]
    page = write_page(report)
    assert "<script" not in page
    assert "http" not in page
    assert page.count("<tr>") == len(lines) + len(figures) + 2


def test_no_column_is_free_text(corpus: Corpus) -> None:
    """Every word of every column is one of a list; the rest are numbers, days and times."""
    from safehavens.register.reports.case_columns import list_case_columns

    columns = list_case_columns(corpus.lawbook, ZONE)
    assert all(column.values for column in columns.values()
               if column.type == "enum" and column.name != "month")  # fmt: skip
    used = {column.of for one in corpus.lawbook.reports.values() for column in one.columns}
    assert used <= columns.keys()


@pytest.mark.parametrize(
    ("every", "text", "wanted"),
    [
        ("year", "2026-03", "a year such as 2026"),
        ("year", "26", "a year such as 2026"),
        ("month", "2026", "a month such as 2026-03"),
        ("month", "2026-13", "a month such as 2026-03"),
        ("quarter", "2026-Q5", "a quarter such as 2026-Q1"),
        ("half", "2026-F", "a half year such as 2026-H1"),
        ("year", "1066", "1990 or later"),
    ],
)
def test_bad_periods(corpus: Corpus, every: str, text: str, wanted: str) -> None:
    template = by_period(corpus, every)
    with pytest.raises(BadPeriod, match=wanted):
        read_period(template.periods, text)


def test_a_fiscal_year_is_named_by_its_end(corpus: Corpus) -> None:
    periods = corpus.lawbook.reports["us/nc/reports/jail-annual"].periods
    period = read_period(periods, "2026-F")
    assert (period.first, period.last) == (date(2025, 10, 1), date(2026, 9, 30))
    with pytest.raises(BadPeriod, match="2026-F"):
        read_period(periods, "2026")


def test_periods_are_listed_whole_and_without_gaps(corpus: Corpus) -> None:
    for template in corpus.lawbook.reports.values():
        listed = list(list_periods(template.periods, date(2024, 5, 17), date(2026, 11, 30)))
        assert listed[-1].last < date(2026, 11, 30)
        for one, after in pairwise(listed):
            assert (after.first - one.last).days == 1
        for one in listed:
            assert read_period(template.periods, one.name) == one


def by_period(corpus: Corpus, every: str) -> ReportTemplate:
    return next(
        one for one in corpus.lawbook.reports.values()
        if one.periods.every == every and one.periods.starts == 1
    )  # fmt: skip


def make_small_book(folder: Path, corpus: Corpus) -> Book:
    settings = SettingsBody(
        agency_name="County Jail", zone="America/Chicago", who=("jail",),
        place="ocd-division/country:us/state:il/county:cook",
    )  # fmt: skip
    return Book.create(
        folder / "small.db", "SML", settings, by="supervisor-1", key_file=folder / "small.key",
        lawbook=corpus.lawbook, clock=tell_time_after(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "instead", "says"),
    [
        ("counted_on: transferred_on", "counted_on: nowhere", "column of cases"),
        ("counted_on: transferred_on", "counted_on: form", "is not a day"),
        ("count: transferred", "count: person_name", "person_name"),
        ("duty: us/ca/values-act#report", "duty: us/ca/values-act#nothing", "values-act#nothing"),
        ("every: year", "every: week", "week"),
    ],
)
def test_check_tells_what_is_wrong_in_a_template(line: str, instead: str, says: str) -> None:
    shipped = read_folder(SHIPPED)
    name = "us/ca/reports/values-act-transfers.yaml"
    text = next(file.content for file in shipped if file.name == name).decode()
    assert line in text
    broken = LawFile(name, text.replace(line, instead).encode())
    findings = [one for one in check_law(overlay(shipped, [broken]), {name})
                if one.severity == "error"]  # fmt: skip
    assert len(findings) == 1
    assert findings[0].file == name
    assert says in findings[0].message or "half" in findings[0].message
