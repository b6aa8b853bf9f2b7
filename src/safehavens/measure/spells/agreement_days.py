"""Agreements in force: what registers say of a government's agencies over time, by model.

The rule is in docs/panel.md: agreements in force. What a register does not cover is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from safehavens.corpus.agencies.registers import Entry, Register, RegisterValue
from safehavens.corpus.model import Lawbook
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.spells.told_cells import NOTHING
from safehavens.measure.window import Days, Window, day_number

FACT: Final = "agreement"
"""The fact of agencies that says under which agreement they act."""

_Steps = tuple[date, date]


@dataclass(frozen=True, slots=True)
class AgreementDays:
    """What is in force from each day on: a row a model; 1, 0, or NOTHING where it is not known."""

    days: Days
    in_force: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class AgreementSurvey:
    """What registers say of governments, by model.

    `listed` has those that a register names, `covered` the days of all others that it is about, and
    `unknown` those of places that it is not about.
    """

    models: tuple[str, ...]
    within: str
    listed: dict[str, AgreementDays]
    covered: AgreementDays
    unknown: AgreementDays

    def of(self, government: str) -> AgreementDays:
        """What is known of a government's agreements."""
        if government != self.within and not government.startswith(f"{self.within}/"):
            return self.unknown
        return self.listed.get(government, self.covered)


def survey_agreements(
    lawbook: Lawbook, rows: Iterable[PanelRow], window: Window
) -> AgreementSurvey | None:
    """What the register of agreements says of places; None where the corpus has no such register.

    Parameters
    ----------
    lawbook : Lawbook
    rows : iterable of PanelRow
    window : Window
    """
    register = next((one for one in lawbook.registers.values() if one.fact == FACT), None)
    if register is None:
        return None
    models = tuple(value for value in register.values if register.covers.get(value))
    places = {row.government for row in rows} & register.rows.keys()
    listed = {
        place: _find_days(register, models, register.find_entries(place), window)
        for place in sorted(places)
    }
    nothing = np.full((len(models), 1), NOTHING, dtype=np.int8)
    first = np.array([day_number(window.start)], dtype=np.int32)
    return AgreementSurvey(
        tuple(map(str, models)),
        register.within,
        listed,
        _find_days(register, models, (), window),
        AgreementDays(first, nothing),
    )


def _find_days(
    register: Register, models: Sequence[RegisterValue], entries: Sequence[Entry], window: Window
) -> AgreementDays:
    complete = [(spell.start, spell.end) for spell in register.complete]
    days = {window.start}
    for spell in (
        *complete,
        *(register.sure_spell(entry) for entry in entries),
        *(register.possible_spell(entry) for entry in entries),
    ):
        days |= {day for day in spell if window.start < day < window.end}
    ordered = sorted(days)
    rows = []
    for model in models:
        own = [entry for entry in entries if entry.value == model]
        sure = [register.sure_spell(entry) for entry in own]
        possible = [register.possible_spell(entry) for entry in own]
        rows.append([_is_in_force(day, sure, possible, complete) for day in ordered])
    return AgreementDays(
        np.array([day_number(day) for day in ordered], dtype=np.int32),
        np.array(rows, dtype=np.int8).reshape(len(models), len(ordered)),
    )


def _is_in_force(
    day: date, sure: Sequence[_Steps], possible: Sequence[_Steps], complete: Sequence[_Steps]
) -> int:
    """1: surely; 0: surely not; NOTHING: not known."""
    if any(start <= day < end for start, end in sure):
        return 1
    if any(start <= day < end for start, end in possible):
        return NOTHING
    return 0 if any(start <= day < end for start, end in complete) else NOTHING
