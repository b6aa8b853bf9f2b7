"""Residents' cards say of each way what that way needs, and nothing that changes no answer."""

import random
from collections.abc import Iterator

import pytest

from safehavens.api import Corpus
from safehavens.corpus.model import Verdict
from safehavens.decide.brief import decide_briefly
from safehavens.decide.cards.answer_sureness import is_answer_unsure
from safehavens.decide.cards.assumed_facts import Condition
from safehavens.decide.cards.card_words import write_card
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.cards.resident_cards import Card
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.wording.languages import ENGLISH
from tests.decide.told_cards import draw_values, find_position, list_cards, tell

CITIES = 30
SIGNED = "an immigration officer has signed a warrant"


@pytest.fixture(scope="module")
def cards(corpus: Corpus) -> list[Card]:
    return list_cards(corpus, CITIES)


def _list_answers(card: Card) -> Iterator[tuple[Verdict, tuple[Condition, ...], list[Condition]]]:
    """Each answer of a card: a way to it, and what is assumed for it."""
    if card.verdict != "depends" and not card.within:
        yield card.verdict, (), list(card.assumed)
    for outcome in card.outcomes:
        for way in outcome.ways:
            yield outcome.verdict, way, list(outcome.assumed)


def test_every_way_needs_what_is_assumed_for_it(corpus: Corpus, cards: list[Card]) -> None:
    """With one assumption taken back, and nothing else presumed, some case of the way has another
    answer, or one that law of low confidence alone gives."""
    engine, tried = corpus.engine, 0
    for card in cards:
        position = find_position(corpus, card)
        for verdict, way, assumed in _list_answers(card):
            for one in assumed:
                if one.fact in card.facts:
                    continue
                rest = tuple(other for other in assumed if other != one)
                briefs = []
                for values in draw_values((*way, *rest)):
                    try:
                        facts = {**card.facts, **values, one.fact: None}
                        presumed = engine.settle(position, facts).presumed
                        facts = {**dict.fromkeys(presumed), **facts}
                        briefs.append((facts, decide_briefly(engine, position, facts)))
                    except Contradiction:
                        continue
                tried += 1
                search = CaseSearch(engine, position)
                assert {brief.verdict for _, brief in briefs} != {verdict} or any(
                    is_answer_unsure(search, facts, brief) for facts, brief in briefs
                ), (card.place_name, card.topic.name, one.fact)
    assert tried > 200


def test_a_transplant_limits_emergency_medicaid_alone(corpus: Corpus, cards: list[Card]) -> None:
    emergency = (
        "it is a medical emergency (labor and delivery included), and you meet the state’s "
        "Medicaid rules but for immigration status"
    )
    for place in ("Los Angeles, California", "Chicago, Illinois"):
        assert tell(corpus, cards, place, "health").says.startswith(
            f"if {emergency}, and it is not an organ transplant; or if you live here, and "
        )
    for card in cards:
        for outcome in card.outcomes:
            if "organ_transplant" in {one.fact for one in outcome.assumed}:
                for way in outcome.ways:
                    assert "emergency_condition" in {one.fact for one in way}, card.place_name


def test_a_conviction_is_assumed_for_the_convicted_alone(corpus: Corpus, cards: list[Card]) -> None:
    must, doubt = tell(corpus, cards, "Mecklenburg County, North Carolina", "release").outcomes
    confined = "you are still confined on the charge that led to your conviction"
    assert must.ways == ("a criminal charge is pending against you",)
    assert "conviction" not in must.holds
    assert all("you have been convicted of a felony" in way for way in doubt.ways)
    assert confined in doubt.holds


def test_a_warrant_is_named_where_the_answer_turns_on_it(corpus: Corpus, cards: list[Card]) -> None:
    """A question without a judge's warrant is put with an officer's. Where that is not named, the
    answer is the same with none."""
    engine, named, same = corpus.engine, 0, 0
    for card in cards:
        if "warrant" not in card.facts:
            continue
        assert "judge’s warrant" in card.topic.asks
        position = find_position(corpus, card)
        for verdict, way, assumed in _list_answers(card):
            if any(one.fact == "warrant" for one in assumed):
                named += 1
                continue
            for values in draw_values((*way, *assumed)):
                try:
                    none = engine.judge(position, {**card.facts, **values, "warrant": "none"})
                except Contradiction:
                    continue
                assert none == verdict, (card.place_name, card.topic.name)
                same += 1
    assert named > 10
    assert same > 30


def test_a_jail_told_of_a_detainer_needs_no_warrant(corpus: Corpus, cards: list[Card]) -> None:
    harris = tell(corpus, cards, "Harris County, Texas", "release")
    assert harris.word == "They must"
    assert SIGNED not in harris.says
    assert "immigration officers have asked for you with a detainer" in harris.says
    assert SIGNED in tell(corpus, cards, "Harris County, Texas", "held").says


def test_a_court_order_that_matters_is_one_against_the_answer(
    corpus: Corpus, cards: list[Card]
) -> None:
    vegas = tell(corpus, cards, "Las Vegas, Nevada", "classroom")
    assert vegas.says == "if the institution is public, and no court order says otherwise."
    columbus = tell(corpus, cards, "Columbus, Ohio", "services")
    assert "and no other law and no lawful order says otherwise." in columbus.says
    assert "court" not in columbus.says  # a lawful order is a court's as well


def test_a_card_names_the_rules_of_all_that_it_tells(corpus: Corpus, cards: list[Card]) -> None:
    for card in cards:
        text = write_card(ENGLISH, corpus.lawbook, card)
        if card.verdict != "depends" and not card.outcomes:
            assert set(card.deciding) <= set(text.rules)
    chicago = tell(corpus, cards, "Chicago, Illinois", "health")
    laws = {rule.partition("#")[0] for rule in chicago.rules}
    assert laws >= {"us/il/pregnancy-coverage", "us/il/all-kids", "us/federal/emergency-medicaid"}


def test_what_none_of_the_above_fits_is_proved(corpus: Corpus, cards: list[Card]) -> None:
    """Whatever the facts are, those that are presumed as well: where the conditions and what is
    assumed are met, and nothing fits that is told above, the answer is the one told."""
    draw, engine, tried = random.Random(11), corpus.engine, 0
    for card in cards:
        position = find_position(corpus, card)
        for outcome in card.outcomes:
            for way in outcome.ways if outcome.unless else ():
                for _ in range(40):
                    others = {
                        fact: draw.choice(engine.classes[fact].samples) for fact in position.facts
                    }
                    told = {one.fact: draw.choice(one.values) for one in (*way, *outcome.assumed)}
                    facts = {**others, **told, **card.facts}
                    if any(
                        all(facts[one.fact] in one.values for one in above)
                        for above in outcome.unless
                    ):
                        continue
                    try:
                        verdict = engine.judge(position, facts)
                    except Contradiction:
                        continue
                    tried += 1
                    assert verdict == outcome.verdict, (card.place_name, card.topic.name, facts)
    assert tried > 500


def test_what_is_above_is_told(corpus: Corpus, cards: list[Card]) -> None:
    above = "none of the above fits"
    told = 0
    for card in cards:
        text = write_card(ENGLISH, corpus.lawbook, card)
        assert above not in text.says
        before = {text.word}
        for outcome in text.outcomes:
            if above in outcome.conditions:
                unsettled = outcome.word == "Not settled"
                first = {"You can", "They may give it", *(["You cannot"] if unsettled else [])}
                assert not before.isdisjoint(first), card.place_name
                assert outcome.word in ("They may give it", "You cannot", "Not settled")
                told += 1
            before.add(outcome.word)
    assert told > 40


def test_who_cannot_is_told_by_no_remainder(corpus: Corpus, cards: list[Card]) -> None:
    """That one is a citizen, or meets the other rules of a service, is no ground for not having
    it."""
    for card in cards:
        for outcome in card.outcomes:
            if outcome.verdict == "prohibited" and outcome.unless:
                assert "otherwise_eligible" not in {one.fact for one in outcome.assumed}
                good = [one for way in outcome.ways for one in way if one.values == (True,)]
                assert not good, (card.place_name, card.topic.name)


def test_a_child_without_status_is_told_that_the_state_may_not_cover_it(
    corpus: Corpus, cards: list[Card]
) -> None:
    """A child within the income limit, in a state that covers lawful residents alone."""
    facts = {
        "age": 10.0,
        "income_eligible": True,
        "resident": True,
        "lawful_presence": False,
        "emergency_condition": False,
        "qualified_alien": False,
        "benefit_source": "state",
    }
    for place in ("Houston, Texas", "Detroit, Michigan", "Las Vegas, Nevada"):
        [card] = [one for one in cards if (one.place_name, one.topic.name) == (place, "health")]
        engine = corpus.engine
        assert engine.judge(find_position(corpus, card), facts) == "prohibited"
        fits = [
            outcome.verdict
            for outcome in card.outcomes
            for way in outcome.ways
            if all(facts.get(one.fact) in one.values for one in way)
        ]
        assert fits == ["prohibited"]
        cannot = write_card(ENGLISH, corpus.lawbook, card).outcomes[-1]
        assert cannot.word == "You cannot"
        assert "none of the above fits, and it is not a medical emergency, and you are not a" in (
            cannot.conditions
        )


def test_a_hospital_district_may_treat_every_resident(corpus: Corpus, cards: list[Card]) -> None:
    text = tell(corpus, cards, "Houston, Texas", "health")
    [leave] = [one for one in text.outcomes if one.word == "They may give it"]
    assert leave.conditions == (
        "none of the above fits, and it is not a medical emergency, and city, county or district "
        "money pays for it, and you live here, and a hospital district gives it, such as Harris "
        "Health or Parkland"
    )
    assert leave.holds == ""


@pytest.mark.parametrize(
    ("place", "topic", "told"),
    [
        ("Chicago, Illinois", "health", "(Health Benefits for Immigrant Adults and Seniors)"),
        ("Seattle, Washington", "health", "the program has an open place (Apple Health Expansion)"),
    ],
)
def test_a_program_is_named(
    corpus: Corpus, cards: list[Card], place: str, topic: str, told: str
) -> None:
    text = tell(corpus, cards, place, topic)
    assert told in " ".join([text.says, *(one.conditions for one in text.outcomes)])
