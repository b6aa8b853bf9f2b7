"""Options that several commands share, and the corpus they choose."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from safehavens.api import Corpus

Place = Annotated[
    str,
    typer.Argument(help='A place: "Chicago, IL", "Cook County", 17031, SF…', show_default=False),
]
Action = Annotated[
    str, typer.Argument(help="What is asked for: hold, inquire_status…", show_default=False)
]
Who = Annotated[
    str | None,
    typer.Option("--who", help="Who is asked: police, sheriff, jail, school…", show_default=False),
]
On = Annotated[
    str | None,
    typer.Option("--on", help="The day whose law is asked, YYYY-MM-DD. Default: today."),
]
Facts = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FACT=VALUE]...",
        help="What is known: warrant=judicial convicted_felony=no minor=? (? is not known)",
        show_default=False,
    ),
]
FactFile = Annotated[
    str | None,
    typer.Option(
        "--facts",
        metavar="FILE",
        help="More facts, as a YAML or JSON mapping; - reads standard input, "
        "which keeps them out of the shell's history.",
    ),
]
Law = Annotated[
    Path | None,
    typer.Option(
        "--law", help="A folder of your own law files, put over the shipped corpus.",
        envvar="SAFEHAVENS_LAW",
    ),
]  # fmt: skip
Alone = Annotated[bool, typer.Option("--alone", help="With --law: without the shipped corpus.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def corpus(law: Path | None, alone: bool) -> Corpus:
    """The corpus that the options choose."""
    return Corpus.load(law, over=not alone) if law is not None else Corpus.load()
