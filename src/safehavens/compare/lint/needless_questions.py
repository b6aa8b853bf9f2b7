"""Lint of facts: what a standard request, or a worked case, is left open by, and need not be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from safehavens.compare.lint.findings import LintFinding, show_request
from safehavens.corpus.model import Fact, Norm
from safehavens.decide.cases import request_of
from safehavens.decide.engine import Engine
from safehavens.decide.reasons import decide
from safehavens.decide.request import BadRequest, Request
from safehavens.logic.expression import facts_of


class _Asked(NamedTuple):
    """A request that a fact leaves open: what it is called, and what it is."""

    name: str
    request: Request


def lint_open_facts(
    engine: Engine, on: date, is_linted: Callable[[Norm], bool] = lambda norm: True
) -> Iterator[LintFinding]:
    """Facts that leave a usual request open: a standard one on the day, or a worked case.

    A worked case leaves out shared facts on purpose, to show what they decide: of it only the facts
    of law files count.

    A standard request says what a usual person knows. A fact that still has to be asked is asked of
    everybody, so it should be presumed where one value is true of most, be tied to a fact that is
    given, or say under `lint` why it has to be asked.

    Parameters
    ----------
    engine : Engine
    on : datetime.date
        The day for which standard requests are asked; a worked case is asked on its own day.
    is_linted : callable
        Whether findings about facts that a norm asks for are wanted.
    """
    asking: dict[str, list[Norm]] = {}
    for norm in engine.lawbook.norms.values():
        if is_linted(norm):
            for name in facts_of(engine.conditions.applies[norm.id]):
                if _may_leave_open(engine.lawbook.facts[name]):
                    asking.setdefault(name, []).append(norm)
    left_open: dict[str, list[_Asked]] = {}
    own = {name for name in asking if engine.lawbook.facts[name].file != "vocabulary.yaml"}
    standard = ((asked, asking.keys()) for asked in _standard_requests(engine, on, asking))
    worked = ((asked, own) for asked in _worked_cases(engine))
    for asked, counted in (*standard, *worked):
        try:
            decision = decide(engine, asked.request)
        except BadRequest:  # a worked case of law as drafted that cannot be asked fails elsewhere
            continue
        if decision.verdict == "depends":
            for question in decision.questions:
                if question.fact in counted:
                    left_open.setdefault(question.fact, []).append(asked)
    for name in sorted(asking.keys() & left_open.keys()):
        yield _describe(engine.lawbook.facts[name], asking[name], left_open[name])


def _may_leave_open(fact: Fact) -> bool:
    return not fact.derived and fact.presume is None


def _standard_requests(engine: Engine, on: date, asking: dict[str, list[Norm]]) -> Iterator[_Asked]:
    """The battery's requests, each of the places whose own law asks for one of these facts."""
    battery = engine.lawbook.battery
    probes = () if battery is None else battery.probes.values()
    seen: set[tuple[str, str]] = set()
    for norm in dict.fromkeys(norm for norms in asking.values() for norm in norms):
        place = engine.lawbook.instruments[norm.instrument].issuer
        for probe in probes:
            bears = probe.action in norm.actions and probe.who in norm.who
            if bears and (place, probe.id) not in seen:
                seen.add((place, probe.id))
                yield _Asked(probe.id, Request(place, probe.who, probe.action, on, probe.facts))


def _worked_cases(engine: Engine) -> Iterator[_Asked]:
    for case in engine.lawbook.cases:
        if case.expect == "depends":
            yield _Asked(case.name, request_of(case))


def _describe(fact: Fact, norms: list[Norm], open_: list[_Asked]) -> LintFinding:
    first = open_[0]
    accepted = [a.because for a in fact.accepted if a.finding == "needless-question"]
    return LintFinding(
        "needless-question",
        fact.file,
        fact.line,
        None,
        f"{fact.name} leaves {len(open_)} usual requests open, one of them {first.name}, and "
        "nothing is presumed of it",
        show_request(first.request),
        "Presume what is true of most, tie it to a fact that is given, or say under `lint` of "
        f"{fact.name} why it has to be asked.",
        tuple(norm.id for norm in norms),
        accepted[0] if accepted else None,
    )
