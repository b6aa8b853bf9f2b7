"""The classes of a map: into which a value falls, how many people live there, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from safehavens.corpus.model import Basis
from safehavens.measure.atlas.standings import Kind, Measure, PlaceValue, Value
from safehavens.wording.answers import AnswerKind, answer_kind

ANSWERS: Final[tuple[AnswerKind, ...]] = (
    "prohibited", "conflict", "depends", "permitted", "not_required", "does_not_apply", "no_rule",
    "required",
)  # fmt: skip
"""Answers in the order of legends: from what limits to what compels."""

NOT_FOUND: Final = frozenset({"not_required", "does_not_apply", "no_rule", "zero", "no"})
"""Classes that only say that nothing was found: of a place that was not searched they are hatched.
"""

STEPS: Final = (0.2, 0.4)
"""Beyond which numbers, above 0 and below, the next class of an index begins."""

_ABOVE: Final = ("above-3", "above-2", "above-1")
_BELOW: Final = ("below-1", "below-2", "below-3")

COVERAGE: Final = ("whole", "nation_and_state", "nation", "some", "none")
"""How far the law of a day was searched: classes of the layer of coverage."""


def classes_of(measure: Measure) -> tuple[str, ...]:
    """The classes of a measure, in the order of its legend."""
    if measure.kind == "probe":
        return ANSWERS
    if measure.kind == "indicator":
        return ("yes", "no")
    return (*_ABOVE, "zero", *(_BELOW if measure.centered else ()))


def class_of(measure: Measure, value: Value, basis: Basis | None) -> str:
    """The class into which a value falls."""
    return _class_of_kind(measure.kind, value, basis)


@lru_cache(maxsize=4096)  # each county of a map asks, and few values are met
def _class_of_kind(kind: Kind, value: Value, basis: Basis | None) -> str:
    if isinstance(value, str):
        return answer_kind(value, basis)
    if kind == "indicator":
        return "yes" if value else "no"
    return class_of_number(value)


def class_of_number(value: float) -> str:
    """The class of an index's number, or of a difference of two."""
    if value == 0:
        return "zero"
    beyond = sum(abs(value) > step for step in STEPS)
    return _ABOVE[2 - beyond] if value > 0 else _BELOW[beyond]


def is_hatched(measure: Measure, row: PlaceValue) -> bool:
    """Whether a place is hatched: nothing was found, and its law of the day was not searched."""
    return not row.searched and class_of(measure, row.value, row.basis) in NOT_FOUND


def coverage_class(row: PlaceValue) -> str:
    """How far the law of the day was searched."""
    levels = set(row.levels.split())
    if row.searched:
        return "whole"
    if {"national", "state"} <= levels:
        return "nation_and_state"
    if levels == {"national"}:
        return "nation"
    return "some" if levels else "none"


@dataclass(frozen=True, slots=True)
class Share:
    """How many counties lie in a class, and which share of all people lives there.

    `hatched` and `hatched_people` are those of them that are hatched.
    """

    bucket: str
    counties: int
    people: int
    share: float
    hatched: int = 0
    hatched_people: int = 0


def count_shares(
    classes: Iterable[str], counties: Iterable[tuple[str, bool, int | None]]
) -> list[Share]:
    """The counties by class, every class included.

    Each county counts its own people, so those of New York City count once over its five counties.

    Parameters
    ----------
    classes : iterable of str
    counties : iterable of tuple
        Of each, its class, whether it is hatched, and its people.
    """
    number = {one: [0, 0, 0, 0] for one in classes}
    for bucket, hatched, people in counties:
        count = number.setdefault(bucket, [0, 0, 0, 0])
        count[0] += 1
        count[1] += people or 0
        if hatched:
            count[2] += 1
            count[3] += people or 0
    total = sum(count[1] for count in number.values()) or 1
    return [
        Share(bucket, count[0], count[1], count[1] / total, count[2], count[3])
        for bucket, count in number.items()
    ]


def shares(measure: Measure, counties: Iterable[PlaceValue]) -> list[Share]:
    """The counties by the classes of a measure."""
    told = (
        (class_of(measure, one.value, one.basis), is_hatched(measure, one), one.population)
        for one in counties
    )
    return count_shares(classes_of(measure), told)


def coverage_shares(counties: Iterable[PlaceValue]) -> list[Share]:
    """The counties by how far their law of the day was searched."""
    return count_shares(
        COVERAGE, ((coverage_class(one), False, one.population) for one in counties)
    )


# ---- two days -----------------------------------------------------------------------------------


def change_class(measure: Measure, before: PlaceValue, after: PlaceValue) -> str:
    """What changed in a place between two days.

    `same`; of an index the class of the difference; else the class on the second day.
    """
    if measure.kind == "index":
        assert not isinstance(before.value, str)
        assert not isinstance(after.value, str)
        one = class_of_number(round(after.value - before.value, 3))
        return "same" if one == "zero" else one
    was = class_of(measure, before.value, before.basis)
    now = class_of(measure, after.value, after.basis)
    return "same" if was == now else now


def change_shares(
    measure: Measure, before: Sequence[PlaceValue], after: Sequence[PlaceValue]
) -> list[Share]:
    """The counties by what changed between two days; the rows in the same order."""
    order = ("above-3", "above-2", "above-1", *_BELOW) if measure.kind == "index" else ()
    classes = order or classes_of(measure)
    told = (
        (change_class(measure, one, other), False, one.population)
        for one, other in zip(before, after, strict=True)
    )
    return count_shares((*classes, "same"), told)
