"""`safehavens sources`: what the law was read from, and whether it still answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_one_of, complete_place
from safehavens.decide.request import BadRequest

if TYPE_CHECKING:
    from safehavens.decide.survey.cited_sources import CitedSources
    from safehavens.links.link_check import LinkCheck
    from safehavens.links.manners import Manners

EXAMPLE: Final = "safehavens sources --seen described --host ncsl.org"
_STOPPED: Final = 130
"""The exit status of a command that Ctrl-C has stopped."""


def run(
    place: Annotated[
        str | None,
        typer.Option(
            "--place",
            autocompletion=complete_place,
            help="A place: only what the law that binds its agencies rests on.",
            show_default=False,
        ),
    ] = None,
    seen: Annotated[
        str | None,
        typer.Option(
            "--seen",
            autocompletion=complete_one_of(("official", "copy", "described", "recalled")),
            help="Only sources seen in this way: official, copy, described, recalled.",
            show_default=False,
        ),
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than",
            metavar="AGE",
            help="Only sources that were last read longer ago than this: 180d, 26w, 6m, 1y.",
            show_default=False,
        ),
    ] = None,
    host: Annotated[
        str | None,
        typer.Option(
            "--host", help="Only addresses of this host, and of hosts under it.", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        options.optional_file("A CSV file to write the sources to."),
    ] = None,
    fetch: Annotated[
        bool,
        typer.Option(
            "--fetch",
            help="Ask each address over the network whether it still answers and whether its text "
            "has changed. Ctrl-C stops; the same command goes on from there.",
        ),
    ] = False,
    state: Annotated[
        Path | None,
        typer.Option(
            "--state",
            metavar="FILE",
            help="With --fetch: the file that records what each address answered. If left out, a "
            "file in the cache folder is used.",
            show_default=False,
        ),
    ] = None,
    again_after: Annotated[
        str,
        typer.Option(
            "--again-after",
            metavar="AGE",
            help="With --fetch: an address that answered within this time is not asked again.",
        ),
    ] = "1d",
    pause: Annotated[
        float,
        typer.Option(
            "--pause",
            metavar="SECONDS",
            min=0.1,
            max=3600,
            help="With --fetch: the time between two requests to one host.",
        ),
    ] = 2.0,
    private: Annotated[
        bool,
        typer.Option(
            "--private", help="With --fetch: also ask hosts on private networks and this machine."
        ),
    ] = False,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Show what the law was read from: every address, how and when it was seen, what rests on it.

    With --fetch, each address is asked whether it still answers with the text that was recorded.
    """
    from safehavens.cli.output.csv_file import check_csv_name
    from safehavens.decide.survey.cited_sources import read_age
    from safehavens.links.manners import Manners

    check_csv_name(out)
    if not fetch and (state is not None or private):
        raise BadRequest("--state and --private are of use only with --fetch; add --fetch.")
    days = read_age(again_after)
    corpus = options.load_corpus(law, alone)
    cited = corpus.sources(place, seen=seen, older_than=older_than, host=host)
    check = _fetch(cited, state, days, Manners(pause=pause, private=private)) if fetch else None
    if out is not None:
        from safehavens.cli.show.law.cited_sources import write_sources

        write_sources(cited, check, out)
    if json:
        from dataclasses import asdict

        from safehavens.cli.output.json_text import print_json
        from safehavens.decide.decision import plain

        links = {} if check is None else {"fetch": asdict(check)}
        print_json({**plain(cited), **links, "corpus": corpus.version})
    elif out is None or check is not None:
        from safehavens.cli.show.law.cited_sources import show_check, show_sources

        if check is None:
            show_sources(corpus, cited)
        else:
            show_check(corpus, cited, check)
    if check is not None and check.stopped:
        raise typer.Exit(_STOPPED)


def _fetch(
    cited: CitedSources, state: Path | None, again_after: int, manners: Manners
) -> LinkCheck:
    """Ask each address that is due."""
    from datetime import timedelta

    from safehavens.cli.output.progress import begin_count
    from safehavens.cli.speech import say
    from safehavens.links.link_check import check_links
    from safehavens.links.link_records import RecordFile, default_record_path

    file = RecordFile(default_record_path() if state is None else state)
    with begin_count(say("Asking each address")) as begin:
        return check_links(cited.read_on, file, manners, timedelta(days=again_after), begin)
