"""What a panel says of one stretch of law, as numbers into texts that all cells share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from safehavens.corpus.agencies.agency_map import Home
from safehavens.corpus.model import (
    BASES,
    VERDICTS,
    Lawbook,
    Norm,
    Verdict,
)
from safehavens.corpus.sources import CONFIDENCE, SEEN
from safehavens.decide.brief import Brief, PublicBriefs
from safehavens.decide.engine import Engine
from safehavens.decide.layers.on_books import OnBooks, find_on_books, tell_apart
from safehavens.decide.norms.timeline import Stretch
from safehavens.decide.request import Given

CODE: Final[Mapping[Verdict, int]] = {verdict: code for code, verdict in enumerate(VERDICTS)}
POWER: Final = len(VERDICTS)
"""The code of what a rule grants, among those of verdicts."""
NOTHING: Final = -1
"""The number of a text that is not there."""
NO_DAY: Final = -(2**31)
"""The number of a day that is not there."""

TEXTS: Final = (
    "deciding", "began", "uncertain_in_time", "may_not_bind", "displaced_by", "searched_levels",
)  # fmt: skip
"""The columns of spells that count texts of their own."""

Unsure = tuple[date, date]
"""The days between which something in the law changes, where its day is not known."""


class Told(NamedTuple):
    """What a cell says, as numbers: equal ones say the same."""

    verdict: int
    basis: int
    confidence: int
    seen: int
    deciding: int
    uncertain_in_time: int
    may_not_bind: int
    on_books: int
    displaced_by: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer.

    `unsure` are the days of change that are not known, of the norms that it names; `beside` those
    of all binding norms in force, or perhaps in force; `waits` those for which the verdict
    *depends*.
    """

    answer: Told
    unsure: frozenset[Unsure]
    beside: frozenset[Unsure]
    waits: frozenset[Unsure]


class CellWriter:
    """Writes cells: once for each position of the engine and what stands beside it.

    Parameters
    ----------
    engine : Engine

    Attributes
    ----------
    texts : dict of str to dict of str to int
        By column, the texts that were met, and their numbers.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._briefs = PublicBriefs(engine)
        self.texts: dict[str, dict[str, int]] = {name: {} for name in TEXTS}
        self._unsure = find_unsure_days(engine.lawbook)

    def write(self, stretch: Stretch, home: Home, facts: Given, cells: dict[object, Cell]) -> Cell:
        """What a cell says of a stretch of law.

        Parameters
        ----------
        stretch : Stretch
        home : Home
            The government whose agency answers.
        facts : mapping of str to value or None
            A probe's.
        cells : dict
            What was written for the same facts, kept here and not written again.
        """
        key = stretch.position.alike(facts)
        cell = cells.get(key)
        if cell is None:
            brief = self._briefs.decide(stretch.position, facts)
            cell = cells[key] = self._write(brief, stretch, None)
        if self._engine.extents.of(home.place).own is None:
            return cell
        key = (key, tell_apart(self._engine, stretch, home.place, home.who))
        own = cells.get(key)
        if own is None:
            books = find_on_books(self._engine, stretch, home.place, home.who, facts, public=True)
            if books is not None:
                brief = self._briefs.decide(stretch.position, facts)
                cell = self._write(brief, stretch, books)
            own = cells[key] = cell
        return own

    def _write(self, brief: Brief, stretch: Stretch, books: OnBooks | None) -> Cell:
        by = () if books is None else books.displaced_by
        answer = Told(
            verdict=CODE[brief.verdict],
            basis=BASES.index(brief.basis),
            confidence=NOTHING if brief.confidence is None else CONFIDENCE.index(brief.confidence),
            seen=NOTHING if brief.seen is None else SEEN.index(brief.seen),
            deciding=self.number("deciding", " ".join(brief.deciding)),
            uncertain_in_time=self.number("uncertain_in_time", " ".join(brief.uncertain_in_time)),
            may_not_bind=self.number("may_not_bind", " ".join(brief.may_not_bind)),
            on_books=NOTHING if books is None else CODE[books.verdict],
            displaced_by=self.number("displaced_by", " ".join(by)),
        )
        told = (*brief.deciding, *brief.uncertain_in_time, *by)
        binding = stretch.position.norms[: stretch.position.binding]
        return Cell(
            answer,
            self._days_of(told),
            self._days_of(norm.id for norm in binding),
            self._days_of(brief.uncertain_in_time),
        )

    def _days_of(self, norms: Iterable[str]) -> frozenset[Unsure]:
        return frozenset(days for norm in norms for days in self._unsure.get(norm, ()))

    def number(self, column: str, text: str) -> int:
        """The number of a text; NOTHING where it is empty."""
        texts = self.texts[column]
        return texts.setdefault(text, len(texts)) if text else NOTHING


def find_unsure_days(lawbook: Lawbook) -> dict[str, tuple[Unsure, ...]]:
    """By norm, the bounds of the days on which its spells begin and end, where they are not known.

    Each is the first day that it can be and the last. A norm all of whose days are known is left
    out.
    """
    found = {norm.id: tuple(_unsure_days(norm)) for norm in lawbook.norms.values()}
    return {norm: days for norm, days in found.items() if days}


def _unsure_days(norm: Norm) -> Iterable[Unsure]:
    for spell in norm.spells:
        if spell.starts_from is not None:
            yield spell.starts_from, spell.start
        if spell.end is not None and spell.ends_by is not None:
            yield spell.end, spell.ends_by


def bound_first_day(
    day: date, before: Cell, after: Cell, happened: bool
) -> tuple[date | None, date]:
    """The first and the last day on which the answer `after` can have begun.

    Parameters
    ----------
    day : date
        The first day on which it is given.
    before, after : Cell
        The answers up to that day and from it.
    happened : bool
        Something is known to have happened to norms on that day. If not, a norm that the answers do
        not name has changed something, such as their confidence.

    Returns
    -------
    earliest : date or None
        Before `day` where a norm may have changed since. None: nothing is known of how long since.
    latest : date
        After `day` where the norm that changes the answer may do so later. An answer that
        *depends* on such a day begins on the day given.
    """
    earliest, latest = day, day
    unsure = before.unsure | after.unsure
    if not happened and not any(day in bounds for bounds in unsure):
        unsure = before.beside | after.beside
    for first, last in unsure:
        if last == day:
            earliest = min(earliest, first)
        if first == day and (first, last) not in after.waits:
            latest = max(latest, last)
    return (None if earliest == date.min else earliest), latest
