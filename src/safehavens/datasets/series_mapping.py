"""Files with one row a series and month, made into a row a county and month."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from safehavens.datasets.data_sets import DataSet, Mapped, Series
from safehavens.decide.request import BadRequest

_MONTH: Final = r"^M(0[1-9]|1[0-2])$"


def map_series(path: Path, data_set: DataSet, series: Series) -> Mapped:
    """Read a file of tab-separated series a part at a time, since it may be larger than memory.

    Raises
    ------
    BadRequest
        The file has another layout.
    """
    import pyarrow as pa

    parts = []
    rows = 0
    try:
        for batch in _open(path):
            table = pa.Table.from_batches([batch])
            names = [name.strip() for name in table.schema.names]
            wanted = (series.id, series.year, series.period, series.value)
            if missing := [name for name in wanted if name not in names]:
                raise BadRequest(
                    f"{path.name} has no column {' or '.join(missing)}; its layout is not that of "
                    f"{data_set.id}, or it has changed."
                )
            kept = _keep(table.rename_columns(names), series)
            rows += kept.num_rows
            parts.append(kept)
    except (OSError, pa.ArrowInvalid) as error:
        said = " ".join(str(error).split())[:200]
        raise BadRequest(f"{path.name} cannot be read as tsv: {said}.") from None
    return Mapped(_spread(parts, series), rows, 0)


def _open(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.csv as pc

    head = path.open("rb").readline().decode("utf-8", "replace").rstrip("\r\n").split("\t")
    return pc.open_csv(
        path,
        read_options=pc.ReadOptions(block_size=1 << 24),
        parse_options=pc.ParseOptions(delimiter="\t"),
        convert_options=pc.ConvertOptions(
            column_types=dict.fromkeys(head, pa.string()), strings_can_be_null=False
        ),
    )


def _keep(table: Any, series: Series) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    id = pc.utf8_trim_whitespace(table[series.id])
    measure = pc.utf8_slice_codeunits(id, *series.measure)
    period = pc.utf8_trim_whitespace(table[series.period])
    year = pc.utf8_trim_whitespace(table[series.year])
    text = pc.utf8_trim_whitespace(table[series.value])
    known = pc.is_in(measure, pa.array(list(series.measures)))
    is_month = pc.match_substring_regex(period, _MONTH)
    is_number = pc.match_substring_regex(text, r"^-?[0-9]+(\.[0-9]+)?$")
    month = pc.binary_join_element_wise(year, pc.utf8_slice_codeunits(period, 1, 3), "-")
    return pa.table(
        {
            "fips": pc.utf8_slice_codeunits(id, *series.fips),
            "month": month,
            "measure": measure,
            "value": pc.if_else(is_number, text, None),
        }
    ).filter(pc.and_(known, is_month))


def _spread(parts: list[Any], series: Series) -> Any:
    """A column for each measure."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not parts:
        return pa.table({"fips": pa.array([], pa.string())})
    long = pa.concat_tables(parts)
    wide = None
    for code, name in series.measures.items():
        of = long.filter(pc.equal(long["measure"], code))
        values = of["value"].cast(pa.float64())
        one = pa.table({"fips": of["fips"], "month": of["month"], name: values})
        keys = ["fips", "month"]
        wide = one if wide is None else wide.join(one, keys, join_type="full outer")
    assert wide is not None
    return wide.sort_by([("fips", "ascending"), ("month", "ascending")]).combine_chunks()
