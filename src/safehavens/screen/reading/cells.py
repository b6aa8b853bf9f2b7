"""Cells of any type as text, and each distinct one once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from safehavens.corpus.places.tables.place_scope import is_missing
from safehavens.screen.kernels.gather import codes

_NOT_KNOWN: Final = frozenset({"?", "unknown", "unk", "desconocido"})


def cell_text(value: object) -> str | None:
    """A value as a cell of text has it; None for what is missing.

    Whole numbers have no decimals, whatever type they come in; a day at midnight is a day.
    """
    if value is None or value != value:  # NaN, NaT
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, datetime):
        text = value.isoformat(" ")
        return text.removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(int(value)) if value.is_finite() and value == int(value) else str(value)
    if isinstance(value, float | np.floating):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    return str(value)


def says_nothing(text: str | None) -> bool:
    """Whether a cell is blank or holds a marker of a missing value, such as NA; `?` is none."""
    return text is None or (is_missing(text) and not says_not_known(text))


def says_not_known(text: str) -> bool:
    """Whether a cell says in a word that the value is not known."""
    return text.strip().casefold() in _NOT_KNOWN


def as_cells(array: pa.Array) -> pa.Array:
    """A column as one that can be encoded: text, numbers, or a dictionary of such."""
    kind = array.type
    if pa.types.is_run_end_encoded(kind):
        return as_cells(pc.run_end_decode(array))
    if pa.types.is_dictionary(kind):
        return array
    if pa.types.is_null(kind):
        return array.cast(pa.string())
    if pa.types.is_float16(kind):
        return array.cast(pa.float32())
    if pa.types.is_string_view(kind):
        return array.cast(pa.string())
    if _is_binary(kind):
        try:
            return array.cast(pa.string())
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return pa.array([cell_text(value) for value in array.to_pylist()], pa.string())
    return array


def _is_binary(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
        or pa.types.is_binary_view(kind)
    )


def encode(array: pa.Array) -> pa.DictionaryArray:
    """A column as a dictionary of its distinct values."""
    array = as_cells(array)
    if pa.types.is_dictionary(array.type):
        return array
    try:
        return pc.dictionary_encode(array)
    except pa.ArrowNotImplementedError:
        return pc.dictionary_encode(pa.array(texts_of(array), pa.string()))


def texts_of(values: pa.Array) -> list[str | None]:
    """The cells as text."""
    kind = values.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        texts: list[str | None] = values.to_pylist()
        return texts
    try:
        plain: Iterable[Any] = values.to_pylist()
    except (OverflowError, ValueError):  # a day or an instant that Python does not have
        plain = values.cast(pa.string()).to_pylist()
    return [cell_text(value) for value in plain]


def code_rows(arrays: Sequence[pa.DictionaryArray]) -> tuple[npt.NDArray[Any], list[list[int]]]:
    """For rows over several columns: the number of each row's combination, and each combination.

    A combination has for each column the code of its value; a null has the code after the last.
    """
    if len(arrays) == 1:
        rows = codes(arrays[0]).to_numpy(zero_copy_only=False)
        return rows, [[code] for code in range(len(arrays[0].dictionary) + 1)]
    total = np.zeros(len(arrays[0]), np.int64)
    sizes = [len(array.dictionary) + 1 for array in arrays]
    exact = np.prod(sizes, dtype=np.float64) < 2**62
    for array, size in zip(arrays, sizes, strict=True):
        column = codes(array).to_numpy(zero_copy_only=False).astype(np.int64)
        total = total * size + column
        if not exact:
            _, total = np.unique(total, return_inverse=True)
    _, first, inverse = np.unique(total, return_index=True, return_inverse=True)
    each = [codes(array).to_numpy(zero_copy_only=False)[first].tolist() for array in arrays]
    return inverse.astype(np.int32), [list(combination) for combination in zip(*each, strict=True)]
