"""The solver's formulas mean what conditions and positions mean to the one-case engine."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safehavens.compare.evaluator import Evaluator
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.logic.expression import facts_of, truth
from safehavens.logic.solver import NoSolver, Terms, z3
from tests.compare.drawn import complete_requests, decide_fully, examples, list_doubts, positions
from tests.strategies import (
    FACTS,
    Book,
    Request,
    books,
    expressions,
    listed_books,
    requests,
    tied_books,
)

pytest.importorskip("z3")


@examples(150)
@given(
    expressions(tuple(n for n in FACTS if n != "agency_level")), st.randoms(use_true_random=False)
)
def test_a_formula_is_true_where_the_condition_is(condition: object, chance: Random) -> None:
    engine = Book(tuple(FACTS), ()).engine()
    terms = Terms(engine.lawbook.facts, {})
    formula = terms.formula(condition)  # type: ignore[arg-type]
    names = facts_of(condition)  # type: ignore[arg-type]
    for _ in range(4):
        facts = {name: chance.choice(engine.classes[name].samples) for name in names}
        solver = terms.solver()
        for name, value in facts.items():
            solver.add(terms.is_value(name, value))
        expected = truth(condition, facts)  # type: ignore[arg-type]
        assert solver.possible(formula) is expected
        assert solver.possible(terms.negated(formula)) is not expected


def compare_with_solver(book: Book, asked: Sequence[Request]) -> int:
    """Hold the solver's formulas to the engine; say how many requests were compared."""
    engine = book.engine()
    evaluator = Evaluator(engine)
    compared = 0
    for request in asked:
        position = engine.stretch(request).position
        try:
            expected = engine.judge(position, request.facts)
        except Contradiction:
            continue
        assert evaluator.verdict(position, request.facts) == expected
        settled = engine.settle(position, request.facts)
        truths = position.truths(settled.known)
        if None in truths:
            possible = engine.open_verdicts(position, truths, settled)
            assert evaluator.possible(position, settled.known, settled.leanings) == possible
        compared += 1
    return compared


@examples(120)
@given(st.one_of(books(), listed_books(), tied_books()), st.data())
def test_the_evaluator_gives_the_engines_verdict_and_depends(
    book: Book, data: st.DataObject
) -> None:
    """Facts left out, given as not known, implied and presumed alike."""
    compare_with_solver(book, [data.draw(requests(book.facts)) for _ in range(4)])


@examples(40)
@given(st.one_of(*(drawn(most_norms=5) for drawn in (books, listed_books, tied_books))))
def test_every_model_is_a_request_that_the_engine_answers_so(book: Book) -> None:
    engine = book.engine()
    evaluator = Evaluator(engine)
    for position in positions(engine):
        verdicts = evaluator.judged(position).verdicts
        solver = evaluator.terms.solver()
        fixed = position.circumstances.fixed
        solver.add(evaluator.terms.axioms({*position.facts, *(name for name, _ in fixed)}))
        for name, value in fixed:
            solver.add(evaluator.terms.is_value(name, value))
        for verdict, formula in verdicts.items():
            model = solver.model(formula)
            if model is not None:
                facts = {n: evaluator.terms.value(model, n) for n in position.facts}
                doubts = {n: evaluator.terms.value(model, n) for n in position.hidden}
                assert decide_fully(engine, position, facts, doubts).verdict == verdict


@examples(25)
@given(st.one_of(books(most_norms=4, most_facts=4), listed_books(most_norms=4, most_facts=4)))
def test_small_corpora_exhaustively(book: Book) -> None:
    """For every complete request the one verdict that is possible is the engine's."""
    engine = book.engine()
    evaluator = Evaluator(engine)
    for position in positions(engine):
        for facts in itertools.islice(complete_requests(engine, [position]), 60):
            ways = list_doubts([position])
            expected = {decide_fully(engine, position, facts, way).verdict for way in ways}
            assert evaluator.possible(position, facts) == expected


def test_without_z3_there_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(NoSolver, match="pip install"):
        z3()
