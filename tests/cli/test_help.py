"""`--help`: every command is listed by its task, has an example, and says what each option is."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest
import typer

import safehavens.cli.commands
from safehavens.cli import speech
from safehavens.cli.app import SECTIONS
from safehavens.cli.groups import Sections
from safehavens.cli.output.help_text import split_help
from safehavens.compare.strictness import ORDERS
from safehavens.corpus.model import BASES, VERDICTS
from safehavens.decide.survey.answer_places import SURVEYED
from safehavens.measure.columns.column_maker import SHAPES
from safehavens.measure.places.named_places import GROUPS
from safehavens.measure.window import FREQS
from safehavens.pictures.spreading import By
from safehavens.pictures.style import FORMATS as PICTURES
from safehavens.screen.column_names import ADDED_COLUMNS, BLANK_MEANINGS
from safehavens.screen.files.read_options import FORMATS
from safehavens.warehouse.dialects import DIALECTS
from safehavens.wording.languages import load_language
from tests.cli.conftest import Run
from tests.cli.tree import commands

ROOT = Path(__file__).parents[2]
COMMANDS = list(commands())


def help_of(words: str) -> str:
    command = commands()[words]
    context = typer.Context(command, info_name=words, terminal_width=80, max_content_width=80)
    return str(command.get_help(context))


def test_commands_stand_under_their_tasks(run: Run) -> None:
    text = run("--help").stdout
    for heading, listed in SECTIONS.items():
        _, _, section = text.partition(f"\n{heading}:\n")
        names = re.findall(r"^  ([a-z]+) ", section.partition("\n\n")[0], re.M)
        assert names == list(listed), heading
    assert "..." not in text.partition("Ask the law:")[2]  # no sentence is cut off


def list_modules(sections: Sections) -> Iterator[str]:
    """The modules of commands, and of the groups in the group."""
    for listed in sections.values():
        for name in listed.values():
            yield name
            module = import_module(f"safehavens.cli.commands.{name}")
            yield from list_modules(getattr(module, "SECTIONS", {}))


def test_every_module_of_a_command_is_listed() -> None:
    folder = Path(next(iter(safehavens.cli.commands.__path__)))
    files = {path for path in folder.rglob("*.py") if path.name != "__init__.py"}
    listed = {f"{name}.py" for name in list_modules(SECTIONS)}
    assert {".".join(path.relative_to(folder).parts) for path in files} == listed


@pytest.mark.parametrize("words", COMMANDS)
def test_help_has_an_example_that_is_this_command(words: str) -> None:
    example = commands()[words].epilog
    assert example.startswith(f"Example: safehavens {words}")
    assert "Example:" in help_of(words)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_line_of_help_can_be_read_alone(words: str) -> None:
    """A sentence or a clear label: begins with a capital, ends with a period, names its subject."""
    command = commands()[words]
    texts = [command.help, *(p.help for p in command.params if p.name != "help")]
    for text in texts:
        assert text, words
        assert re.match(r"[A-Z]|YAML|- reads", text), text
        assert text.rstrip().endswith((".", "…")), text
        for phrase in ("Default:", "Left out:", "The same.", "Print it.", "their names", " is no "):
            assert phrase not in text, text


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_stands_in_the_readme(words: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    rows = "\n".join(line for line in readme.splitlines() if line.startswith("| `safehavens "))
    assert re.search(rf"\b{words.split()[-1]}\b", rows), words


NAMES: list[tuple[str, str, tuple[str, ...]]] = [
    ("screen", "--columns", ADDED_COLUMNS),
    ("screen", "--from", FORMATS),
    ("screen", "--to", FORMATS),
    ("screen", "--blank", BLANK_MEANINGS),
    ("whatif", "--blank", BLANK_MEANINGS),
    ("whatif", "--out", PICTURES),
    ("map", "--out", PICTURES),
    ("sql", "--dialect", DIALECTS),
    ("where", "--verdict", VERDICTS),
    ("where", "--basis", BASES),
    ("where", "--level", SURVEYED),
    ("compare", "--order", tuple(ORDERS)),
    ("panel", "--freq", FREQS),
    ("panel", "--shape", SHAPES),
    ("panel", "--places", GROUPS),
    ("spread", "--by", get_args(By)),
    ("spread", "--places", GROUPS[:2]),
]


@pytest.mark.parametrize(("words", "option", "names"), NAMES)
def test_help_names_what_may_be_chosen(words: str, option: str, names: tuple[str, ...]) -> None:
    parameter = next(p for p in commands()[words].params if option in p.opts)
    for name in names:
        assert re.search(rf"(?<!\w){re.escape(name)}\b", f"{parameter.metavar} {parameter.help}")


def test_an_unknown_command_gets_the_nearest_name(run: Run) -> None:
    done = run("serch", "detainer")
    assert done.returncode == 2
    assert "No such command 'serch'. Did you mean 'search'" in done.stderr


def test_only_the_command_that_is_called_is_imported() -> None:
    code = """
import sys
from typer.testing import CliRunner
from safehavens.cli.app import app
assert CliRunner().invoke(app, ["norm", "--help"]).exit_code == 0
print(*(name for name in sys.modules if name.startswith("safehavens.cli.commands.")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        "safehavens.cli.commands.answers",
        "safehavens.cli.commands.answers.norm",
    ]


@pytest.mark.parametrize("words", COMMANDS)
def test_help_is_said_in_the_language_chosen(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every paragraph, label and heading; options and what is typed stay as they are."""
    spanish = load_language("es")
    monkeypatch.setattr(speech, "_chosen", spanish)
    told = " ".join(help_of(words).split())
    command = commands()[words]
    assert told.startswith("Uso: ")
    assert "Ejemplo: safehavens " in told
    for text in (command.help, *(option.help for option in command.params)):
        for paragraph in split_help(text):
            assert spanish.knows(paragraph), paragraph
            assert "".join(spanish.gettext(paragraph).split()) in told.replace(" ", "")
    assert not re.search(r"\b(Options|Arguments|Usage|default|required|env var)\b: ?", told)


@pytest.mark.parametrize(
    "words",
    [("--lang", "es", "ask", "--help"), ("ask", "--help", "--lang", "es"),
     ("ask", "--lang=es", "--help")],
)  # fmt: skip
def test_the_language_of_help_is_chosen_anywhere(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Uso: ")
    assert "Pregunta si una agencia puede" in done.stdout
