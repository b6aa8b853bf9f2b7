"""Residents' cards: every condition that they tell is proved, and none that matters is left out."""

import itertools
import random
import re
from collections.abc import Iterable

import pytest

from safehavens.api import Corpus
from safehavens.decide.brief import decide_briefly
from safehavens.decide.cards.assumed_facts import Condition
from safehavens.decide.cards.card_words import write_card
from safehavens.decide.cards.resident_cards import Card
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given
from safehavens.wording.languages import ENGLISH, load_language
from safehavens.wording.resident_topics import TOPICS, find_topic
from tests.decide.told_cards import find_position, list_cards

CITIES = 30


@pytest.fixture(scope="module")
def cards(corpus: Corpus) -> list[Card]:
    return list_cards(corpus, CITIES)


def _as_told(
    engine: Engine, position: Position, facts: Given, assumed: Iterable[Condition]
) -> bool:
    """Whether facts can be together, and what the card says that it assumes is still so."""
    try:
        known = engine.settle(position, facts).known
    except Contradiction:
        return False
    return all(known.get(one.fact) in one.values for one in assumed)


def _may_fit(
    engine: Engine, position: Position, facts: Given, ways: Iterable[tuple[Condition, ...]]
) -> bool:
    """Whether one of some ways fits, or would with more facts."""
    known = engine.settle(position, facts).known
    return any(all(known.get(one.fact, one.values[0]) in one.values for one in way) for way in ways)


def test_outcomes_hold_whatever_the_other_facts_are(corpus: Corpus, cards: list[Card]) -> None:
    """Facts that a way does not name are drawn at random where they are not presumed. What it
    leaves to what is told above is left out."""
    draw = random.Random(13)
    engine, tried = corpus.engine, 0
    for card in cards:
        position = find_position(corpus, card)
        known = engine.settle(position, card.facts).known
        for outcome in card.outcomes:
            for way in outcome.ways:
                named = {condition.fact: condition.values for condition in way}
                open_facts = [f for f in position.facts if f not in known and f not in named]
                for _ in range(4):
                    facts = {**card.facts, **{f: draw.choice(v) for f, v in named.items()}}
                    for fact in open_facts:
                        if draw.random() < 0.7:
                            facts[fact] = draw.choice(engine.classes[fact].samples)
                    if not _as_told(engine, position, facts, outcome.assumed):
                        continue
                    if _may_fit(engine, position, facts, outcome.unless):
                        continue
                    verdict = engine.judge(position, facts)
                    tried += 1
                    assert verdict == outcome.verdict, (card.place_name, card.topic.name, facts)
    assert tried > 1000


def test_what_is_assumed_and_matters_is_told(corpus: Corpus, cards: list[Card]) -> None:
    """No other value of a presumed fact that a settled card does not name changes its answer."""
    engine, tried = corpus.engine, 0
    for card in cards:
        if card.verdict == "depends":
            continue
        position = find_position(corpus, card)
        told = {condition.fact for condition in card.assumed}
        within = {condition.fact: condition.values[-1] for condition in card.within}
        for fact in engine.settle(position, {**card.facts, **within}).presumed:
            for value in engine.classes[fact].samples if fact not in told else ():
                facts = {**card.facts, **within, fact: value}
                if not _as_told(engine, position, facts, card.assumed):
                    continue
                verdict = engine.judge(position, facts)
                tried += 1
                assert verdict == card.verdict, (card.place_name, card.topic.name, fact, value)
    assert tried > 1000


def test_what_is_assumed_stands_under_its_own_answer(corpus: Corpus, cards: list[Card]) -> None:
    """The bar on tuition by residence says nothing of tuition by attendance."""
    angeles = next(card for card in cards if card.topic.name == "tuition")
    text = write_card(ENGLISH, corpus.lawbook, angeles)
    given, barred, unsettled = text.outcomes
    words = (given.word, barred.word, unsettled.word)
    assert words == ("You can", "You cannot", "Not settled")
    assert "U.S. citizens who live elsewhere" not in given.holds
    assert "U.S. citizens who live elsewhere pay more" in barred.holds


def test_nothing_is_told_by_a_list_of_what_it_is_not(corpus: Corpus, cards: list[Card]) -> None:
    for card in cards:
        text = write_card(ENGLISH, corpus.lawbook, card)
        told = [text.says, *(outcome.conditions for outcome in text.outcomes)]
        assert not any("none of these" in one for one in told), (card.place_name, card.topic.name)
        assert not any(outcome.word == "They need not give it" for outcome in text.outcomes)


def test_where_status_matters_no_card_says_that_it_does_not(
    corpus: Corpus, cards: list[Card]
) -> None:
    speak = ("DACA", "nonimmigrant", "qualified alien", "lawfully present", "of your household is")
    said = 0
    for card in cards:
        says = write_card(ENGLISH, corpus.lawbook, card).says
        if "Immigration status does not matter" in says:
            said += 1
            assert not any(word in says for word in speak), (card.place_name, says)
    assert said > 50


def test_an_answer_of_weak_rules_alone_is_not_settled(corpus: Corpus, cards: list[Card]) -> None:
    weak = [(card, outcome) for card in cards for outcome in card.outcomes if outcome.unsure]
    assert weak
    norms = corpus.lawbook.norms
    for card, outcome in weak:
        assert any(norms[id].confidence == "low" for id in outcome.deciding)
        sure = {one.verdict for one in card.outcomes if not one.unsure}
        told = {one.kind for one in write_card(ENGLISH, corpus.lawbook, card).outcomes}
        assert outcome.verdict in {*sure, "conflict"} or outcome.verdict not in told
    settled = [card for card in cards if card.unsure and card.basis != "outside"]
    assert settled
    for card in settled:
        assert card.verdict != "depends"
        assert write_card(ENGLISH, corpus.lawbook, card).word == "Not settled", card.place_name


def test_a_disputed_bar_is_no_sure_no(corpus: Corpus, cards: list[Card]) -> None:
    """Resident tuition of people lawfully present who are not qualified: § 1621 alone, disputed."""
    card = next(c for c in cards if c.topic.name == "tuition" and c.place_name.startswith("Phila"))
    told = {one.word: one.conditions for one in write_card(ENGLISH, corpus.lawbook, card).outcomes}
    assert told["You cannot"] == "you cannot show that you are lawfully present"
    assert told["Not settled"].startswith("none of the above fits, and you are not a U.S. citizen")


def test_an_outcome_is_as_sure_as_its_least_sure_case(corpus: Corpus, cards: list[Card]) -> None:
    """Whatever the facts are that a way does not name: no answer told as sure rests on norms of low
    confidence alone."""
    draw = random.Random(31)
    engine, norms, tried = corpus.engine, corpus.lawbook.norms, 0
    for card in cards:
        position = find_position(corpus, card)
        for outcome in card.outcomes:
            if outcome.unsure or outcome.basis not in ("rule", "power"):
                continue
            for way in outcome.ways:
                named = {one.fact: draw.choice(one.values) for one in way}
                assumed = {one.fact: one.values[0] for one in outcome.assumed}
                for _ in range(3):
                    others = {
                        fact: draw.choice(engine.classes[fact].samples) for fact in position.facts
                    }
                    facts = {**others, **card.facts, **assumed, **named}
                    if any(
                        all(facts[one.fact] in one.values for one in above)
                        for above in outcome.unless
                    ):
                        continue
                    try:
                        brief = decide_briefly(engine, position, facts, questions=False)
                    except Contradiction:
                        continue
                    tried += 1
                    deciding = [norms[id] for id in brief.deciding]
                    firm = [norm for norm in deciding if norm.grants != "no_duty"]
                    assert any(norm.confidence != "low" for norm in firm), (card.topic.name, facts)
    assert tried > 300


def test_leave_is_told_where_the_answer_depends(corpus: Corpus, cards: list[Card]) -> None:
    """Texas officers may ask whoever is lawfully held, and may not ask victims and witnesses."""
    card = next(c for c in cards if c.topic.name == "asked" and c.place_name.startswith("Houston"))
    told = {one.word: one.conditions for one in write_card(ENGLISH, corpus.lawbook, card).outcomes}
    assert "you are a victim of or witness to a crime" in told["They may not"]
    assert "you are lawfully held or under arrest" in told["They may"]


def test_no_way_says_again_what_another_says(cards: list[Card]) -> None:
    """Where a way differs from an earlier one in one fact alone, their values of it are apart."""
    pairs = 0
    for card in cards:
        for outcome in card.outcomes:
            for first, second in itertools.combinations(outcome.ways, 2):
                later = {one.fact: set(one.values) for one in second}
                if not {one.fact for one in first} <= set(later):
                    continue
                differ = [one for one in first if not later[one.fact] <= set(one.values)]
                assert differ, (card.place_name, card.topic.name)
                if len(differ) == 1:
                    pairs += 1
                    assert later[differ[0].fact].isdisjoint(differ[0].values), card.place_name
    assert pairs > 0


def test_a_service_card_speaks_of_city_and_county_services(
    corpus: Corpus, cards: list[Card]
) -> None:
    for card in cards:
        if card.topic.name == "services":
            text = write_card(ENGLISH, corpus.lawbook, card)
            told = " ".join([text.says, *(one.conditions for one in text.outcomes)])
            told = re.sub(r"a service other than: [^.]*", "", told)
            for aside in ("professional license", "unemployment", "college", "Title X"):
                assert aside not in told, (card.place_name, aside)


def test_a_lawyer_is_paid_by_the_county_where_the_city_pays_none(
    corpus: Corpus, cards: list[Card]
) -> None:
    lawyers = [card for card in cards if card.topic.name == "lawyer"]
    angeles = lawyers[0]
    assert angeles.place_name == "Los Angeles County, California"
    [_, outcome] = write_card(ENGLISH, corpus.lawbook, angeles).outcomes
    assert outcome.word == "They may give it"
    assert "you are in, or face, removal proceedings" in outcome.conditions
    harris = next(card for card in lawyers if card.place_name == "Harris County, Texas")
    assert write_card(ENGLISH, corpus.lawbook, harris).outcomes[-1].word == "They may give it"
    phoenix = next(card for card in lawyers if card.place_name == "Phoenix, Arizona")
    assert phoenix.basis == "no_duty"


def test_what_the_nation_itself_owes_is_told_beside_the_citys_answer(
    corpus: Corpus, cards: list[Card]
) -> None:
    """The judgment in Franco-Gonzalez v. Holder reaches Arizona, California and Washington; the
    duty to unaccompanied children, all States."""
    lawyers = [card for card in cards if card.topic.name == "lawyer"]
    phoenix = next(card for card in lawyers if card.place_name == "Phoenix, Arizona")
    text = write_card(ENGLISH, corpus.lawbook, phoenix)
    [owed] = text.outcomes
    assert (text.word, owed.word) == ("They need not give it", "You can")
    assert "unable to represent yourself" in owed.conditions
    assert "a child who came alone" in owed.conditions
    assert "national government" in text.notes[0]
    states = ("Arizona", "California", "Washington")
    told = {card.place_name: write_card(ENGLISH, corpus.lawbook, card) for card in lawyers}
    judged = {
        name
        for name, text in told.items()
        if any("unable to represent yourself" in one.conditions for one in text.outcomes)
    }
    assert judged == {name for name in told if name.endswith(states)}


@pytest.mark.parametrize("code", ["en", "es"])
def test_every_card_answers_or_says_on_what_it_depends(
    corpus: Corpus, cards: list[Card], code: str
) -> None:
    language = load_language(code).over(corpus.lawbook.vocabulary.translations)
    texts = [(card, write_card(language, corpus.lawbook, card)) for card in cards]
    services = [text for card, text in texts if card.topic.kind == "service"]
    bare = [text for text in services if text.answered == "depends"]
    silent = [text for text in services if text.answered == "no_rule"]
    assert len(bare) <= 0.15 * len(services)
    assert len(silent) <= 0.2 * len(services)
    for card, text in texts:
        of_no_use = text.kind == "does_not_apply" and card.topic.kind == "service"
        if (card.assumed and not card.unsure and not of_no_use) or card.outcomes:
            says = f" {text.says}"
            assert text.outcomes or " if " in says or " si " in says


def test_school_is_answered_with_its_condition(corpus: Corpus, cards: list[Card]) -> None:
    schools = [card for card in cards if card.topic.name == "school"]
    assert len(schools) == CITIES
    for card in schools:
        text = write_card(ENGLISH, corpus.lawbook, card)
        assert text.word == "You can"
        assert "if your child lives in the area that the school serves" in text.says
        assert "Immigration status does not matter." in text.says


def test_a_license_is_given_whatever_the_status_where_law_says_so(
    corpus: Corpus, cards: list[Card]
) -> None:
    by_place = {card.place_name: card for card in cards if card.topic.name == "license"}
    chicago = write_card(ENGLISH, corpus.lawbook, by_place["Chicago, Illinois"])
    assert chicago.word == "You can"
    assert "you have proved your identity" in chicago.says
    assert "Immigration status does not matter." in chicago.says
    houston = write_card(ENGLISH, corpus.lawbook, by_place["Houston, Texas"])
    assert houston.word == "It depends"
    assert houston.outcomes[0].word == "You cannot"
    assert houston.outcomes[0].conditions == "you cannot show that you are lawfully present"


def test_a_topic_belongs_to_its_question() -> None:
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)
    school = find_topic("school", "school", "provide_k12")
    assert school is not None
    assert school.kind == "service"
    assert find_topic("school", "police", "provide_k12") is None
    assert find_topic("nonsense", "school", "provide_k12") is None


def _find(cards: list[Card], place_name: str, topic: str) -> Card:
    return next(
        card for card in cards if card.place_name == place_name and card.topic.name == topic
    )


def test_a_leave_is_told_under_its_conditions(corpus: Corpus, cards: list[Card]) -> None:
    """A fund that pays for whoever meets its terms is no "what was found does not apply"."""
    text = write_card(ENGLISH, corpus.lawbook, _find(cards, "Denver, Colorado", "lawyer"))
    assert text.answered == "outcomes"
    assert [outcome.word for outcome in text.outcomes] == ["You can", "They may give it"]
    assert "removal proceedings" in text.outcomes[1].conditions
    without = write_card(ENGLISH, corpus.lawbook, _find(cards, "El Paso, Texas", "lawyer"))
    assert without.word == "They need not give it"
    assert ["a child who came alone" in one.conditions for one in without.outcomes] == [True]


def test_that_a_leave_is_weak_is_not_hidden_by_law_that_demands_nothing(
    corpus: Corpus, cards: list[Card]
) -> None:
    card = _find(cards, "Denver, Colorado", "release")
    assert card.because is not None
    assert corpus.norm(card.because).confidence == "low"
    assert write_card(ENGLISH, corpus.lawbook, card).word == "Not settled"


def test_a_city_jail_is_told_beside_the_countys(corpus: Corpus, cards: list[Card]) -> None:
    text = write_card(ENGLISH, corpus.lawbook, _find(cards, "Clark County, Nevada", "held"))
    assert text.notes[0].startswith("This is said of the county’s jail. Of the city’s own: They")
    others = [card for card in cards if card.place_name == "Harris County, Texas"]
    assert all(card.beside is None for card in others)


def test_facts_of_one_place_are_told_in_words(corpus: Corpus, cards: list[Card]) -> None:
    told = [write_card(ENGLISH, corpus.lawbook, card) for card in cards]
    texts = [one.says for one in told]
    texts += [part for one in told for o in one.outcomes for part in (o.conditions, o.holds)]
    assert not [text for text in texts if "the answer to" in text]
