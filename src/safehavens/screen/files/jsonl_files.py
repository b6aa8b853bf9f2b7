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
            except (pa.ArrowInvalid, pa.ArrowTypeError):
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
        for names, rows in groups.items():
            alike.setdefault(tuple(sorted(requests.used(names))), []).extend(rows)
        parts = []
        for names, rows in alike.items() or {(): []}.items():
            columns = {n: as_text([self._objects[row][n] for row in rows]) for n in names}
            ours = requests.used(names).values()
            for name in requests.needed:
                if name not in ours:
                    theirs = requests.theirs(name)
                    columns[theirs] = pa.nulls(len(rows), pa.string())
            if not columns:  # a batch without columns has no rows
                columns[""] = pa.nulls(len(rows))
            parts.append((rows, requests.screen(pa.RecordBatch.from_pydict(columns))))
        return without_verdict(restore_order(parts), self.unread, self.count, requests)


@dataclass(frozen=True, slots=True)
class JsonStretch:
    """Whole lines, not yet parsed."""

    data: bytes
    first_line: int
    schema: pa.Schema | None

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)

    def rows(self) -> Rows:
        """Parse it."""
        return parse_lines(self.data, self.first_line, self.schema)


def parse_lines(data: bytes, first_line: int, schema: pa.Schema | None) -> JsonRows:
    """Parse lines."""
    objects: list[dict[str, Any]] = []
    lines: list[int] = []
    unread: dict[int, Unread] = {}
    for line, text in enumerate(data.split(b"\n"), first_line):
        if not text.strip():
            continue
        try:
            item = json.loads(text)
            wrong = None if isinstance(item, dict) else "The line is not a JSON object."
        except json.JSONDecodeError as error:
            wrong = f"The line is not JSON: {error.msg} at column {error.colno}."
        except UnicodeDecodeError:
            wrong = "The line is not UTF-8 text."
        except RecursionError:
            wrong = "The line is nested too deeply."
        if wrong is not None:
            unread[len(objects)] = Unread(text.decode("utf-8", "backslashreplace").strip(), wrong)
        objects.append({} if wrong is not None else item)
        lines.append(line)
    return JsonRows(objects, lines, unread, schema)


def infer_schema(objects: list[dict[str, Any]]) -> pa.Schema:
    """Columns for objects: every name that occurs, with the type of its values (else text)."""
    fields = []
    for name in dict.fromkeys(name for item in objects for name in item):
        values = [item.get(name) for item in objects]
        try:
            kind = pa.array(values).type
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            kind = pa.string()
        fields.append(pa.field(name, pa.string() if pa.types.is_null(kind) else kind))
    return pa.schema(fields)


class JsonSource:
    """A file of JSON Lines, or standard input. Raises BadRequest where it is empty."""

    binary = False
    unit = "bytes"

    def __init__(self, file: BinaryIO, name: str, total: int | None) -> None:
        self.name = name
        self.total = total
        self._file = file
        self._first = file.read(STRETCH)
        if self._first.startswith(b"\xef\xbb\xbf"):
            self._first = self._first[3:]
        if not self._first.strip():
            raise BadRequest(f"{name} is empty.")
        end = self._first.rfind(b"\n") + 1 or len(self._first)
        objects = parse_lines(self._first[:end], 1, None).objects()
        self.schema = infer_schema(objects)

    def pieces(self) -> Iterator[JsonStretch]:
        """The file in stretches of whole lines."""
        rest, line = self._first, 1
        self._first = b""
        while True:
            cut = rest.rfind(b"\n") + 1
            if cut:
                yield JsonStretch(rest[:cut], line, self.schema)
                line += rest.count(b"\n", 0, cut)
                rest = rest[cut:]
            more = self._file.read(STRETCH)
            if not more:
                break
            rest += more
        if rest:
            yield JsonStretch(rest, line, self.schema)


def write_lines(items: Iterator[dict[str, Any]]) -> bytes:
    """Objects as lines of JSON."""
    encode = _ENCODER.encode
    return "".join([encode(item) + "\n" for item in items]).encode("utf-8", "replace")
