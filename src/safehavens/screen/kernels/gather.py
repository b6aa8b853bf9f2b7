"""Look-ups by the million: the entries of a table at the places that an array names.

Arrow's take is twice as quick as numpy's, and lets other threads run.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc


def gather(table: pa.Array, places: npt.NDArray[Any] | pa.Array) -> npt.NDArray[Any]:
    """`table[places]`, not to be written to.

    Raises
    ------
    IndexError
        A place that the table has not. (Arrow's own check would cost half the time.)
    """
    numbers = places.to_numpy() if isinstance(places, pa.Array) else places
    if len(numbers) and numbers.view(f"u{numbers.itemsize}").max() >= len(table):
        raise IndexError(f"a place beyond the {len(table)} of the table")
    taken: npt.NDArray[Any] = pc.take(table, pa.array(numbers), boundscheck=False).to_numpy()
    return taken


def alike(values: npt.NDArray[Any]) -> bool:
    """Whether all entries are the same. One value spread over all rows is told without a look."""
    return values.strides == (0,) or bool((values == values[0]).all())


def codes(array: pa.DictionaryArray) -> pa.Array:
    """The codes of dictionary-encoded words; a null has the code after the last word's."""
    indices, words = array.indices, len(array.dictionary)
    if not indices.null_count:
        return indices
    if words > np.iinfo(indices.type.to_pandas_dtype()).max:
        indices = indices.cast(pa.int32())
    return indices.fill_null(pa.scalar(words, indices.type))
