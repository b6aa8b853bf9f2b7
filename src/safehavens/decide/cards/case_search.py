"""Many requests under one position, each decided once: what they share is worked out once.

Proving a card asks the one-case engine hundreds of times about the same law. Their facts are those
of no person: they are the values that conditions may have.
"""

from __future__ import annotations

from typing import Final

from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.brief import Brief, BriefDecider
from safehavens.decide.engine import Engine
from safehavens.decide.facts.completions import Completions
from safehavens.decide.facts.tied_facts import Contradiction, Settled
from safehavens.decide.facts.workspace import Workspace
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given
from safehavens.logic.implicants import Cube
from safehavens.logic.residual import is_in

_MOST_HELD: Final = 200_000
"""Diagrams and results of searches are dropped at this size, so that memory stays bounded."""

_Items = tuple[tuple[str, FactValue | None], ...]


class CaseSearch:
    """Decides requests under one position. Lives for one card: it holds what was worked out.

    Parameters
    ----------
    engine : Engine
    position : Position
    """

    def __init__(self, engine: Engine, position: Position) -> None:
        self.engine = engine
        self.position = position
        self._decider = BriefDecider(engine, position)
        self._settled: dict[_Items, Settled | Contradiction] = {}
        self._workspace: Workspace | None = None

    def settle(self, facts: Given) -> Settled:
        """What is known of the facts. Raises Contradiction."""
        key = tuple(facts.items())
        settled = self._settled.get(key)
        if settled is None:
            try:
                settled = self.engine.settle(self.position, facts)
            except Contradiction as error:
                settled = error
            self._settled[key] = settled
        if isinstance(settled, Contradiction):
            raise settled
        return settled

    def decide(self, facts: Given) -> Brief:
        """The answer to checked facts, in brief. Raises Contradiction."""
        return self._decider.decide_settled(self.settle(facts), questions=False)

    def answers_always(self, facts: Given, cube: Cube, verdict: Verdict) -> bool | None:
        """Whether every request in a cube that can be so has the answer.

        Parameters
        ----------
        facts : mapping of str to value or None
            What all of these requests give; the cube's own facts as not known.
        cube : Cube
            Of the cube's facts, the values that requests give.
        verdict : Verdict
            A settled one.

        Returns
        -------
        bool or None
            None: requests in the cube may presume different facts, so that each is for the engine.
        """
        try:
            settled = self.settle(facts)
        except Contradiction:
            return True
        if settled.presumed or settled.leanings:
            return None
        workspace = self._take_workspace()
        groups, levels = workspace.diagrams.groups, workspace.diagrams.levels
        demands = []
        for fact, mask in cube:
            known = settled.known.get(fact)
            if known is not None:
                if not self.engine.classes[fact].of(known) & mask:
                    return True
            elif fact in levels:
                if any(0 < group & mask < group for group in groups[levels[fact]]):
                    return None
                demands.append(is_in(fact, mask, self.engine.classes[fact].all))
        live = (*workspace.find_live(settled), *demands)
        search = Completions(workspace, settled.known, live)
        return search.verdicts() <= {verdict}

    def list_values(self, fact: str, mask: int) -> tuple[FactValue, ...]:
        """Of the values of a fact in a mask, one of each sort that no condition here tells apart:
        requests that differ in nothing else have the same answer for the same reasons."""
        diagrams = self._take_workspace().diagrams
        groups = diagrams.groups[diagrams.levels[fact]] if fact in diagrams.levels else ()
        firsts = [inside & -inside for group in groups if (inside := group & mask)]
        return self.engine.classes[fact].values(sum(firsts) or mask)

    def _take_workspace(self) -> Workspace:
        if self._workspace is None or self._workspace.size > _MOST_HELD:
            self._workspace = self.engine.workspace(self.position)
        return self._workspace
