"""What values facts may still have, walked and searched, against trying all of them."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from safehavens.logic.expression import Expression, facts_of, truth
from safehavens.logic.possible import PossibleValues
from safehavens.logic.residual import residual
from tests.strategies import FACTS, Book, chances, expressions, make_expression
from tests.warehouse.test_properties import examples

CLASSES = Book(tuple(FACTS), ()).engine().classes


def try_all(conditions: list[Expression], known: dict[str, int]) -> dict[str, int] | None:
    """The classes that are possible, by trying every choice of them."""
    names = sorted({name for condition in conditions for name in facts_of(condition)})
    possible = dict.fromkeys(names, 0)
    choices = [
        [i for i in range(len(CLASSES[name].samples)) if known.get(name, -1) >> i & 1]
        for name in names
    ]
    for chosen in product(*choices):
        values = {name: CLASSES[name].samples[i] for name, i in zip(names, chosen, strict=True)}
        if all(truth(condition, values) for condition in conditions):
            for name, i in zip(names, chosen, strict=True):
                possible[name] |= 1 << i
    if not names:
        return possible if all(truth(condition, {}) for condition in conditions) else None
    return possible if any(possible.values()) else None


@examples(300)
@given(st.lists(expressions(), min_size=1, max_size=4), chances, st.booleans())
def test_what_is_possible(conditions: list[Expression], chance: Random, searched: bool) -> None:
    constraints = [residual(condition, CLASSES) for condition in conditions]
    values = PossibleValues(constraints, CLASSES, most_nodes=0 if searched else 20_000)
    names = sorted({name for condition in conditions for name in facts_of(condition)})
    for _ in range(6):
        known = {
            name: 1 << chance.randrange(len(CLASSES[name].samples))
            for name in names
            if chance.random() < 0.4
        }
        found, expected = values.find(known), try_all(conditions, known)
        assert (found is None) == (expected is None)
        assert values.allow(known) == (found is not None)
        if found is None or expected is None:
            continue
        for name in found:
            if name not in known:
                assert found[name] == expected.get(name, CLASSES[name].all), (name, known)


def test_threads_that_ask_beside_each_other_are_told_the_same() -> None:
    """What must hold beside the constraints is joined with them when it is first asked of."""
    chance = Random(1)
    names = sorted(FACTS)
    conditions = [make_expression(chance, names, 3) for _ in range(60)]
    beside = [residual(condition, CLASSES) for condition in conditions]
    constraints = [residual(make_expression(chance, names, 3), CLASSES)]

    def ask_all(values: PossibleValues) -> list[bool]:
        return [values.allow({}, (one, other)) for one in beside for other in beside[:20]]

    alone = ask_all(PossibleValues(constraints, CLASSES, beside=beside))
    shared = PossibleValues(constraints, CLASSES, beside=beside)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(ask_all, [shared] * 8))
    finally:
        sys.setswitchinterval(before)
    assert found == [alone] * 8
