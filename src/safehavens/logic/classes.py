"""The values of a fact, sorted into classes that no condition of the corpus tells apart.

A number has endlessly many values, but conditions only compare it with a few thresholds. So a
fact that is not known needs one try for each class, not for each value; a set of classes is an
int used as a bit mask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from safehavens.corpus.model import Fact, FactValue
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import Atom, Compares, Expression, atoms, holds
from safehavens.values.quick_dataclass import dataclass

_Outcome = TypeVar("_Outcome")


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers from one to another; None: without bound. Whether a bound itself belongs to it is
    said beside it."""

    low: float | None
    with_low: bool
    high: float | None
    with_high: bool


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of one fact: class i is bit i, and `samples[i]` is a value in it.

    Every value of a bool or enum fact is a class. For a number the classes are the thresholds
    and the gaps between them, in order.
    """

    fact: str
    samples: tuple[FactValue, ...]
    thresholds: tuple[float, ...] | None = None
    skipped: int = 0
    """Leading gaps left out because no value lies there (years are not negative)."""

    @property
    def all(self) -> int:
        """Every class."""
        return (1 << len(self.samples)) - 1

    def of(self, value: FactValue) -> int:
        """The class of a value, as a mask with one bit."""
        if self.thresholds is None:
            return 1 << self.samples.index(value)
        position = 0
        for threshold in self.thresholds:
            if value < threshold:  # type: ignore[operator]  # only numbers have thresholds
                break
            position += 1
            if value == threshold:
                break
            position += 1
        return 1 << (position - self.skipped)

    def labels(self) -> dict[FactValue, str]:
        """A word for each class, by its sample: the value itself, or the gap between thresholds."""
        if self.thresholds is None:
            return {value: _name_value(value) for value in self.samples}
        return {value: self._range(i, i) for i, value in enumerate(self.samples)}

    def described(self, outcomes: Mapping[FactValue, _Outcome]) -> dict[str, _Outcome]:
        """Outcomes by words for the classes; neighboring ranges with one outcome become one.

        Parameters
        ----------
        outcomes : mapping
            An outcome for some of the samples.
        """
        if self.thresholds is None:
            return {_name_value(value): outcome for value, outcome in outcomes.items()}
        outcomes_by_range: dict[str, _Outcome] = {}
        known = [(i, outcomes[value]) for i, value in enumerate(self.samples) if value in outcomes]
        while known:
            first, outcome = known[0]
            last = first
            while known and known[0] == (last, outcome):
                known.pop(0)
                last += 1
            outcomes_by_range[self._range(first, last - 1)] = outcome
        return outcomes_by_range

    def _range(self, first: int, last: int) -> str:
        """The numbers from one class to another, in words."""
        assert self.thresholds is not None
        low, high = first + self.skipped, last + self.skipped  # even: a gap; odd: a threshold
        top = 2 * len(self.thresholds)
        below = f"{self.thresholds[high // 2]:g}" if high < top else ""
        above = f"{self.thresholds[(low - 1) // 2]:g}" if low > 0 else ""
        if first == 0 and high == top:
            return "any number"
        if low == high and low % 2:
            return above
        under = f"{below} or less" if high % 2 else f"less than {below}"
        over = f"{above} or more" if low % 2 else f"more than {above}"
        if first == 0:
            return under
        return over if high == top else f"{over} and {under}"

    def spans(self, mask: int) -> tuple[Span, ...]:
        """The numbers in the mask's classes, neighbors together. Of other facts: nothing."""
        if self.thresholds is None:
            return ()
        spans: list[Span] = []
        chosen = [i for i in range(len(self.samples)) if mask >> i & 1]
        while chosen:
            first = last = chosen.pop(0)
            while chosen and chosen[0] == last + 1:
                last = chosen.pop(0)
            spans.append(self._span(first, last))
        return tuple(spans)

    def _span(self, first: int, last: int) -> Span:
        assert self.thresholds is not None
        low, high = first + self.skipped, last + self.skipped  # even: a gap; odd: a threshold
        top = 2 * len(self.thresholds)
        below = self.thresholds[high // 2] if high < top else None
        above = self.thresholds[(low - 1) // 2] if first > 0 else None
        return Span(above, low % 2 == 1, below, high % 2 == 1)

    def where(self, atom: Atom) -> int:
        """The classes in which an atom on this fact holds."""
        return sum(1 << i for i, value in enumerate(self.samples) if holds(atom, value))

    def values(self, mask: int) -> tuple[FactValue, ...]:
        """A sample of each class in the mask, in order."""
        return tuple([v for i, v in enumerate(self.samples) if mask >> i & 1])

    def only(self, mask: int) -> FactValue | None:
        """The one value that the mask leaves; None where it leaves more (a gap has many)."""
        if mask.bit_count() != 1:
            return None
        (value,) = self.values(mask)
        return value if self.thresholds is None or value in self.thresholds else None


def _name_value(value: FactValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


THRESHOLDS: Final = "thresholds"
"""The name of this part among those that come ready made (`Conditions.ready`)."""


def sort_values(facts: Mapping[str, Fact], conditions: Conditions) -> dict[str, Classes]:
    """The classes of every declared fact under the conditions of a lawbook."""
    thresholds = conditions.ready.get(THRESHOLDS)
    if not isinstance(thresholds, dict):
        thresholds = find_thresholds(list_conditions(conditions))
    return {name: _classes(fact, thresholds.get(name, ())) for name, fact in facts.items()}


def list_conditions(conditions: Conditions) -> list[Expression]:
    """Every condition that may be asked about a fact."""
    return [
        *conditions.applies.values(),
        *conditions.implied.values(),
        *conditions.presumed_unless.values(),
    ]


def classes_of(facts: Mapping[str, Fact], conditions: Iterable[Expression]) -> dict[str, Classes]:
    """The classes of every declared fact, from all conditions that may be asked about it."""
    thresholds = find_thresholds(conditions)
    return {name: _classes(fact, thresholds.get(name, ())) for name, fact in facts.items()}


def find_thresholds(conditions: Iterable[Expression]) -> dict[str, frozenset[float]]:
    """The numbers that each fact is compared with; a fact that is compared with none is not here.

    Parameters
    ----------
    conditions : iterable of Expression
        All that may be asked about the facts.
    """
    thresholds: dict[str, set[float]] = {}
    for condition in conditions:
        for atom in atoms(condition):
            if isinstance(atom, Compares):
                thresholds.setdefault(atom.fact, set()).add(atom.number)
    return {name: frozenset(numbers) for name, numbers in thresholds.items()}


def _classes(fact: Fact, compared_with: Iterable[float]) -> Classes:
    if fact.type == "bool":
        return Classes(fact.name, (False, True))
    if fact.type == "enum":
        return Classes(fact.name, fact.values)
    years = fact.unit == "years"
    # Years are not negative, so no threshold below 0 tells two values apart.
    thresholds = tuple(sorted(x for x in compared_with if x >= 0 or not years))
    if not thresholds:
        return Classes(fact.name, (0.0,), ())
    samples: list[float] = [thresholds[0] - 1]
    for here, after in zip(thresholds, (*thresholds[1:], thresholds[-1] + 2), strict=True):
        samples += [here, (here + after) / 2]
    skipped = 0
    if years and thresholds[0] > 0:
        samples[0] = max(samples[0], 0.0)
    elif years:
        skipped = 1
    return Classes(fact.name, tuple(samples[skipped:]), thresholds, skipped)
