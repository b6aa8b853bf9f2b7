"""Many requests under one position, each decided once: what they share is worked out once.

Proving a card asks the one-case engine hundreds of times about the same law. Of a card, their facts
are those of no person: they are the values that conditions may have.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.brief import Brief, BriefDecider
from safehavens.decide.engine import Engine
from safehavens.decide.facts.completions import Completions
from safehavens.decide.facts.settled_answers import SettledAnswers, split_answer
from safehavens.decide.facts.tied_facts import Contradiction, Settled
from safehavens.decide.facts.workspace import Workspace
from safehavens.decide.norms.judged import DiagramLogic, Judged, judge_formulas
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given
from safehavens.logic.implicants import Cube
from safehavens.logic.residual import Residual, is_in

_Items = tuple[tuple[str, FactValue | None], ...]
_Open = tuple[frozenset[str], frozenset[tuple[str, FactValue | None]]]


class CaseSearch:
    """Decides requests under one position. Lives for one card: it holds what was worked out.

    Parameters
    ----------
    engine : Engine
    position : Position
    public : bool, optional
        Whether the facts are nobody's own, as those of a card: what they settle may be kept longer.
    """

    def __init__(self, engine: Engine, position: Position, public: bool = False) -> None:
        self.engine = engine
        self.position = position
        self._public = public
        self._decider = BriefDecider(engine, position)
        self._settled: dict[_Items, Settled | Contradiction] = {}
        self._briefs: dict[_Items, Brief] = {}
        self._verdicts: dict[_Items, Verdict] = {}
        self._values: dict[tuple[str, int], tuple[FactValue, ...]] = {}
        self._answers: dict[_Open, SettledAnswers] = {}
        self._judged: tuple[Workspace, Judged[int]] | None = None

    # ---- one request ------------------------------------------------------------------------

    def settle(self, facts: Given) -> Settled:
        """What is known of the facts. Raises Contradiction."""
        key = tuple(facts.items())
        settled = self._settled.get(key)
        if settled is None:
            position = self.position
            try:
                settled = self.engine.facts.settle(
                    facts,
                    position.facts,
                    circumstances=position.circumstances,
                    public=self._public,
                )
            except Contradiction as error:
                settled = error
            self._settled[key] = settled
        if isinstance(settled, Contradiction):
            raise settled
        return settled

    def ask(self, facts: Given) -> Brief:
        """The answer to checked facts, in brief. Raises Contradiction."""
        return self._decider.decide_settled(self.settle(facts))

    def decide(self, facts: Given) -> Brief:
        """The same without what a `depends` waits for."""
        key = tuple(facts.items())
        brief = self._briefs.get(key)
        if brief is None:
            brief = self._decider.decide_settled(self.settle(facts), questions=False)
            self._briefs[key] = brief
        return brief

    def judge(self, facts: Given) -> Verdict:
        """The verdict alone. Raises Contradiction."""
        key = tuple(facts.items())
        verdict = self._verdicts.get(key)
        if verdict is None:
            verdict = self._verdicts[key] = self._judge(self.settle(facts))
        return verdict

    def _judge(self, settled: Settled) -> Verdict:
        truths = self.position.truths(settled.known)
        if None not in truths:
            return self.position.outcome(truths).verdict
        verdicts = self.complete(settled).verdicts()
        return next(iter(verdicts)) if len(verdicts) == 1 else "depends"

    def complete(self, settled: Settled, demands: Iterable[Residual] = ()) -> Completions:
        """The search over facts not known, of which more may be demanded."""
        workspace = self._decider.find_workspace()
        live = (*workspace.find_live(settled), *demands)
        return Completions(workspace, settled.known, live)

    # ---- many requests together -------------------------------------------------------------

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
        diagrams = self._decider.find_workspace().diagrams
        groups, levels = diagrams.groups, diagrams.levels
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
        return self.complete(settled, demands).verdicts() <= {verdict}

    def gives_firmly(self, facts: Given, verdict: Verdict) -> bool:
        """Whether an answer rests, whatever the facts are that a request leaves open, on norms that
        are not all of low confidence, or whatever they are on none.

        Parameters
        ----------
        facts : mapping of str to value or None
            What the request gives.
        verdict : Verdict
            Its answer.
        """
        settled = self.settle(facts)
        known = {name: value for name, value in facts.items() if value is not None}
        asked = [name for name in self.position.facts if name not in settled.known]
        search = self.complete(self.settle({**dict.fromkeys(asked), **known}))
        return search.gives_always(self._find_firm(verdict))

    def _find_firm(self, verdict: Verdict) -> list[int]:
        """Where norms give an answer that are not all of low confidence, and where none does."""
        workspace, position = self._decider.find_workspace(), self.position
        logic = DiagramLogic(workspace.diagrams)
        norms = position.norms[: position.binding]
        if self._judged is None or self._judged[0] is not workspace:
            judged = judge_formulas(
                norms, workspace.norms, position.attacks, position.clashes, logic
            )
            self._judged = workspace, judged
        judged = self._judged[1]
        parts = split_answer(logic, norms, judged.stands, verdict, judged.verdicts[verdict])
        return [requests for _, unsure, requests in parts if not unsure]

    def find_answers(self, given: Collection[str], known: Given) -> SettledAnswers:
        """What settles each answer, for requests that give certain facts.

        Parameters
        ----------
        given : collection of str
            As for `find_settling`.
        known : mapping of str to value
            Facts that all requests give with these values.
        """
        key = frozenset(given), frozenset(known.items())
        answers = self._answers.get(key)
        if answers is None:
            answers = self._answers[key] = SettledAnswers(self.engine, self.position, given, known)
        return answers

    def list_values(self, fact: str, mask: int) -> tuple[FactValue, ...]:
        """Of the values of a fact in a mask, one of each sort that no condition here tells apart:
        requests that differ in nothing else have the same answer for the same reasons."""
        values = self._values.get((fact, mask))
        if values is None:
            diagrams = self._decider.find_workspace().diagrams
            groups = diagrams.groups[diagrams.levels[fact]] if fact in diagrams.levels else ()
            firsts = [inside & -inside for group in groups if (inside := group & mask)]
            values = self.engine.classes[fact].values(sum(firsts) or mask)
            self._values[fact, mask] = values
        return values
