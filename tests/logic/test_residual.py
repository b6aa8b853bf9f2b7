"""What is left of conditions: residuals and decision diagrams against plain enumeration."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from safehavens.corpus.model import Fact, FactValue
from safehavens.logic.classes import Classes, classes_of
from safehavens.logic.diagram import FALSE, TRUE, Diagrams
from safehavens.logic.expression import Expression, facts_of, truth
from safehavens.logic.residual import groups, masks, residual, restrict, satisfiable
from tests.logic.test_expression import fixed
from tests.strategies import FACTS, chances, make_expression

NAMES = ("calm", "felony", "kind", "age", "distance")
DECLARED = {
    name: Fact(
        name=name,
        type=FACTS[name]["type"],
        ask="?",
        values=tuple(FACTS[name].get("values", ())),
        unit=FACTS[name].get("unit"),
    )
    for name in NAMES
}


@st.composite
def some_conditions(draw: st.DrawFn) -> list[Expression]:
    chance = draw(chances)
    return [make_expression(chance, NAMES, 4) for _ in range(draw(st.integers(1, 3)))]


def completions(
    conditions: list[Expression], classes: dict[str, Classes]
) -> Iterator[dict[str, FactValue]]:
    asked = sorted({name for condition in conditions for name in facts_of(condition)})
    for values in itertools.product(*(classes[name].samples for name in asked)):
        yield dict(zip(asked, values, strict=True))


@fixed
@given(some_conditions())
def test_residuals_follow_the_truth(conditions: list[Expression]) -> None:
    classes = classes_of(DECLARED, conditions)
    for condition in conditions:
        for negated in (False, True):
            start = residual(condition, classes, negated)
            for known in completions([condition], classes):
                left = start
                for name, value in known.items():
                    left = restrict(left, name, classes[name].of(value))
                assert left is (truth(condition, known) is not negated)


@fixed
@given(some_conditions())
def test_satisfiable(conditions: list[Expression]) -> None:
    classes = classes_of(DECLARED, conditions)
    domains = {name: known.all for name, known in classes.items()}
    nodes = [residual(condition, classes) for condition in conditions]
    expected = any(
        all(truth(condition, known) for condition in conditions)
        for known in completions(conditions, classes)
    )
    assert satisfiable(nodes, domains) is expected


@fixed
@given(some_conditions())
def test_groups_split_the_domain(conditions: list[Expression]) -> None:
    classes = classes_of(DECLARED, conditions)
    nodes = [residual(condition, classes) for condition in conditions]
    for name in NAMES:
        found = groups(nodes, name, classes[name].all)
        assert sum(found) == classes[name].all  # nothing twice, nothing left out
        for node in nodes:
            for fact, mask in masks(node):
                if fact == name:
                    assert all(part & mask in (0, part) for part in found)


def made(conditions: list[Expression]) -> tuple[Diagrams, list[int], dict[str, Classes]]:
    classes = classes_of(DECLARED, conditions)
    nodes = [residual(condition, classes) for condition in conditions]
    diagrams = Diagrams(nodes, classes)
    return diagrams, [diagrams.read(node) for node in nodes], classes


@fixed
@given(some_conditions(), chances)
def test_diagrams_follow_the_truth(conditions: list[Expression], chance: Random) -> None:
    diagrams, read, classes = made(conditions)
    for known in completions(conditions, classes):
        chosen = {
            level: diagrams.group_of(level, classes[name].of(known[name]))
            for level, name in enumerate(diagrams.order)
        }
        first = {level: chosen[level] for level in chosen if chance.random() < 0.5}
        after = diagrams.fix(diagrams.fix(read, first), chosen)
        assert after == tuple(TRUE if truth(c, known) else FALSE for c in conditions)


@fixed
@given(some_conditions())
def test_each_group_of_a_fact_leaves_what_fixing_it_leaves(conditions: list[Expression]) -> None:
    diagrams, read, _ = made(conditions)
    for level, groups_here in enumerate(diagrams.groups):
        about = [node for node in read if diagrams.asked[node] >> level & 1]
        if about:
            split = [*diagrams.split_by(about, level)]
            assert split == [
                diagrams.fix(about, {level: group}) for group in range(len(groups_here))
            ]


@fixed
@given(some_conditions())
def test_what_means_the_same_is_one_diagram(conditions: list[Expression]) -> None:
    _, read, classes = made(conditions)
    every = list(completions(conditions, classes))
    tables = [tuple(truth(condition, known) for known in every) for condition in conditions]
    for (a, table_a), (b, table_b) in itertools.combinations(zip(read, tables, strict=True), 2):
        assert (a == b) == (table_a == table_b)
    for node, table in zip(read, tables, strict=True):
        assert (node == TRUE) == all(table)
        assert (node == FALSE) == (not any(table))


@fixed
@given(some_conditions())
def test_taking_a_fact_out_leaves_what_some_value_meets(conditions: list[Expression]) -> None:
    diagrams, read, classes = made(conditions)
    whole = diagrams.join(read, TRUE)
    for level, name in enumerate(diagrams.order):
        left = diagrams.without(whole, level)
        assert level not in diagrams.asks((left,))
        for known in completions(conditions, classes):
            chosen = {
                i: diagrams.group_of(i, classes[fact].of(known[fact]))
                for i, fact in enumerate(diagrams.order)
            }
            some = any(
                all(truth(condition, {**known, name: value}) for condition in conditions)
                for value in classes[name].samples
            )
            assert diagrams.fix((left,), chosen) == (TRUE if some else FALSE,)


@fixed
@given(some_conditions())
def test_a_copy_leaves_no_trace(conditions: list[Expression]) -> None:
    diagrams, read, _ = made(conditions)
    size = len(diagrams.level)
    copy = diagrams.copy()
    copy.join(read, TRUE)
    copy.join(read, FALSE)
    copy.fix(read, dict.fromkeys(range(0, len(copy.order), 2), 0))
    assert len(diagrams.level) == len(diagrams.branches) == size
    assert copy.branches[:size] == diagrams.branches
