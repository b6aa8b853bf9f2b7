"""Options that several commands share, and what they come to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.models import OptionInfo

from safehavens.cli.completion.completers import (
    complete_action,
    complete_agency,
    complete_measure,
    complete_one_of,
    complete_place,
    complete_request,
)
from safehavens.cli.speech import learn_words
from safehavens.compare.strictness import ORDERS
from safehavens.decide.request import BadRequest, read_day

if TYPE_CHECKING:
    from safehavens.api import Corpus

Place = Annotated[
    str,
    typer.Argument(
        help='A place: "Chicago, IL", "Cook County", 17031, SF…',
        show_default=False,
        autocompletion=complete_place,
    ),
]
Action = Annotated[
    str,
    typer.Argument(
        help="The action asked about: hold, inquire_status…",
        show_default=False,
        autocompletion=complete_action,
    ),
]
Who = Annotated[
    str | None,
    typer.Option(
        "--who",
        help="The agency asked about: police, sheriff, jail, school…",
        show_default=False,
        autocompletion=complete_agency,
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DATE",
        help="The date whose law applies, YYYY-MM-DD. If left out, today's date is used.",
    ),
]
Words = Annotated[
    list[str],
    typer.Argument(
        metavar="PLACE ACTION [AGENCY] [FACT=VALUE]...",
        help="A place, an action, the agency and known facts, in any order and in your own words: "
        '"King County, WA" detainer jail I-200. Put phrases in quotes. ? means not known.',
        show_default=False,
        autocompletion=complete_request,
    ),
]
AnyWords = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PLACE ACTION [AGENCY] [FACT=VALUE]...]",
        help="A place, an action, the agency and known facts, in any order and in your own words: "
        '"King County, WA" detainer jail I-200. Put phrases in quotes. ? means not known. If left '
        "out, a terminal asks for them.",
        show_default=False,
        autocompletion=complete_request,
    ),
]
FactFile = Annotated[
    str | None,
    typer.Option(
        "--facts",
        metavar="FILE",
        help="A file with more facts, as a YAML or JSON mapping. - reads standard input, "
        "which keeps facts out of the shell's history.",
    ),
]
Law = Annotated[
    Path | None,
    typer.Option(
        "--law",
        metavar="FOLDER",
        help="A folder with your own law files, added to the built-in corpus.",
        envvar="SAFEHAVENS_LAW",
    ),
]
Alone = Annotated[
    bool, typer.Option("--alone", help="Use only the law in --law, without the built-in corpus.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
Order = Annotated[
    str | None,
    typer.Option(
        "--order",
        help=f"The order of strictness: {', '.join(ORDERS)}. If left out, serving is used for "
        "services and duties to inform, and limiting for everything else.",
        show_default=False,
        autocompletion=complete_one_of(tuple(ORDERS)),
    ),
]
Beside = Annotated[
    str | None,
    typer.Option(
        "--beside",
        metavar="DATE",
        help="A second date, shown side by side with the first, and what changed between them.",
        show_default=False,
    ),
]
Picture = Annotated[
    Path,
    typer.Option("-o", "--out", help="The file to write: .svg, .png or .html.", show_default=False),
]
Index = Annotated[
    str,
    typer.Option(
        "--index", help="The index or indicator to show.", autocompletion=complete_measure
    ),
]
Probes = Annotated[
    Path | None,
    typer.Option(
        "--probes",
        metavar="FILE",
        help="A file with your own probes, used instead of the corpus's.",
        show_default=False,
    ),
]
FirstMonth = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="MONTH",
        help="The first month, YYYY-MM. If left out, 1985-01 is used.",
        show_default=False,
    ),
]
LastMonth = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="MONTH",
        help="The last month, YYYY-MM. If left out, the current month is used.",
        show_default=False,
    ),
]


def optional_file(help: str) -> OptionInfo:
    """The option `-o`, of a command that may write a file; `help` is a sentence on the file."""
    option: OptionInfo = typer.Option("-o", "--out", metavar="FILE", help=help, show_default=False)
    return option


def load_corpus(law: Path | None, alone: bool) -> Corpus:
    """The corpus that `--law` and `--alone` choose."""
    from safehavens.api import Corpus

    corpus = Corpus.load(law, over=not alone) if law is not None else Corpus.load()
    learn_words(corpus.lawbook.vocabulary.translations)
    return corpus


def read_date(text: str | None) -> date | None:
    """The date in an option; None where it is left out, and what that means is not today.

    Raises
    ------
    BadRequest
        It is not a valid date.
    """
    return None if text is None else read_day(text)


def check_one_format(**flags: bool) -> None:
    """Raise BadRequest where more than one format of the answer is asked for.

    Parameters
    ----------
    flags : bool
        Each option's name without its dashes, and whether it is given.
    """
    chosen = [f"--{name}" for name, given in flags.items() if given]
    if len(chosen) > 1:
        raise BadRequest(f"Choose one format: {' or '.join(chosen)}.")
