"""`safehavens data show`: one data set, with its license, columns and what to know of it."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options

EXAMPLE: Final = "safehavens data show fbi-ucr-state"


def run(
    name: Annotated[str, typer.Argument(help="A data set, by its id.", show_default=False)],
    json: options.Json = False,
) -> None:
    """Show one data set: its license, its columns, where its series break, how it is had."""
    from safehavens.datasets.data_set_files import find_data_set

    found = find_data_set(name)
    if json:
        from safehavens.cli.output.json_text import print_json
        from safehavens.decide.decision import plain

        print_json({"way": found.way, **plain(found)})
        return
    from safehavens.cli.show.evidence.data_text import show_data_set

    show_data_set(found)
