"""Columns of facts: from Arrow arrays to sets of rows in which a fact lies in given classes.

A value that the fact cannot have does not stop the table: its row is marked as bad.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from safehavens.corpus.model import Fact
from safehavens.corpus.reading.fact_values import parse_value, wrong_value
from safehavens.logic.classes import Classes
from safehavens.screen.kernels import bits
from safehavens.screen.kernels.bits import Bits
from safehavens.screen.kernels.gather import codes, gather


class FactColumn(ABC):
    """One fact of every row.

    Attributes
    ----------
    rows : int
    bad : Bits or None
        Rows whose value the fact cannot have; None where there are none.
    """

    def __init__(self, fact: Fact, classes: Classes, rows: int, bad: Bits | None = None) -> None:
        self.fact = fact
        self.classes = classes
        self.rows = rows
        self.bad = bad

    @abstractmethod
    def where(self, mask: int) -> Bits:
        """The rows in which the fact is known to lie in these classes."""

    @abstractmethod
    def codes(self) -> npt.NDArray[np.uint8]:
        """For each row 0 where the fact is not known (or bad), else 1 + the class."""

    @abstractmethod
    def take(self, rows: npt.NDArray[np.intp]) -> FactColumn:
        """The same fact of some of the rows."""


class CodedColumn(FactColumn):
    """A fact as codes: 0 not known, else 1 + the class."""

    def __init__(
        self,
        fact: Fact,
        classes: Classes,
        coded: npt.NDArray[np.uint8],
        bad: Bits | None = None,
    ) -> None:
        super().__init__(fact, classes, len(coded), bad)
        self._coded = coded

    def where(self, mask: int) -> Bits:  # noqa: D102
        wanted = [i + 1 for i in range(len(self.classes.samples)) if mask >> i & 1]
        if len(wanted) > 3:
            table = np.zeros(256, np.bool_)
            table[wanted] = True
            return bits.pack(np.take(table, self._coded))
        found = self._coded == (wanted[0] if wanted else 255)
        for code in wanted[1:]:
            found |= self._coded == code
        return bits.pack(found)

    def codes(self) -> npt.NDArray[np.uint8]:  # noqa: D102
        return self._coded

    def take(self, rows: npt.NDArray[np.intp]) -> FactColumn:  # noqa: D102
        return CodedColumn(self.fact, self.classes, self._coded[rows])


class BoolColumn(FactColumn):
    """A bool fact, as Arrow holds it: a bit for the value, a bit for whether it is known."""

    def __init__(self, fact: Fact, classes: Classes, array: pa.BooleanArray) -> None:
        super().__init__(fact, classes, len(array))
        self._known = bits.valid(array)
        self._true = bits.true(array) & self._known if len(array) else self._known
        self._coded: npt.NDArray[np.uint8] | None = None

    def where(self, mask: int) -> Bits:  # noqa: D102
        if mask == 0b11:
            return self._known
        return self._true if mask == 0b10 else self._true ^ self._known

    def codes(self) -> npt.NDArray[np.uint8]:  # noqa: D102
        if self._coded is None:
            words = bits.spread(self._known, 1) + bits.spread(self._true, 1)
            self._coded = words.view(np.uint8)[: self.rows]
        return self._coded

    def take(self, rows: npt.NDArray[np.intp]) -> FactColumn:  # noqa: D102
        return CodedColumn(self.fact, self.classes, self.codes()[rows])


def read_column(array: pa.Array, fact: Fact, classes: Classes) -> FactColumn:
    """A column of a table as a fact.

    Parameters
    ----------
    array : pyarrow.Array
        Booleans, numbers, words (plain or dictionary-encoded) or nulls. Words are read as on the
        command line: yes and no, numbers, the fact's own values; blank and `?` are not known.
    fact : Fact
    classes : Classes
        The fact's.
    """
    kind = array.type
    if pa.types.is_boolean(kind) and fact.type == "bool":
        return BoolColumn(fact, classes, array)
    if pa.types.is_null(kind):
        return CodedColumn(fact, classes, np.zeros(len(array), np.uint8))
    if (pa.types.is_integer(kind) or pa.types.is_floating(kind)) and fact.type == "number":
        return _numbers(array, fact, classes)
    if pa.types.is_decimal(kind):
        return _numbers(array.cast(pa.float64()), fact, classes)
    if not pa.types.is_dictionary(kind):
        array = pc.dictionary_encode(array)
    return _words(array, fact, classes)


def _words(array: pa.DictionaryArray, fact: Fact, classes: Classes) -> CodedColumn:
    table = np.zeros(len(array.dictionary) + 1, np.uint8)
    refused = np.zeros(len(array.dictionary) + 1, np.bool_)
    for i, given in enumerate(array.dictionary.to_pylist()):
        value = parse_value(given, fact) if isinstance(given, str) else given
        if value is None:
            continue
        if wrong_value(fact, value) is None:
            table[i] = classes.of(value).bit_length()
        else:
            refused[i] = True
    rows = codes(array)
    bad = bits.pack(gather(pa.array(refused.view(np.uint8)), rows)) if refused.any() else None
    return CodedColumn(fact, classes, gather(pa.array(table), rows), bad)


def _numbers(array: pa.Array, fact: Fact, classes: Classes) -> CodedColumn:
    values = (array.fill_null(0) if array.null_count else array).to_numpy(zero_copy_only=False)
    whole = values.dtype.kind != "f"
    if not whole:
        values = values.astype(np.float64)  # as the one-case engine compares
    coded = np.full(len(values), 1 - classes.skipped, np.uint8)
    for threshold in classes.thresholds or ():
        coded += values >= (math.ceil(threshold) if whole else threshold)
        coded += values > (math.floor(threshold) if whole else threshold)
    refused = np.zeros(len(values), np.bool_) if whole else ~np.isfinite(values)
    if fact.unit == "years" and values.dtype.kind != "u":
        refused |= values < 0
    if array.null_count:
        known = bits.unpack(bits.valid(array), len(array))
        refused &= known
        coded *= known
    if not refused.any():
        return CodedColumn(fact, classes, coded)
    coded *= ~refused
    return CodedColumn(fact, classes, coded, bits.pack(refused))


def bad_value(array: pa.Array, row: int, fact: Fact) -> str:
    """The sentence that says why a row's value is refused; a private fact's value is not said."""
    given = array[row].as_py()
    value = read_value(given, fact)
    said = wrong_value(fact, value) or f"{given!r} is not a valid value of {fact.name}."
    return said.replace(repr(value), "What is given", 1) if fact.private else said


def read_value(given: Any, fact: Fact) -> Any:
    """A cell of a column as a value, or as what is not a valid value of the fact."""
    return parse_value(given, fact) if isinstance(given, str) else given


def list_patterns(
    facts: Sequence[tuple[Fact, Classes]], groups: Sequence[Sequence[int]]
) -> list[FactColumn]:
    """A table with every combination of not known and one class of each group of each fact.

    The last fact changes fastest; of each fact, code 0 (not known) comes first.
    """
    radices = [len(parts) + 1 for parts in groups]
    places = np.indices(radices, np.uint8).reshape(len(radices), -1)
    found: list[FactColumn] = []
    for (fact, classes), parts, place in zip(facts, groups, places, strict=True):
        table = np.array([0, *((part & -part).bit_length() for part in parts)], np.uint8)
        found.append(CodedColumn(fact, classes, np.take(table, place)))
    return found
