"""`dataclass(frozen=True, slots=True)` as `dataclasses` has it, made in a third of the time.

A command makes some hundred such classes before it can answer, and `dataclasses` compiles six
functions for each. Here `__init__` is compiled at once; what compares, hashes and shows values when
it is first called. Everything else is that of `dataclasses`: `fields`, `replace`, `asdict`, what a
pattern matches, the messages.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(plain: type | None = None, /, **options: bool) -> type | Callable[[type], type]:
        """Make a class of values. What is not frozen with slots, and plain, `dataclasses` makes."""

        def make(plain: type) -> type:
            if options == {"frozen": True, "slots": True} and _is_plain(plain):
                return _make(plain)
            return dataclasses.dataclass(**options)(plain)

        return make if plain is None else make(plain)


_WRITTEN: Final = frozenset({
    "__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__getstate__",
    "__setstate__", "__slots__",
})  # fmt: skip
_UNUSUAL: Final = ("ClassVar", "InitVar", "KW_ONLY")


class _Absent:
    """What stands for an argument that is left out, and made by a factory."""

    def __repr__(self) -> str:
        return "<factory>"


_ABSENT: Final = _Absent()


def _is_plain(made: type[Any]) -> bool:
    """Whether a class has no parent or metaclass, none of the functions, and fields alone."""
    annotations = inspect.get_annotations(made).values()
    return (
        type(made) is type
        and made.__bases__ == (object,)
        and bool(made.__doc__)
        and _WRITTEN.isdisjoint(made.__dict__)
        and not any(word in str(one) for one in annotations for word in _UNUSUAL)
    )


def _make(plain: Any) -> Any:
    plain = dataclasses.dataclass(init=False, repr=False, eq=False)(plain)  # the fields alone
    params = plain.__dataclass_params__
    params.init = params.repr = params.eq = params.frozen = True
    fields = dataclasses.fields(plain)
    names = tuple([field.name for field in fields])
    made: Any = _with_slots(plain, names)
    _give(made, "__init__", _write_init(made, fields))
    _give(made, "__setattr__", _refuse_setting(made, names))
    _give(made, "__delattr__", _refuse_deleting(made, names))
    _give(made, "__repr__", _show(fields))
    made.__getstate__ = _get_state
    made.__setstate__ = _set_state
    _compare_later(made, fields)
    return made


def _give(made: type[Any], name: str, function: Any) -> None:
    function.__module__ = made.__module__
    function.__qualname__ = f"{made.__qualname__}.{name}"
    setattr(made, name, function)


def _with_slots(plain: type[Any], names: tuple[str, ...]) -> Any:
    """The class once more, with slots: they cannot be added to one that is there."""
    members = {
        name: member
        for name, member in plain.__dict__.items()
        if name not in names and name not in ("__dict__", "__weakref__")
    }
    members["__slots__"] = names
    made: Any = type(plain.__name__, plain.__bases__, members)
    made.__qualname__ = plain.__qualname__
    return made


def _compile(name: str, text: str, known: dict[str, Any]) -> Any:
    exec(text, known)  # noqa: S102 - written here, of the names of fields alone
    return known[name]


def _write_init(made: type[Any], fields: tuple[Any, ...]) -> Any:
    missing = dataclasses.MISSING
    known: dict[str, Any] = {"_absent": _ABSENT}
    parameters, lines = ["self"], list[str]()
    annotations: dict[str, Any] = {}
    for field in fields:
        name = field.name
        known[f"_set_{name}"] = made.__dict__[name].__set__
        has_factory = field.default_factory is not missing
        known[f"_make_{name}"] = field.default_factory
        known[f"_default_{name}"] = field.default
        if not field.init:
            value = f"_make_{name}()" if has_factory else f"_default_{name}"
            if has_factory or field.default is not missing:
                lines.append(f"    _set_{name}(self, {value})")
            continue
        annotations[name] = field.type
        value = name
        if has_factory:
            parameters.append(f"{name}=_absent")
            value = f"_make_{name}() if {name} is _absent else {name}"
        elif field.default is not missing:
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        lines.append(f"    _set_{name}(self, {value})")
    if hasattr(made, "__post_init__"):
        lines.append("    self.__post_init__()")
    head = f"def __init__({', '.join(parameters)}):"
    function = _compile("__init__", "\n".join([head, *(lines or ["    pass"])]), known)
    function.__annotations__ = {**annotations, "return": None}
    return function


def _write_comparing(fields: tuple[Any, ...]) -> dict[str, Any]:
    compared = [field.name for field in fields if field.compare]
    hashed = [one.name for one in fields if (one.compare if one.hash is None else one.hash)]
    own = "".join(f"self.{name}," for name in compared)
    theirs = "".join(f"other.{name}," for name in compared)
    equal = (
        "def __eq__(self, other):\n"
        "    if other.__class__ is self.__class__:\n"
        f"        return ({own}) == ({theirs})\n"
        "    return NotImplemented"
    )
    digest = f"def __hash__(self):\n    return hash(({''.join(f'self.{n},' for n in hashed)}))"
    return {
        "__eq__": _compile("__eq__", equal, {}),
        "__hash__": _compile("__hash__", digest, {}),
    }


def _compare_later(made: Any, fields: tuple[Any, ...]) -> None:
    """Let the first call of one of them compile the functions that compare and hash."""

    def complete() -> None:
        for name, function in _write_comparing(fields).items():
            _give(made, name, function)

    def compare(self: Any, other: Any) -> Any:
        complete()
        return made.__eq__(self, other)

    def digest(self: Any) -> Any:
        complete()
        return made.__hash__(self)

    _give(made, "__eq__", compare)
    _give(made, "__hash__", digest)


def _show(fields: tuple[Any, ...]) -> Any:
    shown = [field.name for field in fields if field.repr]

    def show(self: Any) -> str:
        values = ", ".join([f"{name}={getattr(self, name)!r}" for name in shown])
        return f"{self.__class__.__qualname__}({values})"

    return recursive_repr()(show)


def _refuse_setting(made: type[Any], names: tuple[str, ...]) -> Any:
    def refuse(self: Any, name: str, value: Any) -> None:
        if type(self) is made or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(made, self).__setattr__(name, value)

    return refuse


def _refuse_deleting(made: type[Any], names: tuple[str, ...]) -> Any:
    def refuse(self: Any, name: str) -> None:
        if type(self) is made or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(made, self).__delattr__(name)

    return refuse


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
