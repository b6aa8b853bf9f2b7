"""decide: one request into a Decision, with everything a reader may want to know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from safehavens.corpus.model import Basis, FactValue, Verdict
from safehavens.corpus.sources import NOT_READ
from safehavens.decide.beside.request_setting import find_setting
from safehavens.decide.decision import (
    Decision,
    Outside,
    Presumed,
    Question,
    Reason,
    SetAside,
)
from safehavens.decide.engine import Engine
from safehavens.decide.facts.completions import Answered
from safehavens.decide.facts.leanings import make_leaning
from safehavens.decide.facts.tied_facts import Contradiction, Settled
from safehavens.decide.norms.outside import find_outside
from safehavens.decide.norms.position import Position, find_confidence, find_seen
from safehavens.decide.norms.standing import Outcome
from safehavens.decide.norms.timeline import Stretch
from safehavens.decide.request import Given, Request, check_request
from safehavens.decide.summary import summarize
from safehavens.logic.expression import Truth
from safehavens.values.quick_dataclass import dataclass
from safehavens.wording.languages import ENGLISH

_VERDICT_ORDER: Final[Mapping[Verdict, int]] = {
    "prohibited": 0, "required": 1, "permitted": 2, "conflict": 3, "depends": 4,
}  # fmt: skip


def decide(engine: Engine, request: Request, note: str | None = None) -> Decision:
    """Decide one request, with all reasons.

    Parameters
    ----------
    engine : Engine
    request : Request
    note : str, optional
        Carried into the decision.

    Raises
    ------
    BadRequest
        An unknown word, a fact or value that is not declared, facts that contradict each other.
        The message is one sentence.
    UnknownPlace
        The gazetteer does not know the id.
    """
    check_request(engine.lawbook, request)
    given = request.facts
    stretch = engine.stretch(request)
    position = stretch.position
    settled = engine.settle_asked(position, given)
    truths = position.truths(settled.known)
    weighed = _weigh_verdicts(engine, position, truths, settled)
    possible, deciding = weighed.possible, weighed.deciding
    verdict: Verdict = possible[0] if len(possible) == 1 else "depends"
    outcome = position.outcome(tuple(bool(truth) for truth in truths))
    path = position.find_path(outcome, deciding)
    reasons = _list_reasons(stretch, truths, outcome, deciding)
    questions = tuple(_describe_question(engine, item) for item in weighed.answered)
    declared = engine.lawbook.facts
    setting = find_setting(engine, request)
    where = setting.where
    public = {name: value for name, value in given.items() if not declared[name].private}
    implied = _select_public(engine, position, given, public, settled)
    bases: dict[Verdict, Basis] = {
        v: weighed.basis if v == "permitted" else "rule" for v in possible
    }
    outside: tuple[Outside, ...] = ()
    if bases.get("permitted") == "outside":
        shown = {
            **settled.presumed,
            **implied,
            **{n: v for n, v in public.items() if v is not None},
        }
        outside = find_outside(position, settled.known, given, shown, truths, reasons)
    doubts = weighed.doubts
    uncertain_in_time = position.find_doubtful(doubts, "day") if doubts else ()
    may_not_bind = position.find_doubtful(doubts, "bound") if doubts else ()
    not_a_request = _is_order(given, settled) and request.action in engine.court_paper_actions
    summary = summarize(
        ENGLISH, engine.lawbook, where.name, request, verdict, weighed.basis, reasons, questions,
        outside, not_a_request, uncertain_in_time, may_not_bind,
    )  # fmt: skip
    return Decision(
        place=where.id,
        place_name=where.name,
        who=request.who,
        agency=setting.agency,
        action=request.action,
        on=request.on,
        verdict=verdict,
        possible=possible,
        basis=weighed.basis,
        bases=bases,
        outside=outside,
        not_a_request=not_a_request,
        summary=summary,
        uncertain_in_time=uncertain_in_time,
        may_not_bind=may_not_bind,
        reasons=reasons,
        given=public,
        implied=implied,
        private=(
            *(name for name in given if declared[name].private),
            *(n for n in position.facts if n in settled.implied and n not in implied),
        ),
        fixed=dict(engine.lawbook.vocabulary.fixes(request.action)),
        listed=tuple([one for one in setting.listed if one.fact not in given]),
        presumed=_list_presumed(engine, position, given, settled, verdict),
        questions=questions,
        duties=setting.list_duties(engine, given),
        confidence=find_confidence(path),
        seen=find_seen(path),
        path=tuple(norm.id for norm in path),
        not_read=tuple(norm.id for norm in path if norm.seen in NOT_READ),
        law_since=stretch.start,
        law_until=stretch.end,
        coverage=setting.coverage,
        as_enacted_by=setting.last_search,
        note=note,
        corpus=engine.lawbook.version,
    )


def _is_order(given: Given, settled: Settled) -> bool:
    """Whether a judge's warrant or a court order is given, or follows from what is."""
    told = {**settled.implied, **given}
    return told.get("warrant") == "judicial" or told.get("court_order") is True


def _select_public(
    engine: Engine, position: Position, given: Given, public: Given, settled: Settled
) -> dict[str, FactValue]:
    """What follows from the public facts alone: the rest would tell of private ones."""
    if not settled.implied:
        return {}
    same = len(public) == len(given)
    follows = (settled if same else engine.settle_asked(position, public)).implied
    declared = engine.lawbook.facts
    return {
        name: settled.implied[name]
        for name in position.facts
        if name in settled.implied and name in follows and not declared[name].private
    }


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What the norms come to: the verdicts that are possible and the weakest basis, the norms that
    decide or may, and the questions left."""

    possible: tuple[Verdict, ...]
    basis: Basis
    deciding: frozenset[int]
    answered: Sequence[Answered] = ()
    doubts: frozenset[str] = frozenset()


def _weigh_verdicts(
    engine: Engine, position: Position, truths: tuple[Truth, ...], settled: Settled
) -> _Weighed:
    if None not in truths:
        outcome = position.outcome(truths)
        basis = position.footing.basis(outcome.verdict, outcome.deciding)
        return _Weighed((outcome.verdict,), basis, frozenset(outcome.deciding))
    bound = position.reachable(truths)
    search = engine.completions(position, settled)
    deciding = frozenset(search.deciding_norms())
    verdicts = bound if len(bound) == 1 else search.verdicts()
    possible = _sort_verdicts(verdicts)
    if len(possible) == 1:
        return _Weighed(possible, search.basis(), deciding)
    doubts = search.doubts() if position.hidden else frozenset()
    return _Weighed(possible, search.basis(), deciding, search.questions(), doubts)


def _list_reasons(
    stretch: Stretch, truths: tuple[Truth, ...], outcome: Outcome, deciding: frozenset[int]
) -> tuple[Reason, ...]:
    norms = stretch.position.norms
    reasons = [
        Reason(
            considered=considered,
            holds=truths[i],
            stands=i in outcome.standing,
            decides=i in deciding,
            set_aside_by=tuple(
                SetAside(norms[attack.by].id, attack.rule) for attack in outcome.aside.get(i, ())
            ),
        )
        for i, considered in enumerate(stretch.considered)
    ]
    reasons += [Reason(considered, None, False, False, ()) for considered in stretch.out]
    reasons.sort(key=_first_what_decides)
    return tuple(reasons)


def _first_what_decides(reason: Reason) -> tuple[bool, bool, bool]:
    return (not reason.decides, not reason.holds, reason.considered.taken_out is not None)


def _describe_question(engine: Engine, answered: Answered) -> Question:
    fact = engine.lawbook.facts[answered.fact]
    outcomes = {
        value: (verdicts, answered.bases.get(value))
        for value, verdicts in answered.outcomes.items()
    }
    leads_to: dict[str, tuple[Verdict, ...]] = {}
    bases: dict[str, Basis] = {}
    for label, (verdicts, basis) in engine.classes[fact.name].described(outcomes).items():
        leads_to[label] = _sort_verdicts(verdicts)
        if basis is not None:
            bases[label] = basis
    return Question(fact.name, fact.ask, fact.type, fact.unit, fact.private, leads_to, bases)


@cache  # there are few verdicts
def _sort_verdicts(verdicts: frozenset[Verdict]) -> tuple[Verdict, ...]:
    return tuple(sorted(verdicts, key=lambda verdict: _VERDICT_ORDER[verdict]))


def _list_presumed(
    engine: Engine, position: Position, given: Given, settled: Settled, verdict: Verdict
) -> tuple[Presumed, ...]:
    """What was presumed among the facts asked for, and the values that would change the answer."""
    presumed = []
    several = _find_several(engine, position, given, settled)
    for name in position.facts if settled.presumed or several else ():
        values = several.get(name)
        if values is None:
            if name not in settled.presumed:
                continue
            values = (settled.presumed[name],)
        known = engine.classes[name]
        otherwise: dict[str, Verdict] = {}
        bases: dict[str, Basis] = {}
        for other in known.samples:
            if other in values:
                continue
            changed = _settle_otherwise(engine, position, given, settled, name, other)
            if changed is None:
                continue
            after = _weigh_otherwise(engine, position, changed, verdict)
            if after is not None:
                label = known.labels()[other]
                otherwise[label], bases[label] = after
        value = values[0] if len(values) == 1 else values
        presumed.append(Presumed(name, value, engine.lawbook.facts[name].ask, otherwise, bases))
    return tuple(presumed)


def _find_several(
    engine: Engine, position: Position, given: Given, settled: Settled
) -> dict[str, tuple[FactValue, ...]]:
    """The facts left out of which the action presumes that they have one of several values."""
    facts = engine.lawbook.facts
    several = {
        name: values
        for name, values in position.usual_beside(given)
        if len(values) > 1 and facts[name].register is None and name not in settled.known
    }
    if several:  # a presumption that cannot hold beside what is given has fallen
        taken = engine.settle(position, given).leanings
        several = {
            name: values
            for name, values in several.items()
            if make_leaning(facts[name], values).expression in taken
        }
    return several


def _settle_otherwise(
    engine: Engine, position: Position, given: Given, settled: Settled, name: str, value: FactValue
) -> Settled | None:
    """What is known with another value of a fact; None where the facts given rule it out."""
    if engine.facts.tied(name) or name not in settled.known:
        try:
            return engine.settle_asked(position, {**given, name: value})
        except Contradiction:
            return None
    # Nothing follows from the fact, so all else stays as it was settled.
    return replace(settled, known={**settled.known, name: value})


def _weigh_otherwise(
    engine: Engine, position: Position, settled: Settled, verdict: Verdict
) -> tuple[Verdict, Basis] | None:
    """Another verdict that facts give, and the weakest basis that it may have; None: the same."""
    truths = position.truths(settled.known)
    if None not in truths:
        outcome = position.outcome(truths)
        if outcome.verdict == verdict:
            return None
        return outcome.verdict, position.footing.basis(outcome.verdict, outcome.deciding)
    verdicts = position.reachable(truths)
    if verdicts == {verdict}:
        return None
    search = engine.completions(position, settled)
    if len(verdicts) > 1:
        verdicts = search.verdicts()
    after: Verdict = next(iter(verdicts)) if len(verdicts) == 1 else "depends"
    return None if after == verdict else (after, search.basis())
