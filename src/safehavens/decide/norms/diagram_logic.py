"""Decision diagrams as the logic that the rules on norms are written over."""

from __future__ import annotations

from collections.abc import Iterable

from safehavens.logic.diagram import FALSE, TRUE, Diagrams


class DiagramLogic:
    """All, any and not of decision diagrams, for rules that are written over any logic.

    Satisfies `safehavens.decide.norms.judged.Logic`.

    Parameters
    ----------
    diagrams : Diagrams
        What is worked out is added to these.
    """

    def __init__(self, diagrams: Diagrams) -> None:
        self.diagrams = diagrams

    def constant(self, value: bool) -> int:
        """TRUE or FALSE."""
        return TRUE if value else FALSE

    def negated(self, part: int) -> int:
        """Not it."""
        return self.diagrams.negated(part)

    def all_of(self, parts: Iterable[int]) -> int:
        """All of them."""
        return self.diagrams.join(parts, TRUE)

    def any_of(self, parts: Iterable[int]) -> int:
        """Any of them."""
        return self.diagrams.join(parts, FALSE)

    def same(self, one: int, other: int) -> bool:
        """Diagrams that mean the same are the same number."""
        return one == other
