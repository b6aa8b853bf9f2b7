"""`safehavens screen`: a verdict for each row of a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.cli import options, table_options
from safehavens.screen.column_names import ADDED_COLUMNS
from safehavens.screen.files.read_options import FORMATS

EXAMPLE: Final = (
    "safehavens screen requests.csv -o screened.csv --map Facility=place --who jail "
    "--on 2024-05-01 --rejects bad.csv"
)


def run(
    requests: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A table of requests: CSV, Excel, JSON Lines, Parquet or Arrow, or a folder of "
            "Parquet files. - reads standard input.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="The file for the table with verdicts. - is standard output.",
        ),
    ] = "-",
    place: table_options.PlaceForAll = None,
    who: table_options.WhoForAll = None,
    action: table_options.ActionForAll = None,
    on: table_options.DateForAll = None,
    map: table_options.ColumnMap = None,
    maps: table_options.MapFile = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="NAME,…",
            help=f"Which columns to add: {','.join(ADDED_COLUMNS)}. If left out, all are added.",
            show_default=False,
        ),
    ] = None,
    prefix: Annotated[
        str,
        typer.Option(
            "--prefix", help="What to put before the names of added columns.", show_default=False
        ),
    ] = "",
    blank: table_options.Blank = "unknown",
    state: table_options.State = None,
    country: table_options.Country = "us",
    dates: table_options.Dates = "auto",
    rejects: Annotated[
        Path | None,
        typer.Option(
            "--rejects",
            metavar="FILE",
            help="A file for copies of the rows without a verdict.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first bad row, and write nothing.")
    ] = False,
    source: table_options.FileFormat = None,
    encoding: table_options.Encoding = None,
    delimiter: table_options.Delimiter = None,
    skip: table_options.Skip = None,
    sheet: table_options.Sheet = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help=f"The format of the table to write: {', '.join(FORMATS)}. If left out, the file's "
            "name tells.",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", help="Where to run: local, or spark for a Spark cluster.")
    ] = "local",
    master: Annotated[
        str | None,
        typer.Option(
            "--master",
            metavar="URL",
            help="The address of the Spark cluster, with --engine spark.",
            show_default=False,
        ),
    ] = None,
    guess: Annotated[
        bool,
        typer.Option(
            "--guess",
            help="Propose a file for --maps from the first rows, instead of screening: which "
            "column is which, and what its words mean.",
        ),
    ] = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Add a verdict to each row of a table of requests.

    The added columns hold the verdict, the rules that decide it, and the facts it depends on. The
    exit status is 3 if rows have no verdict; those rows say why. See docs/screen.md.
    """
    from safehavens.cli.lone_arrow import start_arrow

    if engine == "local":
        start_arrow()
    from safehavens.cli.screening import ScreenJob, screen_here
    from safehavens.decide.request import BadRequest

    reading = table_options.read_table_options(
        place, who, action, on, columns, prefix, map or [], maps, blank, state, country, dates
    )
    file_options = table_options.read_file_options(source, encoding, delimiter, skip, sheet)
    job = ScreenJob(requests, output, file_options, to, rejects, strict, master)
    corpus = options.load_corpus(law, alone)
    if guess:
        from safehavens.cli.screening import propose_map

        propose_map(corpus, job, reading)
        return
    if engine == "spark":
        from safehavens.cli.spark_screening import screen_on_spark

        raise typer.Exit(screen_on_spark(corpus, job, reading))
    if engine != "local":
        raise BadRequest(f"There is no engine {engine!r}; known: local, spark.")
    if master is not None:
        raise BadRequest("--master goes with --engine spark.")
    raise typer.Exit(screen_here(corpus, job, reading))
