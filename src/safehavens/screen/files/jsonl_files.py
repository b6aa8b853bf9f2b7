"""JSON Lines: each line a request, with its own set of facts.

What a line does not name is left out, and null is not known, as in a single question.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import pyarrow as pa

from safehavens.decide.request import BadRequest
from safehavens.screen.files.blocks import (
    Rows,
    Unread,
    as_text,
    restore_order,
    without_verdict,
)
from safehavens.screen.files.csv_grammar import LONGEST_RECORD, count_lines
from safehavens.screen.files.encodings import DecodedFile, name_encoding, refuse_other_kinds
from safehavens.screen.files.export_layout import shorten
from safehavens.screen.files.read_options import Reading, ReadOptions
from safehavens.screen.requests import Requests
from safehavens.screen.screener import Screened

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, default=str)

STRETCH: Final = 4 << 20
"""Bytes read at a time."""


class JsonRows:
    """Parsed lines. A line that is not an object is an empty object here."""

    def __init__(
        self,
        objects: list[dict[str, Any]],
        lines: list[int],
        unread: Mapping[int, Unread],
        schema: pa.Schema | None,
    ) -> None:
        self._objects = objects
        self._lines = lines
        self.unread = unread
        self._schema = schema

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._objects)

    def number(self, row: int) -> int:
        """The line of the file."""
        return self._lines[row]

    def objects(self) -> list[dict[str, Any]]:
        """The lines' objects."""
        return self._objects

    def table(self) -> pa.RecordBatch:
        """The lines as a batch. Raises BadRequest where they do not fit the first lines."""
        schema = self._schema or infer_schema(self._objects)
        names = set(schema.names)
        for row, item in enumerate(self._objects):
            if not item.keys() <= names:
                new = next(name for name in item if name not in names)
                raise BadRequest(
                    f"Line {self._lines[row]} has {new!r}, which the first lines do not have, so "
                    f"the table has no column for it; write JSON Lines (.jsonl) instead."
                )
        arrays = []
        for name in schema.names:
            values = [item.get(name) for item in self._objects]
            kind = schema.field(name).type
            try:
                arrays.append(as_text(values) if kind == pa.string() else pa.array(values, kind))
            except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
                raise BadRequest(
                    f"Lines {self._lines[0]} to {self._lines[-1]}: {name!r} is not always {kind}, "
                    f"as in the first lines; write JSON Lines (.jsonl) instead."
                ) from None
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def screen(self, requests: Requests) -> Screened:
        """Screen the lines, those that give the same facts together."""
        groups: dict[tuple[str, ...], list[int]] = {}
        for row, item in enumerate(self._objects):
            groups.setdefault(tuple(item), []).append(row)
        alike: dict[tuple[str, ...], list[int]] = {}
        nested: dict[int, Unread] = {}
        for names, rows in groups.items():
            used = requests.used(names)
            alike.setdefault(tuple(sorted(used)), []).extend(rows)
            for name in used:
                for row in rows:
                    if isinstance(self._objects[row][name], list | dict):
                        problem = (
                            f"{name!r} holds a list or an object, which {used[name]} cannot be."
                        )
                        nested[row] = Unread("", problem)
        parts = []
        for names, rows in alike.items() or {(): []}.items():
            columns = {
                n: as_text([None if row in nested else self._objects[row][n] for row in rows])
                for n in names
            }
            ours = requests.used(names).values()
            for name in requests.needed:
                if name not in ours:
                    theirs = requests.theirs(name)
                    columns[theirs] = pa.nulls(len(rows), pa.string())
            if not columns:  # a batch without columns has no rows
                columns[""] = pa.nulls(len(rows))
            parts.append((rows, requests.screen(pa.RecordBatch.from_pydict(columns))))
        unread = {**nested, **self.unread}
        return without_verdict(restore_order(parts), unread, self.count, requests)


@dataclass(frozen=True, slots=True)
class JsonStretch:
    """Whole lines, not yet parsed."""

    data: bytes
    first_line: int
    schema: pa.Schema | None
    encoding: str = "utf-8"

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)

    def rows(self) -> Rows:
        """Parse it."""
        return parse_lines(self.data, self.first_line, self.schema, self.encoding)


class _BadValue(ValueError):
    """A value that JSON does not have, or that cannot be kept as it is. One sentence."""


def parse_lines(
    data: bytes, first_line: int, schema: pa.Schema | None, encoding: str = "utf-8"
) -> JsonRows:
    """Parse lines."""
    objects: list[dict[str, Any]] = []
    lines: list[int] = []
    unread: dict[int, Unread] = {}
    for line, text in enumerate(data.splitlines(), first_line):  # at LF, CR LF and CR
        if not text.strip():
            continue
        item: Any = {}
        try:
            item = _DECODER.decode(text.decode("utf-8").strip())
            wrong = None if isinstance(item, dict) else "The line is not a JSON object."
            if wrong is None and b"\\u" in text:
                wrong = _find_half_character(text)
        except _BadValue as error:
            wrong = str(error)
        except json.JSONDecodeError as error:
            wrong = f"The line is not JSON: {error.msg} at column {error.colno}."
        except UnicodeDecodeError:
            wrong = f"The line is not {name_encoding(encoding)} text."
        except ValueError:
            wrong = "The line has a number of too many digits."
        except RecursionError:
            wrong = "The line is nested too deeply."
        if wrong is not None:
            unread[len(objects)] = Unread(text.decode("utf-8", "backslashreplace").strip(), wrong)
        objects.append({} if wrong is not None else item)
        lines.append(line)
    return JsonRows(objects, lines, unread, schema)


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _BadValue(f"The line gives {shorten(twice)!r} twice.")
    return item


def _refuse_constant(word: str) -> None:
    raise _BadValue(f"{word} is not a value of JSON.")


def _read_fraction(text: str) -> float:
    number = float(text)
    if number in (_INFINITY, -_INFINITY):
        raise _BadValue("The line has a number that is too large.")
    return number


def _find_half_character(text: bytes) -> str | None:
    """What is wrong with a line whose `\\ud83d` and the like do not come in pairs."""
    try:
        json.loads(text)  # reads the pairs as one character
        json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        half = ord(error.object[error.start])
        return f"The line has half of a character (\\u{half:04x}), which is not text."
    return None


_INFINITY: Final = float("inf")
_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_read_object, parse_constant=_refuse_constant, parse_float=_read_fraction
)


def infer_schema(objects: list[dict[str, Any]]) -> pa.Schema:
    """Columns for objects: every name that occurs, with the type of its values (else text)."""
    fields = []
    for name in dict.fromkeys(name for item in objects for name in item):
        values = [item.get(name) for item in objects]
        try:
            kind = pa.array(values).type
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            kind = pa.string()
        fields.append(pa.field(name, pa.string() if pa.types.is_null(kind) else kind))
    return pa.schema(fields)


class JsonSource:
    """A file of JSON Lines, or standard input. Raises BadRequest where it is empty."""

    binary = False
    unit = "bytes"

    def __init__(
        self, file: BinaryIO, name: str, total: int | None, options: ReadOptions | None = None
    ) -> None:
        self.name = name
        self.total = total
        self._file = DecodedFile(file, options.encoding if options else None)
        refuse_other_kinds(self._file.head, name)
        self._first = b""
        while len(self._first) < STRETCH and (more := self._file.read(STRETCH)):
            self._first += more
        if not self._first.strip():
            raise BadRequest(f"{name} is empty.")
        encoding = self._file.encoding
        end = _find_cut(self._first) or len(self._first)
        objects = parse_lines(self._first[:end], 1, None, encoding).objects()
        self.schema = infer_schema(objects)
        self.expected_size: int | None = None
        notes = [("%(encoding)s", {"encoding": name_encoding(encoding)})]
        self.reading = Reading(tuple(notes) if encoding != "utf-8" else ())

    def pieces(self) -> Iterator[JsonStretch]:
        """The file in stretches of whole lines."""
        rest, line, encoding = self._first, 1, self._file.encoding
        size = len(rest)
        self._first = b""
        while True:
            cut = _find_cut(rest)
            if cut:
                yield JsonStretch(rest[:cut], line, self.schema, encoding)
                line += count_lines(rest[:cut])
                rest = rest[cut:]
            elif len(rest) > LONGEST_RECORD:
                raise BadRequest(f"{self.name}, line {line}: the line is too long to be read.")
            more = self._file.read(STRETCH)
            if not more:
                break
            size += len(more)
            rest += more
        if rest:
            yield JsonStretch(rest, line, self.schema, encoding)
        self.expected_size = size


def _find_cut(data: bytes) -> int:
    """The index after the last line end; 0 where there is none."""
    end = len(data) - data.endswith(b"\r")  # perhaps the first half of CR LF
    return 1 + max(data.rfind(b"\n", 0, end), data.rfind(b"\r", 0, end))


def write_lines(items: Iterator[dict[str, Any]]) -> bytes:
    """Objects as lines of JSON."""
    encode = _ENCODER.encode
    return "".join([encode(item) + "\n" for item in items]).encode("utf-8", "replace")
