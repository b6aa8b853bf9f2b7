"""Every command there is, by walking the tree of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import typer
from typer.main import get_command

from safehavens.cli.app import app


@cache
def commands() -> dict[str, Any]:
    """Each command by its words, such as `draft new`."""
    root: Any = get_command(app)
    return dict(_walk(root, "", typer.Context(root)))


def _walk(group: Any, prefix: str, context: typer.Context) -> Iterator[tuple[str, Any]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):
            yield from _walk(command, f"{prefix}{name} ", context)
        else:
            yield prefix + name, command


def with_option(option: str) -> list[str]:
    """The commands that have an option."""
    return [
        words
        for words, command in commands().items()
        if any(option in parameter.opts for parameter in command.params)
    ]
