"""What diagrams come to once some facts are taken out of them, against trying every value."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from safehavens.corpus.model import FactValue
from safehavens.logic.diagram import TRUE, Diagrams
from safehavens.logic.expression import Expression, facts_of, truth
from safehavens.logic.residual import residual
from tests.logic.test_possible import CLASSES
from tests.strategies import expressions
from tests.warehouse.test_properties import examples

Values = dict[str, FactValue]


def choices(names: list[str]) -> list[Values]:
    """Every choice of one value of each sort for these facts."""
    samples = [CLASSES[name].samples for name in names]
    return [dict(zip(names, chosen, strict=True)) for chosen in product(*samples)]


def holds(diagrams: Diagrams, node: int, values: Values) -> bool:
    chosen = {
        level: diagrams.group_of(level, CLASSES[fact].of(values[fact]))
        for level, fact in enumerate(diagrams.order)
        if fact in values
    }
    return diagrams.fix([node], chosen) == (TRUE,)


@examples(150)
@given(st.lists(expressions(), min_size=1, max_size=3), st.sets(st.integers(0, 5)))
def test_facts_are_taken_out(conditions: list[Expression], gone: set[int]) -> None:
    nodes = [residual(condition, CLASSES) for condition in conditions]
    diagrams = Diagrams(nodes, CLASSES)
    names = sorted({fact for condition in conditions for fact in facts_of(condition)})
    out = [fact for place, fact in enumerate(names) if place in gone]
    left = [fact for fact in names if fact not in out]
    if len(names) > 5:
        return  # too many choices to try
    levels = sum(1 << diagrams.levels[fact] for fact in out if fact in diagrams.levels)
    some = diagrams.join(diagrams.demand_of(nodes, left), TRUE)
    every = diagrams.whatever(diagrams.join(map(diagrams.read, nodes), TRUE), levels)
    assert every == diagrams.negated(
        diagrams.without_all(
            diagrams.negated(diagrams.join(map(diagrams.read, nodes), TRUE)), levels
        )
    )
    for values in choices(left):
        met = [
            all(truth(condition, {**values, **others}) for condition in conditions)
            for others in choices(out)
        ]
        assert holds(diagrams, some, values) == any(met)
        assert holds(diagrams, every, values) == all(met)


@examples(100)
@given(expressions())
def test_what_does_not_hold_does_not_hold_twice(condition: Expression) -> None:
    node = residual(condition, CLASSES)
    diagrams = Diagrams([node], CLASSES)
    read = diagrams.read(node)
    opposite = diagrams.negated(read)
    assert diagrams.negated(opposite) == read
    assert diagrams.read(residual(condition, CLASSES, negated=True)) == opposite
    twin, (alone,) = diagrams.extract([read])
    assert twin.negated(twin.negated(alone)) == alone
