"""Facts not known: which verdicts are possible, exactly, and what to ask next.

What is left of the norms' conditions, and of what implications demand, are decision diagrams. The
search follows them fact by fact; it stops where the verdict is settled whatever the rest, and
meets equal remainders once. So it does not try all completions, yet finds just the verdicts that
some consistent completion gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, replace
from itertools import chain
from typing import Self

from safehavens.corpus.model import Basis, FactValue, Verdict
from safehavens.corpus.reading.forms.law_bounds import MOST_STEPS
from safehavens.decide.facts.left_law import Left
from safehavens.decide.facts.tied_facts import Demands
from safehavens.decide.norms.position import Position, PositionDiagrams
from safehavens.decide.norms.unsure import is_hidden
from safehavens.logic.classes import Classes
from safehavens.logic.diagram import FALSE, TRUE, levels_in
from safehavens.logic.expression import Expression, Truth
from safehavens.logic.residual import Residual, masks, residual

State = tuple[tuple[int, ...], int]
"""What is left of the norms' conditions, and of what implications demand."""

_NONE: frozenset[Verdict] = frozenset()
_TRUTHS: tuple[Truth, Truth] = (False, True)


@dataclass(frozen=True, slots=True)
class Answered:
    """A deciding fact: its values, grouped by what they lead to, best question first.

    `outcomes` maps each value to the verdicts still possible with it, and `bases` to the weakest
    basis of *permitted*, where that is one of them.
    """

    fact: str
    outcomes: Mapping[FactValue, frozenset[Verdict]]
    bases: Mapping[FactValue, Basis]

    @property
    def settles(self) -> float:
        """The share of the fact's possible values that settle the verdict."""
        settled = sum(1 for verdicts in self.outcomes.values() if len(verdicts) == 1)
        return settled / len(self.outcomes)


class Workspace:
    """What searches under one position have in common: the diagrams they make, and their results.

    It grows with each search, and what is in it may tell of private facts. It lives for one call,
    or, for tables, no longer than the screening.

    Parameters
    ----------
    position : Position
    classes : mapping of str to Classes
    base : PositionDiagrams
        Those of the position's norms. They are added to.
    """

    def __init__(
        self, position: Position, classes: Mapping[str, Classes], base: PositionDiagrams
    ) -> None:
        self.position = position
        self.classes = classes
        self.norms, self.bare, self.released = base.norms, base.bare, base.released
        self.fixed_demands = base.demands
        self.diagrams = base.diagrams
        self.verdicts_of: dict[State, frozenset[Verdict]] = {}
        self.differ: dict[tuple[tuple[int, ...], tuple[int, ...], int], bool] = {}
        self.demands: dict[tuple[frozenset[int], int], int] = {}

    @classmethod
    def for_any_facts(
        cls,
        position: Position,
        classes: Mapping[str, Classes],
        constraints: Iterable[Residual],
        leanings: Iterable[Expression] = (),
    ) -> Self:
        """A workspace for all requests under a position.

        Parameters
        ----------
        position : Position
        classes : mapping of str to Classes
        constraints : iterable of Residual
            What implications demand of the facts that the position asks for, nothing known yet.
        leanings : iterable of Expression
            What is taken to be so of facts that are left out, where it is no single value.
        """
        leans = (residual(leaning, classes) for leaning in leanings)
        base = position.diagrams(classes, chain(constraints, leans))
        return cls(position, classes, replace(base, diagrams=base.diagrams.copy()))

    @classmethod
    def for_demands(
        cls, position: Position, classes: Mapping[str, Classes], demands: Demands
    ) -> Self:
        """A workspace for one request whose facts tables settled."""
        base = position.diagrams_under(demands, classes)
        return cls(position, classes, replace(base, diagrams=base.diagrams.copy()))

    @classmethod
    def for_what_is_left(
        cls, position: Position, classes: Mapping[str, Classes], left: Left
    ) -> Self:
        """A workspace for one request: of conditions only what is left of them is in it."""
        return cls(position, classes, position.draw(left.norms, left.demands, classes))

    @property
    def size(self) -> int:
        """How much it holds: diagrams and results, by number."""
        return len(self.diagrams.level) + len(self.verdicts_of) + len(self.differ)


class Completions:
    """The completions of one request's facts. Lives for one call: it may hold private facts.

    Parameters
    ----------
    workspace : Workspace
    known : mapping of str to value
        Every fact that is known.
    live : iterable of Residual
        What implications still demand of facts that are not known.
    """

    def __init__(
        self,
        workspace: Workspace,
        known: Mapping[str, FactValue],
        live: Iterable[Residual],
    ) -> None:
        self._position = workspace.position
        self._classes = classes = workspace.classes
        self._diagrams = diagrams = workspace.diagrams
        chosen = {
            level: diagrams.group_of(level, classes[fact].of(known[fact]))
            for level, fact in enumerate(diagrams.order)
            if fact in known
        }
        cut = len(workspace.norms)
        left = diagrams.fix(
            (*workspace.norms, workspace.bare, workspace.released, *workspace.fixed_demands), chosen
        )
        open_norms = left[:cut]
        self._bare, self._released = left[cut : cut + 2]
        self._levels = diagrams.find_levels(open_norms)
        self._asked = levels_in(self._levels)
        demands = {
            diagrams.read(node)
            for node in live
            if all(name in diagrams.levels for name, _ in masks(node))
        }
        demands.update(left[cut + 2 :])
        self._start: State = (open_norms, self._demanded(demands, workspace.demands))
        self._verdicts_of = workspace.verdicts_of
        self._differ = workspace.differ
        self._before = len(self._verdicts_of), len(self._differ)
        self._weight = 1 + len(self._position.norms) + len(self._position.attacks)

    @property
    def state(self) -> State:
        """What is left of the law. Requests in one state have the same answers and questions."""
        return self._start

    def _demanded(self, demands: set[int], known: dict[tuple[frozenset[int], int], int]) -> int:
        """What implications demand of the facts that norms turn on, as one diagram."""
        key = (frozenset(demands), self._levels)
        demanded = known.get(key)
        if demanded is None:
            demanded = known[key] = self._join_demands(demands)
        return demanded

    def _join_demands(self, demands: set[int]) -> int:
        diagrams = self._diagrams
        asked = diagrams.asked
        reach = self._levels
        bearing: set[int] = set()
        left = set(demands)
        while met := {node for node in left if asked[node] & reach}:
            bearing |= met  # the others can be met whatever the norms turn on
            left -= met
            reach |= diagrams.find_levels(met)
        return diagrams.join(diagrams.leave(bearing, self._levels), TRUE)

    def verdicts(self) -> frozenset[Verdict]:
        """The verdicts that consistent completions give."""
        return self._verdicts(self._start)

    def basis(self) -> Basis:
        """What the answer rests on: of the completions, the one with the least to rest on."""
        bare, released = self._bare, self._released
        return self._basis(self.verdicts(), bare, released, self._start[1])

    def _basis(self, verdicts: frozenset[Verdict], bare: int, released: int, demand: int) -> Basis:
        footing = self._position.footing
        bare = self._diagrams.join((bare, demand), TRUE)
        if bare == FALSE:
            return "power" if "permitted" in verdicts else "rule"
        released = self._diagrams.join((released, demand), TRUE)
        if released == bare:
            return "no_duty"
        return footing.bare if released == FALSE or not footing.firm else "no_duty"

    def questions(self) -> tuple[Answered, ...]:
        """The facts that decide, best question first.

        A fact decides if two consistent completions that differ in it alone have different
        verdicts. Best is the one whose answers most often settle the matter; then the one that
        leaves the fewest facts open; then by name.
        """
        order = self._diagrams.order
        deciding = [level for level in self._asked if self._decides(level)] or self._asked
        scored = []
        for level in deciding:
            if is_hidden(order[level]):
                continue
            fact = self._diagrams.order[level]
            outcomes: dict[FactValue, frozenset[Verdict]] = {}
            bases: dict[FactValue, Basis] = {}
            still_open = 0
            for group, after in self._answers(level):
                verdicts = self._verdicts(after)
                if not verdicts:
                    continue
                values = self._classes[fact].values(self._diagrams.groups[level][group])
                outcomes.update(dict.fromkeys(values, verdicts))
                if "permitted" in verdicts:
                    left = self._diagrams.fix((self._bare, self._released), {level: group})
                    basis = self._basis(verdicts, left[0], left[1], after[1])
                    bases.update(dict.fromkeys(values, basis))
                if len(verdicts) > 1:
                    still_open += len(values) * self._diagrams.find_levels(after[0]).bit_count()
            in_order = {v: outcomes[v] for v in self._classes[fact].samples if v in outcomes}
            answered = Answered(fact, in_order, bases)
            scored.append((-answered.settles, still_open / max(len(outcomes), 1), fact, answered))
        return tuple(answered for *_, answered in sorted(scored, key=lambda item: item[:3]))

    def doubts(self) -> frozenset[str]:
        """The hidden facts that decide: what is not known of the law itself, and matters."""
        order = self._diagrams.order
        hidden = (level for level in self._asked if is_hidden(order[level]))
        return frozenset(order[level] for level in hidden if self._decides(level))

    def deciding_norms(self) -> tuple[int, ...]:
        """The norms that give the verdict in some consistent completion."""
        deciding: set[int] = set()
        some, every = self._position.may_decide(self._truths(self._start[0]))
        for norm in sorted(some):
            if norm not in deciding and norm not in every:
                deciding |= self._deciding_with(norm)
        return tuple(sorted(deciding | every))

    def _deciding_with(self, norm: int) -> frozenset[int]:
        """Norms that decide in a consistent completion in which this one does; if none, none."""
        visited: set[State] = set()
        to_visit = [self._start]
        while to_visit:
            state = to_visit.pop()
            if state in visited or state[1] == FALSE:
                continue
            visited.add(state)
            self._check_size(visited)
            some, every = self._position.may_decide(self._truths(state[0]))
            if norm in every:
                return every
            if norm in some:
                to_visit += self._branches(state, norm)
        return frozenset()

    # ---- the search -------------------------------------------------------------------------

    def _verdicts(self, state: State) -> frozenset[Verdict]:
        verdicts = self._verdicts_of.get(state)
        if verdicts is None:
            verdicts = self._verdicts_of[state] = self._search(state)
            self._check_size(self._verdicts_of, self._before[0])
        return verdicts

    def _check_size(self, found: Sized, before: int = 0) -> None:
        """Raise LawTooLarge where a search has met too much: a state costs as much as the norms in
        it and their relations are many."""
        if (len(found) - before) * self._weight > MOST_STEPS:
            raise self._diagrams.too_large()

    def _search(self, state: State) -> frozenset[Verdict]:
        if state[1] == FALSE:
            return _NONE
        bound = self._bound(state[0])
        if len(bound) == 1:
            return bound
        reached: frozenset[Verdict] = _NONE
        for after in self._branches(state):
            reached |= self._verdicts(after)
            if reached == bound:
                break
        return reached

    def _bound(self, norms: tuple[int, ...]) -> frozenset[Verdict]:
        return self._position.reachable(self._truths(norms))

    def _truths(self, norms: tuple[int, ...]) -> tuple[Truth, ...]:
        """The truth of each norm; advisory ones, which decide nothing, count as false."""
        truths = tuple(_TRUTHS[node] if node <= TRUE else None for node in norms)
        return truths + (False,) * (len(self._position.norms) - len(truths))

    def _branches(self, state: State, keep: int | None = None) -> Iterable[State]:
        """What is left for each group of values of the fact that is asked for first."""
        norms, demand = state
        columns = self._columns((*norms, demand))
        return dict.fromkeys((self._reduced(c[:-1], keep), c[-1]) for c in columns)

    def _reduced(self, norms: tuple[int, ...], keep: int | None = None) -> tuple[int, ...]:
        """The norms without those that change nothing any more, so that more states are equal."""
        moot = self._position.moot(self._truths(norms), keep)
        return tuple(FALSE if i in moot else n for i, n in enumerate(norms)) if moot else norms

    def _columns(self, nodes: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Diagrams once the fact that is asked for first is known, by group."""
        level_of, branches = self._diagrams.level, self._diagrams.branches
        level = min(level_of[node] for node in nodes)
        width = len(self._diagrams.groups[level])
        return zip(
            *(branches[n] if level_of[n] == level else (n,) * width for n in nodes), strict=True
        )

    def _answers(self, level: int) -> Iterator[tuple[int, State]]:
        """Each group of a fact's values, and what is left once the fact is in it."""
        norms, demand = self._start
        for group in range(len(self._diagrams.groups[level])):
            *after, demand_left = self._diagrams.fix((*norms, demand), {level: group})
            yield group, (tuple(after), demand_left)

    # ---- which facts decide -----------------------------------------------------------------

    def _decides(self, level: int) -> bool:
        after = list(dict.fromkeys(state for _, state in self._answers(level)))
        return any(
            self._may_differ(a[0], b[0], self._diagrams.join((a[1], b[1]), TRUE))
            for i, a in enumerate(after)
            for b in after[i + 1 :]
        )

    def _may_differ(self, a: tuple[int, ...], b: tuple[int, ...], demand: int) -> bool:
        """Whether one choice of the other facts gives the two states different verdicts."""
        if a == b or demand == FALSE:
            return False
        key = (a, b, demand)
        differ = self._differ.get(key)
        if differ is None:
            differ = self._differ[key] = self._search_difference(a, b, demand)
            self._check_size(self._differ, self._before[1])
        return differ

    def _search_difference(self, a: tuple[int, ...], b: tuple[int, ...], demand: int) -> bool:
        of_a, of_b = self._bound(a), self._bound(b)
        if of_a.isdisjoint(of_b):
            return True
        if len(of_a) == 1 and of_a == of_b:
            return False
        cut = len(a)
        return any(
            self._may_differ(self._reduced(c[:cut]), self._reduced(c[cut:-1]), c[-1])
            for c in dict.fromkeys(self._columns((*a, *b, demand)))
        )
