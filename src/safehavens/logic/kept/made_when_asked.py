"""Mappings and sequences whose values are made of bytes when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload

from safehavens.logic.kept.pickled_nouns import read_nouns

_Value = TypeVar("_Value")
Piece = tuple[int, int]
"""Where a piece begins and ends."""


class Pieces:
    """Bytes in pieces, each of which is one value. May be shared between threads.

    Parameters
    ----------
    content : memoryview
    places : mapping of str to tuple of int
        By name, where each piece begins and ends.
    """

    def __init__(self, content: memoryview, places: Mapping[str, Piece]) -> None:
        self._content = content
        self._places = places
        self._made: dict[str, Any] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def make(self, name: str) -> Any:
        """The value of a piece: the same object every time. Raises KeyError."""
        try:
            return self._made[name]
        except KeyError:
            start, end = self._places[name]
            made = read_nouns(self._content[start:end])
            return self._made.setdefault(name, made)  # another thread may have been first


class KeptMapping(Mapping[str, _Value], Generic[_Value]):
    """A mapping whose values are made when they are asked for; equal to a dict of them.

    Parameters
    ----------
    keys : iterable of str
        In the order of the mapping.
    make : callable
        Makes the value of a key: the same object every time.
    """

    __slots__ = ("_keys", "_made", "_make")

    def __init__(self, keys: Mapping[str, Any], make: Callable[[str], _Value]) -> None:
        self._keys = keys
        self._make = make
        self._made: dict[str, _Value] = {}  # asked again and again: no call beside this one

    def __getitem__(self, key: str) -> _Value:
        try:
            return self._made[key]
        except KeyError:
            if key not in self._keys:
                raise
        made = self._made[key] = self._make(key)
        return made

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[type[dict[str, _Value]], tuple[dict[str, _Value]]]:
        return dict, (dict(self),)


class KeptSequence(Sequence[_Value], Generic[_Value]):
    """A sequence whose values are made when one of them is asked for; equal to a tuple of them.

    Parameters
    ----------
    length : int
    make : callable
        Makes all values: the same tuple every time.
    """

    __slots__ = ("_length", "_make")

    def __init__(self, length: int, make: Callable[[], tuple[_Value, ...]]) -> None:
        self._length = length
        self._make = make

    @overload
    def __getitem__(self, at: int) -> _Value: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[_Value, ...]: ...
    def __getitem__(self, at: int | slice) -> _Value | tuple[_Value, ...]:
        return self._make()[at]

    def __iter__(self) -> Iterator[_Value]:
        return iter(self._make())

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        if isinstance(other, KeptSequence):
            return bool(self._make() == other._make())
        return self._make() == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._make())

    def __repr__(self) -> str:
        return repr(self._make())

    def __reduce__(self) -> tuple[type[tuple[_Value, ...]], tuple[tuple[_Value, ...]]]:
        return tuple, (self._make(),)
