"""Residents' cards: which ways to an answer are told, and in which order."""

import pytest

from safehavens.api import Corpus
from safehavens.decide.cards.resident_cards import Card
from tests.decide.told_cards import list_cards, tell

CITIES = 100


@pytest.fixture(scope="module")
def cards(corpus: Corpus) -> list[Card]:
    return list_cards(corpus, CITIES)


def test_no_way_to_a_service_falls_out(corpus: Corpus, cards: list[Card]) -> None:
    """A program that is open to many is told, however many others there are."""
    services = [card for card in cards if card.topic.kind == "service"]
    given = ("required", "permitted")
    cut = [(card, one) for card in services for one in card.outcomes if one.more]
    assert not [card.place_name for card, one in cut if one.verdict in given]
    text = tell(corpus, cards, "Boston, Massachusetts", "health")
    told = [text.says, *(one.conditions for one in text.outcomes if one.kind == "required")]
    for part in ("Health Safety Net", "21 or more and less than 65, and the immigration", "65 or"):
        assert any(part in one for one in told), part
    cash = tell(corpus, cards, "Boston, Massachusetts", "services").outcomes[0]
    assert cash.kind == "required"
    assert "EAEDC" in cash.conditions


def test_who_is_shut_out_by_status_alone_comes_first(corpus: Corpus, cards: list[Card]) -> None:
    text = tell(corpus, cards, "Indianapolis, Indiana", "health")
    cannot = next(one for one in text.outcomes if one.word == "You cannot")
    assert "you cannot show that you are lawfully present" in cannot.ways[0]
    unsettled = [one.conditions for one in text.outcomes if one.word == "Not settled"]
    assert any("your age is less than 21" in one for one in unsettled)


def test_of_two_ways_the_one_that_says_less_is_told(corpus: Corpus, cards: list[Card]) -> None:
    """California's list of crimes, not any misdemeanor, opens the way to a notice of release."""
    text = tell(corpus, cards, "San Diego County, California", "release")
    may_not = text.outcomes[0]
    assert may_not.word == "They may not"
    assert "misdemeanor" not in may_not.conditions
    assert "on California’s list" in may_not.holds


def test_health_coverage_is_answered_once(corpus: Corpus, cards: list[Card]) -> None:
    for card in cards:
        if card.topic.name == "services":
            text = tell(corpus, cards, card.place_name, "services")
            told = [text.says, *(one.conditions for one in text.outcomes)]
            assert not any("health coverage" in one for one in told), card.place_name


def test_a_card_warns_where_staff_report_who_asks(corpus: Corpus, cards: list[Card]) -> None:
    for topic in ("health", "services"):
        notes = tell(corpus, cards, "Phoenix, Arizona", topic).notes
        assert any(one.startswith("Careful: Arizona") and "report it" in one for one in notes)
        denver = tell(corpus, cards, "Denver, Colorado", topic).notes
        assert not any(one.startswith("Careful") for one in denver)


def test_what_the_state_pays_for_is_named_beside_the_county(
    corpus: Corpus, cards: list[Card]
) -> None:
    for county in ("Santa Clara County, California", "Los Angeles County, California"):
        notes = tell(corpus, cards, county, "lawyer").notes
        assert any("One California" in one for one in notes), county
    told = tell(corpus, cards, "Portland, Oregon", "lawyer")
    assert any("universal-representation" in rule for rule in told.rules)
    assert not any("Universal Representation" in one for one in told.notes)
