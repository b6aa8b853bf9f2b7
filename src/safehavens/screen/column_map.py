"""Other people's tables: which of their columns is which of ours, and what their values mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from safehavens.corpus.model import Lawbook
from safehavens.corpus.near import unknown
from safehavens.corpus.reading.fact_values import parse_value, wrong_value
from safehavens.decide.request import BadRequest
from safehavens.screen.column_names import REQUEST_COLUMNS
from safehavens.screen.kernels.gather import codes, gather

Values = Mapping[str | None, str | None]


@dataclass(frozen=True, slots=True)
class TableMap:
    """How somebody's table reads.

    Attributes
    ----------
    columns : dict
        From their name of a column to ours; to "" where the column is to be left alone.
    values : dict
        By our name of a column: from their values, as text, to ours. None among theirs is a blank
        cell; None among ours is: not known.
    """

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str | None, str | None]] = field(default_factory=dict)

    def __or__(self, other: TableMap) -> TableMap:
        return TableMap({**self.columns, **other.columns}, {**self.values, **other.values})

    def checked(self, lawbook: Lawbook) -> TableMap:
        """The same, every word of it known.

        Raises
        ------
        BadRequest
            A name that is neither request column nor fact, two columns that would be the same,
            a value that its fact or the vocabulary does not have.
        """
        ours = [name for name in self.columns.values() if name]
        for theirs, name in self.columns.items():
            if name:
                _check_name(name, lawbook)
            if name and ours.count(name) > 1:
                twice = " and ".join(repr(t) for t, n in self.columns.items() if n == name)
                raise BadRequest(f"The columns {twice} cannot both be {name}.")
            if not theirs:
                raise BadRequest(f"The map names no column of the table for {name!r}.")
        for name, values in self.values.items():
            _check_name(name, lawbook)
            for value in values.values():
                _check_value(name, value, lawbook)
        return self


def read_maps(data: object, where: str = "the map") -> TableMap:
    """A map from plain data, such as a YAML file holds.

    Raises
    ------
    BadRequest
        It is not `columns:` and `values:`, each a mapping.
    """
    if not isinstance(data, Mapping) or not set(data) <= {"columns", "values"}:
        raise BadRequest(f"{where} must hold `columns:`, `values:` or both, and nothing else.")
    columns, values = data.get("columns") or {}, data.get("values") or {}
    if not isinstance(columns, Mapping):
        raise BadRequest(f"{where}: `columns` must map their columns to ours.")
    if not isinstance(values, Mapping) or not all(isinstance(v, Mapping) for v in values.values()):
        raise BadRequest(f"{where}: `values` must map, for each column of ours, theirs to ours.")
    return TableMap(
        {str(theirs): _text(ours) or "" for theirs, ours in columns.items()},
        {str(n): {_text(t) or None: _text(o) for t, o in v.items()} for n, v in values.items()},
    )


def read_map_file(path: Path) -> TableMap:
    """A map file. Raises BadRequest with one sentence where it cannot be used."""
    from safehavens.corpus.reading.yaml_lines import YamlError, read_yaml

    try:
        data: Any = read_yaml(path.read_text("utf-8")).data
    except UnicodeDecodeError:
        raise BadRequest(f"{path} is not UTF-8 text.") from None
    except OSError as error:
        raise BadRequest(f"{path} cannot be read: {error.strerror}.") from None
    except YamlError as error:
        raise BadRequest(f"{path}, line {error.line}: {error.message}.") from None
    return read_maps(data, str(path))


def read_map_words(words: Iterable[str]) -> TableMap:
    """A map from words `theirs=ours`. Raises BadRequest for another word."""
    columns: dict[str, str] = {}
    for word in words:
        theirs, equals, ours = word.rpartition("=")
        if not equals or not theirs:
            raise BadRequest(f"{word!r} is not a map; write THEIRS=OURS, such as Facility=place.")
        if theirs in columns:
            raise BadRequest(f"The column {theirs!r} is mapped twice.")
        columns[theirs] = ours
    return TableMap(columns)


def map_values(array: pa.Array, values: Values) -> pa.Array:
    """A column of theirs with the values replaced that the map names; others stay."""
    if not pa.types.is_dictionary(array.type):
        if pa.types.is_null(array.type):
            array = array.cast(pa.string())
        array = pc.dictionary_encode(array)
    words = [_text(word) for word in array.dictionary.to_pylist()]
    replaced = [_replace(word, values) for word in [*words, None]]
    rows = pa.array(gather(pa.array(range(len(replaced)), pa.int32()), codes(array)))
    return pa.array(replaced, pa.string()).take(rows)


def _replace(word: str | None, values: Values) -> str | None:
    key = word.strip() if word is not None else ""
    return values.get(key or None, word)


def _text(value: object) -> str | None:
    """A value as a cell of text has it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _check_name(name: str, lawbook: Lawbook) -> None:
    if name in REQUEST_COLUMNS:
        return
    fact = lawbook.facts.get(name)
    if fact is None:
        columns = [*REQUEST_COLUMNS, *lawbook.facts]
        other = f"A column is {', '.join(REQUEST_COLUMNS)} or a fact."
        raise BadRequest(unknown("column or fact", name, columns, other=other))
    if fact.derived:
        raise BadRequest(f"{name} follows from the place and cannot be given.")


def _check_value(name: str, value: str | None, lawbook: Lawbook) -> None:
    vocabulary = lawbook.vocabulary
    words = {
        "who": ("agency kind", vocabulary.who),
        "action": ("action", vocabulary.actions),
    }
    kind, known = words.get(name, ("", None))
    if known is not None and value is not None and value not in known:
        raise BadRequest(f"The map's values of {name}: {unknown(kind, value, known)}")
    if name in lawbook.facts and value is not None:
        fact = lawbook.facts[name]
        wrong = wrong_value(fact, parse_value(value, fact))
        if wrong is not None:
            raise BadRequest(f"The map's values of {name}: {wrong}")
