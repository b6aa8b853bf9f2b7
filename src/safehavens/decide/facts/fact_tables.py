"""What positions ask for, settled by tables: for facts that nobody has given together before.

The tables are made from law alone, for the facts that are asked for and the names of those that are
given. Which values are given is looked up in them and kept nowhere. They say the same as
`safehavens.decide.facts.known_facts`, or leave the request to it: where what is given cannot be so,
or presumptions cannot all be taken that the asked facts do not show to be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Final

from safehavens.corpus.errors import LawTooLarge
from safehavens.corpus.model import FactValue
from safehavens.decide.facts.known_facts import FactBook
from safehavens.decide.facts.leanings import Leaning, make_leaning
from safehavens.decide.facts.step_tables import Step, TableMaker, TooManyRows, find_possible
from safehavens.decide.facts.tied_facts import Demands, Settled, is_plain
from safehavens.decide.norms.circumstances import Usual
from safehavens.decide.norms.position import Asking
from safehavens.decide.request import Given
from safehavens.logic.diagram import FALSE, TRUE, Diagrams
from safehavens.logic.expression import Expression, conjunction, facts_of, substitute, truth
from safehavens.logic.residual import Residual, find_bearing, masks, residual, restrict

COURT_PAPERS: Final = ("warrant", "court_order")
"""Facts that an answer tells of whether they are asked for or not."""

_MOST_ROWS = 4_000
"""Rows of the tables for one set of demands."""

_MOST_VARIANTS: Final = 32

_NONE: Final[frozenset[str]] = frozenset()


class CannotTabulate(Exception):
    """Facts that are left to be settled one request at a time."""


class FactTables:
    """The facts of one asking, for requests that give facts of the same names.

    Parameters
    ----------
    book : FactBook
    asking : tuple
        The facts that are asked for, and those that are fixed.
    names : frozenset of str
        The names given that make a difference (`find_telling`).
    usual : tuple
        What is usual of facts that are not given.

    Raises
    ------
    CannotTabulate
    """

    def __init__(self, book: FactBook, asking: Asking, names: frozenset[str], usual: Usual) -> None:
        self._book = book
        self._asked, fixed = asking
        self._fixed = {name: value for name, value in fixed if book.tied(name)}
        self._fixed_given = tuple([item for item in fixed if item[0] in names])
        self._names = names.union(self._fixed)
        self._leanings: dict[str, Leaning] = {}
        self._defined: dict[str, frozenset[str]] = {}
        constraints: list[Residual] = []
        beside: list[Residual] = []  # what is given must be possible there, and no more is asked
        about = frozenset((*self._asked, *COURT_PAPERS))
        for tied in book.find_tied((*self._asked, *self._names)):
            if about.isdisjoint(tied.facts):
                beside += tied.constraints
                continue
            constraints += tied.constraints
            special = {name: values for name, values in usual if name in tied.facts}
            for name, leaning in tied.lean(special).items():
                if name not in self._names and (name not in tied.defined or name in self._asked):
                    self._leanings[name] = leaning
            for name, defining in tied.defined.items():
                if name in self._leanings and (asked := defining.intersection(self._asked)):
                    self._defined[name] = asked
        self._constraints = _restrict_all(constraints, self._fixed, book)
        self._beside = _restrict_all(beside, self._fixed, book)
        self._presumed, self._open = self._presume_untied(dict(usual))
        self._follows = self._find_following()
        self._variants: dict[frozenset[str], _Presumptions] = {}
        self._usual = self._find_presumptions(_NONE)

    def settle(self, given: Given) -> Settled | None:
        """What is known of the facts asked for, and of court papers. None: tables do not tell."""
        for name, value in self._fixed_given:
            if given[name] not in (None, value):
                return None
        known = {name: value for name, value in given.items() if value is not None}
        implied: dict[str, FactValue] = {}
        dropped = _NONE
        if missing := self._follows.keys() - known.keys():
            for fact in missing:
                if (follows := self._follows[fact].find(given)) is not None:
                    implied[fact] = follows
            dropped = dropped.union(self._leanings.keys() & implied.keys())
        for name, defining in self._defined.items():
            if any(fact not in known and fact not in implied for fact in defining):
                dropped = dropped | {name}
        presumptions = self._find_presumptions(dropped) if dropped else self._usual
        presumed = None if presumptions is None else presumptions.find(given, known, implied)
        if presumptions is None or presumed is None:
            return None
        for more in (self._presumed, self._fixed, implied, presumed):
            known.update(more)
        if self._presumed:
            presumed.update(self._presumed)
        return Settled(known, implied, presumed, (), (), presumptions.demands)

    def _presume_untied(
        self, usual: Mapping[str, tuple[FactValue, ...]]
    ) -> tuple[dict[str, FactValue], list[Residual]]:
        """What is presumed of facts that nothing is tied to; and what of them may be several."""
        book = self._book
        presumed: dict[str, FactValue] = {}
        several: list[Residual] = []
        for name in self._asked:
            if book.tied(name) or name in self._names:
                continue
            if name not in usual:
                if name in book.presumed:
                    presumed[name] = book.presumed[name]
            elif len(usual[name]) == 1:
                presumed[name] = usual[name][0]
            else:
                leaning = make_leaning(book.facts[name], usual[name])
                several.append(residual(leaning.expression, book.classes))
        return presumed, several

    def _find_following(self) -> dict[str, _Following]:
        """For each fact of interest that may follow from others, its table."""
        book = self._book
        about = dict.fromkeys((*self._asked, *COURT_PAPERS))
        for leaning in self._leanings.values():
            if not is_plain(leaning) and not self._is_idle(leaning, self._constraints):
                # it falls where the fact follows, though nothing else shows that
                about.update(dict.fromkeys((leaning.fact, *facts_of(leaning.unless))))
        sliced = _Sliced(self._constraints, book, {*about, *self._names})
        return {
            fact: _Following(book, fact, *place)
            for fact in about
            if fact not in self._fixed and (place := sliced.find(fact)) is not None
        }

    def _find_presumptions(self, dropped: frozenset[str]) -> _Presumptions | None:
        """What is presumed where some leanings fall. None: there are too many such cases."""
        if (presumptions := self._variants.get(dropped)) is not None:
            return presumptions
        if len(self._variants) >= _MOST_VARIANTS:
            return None
        try:
            made = self._variants[dropped] = self._presume(dropped)
        except CannotTabulate:
            if not dropped:
                raise
            return None
        return made

    def _presume(self, dropped: frozenset[str]) -> _Presumptions:
        leanings = [one for name, one in self._leanings.items() if name not in dropped]
        plain = {one.fact: one.values[0] for one in leanings if is_plain(one)}
        nodes = _restrict_all(self._constraints, plain, self._book)
        hanging: list[Leaning] = []
        sure: set[str] = set()  # facts that must not follow, as they are taken to be left out
        for one in leanings:
            if one.fact in plain or self._is_idle(one, nodes):
                continue
            unless, left_out = self._fill_in(one.unless, plain)
            sure |= left_out
            hanging.append(make_leaning(self._book.facts[one.fact], one.values, unless))
        demanded = [residual(one.expression, self._book.classes) for one in hanging]
        nodes = [*nodes, *_restrict_all(demanded, plain, self._book), *self._open]
        asked: list[Residual] = [("is", fact, 1) for fact in self._asked]
        said = self._names.union(self._asked)
        return _Presumptions(
            {name: value for name, value in plain.items() if name in self._asked},
            [one for one in hanging if one.fact in self._asked and len(one.values) == 1],
            [table for name in sorted(sure) if (table := self._follows.get(name)) is not None],
            Demands(tuple(find_bearing(asked, nodes)), said),
            _Sliced([*nodes, *self._beside], self._book, said).tabulate(),
        )

    def _is_idle(self, leaning: Leaning, nodes: Iterable[Residual]) -> bool:
        """Whether taking a fact for what it is presumed to be asks nothing of others."""
        fact = leaning.fact
        if fact in self._asked:
            return False
        mask = self._book.classes[fact].of(leaning.values[0])
        return all(restrict(n, fact, mask) is True for n in nodes if fact in dict(masks(n)))

    def _fill_in(
        self, unless: Expression, plain: Mapping[str, FactValue]
    ) -> tuple[Expression, set[str]]:
        """A condition once what is sure is filled in, and the facts taken to be left out.

        What the condition asks for and was left out does not make it hold.
        """
        left_out: set[str] = set()
        sure = {**self._fixed, **plain}
        for name in facts_of(unless):
            if name in sure:
                unless = substitute(unless, name, sure[name])
            elif name not in self._names:
                left_out.add(name)
                samples = self._book.classes[name].samples
                unless = conjunction(*(substitute(unless, name, value) for value in samples))
        return unless, left_out


class _Presumptions:
    """What is presumed of facts left out, for requests for which the same leanings fall."""

    def __init__(
        self,
        plain: dict[str, FactValue],
        hanging: list[Leaning],
        sure: list[_Following],
        demands: Demands,
        allowed: list[Step],
    ) -> None:
        self._plain = plain
        self._hanging = hanging
        self._sure = sure
        self.demands = demands
        self._allowed = allowed

    def find(
        self, given: Given, known: Mapping[str, FactValue], implied: Mapping[str, FactValue]
    ) -> dict[str, FactValue] | None:
        """What is presumed. None: not all of it can be so, beside what is given."""
        for table in self._allowed:
            if not find_possible(table, given):
                return None
        for fact in self._sure:
            if fact.find(given) is not None:
                return None
        presumed = dict(self._plain)
        for one in self._hanging:
            if one.fact not in implied and truth(one.unless, {**known, **implied}) is False:
                presumed[one.fact] = one.values[0]
        return presumed


class _Following:
    """The value of a fact that follows from others."""

    def __init__(self, book: FactBook, fact: str, diagrams: Diagrams, demand: int) -> None:
        self._classes = book.classes
        self._fact = fact
        self._diagrams = diagrams
        self._demand = demand
        self._table: Step | None = None
        level = diagrams.levels[fact]
        only = book.classes[fact].only
        values = {1 << i: only(group) for i, group in enumerate(diagrams.groups[level])}
        self._values = {bit: value for bit, value in values.items() if value is not None}

    def find(self, given: Given) -> FactValue | None:
        """The one value that the facts given leave to a fact that is not known."""
        table = self._table
        if table is None:
            table = self._table = self._tabulate()
        return self._values.get(find_possible(table, given))

    def _tabulate(self) -> Step:
        diagrams = self._diagrams.copy()  # the first one is there for other facts as well
        level = diagrams.levels[self._fact]
        groups = range(len(diagrams.groups[level]))
        nodes = [diagrams.fix((self._demand,), {level: group})[0] for group in groups]
        try:
            return TableMaker(diagrams, self._classes, _MOST_ROWS).make(nodes)
        except (TooManyRows, LawTooLarge):
            raise CannotTabulate from None


class _Sliced:
    """Demands, as far as they bear on some facts: sets of them that have no fact in common."""

    def __init__(self, nodes: Iterable[Residual], book: FactBook, facts: Iterable[str]) -> None:
        nodes = [node for node in nodes if node is not True]
        if False in nodes:
            raise CannotTabulate
        self._classes = book.classes
        self.apart: list[tuple[Diagrams, int]] = []
        try:
            diagrams = Diagrams(nodes, book.classes)
            levels = sum(1 << diagrams.levels[fact] for fact in facts if fact in diagrams.levels)
            left = diagrams.leave([diagrams.read(node) for node in nodes], levels)
            if FALSE in left:
                raise CannotTabulate
            for together in _set_apart(diagrams, left):
                alone, (demand,) = diagrams.extract([diagrams.join(together, TRUE)])
                if demand == FALSE:
                    raise CannotTabulate
                self.apart.append((alone, demand))
        except LawTooLarge:
            raise CannotTabulate from None

    def find(self, fact: str) -> tuple[Diagrams, int] | None:
        """The demands that mention a fact."""
        for diagrams, demand in self.apart:
            level = diagrams.levels.get(fact)
            if level is not None and diagrams.asked[demand] >> level & 1:
                return diagrams, demand
        return None

    def tabulate(self) -> list[Step]:
        """Tables that are not 0 where what is known can be so."""
        try:
            return [
                TableMaker(diagrams, self._classes, _MOST_ROWS).make((demand,))
                for diagrams, demand in self.apart
            ]
        except (TooManyRows, LawTooLarge):
            raise CannotTabulate from None


def _set_apart(diagrams: Diagrams, nodes: Iterable[int]) -> list[list[int]]:
    """Diagrams in sets that have no fact in common."""
    sets: list[tuple[int, list[int]]] = []
    for node in sorted(nodes):
        levels, together = diagrams.asked[node], [node]
        for other in [one for one in sets if one[0] & levels]:
            sets.remove(other)
            levels |= other[0]
            together += other[1]
        sets.append((levels, together))
    return [together for _, together in sets]


def _restrict_all(
    nodes: Iterable[Residual], values: Mapping[str, FactValue], book: FactBook
) -> list[Residual]:
    """What is left of demands once some facts are known."""
    chosen = {name: book.classes[name].of(value) for name, value in values.items()}

    def restrict_one(node: Residual) -> Residual:
        names = chosen.keys() & {name for name, _ in masks(node)}
        return reduce(lambda left, name: restrict(left, name, chosen[name]), sorted(names), node)

    left = (restrict_one(node) for node in nodes)
    return [node for node in left if node is not True]
