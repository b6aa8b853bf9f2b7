"""Help, messages, pages and docs, read for what the last section of docs/style.md turns down."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

import pytest
from typer.main import get_command

from safehavens.cli.app import app

ROOT = Path(__file__).parents[2]
STYLE = ROOT / "docs" / "style.md"
SOURCES = sorted((ROOT / "src" / "safehavens").rglob("*.py"))
TEMPLATES = [
    path
    for kind in ("*.html", "*.css", "*.js", "*.atom", "*.xml")
    for path in sorted((ROOT / "src" / "safehavens").rglob(kind))
    if "law" not in path.parts
]
CATALOGS = sorted((ROOT / "src" / "safehavens").rglob("*.po"))
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "examples").rglob("*.md")),
    ROOT / "src" / "safehavens" / "law" / "FORMAT.md",
]

_NEXT = "\n¶\n"  # between two texts, so that no pattern runs from one into the next
_MONTHS = "January February March April May June July August September October November December"
_TOKENS = {
    r"<word>": r"[\w'-]+",
    r"<day>": r"\d{1,2}",
    r"<month>": f"(?:{'|'.join(_MONTHS.split())})",
    r"<year>": r"\d{4}",
    r"\*": r"\w*",
    r"\ ": r"\s+",
}


# ---- what the style page turns down --------------------------------------------------------------


@dataclass(frozen=True)
class Ban:
    """One pattern that is turned down, what to write instead, and where it may stand."""

    pattern: re.Pattern[str]
    instead: str
    allowed: re.Pattern[str] | None

    def find(self, text: str) -> Iterator[str]:
        """Each place in `text` that the pattern matches and no exception covers."""
        covered = [match.span() for match in self.allowed.finditer(text)] if self.allowed else []
        for match in self.pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in covered):
                around = text[max(0, match.start() - 30) : match.end() + 30]
                yield f"“{' '.join(around.split())}”: write {self.instead}"


def compile_patterns(cell: str) -> re.Pattern[str] | None:
    """The patterns in backticks of one cell of a table, as one expression."""
    sources = []
    for text in re.findall(r"`([^`]+)`", cell):
        source = re.escape(text)
        for token, expression in _TOKENS.items():
            source = source.replace(token, expression)
        end = r"\b" if re.search(r"[\w>]$", text) else ""
        sources.append(rf"\b{source}{end}")
    return re.compile("|".join(sources), re.IGNORECASE) if sources else None


def read_table(after: str) -> list[Ban]:
    """The bans of the table that follows a line of docs/style.md."""
    text = STYLE.read_text("utf-8")
    bans = []
    for line in text[text.index(after) :].split("\n\n")[1].splitlines()[2:]:
        cells = [*(cell.strip() for cell in line.strip("| ").split(" |")), ""]
        pattern = compile_patterns(cells[0])
        assert pattern is not None, line
        bans.append(Ban(pattern, cells[1], compile_patterns(cells[2])))
    return bans


SPELLINGS = read_table("Spellings, turned down")
PHRASES = read_table("Phrases, turned down")


def find_bans(text: str, bans: list[Ban]) -> list[str]:
    return [found for ban in bans for found in ban.find(text)]


# ---- the texts -----------------------------------------------------------------------------------


def walk_commands(command: Any, name: str) -> Iterator[tuple[str, str]]:
    """The name and the whole help of a command and of all commands below it."""
    parts = [command.help, command.short_help, command.epilog]
    parts += [getattr(parameter, "help", None) for parameter in command.params]
    yield name, "\n".join(part for part in parts if part)
    if hasattr(command, "list_commands"):
        context = command.context_class(command)
        for key in command.list_commands(context):
            yield from walk_commands(command.get_command(context, key), f"{name} {key}")


COMMANDS = dict(walk_commands(get_command(app), "safehavens"))


def is_text(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@cache
def split_source(path: Path) -> tuple[str, str]:
    """The string literals of a module that are no docstrings, and its docstrings and comments."""
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    documenting = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    literals, documentation = [], []
    joined: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            joined.update(map(id, node.values))
            literals.append("".join(part.value if is_text(part) else "X" for part in node.values))
        elif is_text(node) and id(node) not in joined:
            (documentation if id(node) in documenting else literals).append(node.value)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            documentation.append(token.string)
    return _NEXT.join(literals), _NEXT.join(documentation)


def read_prose(page: Path) -> str:
    """A page of the docs without code: neither blocks, nor what stands in backticks."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.M | re.S)
    return re.sub(r"`[^`]*`", "`…`", text)


def read_messages(catalog: Path) -> str:
    """The English of a catalog: its msgids."""
    entries = re.findall(r'^msgid(?:_plural)? ((?:".*"\n?)+)', catalog.read_text("utf-8"), re.M)
    return _NEXT.join("".join(re.findall(r'"(.*)"', entry)) for entry in entries)


def name_file(path: Path) -> str:
    return str(path.relative_to(ROOT))


# ---- tests ---------------------------------------------------------------------------------------


def test_the_tables_are_read() -> None:
    assert len(SPELLINGS) > 8
    assert len(PHRASES) > 15
    bad = "A licence of 1 May 2024; 'x' is no date, and it turns on\nthat. The programme's colours."
    assert len(find_bans(bad, SPELLINGS)) == 3
    assert len(find_bans(bad, PHRASES)) == 3
    good = "There is no place 'x'. It is no longer so on May 1, 2024. A programmer's license."
    assert find_bans(good, SPELLINGS + PHRASES) == []


def test_every_command_is_walked() -> None:
    assert {"safehavens", "safehavens ask", "safehavens screen", "safehavens draft check"} <= set(
        COMMANDS
    )
    assert all(COMMANDS.values())


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_help(command: str) -> None:
    assert find_bans(COMMANDS[command], SPELLINGS + PHRASES) == []


@pytest.mark.parametrize("path", SOURCES, ids=name_file)
def test_messages_and_comments(path: Path) -> None:
    literals, documentation = split_source(path)
    assert find_bans(literals, SPELLINGS + PHRASES) == []
    assert find_bans(documentation, SPELLINGS) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_file)
def test_templates(path: Path) -> None:
    assert find_bans(path.read_text("utf-8"), SPELLINGS + PHRASES) == []


@pytest.mark.parametrize("path", CATALOGS, ids=name_file)
def test_catalogs(path: Path) -> None:
    assert find_bans(read_messages(path), SPELLINGS + PHRASES) == []


@pytest.mark.parametrize("page", PAGES, ids=name_file)
def test_docs(page: Path) -> None:
    assert find_bans(read_prose(page), SPELLINGS + PHRASES) == []
