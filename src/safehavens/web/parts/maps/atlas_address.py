"""What an address of the Atlas asks for, and the rows that its tables show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, get_args

from safehavens.corpus.model import Basis
from safehavens.decide.request import BadRequest, NotFound, read_day
from safehavens.measure.atlas.atlas import DEFAULT_MEASURE, Atlas
from safehavens.measure.atlas.standings import Measure, PlaceValue, Value
from safehavens.pictures.maps.map_words import LICENSE
from safehavens.pictures.maps.measure_map import Layer
from safehavens.web.site import Site

COLUMNS: Final = (
    "measure", "day", "group", "place", "name", "fips", "population", "value", "basis", "since",
    "searched", "searched_levels", "corpus", "license",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AtlasAddress:
    """What is asked for.

    Attributes
    ----------
    what : str
        An index, indicator or probe.
    on : datetime.date
    beside : datetime.date or None
        A second day.
    layer : str
        `answers` or `coverage`.
    state : str or None
        The postal code, in small letters, of a state to look at close up.
    mistake : str or None
        What was wrong with the address and was left out, in one sentence.
    """

    what: str
    on: date
    beside: date | None
    layer: Layer
    state: str | None
    mistake: str | None = None

    def pairs(self, **change: str | None) -> list[tuple[str, str]]:
        """The names and values of an address, some of them changed."""
        values: dict[str, str | None] = {
            "what": self.what,
            "on": self.on.isoformat(),
            "beside": self.beside.isoformat() if self.beside else None,
            "layer": self.layer if self.layer != "answers" else None,
            "state": self.state,
            **change,
        }
        return [(name, value) for name, value in values.items() if value]

    @property
    def file_name(self) -> str:
        """A name for files, without its ending."""
        parts = ["safehavens", self.what, self.on.isoformat()]
        if self.beside is not None:
            parts.append(self.beside.isoformat())
        if self.layer != "answers":
            parts.append(self.layer)
        return "-".join(parts)


def read_atlas_address(site: Site, drawn: Atlas, parameters: Mapping[str, str]) -> AtlasAddress:
    """What an address asks for. Raises BadRequest and NotFound: one sentence."""
    text = {name: parameters.get(name, "").strip() for name in
            ("what", "on", "day", "beside", "layer", "state")}  # fmt: skip
    on = drawn.check(read_day(text["day"] or text["on"] or site.today()))
    beside = drawn.check(read_day(text["beside"])) if text["beside"] else None
    layer: Layer = "answers"
    if text["layer"]:
        for one in get_args(Layer):
            if one == text["layer"]:
                layer = one
                break
        else:
            raise BadRequest(f"There is no layer {text['layer']!r}; known: answers, coverage.")
    state = text["state"].casefold() or None
    if state is not None and state not in state_codes(site):
        raise NotFound(f"There is no state {state!r}; write its postal code, such as il.")
    return AtlasAddress(
        text["what"] or DEFAULT_MEASURE, on, None if beside == on else beside, layer, state
    )


def read_what_can_be(site: Site, drawn: Atlas, parameters: Mapping[str, str]) -> AtlasAddress:
    """What an address asks for, so that the Atlas can be shown in spite of a mistake.

    A day or a layer that is wrong is left out, each for itself; the first is told as `mistake`.
    Raises NotFound.
    """
    kept = {name: value for name, value in parameters.items() if name in ("what", "state")}
    mistake = None
    for name in ("on", "day", "beside", "layer"):
        tried = {**kept, name: parameters.get(name, "")}
        try:
            read_atlas_address(site, drawn, tried)
        except BadRequest as error:
            mistake = mistake or str(error)
        else:
            kept = tried
    return replace(read_atlas_address(site, drawn, kept), mistake=mistake)


def state_codes(site: Site) -> dict[str, tuple[str, str, str]]:
    """By postal code in small letters: the id, the FIPS code and the name of a state."""
    found = {}
    for place in site.corpus.gazetteer.states():
        code = place.id.rpartition(":")[2]
        found[code] = (place.id, place.fips or "", place.name)
    return found


def cells_of(
    measure: Measure, on: date, rows: Iterable[PlaceValue]
) -> Iterable[tuple[object, ...]]:
    """The rows of a table of a day, each of which says whence it comes."""
    for row in rows:
        yield (
            measure.name, on.isoformat(), row.group, row.place, row.name, row.fips or "",
            "" if row.population is None else row.population, row.value, row.basis or "",
            row.since.isoformat() if row.since else "", str(row.searched).lower(), row.levels,
            measure.corpus, LICENSE,
        )  # fmt: skip


def describe_rows(rows: Iterable[PlaceValue]) -> list[dict[str, object]]:
    """The same as data."""
    return [
        {"group": row.group, "place": row.place, "name": row.name, "fips": row.fips,
         "population": row.population, "value": row.value, "basis": row.basis,
         "since": row.since.isoformat() if row.since else None,
         "searched": row.searched, "searched_levels": row.levels.split()}
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """Counties of a state with the same value: one of them, and how many they are."""

    standing: PlaceValue
    counties: int


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state: its postal code, its own agencies, its counties by value, the commonest first."""

    code: str
    standing: PlaceValue
    counties: int
    parts: tuple[Part, ...]


def group_by_state(site: Site, rows: Sequence[PlaceValue]) -> list[StateRow]:
    """The states by name, each with its counties by value."""
    inside: dict[str, list[PlaceValue]] = {}
    for row in rows:
        if row.group == "county" and row.fips:
            inside.setdefault(row.fips[:2], []).append(row)
    codes = {id: code for code, (id, _, _) in state_codes(site).items()}
    found = []
    for row in rows:
        if row.group != "state":
            continue
        counties = inside.get(row.fips or "", [])
        parts: dict[tuple[Value, Basis | None], list[PlaceValue]] = {}
        for county in counties:
            parts.setdefault((county.value, county.basis), []).append(county)
        ordered = sorted(parts.values(), key=len, reverse=True)
        found.append(StateRow(codes.get(row.place, ""), row, len(counties),
                              tuple(Part(part[0], len(part)) for part in ordered)))  # fmt: skip
    return sorted(found, key=lambda row: row.standing.name)
