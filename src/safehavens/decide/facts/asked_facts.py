"""The tables of what positions ask for: made for what is asked often, and kept within bounds."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from safehavens.decide.facts.fact_tables import CannotTabulate, FactTables
from safehavens.decide.facts.known_facts import FactBook
from safehavens.decide.norms.circumstances import Usual
from safehavens.decide.norms.position import Asking, Position
from safehavens.decide.request import Given
from safehavens.logic.expression import facts_of

_SELDOM = 8
"""Facts that were settled no more often are settled one request at a time: tables pay later."""

_MOST_NAMES: Final = 20_000
_MOST_TABLES: Final = 200
"""Everything is forgotten beyond this: requests may give facts of endlessly many combinations."""


class _Use:
    """How often facts of the same names were settled for one asking, and their tables."""

    __slots__ = ("asking", "refused", "tables", "times")

    def __init__(self, asking: Asking) -> None:
        self.asking = asking  # kept, so that no other one has its id
        self.times = 0
        self.tables: FactTables | None = None
        self.refused = False


class AskedFacts:
    """Finds the tables for requests.

    It keeps the names of facts that were given, and no value.

    Parameters
    ----------
    book : FactBook
    """

    def __init__(self, book: FactBook) -> None:
        self._book = book
        self._by_names: dict[tuple[Hashable, ...], _Use] = {}
        self._uses: dict[tuple[int, frozenset[str], Usual], _Use] = {}
        self._made = 0

    def find(self, position: Position, given: Given) -> _Use:
        """How often what a position asks for was settled for such facts, and the tables."""
        usual = position.circumstances.usual and position.usual_beside(given)
        key = (id(position.asking), *given) if not usual else (id(position.asking), usual, *given)
        use = self._by_names.get(key)
        if use is None:
            if len(self._by_names) >= _MOST_NAMES:
                self._forget()
            names = self._find_telling(position, given)
            same = (id(position.asking), names, usual)
            use = self._uses.setdefault(same, _Use(position.asking))
            self._by_names[key] = use
        return use

    def note(self, use: _Use, position: Position, given: Given) -> FactTables | None:
        """Count one more request that was settled alone; the tables, once they pay."""
        use.times += 1
        if use.times <= _SELDOM or use.refused:
            return use.tables
        if self._made >= _MOST_TABLES:
            self._forget()
        self._made += 1
        names, usual = self._find_telling(position, given), position.usual_beside(given)
        try:
            use.tables = FactTables(self._book, use.asking, names, usual)
        except CannotTabulate:
            use.refused = True
        return use.tables

    def refuse(self, use: _Use) -> None:
        """Settle such facts one request at a time, as their tables would be too large."""
        use.tables, use.refused = None, True

    def _forget(self) -> None:
        self._by_names.clear()
        self._uses.clear()
        self._made = 0

    def _find_telling(self, position: Position, given: Given) -> frozenset[str]:
        """The names given that make a difference, whatever their values.

        Of a fact asked for that nothing is presumed of, "not known" and "left out" are the same.
        """
        facts, fixed = position.asking
        book, usual = self._book, position.circumstances.usual_values
        names = frozenset(given)
        leaning = {name for name in facts if name in book.presumed or name in usual}
        for tied in book.find_tied((*facts, *given)):
            leaning.update(tied.presumptions, usual)
            for one in tied.presumptions.values():
                leaning.update(facts_of(one.unless))
        about = {name for name in names if book.tied(name)}
        about.update(name for name, _ in fixed)
        return names & (leaning | (about - set(facts)))
