"""Facts settled by tables against facts settled one request at a time: random law, random facts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given

from safehavens.api import Corpus
from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.decision import Decision
from safehavens.decide.engine import Engine
from safehavens.decide.facts import asked_facts
from safehavens.decide.facts.fact_tables import COURT_PAPERS
from safehavens.decide.facts.tied_facts import Contradiction, Settled
from safehavens.decide.reasons import decide
from safehavens.decide.request import Request
from tests.decide.test_properties import book_and_requests, examples
from tests.strategies import Book, chances

NEVER = 1_000_000_000


def settle_plainly(engine: Engine, request: Request) -> Settled | None:
    """One request at a time; None: its facts contradict each other."""
    position = engine.stretch(request).position
    try:
        return engine.settle(position, request.facts, public=True)
    except Contradiction:
        return None


def decide_each(engine: Engine, request: Request) -> tuple[Verdict, Decision] | str:
    """The verdict and the decision, or what is said of facts that contradict each other."""
    try:
        return engine.verdict(request), decide(engine, request)
    except Contradiction as error:
        return str(error)


def vary(engine: Engine, request: Request, chance: random.Random) -> Iterator[Request]:
    """The same request with some facts new, not known or left out, or all that are asked given."""
    position = engine.stretch(request).position
    for _ in range(3):
        facts: dict[str, FactValue | None] = {}
        for name in dict.fromkeys((*request.facts, *position.facts)):
            kind = chance.random()
            if kind < 0.7:
                facts[name] = chance.choice(engine.classes[name].samples)
            elif kind < 0.85:
                facts[name] = None
        fixed = dict(position.circumstances.fixed)
        yield replace(request, facts={n: fixed.get(n, v) for n, v in facts.items()})


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are made at the first request."""
    monkeypatch.setattr(asked_facts, "_SELDOM", 0)


def asked_of(engine: Engine, request: Request, settled: Settled) -> tuple[object, ...]:
    """What is settled of the facts that norms ask for, and of court papers."""
    asked = {*engine.stretch(request).position.facts}
    return tuple(
        {name: value for name, value in values.items() if name in about}
        for values, about in (
            (settled.known, asked),
            (settled.implied, asked.union(COURT_PAPERS)),
            (settled.presumed, asked),
        )
    )


@examples(1500)
@given(book_and_requests(), chances)
def test_tables_settle_facts_as_they_are_settled_one_by_one(
    drawn: tuple[Book, list[Request]], chance: random.Random
) -> None:
    book, asked = drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asked_facts, "_SELDOM", 0)
        engine, plain = book.engine(), book.engine()
        for request in asked:
            for varied in [request, *vary(engine, request, chance)]:
                expected = settle_plainly(plain, varied)
                position = engine.stretch(varied).position
                if expected is None:
                    with pytest.raises(Contradiction):
                        engine.settle_asked(position, varied.facts)
                    continue
                settled = engine.settle_asked(position, varied.facts)
                assert asked_of(engine, varied, settled) == asked_of(plain, varied, expected)


@examples(1500)
@given(book_and_requests(), chances)
def test_decisions_by_tables_are_the_decisions_without(
    drawn: tuple[Book, list[Request]], chance: random.Random
) -> None:
    book, asked = drawn
    engine, plain = book.engine(), book.engine()
    for request in asked:
        for varied in [request, *vary(engine, request, chance)]:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(asked_facts, "_SELDOM", 0)
                by_tables = decide_each(engine, varied)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(asked_facts, "_SELDOM", NEVER)
                assert by_tables == decide_each(plain, varied)
