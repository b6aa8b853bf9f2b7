"""Answers to what residents ask of a place, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from safehavens.api import Corpus
from safehavens.corpus.model import Basis, FactValue, Verdict
from safehavens.decide.brief import Brief, decide_briefly
from safehavens.decide.norms.outside import list_outside
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Request
from safehavens.wording.answers import AnswerKind, answer_kind
from safehavens.wording.labels import N_
from safehavens.wording.resident_topics import TOPICS, Topic

_MOST: Final = 20_000

_POWER: Final[Mapping[AnswerKind, str]] = {
    "prohibited": N_("No. The law forbids it."),
    "required": N_("Yes. The law requires it."),
    "permitted": N_("Yes. The law allows it."),
    "not_required": N_(
        "The law does not require it. Whether it gives the power to do it is a separate question."
    ),
    "does_not_apply": N_(
        "A rule on this was found, and it does not apply. That does not mean that it is allowed."
    ),
    "no_rule": N_("No rule on this was found. That does not mean that it is allowed."),
    "conflict": N_("It is unsettled: rules disagree."),
    "depends": N_("It depends."),
}
_SERVICE: Final[Mapping[AnswerKind, str]] = {
    "prohibited": N_("No. The law forbids it."),
    "required": N_("Yes. The law requires that it be given."),
    "permitted": N_("It may be given; the law does not require it."),
    "not_required": N_("The law does not require that it be given."),
    "does_not_apply": N_("A rule on this was found, and it does not apply. Ask the agency."),
    "no_rule": N_("No rule on this was found. Ask the agency."),
    "conflict": N_("It is unsettled: rules disagree."),
    "depends": N_("It depends."),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A topic's answer at a place. `says` is a sentence; `turns_on` the fact to be asked first;
    `because` the norm that decides, or the first that was found and does not.

    `place` is the government it is the answer of: for a city's jail, the county.
    """

    topic: Topic
    facts: Mapping[str, FactValue]
    place: str
    place_name: str
    verdict: Verdict
    basis: Basis
    says: str
    turns_on: str | None
    because: str | None


class Residents:
    """Answers residents' questions; remembers what was worked out, by the norms it rests on."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._engine = corpus.engine
        vocabulary, declared = corpus.lawbook.vocabulary, corpus.lawbook.facts
        self._topics = [
            (topic, {name: value for name, value in topic.facts.items() if name in declared})
            for topic in TOPICS
            if topic.who in vocabulary.who and topic.action in vocabulary.actions
        ]
        self._briefs: dict[tuple[Position, str], Brief] = {}

    def answers(self, place: str, on: date) -> tuple[Answer, ...]:
        """The answers to every topic at a place on a day."""
        gazetteer = self._corpus.gazetteer
        county = gazetteer.county_of(place)
        resident_answers = []
        for topic, facts in self._topics:
            where = county.id if county is not None and topic.county else place
            stretch = self._engine.stretch(Request(where, topic.who, topic.action, on))
            brief = self._brief(topic, facts, stretch.position)
            rules = brief.deciding
            if brief.basis == "outside" and brief.verdict == "permitted":
                rules = list_outside(self._corpus.lawbook, stretch, brief.deciding)
            words = _POWER if topic.kind == "power" else _SERVICE
            resident_answers.append(
                Answer(
                    topic=topic,
                    facts=facts,
                    place=where,
                    place_name=gazetteer.get(where).name,
                    verdict=brief.verdict,
                    basis=brief.basis,
                    says=words[answer_kind(brief.verdict, brief.basis)],
                    turns_on=brief.waits_for[0] if brief.waits_for else None,
                    because=rules[0] if rules else None,
                )
            )
        return tuple(resident_answers)

    def _brief(self, topic: Topic, facts: Mapping[str, FactValue], position: Position) -> Brief:
        key = (position, topic.asks)
        brief = self._briefs.get(key)
        if brief is None:
            if len(self._briefs) >= _MOST:
                self._briefs.clear()
            brief = self._briefs[key] = decide_briefly(self._engine, position, facts)
        return brief
