"""The tables of `coverage/` into nouns; every place and domain is looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Norm, Vocabulary
from safehavens.corpus.near import unknown
from safehavens.corpus.reading.tables.cited_rows import row_error
from safehavens.corpus.reading.tables.coverage_forms import FirstDayForm, SearchForm
from safehavens.corpus.reading.validate import CheckedFile
from safehavens.corpus.searches import Coverage, FirstDay, Search

_Place = Callable[[CheckedFile, tuple[str | int, ...], str], str]


def read_coverage(
    read: Iterable[CheckedFile], vocabulary: Vocabulary, norms: Iterable[Norm], place: _Place
) -> tuple[Coverage, list[Finding]]:
    """The coverage of a corpus, and what is wrong in its tables.

    Parameters
    ----------
    read : iterable of CheckedFile
        The files of the corpus.
    vocabulary : Vocabulary
    norms : iterable of Norm
    place : callable
        Gives the canonical id of a place that a file names at a path, and notes what is wrong.
    """
    findings: list[Finding] = []
    searches: dict[str, list[Search]] = {}
    first_days: dict[str, FirstDay] = {}
    for file in read:
        if file.file.kind == "coverage":
            rows: tuple[SearchForm, ...] = file.content
            for i, row in enumerate(rows):
                findings += _unknown_domains(file, i, row.domain, vocabulary)
                id = place(file, (i, "place"), row.place)
                searches.setdefault(id, []).append(_search(file, i, row, id))
        elif file.file.kind == "first_days":
            days: tuple[FirstDayForm, ...] = file.content
            for i, day in enumerate(days):
                findings += _unknown_domains(file, i, (day.domain,), vocabulary)
                if day.domain in first_days:
                    message = f"the domain {day.domain} is there twice"
                    findings.append(row_error(file, (i, "domain"), message))
                first_days[day.domain] = FirstDay(day.domain, day.first_day, day.why)
    by_place = {id: tuple(sorted(rows, key=Coverage.order)) for id, rows in searches.items()}
    return Coverage(by_place, first_days, find_last_day(norms) if by_place else None), findings


def find_last_day(norms: Iterable[Norm]) -> date | None:
    """The last day that is answered: a year after the last change of law that is coded."""
    days = [
        day
        for norm in norms
        for spell in norm.spells
        for day in (spell.start, spell.end)
        if day is not None
    ]
    if not days or max(days).year == date.max.year:
        return None
    last = max(days)
    leap = (last.month, last.day) == (2, 29)
    return last.replace(year=last.year + 1, day=28 if leap else last.day)


def _search(file: CheckedFile, i: int, row: SearchForm, place: str) -> Search:
    return Search(
        place=place,
        domains=row.domain,
        back_to=row.back_to,
        through=row.through,
        depth=row.depth,
        queries=row.queries,
        came=row.came,
        note=row.note,
        file=file.file.name,
        line=file.line(i),
    )


def _unknown_domains(
    file: CheckedFile, i: int, domains: Iterable[str], vocabulary: Vocabulary
) -> Iterable[Finding]:
    for domain in domains:
        if vocabulary.domains and domain not in vocabulary.domains:
            message = unknown("domain", domain, vocabulary.domains, 1, 0.6).removesuffix(".")
            yield row_error(file, (i, "domain"), message)
