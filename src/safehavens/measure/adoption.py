"""When each place met a condition: the treatment columns of an event study."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from safehavens.corpus.model import Battery
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import Extent
from safehavens.logic.expression import facts_of
from safehavens.measure.adopting.condition import read_condition
from safehavens.measure.adopting.kinds import find_kinds
from safehavens.measure.adopting.met_spells import (
    MetDays,
    MetSpell,
    find_met_days,
    find_unsure,
)
from safehavens.measure.adopting.searched_time import SEARCHED, Searched, SearchedTime
from safehavens.measure.grid import align_spells
from safehavens.measure.panel_places import PanelRow, choose_rows
from safehavens.measure.places.census_file import describe_people
from safehavens.measure.probes import BadProbe, choose_battery, narrow_battery
from safehavens.measure.spells.probe_spells import Spells, Survey, Tick, survey_probes
from safehavens.measure.spells.told_cells import NOTHING
from safehavens.measure.window import Window, answered_days, day_number, read_window

_PLACE: Final = (
    ("place", pa.string()),
    ("fips", pa.string()),
    ("geoid", pa.string()),
    ("state", pa.string()),
    ("name", pa.string()),
    ("government", pa.string()),
    ("population", pa.int32()),
)
SCHEMA: Final = pa.schema(
    [
        *_PLACE,
        ("adopted", pa.date32()),
        ("adopted_earliest", pa.date32()),
        ("already", pa.bool_()),
        ("ended", pa.date32()),
        ("ended_latest", pa.date32()),
        ("cohort_earliest", pa.int16()),
        ("cohort_latest", pa.int16()),
        ("ever", pa.bool_()),
        ("reversed", pa.bool_()),
        ("censored", pa.string()),
        ("searched", pa.bool_()),
        ("kind", pa.string()),
        ("began", pa.string()),
    ]
)
SPELL_SCHEMA: Final = pa.schema(
    [
        *_PLACE,
        ("start", pa.date32()),
        ("start_earliest", pa.date32()),
        ("end", pa.date32()),
        ("end_latest", pa.date32()),
        ("censored", pa.string()),
        ("searched", pa.bool_()),
        ("kind", pa.string()),
        ("began", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Adoption:
    """Tables of adoption, and what they were made from.

    `table` has a row a place, `spells` a row for each stretch in which the condition was met;
    `people` says who counted the population.
    """

    condition: str
    corpus: str
    battery: Battery
    window: Window
    searched: Searched
    table: Any
    spells: Any
    people: str


def find_adoption(
    engine: Engine,
    of: str,
    places: str | Iterable[str] = "counties",
    start: date | str | None = None,
    end: date | str | None = None,
    probes: Path | None = None,
    tick: Tick | None = None,
    searched: str = "all",
    census: str | os.PathLike[str] | None = None,
) -> Adoption:
    """When each place met a condition.

    Parameters are those of `safehavens.api.Corpus.adoption`.

    Raises
    ------
    BadProbe
        The condition cannot be read, or names no probe or index; and as `panel` does.
    """
    silence = _read_searched(searched)
    whole = choose_battery(engine.lawbook, probes)
    condition = read_condition(of, whole)
    battery = narrow_battery(whole, facts_of(condition))
    answered = answered_days(engine.lawbook, battery)
    covered = read_window(start, end, answered)
    rows = choose_rows(engine, places, census)
    day_before = Window(covered.start - timedelta(days=1), covered.end)
    if answered.refuse(day_before.start) is not None:
        day_before = covered
    survey = survey_probes(engine, battery, rows, day_before, tick)
    first = day_number(covered.start)
    time = SearchedTime(engine, (probe.domain for probe in battery.probes.values()), covered)
    told: dict[Extent, _Told] = {}
    for row in rows:
        if row.extent not in told:
            spells = survey.spells[row.extent]
            grid = align_spells(spells)
            unsure = find_unsure(grid, survey.texts["deciding"], engine.lawbook.norms)
            met = find_met_days(grid, unsure, battery, condition, first)
            told[row.extent] = _Told(engine, survey, spells, met, covered)
    searches = {
        place: (time.until(place, "all"), time.until(place, silence))
        for place in {row.government for row in rows}
    }
    lines = [
        {**_about(row), **told[row.extent].adoption(*searches[row.government])} for row in rows
    ]
    stretches = [
        {**_about(row), **stretch}
        for row in rows
        for stretch in told[row.extent].stretches(searches[row.government][0])
    ]
    return Adoption(
        of,
        engine.lawbook.version,
        battery,
        covered,
        silence,
        pa.Table.from_pylist(lines, schema=SCHEMA),
        pa.Table.from_pylist(stretches, schema=SPELL_SCHEMA),
        describe_people(census),
    )


def _about(row: PanelRow) -> dict[str, Any]:
    names = [name for name, _ in _PLACE if name != "place"]
    return {"place": row.id, **{name: getattr(row, name) for name in names}}


def _read_searched(word: str) -> Searched:
    for one in SEARCHED:
        if word == one:
            return one
    raise BadProbe(f"{word!r} is not a valid search; allowed: {', '.join(SEARCHED)}.")


class _Told:
    """What is told of one extent."""

    def __init__(
        self, engine: Engine, survey: Survey, spells: Spells, met: MetDays, window: Window
    ) -> None:
        self._lawbook = engine.lawbook
        self._survey = survey
        self._spells = spells
        self._met = met
        self._window = window

    def adoption(self, searched: date, silent: date) -> Mapping[str, Any]:
        """The columns of the row of a place.

        Parameters
        ----------
        searched : datetime.date
            Until when all of its governments were searched.
        silent : datetime.date
            Until when silence counts as no law.
        """
        last = self._window.end
        if not self._met.spells:
            never = not self._met.possible and silent >= last
            since = self._met.may_since
            year = since.year if since is not None and silent >= since else None
            return {
                "already": False,
                "cohort_earliest": 0 if never else year,
                "cohort_latest": 0 if never else None,
                "ever": False if never else None,
                "censored": "right",
                "searched": searched >= last,
            }
        spell = self._met.spells[0]
        earliest = None if spell.already else spell.start_earliest
        bounded = earliest is not None and silent >= earliest
        return {
            "adopted": spell.start,
            "adopted_earliest": earliest,
            "already": spell.already,
            "ended": spell.end,
            "ended_latest": spell.end_latest,
            "cohort_earliest": earliest.year if earliest is not None and bounded else None,
            "cohort_latest": spell.start.year,
            "ever": True,
            "reversed": _is_reversed(spell),
            "censored": "left" if earliest is None else None,
            "searched": searched >= last,
            **self._what_began(spell),
        }

    def stretches(self, searched: date) -> Iterable[Mapping[str, Any]]:
        """The columns of each stretch in which the condition was met."""
        for spell in self._met.spells:
            earliest = None if spell.already else spell.start_earliest
            ends = [
                end for end, open_ in (("left", earliest), ("right", spell.end)) if open_ is None
            ]
            yield {
                "start": spell.start,
                "start_earliest": earliest,
                "end": spell.end,
                "end_latest": spell.end_latest,
                "censored": "both" if len(ends) > 1 else next(iter(ends), None),
                "searched": searched >= self._window.end,
                **self._what_began(spell),
            }

    def _what_began(self, spell: MetSpell) -> Mapping[str, str | None]:
        """What happened on a spell's first day, and the kinds of law that made it."""
        if spell.already:
            return {"began": None, "kind": None}
        day = day_number(spell.start)
        spells, survey = self._spells, self._survey
        codes = np.unique(spells.began[spells.start == day])
        began = {
            part
            for code in codes
            if code != NOTHING
            for part in survey.texts["began"][code].split("; ")
        }
        on_day = (spells.start <= day) & (day < spells.end)
        decide = np.unique(spells.deciding[on_day])
        deciding = {
            norm
            for code in decide
            if code != NOTHING
            for norm in survey.texts["deciding"][code].split()
        }
        return {
            "began": "; ".join(sorted(began)) or None,
            "kind": find_kinds(self._lawbook, sorted(began), deciding),
        }


def _is_reversed(spell: MetSpell) -> bool | None:
    """Whether the condition was no longer met later; None: it may be that it was not."""
    if spell.end_latest is not None:
        return True
    return False if spell.end is None else None
