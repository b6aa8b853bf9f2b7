"""Our days of law beside those that others published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.design.treatment import Treatment, Treatments
from safehavens.evaluate.outcomes.periods import number_of
from safehavens.evidence.codings import CodedDay, find_coded_days


@dataclass(frozen=True, slots=True)
class DateBeside:
    """The day of a place's law here and in a published coding.

    Attributes
    ----------
    place, name : str
    here : str
        The day on which it surely met the condition, or that it never did.
    coding : str
        The id of the coding.
    there, says : str
        Its day, and its source, in words.
    differs : bool
        Whether the two lie more than one period apart.
    """

    place: str
    name: str
    here: str
    coding: str
    there: str
    says: str
    differs: bool


def compare_dates(
    facts: Collection[str], design: Design, treatments: Treatments
) -> tuple[DateBeside, ...]:
    """Every day within the window that a coding of the same law gives for a place of the design.

    Parameters
    ----------
    facts : collection of str
        The probes, indices and indicators of the condition.
    design : Design
    treatments : Treatments
    """
    first, last = design.days
    names = {one.place: one.name for one in design.roles}
    found = []
    for coding, row in find_coded_days(facts):
        treatment = treatments.places.get(row.place)
        if treatment is None or row.place not in names or row.claim == "ends":
            continue
        if row.last < first or row.first > last:
            continue
        found.append(
            DateBeside(
                row.place,
                names[row.place],
                _tell_own(treatment),
                coding.id,
                _tell(row),
                row.says,
                _differs(row, treatment, design),
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.differs, one.name)))


def _differs(row: CodedDay, treatment: Treatment, design: Design) -> bool:
    def period(day: date) -> int:
        return number_of(day, design.frequency)

    first, last = period(row.first), period(row.last)
    if treatment.already:  # before the window: as if on its first day
        mine: int | None = design.periods[0]
    else:
        mine = None if treatment.adopted is None else period(treatment.adopted)
    if row.claim == "not":
        return mine is not None and mine < first - 1
    if mine is None:
        return True
    if row.claim == "holds":
        return mine > first + 1
    return mine < first - 1 or mine > last + 1


def _tell_own(treatment: Treatment) -> str:
    if treatment.already:
        return "before the window"
    return "never" if treatment.adopted is None else str(treatment.adopted)


def _tell(row: CodedDay) -> str:
    if row.claim == "holds":
        return f"by {row.first}"
    if row.claim == "not":
        return f"not on {row.first}"
    if row.first == row.last:
        return str(row.first)
    if (row.first.month, row.first.day, row.last.month, row.last.day) == (1, 1, 12, 31):
        years = sorted({row.first.year, row.last.year})
        return " to ".join(map(str, years))
    return f"{row.first} to {row.last}"
