"""The command line: every command, by task. A new command is one line here and one file."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from safehavens.cli.groups import CommandGroup, Sections, language_option

SECTIONS: Final[Sections] = {
    "Ask the law": {
        "ask": "answers.ask",
        "place": "answers.place",
        "history": "answers.history",
        "where": "answers.where",
        "changes": "answers.changes",
        "coverage": "answers.coverage",
        "sources": "answers.sources",
        "about": "answers.about",
        "instrument": "answers.instrument",
        "norm": "answers.norm",
        "search": "answers.search",
        "sheet": "answers.sheet",
    },
    "Screen tables of requests": {
        "screen": "tables.screen",
        "whatif": "tables.whatif",
        "sql": "tables.sql",
    },
    "Measure policy and draw it": {
        "panel": "measures.panel",
        "map": "measures.map",
        "timeline": "measures.timeline",
        "spread": "measures.spread",
    },
    "Evaluate what law did, and weigh evidence": {
        "evaluate": "effects.evaluate",
        "evidence": "evidence.evidence",
        "data": "evidence.data",
    },
    "Compare places": {
        "compare": "comparisons.compare",
        "order": "comparisons.order",
    },
    "Code and draft law": {
        "draft": "lawmaking.draft",
        "lint": "lawmaking.lint",
        "check": "lawmaking.check",
        "cases": "lawmaking.cases",
        "schema": "lawmaking.schema",
    },
    "Keep a register of requests": {
        "register": "register.register",
    },
    "Serve pages and an API": {
        "serve": "server.serve",
    },
}
"""Heading in `--help` -> command -> its module under `safehavens.cli.commands`."""


class _Commands(CommandGroup):
    sections = SECTIONS

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.params.append(language_option())


app = typer.Typer(
    name="safehavens",
    cls=_Commands,
    help="The law of safe-haven (sanctuary) jurisdictions, executable. Not legal advice.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from safehavens import __version__

        print(f"safehavens {__version__}")
        raise typer.Exit


@app.callback()
def _set_up(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    pass
