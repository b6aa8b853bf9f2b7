"""The engine against its meaning: random law, random requests, and docs/semantics.md read plainly.

The examples are the same on each run. `SAFEHAVENS_EXAMPLES=20 pytest …` tries twenty times as
many, other ones on each run, and cuts down what fails to what is needed for it to fail.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from safehavens.api import Corpus
from safehavens.corpus.agencies.governments import NO_GOVERNMENTS
from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.decision import Decision
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.history import trace_history
from safehavens.decide.norms import position
from safehavens.decide.reasons import decide
from safehavens.logic.snapshot import cache_folder
from tests import reference
from tests.reference_agencies import level
from tests.strategies import (
    FACTS,
    Book,
    Request,
    books,
    chances,
    governed_books,
    listed_books,
    requests,
    tied_books,
)

MORE = int(os.environ.get("SAFEHAVENS_EXAMPLES", "0"))


def examples(count: int) -> settings:
    return settings(
        max_examples=count * max(MORE, 1),
        derandomize=not MORE,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink) if MORE else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


@st.composite
def book_and_requests(draw: st.DrawFn, count: int = 3, **kinds: Any) -> tuple[Book, list[Request]]:
    every = (books, listed_books, governed_books, tied_books)
    book = draw(st.one_of(*(drawn(**kinds) for drawn in every)))
    return book, [draw(requests(book.facts)) for _ in range(count)]


def ask(engine: Engine, request: Request, **more: FactValue | None) -> Decision:
    return decide(engine, replace(request, facts={**request.facts, **more}))


def verdict(engine: Engine, request: Request, **more: FactValue | None) -> Verdict:
    return engine.verdict(replace(request, facts={**request.facts, **more}))


def meaning(book: Book, request: Request) -> reference.Answer | None:
    """What docs/semantics.md says; None where the facts contradict each other."""
    try:
        return reference.decide(
            book.lawbook(), book.conditions(), request.place, request.who, request.action,
            request.on, request.facts,
        )  # fmt: skip
    except reference.Impossible:
        return None


# ---- one meaning -----------------------------------------------------------------------------


def compare_with_meaning(book: Book, asked: Sequence[Request]) -> int:
    """Hold the engine to docs/semantics.md; say how many requests were compared."""
    engine = book.engine()
    for request in asked:
        expected = meaning(book, request)
        if expected is None:
            with pytest.raises(Contradiction):
                verdict(engine, request)
            with pytest.raises(Contradiction):
                ask(engine, request)
            continue
        decision = ask(engine, request)
        assert verdict(engine, request) == expected.verdict
        assert decision.verdict == expected.verdict
        assert set(decision.possible) == expected.possible
        assert {reason.norm for reason in decision.because} == expected.deciding
        assert (decision.basis, decision.bases) == (expected.basis, expected.bases)
        assert set(decision.uncertain_in_time) == expected.uncertain_in_time
        assert set(decision.may_not_bind) == expected.may_not_bind
    return len(asked)


@examples(2000)
@given(book_and_requests())
def test_the_engine_answers_what_design_says(drawn: tuple[Book, list[Request]]) -> None:
    compare_with_meaning(*drawn)


@examples(500)
@given(book_and_requests(most_norms=12))
def test_many_norms_of_unknown_truth(drawn: tuple[Book, list[Request]]) -> None:
    """Beyond a few open norms a bound is worked out; here it is from the first one on."""
    book, asked = drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(position, "_MOST_OPEN", 0)
        engine = book.engine()
        for request in asked:
            left_open = replace(request, facts=dict.fromkeys(request.facts))
            if (expected := meaning(book, left_open)) is not None:
                decision = ask(engine, left_open)
                assert decision.bases == expected.bases
                assert {reason.norm for reason in decision.because} == expected.deciding


@examples(60)
@given(book_and_requests())
def test_law_files_mean_the_same_as_the_law_they_write_down(
    drawn: tuple[Book, list[Request]],
) -> None:
    book, asked = drawn
    book = replace(book, governments=NO_GOVERNMENTS)  # tests/corpus/test_agency_map.py reads these
    with tempfile.TemporaryDirectory() as folder:
        book.write(Path(folder))
        corpus = Corpus.load(folder)
    made = book.lawbook()
    for id, norm in corpus.lawbook.norms.items():
        placed = {"file": norm.file, "line": norm.line, "condition_lines": norm.condition_lines}
        assert norm == replace(made.norms[id], **placed)
    for id, ruling in corpus.lawbook.rulings.items():
        assert ruling.effects == made.rulings[id].effects
    for request in asked:
        if (expected := meaning(book, request)) is not None:
            assert verdict(corpus.engine, request) == expected.verdict


@pytest.fixture(autouse=True, scope="module")
def own_cache() -> Any:
    """Corpora of these tests leave no snapshot among the user's."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAFEHAVENS_CACHE", folder)
        assert cache_folder() == Path(folder)
        yield


# ---- facts -----------------------------------------------------------------------------------


@examples(1000)
@given(book_and_requests(), chances)
def test_what_is_learnt_never_moves_a_settled_verdict(
    drawn: tuple[Book, list[Request]], chance: random.Random
) -> None:
    book, asked = drawn
    engine = book.engine()
    for request in asked:
        try:
            decision = ask(engine, request)
        except Contradiction:
            continue
        # What is learnt may also show a presumption to be wrong: that is no completion.
        held = reference.settle_request(book.lawbook(), book.conditions(), request).presumed
        for name in [name for name, value in request.facts.items() if value is None]:
            for value in some_values(engine, name, chance):
                try:
                    ask(engine, request, **held, **{name: value})
                    found = ask(engine, request, **{name: value})
                except Contradiction:
                    continue
                assert set(found.possible) <= set(decision.possible)


def some_values(engine: Engine, name: str, chance: random.Random) -> list[FactValue]:
    samples = list(engine.classes[name].samples)
    return chance.sample(samples, min(3, len(samples)))


@examples(800)
@given(book_and_requests())
def test_questions_say_what_each_answer_leads_to(drawn: tuple[Book, list[Request]]) -> None:
    book, asked = drawn
    engine = book.engine()
    for request in asked:
        try:
            decision = ask(engine, request)
        except Contradiction:
            continue
        open_ = bool(decision.questions or decision.uncertain_in_time or decision.may_not_bind)
        assert open_ == (decision.verdict == "depends")
        # An answer may also show a presumption to be wrong; what it leads to is said for what is
        # presumed now.
        held = reference.settle_request(book.lawbook(), book.conditions(), request).presumed
        for question in decision.questions:
            classes = engine.classes[question.fact]
            outcomes: dict[FactValue, tuple[Verdict, ...]] = {}
            for value in classes.samples:
                try:
                    outcomes[value] = ask(
                        engine, request, **held, **{question.fact: value}
                    ).possible
                except Contradiction:
                    continue
            assert question.leads_to == classes.described(outcomes)
            assert set().union(*question.leads_to.values()) == set(decision.possible)


@examples(800)
@given(book_and_requests())
def test_the_facts_that_decide_are_asked_for(drawn: tuple[Book, list[Request]]) -> None:
    """A fact decides if two completions that differ in it alone have different verdicts."""
    book, asked = drawn
    engine = book.engine()
    lawbook, conditions = book.lawbook(), book.conditions()
    for request in asked[:1]:
        try:
            decision = ask(engine, request)
        except Contradiction:
            continue
        if decision.verdict != "depends":
            continue
        norms = reference.applicable(
            lawbook, request.place, request.who, request.action, request.on
        )
        settled = reference.settle_request(lawbook, conditions, request)
        by_others: dict[str, dict[Any, set[str]]] = {name: {} for name in book.facts}
        for completion in reference.every_completion(lawbook, conditions, settled):
            everything = completion | {"agency_level": level(request.place)}
            true = [n for n in norms if reference.truth(conditions.applies[n.id], everything)]
            found, _ = reference.verdict_of(lawbook, true)
            for name in completion:
                others = tuple(item for item in completion.items() if item[0] != name)
                by_others[name].setdefault(others, set()).add(found)
        alone = {name for name, seen in by_others.items() if any(len(v) > 1 for v in seen.values())}
        # Facts that implications lock together may decide only jointly; then all are asked.
        if alone:
            assert {question.fact for question in decision.questions} == alone


@examples(800)
@given(book_and_requests())
def test_presumptions_say_what_would_be_otherwise(drawn: tuple[Book, list[Request]]) -> None:
    book, asked = drawn
    engine = book.engine()
    lawbook, conditions = book.lawbook(), book.conditions()
    for request in asked:
        try:
            decision = ask(engine, request)
        except Contradiction:
            continue
        settled = reference.settle_request(lawbook, conditions, request)
        taken: dict[str, Any] = {**settled.presumed}
        taken |= {one.fact: one.values for one in settled.leanings if len(one.values) > 1}
        for presumed in decision.presumed:
            assert taken[presumed.fact] == presumed.value
            assert presumed.fact not in request.facts
            for value, label in engine.classes[presumed.fact].labels().items():
                try:
                    other = verdict(engine, request, **{presumed.fact: value})
                except Contradiction:
                    assert label not in presumed.otherwise
                    continue
                assert presumed.otherwise.get(label, decision.verdict) == other


# ---- what must not matter --------------------------------------------------------------------


@examples(500)
@given(book_and_requests(), chances)
def test_the_order_of_law_never_matters(
    drawn: tuple[Book, list[Request]], chance: random.Random
) -> None:
    book, asked = drawn
    instruments = [
        replace(i, norms=tuple(chance.sample(i.norms, len(i.norms)))) for i in book.instruments
    ]
    chance.shuffle(instruments)
    rulings = [(id, tuple(chance.sample(e, len(e)))) for id, e in book.rulings.items()]
    chance.shuffle(rulings)
    facts = tuple(chance.sample(book.facts, len(book.facts)))
    shuffled = replace(book, facts=facts, instruments=tuple(instruments), rulings=dict(rulings))
    one, other = book.engine(), shuffled.engine()
    for request in asked:
        try:
            here = ask(one, request)
        except Contradiction:
            continue
        there = ask(other, request)
        assert here.verdict == there.verdict
        assert here.possible == there.possible
        assert {r.norm for r in here.because} == {r.norm for r in there.because}
        assert [q.fact for q in here.questions] == [q.fact for q in there.questions]


# ---- what a Decision may hold ----------------------------------------------------------------


@examples(300)
@given(book_and_requests())
def test_a_decision_is_json(drawn: tuple[Book, list[Request]]) -> None:
    book, asked = drawn
    engine = book.engine()
    for request in asked:
        try:
            decision = ask(engine, request)
        except Contradiction:
            continue
        plain = decision.to_dict()
        assert json.loads(decision.to_json()) == plain
        assert json.loads(json.dumps(plain, allow_nan=False)) == plain
        assert date.fromisoformat(plain["on"]) == request.on


@examples(800)
@given(book_and_requests())
def test_a_decision_keeps_private_facts_to_itself(drawn: tuple[Book, list[Request]]) -> None:
    book, asked = drawn
    engine = book.engine()
    for request in asked:
        try:
            decision = ask(engine, request)
        except Contradiction:
            continue
        public = {n: v for n, v in request.facts.items() if not FACTS[n].get("private")}
        hidden = {n for n, v in request.facts.items() if FACTS[n].get("private")}
        assert decision.given == public
        follows = reference.settle_request(
            book.lawbook(), book.conditions(), replace(request, facts=public)
        ).follows
        for name, value in decision.implied.items():
            assert follows[name] == value, "known only through a private fact"
        assert hidden <= set(decision.private)


# ---- time ------------------------------------------------------------------------------------


@examples(350)
@given(book_and_requests(2))
def test_history_is_the_verdict_of_each_day(drawn: tuple[Book, list[Request]]) -> None:
    book, asked = drawn
    engine = book.engine()
    for request in asked:
        try:
            spells = trace_history(engine, request)
        except Contradiction:
            continue
        assert spells[0].start is None
        assert spells[-1].end is None
        for before, after in itertools.pairwise(spells):
            assert before.end == after.start
            assert (before.verdict, before.basis, before.deciding) != (
                after.verdict, after.basis, after.deciding,
            )  # fmt: skip
        boundaries = {day for spell in spells for day in (spell.start, spell.end) if day}
        tries = {d + timedelta(days=n) for d in boundaries | {request.on} for n in (-1, 0, 1)}
        for day in tries:
            at = replace(request, on=day)
            inside = [
                s for s in spells
                if (s.start is None or s.start <= day) and (s.end is None or day < s.end)
            ]  # fmt: skip
            assert len(inside) == 1
            decision = ask(engine, at)
            assert inside[0].verdict == decision.verdict == verdict(engine, at)
            assert inside[0].basis == decision.basis
            assert set(inside[0].deciding) == {r.norm for r in decision.because}
            since, until = decision.law_since, decision.law_until
            assert since is None or since <= day
            assert until is None or day < until
