"""The columns that screening adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from safehavens.decide.brief import Brief
from safehavens.decide.request import BadRequest
from safehavens.screen.column_names import ADDED_COLUMNS
from safehavens.screen.kernels.evaluate import CODES
from safehavens.screen.kernels.gather import gather

TYPES: Final = {
    name: pa.dictionary(pa.int8() if name == "verdict" else pa.int32(), pa.string())
    for name in ADDED_COLUMNS
}
"""The Arrow type of each."""

_VERDICTS: Final = pa.array([*CODES])


def check_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """Check the columns to add.

    Raises
    ------
    BadRequest
        A column that screening does not add, or the same twice, or none at all.
    """
    for i, name in enumerate(columns):
        if name not in ADDED_COLUMNS:
            raise BadRequest(
                f"Screening adds no column {name!r}; it adds {', '.join(ADDED_COLUMNS)}."
            )
        if name in columns[:i]:
            raise BadRequest(f"The column {name} is named twice.")
    if not columns:
        raise BadRequest(f"Name at least one column to add: {', '.join(ADDED_COLUMNS)}.")
    return tuple(columns)


def verdict_column(codes: npt.NDArray[np.uint8], bad: Sequence[int]) -> pa.Array:
    """The column of verdicts, null in bad rows."""
    if not bad:
        return _coded(codes.view(np.int8), None, _VERDICTS)
    missing = np.zeros(len(codes), np.bool_)
    missing[list(bad)] = True
    return _coded(np.where(missing, 0, codes).astype(np.int8), missing, _VERDICTS)


def problem_column(bad: Mapping[int, str], rows: int) -> pa.Array:
    """The column of problems, null in good rows."""
    distinct = list(dict.fromkeys(bad.values()))
    place = {text: i for i, text in enumerate(distinct)}
    codes = np.zeros(rows, np.int32)
    missing = np.ones(rows, np.bool_)
    for row, text in bad.items():
        codes[row] = place[text]
        missing[row] = False
    return _coded(codes, missing, pa.array(distinct, pa.string()))


class DetailWords:
    """One of the columns beside the verdict: for each detail met, what the column says of it.

    A dictionary has each word once, whatever number of details say it.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._places: dict[str | None, int] = {}
        self._codes: list[int] = []
        self._ready = (pa.array([], pa.int32()), pa.array([], pa.string()))

    def column(self, details: npt.NDArray[np.int32], briefs: Sequence[Brief]) -> pa.Array:
        """The column for rows whose details are these indices into `briefs`; 0 is null."""
        count = len(briefs)
        if len(self._codes) < count:
            for brief in briefs[len(self._codes) : count]:
                value = getattr(brief, self._name)
                word = " ".join(value) if isinstance(value, tuple) else value
                self._codes.append(self._places.setdefault(word, len(self._places)))
            words = [word or "" for word in self._places]
            self._ready = (pa.array(self._codes, pa.int32()), pa.array(words, pa.string()))
        of_detail, words_ = self._ready
        missing = details == 0
        codes = gather(of_detail, details)
        if None in self._places:
            missing |= codes == self._places[None]
        return _coded(codes, missing if missing.any() else None, words_)


def _coded(
    codes: npt.NDArray[Any], missing: npt.NDArray[np.bool_] | None, words: pa.Array
) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=missing), words)
