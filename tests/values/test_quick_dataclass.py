"""Classes of values made quickly are what `dataclasses` makes of the same class."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import subprocess
import sys
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from safehavens.corpus.model import Spell
from safehavens.values import quick_dataclass

Maker = Callable[..., Any]


def describe(dataclass: Maker) -> dict[str, Any]:
    """Some classes, all made by one maker."""

    @dataclass(frozen=True, slots=True)
    class Empty:
        """Nothing."""

    @dataclass(frozen=True, slots=True)
    class One:
        """One field."""

        value: object

    @dataclass(frozen=True, slots=True)
    class Many:
        """Every kind of field."""

        first: str
        second: int = 3
        third: tuple[str, ...] = ()
        listed: list[int] = dataclasses.field(default_factory=list)
        aside: int = dataclasses.field(default=7, compare=False, repr=False)
        later: dict[str, int] = dataclasses.field(init=False, compare=False, default_factory=dict)

        @property
        def twice(self) -> int:
            return 2 * self.second

    @dataclass(frozen=True, slots=True)
    class Checked:
        """It checks itself."""

        value: int

        def __post_init__(self) -> None:
            if self.value < 0:
                raise ValueError("less than nothing")

    return {one.__name__: one for one in (Empty, One, Many, Checked)}


QUICK, USUAL = describe(quick_dataclass.dataclass), describe(dataclasses.dataclass)
BOTH = pytest.mark.parametrize("classes", [QUICK, USUAL], ids=["quick", "usual"])


def test_the_quick_ones_are_made_here_and_the_others_are_not() -> None:
    for name, one in QUICK.items():
        assert one.__getstate__ is quick_dataclass._get_state, name
        assert USUAL[name].__getstate__ is not quick_dataclass._get_state


@pytest.mark.parametrize("name", QUICK)
def test_the_class_looks_the_same(name: str) -> None:
    quick, usual = QUICK[name], USUAL[name]
    for about in ("__slots__", "__match_args__", "__doc__", "__qualname__", "__module__"):
        assert getattr(quick, about) == getattr(usual, about), about
    assert str(inspect.signature(quick)) == str(inspect.signature(usual))
    assert repr(quick.__dataclass_params__) == repr(usual.__dataclass_params__)
    shown = [
        [(f.name, f.type, f.default, f.default_factory, f.init, f.repr, f.compare) for f in fields]
        for fields in (dataclasses.fields(quick), dataclasses.fields(usual))
    ]
    assert shown[0] == shown[1]
    assert not hasattr(quick, "__weakref__")


@BOTH
def test_values(classes: dict[str, Any]) -> None:
    many = classes["Many"]
    a, b = many("x", listed=[1]), many("x", 3, (), [1], aside=8)
    assert a == b
    assert a != many("y")
    assert (a == 5, a != None) == (False, True)  # noqa: E711
    assert repr(a).endswith("Many(first='x', second=3, third=(), listed=[1], later={})")
    assert (a.twice, a.later, many("x").listed) == (6, {}, [])
    assert many("x").listed is not many("x").listed
    one, nan = classes["One"], float("nan")
    assert hash(one(3)) == hash(one(3)) != hash(one(4))
    assert len({one(1), one(1), one(2)}) == 2
    assert one(nan) == one(nan)  # as tuples compare: what is the same object is equal
    assert classes["Empty"]() == classes["Empty"]()
    assert hash(classes["Empty"]()) == hash(())
    with pytest.raises(TypeError, match="unhashable"):
        hash(a)
    match a:
        case many(first, 3):
            assert first == "x"
        case _:
            pytest.fail("it does not match")


@BOTH
def test_nothing_can_be_changed(classes: dict[str, Any]) -> None:
    a = classes["Many"]("x")
    with pytest.raises(dataclasses.FrozenInstanceError, match="assign to field 'first'"):
        a.first = 1
    with pytest.raises(dataclasses.FrozenInstanceError, match="delete field 'first'"):
        del a.first
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
        a.unknown = 1


@BOTH
def test_wrong_arguments(classes: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'first'"):
        classes["Many"]()
    with pytest.raises(TypeError, match="unexpected keyword argument 'later'"):
        classes["Many"]("x", later={})
    with pytest.raises(ValueError, match="less than nothing"):
        classes["Checked"](-1)


@BOTH
def test_copies(classes: dict[str, Any]) -> None:
    a = classes["Many"]("x", 4, ("y",), [1, 2], 9)
    for twin in (copy.copy(a), copy.deepcopy(a), dataclasses.replace(a)):
        assert (twin, twin.aside, twin is a) == (a, 9, False)
    assert dataclasses.replace(a, second=5).second == 5
    assert dataclasses.asdict(a)["listed"] == [1, 2]
    with pytest.raises(ValueError, match="less than nothing"):
        dataclasses.replace(classes["Checked"](1), value=-1)


def test_what_is_unusual_is_left_to_dataclasses() -> None:
    quick = quick_dataclass.dataclass

    @quick(frozen=True, slots=True)
    class Child(Spell):
        """It has a parent."""

        more: int = 0

    @quick(frozen=True, slots=True)
    class Counted:
        """It has something of the class."""

        count: ClassVar[int] = 3
        value: int = 0

    @quick(slots=True)
    class Open:
        """It can be changed."""

        value: int = 0

    opened = Open()
    opened.value = 4
    assert (opened, Counted(2).count, Counted(2)) == (Open(4), 3, Counted(2))
    assert Child(Spell.__match_args__ and None, more=2).more == 2  # type: ignore[arg-type]
    for one in (Child, Counted, Open):
        assert getattr(one, "__getstate__", None) is not quick_dataclass._get_state


def test_comparing_is_compiled_by_whichever_is_called_first() -> None:
    for code in (
        "{S(1)}; assert S(1) == S(1)",
        "assert S(1) == S(1) != S(2); {S(1)}",
        "assert S(1).__eq__(3) is NotImplemented",
    ):
        setup = (
            "from safehavens.values.quick_dataclass import dataclass\n"
            "@dataclass(frozen=True, slots=True)\nclass S:\n    'A value.'\n    value: int\n"
        )
        subprocess.run([sys.executable, "-c", setup + code], check=True)
