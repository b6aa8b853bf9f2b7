"""Agency kinds and actions in tables, in people's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.corpus.words.word_reader import UnreadableWord, WordReader, WordReading
from safehavens.decide.request import BadRequest
from safehavens.screen.reading.cells import says_nothing
from safehavens.screen.reading.column_reader import CellReading, ColumnReader
from safehavens.screen.reading.notes import Note

_MOST_LISTED: Final = 4

Values = Mapping[str | None, str | None] | None


def action_reader(words: WordReader, values: Values) -> ColumnReader:
    """What reads a column of actions."""

    def read(text: str | None) -> CellReading:
        if text is None or says_nothing(text):
            return CellReading(None, "The action is missing.")
        try:
            return _reading("action", text, words.action(text.strip()))
        except UnreadableWord as error:
            return CellReading(None, one_line(text, error))

    return ColumnReader(read, values)


def who_reader(words: WordReader, values: Values) -> ColumnReader:
    """What reads a column of agency kinds.

    A word that means one kind of a state and another of its counties and cities, such as
    `corrections`, has in `other` the kind of a state.
    """

    def read(text: str | None) -> CellReading:
        if text is None or says_nothing(text):
            return CellReading(None, "The who is missing.")
        text = text.strip()
        try:
            return _reading("who", text, words.who(text))
        except UnreadableWord as error:
            try:
                local, of_state = words.who(text, "county").id, words.who(text, "state").id
            except UnreadableWord:
                return CellReading(None, one_line(text, error))
            note = Note(f"Read who {text[:60]!r} as {of_state} of a state, else as {local}")
            return CellReading(local, note=note, other=of_state)

    return ColumnReader(read, values)


def _reading(column: str, text: str, reading: WordReading) -> CellReading:
    if text == reading.id:
        return CellReading(reading.id)
    return CellReading(reading.id, note=Note(f"Read {column} {text[:60]!r} as {reading.id}"))


def one_line(text: str, error: UnreadableWord) -> str:
    """Why a word cannot be read, in one sentence, as a cell has room for."""
    shown = repr(text if len(text) <= 60 else text[:57] + "...")
    article = "an" if error.kind[0] in "aeiou" else "a"
    listed = ", ".join(error.candidates[:_MOST_LISTED])
    if error.sure:
        return f"{shown} may mean more than one {error.kind}: {listed}; write one of them."
    if listed:
        return f"{shown} is not {article} {error.kind}; the nearest: {listed}."
    return f"{shown} is not {article} {error.kind}."


def read_fixed(words: WordReader, name: str, text: str, level: str | None = None) -> WordReading:
    """Read the one agency kind or action of all rows. Raises BadRequest."""
    try:
        return words.action(text) if name == "action" else words.who(text, level)
    except UnreadableWord as error:
        raise BadRequest(str(error)) from None
