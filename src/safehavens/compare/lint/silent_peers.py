"""Lint of what is not there: actions on which a place is silent though its peers speak."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import product
from typing import Final

from safehavens.compare.lint.findings import LintFinding
from safehavens.corpus.model import Instrument, Norm
from safehavens.decide.engine import Engine

_SHARE: Final = 4
"""An action counts where one peer in this many speaks of it."""

_LEAST: Final = 3
"""As many peers as must speak of it, at least."""


def lint_silence(engine: Engine, on: date, files: Collection[str]) -> Iterator[LintFinding]:
    """Actions of which neither the files nor other law of the same place speak.

    Peers are the places of the same level and country that have binding law of their own in force
    on the day.

    Parameters
    ----------
    engine : Engine
    on : datetime.date
    files : collection of str
        Law files; the places that issued their instruments are asked about.
    """
    speaking = _speaking(engine, on)
    issued: dict[str, Instrument] = {}
    for instrument in engine.lawbook.instruments.values():
        if instrument.file in files:
            for maker in instrument.makers:
                issued.setdefault(maker, instrument)
    for place, instrument in issued.items():
        own = {
            action
            for other in engine.lawbook.instruments.values()
            if place in other.makers
            for norm in other.norms
            for action in norm.actions
        }
        peers = [
            norms
            for peer, norms in speaking.items()
            if peer != place and _alike(engine, peer, place)
        ]
        for action in engine.lawbook.vocabulary.actions:
            on_it = [norms[action] for norms in peers if action in norms]
            if action in own or len(on_it) < max(_LEAST, len(peers) / _SHARE):
                continue
            name = engine.gazetteer.get(place).name
            yield LintFinding(
                "silent",
                instrument.file,
                1,
                None,
                f"{name} has no rule on {action}; {len(on_it)} of {len(peers)} peers have one",
                None,
                f"If that is meant, do nothing; else see {on_it[-1].id}.",
                tuple(norm.id for norm in on_it),
                note=True,
                actions=(action,),
            )


def _speaking(engine: Engine, on: date) -> dict[str, dict[str, Norm]]:
    """For each place with law of its own in force: a norm on each action it speaks of."""
    norms: dict[str, dict[str, Norm]] = {}
    for instrument in engine.lawbook.instruments.values():
        if not instrument.binding:
            continue
        for norm in instrument.norms:
            if any(spell.holds(on) for spell in norm.spells):
                for maker, action in product(instrument.makers, norm.actions):
                    norms.setdefault(maker, {}).setdefault(action, norm)
    return norms


def _alike(engine: Engine, one: str, other: str) -> bool:
    here, there = engine.gazetteer.get(one), engine.gazetteer.get(other)
    country = engine.gazetteer.chain(one)[-1] == engine.gazetteer.chain(other)[-1]
    return here.level == there.level and country
