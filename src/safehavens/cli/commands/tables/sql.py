"""`safehavens sql`: the law of a question as SQL."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.warehouse.dialects import DIALECTS

EXAMPLE: Final = "safehavens sql NYC hold --who jail --from 2014-01-01 --dialect snowflake"


def run(
    place: options.Place,
    action: options.Action,
    who: options.Who = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DATE",
            help="The first day of the law to write, YYYY-MM-DD.",
            show_default=False,
        ),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="DATE",
            help="The last day of the law to write. Without --from and --to, today's law is "
            "written.",
            show_default=False,
        ),
    ] = None,
    dialect: Annotated[
        str,
        typer.Option(
            "--dialect",
            help=f"The dialect: {', '.join(DIALECTS)}. Other names, such as SQL Server, MariaDB "
            "or PostgreSQL, are read in any case.",
        ),
    ] = DIALECTS[0],
    table: Annotated[
        str,
        typer.Option("--table", help="The name of the table of requests, as SQL writes it."),
    ] = "requests",
    date_column: Annotated[
        str | None,
        typer.Option(
            "--date-column",
            metavar="COLUMN",
            help="The column with each request's date. If left out, it is called date, and is read "
            "only if the answers change between --from and --to.",
            show_default=False,
        ),
    ] = None,
    facts: Annotated[
        list[str] | None,
        typer.Option(
            "--facts",
            metavar="FACT,…",
            help="Facts that the table has columns for, in addition to those that settle the "
            "answer and have no presumption.",
            show_default=False,
        ),
    ] = None,
    only: Annotated[
        bool, typer.Option("--only", help="Read no other facts than those in --facts.")
    ] = False,
    basis: Annotated[
        bool,
        typer.Option(
            "--basis/--no-basis",
            help="Whether to write, beside the verdict, what it rests on (basis), and whether a "
            "rule's unsure day (uncertain_in_time), or a rule that may not bind the agency "
            "(may_not_bind), would change it.",
        ),
    ] = True,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Write the law of a question as one SELECT for your warehouse.

    NULL in a fact's column means that it is not known. The citations are comments. See docs/sql.md.
    """
    from safehavens.cli.asking.agency import choose_who
    from safehavens.cli.asking.request_words import RequestWords

    corpus = options.load_corpus(law, alone)
    agency = who or choose_who(corpus, RequestWords(place, action), None)
    names = [name.strip() for text in facts or () for name in text.split(",") if name.strip()]
    select = corpus.sql(
        place,
        action,
        who=agency,
        start=options.read_date(start),
        end=options.read_date(end),
        dialect=dialect,
        table=table,
        date_column=date_column,
        facts=names,
        only=only,
        basis=basis,
    )
    print(select, end="")
