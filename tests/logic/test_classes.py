"""Classes of values: no condition may tell two values of one class apart."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safehavens.corpus.model import Fact, FactValue
from safehavens.logic.classes import Classes, classes_of
from safehavens.logic.expression import Compares, Comparison, holds
from tests.logic.test_expression import fixed

RELATIONS: tuple[Comparison, ...] = ("=", "<", "<=", ">", ">=")


def number(*thresholds: float, unit: str | None = None) -> Classes:
    fact = Fact(name="n", type="number", ask="?", unit=unit)
    return classes_of({"n": fact}, [Compares("n", "=", float(x)) for x in thresholds])["n"]


@fixed
@given(
    st.lists(st.integers(-3, 20), max_size=4),
    st.sampled_from([None, "years"]),
    st.floats(-5, 30).filter(lambda x: x == x),
)
def test_a_value_and_its_sample_answer_alike(
    thresholds: list[int], unit: str | None, value: float
) -> None:
    if unit == "years":
        value = abs(value)
    classes = number(*thresholds, unit=unit)
    mask = classes.of(value)
    (sample,) = classes.values(mask)
    for threshold in thresholds:
        for relation in RELATIONS:
            atom = Compares("n", relation, float(threshold))
            assert holds(atom, sample) == holds(atom, value) == bool(classes.where(atom) & mask)


@fixed
@given(st.lists(st.integers(-3, 20), max_size=4), st.sampled_from([None, "years"]))
def test_samples_are_of_their_own_class(thresholds: list[int], unit: str | None) -> None:
    classes = number(*thresholds, unit=unit)
    assert [classes.of(sample) for sample in classes.samples] == [
        1 << i for i in range(len(classes.samples))
    ]
    assert classes.values(classes.all) == classes.samples
    assert list(classes.labels()) == list(classes.samples)
    assert len(set(classes.labels().values())) == len(classes.samples)
    if unit == "years":
        assert min(classes.samples) >= 0


@pytest.mark.parametrize(
    ("thresholds", "unit", "labels"),
    [
        ((), None, ["any number"]),
        ((18,), None, ["less than 18", "18", "more than 18"]),
        ((18,), "years", ["less than 18", "18", "more than 18"]),
        ((0,), "years", ["0", "more than 0"]),
        (
            (5, 18),
            "years",
            ["less than 5", "5", "more than 5 and less than 18", "18", "more than 18"],
        ),
        ((0, 5), "years", ["0", "more than 0 and less than 5", "5", "more than 5"]),
        ((0,), None, ["less than 0", "0", "more than 0"]),
        ((-2,), "years", ["any number"]),
    ],
)
def test_words_for_classes(
    thresholds: tuple[float, ...], unit: str | None, labels: list[str]
) -> None:
    assert list(number(*thresholds, unit=unit).labels().values()) == labels


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ("aaaaa", {"any number": "a"}),
        ("abbbb", {"less than 5": "a", "5 or more": "b"}),
        ("aabbb", {"5 or less": "a", "more than 5": "b"}),
        ("abaaa", {"less than 5": "a", "5": "b", "more than 5": "a"}),
        ("aabba", {"5 or less": "a", "more than 5 and 18 or less": "b", "more than 18": "a"}),
        ("abbba", {"less than 5": "a", "5 or more and 18 or less": "b", "more than 18": "a"}),
        ("-aa--", {"5 or more and less than 18": "a"}),  # the others are not possible
    ],
)
def test_neighbors_with_one_outcome_are_one_range(outcomes: str, words: dict[str, str]) -> None:
    classes = number(5, 18, unit="years")
    possible = {v: o for v, o in zip(classes.samples, outcomes, strict=True) if o != "-"}
    assert classes.described(possible) == words


@pytest.mark.parametrize(
    ("classes", "value"),
    [
        (number(18, unit="years"), 18.0),
        (number(18, unit="years"), None),  # a gap has many values
        (Classes("b", (False, True)), True),
        (Classes("e", ("x", "y", "z")), "y"),
    ],
)
def test_the_one_value_left(classes: Classes, value: FactValue | None) -> None:
    left = classes.of(99.0 if value is None else value)
    assert classes.only(left) == value
    assert classes.only(classes.all) is None
    assert classes.only(0) is None


def test_bools_and_enums_are_their_values() -> None:
    found = classes_of(
        {
            "b": Fact(name="b", type="bool", ask="?"),
            "e": Fact(name="e", type="enum", ask="?", values=("x", "y")),
        },
        [],
    )
    assert found["b"].samples == (False, True)
    assert found["e"].samples == ("x", "y")
    chosen = Random(1).choice(found["e"].samples)
    assert found["e"].values(found["e"].of(chosen)) == (chosen,)
