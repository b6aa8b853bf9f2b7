"""`--help` in the language chosen: each command says its help in English, by paragraph.

What is asked for by `--help` is looked up in the catalog when it is shown, so that no other command
pays for it. `list_help` gives `make words` what there is to translate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import typer

from safehavens.cli.speech import language, say
from safehavens.wording.labels import N_

HEADINGS: Final = (N_("Options"), N_("Arguments"), N_("Commands"))
"""What stands over the parts of a help, beside the tasks of commands."""
_SHOW_HELP: Final = N_("Show this message and exit.")
_EXAMPLE: Final = "Example: "
_EXTRA: Final = re.compile(r"(?P<text>.*?)(?:  \[(?P<extra>[^\[\]]+)\])?", re.DOTALL)
"""A help, and what follows it in brackets: the default, the variable, or that it is required."""


# Typer has a click of its own within, and this attribute is its only public name for the class.
class HelpFormatter(typer.Context.formatter_class):  # type: ignore[valid-type, misc]
    """Writes a help in the language chosen."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, args, say("Usage: %(usage)s", usage=""))

    def write_heading(self, heading: str) -> None:
        """Write what stands over a part."""
        super().write_heading(say(heading))

    def write_text(self, text: str) -> None:
        """Write the help of a command, or its example."""
        if text.startswith(_EXAMPLE):
            told = say("Example: %(command)s", command=text.removeprefix(_EXAMPLE))
        else:
            told = "\n\n".join(map(say, split_help(text))) if language().catalog else text
        super().write_text(told)

    def write_dl(self, rows: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        """Write options with the help of each."""
        super().write_dl([(name, _say_row(text)) for name, text in rows], *args, **options)


def split_help(text: str) -> list[str]:
    """The paragraphs of a help, each in one line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]


def say_first(command: Any, most: int) -> str:
    """The first sentence of a command's help, in the language chosen."""
    text: str = command.get_short_help_str(most)
    if not command.help or not language().catalog:
        return text
    first = say(split_help(command.help)[0])
    return first.partition(". ")[0].rstrip(".") + "."


def list_help(command: Any, words: str = "") -> Iterator[tuple[str, str]]:
    """Each paragraph of the help of a command and of those under it, with the command's words."""
    for text in (command.help, *(option.help for option in command.params)):
        for paragraph in split_help(text or ""):
            yield words, paragraph
    if not hasattr(command, "list_commands"):
        return
    for heading in command.sections:
        yield words, heading
    for name in command.list_commands(None):
        yield from list_help(command.get_command(None, name), f"{words} {name}".strip())


def _say_row(written: str) -> str:
    row = _EXTRA.fullmatch(written)
    assert row is not None
    text = " ".join(row["text"].split())
    told = say(text) if text else ""
    if row["extra"] is None:
        return told
    extra = "; ".join(map(_say_extra, row["extra"].split("; ")))
    return f"{told}  [{extra}]" if told else f"[{extra}]"


def _say_extra(text: str) -> str:
    name, colon, value = text.partition(": ")
    if colon and name == "default":
        return say("default: %(value)s", value=value)
    if colon and name == "env var":
        return say("env var: %(name)s", name=value)
    return say("required") if text == "required" else text
