"""What the tests of this folder share: positions of a drawn lawbook, and all complete requests."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, settings

from safehavens.corpus.model import FactValue
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.standing import Outcome
from safehavens.logic.expression import truth
from tests.strategies import PLACES

MORE = int(os.environ.get("SAFEHAVENS_EXAMPLES", "1"))


def examples(count: int) -> Callable[[Any], Any]:
    """As many examples, and many times more where SAFEHAVENS_EXAMPLES says so."""
    return settings(
        max_examples=count * MORE,
        derandomize=MORE == 1,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


def positions(engine: Engine, most: int = 6) -> list[Position]:
    """Positions of the lawbook that have norms, those with most norms first."""
    found: dict[int, Position] = {}
    vocabulary = engine.lawbook.vocabulary
    for place, who, action in itertools.product(PLACES, vocabulary.who, vocabulary.actions):
        for stretch in engine.timeline(place, who, action):
            if stretch.position.binding:
                found[id(stretch.position)] = stretch.position
    ranked = sorted(found.values(), key=lambda p: (-p.binding, [n.id for n in p.norms]))
    return ranked[:most]


def list_doubts(asked: Sequence[Position]) -> list[dict[str, FactValue]]:
    """Every way in which what is not known of the law itself can be."""
    hidden = sorted({fact for position in asked for fact in position.hidden})
    choices = itertools.product((False, True), repeat=len(hidden))
    return [dict(zip(hidden, chosen, strict=True)) for chosen in choices]


def decide_fully(
    engine: Engine, position: Position, facts: Mapping[str, FactValue], doubts: dict[str, FactValue]
) -> Outcome:
    """What comes of a request that says everything, once nothing of the law is in doubt."""
    known = engine.settle(position, facts).known | doubts
    truths = tuple(truth(condition, known) for condition in position.conditions)
    return position.outcome(truths)


def complete_requests(engine: Engine, asked: Sequence[Position]) -> Iterator[dict[str, FactValue]]:
    """Every consistent choice of a class of values for each fact that the positions ask for."""
    names = sorted({name for position in asked for name in position.facts})
    for values in itertools.product(*(engine.classes[name].samples for name in names)):
        facts = dict(zip(names, values, strict=True))
        try:
            for position in asked:
                engine.settle(position, facts)
        except Contradiction:
            continue
        yield facts
