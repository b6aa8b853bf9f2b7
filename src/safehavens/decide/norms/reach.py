"""Reach: which norms apply to the agencies of a place.

The rule is in docs/semantics.md: reach. Places that lie under the same law share one `Extent`, so
that work done for one county of a state serves all its counties that have no law of their own.
"""

from __future__ import annotations

from safehavens.corpus.model import Effect, Instrument, Lawbook, Norm
from safehavens.corpus.places import Gazetteer, Level
from safehavens.corpus.ready.norm_addresses import find_addresses
from safehavens.values.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Extent:
    """What of a place's whereabouts law can turn on.

    `own` is the place itself where some instrument, ruling or list of a register names it, else
    None; `within` are the named places that it lies in (itself included).
    """

    own: str | None
    within: frozenset[str]
    level: Level


class Extents:
    """The extent of every place, under one lawbook."""

    def __init__(self, lawbook: Lawbook, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._named = _named_places(lawbook)
        self._extents: dict[str, Extent] = {}
        self._shared: dict[Extent, Extent] = {}

    def of(self, place: str) -> Extent:
        """The extent of a place (an Open Civic Data id that the gazetteer knows)."""
        extent = self._extents.get(place)
        if extent is None:
            chain = self._gazetteer.chain(place)
            fresh = Extent(
                own=chain[0] if chain[0] in self._named else None,
                within=self._named.intersection(chain),
                level=self._gazetteer.get(chain[0]).level,
            )
            extent = self._extents[place] = self._shared.setdefault(fresh, fresh)
        return extent

    def above(self, a: str, b: str) -> bool:
        """Whether place a is higher than place b: b lies inside it, or a is a union of nations."""
        if a == b:
            return False
        if _is_region(a):
            return not _is_region(b)
        return a in self._gazetteer.chain(b)


def _named_places(lawbook: Lawbook) -> frozenset[str]:
    named = set[str]().union(*find_addresses(lawbook).bound.values())
    for ruling in lawbook.rulings.values():
        for effect in ruling.effects:
            named.update(effect.places)
    named.update(register.within for register in lawbook.registers.values())
    return frozenset(named)


def _is_region(place: str) -> bool:
    return place.startswith("ocd-division/region:")


def reaches(instrument: Instrument, extent: Extent) -> bool:
    """Whether an instrument binds the agencies of a place of this extent."""
    if instrument.reach == "own":
        return extent.own in instrument.bound
    return not extent.within.isdisjoint(instrument.bound)


def effect_reaches(effect: Effect, extent: Extent) -> bool:
    """Whether what a ruling did to a norm holds for the agencies of a place of this extent."""
    return effect.everywhere or not extent.within.isdisjoint(effect.places)


class NormIndex:
    """Norms by action and agency kind, and by the places that they reach."""

    def __init__(self, lawbook: Lawbook) -> None:
        self._norms = lawbook.norms
        self._addresses = find_addresses(lawbook)
        self._addressed: dict[tuple[str, str], _Addressed] = {}

    def reaching(self, action: str, who: str, extent: Extent) -> tuple[Norm, ...]:
        """The norms on an action that address an agency kind and reach places of an extent, by id.

        Parameters
        ----------
        action, who : str
        extent : Extent
        """
        addressed = self._on(action, who)
        met = [addressed.within.get(place, ()) for place in extent.within]
        if extent.own is not None:
            met.append(addressed.own.get(extent.own, ()))
        return tuple([self._norms[id] for id in sorted({id for some in met for id in some})])

    def places(self, action: str, who: str) -> frozenset[str]:
        """The places whose agencies of a kind some norm on an action reaches."""
        return self._on(action, who).places

    def ids_on(self, action: str, who: str) -> tuple[str, ...]:
        """The ids of the norms on an action that address an agency kind, wherever they apply."""
        return self._on(action, who).norms

    def on(self, action: str, who: str) -> tuple[Norm, ...]:
        """The norms on an action that address an agency kind, wherever they apply."""
        return tuple([self._norms[id] for id in self.ids_on(action, who)])

    def _on(self, action: str, who: str) -> _Addressed:
        addressed = self._addressed.get((action, who))
        if addressed is None:
            book = self._addresses
            norms = tuple([id for id in book.on[action] if who in book.who[id]])
            own: dict[str, list[str]] = {}
            within: dict[str, list[str]] = {}
            for id in norms:
                instrument = book.instrument_of[id]
                reached = own if book.reach[instrument] == "own" else within
                for place in book.bound[instrument]:
                    reached.setdefault(place, []).append(id)
            addressed = _Addressed(norms, own, within, frozenset({*own, *within}))
            self._addressed[action, who] = addressed
        return addressed


@dataclass(frozen=True, slots=True)
class _Addressed:
    """The ids of norms on an action that address an agency kind.

    `own` are those for the agencies of a place itself, `within` those for all in it, by place.
    """

    norms: tuple[str, ...]
    own: dict[str, list[str]]
    within: dict[str, list[str]]
    places: frozenset[str]
