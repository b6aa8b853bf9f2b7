"""Blank cells taken as left out, so that presumptions apply to them.

A fact that no implication ties to others is filled with its presumption. Where facts are tied, a
presumption falls if it cannot hold beside what else is given; and what the action, the kind of
agency or a public list says of a fact is not one value for all rows. So rows are sorted by which of
these facts they leave out, and each group is screened as a table without those columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from safehavens.decide.engine import Engine
from safehavens.decide.norms.agency_law import OWNERSHIP
from safehavens.screen.kernels.gather import codes, gather

_Groups = list[tuple[npt.NDArray[np.intp], tuple[str, ...]]]


class BlankFiller:
    """Fills blanks under one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._special = _find_special(engine)

    def fill(self, batch: pa.RecordBatch, facts: Sequence[str]) -> tuple[pa.RecordBatch, _Groups]:
        """The batch with presumptions filled in, and its rows in groups that give the same facts.

        Parameters
        ----------
        batch : pyarrow.RecordBatch
        facts : sequence of str
            The columns that are facts.
        """
        pattern = np.zeros(batch.num_rows, np.int64)
        tied: list[str] = []
        for name in facts:
            presumed = self._engine.lawbook.facts[name].presume
            special = name in self._special
            if presumed is None and not special:
                continue
            column = batch.column(name)
            empty = find_blank(column)
            if not empty.any():
                continue
            if special or self._engine.facts.tied(name):
                pattern |= empty.astype(np.int64) << len(tied)
                tied.append(name)
                continue
            if pa.types.is_dictionary(column.type):
                column = column.cast(column.type.value_type)
            if pa.types.is_null(column.type):
                column = column.cast(pa.scalar(presumed).type)
            value: object = presumed
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                value = str(presumed).lower() if isinstance(presumed, bool) else str(presumed)
            column = pc.if_else(pa.array(empty), pa.scalar(value, column.type), column)
            batch = batch.set_column(batch.schema.get_field_index(name), name, column)
        groups: _Groups = []
        for number in np.unique(pattern).tolist():
            left_out = {name for i, name in enumerate(tied) if number >> i & 1}
            given = tuple(name for name in facts if name not in left_out)
            groups.append((np.flatnonzero(pattern == number), given))
        return batch, groups or [(np.arange(batch.num_rows), tuple(facts))]


def _find_special(engine: Engine) -> frozenset[str]:
    """The facts of which not the vocabulary alone says what is presumed."""
    lawbook = engine.lawbook
    by_action = (name for deed in lawbook.vocabulary.deeds.values() for name in deed.presumes)
    by_list = (name for name, fact in lawbook.facts.items() if fact.register is not None)
    return frozenset((OWNERSHIP, *by_action, *by_list))


def find_blank(array: pa.Array) -> npt.NDArray[np.bool_]:
    """The rows that say nothing: null, or text of nothing but blanks. A `?` says: not known."""
    found: npt.NDArray[np.bool_]
    if pa.types.is_dictionary(array.type):
        words = [*find_blank(array.dictionary).astype(np.uint8), 1]
        found = gather(pa.array(words, pa.uint8()), codes(array)) != 0
        return found
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        empty = pc.equal(pc.utf8_trim_whitespace(array), pa.scalar("", array.type))
        found = empty.fill_null(True).to_numpy(zero_copy_only=False)
    else:
        found = array.is_null().to_numpy(zero_copy_only=False)
    return found
