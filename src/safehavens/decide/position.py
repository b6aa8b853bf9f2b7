"""A position: the norms that apply to an agency's action in one stretch of time.

Everything that does not turn on the facts of a request is worked out here once: the conditions
compiled, who can set whom aside, the outcome for each pattern of true norms as it is first met.
Positions are shared by all places and dates under the same norms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from safehavens.corpus.model import Norm, Verdict
from safehavens.decide.standing import Outcome, attacks, clashes, settle
from safehavens.logic.classes import Classes
from safehavens.logic.compiled import compile_truths
from safehavens.logic.expression import Expression, Truth, facts_of
from safehavens.logic.residual import Residual, residual

_MOST_OPEN = 8
"""Beyond this many norms of unknown truth, all verdicts are taken to be open until searched."""

ANY_VERDICT: frozenset[Verdict] = frozenset({"prohibited", "required", "permitted", "conflict"})


class Position:
    """The norms on one action that apply, with their conditions for this level of government.

    Attributes
    ----------
    norms : tuple of Norm
        Binding norms first (these decide), then advisory ones, each by id.
    binding : int
        How many of them are binding.
    conditions : tuple of Expression
        One for each norm: `when AND NOT unless`.
    facts : tuple of str
        The facts that the conditions ask for, by name.
    """

    def __init__(
        self,
        binding: Sequence[Norm],
        advisory: Sequence[Norm],
        conditions: Sequence[Expression],
        above: Callable[[Norm, Norm], bool],
    ) -> None:
        self.norms = (*binding, *advisory)
        self.binding = len(binding)
        self.conditions = tuple(conditions)
        self.facts = tuple(sorted({fact for c in self.conditions for fact in facts_of(c)}))
        self.attacks = attacks(binding, above)
        self.clashes = clashes(binding, above)
        self.known_truths, self.truths = compile_truths(self.conditions, self.facts)
        self._outcomes: dict[tuple[Truth, ...], Outcome] = {}
        self._reachable: dict[tuple[Truth, ...], frozenset[Verdict]] = {}
        self._residuals: tuple[Residual, ...] | None = None

    def outcome(self, truths: tuple[Truth, ...]) -> Outcome:
        """The outcome for the truth of each norm, all of it known (advisory ones are ignored)."""
        found = self._outcomes.get(truths)
        if found is None:
            true = frozenset(i for i in range(self.binding) if truths[i])
            found = settle(self.norms, self.attacks, self.clashes, true)
            self._outcomes[truths] = found
        return found

    def reachable(self, truths: tuple[Truth, ...]) -> frozenset[Verdict]:
        """The verdicts that are possible if every norm of unknown truth might be either.

        A superset of what the facts allow, as the norms' conditions may hang together.
        """
        found = self._reachable.get(truths)
        if found is None:
            found = self._reachable[truths] = self._bound(truths)
        return found

    def _bound(self, truths: tuple[Truth, ...]) -> frozenset[Verdict]:
        open_ = [i for i in range(self.binding) if truths[i] is None]
        if len(open_) > _MOST_OPEN:
            return ANY_VERDICT
        verdicts: set[Verdict] = set()
        for pattern in range(1 << len(open_)):
            trial = list(truths)
            for bit, i in enumerate(open_):
                trial[i] = bool(pattern >> bit & 1)
            verdicts.add(self.outcome(tuple(trial)).verdict)
        return frozenset(verdicts)

    def residuals(self, classes: Mapping[str, Classes]) -> tuple[Residual, ...]:
        """The binding norms' conditions as residuals, nothing known yet."""
        if self._residuals is None:
            self._residuals = tuple(
                residual(condition, classes) for condition in self.conditions[: self.binding]
            )
        return self._residuals
