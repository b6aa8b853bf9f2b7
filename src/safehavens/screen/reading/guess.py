"""Propose how a table reads: its columns and the words in them, for a person to correct.

Nothing is quoted of a column that is not read as a place, a day or words of the vocabulary: tables
of jails hold names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa

from safehavens.corpus.places import AmbiguousPlace, PlaceFinder, PlaceScope, UnknownPlace
from safehavens.corpus.places.place import Level
from safehavens.corpus.words.word_reader import WordReader
from safehavens.decide.engine import Engine
from safehavens.screen.column_names import PLACE_PARTS, REQUEST_COLUMNS
from safehavens.screen.kernels.gather import codes
from safehavens.screen.reading.cells import encode, says_not_known, says_nothing, texts_of
from safehavens.screen.reading.column_headers import HeaderReader, header_key
from safehavens.screen.reading.column_reader import CellReading
from safehavens.screen.reading.date_reader import DateReader
from safehavens.screen.reading.fact_reader import FactReader
from safehavens.screen.reading.word_columns import action_reader, who_reader

_MOST_VALUES: Final = 1000
_MOST_OF_STATE: Final = 200
_SURE: Final = 0.8
_LIKELY: Final = 0.5
_LISTED: Final = 200
_EXAMPLES: Final = 3
_YAML_WORDS: Final = frozenset({"yes", "no", "true", "false", "null", "on", "off", "y", "n"})
_BIRTH: Final = frozenset({"dob", "birth", "birthdate", "born", "nacimiento"})
_STATES: Final = (
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm "
    "ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy pr"
)

Read = Callable[[str], CellReading]


SAMPLE_ROWS: Final = 20_000
"""Rows from which a map is guessed."""


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A column that is probably one of ours.

    Attributes
    ----------
    theirs, ours : str
    rows, read : int
        Cells of the sample that say something, and how many of them can be read.
    values : dict
        By the text of a cell that was read: our word, and how many rows have it.
    unread : dict
        Frequent texts that were not read, with their rows.
    """

    theirs: str
    ours: str
    rows: int
    read: int
    values: dict[str, tuple[str, int]] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """How much of it can be read."""
        return self.read / self.rows if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class TableGuess:
    """How a table probably reads.

    Attributes
    ----------
    rows : int
        Rows of the sample.
    columns : list of ColumnGuess
    left : list of str
        The headers that nothing is proposed for.
    missing : list of str
        The columns of a request that nothing was found for.
    state : str or None
        The state in which all bare names of counties are counties.
    """

    rows: int
    columns: list[ColumnGuess]
    left: list[str]
    missing: list[str]
    state: str | None


class Guesser:
    """Guesses by one engine's law and gazetteer."""

    def __init__(self, engine: Engine) -> None:
        self._finder: PlaceFinder = engine.place_finder
        self._words = WordReader(engine.lawbook)
        self._facts = {n: f for n, f in engine.lawbook.facts.items() if not f.derived}
        self._headers = HeaderReader(engine.lawbook)

    def guess(self, batch: pa.RecordBatch, given: Sequence[str] = ()) -> TableGuess:
        """Guess how a table reads from a sample.

        Parameters
        ----------
        batch : pyarrow.RecordBatch
            The sample.
        given : sequence of str
            Request columns that have one value for all rows.
        """
        chosen: dict[str, ColumnGuess] = {}
        names = [n for n in batch.schema.names if batch.schema.names.count(n) == 1]
        for name in names:
            kind = batch.schema.field(name).type
            if pa.types.is_nested(kind):
                continue
            counted = _count(batch.column(name))
            best = self._column(name, counted, given)
            if best is None:
                continue
            held = chosen.get(best.ours)
            if held is None or (self._rank(best) > self._rank(held)):
                chosen[best.ours] = best
        columns = _consistent(chosen, given)
        ours = {guess.ours for guess in columns}
        taken = {guess.theirs for guess in columns}
        missing = [name for name in REQUEST_COLUMNS if name not in ours and name not in given]
        if ours & set(PLACE_PARTS) and "place" in missing:
            missing.remove("place")
        if "place.agency" in ours and "who" in missing:
            missing.remove("who")
        left = [name for name in batch.schema.names if name not in taken]
        return TableGuess(batch.num_rows, columns, left, missing, self._state(columns))

    def _rank(self, guess: ColumnGuess) -> tuple[bool, bool, float]:
        sure = self._headers.read(guess.theirs) == guess.ours
        return sure, self._headers.propose(guess.theirs) == guess.ours, guess.share

    def _column(
        self, name: str, counted: Mapping[str, int], given: Sequence[str]
    ) -> ColumnGuess | None:
        header = self._headers.read(name) or self._headers.propose(name)
        tries = [header] if header is not None else []
        tries += [ours for ours in ("action", "who", "date", "place") if ours not in tries]
        tries += self._facts_of_values(counted)
        guesses = []
        for ours in tries:
            if ours in given or (ours.startswith("place") and "place" in given):
                continue
            guess = self._try(name, ours, counted)
            least = _LIKELY if ours == header else _SURE
            if ours == header and self._headers.read(name) == ours:
                least = 0.0
            if guess.share >= least and (guess.read or least == 0.0):
                guesses.append(guess)
        return guesses[0] if guesses else None

    def _facts_of_values(self, counted: Mapping[str, int]) -> list[str]:
        facts: dict[str, int] = {}
        for text in list(counted)[:_LISTED]:
            for fact in self._words.facts_with_value(text):
                facts[fact] = facts.get(fact, 0) + 1
        return sorted(facts, key=lambda fact: -facts[fact])[:1]

    def _try(self, name: str, ours: str, counted: Mapping[str, int]) -> ColumnGuess:
        read = self._reader(name, ours)
        values: dict[str, tuple[str, int]] = {}
        unread: dict[str, int] = {}
        rows = good = 0
        for text, count in counted.items():
            rows += count
            reading = read(text)
            if reading.value is not None or (reading.problem is None and reading.other):
                good += count
                values[text] = (str(reading.value), count)
            else:
                unread[text] = count
        return ColumnGuess(name, ours, rows, good, values, unread)

    def _reader(self, name: str, ours: str) -> Read:
        if ours in self._facts:
            return FactReader(self._facts[ours], self._words, None).read
        if ours == "action":
            return action_reader(self._words, None).cell
        if ours == "who":
            return who_reader(self._words, None).cell
        if ours == "date":
            words = set(header_key(name).split())
            return _nothing if words & _BIRTH else DateReader("mdy").read
        if ours == "place.agency":
            return self._agency
        levels: dict[str, Level] = {
            "place.city": "place", "place.county": "county", "place.state": "state",
        }  # fmt: skip
        scope = PlaceScope(
            "us",
            level=levels.get(ours),
            code="zip" if ours == "place.zip" else "fips" if "fips" in ours else None,
        )
        hinted = self._headers.propose(name) == ours or self._headers.read(name) == ours
        return lambda text: self._place(text, scope, hinted)

    def _place(self, text: str, scope: PlaceScope, hinted: bool) -> CellReading:
        if not hinted and not any(mark in text.casefold() for mark in (",", "county", "ocd-")):
            return CellReading(None)  # a column of names must not be taken for places
        try:
            return CellReading(self._finder.read(text, scope).place.id)
        except AmbiguousPlace as error:
            return CellReading(error.candidates[0].id if hinted and scope.level else None)
        except UnknownPlace:
            return CellReading(None)

    def _agency(self, text: str) -> CellReading:
        try:
            reading = self._finder.read_agency(text, PlaceScope("us"))
        except AmbiguousPlace:
            return CellReading("", other=True)
        except UnknownPlace:
            return CellReading(None)
        return CellReading(None if reading is None else reading.match.place.id)

    def _state(self, columns: Sequence[ColumnGuess]) -> str | None:
        """The one state that has all counties of a column, where no column says the state."""
        ours = {guess.ours: guess for guess in columns}
        counties = ours.get("place.county")
        if counties is None or {"place.state", "place.state_fips", "place.fips"} & set(ours):
            return None
        names = list(counties.values)[:_MOST_OF_STATE]
        fits = [
            code for code in _STATES.split() if names and all(self._is_in(n, code) for n in names)
        ]
        return fits[0].upper() if len(fits) == 1 else None

    def _is_in(self, name: str, state: str) -> bool:
        try:
            self._finder.read(name, PlaceScope("us", state.upper(), "county"))
        except UnknownPlace:
            return False
        return True


def _nothing(text: str) -> CellReading:
    return CellReading(None)


def _count(array: pa.Array) -> dict[str, int]:
    """The texts of a column that say something, the most frequent first, with their rows."""
    encoded = encode(array)
    rows = codes(encoded).to_numpy(zero_copy_only=False)
    texts = texts_of(encoded.dictionary)
    counts = np.bincount(rows, minlength=len(texts) + 1).tolist()
    counted: dict[str, int] = {}
    for text, count in zip(texts, counts, strict=False):
        if text is not None and count and not says_nothing(text) and not says_not_known(text):
            counted[text] = counted.get(text, 0) + count
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:_MOST_VALUES])


def _consistent(chosen: Mapping[str, ColumnGuess], given: Sequence[str]) -> list[ColumnGuess]:
    """Columns that can be read together: a whole place, or its parts."""
    kept = dict(chosen)
    if "place.agency" in kept and "who" in {*kept, *given} and "place.county" in kept:
        del kept["place.agency"]
    if "place" in kept:
        for part in ("place.agency", "place.city", "place.county", "place.fips", "place.zip"):
            kept.pop(part, None)
    return list(kept.values())


def write_map(guess: TableGuess, file: str, facts_private: Callable[[str], bool]) -> str:
    """A guess as a YAML map, with what was seen in comments."""
    lines = [
        f"# Proposed from the first {guess.rows:,} rows of {_line(file)}. Correct it, then run:",
        f"#   safehavens screen {_line(file)} --maps THIS_FILE{_more_options(guess)}",
        "columns:" if guess.columns else "columns: {}",
    ]
    for column in guess.columns:
        private = facts_private(column.ours)
        shown = "" if private else _examples(column)
        lines.append(
            f"  {_scalar(column.theirs)}: {column.ours}"
            f"  # {column.read:,} of {column.rows:,} cells can be read{shown}"
        )
    values: list[str] = []
    for column in guess.columns:
        words = {t: v for t, (v, _) in column.values.items() if t.strip().casefold() != v}
        if column.ours.startswith(("place", "date")) or facts_private(column.ours):
            continue
        unread = column.unread if column.share >= _SURE else {}
        frequent = [(t, n) for t, n in unread.items() if n > 1 and len(t) <= 40]
        if not words and not frequent:
            continue
        values.append(f"  {column.ours}:")
        for text in list(words)[:_LISTED]:
            value, rows = column.values[text]
            values.append(f"    {_scalar(text)}: {_scalar(value)}  # {_rows(rows)}")
        for text, rows in frequent[:_LISTED]:
            values.append(f"    # {_scalar(text)}: ?  # {_rows(rows)}: not read, say what it means")
    if values:
        lines += ["values:", *values]
    for name in guess.missing:
        flag = {"date": "on"}.get(name, name)
        lines.append(f"# No column for {name} was found: map one, or give --{flag} for all rows.")
    if guess.left:
        lines.append("# Left alone:")
        lines += [f"#   {_line(name)}" for name in guess.left]
    return "\n".join(lines) + "\n"


def _more_options(guess: TableGuess) -> str:
    options = f" --state {guess.state}" if guess.state else ""
    for name in guess.missing:
        if name != "place":
            options += f" --{ {'date': 'on'}.get(name, name) } …"
    return options


def _examples(column: ColumnGuess) -> str:
    texts = [_line(text)[:60] for text in list(column.values)[:_EXAMPLES]]
    return f", such as {'; '.join(texts)}" if texts else ""


def _scalar(text: str) -> str:
    """A text as a YAML scalar on one line."""
    import json

    plain = text.replace(" ", "").replace("-", "").replace("_", "").replace(".", "")
    simple = plain.isalnum() and plain.isascii() and not plain[0].isdigit()
    if simple and text == text.strip() and text.casefold() not in _YAML_WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def _rows(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _line(text: str) -> str:
    return " ".join(text.split())
