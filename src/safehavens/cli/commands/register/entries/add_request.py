"""`safehavens register add request`: a request that came in, and what the law of its day says."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options
from safehavens.cli.completion.completers import complete_action

EXAMPLE: Final = (
    "safehavens register add request --form I-247A --received 2026-11-29T03:12 --from ice_ero"
)


def run(
    form: Annotated[
        str,
        typer.Option(
            "--form",
            metavar="PAPER",
            help="The paper that came, such as I-247A.",
            show_default=False,
        ),
    ],
    fields: register_options.Fields = None,
    asks: Annotated[
        str | None,
        typer.Option(
            "--asks",
            metavar="ACTIONS",
            help="What it asks for, with commas between. If left out, all that the paper asks for.",
            show_default=False,
            autocompletion=complete_action,
        ),
    ] = None,
    received: Annotated[
        str | None,
        typer.Option(
            "--received",
            metavar="TIME",
            help="When it came, such as 2026-11-29T03:12, where the agency is. If left out, now.",
            show_default=False,
        ),
    ] = None,
    sender: Annotated[
        str, typer.Option("--from", metavar="SENDER", help="Who sent it: ice_ero, cbp, unknown…")
    ] = "unknown",
    channel: Annotated[
        str, typer.Option("--channel", help="How it came: fax, email, portal, paper, in_person…")
    ] = "fax",
    key: Annotated[
        str | None,
        typer.Option(
            "--key",
            metavar="NUMBER",
            help="What the sender calls it, such as the number of the fax: with one number it is "
            "written once. A digest of it is kept, under the agency's key.",
            show_default=False,
        ),
    ] = None,
    facts: options.FactFile = None,
    who: options.Who = None,
    json: options.Json = False,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
    key_file: register_options.KeyFile = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Write a request into the book, with the law's answer to each thing it asks for.

    Private facts, by --facts -, are used for the answer that is shown, and are not kept: the book
    keeps the answer on public facts alone. Nothing on a person is taken.
    """
    from safehavens.cli.asking.facts import read_fact_file
    from safehavens.cli.asking.register_requests import record_request
    from safehavens.cli.show.register.written_text import show_answered

    writer = register_options.check_writer(by)
    register_options.check_address(book)
    corpus = options.load_corpus(law, alone)
    with register_options.opened_book(book, key_file, corpus.lawbook) as opened:
        entries, told, paper = record_request(
            opened, corpus, form=form, asks=asks, received=received, sender=sender, channel=channel,
            words=fields or [], facts=read_fact_file(facts), who=who, key=key, by=writer,
        )  # fmt: skip
    if json:
        from safehavens.cli.output.json_text import print_json
        from safehavens.cli.show.register.entry_data import entry_data

        print_json({"case": entries[0].case_no, "entries": [entry_data(one) for one in entries]})
        return
    show_answered(entries, told, corpus.lawbook, paper)
