"""A position: the norms that apply to an agency's action in one stretch of time.

Everything that does not turn on the facts of a request is worked out here once: the conditions
compiled, who can set whom aside, the outcome for each pattern of true norms as it is first met.
Positions are shared by all places and dates under the same norms.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from safehavens.corpus.model import Confidence, FactValue, Modality, Norm, Seen, Verdict
from safehavens.corpus.sources import CONFIDENCE, SEEN
from safehavens.decide.facts.tied_facts import Demands
from safehavens.decide.norms.basis import Footing, is_firm
from safehavens.decide.norms.circumstances import NO_CIRCUMSTANCES, Circumstances, Usual
from safehavens.decide.norms.judged import DiagramLogic, judge_formulas
from safehavens.decide.norms.standing import Outcome, Patterns, find_attacks, find_clashes, settle
from safehavens.decide.norms.unsure import Doubt, find_doubt, is_hidden
from safehavens.logic.classes import Classes
from safehavens.logic.compiled import Truths, compile_truths
from safehavens.logic.diagram import Diagrams
from safehavens.logic.expression import Expression, Truth, facts_of, truth
from safehavens.logic.residual import Residual, residual
from safehavens.values.quick_dataclass import dataclass

_MOST_OPEN = 4
"""Up to this many norms of unknown truth, every pattern is tried; beyond, a bound is worked out."""

_SELDOM: Final = 8
"""What was asked no more often has its conditions read: compiling them pays later."""

_REMEMBERED = 20_000
"""Tables are emptied at this size: a search may meet endlessly many patterns of truths."""

_MOST_DEMANDS: Final = 16

Asking = tuple[tuple[str, ...], tuple[tuple[str, FactValue], ...]]

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class PositionDiagrams:
    """A position's binding norms as diagrams.

    `norms` are their conditions; `bare` are the requests for which none of them stands that rules
    or grants a power, `released` those of them for which one stands that releases from a duty.
    `demands` is what implications and presumptions demand, so far as it is the same for all
    requests, and `gone` the facts that were taken out of it. Where all of it is the same, `alone`
    has, by index, one norm of each condition and its contrary.
    """

    diagrams: Diagrams
    norms: tuple[int, ...]
    bare: int
    released: int
    demands: tuple[int, ...] = ()
    alone: tuple[int, ...] = ()
    gone: frozenset[str] = frozenset()


class Position:
    """The norms on one action that apply, with their conditions for this level of government.

    Attributes
    ----------
    norms : tuple of Norm
        Binding norms first (these decide), then advisory ones, each by id.
    binding : int
        How many of them are binding.
    conditions : tuple of Expression
        One for each norm: `when AND NOT unless`, and what is not known of its being in force.
    facts : tuple of str
        The facts that the conditions ask for, by name.
    hidden : tuple of str
        What the conditions ask for and nobody can say (`safehavens.decide.norms.unsure`).
    circumstances : Circumstances
    law : hashable
        One object for all positions of an engine that differ at most in what is usual of facts.
    structure : hashable
        One object for all positions of an engine whose binding norms are of the same kinds and set
        each other aside in the same way: where their conditions come to the same, so do they.
    patterns : Patterns
        Shared by positions of one structure.
    asking : tuple
        What facts settle by beside what is usual: those asked for, and what is fixed.
    footing : Footing
        What "permitted" can rest on here.
    """

    def __init__(
        self,
        binding: Sequence[Norm],
        advisory: Sequence[Norm],
        conditions: Sequence[Expression],
        above: Callable[[Norm, Norm], bool],
        footing: Footing,
        circumstances: Circumstances = NO_CIRCUMSTANCES,
        facts_in: Callable[[Expression], tuple[str, ...]] = facts_of,
    ) -> None:
        self.norms = (*binding, *advisory)
        self.binding = len(binding)
        self.conditions = tuple(conditions)
        facts = [facts_in(condition) for condition in self.conditions]
        asked = sorted({fact for of_one in facts for fact in of_one})
        self.facts = tuple(fact for fact in asked if not is_hidden(fact))
        self.hidden = tuple(fact for fact in asked if is_hidden(fact))
        self._doubtful = {
            fact: tuple(
                norm.id for norm, of_one in zip(self.norms, facts, strict=True) if fact in of_one
            )
            for fact in self.hidden
        }
        self.circumstances = circumstances
        self.asking: Asking = (self.facts, circumstances.fixed)
        self.attacks = find_attacks(binding, above)
        self.clashes = find_clashes(binding, above)
        self.footing = footing
        self.law: Hashable = self
        self.structure: Hashable = self
        self._known_truths: Truths | None = None  # most positions need one of the two
        self._truths: Truths | None = None
        self._times_read = 0
        self._hidden_values = (None,) * len(self.hidden)
        self.patterns = Patterns()
        self._diagrams: PositionDiagrams | None = None
        self._under: dict[Demands, PositionDiagrams] = {}

    def usual_beside(self, given: Collection[str]) -> Usual:
        """What is usual of the facts that are not given."""
        usual = self.circumstances.usual
        return tuple([item for item in usual if item[0] not in given]) if usual else usual

    def alike(self, given: Collection[str]) -> Hashable:
        """A key that is equal for positions of one engine that answer alike, given these facts."""
        return id(self.law), self.usual_beside(given)

    def truths(self, known: Mapping[str, FactValue]) -> tuple[Truth, ...]:
        """The truth of each norm's condition: True, False, or None where it is not known."""
        values = [*map(known.get, self.facts)]
        if self.hidden or None in values:
            if self._truths is None:
                if self._times_read < _SELDOM:
                    return self._read(known)
                self._truths = compile_truths(self.conditions, (*self.facts, *self.hidden))
            return self._truths(*values, *self._hidden_values)
        if self._known_truths is None:
            if self._times_read < _SELDOM:
                return self._read(known)
            self._known_truths = compile_truths(self.conditions, self.facts, known=True)
        return self._known_truths(*values)

    def _read(self, known: Mapping[str, FactValue]) -> tuple[Truth, ...]:
        """The truth of each condition, as it is written."""
        self._times_read += 1
        return tuple([truth(condition, known) for condition in self.conditions])

    def find_doubtful(self, hidden: Iterable[str], doubt: Doubt) -> tuple[str, ...]:
        """The norms that one sort of these hidden facts is about, by id."""
        about = (self._doubtful[fact] for fact in hidden if find_doubt(fact) == doubt)
        return tuple(sorted({norm for norms in about for norm in norms}))

    def outcome(self, truths: tuple[Truth, ...]) -> Outcome:
        """The outcome for the truth of each norm, all of it known (advisory ones are ignored)."""
        outcome = self.patterns.outcomes.get(truths)
        if outcome is None:
            true = frozenset(i for i in range(self.binding) if truths[i])
            outcome = settle(self.norms, self.attacks, self.clashes, true)
            self._keep(self.patterns.outcomes, truths, outcome)
        return outcome

    def reachable(self, truths: tuple[Truth, ...]) -> frozenset[Verdict]:
        """The verdicts that are possible if every norm of unknown truth might be either.

        A superset of what the facts allow, as the norms' conditions may hang together.
        """
        verdicts = self.patterns.reachable.get(truths)
        if verdicts is None:
            verdicts = self._bound(truths)
            self._keep(self.patterns.reachable, truths, verdicts)
        return verdicts

    def may_decide(self, truths: tuple[Truth, ...]) -> tuple[frozenset[int], frozenset[int]]:
        """The norms that may give the verdict if each of unknown truth might be either.

        First those of some pattern of truths, then those of every pattern. Beyond a few norms of
        unknown truth, more than these and fewer.
        """
        norms = self.patterns.may_decide.get(truths)
        if norms is None:
            if self._open(truths) > _MOST_OPEN:
                possible, certain = self.standing_between(truths)
                norms = self._not_outweighed(possible, certain), frozenset()
            else:
                deciding = [frozenset(self.outcome(t).deciding) for t in self._patterns(truths)]
                norms = frozenset().union(*deciding), deciding[0].intersection(*deciding)
            self._keep(self.patterns.may_decide, truths, norms)
        return norms

    def _not_outweighed(self, possible: frozenset[int], certain: frozenset[int]) -> frozenset[int]:
        """Of the norms that may stand, those that may give the verdict: no mere leave to act
        beside a prohibition or duty that is sure to stand, unless it is in dispute."""
        if all(self.norms[i].modality == "may" for i in certain):
            return possible
        disputed = {i for pair in self.clashes if possible.issuperset(pair) for i in pair}
        return frozenset(i for i in possible if self.norms[i].modality != "may" or i in disputed)

    def moot(self, truths: tuple[Truth, ...], keep: int | None = None) -> frozenset[int]:
        """Norms that may be taken for false without changing the verdict, whatever the rest.

        These are the ones set aside for sure and, of those that no other norm sets aside,
        disputes or is set aside by: leaves to act, and prohibitions and duties beside another
        that is sure to stand. `keep`: a norm that is to keep its part in the verdict.
        """
        key = (truths, keep)
        norms = self.patterns.moot.get(key)
        if norms is None:
            norms = self._find_moot(truths, keep)
            self._keep(self.patterns.moot, key, norms)
        return norms

    def _find_moot(self, truths: tuple[Truth, ...], keep: int | None) -> frozenset[int]:
        possible, certain = self.standing_between(truths)
        pairs = [(edge.by, edge.on) for edge in self.attacks] + list(self.clashes)
        tied = {i for pair in pairs if possible.issuperset(pair) for i in pair}
        free = possible - tied
        moot = {i for i in free if self.norms[i].modality == "may"}
        for modality in ("must_not", "must"):
            sure = [i for i in sorted(certain) if self.norms[i].modality == modality]
            if sure:
                moot |= {i for i in free if self.norms[i].modality == modality and i != sure[0]}
        moot -= {keep}
        # One that is set aside for sure goes, `keep` too: what sets it aside may be gone.
        moot |= {i for i in range(self.binding) if truths[i] is not False and i not in possible}
        return frozenset(moot)

    def _keep(self, table: dict[_Key, _Value], key: _Key, value: _Value) -> None:
        """Remember, within bounds."""
        if len(table) >= _REMEMBERED:
            table.clear()
        table[key] = value

    def _open(self, truths: tuple[Truth, ...]) -> int:
        return truths[: self.binding].count(None)

    def _patterns(self, truths: tuple[Truth, ...]) -> Iterator[tuple[Truth, ...]]:
        """Every way in which the norms of unknown truth can come out."""
        open_ = [i for i in range(self.binding) if truths[i] is None]
        for pattern in range(1 << len(open_)):
            trial = list(truths)
            for bit, i in enumerate(open_):
                trial[i] = bool(pattern >> bit & 1)
            yield tuple(trial)

    def _bound(self, truths: tuple[Truth, ...]) -> frozenset[Verdict]:
        if self._open(truths) <= _MOST_OPEN:
            return frozenset(self.outcome(trial).verdict for trial in self._patterns(truths))
        possible, certain = self.standing_between(truths)
        return _verdicts_between(
            {self.norms[i].modality for i in possible},
            {self.norms[i].modality for i in certain},
            any(possible.issuperset(pair) for pair in self.clashes),
        )

    def standing_between(self, truths: tuple[Truth, ...]) -> tuple[frozenset[int], frozenset[int]]:
        """The norms that stand in some pattern of truths (or more), and in every one (or fewer)."""
        possible = {i for i in range(self.binding) if truths[i] is not False}
        certain: set[int] = set()
        while True:
            attacked = {edge.on for edge in self.attacks if edge.by in possible}
            grown = {i for i in possible if truths[i] and i not in attacked}
            fallen = {edge.on for edge in self.attacks if edge.by in grown} & possible
            if grown == certain and not fallen:
                return frozenset(possible), frozenset(certain)
            certain = grown
            possible -= fallen

    def find_path(self, outcome: Outcome, deciding: Iterable[int]) -> tuple[Norm, ...]:
        """The norms that an answer rests on.

        They are those that decide and those that set others aside; where the law is silent, every
        binding norm found not to apply, as the silence rests on their coding.
        """
        path = {*deciding, *(edge.by for edges in outcome.aside.values() for edge in edges)}
        return tuple(self.norms[i] for i in sorted(path) or range(self.binding))

    def diagrams(
        self,
        classes: Mapping[str, Classes],
        constraints: Sequence[Residual],
        leanings: Iterable[Expression],
        said: Collection[str],
    ) -> PositionDiagrams:
        """The binding norms' conditions as diagrams, with what implications demand (`constraints`).

        `leanings` may be taken to be so; of `said`, too, something may be given or presumed.
        """
        if self._diagrams is None:
            norms = [residual(condition, classes) for condition in self.conditions[: self.binding]]
            leans = [residual(leaning, classes) for leaning in leanings]
            drawn = self.draw(norms, [*constraints, *leans], classes)
            self._diagrams = self._project(drawn, constraints, {*said, *self.facts, *self.hidden})
        return self._diagrams

    def diagrams_under(self, demands: Demands, classes: Mapping[str, Classes]) -> PositionDiagrams:
        """The same, with what is demanded of the facts that requests may say something of."""
        base = self._under.get(demands)
        if base is None:
            norms = [residual(condition, classes) for condition in self.conditions[: self.binding]]
            drawn = self.draw(norms, demands.nodes, classes)
            conditions = [min(node, drawn.diagrams.negated(node)) for node in drawn.norms]
            alone = tuple(i for i, node in enumerate(conditions) if node not in conditions[:i])
            base = self._project(drawn, demands.nodes, demands.facts.union(self.facts), alone)
            if len(self._under) >= _MOST_DEMANDS:
                self._under.clear()
            self._under[demands] = base
        return base

    def _project(
        self,
        drawn: PositionDiagrams,
        constraints: Iterable[Residual],
        said: Collection[str],
        alone: tuple[int, ...] = (),
    ) -> PositionDiagrams:
        """Diagrams of norms, and of what constraints demand of some facts, without any other."""
        diagrams, left = drawn.diagrams, drawn.diagrams.demand_of(constraints, said)
        gone = frozenset(fact for fact in diagrams.order if fact not in said)
        diagrams, nodes = diagrams.extract((*drawn.norms, drawn.bare, drawn.released, *left))
        norms, (bare, released, *demands) = nodes[: self.binding], nodes[self.binding :]
        return PositionDiagrams(diagrams, norms, bare, released, tuple(demands), alone, gone)

    def draw(
        self,
        norms: Sequence[Residual],
        constraints: Iterable[Residual],
        classes: Mapping[str, Classes],
    ) -> PositionDiagrams:
        """Diagrams of what is left of the binding norms' conditions.

        Parameters
        ----------
        norms : sequence of Residual
        constraints : iterable of Residual
            What implications demand of the facts that are left.
        classes : mapping of str to Classes
        """
        diagrams = Diagrams([*norms, *constraints], classes, self.norms)
        conditions = tuple([diagrams.read(norm) for norm in norms])
        return PositionDiagrams(diagrams, conditions, *self.find_bare(diagrams, conditions))

    def find_bare(self, diagrams: Diagrams, conditions: Sequence[int]) -> tuple[int, int]:
        """The requests for which nothing stands that rules or grants a power.

        Of these, second, those for which a norm stands that releases from a duty.

        Parameters
        ----------
        diagrams : Diagrams
            What is worked out is added to these.
        conditions : sequence of int
            The diagram of each binding norm's condition.
        """
        logic = DiagramLogic(diagrams)
        binding = self.norms[: self.binding]
        stands = judge_formulas(binding, conditions, self.attacks, self.clashes, logic).stands
        firm = (stands[i] for i, norm in enumerate(binding) if is_firm(norm))
        bare = logic.negated(logic.any_of(firm))
        releasing = logic.any_of(stands[i] for i in sorted(self.footing.releasing))
        return bare, logic.all_of((bare, releasing))


def _verdicts_between(
    possible: set[Modality], certain: set[Modality], clash: bool
) -> frozenset[Verdict]:
    """The verdicts that norms of these modalities, possibly and certainly standing, may give."""
    verdicts: set[Verdict] = set()
    if clash or {"must_not", "must"} <= possible:
        verdicts.add("conflict")
    if "must_not" in possible and "must" not in certain:
        verdicts.add("prohibited")
    if "must" in possible and "must_not" not in certain:
        verdicts.add("required")
    if certain.isdisjoint({"must_not", "must"}):
        verdicts.add("permitted")
    return frozenset(verdicts)


def find_confidence(path: Iterable[Norm]) -> Confidence | None:
    """The lowest confidence of norms; None: there are none."""
    return max((norm.confidence for norm in path), key=CONFIDENCE.index, default=None)


def find_seen(path: Iterable[Norm]) -> Seen | None:
    """How the norm with the least firm source was seen; None: there are none."""
    return max((norm.seen for norm in path), key=SEEN.index, default=None)
