"""Lint of what rests on national law alone: a state's standard requests on which it is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from safehavens.compare.lint.findings import LintFinding
from safehavens.corpus.model import Norm
from safehavens.decide.engine import Engine
from safehavens.decide.reasons import decide
from safehavens.decide.request import BadRequest, Request


def lint_national_alone(
    engine: Engine, on: date, is_linted: Callable[[Norm], bool] = lambda norm: True
) -> Iterator[LintFinding]:
    """For each state with law of its own, as a note: which requests its law has no part in.

    A standard request rests on national law alone where every norm that gives the answer, or may,
    was made by the nation. Where other states speak of it, that is where to look for law first.

    Parameters
    ----------
    engine : Engine
    on : datetime.date
        The day whose law is asked.
    is_linted : callable
        Whether notes about a state are wanted: whether they are about one of its norms.
    """
    battery = engine.lawbook.battery
    if battery is None:
        return
    norms: dict[str, Norm] = {}
    for norm in engine.lawbook.norms.values():
        issuer = engine.lawbook.instruments[norm.instrument].issuer
        if engine.gazetteer.get(issuer).level == "state" and is_linted(norm):
            norms.setdefault(issuer, norm)
    for state, norm in sorted(norms.items()):
        alone: dict[str, str] = {}
        for probe in battery.probes.values():
            try:
                decision = decide(engine, Request(state, probe.who, probe.action, on, probe.facts))
            except BadRequest:  # what the action fixes, a draft's battery may contradict
                continue
            issuers = {reason.considered.citation.issuer for reason in decision.because}
            if issuers and all(_is_national(engine, issuer) for issuer in issuers):
                alone[probe.id] = probe.action
        if alone:
            yield LintFinding(
                "national-alone",
                norm.file,
                1,
                None,
                f"{engine.gazetteer.get(state).name}: national law alone answers {len(alone)} of "
                f"{len(battery.probes)} standard requests ({', '.join(alone)})",
                None,
                "Where other states have law on this, look whether this one has.",
                note=True,
                actions=tuple(dict.fromkeys(alone.values())),
            )


def _is_national(engine: Engine, issuer: str) -> bool:
    return engine.gazetteer.get(issuer).level == "national"
