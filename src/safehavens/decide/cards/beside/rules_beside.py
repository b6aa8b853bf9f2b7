"""Rules that whoever reads an answer should know as well: that staff report who asks, and that a
higher government gives the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from safehavens.corpus.model import Norm
from safehavens.corpus.places.division import level, short
from safehavens.decide.engine import Engine
from safehavens.decide.request import Request
from safehavens.logic.expression import facts_of
from safehavens.wording.resident_topics import Topic


@dataclass(frozen=True, slots=True)
class RulesBeside:
    """`warnings`: norms by which staff must report who asks for a service. `from_above`: norms by
    which a higher government than the one whose answer is told may give it too."""

    warnings: tuple[str, ...] = ()
    from_above: tuple[str, ...] = ()


def find_rules_beside(
    engine: Engine, topic: Topic, place: str, where: str, on: date
) -> RulesBeside:
    """The rules beside an answer.

    Parameters
    ----------
    engine : Engine
    topic : Topic
    place : str
        Open Civic Data id of the place asked about.
    where : str
        That of the government whose answer is told.
    on : datetime.date
    """
    return RulesBeside(
        tuple(_list_warnings(engine, topic, place, on)),
        tuple(_list_from_above(engine, topic, place, where, on)),
    )


def _list_norms(engine: Engine, place: str, who: str, action: str, on: date) -> tuple[Norm, ...]:
    vocabulary = engine.lawbook.vocabulary
    if who not in vocabulary.who or action not in vocabulary.actions:
        return ()
    position = engine.stretch(Request(place, who, action, on)).position
    return tuple(position.norms[: position.binding])


def _list_warnings(engine: Engine, topic: Topic, place: str, on: date) -> Iterator[str]:
    if topic.warns:
        applies = engine.conditions.applies
        for norm in _list_norms(engine, place, topic.who, "share_status", on):
            asks = not set(topic.warns).isdisjoint(facts_of(applies[norm.id]))
            if asks and norm.modality == "must":
                yield norm.id


def _list_from_above(
    engine: Engine, topic: Topic, place: str, where: str, on: date
) -> Iterator[str]:
    if topic.from_above:
        for above in engine.gazetteer.chain(place)[1:]:
            if level(short(above)) != "state" or above == where:
                continue
            for norm in _list_norms(engine, above, topic.who, topic.action, on):
                of_state = above in engine.lawbook.instruments[norm.instrument].makers
                if of_state and norm.modality == "may" and norm.grants == "power":
                    yield norm.id
