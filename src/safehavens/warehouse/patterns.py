"""Which norms of a position can hold together, and which then decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from safehavens.corpus.model import BASES, Basis, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.facts.settling import Settling
from safehavens.decide.norms.position import Position
from safehavens.logic.diagram import FALSE, TRUE, Diagrams
from safehavens.logic.expression import Expression, substitute
from safehavens.logic.residual import residual, restrict

Pattern = tuple[bool, ...]
"""Of each binding norm, whether its condition holds."""

_MOST_STATES: Final = 20_000
_MOST_PATTERNS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of true norms that consistent facts can make, under some presumptions.

    Attributes
    ----------
    conditions : tuple of Expression
        Each binding norm's condition, with the presumptions filled in.
    verdicts : dict of Pattern to Verdict, or None
        Every pattern that can be, with its verdict. None: there are too many to list.
    bases : dict of Pattern to Basis, or None
        The same with the basis of each.
    deciding : dict of Verdict to tuple of int
        The norms that give each verdict in some pattern (or, of too many patterns, may give it).
    """

    conditions: tuple[Expression, ...]
    verdicts: Mapping[Pattern, str] | None
    bases: Mapping[Pattern, Basis] | None
    deciding: Mapping[Verdict, tuple[int, ...]]

    def by_basis(self, basis: Basis) -> Patterns:
        """The same patterns with, as verdict, this basis where they have one that is no weaker."""
        if self.bases is None:
            return self
        no_weaker = BASES[: BASES.index(basis) + 1]
        verdicts = {p: basis if b in no_weaker else "weaker" for p, b in self.bases.items()}
        return replace(self, verdicts=verdicts, deciding={})


def find_patterns(
    engine: Engine,
    position: Position,
    given: Iterable[str],
    settling: Settling,
) -> Patterns:
    """Find the patterns of a position.

    Parameters
    ----------
    engine : Engine
    position : Position
    given : iterable of str
        The facts that requests give.
    settling : Settling
        What settles the position, with the presumptions taken for facts left out.
    """
    presumed = settling.presumed
    conditions = position.conditions[: position.binding]
    for name, value in presumed.items():
        conditions = tuple(substitute(condition, name, value) for condition in conditions)
    norms = tuple(residual(condition, engine.classes) for condition in conditions)
    about = {*position.facts, *(name for name in given if engine.facts.tied(name))}
    leanings = (residual(leaning, engine.classes) for leaning in settling.leanings)
    demands = (*engine.facts.constraints(sorted(about)), *leanings)
    for name, value in presumed.items():
        mask = engine.classes[name].of(value)
        demands = tuple(restrict(node, name, mask) for node in demands)
    diagrams = Diagrams([*norms, *demands], engine.classes, position.norms)
    demanded = diagrams.join([diagrams.read(node) for node in demands], TRUE)
    start = (*(diagrams.read(node) for node in norms), demanded)
    reachable = _PatternSearch(diagrams).run(start)
    if reachable is None:
        return Patterns(conditions, None, None, _possibly_deciding(position, start[:-1]))
    silent = (False,) * (len(position.norms) - position.binding)
    outcomes = {pattern: position.outcome(pattern + silent) for pattern in reachable}
    deciding: dict[Verdict, set[int]] = {}
    for outcome in outcomes.values():
        deciding.setdefault(outcome.verdict, set()).update(outcome.deciding)
    return Patterns(
        conditions,
        {pattern: outcome.verdict for pattern, outcome in outcomes.items()},
        {
            pattern: position.footing.basis(outcome.verdict, outcome.deciding)
            for pattern, outcome in outcomes.items()
        },
        {verdict: tuple(sorted(norms)) for verdict, norms in deciding.items()},
    )


class _PatternSearch:
    """The patterns below each state: what is left of the norms and of what facts demand."""

    def __init__(self, diagrams: Diagrams) -> None:
        self._diagrams = diagrams
        self._below: dict[tuple[int, ...], frozenset[Pattern]] = {}

    def run(self, start: tuple[int, ...]) -> frozenset[Pattern] | None:
        """The patterns below a state. None: there are too many states or patterns."""
        try:
            return self._visit(start)
        except OverflowError:
            return None

    def _visit(self, state: tuple[int, ...]) -> frozenset[Pattern]:
        if state[-1] == FALSE:
            return frozenset()
        known = self._below.get(state)
        if known is not None:
            return known
        if all(node in (FALSE, TRUE) for node in state[:-1]):
            below = frozenset([tuple(node == TRUE for node in state[:-1])])
        else:
            below = frozenset().union(*map(self._visit, self._steps(state)))
        if len(self._below) >= _MOST_STATES or len(below) > _MOST_PATTERNS:
            raise OverflowError
        self._below[state] = below
        return below

    def _steps(self, state: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """What is left once the first fact that is asked for is known."""
        diagrams = self._diagrams
        level = min(diagrams.level[node] for node in state)
        for group in range(len(diagrams.groups[level])):
            yield tuple(diagrams.after(node, level, group) for node in state)


def _possibly_deciding(
    position: Position, nodes: tuple[int, ...]
) -> dict[Verdict, tuple[int, ...]]:
    """The norms that may give each verdict, by what they say, where patterns are too many."""
    truths = tuple(node == TRUE if node in (FALSE, TRUE) else None for node in nodes)
    truths += (False,) * (len(position.norms) - position.binding)
    may = sorted(position.may_decide(truths)[0])
    says = {i: position.norms[i].modality for i in may}
    return {
        "prohibited": tuple(i for i in may if says[i] == "must_not"),
        "required": tuple(i for i in may if says[i] == "must"),
        "permitted": tuple(i for i in may if says[i] == "may"),
        "conflict": tuple(may),
    }
