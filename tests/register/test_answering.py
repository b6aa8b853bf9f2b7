"""What is kept of an answer: the law of its day, on public facts alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from safehavens import Corpus
from safehavens.corpus.model import Fact, FactValue
from safehavens.logic.expression import Expression, facts_of
from safehavens.register.answering.answering_again import answer_again
from safehavens.register.answering.answering_requests import answer_request, find_changed_fields
from safehavens.register.answering.paper_facts import ASKED_FACTS, POSSIBLE_FACTS, split_facts
from safehavens.register.cases.folding import fold_entries
from safehavens.register.cases.register_case import RegisterCase
from safehavens.register.entries.bodies import AnswerBody, DecisionBody, DutyBody, RequestBody
from safehavens.register.entries.reading_bodies import (
    RefusedEntry,
    check_words,
    read_body,
    write_body,
)
from safehavens.register.entries.status_facts import asks_kept_outside, is_kept_outside
from tests.register.drawn_books import REQUEST, Writing, case_number

LA = "ocd-division/country:us/state:ca/county:los_angeles"
RI = "ocd-division/country:us/state:ri"
PACIFIC = "America/Los_Angeles"


def request(**fields: Any) -> RequestBody:
    body = read_body("request", {**REQUEST, **fields})
    assert isinstance(body, RequestBody)
    return body


def answer(corpus: Corpus, body: RequestBody, **asked: Any) -> tuple[AnswerBody, ...]:
    where = {"place": LA, "who": "jail", "zone": PACIFIC, **asked}
    answers, _ = answer_request(corpus.engine, body, **where)
    return answers


def test_each_action_asked_for_is_answered_by_the_law_of_its_day(corpus: Corpus) -> None:
    hold, notify = answer(corpus, request(warrant="none"))
    assert (hold.action, hold.verdict) == ("hold", "prohibited")
    assert notify.action == "notify_release"
    assert hold.law_day == date(2026, 11, 29)
    assert hold.corpus == corpus.lawbook.version
    for one in (hold, notify):
        check_words(one, corpus.lawbook)
        assert read_body("answer", json.loads(write_body(one))) == one


def test_the_day_is_the_agencys(corpus: Corpus) -> None:
    (one,) = answer(corpus, request(received_at="2026-12-01T03:12:00Z", asks=["hold"]))
    assert one.law_day == date(2026, 11, 30)
    east = answer(corpus, request(received_at="2026-12-01T05:12:00Z"), zone="America/New_York")
    assert {one.law_day for one in east} == {date(2026, 12, 1)}


def test_the_law_of_2016_answers_a_request_of_2016(corpus: Corpus) -> None:
    body = request(received_at="2013-06-01T12:00:00Z", asks=["hold"])
    then, now = answer(corpus, body)[0], answer(corpus, request(asks=["hold"]))[0]
    assert (then.law_day.year, now.law_day.year) == (2013, 2026)
    assert then.verdict != now.verdict


def test_what_the_paper_tells_is_taken_from_it(corpus: Corpus) -> None:
    warrant = request(form="i_200", asks=["hold"])
    assert answer(corpus, warrant)[0].facts["warrant"] == "administrative"
    judicial = request(warrant="judicial", asks=["hold"])
    assert answer(corpus, judicial)[0].facts["warrant"] == "judicial"
    with pytest.raises(RefusedEntry, match="warrant: the form says otherwise"):
        answer(corpus, request(form="i_200", warrant="judicial"))
    with pytest.raises(RefusedEntry, match="facts, warrant: the request says otherwise"):
        answer(corpus, judicial, public_facts={"warrant": "none"})


def test_an_interview_consent_form_comes_with_an_interview_alone(corpus: Corpus) -> None:
    form, copy = "us/ca/truth-act#consent-form", "us/ca/truth-act#copy-of-request"
    (detainer,) = answer(corpus, request(asks=["hold"]))
    assert copy in detainer.duties
    assert form not in detainer.duties
    (interview,) = answer(corpus, request(form="records_request", asks=["allow_interview"]))
    assert form in interview.duties
    assert copy not in interview.duties


def test_yearly_reports_are_no_duties_of_a_case(corpus: Corpus) -> None:
    place = "ocd-division/country:us/state:il/county:cook"
    decision = corpus.ask(place, "hold", who="sheriff", on="2026-11-29")
    assert "us/il/trust-act#report" in {duty.citation.norm for duty in decision.duties}
    for one in answer(corpus, request(), place=place, who="sheriff"):
        assert "us/il/trust-act#report" not in one.duties


def test_facts_that_follow_from_asks_are_facts_of_the_corpus(corpus: Corpus) -> None:
    for name, actions in {**ASKED_FACTS, **POSSIBLE_FACTS}.items():
        fact = corpus.lawbook.facts[name]
        assert (fact.type, is_kept_outside(fact)) == ("bool", False)
        assert set(actions) <= set(corpus.lawbook.vocabulary.actions)


def test_facts_that_no_rule_here_asks_for_are_not_kept(corpus: Corpus) -> None:
    (one,) = answer(corpus, request(asks=["hold"]), public_facts={"income_eligible": True})
    assert "income_eligible" not in one.facts


def test_a_fact_said_to_be_unknown_is_not_presumed(corpus: Corpus) -> None:
    facts = {"removability_probable_cause": None}
    place = "ocd-division/country:us/state:tx/county:harris"
    (one,) = answer(corpus, request(asks=["hold"]), place=place, public_facts=facts)
    assert one.facts["removability_probable_cause"] is None
    assert "removability_probable_cause" not in one.presumed
    assert find_changed_fields(corpus.engine, request(asks=["hold"]), one) == []


def test_numbers_are_whole(corpus: Corpus) -> None:
    public, _ = split_facts(corpus.lawbook, {"years_since_conviction": 3.0})
    assert json.dumps(public) == '{"years_since_conviction": 3}'
    with pytest.raises(RefusedEntry, match="takes a whole number"):
        split_facts(corpus.lawbook, {"years_since_conviction": 3.5})


@pytest.mark.parametrize(
    "facts",
    [
        {"lawful_presence": "Marisol"}, {"prior_removal": ["Marisol"]}, {"Marisol": True},
        {"charged_with": "Marisol"}, {"age": "Marisol"}, {"agency_level": "Marisol"},
        {"convicted_serious_felony": True, "convicted_felony": False},
        {"known_unlawful_presence": True, "lawful_presence": True},
    ],
)  # fmt: skip
def test_errors_tell_no_value(corpus: Corpus, facts: Mapping[str, Any]) -> None:
    with pytest.raises(RefusedEntry) as refused:
        answer(corpus, request(), public_facts=facts)
    assert "Marisol" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"zone": "Mars/Olympus"}, "zone: not a time zone"),
        ({"place": "ocd-division/country:us/state:zz"}, "place: not a place"),
        ({"who": "wizard"}, "not known"),
    ],
)
def test_what_is_not_known_is_refused(corpus: Corpus, asked: dict[str, str], told: str) -> None:
    with pytest.raises(RefusedEntry, match=told):
        answer(corpus, request(), **asked)


def test_a_day_that_is_not_answered_is_refused(corpus: Corpus) -> None:
    with pytest.raises(RefusedEntry, match="received_at"):
        answer(corpus, request(received_at="1923-01-01T00:00:00Z"))


# ---- what can be learned of a private fact ------------------------------------------------------


def values(fact: Fact) -> tuple[FactValue | None, ...]:
    return (None, True, False) if fact.type == "bool" else (None, *fact.values)


def places_that_ask(
    corpus: Corpus, name: str, actions: int, each: int
) -> Iterator[tuple[str, str, str, date]]:
    """Place, agency kind, action and day of rules that ask for a fact, some for each action."""
    seen: Counter[str] = Counter()
    for norm in corpus.lawbook.norms.values():
        if name not in facts_of(corpus.conditions.applies[norm.id]):
            continue
        place = corpus.lawbook.instruments[norm.instrument].bound[0]
        spell = norm.spells[-1]
        day = date(2026, 6, 1) if spell.end is None else spell.end - timedelta(days=1)
        for action in norm.actions:
            if seen[action] < each and (action in seen or len(seen) < actions):
                seen[action] += 1
                yield place, min(norm.who), action, max(day, spell.start)


@pytest.mark.parametrize(
    ("actions", "each", "felony", "every", "telling"),
    [
        (1, 1, {}, 3, 15),
        pytest.param(99, 12, {}, 1, 75, marks=pytest.mark.long),
        pytest.param(99, 12, {"convicted_felony": True}, 1, 60, marks=pytest.mark.long),
    ],
)
def test_nothing_kept_tells_a_private_fact(
    corpus: Corpus, actions: int, each: int, felony: Mapping[str, Any], every: int, telling: int
) -> None:
    """Every private fact, and every other of a status, where the law asks for it: with each value,
    entries are alike to the byte, though the answers that were shown and dropped are not."""
    outside = [fact for fact in corpus.lawbook.facts.values() if is_kept_outside(fact)]
    assert len(outside) > 120
    shown_otherwise = set()
    for fact in outside[::every]:
        for place, who, action, day in places_that_ask(corpus, fact.name, actions, each):
            body = request(received_at=f"{day}T12:00:00Z", asks=[action], form="records_request")
            kept, shown = set(), set()
            for value in values(fact):
                answers, told = answer_request(
                    corpus.engine, body, place=place, who=who, zone="UTC",
                    public_facts=felony, private_facts={fact.name: value},
                )  # fmt: skip
                kept.add(write_body(answers[0]))
                shown.add((told[0].verdict, told[0].possible))
                assert fact.name not in answers[0].facts
            assert len(kept) == 1, (fact.name, place, who, action)
            if len(shown) > 1:
                shown_otherwise.add(fact.name)
    assert len(shown_otherwise) >= telling


def test_no_public_fact_gives_a_private_one_away(corpus: Corpus) -> None:
    """At most that somebody who is no felon is no removed felon, which says nothing of removal, or
    that a grown person is no child alone."""
    engine, conditions = corpus.engine, corpus.conditions.implied
    for fact in corpus.lawbook.facts.values():
        if is_kept_outside(fact) or fact.derived or not engine.facts.tied(fact.name):
            continue
        for value in engine.classes[fact.name].samples:
            implied = engine.facts.settle({fact.name: value}, [fact.name]).implied
            for name in implied:
                if is_kept_outside(corpus.lawbook.facts[name]):
                    assert implied[name] is False, (fact.name, value, name)
                    shared = reach(conditions, name) & {fact.name, *reach(conditions, fact.name)}
                    assert shared, (fact.name, value, name)


def reach(conditions: Mapping[str, Expression], name: str) -> set[str]:
    """What a fact's own condition names, and what those facts are defined by."""
    direct = facts_of(conditions[name]) if name in conditions else ()
    defined = {one for each in direct if each in conditions for one in facts_of(conditions[each])}
    return {*direct, *defined}


def test_that_private_facts_were_told_is_all_that_is_kept(corpus: Corpus) -> None:
    with_it = answer(corpus, request(asks=["hold"]), private_facts={"prior_removal": True})
    without = answer(corpus, request(asks=["hold"]))
    assert with_it[0].settled_outside
    assert with_it[0].model_copy(update={"settled_outside": False}) == without[0]
    as_public = answer(corpus, request(asks=["hold"]), public_facts={"prior_removal": True})
    assert as_public == with_it


# ---- decisions and duties -----------------------------------------------------------------------


def test_norms_that_ask_for_what_is_kept_outside_are_known_by_their_text(corpus: Corpus) -> None:
    outside = {fact.name for fact in corpus.lawbook.facts.values() if is_kept_outside(fact)}
    for norm in corpus.lawbook.norms.values():
        asked = outside & set(facts_of(corpus.conditions.applies[norm.id]))
        assert asks_kept_outside(corpus.lawbook, norm) == bool(asked), norm.id


@pytest.mark.parametrize(
    ("name", "outside"),
    [
        ("lawful_presence", True), ("ct_final_removal_order", True), ("work_authorized", True),
        ("al_reasonable_suspicion", True), ("ma_final_order_seen", True), ("sevis_student", True),
        ("warrant", False), ("agreement", False), ("purpose", False), ("convicted_felony", False),
        ("information", False), ("removability_probable_cause", False), ("consents", False),
        ("requester_immigration_agency", False), ("charged_with", False),
    ],
)  # fmt: skip
def test_what_speaks_of_a_status_is_kept_outside(corpus: Corpus, name: str, outside: bool) -> None:
    assert is_kept_outside(corpus.lawbook.facts[name]) is outside


def test_a_norm_that_asks_for_a_private_fact_is_no_ground(corpus: Corpus) -> None:
    def decide(ground: str) -> DecisionBody:
        body = DecisionBody(action="hold", decided="comply", ground=ground, contrary=False)
        check_words(body, corpus.lawbook)
        return body

    private = [
        norm.id for norm in corpus.lawbook.norms.values()
        if "hold" in norm.actions and asks_kept_outside(corpus.lawbook, norm)
    ]  # fmt: skip
    assert len(private) >= 3
    for norm in private:
        with pytest.raises(RefusedEntry, match="Write: law"):
            decide(norm)
    with pytest.raises(RefusedEntry, match="not a norm of the corpus"):
        decide("us/ca/values-act#no-such-norm")
    assert decide("us/ca/values-act#hold").ground == "us/ca/values-act#hold"


def test_a_duty_that_depends_on_a_private_fact_is_only_ever_done(corpus: Corpus) -> None:
    place = "ocd-division/country:us/state:tx/county:harris"
    norm = "us/tx/sb4#tell-the-person"
    assert norm in answer(corpus, request(asks=["hold"]), place=place)[0].duties
    check_words(DutyBody(norm=norm, state="done"), corpus.lawbook)
    for fields in ({"state": "not_applicable"}, {"state": "missed"}, {"state": "done", "act": 3}):
        with pytest.raises(RefusedEntry, match="Write only: done"):
            check_words(DutyBody(norm=norm, **fields), corpus.lawbook)
    with pytest.raises(RefusedEntry, match="not a norm"):
        check_words(DutyBody(norm="us/tx/sb4#nothing", state="done"), corpus.lawbook)


# ---- asked again --------------------------------------------------------------------------------


def case_of(corpus: Corpus, book: Writing) -> RegisterCase:
    return fold_entries(book.entries).cases[case_number(1)]


def again(corpus: Corpus, case: RegisterCase, **facts: Any) -> tuple[AnswerBody, ...]:
    return answer_again(corpus.engine, case, place=LA, who="jail", zone=PACIFIC, **facts)


def test_a_corrected_fact_gives_a_second_answer_beside_the_first(corpus: Corpus) -> None:
    book = Writing()
    book.add("request", {**REQUEST, "warrant": "administrative"}, 1)
    for body in answer(corpus, request(warrant="administrative")):
        book.add("answer", json.loads(write_body(body)), 1)
    assert again(corpus, case_of(corpus, book)) == ()
    book.correct(1, {"warrant": "judicial"}, "misread_form")
    case = case_of(corpus, book)
    second = again(corpus, case)
    assert "hold" in {one.action for one in second}
    for one in second:
        first = next(old.body for old in case.answers if old.body.action == one.action)
        assert (one.law_day, one.corpus) == (first.law_day, first.corpus)
        assert one.facts["warrant"] == "judicial"
        assert one != first


def test_other_law_gives_a_second_answer_with_another_digest(corpus: Corpus) -> None:
    book = Writing()
    book.add("request", REQUEST, 1)
    kept = answer(corpus, request(), public_facts={"convicted_felony": True})
    for body in kept:
        book.add("answer", json.loads(write_body(body)), 1)
    norms = {re.sub("#.*", "", norm) for body in kept for norm in body.deciding}
    other = corpus.without(sorted(norms))
    second = again(other, case_of(corpus, book))
    assert second
    assert {one.law_day for one in second} == {date(2026, 11, 29)}
    assert all(one.corpus != corpus.lawbook.version for one in second)
    changed = find_changed_fields(other.engine, request(), kept[0])
    assert {"verdict", "deciding"} & set(changed)
