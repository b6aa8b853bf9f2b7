"""Excel workbooks (.xlsx, .xls, .xlsb) and OpenDocument sheets (.ods): one sheet as a table.

A column whose cells are all dates is a column of dates, and so with numbers and yes/no; any other
is text, a whole number without its `.0`. A sheet is read whole: it has at most 1,048,576 rows.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, BinaryIO, Final

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest
from safehavens.screen.files.blocks import Rows, TableRows
from safehavens.screen.files.export_layout import SAMPLED_ROWS, find_header, name_columns
from safehavens.screen.files.read_options import Reading, ReadOptions
from safehavens.screen.requests import BATCH
from safehavens.wording.labels import N_

_MOST_CELLS: Final = 200_000_000
"""Cells from the first to the last of a sheet, of which most may be blank."""

_SHEET: Final = re.compile(r"sheets/[^/]*\.xml$")
_REFERENCE: Final = re.compile(rb"""\sr=["']([A-Z]{0,3})([0-9]{1,7})["']""")

_EXACT: Final = 2**53
"""Whole numbers beyond this are not exact in a workbook."""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """Some rows of a sheet, with their numbers in it."""

    batch: pa.RecordBatch
    numbers: Sequence[int]

    @property
    def size(self) -> int:
        """In rows."""
        return len(self.numbers)

    def rows(self) -> Rows:
        """The rows."""
        return TableRows(self.batch, self.numbers.__getitem__)


class ExcelSource:
    """A sheet of a workbook.

    Parameters
    ----------
    file : binary file
    name : str
        For messages.
    options : ReadOptions
    most : int
        Bytes to which it may unpack.

    Raises
    ------
    BadRequest
        It is not a workbook, is locked, or has no such sheet, or no header that can be used.
    """

    binary = False
    unit = "rows"

    def __init__(self, file: BinaryIO, name: str, options: ReadOptions, most: int) -> None:
        self.name = name
        _refuse_bomb(file, name, most)
        try:
            workbook = CalamineWorkbook.from_filelike(file)
        except PasswordError:
            raise BadRequest(f"{name} is locked with a password; save it without one.") from None
        except (CalamineError, OSError, ValueError) as error:
            raise BadRequest(
                f"{name} is not an Excel workbook ({error}); if it is text, say so: --from csv."
            ) from None
        try:
            sheet, rows = _pick_sheet(workbook, name, options.sheet)
        except CalamineError as error:
            raise BadRequest(f"{name} is damaged and cannot be read: {error}.") from None
        numbered = [
            (number, row)
            for number, row in enumerate(rows, 1)
            if number > (options.skip or 0) and any(cell != "" for cell in row)
        ]
        if not numbered:
            raise BadRequest(f"The sheet {sheet!r} of {name} is empty.")
        first = [[None if c == "" else c for c in row] for _, row in numbered[:SAMPLED_ROWS]]
        index = 0 if options.skip is not None else find_header(first)
        header = numbered[index][1]
        width = max(len(header), *(len(row) for _, row in numbered))
        body = [row for _, row in numbered[index + 1 :]]
        while (
            width
            and _cell(header, width - 1) == ""
            and not any(_cell(row, width - 1) != "" for row in body)
        ):
            width -= 1  # cells that only have a format
        cells = [_spell(_cell(header, i)) for i in range(width)]
        names = name_columns(cells, name)
        columns = [make_column([_cell(row, i) for row in body]) for i in range(width)]
        self._batch = pa.RecordBatch.from_arrays(columns, [*names])
        self._numbers = [number for number, _ in numbered[index + 1 :]]
        self.schema: pa.Schema = self._batch.schema
        self.total: int | None = len(body)
        self.expected_size: int | None = self.total
        notes: list[tuple[str, dict[str, object]]] = []
        if len(workbook.sheet_names) > 1 or options.sheet is not None:
            notes.append((N_("sheet %(sheet)s"), {"sheet": sheet}))
        if index or options.skip:
            notes.append((N_("header in row %(row)s"), {"row": numbered[index][0]}))
        self.reading = Reading(tuple(notes))

    def pieces(self) -> Iterator[SheetRows]:
        """The sheet in batches."""
        for start in range(0, self._batch.num_rows, BATCH):
            numbers = self._numbers[start : start + BATCH]
            yield SheetRows(self._batch.slice(start, BATCH), numbers)


def _refuse_bomb(file: BinaryIO, name: str, most: int) -> None:
    """Raise BadRequest for a workbook that takes far too much memory when it is read."""
    try:
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
            if sum(member.file_size for member in members) > most:
                raise BadRequest(
                    f"{name} unpacks to more than {most >> 20:,} MB, which is the most allowed."
                )
            for member in members:
                if _SHEET.search(member.filename):
                    with package.open(member) as sheet:
                        _check_extent(sheet, name)
    except (zipfile.BadZipFile, OSError, zlib.error, NotImplementedError, RuntimeError):
        pass  # an old workbook is not packed; what is damaged is told by its reader
    finally:
        file.seek(0)


def _check_extent(sheet: IO[bytes], name: str) -> None:
    """Raise BadRequest for a sheet with a cell so far out that all before it cannot be held."""
    rows = columns = 0
    rest = b""
    while part := sheet.read(1 << 20):
        text = rest + part
        for letters, number in _REFERENCE.findall(text):
            rows = max(rows, int(number))
            columns = max(columns, len(letters) and int(letters, 36))
        rest = text[-40:]
    width = 16_384 if columns >= int("AAA", 36) else 702 if columns >= int("AA", 36) else 26
    if rows * width > _MOST_CELLS:
        raise BadRequest(
            f"A sheet of {name} reaches to row {rows:,} and beyond column "
            f"{'ZZ' if width > 702 else 'Z'}; delete what stands far from the table."
        )


def _pick_sheet(
    workbook: CalamineWorkbook, name: str, wanted: str | None
) -> tuple[str, list[list[Any]]]:
    """The sheet that is asked for, else the first with more than one row; and its rows."""
    names = workbook.sheet_names
    if wanted is not None:
        if wanted not in names:
            raise BadRequest(f"{name}: {unknown('sheet', wanted, names)}")
        return wanted, workbook.get_sheet_by_name(wanted).to_python(skip_empty_area=False)
    best: tuple[str, list[list[Any]]] | None = None
    for sheet in names:
        rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        if len(rows) > 1 and len(rows[0]) > 1:
            return sheet, rows
        if rows and best is None:
            best = sheet, rows
    if best is None:
        raise BadRequest(f"{name} is empty.")
    return best


def _cell(row: Sequence[Any], index: int) -> Any:
    return row[index] if index < len(row) else ""


def make_column(cells: Sequence[Any]) -> pa.Array:
    """A column of a sheet: of dates, numbers or yes/no where all its cells are, else of text."""
    values = [None if cell == "" else cell for cell in cells]
    kinds = {type(value) for value in values if value is not None}
    if kinds == {float} or kinds == {int} or kinds == {int, float}:
        if all(v is None or (float(v).is_integer() and abs(v) <= _EXACT) for v in values):
            return pa.array([None if v is None else int(v) for v in values], pa.int64())
        return pa.array(values, pa.float64())
    if kinds in ({bool}, {date}, {datetime}):
        return pa.array(values)
    if kinds == {date, datetime}:
        whole = [datetime(v.year, v.month, v.day) if type(v) is date else v for v in values]
        return pa.array(whole, pa.timestamp("us"))
    return pa.array([None if v is None else _spell(v) for v in values], pa.string())


def _spell(value: object) -> str:
    """A cell as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) <= _EXACT:
        return str(int(value))
    return str(value)
