"""Residents' cards of the largest cities, as tests of cards look at them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date

from safehavens.api import Corpus
from safehavens.corpus.model import FactValue
from safehavens.decide.cards.assumed_facts import Condition
from safehavens.decide.cards.card_words import CardText, write_card
from safehavens.decide.cards.resident_cards import Card, ResidentCards
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Request
from safehavens.wording.languages import ENGLISH

DAY = date(2026, 11, 29)


def list_cards(corpus: Corpus, cities: int) -> list[Card]:
    """The cards of so many cities of the United States, the largest first."""
    places = {place.id: place for _, place in corpus.gazetteer.cities()}
    largest = sorted(places.values(), key=lambda place: -(place.population or 0))[:cities]
    resident = ResidentCards(corpus.engine)
    return [card for place in largest for card in resident.answer(place.id, DAY)]


def find_position(corpus: Corpus, card: Card) -> Position:
    """The position that a card is about."""
    request = Request(card.place, card.topic.who, card.topic.action, DAY)
    return corpus.engine.stretch(request).position


def tell(corpus: Corpus, cards: list[Card], place_name: str, topic: str) -> CardText:
    """The English text of a place's card on a topic."""
    found = [one for one in cards if one.place_name == place_name and one.topic.name == topic]
    return write_card(ENGLISH, corpus.lawbook, found[0])


def draw_values(conditions: tuple[Condition, ...]) -> Iterator[dict[str, FactValue | None]]:
    """Every combination of the values that conditions name."""
    names = [one.fact for one in conditions]
    for chosen in itertools.product(*(one.values for one in conditions)):
        yield dict(zip(names, chosen, strict=True))
