"""Facts not known: which verdicts are possible, exactly, and what to ask next.

What is left of the norms' conditions, and of what implications demand, are decision diagrams. All
their completions are weighed at once where that is little work, and searched for each question
where it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from safehavens.corpus.model import Basis, FactValue, Verdict
from safehavens.decide.facts.completion_search import CompletionSearch
from safehavens.decide.facts.weighed_completions import (
    TooManyOutcomes,
    WeighedCompletions,
    read_verdicts,
)
from safehavens.decide.facts.workspace import State, Workspace
from safehavens.decide.norms.unsure import is_hidden
from safehavens.logic.diagram import FALSE, TRUE, levels_in
from safehavens.logic.residual import Residual
from safehavens.values.quick_dataclass import dataclass


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
        self._classes = workspace.classes
        self._diagrams = diagrams = workspace.diagrams
        chosen = {
            level: workspace.find_group(level, known[fact])
            for level, fact in enumerate(diagrams.order)
            if fact in known
        }
        self._workspace, self._chosen = workspace, chosen
        cut = len(workspace.norms)
        left = diagrams.fix((*workspace.norms, *workspace.fixed_demands), chosen)
        open_norms = left[:cut]
        self._levels = diagrams.find_levels(open_norms)
        self._asked = levels_in(self._levels)
        demands = {*map(workspace.read_demand, live), *left[cut:]}
        self._start: State = (open_norms, self._demanded(demands, workspace.demands))
        self._search = CompletionSearch(workspace, self._start)

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
        if "_weighed" in self.__dict__ and self._weighed is not None:
            return read_verdicts(self._weighed.outcome)
        return self._search.verdicts(self._start)

    def gives_always(self, nodes: Iterable[int]) -> bool:
        """Whether one of these diagrams, of what norms turn on, holds of all completions."""
        left, diagrams = self._diagrams.fix(nodes, self._chosen), self._diagrams
        cannot_be = diagrams.negated(self._start[1])
        return any(diagrams.join((cannot_be, node), FALSE) == TRUE for node in left)

    def basis(self) -> Basis:
        """What the answer rests on: of the completions, the one with the least to rest on."""
        if (weighed := self._weighed) is not None:
            return weighed.basis(weighed.outcome)
        return self._basis(self.verdicts(), *self._unruled, self._start[1])

    @cached_property
    def _unruled(self) -> tuple[int, int]:
        """Where nothing stands that rules or grants a power, and where of that a release does."""
        workspace = self._workspace
        bare, released = self._diagrams.fix((workspace.bare, workspace.released), self._chosen)
        return bare, released

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
        order, groups_of = self._diagrams.order, self._diagrams.groups
        deciding = self._find_deciding() or self._asked
        levels = [level for level in deciding if not is_hidden(order[level])]
        scored = []
        for level, answers in self._find_answers(levels):
            fact = order[level]
            outcomes: dict[FactValue, frozenset[Verdict]] = {}
            bases: dict[FactValue, Basis] = {}
            open_groups = []
            for group, (verdicts, basis) in enumerate(answers):
                if not verdicts:
                    continue
                values = self._classes[fact].values(groups_of[level][group])
                outcomes.update(dict.fromkeys(values, verdicts))
                if basis is not None:
                    bases.update(dict.fromkeys(values, basis))
                if len(verdicts) > 1:
                    open_groups.append((group, len(values)))
            in_order = {v: outcomes[v] for v in self._classes[fact].samples if v in outcomes}
            answered = Answered(fact, in_order, bases)
            left = self._count_open(level) if open_groups else ()
            still_open = sum(many * left[group] for group, many in open_groups)
            scored.append((-answered.settles, still_open / max(len(outcomes), 1), fact, answered))
        return tuple(answered for *_, answered in sorted(scored, key=lambda item: item[:3]))

    def _find_deciding(self) -> set[int]:
        """The levels of the facts that decide."""
        if self._weighed is not None:
            try:
                return self._weighed.find_deciding_levels()
            except TooManyOutcomes:
                pass
        return {
            level
            for level in self._asked
            if self._search.differ(state for _, state in self._answers(level))
        }

    def _find_answers(
        self, levels: Iterable[int]
    ) -> Iterator[tuple[int, Iterable[tuple[frozenset[Verdict], Basis | None]]]]:
        """For each fact and group of its values: the verdicts that are left, and the basis of
        *permitted*, where it is one of them."""
        weighed = self._weighed
        if weighed is None:
            yield from ((level, map(self._answer, self._answers(level))) for level in levels)
            return
        widths = {level: len(self._diagrams.groups[level]) for level in levels}
        for level, outcomes in weighed.find_outcomes(widths).items():
            verdicts = map(read_verdicts, outcomes)
            yield (
                level,
                [
                    (left, weighed.basis(outcome) if "permitted" in left else None)
                    for left, outcome in zip(verdicts, outcomes, strict=True)
                ],
            )

    def _answer(
        self, answer: tuple[dict[int, int], State]
    ) -> tuple[frozenset[Verdict], Basis | None]:
        chosen, after = answer
        verdicts = self._search.verdicts(after)
        if "permitted" not in verdicts:
            return verdicts, None
        bare, released = self._diagrams.fix(self._unruled, chosen)
        return verdicts, self._basis(verdicts, bare, released, after[1])

    def _count_open(self, level: int) -> list[int]:
        """How many facts norms still depend on once one is known, by group of its values."""
        diagrams, others, about = self._diagrams, 0, []
        for node in self._depending:
            if diagrams.asked[node] >> level & 1:
                about.append(node)
            else:
                others |= diagrams.asked[node]
        if not about:
            return [others.bit_count()] * len(diagrams.groups[level])
        return [
            (others | diagrams.find_levels(left)).bit_count()
            for left in diagrams.split_by(about, level)
        ]

    @cached_property
    def _depending(self) -> tuple[int, ...]:
        """What is left of norms' conditions, of two that are each other's contrary one."""
        alone = self._workspace.alone
        norms = self._start[0]
        return tuple(dict.fromkeys(norms[i] for i in alone) if alone else dict.fromkeys(norms))

    def doubts(self) -> frozenset[str]:
        """The hidden facts that decide: what is not known of the law itself, and matters."""
        order = self._diagrams.order
        return frozenset(order[level] for level in self._find_deciding() if is_hidden(order[level]))

    def deciding_norms(self) -> tuple[int, ...]:
        """The norms that give the verdict in some consistent completion."""
        weighed = self._weighed
        if weighed is not None:
            return tuple(weighed.deciding_norms())
        return tuple(sorted(self._search.deciding_norms()))

    def _answers(self, level: int) -> Iterator[tuple[dict[int, int], State]]:
        """Each group of a fact's values, and what is left once the fact is in it."""
        norms, demand = self._start
        for group in range(len(self._diagrams.groups[level])):
            *after, demand_left = self._diagrams.fix((*norms, demand), {level: group})
            yield {level: group}, (tuple(after), demand_left)

    @cached_property
    def _weighed(self) -> WeighedCompletions | None:
        """All completions at once; None: they come to too much."""
        try:
            return WeighedCompletions(self._position, self._diagrams, *self._start)
        except TooManyOutcomes:
            return None
