"""Three-valued truth, and the operations that must not change it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safehavens.corpus.model import FactValue
from safehavens.logic.expression import (
    FALSE,
    TRUE,
    And,
    Constant,
    Expression,
    Holds,
    Not,
    Or,
    Truth,
    atoms,
    conjunction,
    disjunction,
    facts_of,
    negation,
    substitute,
    truth,
)
from tests import reference
from tests.strategies import FACTS, chances, expressions, values_of

A, B = Holds("a"), Holds("b")
NAMES = tuple(FACTS)


def some_facts(chance: object, unknown: float = 0.4) -> dict[str, FactValue | None]:
    """A value, or None, or nothing at all, for every fact."""
    found: dict[str, FactValue | None] = {}
    for name in NAMES:
        if chance.random() > unknown:  # type: ignore[attr-defined]
            found[name] = chance.choice(values_of(name))  # type: ignore[attr-defined]
        elif chance.random() < 0.5:  # type: ignore[attr-defined]
            found[name] = None
    return found


facts = chances.map(some_facts)
fixed = settings(derandomize=True, database=None, deadline=None, max_examples=400)


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_kleenes_tables(a: Truth, b: Truth, both: Truth, either: Truth) -> None:
    for x, y in ((a, b), (b, a)):
        known = {"a": x, "b": y}
        assert truth(And((A, B)), known) is both
        assert truth(Or((A, B)), known) is either
    assert truth(Not(A), {"a": a}) is (None if a is None else not a)


def test_a_fact_left_out_is_not_known() -> None:
    assert truth(A, {}) is None
    assert truth(Or((A, Not(A))), {}) is None  # as in SQL, though it is true either way


@fixed
@given(expressions(depth=4), facts)
def test_truth_is_the_references(expression: Expression, known: dict[str, FactValue]) -> None:
    assert truth(expression, known) is reference.truth(expression, known)


@fixed
@given(expressions(depth=4), facts, chances)
def test_what_is_known_stays_so(
    expression: Expression, known: dict[str, FactValue], chance: object
) -> None:
    """A truth that is settled by some facts is the same however the others turn out."""
    before = truth(expression, known)
    more = {**some_facts(chance, unknown=0), **{k: v for k, v in known.items() if v is not None}}
    if before is not None:
        assert truth(expression, more) is before
    assert truth(expression, more) is not None


@fixed
@given(st.lists(expressions(depth=2), min_size=1, max_size=4), facts)
def test_folding_keeps_the_truth(parts: list[Expression], known: dict[str, FactValue]) -> None:
    assert truth(conjunction(*parts), known) is truth(And(tuple(parts)), known)
    assert truth(disjunction(*parts), known) is truth(Or(tuple(parts)), known)
    assert truth(negation(parts[0]), known) is truth(Not(parts[0]), known)


def test_folding() -> None:
    assert conjunction() == TRUE
    assert disjunction() == FALSE
    assert conjunction(A, TRUE) == A
    assert conjunction(A, FALSE) == FALSE
    assert disjunction(A, TRUE) == TRUE
    assert disjunction(FALSE, A) == A
    assert conjunction(A, And((B, A))) == And((A, B, A))
    assert disjunction(Or((A, B)), B) == Or((A, B, B))
    assert negation(Not(A)) == A
    assert negation(TRUE) == FALSE


@fixed
@given(expressions(depth=4), facts, st.sampled_from(NAMES), chances)
def test_substitution_is_knowing(
    expression: Expression, known: dict[str, FactValue], name: str, chance: object
) -> None:
    value = chance.choice(values_of(name))  # type: ignore[attr-defined]
    left = substitute(expression, name, value)
    assert truth(left, known) is truth(expression, {**known, name: value})
    assert name not in facts_of(left)


@fixed
@given(expressions(depth=4))
def test_the_facts_of_an_expression_are_those_of_its_atoms(expression: Expression) -> None:
    assert set(facts_of(expression)) == reference.names_in(expression)
    assert len(facts_of(expression)) == len({atom.fact for atom in atoms(expression)})
    assert facts_of(Constant(True)) == ()
