"""Our own nouns as bytes and back: a pickle of which nothing else is made."""

from __future__ import annotations

import dataclasses
import gc
import io
import pickle
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

_PLAIN: Final[Mapping[tuple[str, str], type]] = {
    ("datetime", "date"): date,
    ("builtins", "frozenset"): frozenset,
}
"""What bytes are made into, beside our own dataclasses."""
_found: Final[dict[tuple[str, str], type]] = {**_PLAIN}


class _Unpickler(pickle.Unpickler):
    """Makes our own nouns, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """One of our dataclasses, or a plain type. Raises UnpicklingError for all else."""
        known = _found.get((module, name))
        if known is not None:
            return known
        found = super().find_class(module, name) if module.startswith("safehavens.") else None
        if not (isinstance(found, type) and dataclasses.is_dataclass(found)):
            raise pickle.UnpicklingError(f"{module}.{name} is nothing of ours")
        _found[module, name] = found
        return found


def read_nouns(content: bytes | memoryview) -> Any:
    """Make what `write_nouns` wrote.

    Raises
    ------
    pickle.UnpicklingError
        There is something else than our nouns in it.
    """
    was_collecting = gc.isenabled()
    gc.disable()  # nothing of what is made is garbage
    try:
        return _Unpickler(io.BytesIO(content)).load()
    finally:
        if was_collecting:
            gc.enable()


def write_nouns(value: object) -> bytes:
    """A pickle that loads in half the time of the usual one."""
    content = io.BytesIO()
    _Pickler(content, protocol=5).dump(value)
    return content.getvalue()


class _Pickler(pickle.Pickler):
    """Writes our values as calls of their classes, and what is equal in their fields once.

    Slotted dataclasses would otherwise be filled field by field in Python.
    """

    def __init__(self, file: io.BytesIO, protocol: int) -> None:
        super().__init__(file, protocol)
        self._met: dict[object, object] = {}

    def reducer_override(self, value: Any) -> Any:
        """Say how a value is written: a class and its arguments, or as usual."""
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return NotImplemented
        fields = (getattr(value, one.name) for one in dataclasses.fields(value) if one.init)
        return type(value), tuple(self._once(field) for field in fields)

    def _once(self, field: Any) -> Any:
        plain = isinstance(field, str | date | frozenset)
        return self._met.setdefault(field, field) if plain else field
