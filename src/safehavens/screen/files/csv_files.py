"""CSV: read in stretches of whole records, so that several threads may parse them.

Every cell stays the text that it is. Arrow parses; a stretch that it refuses (too many cells, bytes
that are not UTF-8) is read again record by record, and each problem names its line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from safehavens.decide.request import BadRequest
from safehavens.screen.files.blocks import Rows, TableRows, Unread

STRETCH: Final = 8 << 20
"""Bytes read at a time."""

_LONGEST: Final = 8 * STRETCH
"""A record longer than this is taken for a quotation mark that was never closed."""

csv.field_size_limit(1 << 30)


@dataclass(frozen=True, slots=True)
class CsvStretch:
    """Whole records of a CSV file, not yet parsed."""

    data: bytes
    first_line: int
    names: tuple[str, ...]

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)

    def rows(self) -> Rows:
        """Parse it."""
        try:
            batch = self._parse()
        except pa.ArrowInvalid:
            return self._record_by_record()
        return TableRows(batch, _Lines(self, batch.num_rows).of)

    def _parse(self) -> pa.RecordBatch:
        if not self.data.strip(b"\r\n"):
            return _make_batch(self.names, [])
        table = arrow_csv.read_csv(
            pa.BufferReader(self.data),
            arrow_csv.ReadOptions(
                use_threads=False, block_size=len(self.data) + 1, column_names=self.names
            ),
            arrow_csv.ParseOptions(newlines_in_values=True),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(self.names, pa.string()), strings_can_be_null=False
            ),
        ).combine_chunks()
        return table.to_batches()[0] if len(table) else _make_batch(self.names, [])

    def _record_by_record(self) -> Rows:
        cells: list[list[str | None]] = []
        lines: list[int] = []
        unread: dict[int, Unread] = {}
        text = self.data.decode("utf-8", "backslashreplace")
        spoiled = _find_spoiled_lines(self.data, self.first_line)
        raw = text.splitlines(keepends=True)
        for line, end, record in self._records(text):
            if not record:
                continue
            wrong = None
            if any(line <= bad < end for bad in spoiled):
                wrong = "The line is not UTF-8 text."
            elif len(record) != len(self.names):
                are = "1 cell" if len(record) == 1 else f"{len(record)} cells"
                wrong = f"The line has {are} where the header has {len(self.names)}."
            if wrong is not None:
                begin = line - self.first_line
                record_text = "".join(raw[begin : end - self.first_line]).rstrip("\r\n")
                unread[len(lines)] = Unread(record_text, wrong)
            cells.append([None] * len(self.names) if wrong else [*record])
            lines.append(line)
        return TableRows(_make_batch(self.names, cells), lines.__getitem__, unread)

    def _records(self, text: str) -> Iterator[tuple[int, int, list[str]]]:
        """Each record with its first line and the line after its last."""
        reader = csv.reader(io.StringIO(text, newline=""))
        before = 0
        for record in reader:
            yield self.first_line + before, self.first_line + reader.line_num, record
            before = reader.line_num

    def lines(self) -> list[int]:
        """The line on which each record begins."""
        text = self.data.decode("utf-8")
        return [line for line, _, record in self._records(text) if record]


class _Lines:
    """The lines of a stretch's records, worked out when the first is asked for."""

    def __init__(self, stretch: CsvStretch, rows: int) -> None:
        self._stretch = stretch
        self._rows = rows
        self._lines: Sequence[int] | None = None

    def of(self, row: int) -> int:
        if self._lines is None:
            stretch = self._stretch
            if stretch.data.count(b"\n") in (self._rows, self._rows - 1):  # a line a record
                self._lines = range(stretch.first_line, stretch.first_line + self._rows)
            else:
                self._lines = stretch.lines()
        return self._lines[row]


class CsvSource:
    """A CSV file, or standard input.

    Raises
    ------
    BadRequest
        It is empty, or its header cannot be used.
    """

    binary = False
    unit = "bytes"

    def __init__(self, file: BinaryIO, name: str, total: int | None) -> None:
        self.name = name
        self.total = total
        self._file = file
        self._rest = file.read(STRETCH)
        if self._rest.startswith(b"\xef\xbb\xbf"):
            self._rest = self._rest[3:]
        if not self._rest.strip():
            raise BadRequest(f"{name} is empty.")
        stripped = self._rest.lstrip(b"\r\n")
        line = 1 + self._rest[: len(self._rest) - len(stripped)].count(b"\n")
        text = stripped.decode("utf-8", "replace")
        reader = csv.reader(io.StringIO(text, newline=""))
        names = next(reader)
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise BadRequest(f"{name} has the column {twice!r} twice.")
        self._names = tuple(names)
        at = 0
        for _ in range(reader.line_num):
            at = stripped.find(b"\n", at) + 1 or len(stripped)
        self._rest = stripped[at:]
        self._line = line + reader.line_num
        self.schema = pa.schema([pa.field(name, pa.string()) for name in names])

    def pieces(self) -> Iterator[CsvStretch]:
        """The file in stretches."""
        rest, line = self._rest, self._line
        self._rest = b""
        while True:
            cut = _find_cut(rest)
            if cut:
                yield CsvStretch(rest[:cut], line, self._names)
                line += rest.count(b"\n", 0, cut)
                rest = rest[cut:]
            more = self._file.read(STRETCH)
            if not more:
                break
            rest += more
        if rest:
            yield CsvStretch(rest, line, self._names)


def _find_cut(data: bytes) -> int:
    """Where the last whole record of what has been read ends; 0 where there is none."""
    end = data.rfind(b"\n") + 1
    if b'"' not in data:
        return end
    last, quotes = end, data.count(b'"', 0, end)
    while end:
        if quotes % 2 == 0:  # no quotation is open here
            return end
        before = data.rfind(b"\n", 0, end - 1) + 1
        quotes -= data.count(b'"', before, end)
        end = before
    return last if len(data) > _LONGEST else 0


def _find_spoiled_lines(data: bytes, first_line: int) -> list[int]:
    """The lines that are not UTF-8."""
    numbers = []
    for number, line in enumerate(data.split(b"\n"), first_line):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            numbers.append(number)
    return numbers


def _make_batch(names: tuple[str, ...], records: list[list[str | None]]) -> pa.RecordBatch:
    columns = [pa.array([record[i] for record in records], pa.string()) for i in range(len(names))]
    return pa.RecordBatch.from_arrays(columns, list(names))


def write_header(names: list[str]) -> bytes:
    """The first line of a CSV file."""
    batch = pa.RecordBatch.from_arrays([pa.array([n], pa.string()) for n in names], names)
    return write_rows(batch)


def write_rows(batch: pa.RecordBatch) -> bytes:
    """Rows as lines of CSV; quoted is what needs it."""
    if not batch.num_rows or not batch.num_columns:
        return b"\n" * int(batch.num_rows)
    cells = [_write_cells(column) for column in batch.columns]
    if len(cells) == 1:  # an empty line would be no row
        cells = [pc.if_else(pc.equal(cells[0], ""), '""', cells[0])]
    joined = pc.binary_join_element_wise(*cells, ",")
    whole = pc.binary_join_element_wise(joined, pa.scalar("\n", joined.type), "")
    # The lines lie end to end in the array's buffer: that is the file's text.
    size = 8 if pa.types.is_large_string(whole.type) else 4
    offsets = memoryview(whole.buffers()[1]).cast("q" if size == 8 else "i")
    start, end = offsets[whole.offset], offsets[whole.offset + len(whole)]
    text: bytes = whole.buffers()[2].slice(start, end - start).to_pybytes()
    return text


def _write_cells(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        words = _write_cells(column.dictionary)
        return words.take(column.indices).fill_null("")
    try:
        text = column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):  # lists, bytes
        values = (None if value is None else str(value) for value in column.to_pylist())
        text = pa.array(values, pa.string())
    text = text.fill_null("")
    needs = pc.match_substring_regex(text, '[",\r\n]')
    if pc.any(needs).as_py():
        doubled = pc.replace_substring(text, '"', '""')
        quoted = pc.binary_join_element_wise('"', doubled, '"', "")
        text = pc.if_else(needs, quoted, text)
    return text
