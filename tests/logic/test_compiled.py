"""Compiled conditions have the truth of the conditions they are compiled from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from safehavens.corpus.model import FactValue
from safehavens.logic.compiled import compile_truths
from safehavens.logic.expression import Constant, Expression, truth
from tests.logic.test_expression import NAMES, facts, fixed, some_facts
from tests.strategies import chances, expressions


@fixed
@given(st.lists(expressions(depth=4), max_size=4), facts)
def test_some_facts_unknown(
    conditions: list[Expression], known: dict[str, FactValue | None]
) -> None:
    truths = compile_truths(conditions, NAMES)
    expected = tuple(truth(condition, known) for condition in conditions)
    assert repr(truths(*(known.get(name) for name in NAMES))) == repr(expected)


@fixed
@given(st.lists(expressions(depth=4), max_size=4), chances)
def test_every_fact_known(conditions: list[Expression], chance: object) -> None:
    known = some_facts(chance, unknown=0)
    expected = tuple(truth(condition, known) for condition in conditions)
    for all_known in (False, True):
        truths = compile_truths(conditions, NAMES, known=all_known)
        assert repr(truths(*(known[name] for name in NAMES))) == repr(expected)


def test_nothing_to_ask() -> None:
    for known in (False, True):
        assert compile_truths([Constant(True), Constant(False)], [], known)() == (True, False)
