"""The verdict of one position for many rows, in bits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from safehavens.corpus.model import Verdict
from safehavens.decide.facts.settling import Settling
from safehavens.logic.implicants import Cube
from safehavens.screen.kernels import bits
from safehavens.screen.kernels.bits import Bits
from safehavens.screen.kernels.fact_columns import FactColumn

CODES: Final[tuple[Verdict, ...]] = (
    "depends",
    "prohibited",
    "required",
    "permitted",
    "conflict",
)
"""The verdict of each code that `evaluate` gives."""

ASK: Final = 255
"""The code of rows that only the one-case engine can answer or refuse."""

_CODE_OF: Final = {verdict: code for code, verdict in enumerate(CODES)}


def evaluate(
    settling: Settling, columns: Mapping[str, FactColumn], rows: int
) -> npt.NDArray[np.uint8]:
    """The code of each row's verdict.

    Parameters
    ----------
    settling : Settling
        What settles the position's verdict, for requests that give these columns.
    columns : mapping of str to FactColumn
        Every fact that the settling mentions.
    rows : int

    Returns
    -------
    numpy array of uint8, one for each row
        An index into CODES, or ASK.
    """
    literals = _Literals(columns, rows)
    words = np.zeros(bits.size(rows), np.uint64)
    for verdict, cubes in settling.verdicts:
        # At most one verdict is settled for a row, so the sum is its code. Where what is given
        # is impossible all are, but such rows are marked below.
        words += bits.spread(literals.any_of(cubes), _CODE_OF[verdict])
    codes = words.view(np.uint8)[:rows]
    if settling.impossible:
        impossible = literals.any_of(settling.impossible)
        if impossible.any():
            codes[bits.unpack(impossible, rows)] = ASK
    return codes


class _Literals:
    """Literals of these rows, each worked out once."""

    def __init__(self, columns: Mapping[str, FactColumn], rows: int) -> None:
        self._columns = columns
        self._rows = rows
        self._literals: dict[tuple[str, int], Bits] = {}

    def any_of(self, cubes: Iterable[Cube]) -> Bits:
        """The rows in which a cube holds of what is known."""
        total = bits.zeros(self._rows)
        for cube in cubes:
            if not cube:
                return bits.ones(self._rows)
            held = self._literal(*cube[0])
            for literal in cube[1:]:
                held = held & self._literal(*literal)
            total |= held
        return total

    def _literal(self, fact: str, mask: int) -> Bits:
        found = self._literals.get((fact, mask))
        if found is None:
            found = self._literals[fact, mask] = self._columns[fact].where(mask)
        return found
