"""Lint of peers: norms that say the same in several places, and give different answers there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from safehavens.compare.lint.findings import LintFinding, find_in_norm, show_request
from safehavens.corpus.model import Norm, Probe, Verdict
from safehavens.corpus.reading.forms.law_bounds import MOST_PARTS
from safehavens.decide.engine import Engine
from safehavens.decide.reasons import decide
from safehavens.decide.request import BadRequest, Request
from safehavens.logic.diagram import Diagrams, refuse
from safehavens.logic.expression import And, Expression, Holds, Not, Or
from safehavens.logic.residual import residual


@dataclass(frozen=True, slots=True)
class _Answered:
    """A norm, and what a standard request is answered where it is law."""

    norm: Norm
    request: Request
    verdict: Verdict


def lint_unlike_answers(
    engine: Engine, on: date, is_linted: Callable[[Norm], bool] = lambda norm: True
) -> Iterator[LintFinding]:
    """Norms of states with the same action, agency, modality and condition, answered otherwise.

    Conditions are compared with what local facts mean in their place, and are the same where they
    hold for the same requests. A standard request on the action is then asked in each state, and
    counts where the norm decides it or may. Where most states answer it alike, the norms of the
    others are found: one of them is coded with another presumption, reach or exception than it
    should be, or other law of that state has part in the answer.

    Parameters
    ----------
    engine : Engine
    on : datetime.date
        The day whose law is asked.
    is_linted : callable
        Whether findings that a norm has part in are wanted.
    """
    battery = engine.lawbook.battery
    if battery is None:
        return
    norms = [norm for norm in engine.lawbook.norms.values() if _is_of_a_state(engine, norm, on)]
    found: dict[str, LintFinding] = {}
    for probe in battery.probes.values():
        on_it = [n for n in norms if probe.action in n.actions and probe.who in n.who]
        for group in _say_the_same(engine, on_it):
            if any(map(is_linted, group)):
                for finding in _compare(_answer(engine, probe, group, on), probe):
                    found.setdefault(str(finding.norm), finding)
    yield from found.values()


def _is_of_a_state(engine: Engine, norm: Norm, on: date) -> bool:
    instrument = engine.lawbook.instruments[norm.instrument]
    state = engine.gazetteer.get(instrument.issuer).level == "state"
    return state and instrument.binding and any(spell.holds(on) for spell in norm.spells)


def _say_the_same(engine: Engine, norms: list[Norm]) -> Iterator[list[Norm]]:
    """Groups of norms, of two states or more, with the same modality and the same condition."""
    meanings = {name: engine.conditions.implied[name] for name in engine.conditions.defined}
    conditions = [
        residual(_spell_out(norm, engine.conditions.applies[norm.id], meanings), engine.classes)
        for norm in norms
    ]
    diagrams = Diagrams(conditions, engine.classes, norms)
    groups: dict[tuple[str, str | None, int], list[Norm]] = {}
    for norm, condition in zip(norms, conditions, strict=True):
        key = norm.modality, norm.grants, diagrams.read(condition)
        groups.setdefault(key, []).append(norm)
    for group in groups.values():
        if len({engine.lawbook.instruments[norm.instrument].issuer for norm in group}) > 1:
            yield group


def _spell_out(norm: Norm, condition: Expression, meanings: Mapping[str, Expression]) -> Expression:
    """A condition in which each fact that means a condition over others is that condition.

    Raises LawTooLarge where that comes to too much.
    """
    left = MOST_PARTS

    def spelled(part: Expression) -> Expression:
        nonlocal left
        left -= 1
        if left < 0:
            raise refuse([norm], f"more than {MOST_PARTS:,} comparisons and connectives")
        match part:
            case Holds(fact) if fact in meanings:
                return spelled(meanings[fact])
            case Not(inner):
                return Not(spelled(inner))
            case And(parts):
                return And(tuple(map(spelled, parts)))
            case Or(parts):
                return Or(tuple(map(spelled, parts)))
        return part

    return spelled(condition)


def _answer(engine: Engine, probe: Probe, group: list[Norm], on: date) -> Iterator[_Answered]:
    for norm in group:
        place = engine.lawbook.instruments[norm.instrument].issuer
        request = Request(place, probe.who, probe.action, on, probe.facts)
        try:
            decision = decide(engine, request)
        except BadRequest:  # what the action fixes, a draft's battery may contradict
            continue
        if any(reason.norm == norm.id for reason in decision.because):
            yield _Answered(norm, request, decision.verdict)


def _compare(answered: Iterator[_Answered], probe: Probe) -> Iterator[LintFinding]:
    """The norms that are answered otherwise than most."""
    by_verdict: dict[Verdict, list[_Answered]] = {}
    for one in answered:
        by_verdict.setdefault(one.verdict, []).append(one)
    usual = max(by_verdict.values(), key=len, default=[])
    for verdict, ones in by_verdict.items():
        for one in ones if ones is not usual else ():
            peer = usual[0]
            yield find_in_norm(
                "unlike-answers",
                one.norm,
                f"the standard request {probe.id} is answered {verdict} here, and {peer.verdict} "
                f"where {peer.norm.id} says the same",
                "Compare the two: their presumptions, reach and exceptions, and other law of both "
                "states. If both are right, say under `lint` why they differ.",
                show_request(one.request),
                tuple(other.norm.id for other in usual),
            )
