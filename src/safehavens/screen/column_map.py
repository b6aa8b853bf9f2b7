"""Other people's tables: which of their columns is which of ours, and what their values mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from safehavens.corpus.model import Lawbook
from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest
from safehavens.screen.column_names import PLACE_PARTS, REQUEST_COLUMNS

_BLANK_KEYS: Final = (None, "", "~", "null", "Null", "NULL")
"""How a map file names a blank cell; its keys are read as text."""


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
        """The same, every name of it known; for values see `safehavens.screen.reading.map_check`.

        Raises
        ------
        BadRequest
            A name that is neither request column nor fact, two columns that would be the same.
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
        for name in self.values:
            _check_name(name, lawbook)
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
        {str(n): {_cell(t): _text(o) for t, o in v.items()} for n, v in values.items()},
    )


def read_map_file(path: Path) -> TableMap:
    """A map file. Raises BadRequest with one sentence where it cannot be used."""
    from safehavens.corpus.reading.forms.law_bounds import MOST_FILE_BYTES
    from safehavens.corpus.reading.yaml_lines import YamlError, read_yaml
    from safehavens.files.bounded_read import CannotRead, read_bounded

    try:
        data: Any = read_yaml(read_bounded(path, MOST_FILE_BYTES).decode("utf-8")).data
    except UnicodeDecodeError:
        raise BadRequest(f"{path} is not UTF-8 text.") from None
    except CannotRead as error:
        raise BadRequest(f"{path} {error}.") from None
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


def _cell(theirs: object) -> str | None:
    """A cell of theirs as text; None for a blank one, which YAML's keys can say as `null` only."""
    text = _text(theirs)
    return None if text in _BLANK_KEYS else text


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
    if name in REQUEST_COLUMNS or name in PLACE_PARTS:
        return
    fact = lawbook.facts.get(name)
    if fact is None:
        columns = [*REQUEST_COLUMNS, *PLACE_PARTS, *lawbook.facts]
        other = f"A column is {', '.join([*REQUEST_COLUMNS, *PLACE_PARTS])} or a fact."
        raise BadRequest(unknown("column or fact", name, columns, other=other))
    if fact.derived:
        raise BadRequest(f"{name} follows from the place and cannot be given.")
