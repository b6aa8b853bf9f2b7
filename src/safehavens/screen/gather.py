"""Look-ups by the million: the entries of a table at the places that an array names."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Table = pa.Array
"""A column of numbers without nulls; Arrow's take is twice as quick as numpy's."""


def gather(table: Table, places: npt.NDArray[Any] | pa.Array) -> npt.NDArray[Any]:
    """`table[places]`, unchecked: every place must be one of the table's. Not to be written to."""
    if not isinstance(places, pa.Array):
        places = pa.array(places)
    return pc.take(table, places, boundscheck=False).to_numpy()  # type: ignore[no-any-return]


def codes(array: pa.DictionaryArray) -> pa.Array:
    """The codes of dictionary-encoded words; a null has the code after the last word's."""
    indices, words = array.indices, len(array.dictionary)
    if not indices.null_count:
        return indices
    if words > np.iinfo(indices.type.to_pandas_dtype()).max:
        indices = indices.cast(pa.int32())
    return indices.fill_null(pa.scalar(words, indices.type))
