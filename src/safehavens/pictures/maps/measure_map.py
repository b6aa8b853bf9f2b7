"""A measure on a day, or on two, as maps of counties: for the Atlas and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from safehavens.decide.engine import Engine
from safehavens.measure.atlas.map_classes import (
    Share,
    change_class,
    change_shares,
    class_of,
    coverage_class,
    coverage_shares,
    is_hatched,
    shares,
)
from safehavens.measure.atlas.standings import Measure, PlaceValue
from safehavens.pictures.maps.county_places import places_by_code
from safehavens.pictures.maps.county_svg import Label, Pane, Patch, codes, whole_map
from safehavens.pictures.maps.map_words import (
    HATCHED,
    count_counties,
    describe_change,
    describe_class,
    describe_coverage,
    describe_source,
    describe_value,
    name_measure,
)
from safehavens.wording.languages import Language
from safehavens.wording.translated.place_words import name_place

Layer = Literal["answers", "coverage"]


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A line of a legend: how it is painted, what it means, how much of it there is."""

    patch: Patch
    words: str
    share: Share


@dataclass(frozen=True)
class MeasureMap:
    """What a map of a measure shows.

    Parameters
    ----------
    engine : Engine
    measure : Measure
    on : datetime.date
    beside : datetime.date or None
        A second day, drawn beside the first, and what changed between the two.
    layer : str
        `answers`, or `coverage`: how far the law of the day was searched.
    state : str or None
        The two digits of a state's code, of whose counties alone it is.
    """

    engine: Engine
    measure: Measure
    on: date
    beside: date | None = None
    layer: Layer = "answers"
    state: str | None = None

    @property
    def days(self) -> list[date]:
        """The days that are drawn, the earlier first."""
        return sorted({self.on} | ({self.beside} if self.beside is not None else set()))

    @cached_property
    def values(self) -> dict[date, list[PlaceValue]]:
        """Every place's value on each day."""
        return {day: self.measure.values(day) for day in self.days}

    @cached_property
    def counties(self) -> list[list[PlaceValue]]:
        """The counties on each day."""
        return [
            [
                row
                for row in self.values[day]
                if row.group == "county" and self._is_shown(row.fips or "")
            ]
            for day in self.days
        ]

    @cached_property
    def by_code(self) -> dict[str, str]:
        """The counties that are drawn, by the code of their shape."""
        found = places_by_code(self.engine, codes())
        return {code: place for code, place in found.items() if self._is_shown(code)}

    def _is_shown(self, code: str) -> bool:
        return self.state is None or code[:2] == self.state

    def count(self, counties: Sequence[PlaceValue]) -> list[Share]:
        """The counties by class of the layer."""
        if self.layer == "coverage":
            return coverage_shares(counties)
        return shares(self.measure, counties)

    def changed(self) -> list[Share]:
        """The counties by what changed between the two days."""
        return change_shares(self.measure, *self.counties)

    def paint(self, row: PlaceValue) -> Patch:
        """How a place is painted."""
        if self.layer == "coverage":
            bucket = coverage_class(row)
            return Patch(bucket, bucket == "none")
        return Patch(class_of(self.measure, row.value, row.basis), is_hatched(self.measure, row))

    def panes(self, language: Language, told: bool) -> list[Pane]:
        """The maps: of each day, and of two days what changed.

        Parameters
        ----------
        language : Language
        told : bool
            Whether each county says its value (files do; pages have tables).
        """
        panes = []
        for day, rows in zip(self.days, self.counties, strict=True):
            standing = {row.place: row for row in rows}
            at = {code: standing[id] for code, id in self.by_code.items()}
            says = {code: self._say(language, row) for code, row in at.items()} if told else {}
            patches = {code: self.paint(row) for code, row in at.items()}
            panes.append(Pane(patches, self._label(language, day), says))
        if len(self.days) > 1 and self.layer == "answers":
            panes.append(self._change_pane(language, told))
        return panes

    def _change_pane(self, language: Language, told: bool) -> Pane:
        first, second = ({row.place: row for row in rows} for rows in self.counties)
        patches, says = {}, {}
        for code, id in self.by_code.items():
            one, other = first[id], second[id]
            patches[code] = Patch(change_class(self.measure, one, other))
            if told:
                before, after = (describe_value(language, self.measure, r) for r in (one, other))
                says[code] = f"{name_place(language, one.name)}: {before} → {after}"
        label = language.gettext("What changed between the two days")
        return Pane(patches, label, says)

    def _say(self, language: Language, row: PlaceValue) -> str:
        name = name_place(language, row.name)
        if self.layer == "coverage":
            return f"{name}: {describe_coverage(language, coverage_class(row))}"
        return f"{name}: {describe_value(language, self.measure, row)}"

    def _label(self, language: Language, day: date) -> str:
        text = language.gettext("The law of %(date)s, county by county")
        return text % {"date": language.day(day)}

    def legends(self, language: Language) -> list[list[LegendLine]]:
        """For each map, its lines; classes that no county is in are left out."""
        legends = [self._lines(language, self.count(rows)) for rows in self.counties]
        if len(self.days) > 1 and self.layer == "answers":
            legends.append([
                LegendLine(Patch(one.bucket), describe_change(language, self.measure, one.bucket),
                           one)
                for one in self.changed() if one.counties
            ])  # fmt: skip
        return legends

    def _lines(self, language: Language, found: Sequence[Share]) -> list[LegendLine]:
        lines = [
            # where all of them are hatched, so is the sample
            LegendLine(Patch(one.bucket, one.hatched == one.counties or one.bucket == "none"),
                       self._describe(language, one.bucket), one)
            for one in found if one.counties
        ]  # fmt: skip
        if hatched := sum(one.hatched for one in found):
            people = sum(one.hatched_people for one in found)
            total = sum(one.people for one in found) or 1
            share = Share("hatched", hatched, people, people / total)
            bucket = max(found, key=lambda one: one.hatched).bucket
            lines.append(LegendLine(Patch(bucket, True), language.gettext(HATCHED), share))
        return lines

    def _describe(self, language: Language, bucket: str) -> str:
        if self.layer == "coverage":
            return describe_coverage(language, bucket)
        return describe_class(language, self.measure, bucket)

    def svg(self, language: Language) -> str:
        """The maps as a file that says itself what it shows and where it comes from."""
        panes = self.panes(language, told=True)
        legend: list[Label] = []
        for lines in self.legends(language):
            for line in lines:
                counted = f": {count_counties(language, line.share)}" if len(panes) == 1 else ""
                label = Label(line.patch, line.words + counted)
                if label not in legend:
                    legend.append(label)
        title = name_measure(language, self.measure)
        if self.layer == "coverage":
            title = language.gettext("How far the law was searched: %(measure)s") % {
                "measure": title
            }
        about = [describe_source(language, self.measure, self.days)]
        if self.measure.kind != "probe":
            about.insert(0, language.gettext(self.measure.says))
        return whole_map(panes, legend, title, about)
