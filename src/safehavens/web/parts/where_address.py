"""Where an answer is given: what an address asks for, and the places by state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from safehavens.corpus.model import Basis, Verdict
from safehavens.corpus.near import unknown
from safehavens.corpus.places import Level
from safehavens.decide.request import BadRequest, read_day
from safehavens.decide.request import Request as LawRequest
from safehavens.decide.survey.answer_places import (
    SURVEYED,
    AnswerPlaces,
    LevelCount,
    PlaceAnswer,
    find_answer_places,
    list_answered,
    read_basis,
    read_level,
    read_verdict,
)
from safehavens.http.long_work import StopSignal
from safehavens.web.parts.ask_address import Pairs, read_address
from safehavens.web.site import Site

_OWN_WORDS: Final = frozenset({"verdict", "basis", "level", "own_agency", "beside", "lang"})


@dataclass(frozen=True, slots=True)
class WhereAddress:
    """What an address says; an empty text was not given."""

    action: str
    who: str
    on: str
    verdict: str
    basis: str
    levels: tuple[str, ...]
    own_agency: bool
    beside: str
    facts: Mapping[str, str]

    def pairs(self) -> list[tuple[str, str]]:
        """The names and values that an address holds."""
        words = {"action": self.action, "who": self.who, "verdict": self.verdict,
                 "basis": self.basis, "on": self.on, "beside": self.beside}  # fmt: skip
        pairs = [(name, text) for name, text in words.items() if text]
        pairs += [("level", level) for level in self.levels]
        if self.own_agency:
            pairs.append(("own_agency", "true"))
        return [*pairs, *self.facts.items()]


@dataclass(frozen=True, slots=True)
class WhereQuestion:
    """What is asked of all places, and how its words were read."""

    request: LawRequest
    verdict: Verdict
    basis: Basis | None
    levels: tuple[Level, ...]
    own_agency: bool
    beside: date | None
    notes: tuple[str, ...]

    def answer(self, site: Site, stop: StopSignal, on: date | None = None) -> AnswerPlaces:
        """The places that give the answer, on the day that is asked about or on another."""
        request = self.request if on is None else replace(self.request, on=on)
        return find_answer_places(
            site.corpus.engine, request, self.verdict, self.basis, self.levels, stop.check,
            self.own_agency,
        )  # fmt: skip

    def answers(self, site: Site, stop: StopSignal) -> list[AnswerPlaces]:
        """The same on the day that is asked about, then on the one beside it, if there is one."""
        found = [self.answer(site, stop)]
        if self.beside is not None and self.beside != self.request.on:
            found.append(self.answer(site, stop, self.beside))
        return found


def read_where_address(site: Site, pairs: Pairs) -> WhereAddress:
    """What an address says. Raises BadRequest and PrivateInAddress."""
    pairs = list(pairs)
    own: dict[str, list[str]] = {}
    for name, text in pairs:
        if name in _OWN_WORDS and text.strip():
            own.setdefault(name, []).append(text.strip())
    for name in ("verdict", "basis", "own_agency", "beside"):
        if len(own.get(name, ())) > 1:
            raise BadRequest(f"{name} is given twice.")
    rest = [(name, text) for name, text in pairs if name not in _OWN_WORDS]
    asked = read_address(rest, site.corpus.lawbook.facts)
    if asked.place:
        raise BadRequest("All places are asked: leave out place.")
    own_agency = own.get("own_agency", ["false"])[0].casefold()
    if own_agency not in ("true", "false"):
        raise BadRequest(f"own_agency is true or false, not {own_agency!r}.")
    return WhereAddress(
        asked.action, asked.who, asked.on, own.get("verdict", [""])[0], own.get("basis", [""])[0],
        tuple(own.get("level", ())), own_agency == "true",
        own.get("beside", [""])[0], asked.facts,
    )  # fmt: skip


def read_where(site: Site, address: WhereAddress) -> WhereQuestion:
    """The question that an address asks. Raises BadRequest: one sentence."""
    for name in ("action", "who", "verdict"):
        if not getattr(address, name):
            raise BadRequest(f"{name} is missing.")
    declared = site.corpus.lawbook.facts
    for name in address.facts:
        if name not in declared:  # by no other name: a synonym may be of a private one
            raise BadRequest(unknown("fact", name, declared))
    read = site.corpus.reader.read(
        "ocd-division/country:us", address.who, address.action, address.on or None, address.facts
    )
    levels = tuple(read_level(level) for level in address.levels) or SURVEYED
    return WhereQuestion(
        read.request,
        read_verdict(address.verdict),
        read_basis(address.basis) if address.basis else None,
        levels,
        address.own_agency,
        read_day(address.beside) if address.beside else None,
        read.notes,
    )


@dataclass(frozen=True, slots=True)
class StateRow:
    """The places of one state that give the answer; `whole`: all its counties do."""

    state: str
    names: tuple[tuple[str, str], ...]
    whole: bool


def group_places(site: Site, answer: AnswerPlaces) -> list[tuple[LevelCount, list[StateRow]]]:
    """By level, the places by state, each as its name without the state's, and its id."""
    gazetteer = site.corpus.gazetteer
    levels = []
    for count in answer.levels:
        by_state: dict[str, list[PlaceAnswer]] = {}
        for place in answer.places:
            if place.level == count.level:
                by_state.setdefault(place.state, []).append(place)
        sizes: dict[str, int] = {}
        if count.level == "county":
            for one in list_answered(site.corpus.engine, "county"):
                state = gazetteer.chain(one.id)[-2]
                sizes[state] = sizes.get(state, 0) + 1
        rows = []
        for state, places in by_state.items():
            name = gazetteer.get(state).name
            names = tuple((one.place_name.removesuffix(f", {name}"), one.place) for one in places)
            rows.append(StateRow(name, names, sizes.get(state) == len(places)))
        levels.append((count, sorted(rows, key=lambda row: row.state)))
    return levels
