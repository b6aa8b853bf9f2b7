"""Residents' cards: what a question leaves aside, cases presumed away, policies, laws by name."""

import random

import pytest

from safehavens.api import Corpus
from safehavens.decide.brief import decide_briefly
from safehavens.decide.cards.assumed_facts import write_condition
from safehavens.decide.cards.card_words import voice_answer, write_card
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.cards.policy_share import is_own_policy
from safehavens.decide.cards.resident_cards import Card
from safehavens.decide.cards.status_conditions import tells_status
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.request import Request
from safehavens.wording.condition_phrases import ENGLISH_BEGINS, strip_marks
from safehavens.wording.languages import ENGLISH, load_language
from safehavens.wording.resident_topics import TOPICS
from tests.decide.told_cards import DAY, draw_values, find_position, list_cards, tell

CITIES = 70


@pytest.fixture(scope="module")
def cards(corpus: Corpus) -> list[Card]:
    return list_cards(corpus, CITIES)


def test_what_the_question_leaves_aside_is_nothing_that_an_answer_depends_on(
    corpus: Corpus, cards: list[Card]
) -> None:
    """Whatever value a fact has that the question is about, and whatever else is assumed."""
    tried = 0
    for card in cards:
        if not card.within:
            continue
        position = find_position(corpus, card)
        assert set(card.within[0].values).isdisjoint(card.topic.not_about[card.within[0].fact])
        for facts in draw_values((*card.within, *card.assumed)):
            try:
                assert corpus.engine.judge(position, {**card.facts, **facts}) == card.verdict
            except Contradiction:
                continue
            tried += 1
    assert tried > 50


@pytest.mark.parametrize("place", ["Denver, Colorado", "Boston, Massachusetts"])
def test_arrest_for_status_is_asked_without_a_judge(
    corpus: Corpus, cards: list[Card], place: str
) -> None:
    text = tell(corpus, cards, place, "arrested")
    assert (text.word, text.outcomes) == ("They may not", ())
    told = tell(corpus, cards, place, "address")
    assert told.word == "They may not"
    assert "a judge" not in told.says


def test_no_condition_says_what_the_question_says(corpus: Corpus, cards: list[Card]) -> None:
    for card in cards:
        if "warrant" not in card.topic.not_about:
            continue
        assert "Without a judge’s warrant" in card.topic.asks
        text = write_card(ENGLISH, corpus.lawbook, card)
        told = " ".join([text.says, *(f"{one.conditions} {one.holds}" for one in text.outcomes)])
        assert "judge has signed" not in told, card.place_name


def test_values_that_change_nothing_are_told_together(corpus: Corpus, cards: list[Card]) -> None:
    """Any model of an agreement but the task force leaves a city's officers without the power."""
    text = tell(corpus, cards, "Las Vegas, Nevada", "arrested")
    assert "the officers do not act under a 287(g) agreement of the task force model" in text.says
    engine, wider = corpus.engine, 0
    for card in cards:
        position = find_position(corpus, card)
        if card.verdict == "depends" or all(len(one.values) == 1 for one in card.assumed):
            continue
        for facts in draw_values((*card.within, *card.assumed)):
            try:
                assert engine.judge(position, {**card.facts, **facts}) == card.verdict
            except Contradiction:
                continue
            wider += 1
    assert wider > 20


def test_coverage_in_pregnancy_is_told_where_law_gives_it(
    corpus: Corpus, cards: list[Card]
) -> None:
    pregnant = "you are pregnant, or in the covered time after a pregnancy, and you live here"
    for place in ("Chicago, Illinois", "Los Angeles, California"):
        text = tell(corpus, cards, place, "health")
        assert text.word == "You can"
        assert f"or if {pregnant}" in text.says.replace("Or if", "or if")
        assert text.says.endswith("Immigration status does not matter.")
    for place in ("Houston, Texas", "Milwaukee, Wisconsin"):
        text = tell(corpus, cards, place, "health")
        assert "or if you are pregnant, and you live here, and your household" in text.says
        assert "pregnancy is not over" not in text.says
    mothers = "either your age is less than 19 or you are pregnant, or in the covered time after"
    assert mothers in text.outcomes[0].conditions
    charlotte = tell(corpus, cards, "Charlotte, North Carolina", "health")
    assert "pregnant" not in charlotte.says
    [lawful] = [one for one in charlotte.outcomes if "or you are pregnant" in one.conditions]
    assert "you can show that you are lawfully present" in lawful.conditions
    assert "pregnant" not in tell(corpus, cards, "Phoenix, Arizona", "health").says


def test_a_citys_own_program_is_named(corpus: Corpus, cards: list[Card]) -> None:
    francisco = tell(corpus, cards, "San Francisco, California", "health")
    assert "are not on a visit with an active I-94 (Healthy San Francisco)" in francisco.says


def test_what_is_given_among_all_but_some_names_all_that_is_refused(
    corpus: Corpus, cards: list[Card]
) -> None:
    detroit = tell(corpus, cards, "Detroit, Michigan", "services")
    assert (
        "housing (other than a night shelter), aid for college or university, a professional"
        in detroit.says
    )
    assert "unemployment" not in detroit.outcomes[0].conditions


def test_what_no_rule_refuses_is_named_beside_what_is_refused(
    corpus: Corpus, cards: list[Card]
) -> None:
    """Whatever other facts are: emergency care and the rest of 8 U.S.C. §§ 1615 and 1621(b)."""
    draw, told = random.Random(5), 0
    nashville = tell(corpus, cards, "Nashville-Davidson, Tennessee", "services")
    assert nashville.notes[0].startswith("No rule that was found shuts anybody out of: emergency")
    jacksonville = tell(corpus, cards, "Jacksonville, Florida", "services")  # bars local cards
    assert any("meals at school" in note for note in jacksonville.notes)
    engine = corpus.engine
    for card in cards:
        position = find_position(corpus, card)
        for value in card.never_refused:
            facts = {fact: draw.choice(engine.classes[fact].samples) for fact in position.facts}
            facts = {**facts, **card.facts, "benefit_kind": value}
            try:
                verdict = engine.judge(position, facts)
            except Contradiction:
                continue
            told += 1
            assert verdict not in ("prohibited", "conflict"), (card.place_name, value)
        topic = card.topic
        action = topic.spared_by or topic.action
        where = engine.stretch(Request(card.place, topic.who, action, DAY)).position
        for case, refusal in card.spared:
            facts = {fact: draw.choice(engine.classes[fact].samples) for fact in where.facts}
            facts = {**facts, **card.facts, **topic.spared_with, **case.facts}
            try:
                verdict = engine.judge(where, facts)
            except Contradiction:
                continue
            told += 1
            assert refusal != "never" or verdict not in ("prohibited", "conflict"), card.place_name
            assert refusal != "disputed" or verdict != "prohibited", card.place_name
    assert told > 300


def test_a_city_that_opens_its_services_says_so_and_by_which_law(
    corpus: Corpus, cards: list[Card]
) -> None:
    francisco = tell(corpus, cards, "San Francisco, California", "services")
    assert (francisco.word, francisco.outcomes) == ("You can", ())
    assert "Immigration status does not matter." in francisco.says
    law, county = francisco.notes
    assert county.startswith("California: county general assistance")
    assert law.startswith("San Francisco City and County of Refuge Ordinance, § 12H.2(c): City")
    denver = tell(corpus, cards, "Denver, Colorado", "services")
    assert [note.partition(",")[0] for note in denver.notes] == [
        "Denver Public Safety Enforcement Priorities Act",
        "Colorado SB 21-199: no lawful-presence test for state and local benefits",
    ]
    chicago = tell(corpus, cards, "Chicago, Illinois", "services")
    assert chicago.word == "You can"
    assert "food assistance (other than a soup kitchen or a food bank), housing" in chicago.says
    assert chicago.notes[0].startswith("Chicago Welcoming City Ordinance, MCC 2-173-040:")
    houston = tell(corpus, cards, "Houston, Texas", "services")
    assert houston.word == "It depends"
    assert len(houston.notes) == 3


def test_the_law_of_a_spanish_card_is_marked_english_by_its_title_alone(
    corpus: Corpus, cards: list[Card]
) -> None:
    spanish = load_language("es").over(corpus.lawbook.vocabulary.translations)
    card = next(
        one
        for one in cards
        if one.topic.name == "services"
        and "Refuge" in str(write_card(ENGLISH, corpus.lawbook, one).notes)
    )
    law = write_card(spanish, corpus.lawbook, card).notes[0]
    assert law.startswith(f"{ENGLISH_BEGINS}San Francisco City")
    assert "No se puede hacer que los servicios" in strip_marks(law)


def test_another_states_facts_make_no_condition_one_of_status(corpus: Corpus) -> None:
    """Virginia asks what status some minors had; elsewhere to be young says nothing of it."""
    engine = corpus.engine
    place = "ocd-division/country:us/state:ca/place:los_angeles"
    request = Request(place, "any_agency", "provide_health_coverage", DAY)
    search = CaseSearch(engine, engine.stretch(request).position)

    def tells(fact: str, *values: object) -> bool:
        mask = sum({engine.classes[fact].of(value) for value in values})  # type: ignore[arg-type]
        return tells_status(search, [write_condition(engine, fact, mask)])

    assert any(corpus.lawbook.facts[one].private for one in engine.facts.tied_with({"age"}))
    assert not tells("age", 10)
    assert not tells("resident", True)
    assert tells("lawful_presence", False)
    assert tells("qualified_alien", True)
    assert tells("mixed_household", True)


def test_an_answer_of_a_policy_says_that_it_is_one(corpus: Corpus, cards: list[Card]) -> None:
    policy = "This is a policy of the agency or of its government, not a law. It can change."
    partly = (
        "In some cases only a policy of the agency or of its government says so. It can change."
    )
    milwaukee = tell(corpus, cards, "Milwaukee, Wisconsin", "asked")
    assert milwaukee.word == "They may not"
    assert "such as terrorism or a violent felony" in milwaukee.says
    assert milwaukee.says.endswith(policy)
    assert (
        tell(corpus, cards, "Tucson, Arizona", "arrested").says == f"The law forbids it. {partly}"
    )
    assert tell(corpus, cards, "Chicago, Illinois", "arrested").says == "The law forbids it."
    beside = tell(corpus, cards, "Clark County, Nevada", "held")
    assert beside.notes[0].endswith(policy)
    newark = tell(corpus, cards, "Newark, New Jersey", "address")
    assert "policy" not in newark.says  # a directive of the attorney general binds its police
    topic = next(one for one in TOPICS if one.name == "asked")
    assert voice_answer(ENGLISH, topic, "prohibited", by_policy="all") == ("They may not", policy)
    assert voice_answer(ENGLISH, topic, "no_rule", by_policy="all")[1] == (
        "That does not mean that it is allowed."
    )


def test_whether_a_law_stands_beside_a_policy_is_proved(corpus: Corpus, cards: list[Card]) -> None:
    """Whatever the other facts are: where no policy is spoken of, a law gives the answer. Where all
    is policy, none does if the facts are as presumed."""
    draw = random.Random(5)
    engine, lawbook, tried, seen = corpus.engine, corpus.lawbook, 0, set()
    for card in cards:
        if card.verdict not in ("prohibited", "required"):
            continue
        own = [is_own_policy(lawbook, lawbook.norms[id]) for id in card.deciding]
        if not any(own):
            assert card.by_policy == "none"
            continue
        position = find_position(corpus, card)
        for _ in range(20):
            told = {one.fact: draw.choice(one.values) for one in (*card.within, *card.assumed)}
            others = {
                fact: draw.choice(engine.classes[fact].samples)
                for fact in position.facts
                if card.by_policy != "all" and draw.random() < 0.8
            }
            try:
                brief = decide_briefly(
                    engine, position, {**others, **card.facts, **told}, questions=False
                )
            except Contradiction:
                continue
            assert brief.verdict == card.verdict
            by_law = [not is_own_policy(lawbook, lawbook.norms[id]) for id in brief.deciding]
            if card.by_policy == "none":
                assert any(by_law), (card.place_name, card.topic.name, others)
            elif card.by_policy == "all":
                assert not any(by_law), (card.place_name, card.topic.name, others)
            else:
                seen.add((card.place_name, card.topic.name, any(by_law)))
            tried += 1
    assert tried > 300
    assert {by_law for *_, by_law in seen} == {True, False}
