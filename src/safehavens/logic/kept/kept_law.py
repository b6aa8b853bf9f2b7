"""A lawbook and its conditions as bytes, and back.

What every question needs is made at once; each instrument with its conditions, the worked cases
and the like when they are asked for. One question of one place takes some forty of a thousand
instruments.

Beside them lies what is worked out of the whole corpus and would cost each process as much again:
whom norms address, the numbers that facts are compared with, the words that people use.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from safehavens.corpus.model import Lawbook, Norm
from safehavens.corpus.places import load as load_gazetteer
from safehavens.corpus.ready.norm_addresses import ADDRESSES, make_addresses
from safehavens.corpus.words.word_tables import make_word_parts
from safehavens.logic.classes import THRESHOLDS, find_thresholds, list_conditions
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import Expression
from safehavens.logic.kept.made_when_asked import KeptMapping, KeptSequence, Piece, Pieces
from safehavens.logic.kept.pickled_nouns import read_nouns, write_nouns

LACKING_PLACES: Final = "lacking places"
"""The name of a part of `Lawbook.ready`: what `Gazetteer.find_lacking` found for its places."""
_LENGTH: Final = 8
"""Bytes of a number that says how long the first piece is."""
_AT_ONCE: Final = (
    "vocabulary", "facts", "rulings", "version", "places", "battery", "synonyms", "governments",
    "registers",
)  # fmt: skip
"""The fields of a lawbook that are made when it is opened."""
_ALL_TOGETHER: Final = ("events", "cases")
"""Those that are made together when one of them is asked for."""
_LAW: Final = "law "
_SEARCHES: Final = "searches "
_REPORT: Final = "report "
_READY: Final = "ready "
"""What the name of a piece begins with: that of an instrument with its conditions, of a place's
searches, of a report, of a part that is ready made."""
_Conditions = tuple[Expression, Expression, Expression]
"""Of a norm: `applies`, `when`, `unless`."""


def write_law(lawbook: Lawbook, conditions: Conditions) -> bytes:
    """A lawbook and its conditions as bytes, for `read_law` to open."""
    pieces: dict[str, bytes] = {}
    for name, value in _split(lawbook, conditions):
        pieces[name] = write_nouns(value)
    places: dict[str, Piece] = {}
    end = 0
    for name, content in pieces.items():
        places[name] = (end, end + len(content))
        end += len(content)
    first = write_nouns({
        "lawbook": {name: getattr(lawbook, name) for name in _AT_ONCE},
        "lengths": {name: len(getattr(lawbook, name)) for name in _ALL_TOGETHER},
        "coverage": replace(lawbook.coverage, searches={}),
        "norms": {id: norm.instrument for id, norm in lawbook.norms.items()},
        "conditions": (conditions.implied, conditions.defined, conditions.presumed_unless),
        "places": places,
    })  # fmt: skip
    return b"".join((len(first).to_bytes(_LENGTH, "big"), first, *pieces.values()))


def _split(lawbook: Lawbook, conditions: Conditions) -> Iterator[tuple[str, object]]:
    """The pieces that are made when they are asked for, each with its name."""
    for instrument in lawbook.instruments.values():
        own = tuple(
            (conditions.applies[norm.id], conditions.when[norm.id], conditions.unless[norm.id])
            for norm in instrument.norms
        )
        yield _LAW + instrument.id, (instrument, own)
    for place, searches in lawbook.coverage.searches.items():
        yield _SEARCHES + place, searches
    for id, report in lawbook.reports.items():
        yield _REPORT + id, report
    for name in _ALL_TOGETHER:
        yield name, tuple(getattr(lawbook, name))
    yield _READY + ADDRESSES, make_addresses(lawbook)
    yield _READY + LACKING_PLACES, load_gazetteer().find_lacking(lawbook.places)
    for name, part in make_word_parts(lawbook):
        yield _READY + name, part
    yield _READY + THRESHOLDS, find_thresholds(list_conditions(conditions))


def open_law(content: memoryview) -> tuple[Lawbook, Conditions]:
    """The lawbook and conditions that `write_law` wrote.

    Raises
    ------
    pickle.UnpicklingError, ValueError
        The bytes are something else.
    """
    length = int.from_bytes(content[:_LENGTH], "big")
    first = read_nouns(content[_LENGTH : _LENGTH + length])
    if not isinstance(first, dict):
        raise pickle.UnpicklingError("what was kept is not a law")
    return _OpenedLaw(first, content[_LENGTH + length :]).join()


class _OpenedLaw:
    """Law as bytes, while it is made into a lawbook and conditions; these ask it for the rest."""

    def __init__(self, first: dict[str, Any], rest: memoryview) -> None:
        self._first = first
        self._pieces = Pieces(rest, first["places"])
        self._instrument_of: dict[str, str] = first["norms"]
        self._norms: dict[str, Norm] = {}
        self._conditions: dict[str, _Conditions] = {}

    def join(self) -> tuple[Lawbook, Conditions]:
        make, lengths = self._pieces.make, self._first["lengths"]
        searches = KeptMapping(self._names(_SEARCHES), lambda place: make(_SEARCHES + place))
        lawbook = Lawbook(
            **self._first["lawbook"],
            instruments=KeptMapping(self._names(_LAW), lambda name: make(_LAW + name)[0]),
            norms=KeptMapping(self._instrument_of, self._norm),
            events=KeptSequence(lengths["events"], partial(make, "events")),
            cases=KeptSequence(lengths["cases"], partial(make, "cases")),
            coverage=replace(self._first["coverage"], searches=searches),
            reports=KeptMapping(self._names(_REPORT), lambda name: make(_REPORT + name)),
        )
        applies, when, unless = (
            KeptMapping(self._instrument_of, partial(self._condition, at)) for at in range(3)
        )
        conditions = Conditions(applies, when, unless, *self._first["conditions"])
        ready = KeptMapping(self._names(_READY), lambda name: make(_READY + name))
        for one in (lawbook, conditions):
            object.__setattr__(one, "ready", ready)
        return lawbook, conditions

    def _names(self, prefix: str) -> dict[str, None]:
        """The names of pieces of a kind, without what they begin with, in their order."""
        return {name[len(prefix) :]: None for name in self._pieces if name.startswith(prefix)}

    def _norm(self, id: str) -> Norm:
        norm = self._norms.get(id)
        if norm is None:
            instrument, _ = self._pieces.make(_LAW + self._instrument_of[id])
            self._norms.update((norm.id, norm) for norm in instrument.norms)
            norm = self._norms[id]
        return norm

    def _condition(self, at: int, norm: str) -> Expression:
        conditions = self._conditions.get(norm)
        if conditions is None:
            instrument, own = self._pieces.make(_LAW + self._instrument_of[norm])
            self._conditions.update(
                (one.id, three) for one, three in zip(instrument.norms, own, strict=True)
            )
            conditions = self._conditions[norm]
        return conditions[at]
