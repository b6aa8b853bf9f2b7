"""The house: what holds of every module, beside the contract of layers in pyproject.toml."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import grimp
import pytest

from safehavens.files.package import PACKAGE

LONGEST = 400
"""Lines of a module."""
MOST = 14
"""Modules of a folder, `__init__.py` among them."""

FACES = ("cli/", "web/")
"""Where modules are named for the command, page or thing that they show."""

TWO_MEANINGS = {
    "app": "each is the program of its face: the commands, the pages",
    "errors": "what is wrong in law files; how a server answers where something is wrong",
    "timeline": "the command that draws an index; the law on one action over time",
}
"""Names shared by modules that mean two things all the same, and why."""

MODULES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = sorted({path.parent for path in MODULES})


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def circles(imports: Mapping[str, set[str]]) -> list[list[str]]:
    """The sets of modules that import each other in a circle (Tarjan 1972)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_modules: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        numbers[module] = lowest[module] = len(numbers)
        open_modules.append(module)
        for imported in sorted(imports[module]):
            if imported not in numbers:
                visit(imported)
                lowest[module] = min(lowest[module], lowest[imported])
            elif imported in open_modules:
                lowest[module] = min(lowest[module], numbers[imported])
        if lowest[module] == numbers[module]:
            at = open_modules.index(module)
            circle = open_modules[at:]
            del open_modules[at:]
            if len(circle) > 1:
                found.append(sorted(circle))

    for module in sorted(imports):
        if module not in numbers:
            visit(module)
    return found


def test_circles_are_found() -> None:
    imports = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set(), "e": {"a"}}
    assert circles(imports) == [["b", "c"]]


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports inside functions and for types alone count too."""
    graph = grimp.build_graph("safehavens", cache_dir=None)
    assert len(graph.modules) == len(MODULES)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert sum(map(len, imports.values())) > 500
    assert circles(imports) == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("folder", FOLDERS, ids=_name)
def test_a_folder_is_a_package_of_few_modules(folder: Path) -> None:
    assert (folder / "__init__.py").is_file()
    assert len(list(folder.glob("*.py"))) <= MOST


def test_no_two_modules_have_one_name_and_two_meanings() -> None:
    """A face may name a module for the thing that it shows; things have names of their own."""
    things = defaultdict(list)
    for path in MODULES:
        name = path.relative_to(PACKAGE).as_posix()
        if path.stem != "__init__" and not name.startswith(FACES):
            things[path.stem].append(name)
    shared_things = {stem: names for stem, names in things.items() if len(names) > 1}
    assert {stem: shared_things[stem] for stem in shared_things.keys() - TWO_MEANINGS.keys()} == {}
    shared = Counter(path.stem for path in MODULES)
    assert all(shared[stem] > 1 for stem in TWO_MEANINGS), "a name that is shared no longer"
