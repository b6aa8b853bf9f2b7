"""Entries of YAML files, read into nouns; every error is a sentence that names file and entry."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

_Noun = TypeVar("_Noun")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class EntryErrors(ValueError):
    """Entries that cannot be used. `errors`: one sentence each."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(self.errors))


def forbid_others(*nouns: type) -> None:
    """Let no field stand in an entry that its dataclass does not have."""
    for noun in nouns:
        setattr(noun, "__pydantic_config__", ConfigDict(extra="forbid"))  # noqa: B010


def read_entries(path: Path, kind: str, noun: type[_Noun]) -> tuple[_Noun, ...]:
    """The entries of a file that holds a list.

    Parameters
    ----------
    path : Path
    kind : str
        What an entry is called in messages, such as ``study``.
    noun : type
        A dataclass with a field `id`.

    Raises
    ------
    EntryErrors
        The file cannot be read, or entries of it cannot; with every error.
    """
    entries = _load(path)
    if not isinstance(entries, list):
        raise EntryErrors([f"{path.name} must be a list, with one entry for each {kind}."])
    form = TypeAdapter(noun)
    read, errors = [], []
    for number, entry in enumerate(entries, 1):
        id = entry.get("id") if isinstance(entry, dict) else None
        name = f"{kind} {id}" if isinstance(id, str) else f"{kind} {number}"
        try:
            read.append(form.validate_python(entry))
        except ValidationError as error:
            errors += [f"{path.name}, {name}{_tell(problem)}." for problem in error.errors()]
    if errors:
        raise EntryErrors(errors)
    return tuple(read)


def read_entry(path: Path, noun: type[_Noun]) -> _Noun:
    """The one entry that is a file. Raises EntryErrors with every error."""
    entry = _load(path)
    try:
        return TypeAdapter(noun).validate_python(entry)
    except ValidationError as error:
        raise EntryErrors(f"{path.name}{_tell(one)}." for one in error.errors()) from None


def _load(path: Path) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506 - a safe loader
    except OSError as error:
        raise EntryErrors([f"{path} cannot be read: {error.strerror}."]) from None
    except UnicodeDecodeError:
        raise EntryErrors([f"{path} is not UTF-8."]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise EntryErrors([f"{path.name}, line {line}: {error.problem}."]) from None


def _tell(problem: Any) -> str:
    """Where in an entry, and what is wrong there, as the rest of a sentence."""
    where: list[str] = []
    for part in problem["loc"]:
        if isinstance(part, int) and where:
            name = where.pop()
            where.append(f"{name if name == 'bears' else name.removesuffix('s')} {part + 1}")
        elif isinstance(part, str) and not part.startswith(("literal[", "function-", "tuple[")):
            where.append(part)
    kind, value = problem["type"], problem["input"]
    if kind == "missing":
        said = "is missing"
    elif kind in ("extra_forbidden", "unexpected_keyword_argument"):
        said = "is not a field"
    elif kind == "literal_error":
        said = f"cannot be {value!r}; allowed: {problem['ctx']['expected']}"
    else:
        said = f"cannot be {value!r}: {problem['msg'][0].lower()}{problem['msg'][1:]}"
    return f"{''.join(f', {one}' for one in where)}: {said}" if where else f": {said}"
