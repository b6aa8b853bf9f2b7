"""What is known of a request: given, implied, presumed, or not known."""

from __future__ import annotations

from typing import Any

import pytest

from safehavens.corpus.model import Fact, FactValue
from safehavens.decide.facts.known_facts import FactBook
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.logic.classes import classes_of
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import Compares
from safehavens.logic.parse import Reader

Given = dict[str, FactValue | None]

FACTS: dict[str, dict[str, Any]] = {
    "felony": {"type": "bool"},
    "violent": {"type": "bool", "implies": "felony"},
    "listed": {"type": "bool", "presume": False, "implies": "violent OR charge = 'grave'"},
    "charge": {"type": "enum", "values": ("none", "light", "grave")},
    "charged": {"type": "bool", "implies": "charge <> 'none'"},
    "emergency": {"type": "bool", "presume": False},
    "purpose": {"type": "enum", "values": ("civil", "criminal"), "presume": "civil"},
    "age": {"type": "number", "unit": "years", "presume": 40},
    "minor": {"type": "bool", "implies": "age < 18"},
    "just_of_age": {"type": "bool", "implies": "age = 18"},
    "alone": {"type": "bool", "presume": True},
    "with_family": {"type": "bool", "implies": "NOT alone"},
}


def book() -> FactBook:
    facts = {
        name: Fact(name=name, ask="?", file="vocabulary.yaml", **form)
        for name, form in FACTS.items()
    }
    reader = Reader(facts, {})
    implied = {n: reader.read(f.implies) for n, f in facts.items() if f.implies is not None}
    thresholds = [Compares("age", ">=", 21.0), *implied.values()]
    return FactBook(facts, Conditions({}, {}, {}, implied), classes_of(facts, thresholds))


@pytest.mark.parametrize(
    ("given", "follows"),
    [
        ({"violent": True}, {"felony": True}),
        ({"felony": False}, {"violent": False}),  # and the other way
        ({"felony": True}, {}),  # a felony need not be violent
        ({"violent": False}, {}),
        ({"charge": "none"}, {"charged": False}),
        ({"charged": True}, {}),  # of which kind is not said
        ({"felony": False, "charge": "none"}, {"violent": False, "listed": False,
                                              "charged": False}),
        ({"listed": True, "charge": "none"}, {"violent": True, "felony": True, "charged": False}),
        ({"listed": True, "violent": False}, {"charge": "grave"}),
        ({"age": 30}, {"minor": False, "just_of_age": False}),
        ({"just_of_age": True}, {"age": 18, "minor": False}),
        ({"minor": True}, {"just_of_age": False}),  # which age is not said
        ({"with_family": True}, {"alone": False}),
        ({"felony": None, "violent": True}, {"felony": True}),  # asked for or not
    ],
)  # fmt: skip
def test_what_is_given_settles_what_follows(given: Given, follows: Given) -> None:
    settled = book().settle(given, FACTS)
    assert settled.implied == follows


@pytest.mark.parametrize(
    ("given", "presumed"),
    [
        ({}, {"emergency": False, "purpose": "civil", "listed": False, "age": 40, "alone": True}),
        ({"emergency": True}, {"purpose": "civil", "listed": False, "age": 40, "alone": True}),
        # null is not known, whatever is presumed
        ({"emergency": None, "age": None}, {"purpose": "civil", "listed": False, "alone": True}),
        # what follows is no presumption
        ({"with_family": True}, {"emergency": False, "purpose": "civil", "listed": False,
                                 "age": 40}),
        ({"just_of_age": True}, {"emergency": False, "purpose": "civil", "listed": False,
                                 "alone": True}),
        # a presumption that cannot hold falls, though nothing else follows
        ({"minor": True}, {"emergency": False, "purpose": "civil", "listed": False,
                           "alone": True}),
    ],
)  # fmt: skip
def test_what_is_presumed(given: Given, presumed: Given) -> None:
    settled = book().settle(given, FACTS)
    assert settled.presumed == presumed
    assert settled.known.keys() == presumed.keys() | settled.implied.keys() | {
        name for name, value in given.items() if value is not None
    }


@pytest.mark.parametrize(
    "given",
    [
        {"violent": True, "felony": False},
        {"charged": True, "charge": "none"},
        {"listed": True, "felony": False, "charge": "light"},
        {"minor": True, "age": 18},
        {"minor": True, "just_of_age": True},
        {"with_family": True, "alone": True},
    ],
)
def test_facts_that_cannot_all_be_so(given: Given) -> None:
    with pytest.raises(Contradiction) as caught:
        book().settle(given, FACTS)
    assert all(name in str(caught.value) for name in given)
    assert str(caught.value).endswith(".")


def test_facts_that_nobody_asks_for_are_checked_all_the_same() -> None:
    with pytest.raises(Contradiction):
        book().settle({"violent": True, "felony": False}, ["emergency"])


def test_presumptions_that_clash_fall_together_and_no_others() -> None:
    facts = {
        name: Fact(name=name, type="bool", ask="?", presume=presume, implies=implies)
        for name, presume, implies in [
            ("a", True, None), ("b", True, None), ("link", None, "NOT a OR NOT b"),
            ("far", True, None),
        ]
    }  # fmt: skip
    implied = {"link": Reader(facts, {}).read("NOT a OR NOT b")}
    both = FactBook(facts, Conditions({}, {}, {}, implied), classes_of(facts, implied.values()))
    assert both.settle({}, facts).presumed == {"a": True, "b": True, "far": True}
    assert both.settle({"link": True}, facts).presumed == {"far": True}
    assert both.settle({"link": True, "a": True}, facts).known == {
        "link": True, "a": True, "b": False, "far": True,
    }  # fmt: skip
