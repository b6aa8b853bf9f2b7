"""Of services that stay open to all where others are refused: whether any rule refuses them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from safehavens.corpus.model import FactValue
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.cards.proofs import Proofs
from safehavens.decide.cards.refusals.refused_values import Refusal, find_refusal
from safehavens.decide.engine import Engine
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Request
from safehavens.wording.resident_topics import OpenCase, Topic

TriedCases = tuple[tuple[OpenCase, Refusal], ...]
"""Cases, and whether they are ever refused."""


class SparedCases:
    """Tries what topics spare.

    Parameters
    ----------
    engine : Engine

    Attributes
    ----------
    proofs : Proofs
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.proofs = Proofs[TriedCases]()

    def find(
        self, topic: Topic, facts: Mapping[str, FactValue], place: str, on: date
    ) -> TriedCases:
        """Whether what a topic spares is refused at a place on a day.

        Parameters
        ----------
        topic : Topic
        facts : mapping of str to value
            What the question itself says.
        place : str
            Open Civic Data id.
        on : datetime.date
        """
        if not topic.spares:
            return ()
        stretch = self._engine.stretch(Request(place, topic.who, _name_action(topic), on))
        return self._try(topic, facts, stretch.position)

    def prove_ahead(
        self, topic: Topic, facts: Mapping[str, FactValue], place: str, since: date
    ) -> Iterator[None]:
        """Try what a topic spares on every day from one on.

        Parameters
        ----------
        topic : Topic
        facts : mapping of str to value
        place : str
        since : datetime.date

        Yields
        ------
        None
            After each position that was not known.
        """
        if topic.spares:
            timeline = self._engine.timeline(place, topic.who, _name_action(topic))
            for stretch in timeline.since(since):
                if (stretch.position, topic.name) not in self.proofs:
                    self._try(topic, facts, stretch.position)
                    yield

    def _try(self, topic: Topic, facts: Mapping[str, FactValue], position: Position) -> TriedCases:
        def try_each() -> TriedCases:
            search = CaseSearch(self._engine, position, public=True)
            beside = {**facts, **topic.spared_with}
            return tuple(
                (case, find_refusal(search, {**beside, **case.facts}))
                for case in topic.spares
                if case.facts.keys() <= set(position.facts)
            )

        return self.proofs.find(position, topic.name, try_each)


def _name_action(topic: Topic) -> str:
    return topic.spared_by or topic.action
