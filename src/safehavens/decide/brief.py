"""A decision in brief: what a row of a table, or a cell of a panel, says of its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from safehavens.corpus.model import Basis, Confidence, Seen, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.facts.completions import Completions
from safehavens.decide.facts.tied_facts import Demands, Settled
from safehavens.decide.facts.workspace import Left, State, Workspace, find_left
from safehavens.decide.norms.position import Position, find_confidence, find_seen
from safehavens.decide.norms.standing import Outcome
from safehavens.decide.request import Given
from safehavens.logic.classes import Classes
from safehavens.logic.expression import Expression, Truth, truth
from safehavens.logic.residual import Residual, find_bearing, residual
from safehavens.values.quick_dataclass import dataclass

_MOST_HELD: Final = 200_000
_MOST_WORKSPACES: Final = 64
"""What one position's requests share is dropped at this size, so that memory stays bounded."""

_LawLeft = tuple[Demands | None, State]


@dataclass(frozen=True, slots=True)
class Brief:
    """A verdict, the weakest basis that it may have, the ids of the norms that give it or may, what
    a `depends` waits for (facts, best question first), the lowest confidence along the deciding
    path, the norms whose unsure day, or of which it is not known whether they bind the agency,
    would change the verdict, and how the source of the norm on the path that has the least firm one
    was seen."""

    verdict: Verdict
    basis: Basis
    deciding: tuple[str, ...]
    waits_for: tuple[str, ...]
    confidence: Confidence | None
    uncertain_in_time: tuple[str, ...] = ()
    may_not_bind: tuple[str, ...] = ()
    seen: Seen | None = None


def decide_briefly(
    engine: Engine,
    position: Position,
    facts: Given,
    questions: bool = True,
    public: bool = False,
) -> Brief:
    """Decide checked facts under a position, in brief.

    Parameters
    ----------
    engine : Engine
    position : Position
    facts : mapping of str to value or None
    questions : bool
        Whether to work out what a `depends` waits for.
    public : bool
        Whether the facts are nobody's own, such as a probe's, and may be kept.

    Raises
    ------
    Contradiction
        The facts cannot all be so.
    """
    settled = engine.settle(position, facts, public)
    truths = position.truths(settled.known)
    if None not in truths:
        return _write_brief(position, _find_outcome(position, truths))
    known, live = settled.known, settled.live
    left = find_left(position, engine.classes, truths, known, live)
    workspace = Workspace.for_what_is_left(position, engine.classes, left)
    search = Completions(workspace, known, live)
    found = _search(position, truths, search, questions)
    return _write_brief(position, _find_outcome(position, truths), found)


class BriefDecider:
    """Decides many requests under one position; those with the same law left are searched once.

    Not for several threads at once. It holds what may tell of private facts (`Workspace`).
    """

    def __init__(self, engine: Engine, position: Position) -> None:
        self._engine = engine
        self._position = position
        self._workspaces: dict[Demands | None, Workspace] = {}
        self._briefs: dict[tuple[tuple[Truth, ...], _LawLeft | None, bool], Brief] = {}

    def decide(self, facts: Given, questions: bool = True) -> Brief:
        """Decide checked facts, as `decide_briefly` does."""
        return self.decide_settled(self._engine.settle_asked(self._position, facts), questions)

    def decide_settled(self, settled: Settled, questions: bool = True) -> Brief:
        """Decide facts that are settled already."""
        position = self._position
        truths = position.truths(settled.known)
        search: Completions | None = None
        if None in truths:
            workspace = self.find_workspace(settled.demands)
            live = settled.live if settled.demands else workspace.find_live(settled)
            search = Completions(workspace, settled.known, live)
        elif len(self._briefs) > _MOST_HELD:
            self._briefs = {}
        key = (truths, None if search is None else (settled.demands, search.state), questions)
        brief = self._briefs.get(key)
        if brief is None:
            found = None if search is None else _search(position, truths, search, questions)
            brief = self._briefs[key] = _write_brief(
                position, _find_outcome(position, truths), found
            )
        return brief

    def find_workspace(self, demands: Demands | None = None) -> Workspace:
        """What searches share of requests of which the same is demanded; None: that is not known
        for all of them at once."""
        workspace = self._workspaces.get(demands)
        if workspace is None or workspace.size > _MOST_HELD:
            if demands is None:
                workspace = self._engine.workspace(self._position)
            else:
                workspace = Workspace.for_demands(self._position, self._engine.classes, demands)
            if len(self._workspaces) >= _MOST_WORKSPACES:
                self._workspaces = {}
            if demands in self._workspaces or not self._workspaces:
                self._briefs = {}  # whose keys are numbers in the one that goes
            self._workspaces[demands] = workspace
        return workspace


class PublicBriefs:
    """Decides requests whose facts are nobody's own, such as probes, under many positions.

    What is left of the law is searched once, wherever it is the same. Not for several threads at
    once, and no longer than a survey: it grows with what is asked.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._found: dict[tuple[int, Left], _Found] = {}
        self._readings: dict[int, _Reading] = {}
        self._outcomes: dict[tuple[int, tuple[Truth, ...]], Outcome] = {}

    def decide(self, position: Position, facts: Given) -> Brief:
        """Decide checked facts, as `decide_briefly` does, without questions."""
        engine = self._engine
        settled = engine.settle(position, facts, public=True)
        reading = self._readings.get(id(settled))
        if reading is None:
            reading = self._readings[id(settled)] = _Reading(settled, engine.classes)
        truths = tuple([reading.truth(condition) for condition in position.conditions])
        if None not in truths:
            return _write_brief(position, self._outcome(position, truths))
        left = reading.find_left(position, truths)
        key = (id(position.structure), left)  # which the engine keeps as long as it lives
        found = self._found.get(key)
        if found is None:
            workspace = Workspace.for_what_is_left(position, engine.classes, left)
            search = Completions(workspace, settled.known, settled.live)
            found = self._found[key] = _search(position, truths, search, questions=False)
        return _write_brief(position, self._outcome(position, truths), found)

    def _outcome(self, position: Position, truths: tuple[Truth, ...]) -> Outcome:
        """The outcome of the norms that are true: one for all positions of one structure."""
        true = tuple([bool(truth) for truth in truths[: position.binding]])
        key = (id(position.structure), true)
        outcome = self._outcomes.get(key)
        if outcome is None:
            outcome = self._outcomes[key] = position.outcome(true)
        return outcome


class _Reading:
    """Conditions of an engine read under settled facts, each once for all positions that share it.

    `settled` is kept, as it is known by its identity.
    """

    def __init__(self, settled: Settled, classes: Mapping[str, Classes]) -> None:
        self.settled = settled
        self._classes = classes
        self._truths: dict[int, Truth] = {}
        self._residuals: dict[int, Residual] = {}
        self._demands: dict[tuple[Residual, ...], tuple[Residual, ...]] = {}

    def truth(self, condition: Expression) -> Truth:
        """The truth of a condition; None where it is not known."""
        key = id(condition)  # which the engine keeps as long as it lives
        if key not in self._truths:
            self._truths[key] = truth(condition, self.settled.known)
        return self._truths[key]

    def find_left(self, position: Position, truths: tuple[Truth, ...]) -> Left:
        """What is left of a position's law, as `find_left` has it."""
        conditions = position.conditions[: position.binding]
        norms = tuple(
            [
                self._residual(condition) if truth is None else truth
                for condition, truth in zip(conditions, truths, strict=False)  # advisory: last
            ]
        )
        demands = self._demands.get(norms)
        if demands is None:
            demands = self._demands[norms] = tuple(find_bearing(norms, self.settled.live))
        return Left(norms, demands)

    def _residual(self, condition: Expression) -> Residual:
        left = self._residuals.get(id(condition))
        if left is None:
            left = residual(condition, self._classes, known=self.settled.known)
            self._residuals[id(condition)] = left
        return left


class _Found(NamedTuple):
    """What a search over facts that are not known comes to."""

    verdict: Verdict
    basis: Basis
    deciding: tuple[int, ...]
    doubts: frozenset[str]
    waits_for: tuple[str, ...]


def _search(
    position: Position, truths: tuple[Truth, ...], search: Completions, questions: bool
) -> _Found:
    bound = position.reachable(truths)
    verdicts = bound if len(bound) == 1 else search.verdicts()
    deciding, basis = search.deciding_norms(), search.basis()
    if len(verdicts) == 1:
        return _Found(next(iter(verdicts)), basis, deciding, frozenset(), ())
    doubts = search.doubts() if position.hidden else frozenset()
    waits_for = tuple(answered.fact for answered in search.questions()) if questions else ()
    return _Found("depends", basis, deciding, doubts, waits_for)


def _find_outcome(position: Position, truths: tuple[Truth, ...]) -> Outcome:
    """The outcome where those norms are true that are known to be."""
    return position.outcome(tuple([bool(truth) for truth in truths]))


def _write_brief(position: Position, outcome: Outcome, found: _Found | None = None) -> Brief:
    """What is said of the norms that are true; `found` where the truth of some is not known."""
    if found is None:
        verdict, deciding = outcome.verdict, outcome.deciding
        basis = position.footing.basis(verdict, deciding)
        found = _Found(verdict, basis, deciding, frozenset(), ())
    path = position.find_path(outcome, found.deciding)
    return Brief(
        found.verdict,
        found.basis,
        tuple([position.norms[i].id for i in found.deciding]),
        found.waits_for,
        find_confidence(path),
        position.find_doubtful(found.doubts, "day"),
        position.find_doubtful(found.doubts, "bound"),
        find_seen(path),
    )
