"""A publisher's table made into ours: columns renamed, places as FIPS codes, rows counted."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from safehavens.corpus.places import Gazetteer, UnknownPlace
from safehavens.corpus.places.finder import PlaceFinder
from safehavens.datasets.data_sets import DataSet, Fetch, Mapped
from safehavens.datasets.series_mapping import map_series
from safehavens.decide.request import BadRequest

if TYPE_CHECKING:
    import pyarrow as pa

_MISSING: Final = ("", "NA", "N/A", "NaN", "null", ".", "-")


def map_table(
    path: Path, data_set: DataSet, gazetteer: Gazetteer, year: int | None = None
) -> Mapped:
    """Read a publisher's file, and make our table of it.

    Parameters
    ----------
    path : Path
    data_set : DataSet
        With its `fetch`.
    gazetteer : Gazetteer
        Finds the counties of names.
    year : int, optional
        The year of the file, where its rows do not say it.

    Raises
    ------
    BadRequest
        The file is of another format, or lacks columns that it had.
    """
    recipe = data_set.fetch
    assert recipe is not None
    if recipe.series is not None:
        return map_series(path, data_set, recipe.series)
    source = _read(path, recipe)
    needed = [
        *recipe.select.values(), *recipe.where, *recipe.where_not, *recipe.fips,
        *(recipe.county_names or ()), *(recipe.city_names or ()),
        *([recipe.month_of] if recipe.month_of else []),
    ]  # fmt: skip
    if missing := [name for name in dict.fromkeys(needed) if name not in source]:
        raise BadRequest(
            f"{path.name} has no column {' or '.join(missing)}; its layout is not that of "
            f"{data_set.id}, or it has changed. It has: {', '.join(list(source)[:20])}."
        )
    count = len(next(iter(source.values()), []))
    kept = [row for row in range(count) if _is_kept(source, row, recipe)]
    places = _find_places(source, recipe, gazetteer)
    placed = [row for row in kept if places is None or places(row) is not None]
    if recipe.count is not None:
        table = _count_rows(source, placed, places, data_set)
    else:
        table = _pick_columns(source, placed, places, data_set, year)
    return Mapped(table, len(kept), len(kept) - len(placed))


_Source = dict[str, list[Any]]
_Places = Callable[[int], str | None]


def _read(path: Path, recipe: Fetch) -> _Source:
    try:
        return _READERS[recipe.format](path, recipe)
    except BadRequest:
        raise
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:  # pyarrow's are of these
        said = " ".join(str(error).split())[:200]
        raise BadRequest(f"{path.name} cannot be read as {recipe.format}: {said}.") from None


def _read_parquet(path: Path, recipe: Fetch) -> _Source:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    wanted = set(_names(recipe))
    columns = [name for name in file.schema_arrow.names if name in wanted]
    read: _Source = file.read(columns=columns).to_pydict()
    return read or {name: [] for name in file.schema_arrow.names}


def _names(recipe: Fetch) -> list[str]:
    return [
        *recipe.select.values(), *recipe.where, *recipe.where_not, *recipe.fips,
        *(recipe.county_names or ()), *(recipe.city_names or ()),
        *([recipe.month_of] if recipe.month_of else []),
    ]  # fmt: skip


def _read_text(data: Any, separator: str, recipe: Fetch) -> _Source:
    import pyarrow as pa
    import pyarrow.csv as pc

    read = pc.open_csv(
        data,
        parse_options=pc.ParseOptions(delimiter=separator, newlines_in_values=True),
        convert_options=pc.ConvertOptions(
            column_types=dict.fromkeys(_names(recipe), pa.string()), strings_can_be_null=False
        ),
    )
    wanted = set(_names(recipe))
    columns = [name for name in read.schema.names if name in wanted]
    table: _Source = read.read_all().select(columns).to_pydict()
    return table or {name: [] for name in read.schema.names}


def _read_csv(path: Path, recipe: Fetch) -> _Source:
    return _read_text(path, ",", recipe)


def _read_tsv(path: Path, recipe: Fetch) -> _Source:
    return _read_text(path, "\t", recipe)


def _read_zip(path: Path, recipe: Fetch) -> _Source:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        if len(names) != 1:
            raise BadRequest(f"{path.name} must hold one CSV file; it holds {len(names)}.")
        return _read_text(io.BytesIO(archive.read(names[0])), ",", recipe)


def _read_json_rows(path: Path, _: Fetch) -> _Source:
    """A list of rows, of which the first has the names: as the Census Bureau answers."""
    rows = json.loads(path.read_text("utf-8"))
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        raise BadRequest(f"{path.name} cannot be read as json_rows: it is not a list of rows.")
    head, *body = rows
    return {name: [row[n] for row in body] for n, name in enumerate(head)}


_READERS: Final[dict[str, Callable[[Path, Fetch], _Source]]] = {
    "parquet": _read_parquet,
    "csv": _read_csv,
    "tsv": _read_tsv,
    "csv_in_zip": _read_zip,
    "json_rows": _read_json_rows,
}


def _is_kept(source: _Source, row: int, recipe: Fetch) -> bool:
    return all(_text(source[name][row]) in allowed for name, allowed in recipe.where.items()) and (
        all(_text(source[name][row]) not in left for name, left in recipe.where_not.items())
    )


def _text(value: Any) -> str:
    """A cell as text; a truth in lower case."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).strip()


def _find_places(source: _Source, recipe: Fetch, gazetteer: Gazetteer) -> _Places | None:
    """What gives the FIPS code of a row's county; None where the table has no such column."""
    if recipe.fips:
        columns = [source[name] for name in recipe.fips]
        widths = (5,) if len(columns) == 1 else (2, 3)

        def join(row: int) -> str | None:
            parts = [
                _text(column[row]).removesuffix(".0").zfill(width)
                for column, width in zip(columns, widths, strict=True)
            ]
            code = "".join(parts)
            return code if code.isdecimal() and len(code) == 5 else None

        return join
    names = recipe.county_names or recipe.city_names
    if names is None:
        return None
    states, others = source[names[0]], source[names[1]]
    finder = PlaceFinder(gazetteer)
    known: dict[tuple[str, str], str | None] = {}

    def look_up(row: int) -> str | None:
        key = _text(states[row]), _text(others[row])
        if key not in known:
            known[key] = _find_county(finder, gazetteer, *key, bool(recipe.county_names))
        return known[key]

    return look_up


def _find_county(
    finder: PlaceFinder, gazetteer: Gazetteer, state: str, name: str, is_county: bool
) -> str | None:
    if not state or name in _MISSING:
        return None
    ways = [f"{name} County, {state}", f"{name} Parish, {state}"] if is_county else []
    for text in (*ways, f"{name}, {state}"):
        try:
            found = finder.find(text).place
        except UnknownPlace:
            continue
        county = found if found.fips is not None else gazetteer.county_of(found.id)
        if county is not None and county.fips is not None and len(county.fips) == 5:
            return county.fips
    return None


def _count_rows(
    source: _Source, rows: Sequence[int], places: _Places | None, data_set: DataSet
) -> pa.Table:
    import pyarrow as pa

    recipe = data_set.fetch
    assert recipe is not None
    assert recipe.month_of is not None
    assert places is not None
    days = source[recipe.month_of]
    counts = Counter((places(row), month) for row in rows if (month := _text(days[row])[:7]))
    ordered = sorted(counts)
    return pa.table(
        {
            str(data_set.place): pa.array([place for place, _ in ordered], pa.string()),
            str(data_set.time): pa.array([month for _, month in ordered], pa.string()),
            str(recipe.count): pa.array([counts[key] for key in ordered], pa.int64()),
        }
    )


def _pick_columns(
    source: _Source, rows: Sequence[int], places: _Places | None, data_set: DataSet,
    year: int | None,
) -> pa.Table:  # fmt: skip
    import pyarrow as pa

    recipe = data_set.fetch
    assert recipe is not None
    table: dict[str, Any] = {}
    for ours in data_set.columns:
        if ours in recipe.select:
            cells = source[recipe.select[ours]]
            table[ours] = _read_numbers([cells[row] for row in rows], ours == data_set.place)
        elif ours == data_set.place and places is not None:
            table[ours] = pa.array([places(row) for row in rows], pa.string())
        elif ours == data_set.time and year is not None:
            table[ours] = pa.array([year] * len(rows), pa.int64())
    return pa.table(table)


def _read_numbers(cells: Sequence[Any], keep_text: bool) -> Any:
    """Cells as whole numbers or as numbers; as text where they are not, or are a place."""
    import pyarrow as pa

    texts = [None if _text(cell) in _MISSING else _text(cell).replace(",", "") for cell in cells]
    if not keep_text:
        for kind, read in ((pa.int64(), int), (pa.float64(), float)):
            try:
                return pa.array([None if one is None else read(one) for one in texts], kind)
            except ValueError:
                continue
    return pa.array([None if cell is None else _text(cell) for cell in cells], pa.string())
