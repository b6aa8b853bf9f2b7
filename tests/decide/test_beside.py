"""What stands beside an answer, held to the answers themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from safehavens import Corpus
from safehavens.decide.beside.next_answers import find_next_answer
from safehavens.decide.beside.related_answers import list_related
from safehavens.decide.beside.whole_answers import answer_request
from safehavens.decide.decision import Decision
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.reasons import decide
from safehavens.decide.request import Request
from tests.decide.test_properties import book_and_requests, examples
from tests.strategies import Book


def _answer(decision: Decision) -> tuple[str, str]:
    return decision.verdict, decision.basis


@examples(300)
@given(book_and_requests(2))
def test_the_next_answer_is_the_first_other_one(drawn: tuple[Book, list[Request]]) -> None:
    book, asked = drawn
    engine = book.engine()
    for request in asked:
        try:
            now = decide(engine, request)
        except Contradiction:
            continue
        unsure_now = bool(now.uncertain_in_time)
        found = find_next_answer(engine, request, now.verdict, now.basis, unsure_now)
        days = []
        day = engine.stretch(request).end
        while day is not None:
            days.append(day)
            day = engine.stretch(replace(request, on=day)).end
        later = {day: decide(engine, replace(request, on=day)) for day in days}
        until = days[-1] + timedelta(days=1) if days else request.on
        first = until if found is None else found.earliest or found.on
        if found is not None:
            at = decide(engine, replace(request, on=found.on))
            assert _answer(at) == (found.verdict, found.basis) != _answer(now)
            assert {reason.norm for reason in at.because} == set(found.deciding)
            if found.citation is not None:
                assert found.citation.norm in found.deciding
            between = [d for day, d in later.items() if first <= day < found.on]
            assert all(d.uncertain_in_time for d in between)
            if first == request.on:
                assert unsure_now
        for day, decision in later.items():
            if day < first:
                assert _answer(decision) == _answer(now) or (
                    unsure_now and decision.uncertain_in_time
                )


QUESTIONS = [
    (place, who, action)
    for place, who in (
        ("King County, WA", "jail"), ("Chicago, IL", "police"), ("Harris County, TX", "sheriff"),
        ("Los Angeles, CA", "school"), ("Miami, FL", "police"), ("Boise, ID", "any_agency"),
    )
    for action in ("hold", "transfer", "inquire_status", "allow_nonpublic_access", "provide_k12",
                   "join_287g", "certify_u_visa")
]  # fmt: skip


@pytest.mark.parametrize(("place", "who", "action"), QUESTIONS)
@pytest.mark.parametrize("facts", [{}, {"warrant": "administrative"}])
def test_neighboring_answers_are_what_is_answered_there(
    corpus: Corpus, place: str, who: str, action: str, facts: dict[str, Any]
) -> None:
    answer = corpus.ask(place, action, who=who, on="2026-06-01", facts=facts)
    shown = {near.action: near for near in answer.see_also}
    neighbors = corpus.lawbook.vocabulary.deeds[action].see_also
    assert set(shown) <= set(neighbors)
    for neighbor in neighbors:
        there = corpus.ask(place, neighbor, who=who, on="2026-06-01", facts=facts)
        if neighbor in shown:
            near = shown[neighbor]
            assert (near.verdict, near.basis) == _answer(there)
            assert set(near.deciding) == {reason.norm for reason in there.because}
            assert near.citation.norm in near.deciding
        elif len(shown) < 4:
            modalities = {reason.considered.citation.modality for reason in there.because}
            assert there.verdict in ("permitted", "depends")
            assert there.basis != "power" or there.verdict == "depends"
            assert there.verdict == "permitted" or modalities <= {"may"}
    order = [{"depends": 1, "permitted": 2}.get(near.verdict, 0) for near in answer.see_also]
    assert order == sorted(order)


def test_a_fact_that_a_neighbor_settles_is_not_taken_over(corpus: Corpus) -> None:
    school = corpus.reader.read(
        "Houston, TX", "hospital", "provide_health_coverage", "2026-06-01",
        {"benefit_kind": "health"},
    ).request  # fmt: skip
    near = {one.action: one for one in list_related(corpus.engine, school)}
    there = corpus.ask("Houston, TX", "provide_emergency_care", who="hospital", on="2026-06-01")
    assert near["provide_emergency_care"].verdict == there.verdict


def test_the_whole_answer_is_the_decision_and_what_is_beside_it(corpus: Corpus) -> None:
    read = corpus.reader.read("Harris County, TX", "sheriff", "join_287g", "2026-11-29", {})
    request = read.request
    whole, alone = answer_request(corpus.engine, request, "So."), decide(corpus.engine, request)
    assert whole.next is not None
    assert whole.see_also
    assert replace(whole, next=None, see_also=(), note=None) == alone
    assert set(alone.not_read) <= set(alone.path)
