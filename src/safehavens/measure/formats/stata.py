"""Tables as Stata's .dta files, by pandas: columns with labels, words as labeled numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from safehavens.corpus.model import VERDICTS
from safehavens.measure.probes import BadProbe

MOST_ROWS: Final = 5_000_000
"""The file is put together in memory: a panel of every county and month is too large for it."""
_LABEL: Final = 80
_TITLE: Final = "safehavens: the law of sanctuary jurisdictions, CC BY 4.0"
_TEXTS: Final = frozenset({"fips", "geoid", "state"})
"""Keys to merge by, which stay text."""


def check_stata() -> None:
    """Check that files for Stata can be written. Raises BadProbe."""
    if find_spec("pandas") is None:
        raise BadProbe(
            "A .dta file needs pandas, which is not installed: pip install 'safehavens[stata]'."
        )


def write_stata(
    path: Path, schema: Any, batches: Iterable[Any], sentences: Mapping[str, str]
) -> int:
    """Write record batches as a file of Stata 14 or later.

    Verdicts are the numbers 0 to 4, in the order of `safehavens.corpus.model.VERDICTS`, with their
    words as value labels; other words are numbers in the order in which they are met. Codes such as
    `fips` stay text. True is 1, and what is empty is missing.

    Parameters
    ----------
    path : Path
    schema : pyarrow.Schema
    batches : iterable of pyarrow.RecordBatch
    sentences : mapping of str to str
        What each column contains; cut to 80 characters, as Stata has it.

    Returns
    -------
    int
        How many rows.

    Raises
    ------
    BadProbe
        There are more than MOST_ROWS rows.
    """
    kept, rows = [], 0
    for batch in batches:
        rows += batch.num_rows
        if rows > MOST_ROWS:
            raise BadProbe(
                f"A .dta file takes at most {MOST_ROWS:,} rows here; ask for --shape wide, a lower "
                "--freq or fewer places, or write .parquet."
            )
        kept.append(batch)
    table = pa.Table.from_batches(kept, schema=schema).unify_dictionaries()
    columns = {field.name: _column(table[field.name], field) for field in schema}
    import pandas as pd

    days = {field.name: "td" for field in schema if pa.types.is_date(field.type)}
    labels = {name: _cut(sentence) for name, sentence in sentences.items() if name in columns}
    _writer()(
        path,
        pd.DataFrame(columns),
        convert_dates=days,
        write_index=False,
        variable_labels=labels,
        data_label=_TITLE,
        version=118,
    ).write_file()
    return rows


def _writer() -> Any:
    """The writer of pandas, which would call `end` `_end`, though Stata takes the name."""
    from pandas.io.stata import StataWriterUTF8

    def check_names(writer: Any, data: Any) -> Any:
        writer.RESERVED_WORDS = set(writer.RESERVED_WORDS) - {"end"}
        return StataWriterUTF8._check_column_names(writer, data)

    return type("StataFile", (StataWriterUTF8,), {"_check_column_names": check_names})


def _column(column: Any, field: Any) -> Any:
    """A column as pandas' writer takes it."""
    import pandas as pd

    type_ = field.type
    if pa.types.is_date(type_):
        return column.cast(pa.timestamp("s")).to_pandas().astype("datetime64[s]")
    if pa.types.is_boolean(type_) or pa.types.is_integer(type_):
        kind = pa.int8() if pa.types.is_boolean(type_) else type_
        column = column.cast(kind)
        return (
            column.to_pandas() if column.null_count == 0 else column.cast(pa.float64()).to_pandas()
        )
    if pa.types.is_dictionary(type_) or pa.types.is_string(type_):
        if field.name in _TEXTS:
            return column.cast(pa.string()).fill_null("").to_pandas().astype(object)
        words = column.cast(pa.string()).to_pandas()
        verdicts = pa.types.is_dictionary(type_) and _counts_verdicts(column)
        order = list(VERDICTS) if verdicts else list(dict.fromkeys(words.dropna()))
        return pd.Series(pd.Categorical(words, categories=order, ordered=True))
    return column.to_pandas()


def _counts_verdicts(column: Any) -> bool:
    return any(chunk.dictionary.to_pylist() == list(VERDICTS) for chunk in column.chunks)


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= _LABEL else sentence[: _LABEL - 1].rstrip() + "\u2026"
