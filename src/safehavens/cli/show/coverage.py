"""How far the law was searched, as text."""

from __future__ import annotations

from rich.console import Console

from safehavens.api import Corpus
from safehavens.cli.output.console import (
    make_cell,
    make_table,
    print_heading,
    print_line,
    print_title,
    wide_console,
)
from safehavens.cli.output.footer import footer_text
from safehavens.cli.speech import language, say, say_day, say_message, say_place
from safehavens.corpus.searched_people import SearchedPeople
from safehavens.decide.coverage.coverage_report import (
    CoverageOverview,
    DomainCoverage,
    PartCoverage,
    PlaceCoverage,
)
from safehavens.wording.coverage_sentences import CAME, DEPTH, NOT_SEARCHED
from safehavens.wording.labels import DOMAIN
from safehavens.wording.sentences import capitalize


def show_coverage(corpus: Corpus, covered: PlaceCoverage, note: str | None) -> None:
    """Write what was searched for the law of a place, level by level."""
    console = wide_console()
    day = "" if covered.on is None else f", {say('law of %(date)s', date=say_day(covered.on))}"
    print_title(console, say_place(covered.place_name), f"{day}  ({covered.place})")
    if note:
        print_line(console, say_message(note))
    for place in dict.fromkeys(row.place for row in covered.searches):
        _add_level(console, [row for row in covered.searches if row.place == place])
    if covered.first_days:
        print_heading(console, say("The first day answered"))
        for domain, first in covered.first_days.items():
            print_line(console, f"  • {_name_domain(domain)}: {say_day(first)}")
    if covered.last_day is not None:
        print_line(console, say("The last day answered: %(date)s.", date=say_day(covered.last_day)))
    console.print()
    print_line(console, footer_text(corpus.version))


def _add_level(console: Console, rows: list[DomainCoverage]) -> None:
    print_heading(console, say_place(rows[0].place_name))
    alike: dict[tuple[object, ...], tuple[DomainCoverage, list[str]]] = {}
    for row in rows:
        key = (row.came, row.depth, row.back_to, row.through, row.queries, row.note)
        alike.setdefault(key, (row, []))[1].append(_name_domain(row.domain))
    table = make_table(
        say("domain"), say("from"), say("through"), say("what was read"), say("what came"),
        say("how it was searched"),
    )  # fmt: skip
    for row, domains in alike.values():
        cells = (
            "\n".join(domains),
            say_day(row.back_to) if row.back_to else "",
            say_day(row.through) if row.through else "",
            say(DEPTH[row.depth]) if row.depth else "",
            _describe_outcome(row),
            " ".join(
                filter(None, (f"{capitalize(row.queries)}." if row.queries else "", row.note))
            ),
        )
        table.add_row(*map(make_cell, cells))
    console.print(table)


def _describe_outcome(row: DomainCoverage) -> str:
    if row.came is None:
        return say(NOT_SEARCHED)
    came = say(CAME[row.came])
    return came if row.searched else say("%(came)s, but not for this day", came=came)


def show_overview(corpus: Corpus, overview: CoverageOverview) -> None:
    """Write what was searched by nation and state, and whose governments were."""
    console = wide_console()
    title = (
        say("Searched for the law of any day")
        if overview.on is None
        else say("Searched for the law of %(date)s", date=say_day(overview.on))
    )
    print_title(console, title)
    table = make_table(
        say("place"), say("domains of its own law"), say("counties"), say("cities"), numbers=(2, 3)
    )
    for part in overview.parts:
        table.add_row(*map(make_cell, _part_cells(part)))
    console.print(table)
    print_line(console, say("Counties and cities: the most that were searched for one domain."))
    print_heading(console, say("People of the United States whose governments were searched"))
    shares = make_table(
        say("domain"), say("their state"), say("their county"), say("their city"),
        say("all of them"), numbers=(1, 2, 3, 4),
    )  # fmt: skip
    for people in overview.people:
        shares.add_row(*map(make_cell, _people_cells(people)))
    console.print(shares)
    print_line(
        console,
        say("Their city: of those who live in one. Figures: %(figures)s.",
            figures=say(overview.people_of)),
    )  # fmt: skip
    console.print()
    print_line(console, footer_text(corpus.version))


def _part_cells(part: PartCoverage) -> tuple[str, ...]:
    counties = max(part.counties.values(), default=0)
    of_all = say("%(count)s of %(all)s", count=counties, all=part.all_counties)
    return (
        say_place(part.place_name),
        ", ".join(map(_name_domain, part.own)) or say(NOT_SEARCHED),
        of_all if part.all_counties else "",
        str(max(part.cities.values(), default=0) or ""),
    )


def _people_cells(people: SearchedPeople) -> tuple[str, ...]:
    shares = (people.state, people.county, people.city, people.every)
    return (_name_domain(people.domain), *(f"{language().number(100 * s)}%" for s in shares))


def _name_domain(domain: str) -> str:
    return say(DOMAIN.get(domain, domain))
