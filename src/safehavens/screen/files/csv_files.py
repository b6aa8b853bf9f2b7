"""CSV: read in stretches of whole records, so that several threads may parse them.

Every cell stays the text that it is. `csv_grammar` says where records end. Where a glance shows
that all parsers agree on a stretch, Arrow parses it; else it is read record by record, and each
problem names its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from safehavens.decide.request import BadRequest
from safehavens.screen.files import csv_grammar
from safehavens.screen.files.blocks import Rows, RowsLost, TableRows, Unread, spell_days
from safehavens.screen.files.csv_grammar import Record, count_lines, find_cut, read_records
from safehavens.screen.files.encodings import (
    DecodedFile,
    name_encoding,
    refuse_other_kinds,
    show_bytes,
)
from safehavens.screen.files.export_layout import (
    SAMPLED_ROWS,
    find_delimiter,
    find_header,
    name_columns,
)
from safehavens.screen.files.read_options import DELIMITERS, Reading, ReadOptions
from safehavens.wording.labels import N_

STRETCH: Final = 8 << 20
"""Bytes read at a time."""

_SAMPLE: Final = 256 << 10
"""Bytes in which the delimiter and the header are looked for."""

_RECORDS: Final = 1 << 14
"""Records that are read one by one before they become a batch."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a record of a file must be like.

    Attributes
    ----------
    names : tuple of str
        Of the columns.
    delimiter : bytes
    encoding : str
        Python's name of it.
    optional : int
        How many of the last columns have no name in the header, so that a row may lack them.
    """

    names: tuple[str, ...]
    delimiter: bytes
    encoding: str
    optional: int = 0

    def read(self, data: bytes, records: Iterable[Record]) -> TableRows:
        """Records as rows, with what is wrong with those that are not as they must be."""
        width = len(self.names)
        rows: list[list[bytes | None]] = []
        lines: list[int] = []
        unread: dict[int, Unread] = {}
        for record in records:
            cells: list[bytes | None] = [*record.cells]
            problem = record.problem or self._fit(cells)
            if problem is None and not data[record.start : record.end].isascii():
                problem = self._keep_readable(cells)
            elif problem is not None:
                cells = [None] * width
            if problem is not None:
                text = show_bytes(data[record.start : record.end]).rstrip("\r\n")
                unread[len(rows)] = Unread(text, problem)
            rows.append(cells)
            lines.append(record.line)
        columns = [
            pa.array([row[i] for row in rows], pa.binary()).cast(pa.string()) for i in range(width)
        ]
        batch = pa.RecordBatch.from_arrays(columns, [*self.names])
        return TableRows(batch, lines.__getitem__, unread)

    def _fit(self, cells: list[bytes | None]) -> str | None:
        """Leave out blank cells beyond the header; what is wrong with the number of cells."""
        width, count = len(self.names), len(cells)
        if count > width and not any(cells[width:]):
            del cells[width:]
        elif width - self.optional <= count < width:
            cells.extend([b""] * (width - count))
        elif count != width:
            given = "1 cell" if count == 1 else f"{count} cells"
            return f"The line has {given} where the header has {width}."
        return None

    def _keep_readable(self, cells: list[bytes | None]) -> str | None:
        """Empty the cells that are not text; what is wrong if there are any."""
        problem = None
        for i, cell in enumerate(cells):
            try:
                (cell or b"").decode("utf-8")
            except UnicodeDecodeError:
                cells[i] = None
                problem = f"The line is not {name_encoding(self.encoding)} text."
        return problem


@dataclass(frozen=True, slots=True)
class CsvStretch:
    """Whole records of a CSV file, without any fault of quotation, not yet parsed."""

    data: bytes
    first_line: int
    layout: Layout

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)

    def rows(self) -> Rows:
        """Parse it."""
        try:
            batch = self._parse()
        except pa.ArrowInvalid:
            return self.layout.read(self.data, self._records())
        return TableRows(batch, _Lines(self, batch.num_rows).of)

    def _parse(self) -> pa.RecordBatch:
        names = self.layout.names
        if not self.data.strip(b"\r\n"):
            return pa.RecordBatch.from_pydict({name: pa.array([], pa.string()) for name in names})
        table = arrow_csv.read_csv(
            pa.BufferReader(self.data),
            arrow_csv.ReadOptions(
                use_threads=False, block_size=len(self.data) + 1, column_names=names
            ),
            arrow_csv.ParseOptions(
                delimiter=self.layout.delimiter.decode(), newlines_in_values=True
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        ).combine_chunks()
        return table.to_batches()[0]

    def _records(self) -> Iterator[Record]:
        return read_records(self.data, self.layout.delimiter, self.first_line, final=True)

    def lines(self) -> list[int]:
        """The line on which each record begins."""
        return [record.line for record in self._records()]


class _Lines:
    """The lines of a stretch's records, worked out when the first is asked for."""

    def __init__(self, stretch: CsvStretch, rows: int) -> None:
        self._stretch = stretch
        self._rows = rows
        self._lines: Sequence[int] | None = None

    def of(self, row: int) -> int:
        if self._lines is None:
            self._lines = self._find()
        return self._lines[row]

    def _find(self) -> Sequence[int]:
        stretch = self._stretch
        lines = count_lines(stretch.data) + (not stretch.data.endswith((b"\n", b"\r")))
        if lines == self._rows:  # a line a record
            return range(stretch.first_line, stretch.first_line + lines)
        numbers = stretch.lines()
        if len(numbers) != self._rows:
            raise RowsLost(f"{len(numbers)} records were read as {self._rows} rows.")
        return numbers


@dataclass(frozen=True, slots=True)
class ReadRecords:
    """Records that were read one by one, as a piece of a file."""

    read: TableRows
    size: int

    def rows(self) -> Rows:
        """The rows."""
        return self.read


class CsvSource:
    """A file of delimited text, or standard input.

    Parameters
    ----------
    file : binary file
    name : str
        For messages.
    total : int, optional
        Its size in bytes, for the bar of progress.
    options : ReadOptions
    tabs : bool
        Whether its name says that its cells are parted by tabs.

    Raises
    ------
    BadRequest
        It is empty, or its header cannot be used.
    """

    binary = False
    unit = "bytes"

    def __init__(
        self,
        file: BinaryIO,
        name: str,
        total: int | None,
        options: ReadOptions | None = None,
        tabs: bool = False,
    ) -> None:
        options = options or ReadOptions()
        self.name = name
        self.total = total
        self._file = DecodedFile(file, options.encoding)
        self._ended = False
        self._rest = b""
        refuse_other_kinds(self._file.head, name)
        self._read_more(_SAMPLE)
        if not self._rest.strip():
            raise BadRequest(f"{name} is empty.")
        self._line = 1
        if options.skip:
            self._skip(options.skip)
        sample = self._rest[: 4 * _SAMPLE]
        delimiter = options.delimiter or (
            "\t" if tabs else find_delimiter(sample, self._ended and len(sample) == len(self._rest))
        )
        cells, header_line, titles = self._read_header(delimiter.encode(), options.skip is not None)
        names = name_columns(cells, name)
        unnamed = next((i for i, cell in enumerate(reversed(cells)) if cell.strip()), 0)
        self._layout = Layout(names, delimiter.encode(), self._file.encoding, unnamed)
        self.schema = pa.schema([pa.field(column, pa.string()) for column in names])
        self.expected_size: int | None = None
        notes: list[tuple[str, dict[str, object]]] = []
        if delimiter != ("\t" if tabs else ","):
            word = DELIMITERS.get(delimiter, repr(delimiter))
            notes.append((N_("%(delimiter)s-separated"), {"delimiter": word}))
        if self._file.encoding != "utf-8":
            notes.append(("%(encoding)s", {"encoding": name_encoding(self._file.encoding)}))
        if titles or options.skip:
            notes.append((N_("header in line %(line)s"), {"line": header_line}))
        self.reading = Reading(tuple(notes))

    def _read_more(self, size: int) -> bool:
        """Read on; whether there was more."""
        more = self._file.read(size)
        self._rest += more
        self._ended = not more
        return not self._ended

    def _skip(self, lines: int) -> None:
        at = 0
        while self._line <= lines:
            match = csv_grammar.LINE_END.search(self._rest, at)
            if match is None or (match.end() == len(self._rest) and not self._ended):
                if self._read_more(STRETCH):
                    continue
                if match is None:
                    raise BadRequest(
                        f"{self.name} has fewer than {lines} lines, so --skip {lines} skips all."
                    )
            at = match.end()
            self._line += 1
        self._rest = self._rest[at:]

    def _read_header(self, delimiter: bytes, given: bool) -> tuple[list[str], int, bool]:
        """The header's cells, its line, and whether rows stand above it."""
        while True:
            records = [
                *islice(
                    read_records(self._rest, delimiter, self._line, final=self._ended),
                    1 if given else SAMPLED_ROWS,
                )
            ]
            if records or self._ended:
                break
            self._read_more(STRETCH)
            if len(self._rest) > csv_grammar.LONGEST_RECORD:
                raise BadRequest(f"The header of {self.name} does not end.")
        if not records:
            raise BadRequest(f"{self.name} has no header.")
        rows = [[cell.decode("utf-8", "replace") for cell in r.cells] for r in records]
        index = 0 if given else find_header(rows)
        for record in records[: index + 1]:
            if record.problem is not None:
                raise BadRequest(f"{self.name}, above its rows: {record.problem}")
        header = records[index]
        try:
            cells = [cell.decode("utf-8") for cell in header.cells]
        except UnicodeDecodeError:
            raise BadRequest(
                f"{self.name}: the header is not {name_encoding(self._file.encoding)} text; give "
                "the file's encoding (--encoding)."
            ) from None
        self._rest = self._rest[header.end :]
        self._line = header.line + header.lines
        return cells, header.line, index > 0

    def pieces(self) -> Iterator[CsvStretch | ReadRecords]:
        """The file in stretches."""
        layout, size = self._layout, len(self._rest)
        while self._rest or not self._ended:
            cut = find_cut(self._rest, layout.delimiter, final=self._ended)
            if cut is None:
                yield from self._read_slowly()
            elif cut:
                data, self._rest = self._rest[:cut], self._rest[cut:]
                yield CsvStretch(data, self._line, layout)
                self._line += count_lines(data)
            if self._ended:
                break
            if len(self._rest) > csv_grammar.LONGEST_RECORD:
                raise BadRequest(
                    f"{self.name}, line {self._line}: the line is too long to be read."
                )
            before = len(self._rest)
            self._read_more(STRETCH)
            size += len(self._rest) - before
        self.expected_size = size

    def _read_slowly(self) -> Iterator[CsvStretch | ReadRecords]:
        """Records one by one, as far as they are known to be whole."""
        data, at = self._rest, 0
        records = read_records(data, self._layout.delimiter, self._line, final=self._ended)
        while group := [*islice(records, _RECORDS)]:
            end = group[-1].end
            yield ReadRecords(self._layout.read(data, group), end - at)
            at = end
            self._line = group[-1].line + group[-1].lines
        if self._ended and at < len(data):  # blank lines
            yield CsvStretch(data[at:], self._line, self._layout)
            at = len(data)
        self._rest = data[at:]


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
        text = spell_days(column) if pa.types.is_temporal(column.type) else column.cast(pa.string())
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
