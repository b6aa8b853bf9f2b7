"""The commands about tables, warehouses, panels and pictures, and their options.

What they do is done in the modules beside this one, which are imported when they are needed.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from safehavens.cli import options

commands = typer.Typer()


@commands.command(
    epilog="Example: safehavens panel -o panel.parquet --freq month; safehavens panel -o cook.csv "
    '--places "Cook County, IL" --adoption "detainer_needs_judge >= 1"'
)
def panel(
    out: Annotated[Path | None, typer.Option("-o", "--out", show_default=False,
        help="The file to write, .parquet or .csv; its indices and a datapackage.json go beside "
             "it.")] = None,
    places: Annotated[list[str] | None, typer.Option("--places", show_default=False,
        help="counties (the default), states, corpus (places with law of their own), or a place; "
             "once for each.")] = None,
    start: Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM. Default: "
                                              "1985-01.", show_default=False)] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last month, YYYY-MM. Default: this one.",
                                            show_default=False)] = None,
    freq: Annotated[str, typer.Option("--freq", help="spell (a row for each stretch of one "
                                      "verdict), month, quarter or year.")] = "spell",
    shape: Annotated[str, typer.Option("--shape", help="long (a row a probe) or wide (a column "
                                       "a probe).")] = "long",
    probes: Annotated[Path | None, typer.Option("--probes", show_default=False,
        help="A file of probes in place of the corpus's own.")] = None,
    adoption: Annotated[str | None, typer.Option("--adoption", metavar="CONDITION",
        show_default=False, help="Write the first day on which each place fulfilled a condition "
        "on probes and indices instead, such as \"custody >= 0.5\".")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Print the probes and indices.")] = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Measure policy by place and time: standard requests (probes), asked everywhere alike.

    By month, quarter or year a row has the verdict of the first day.
    """
    from safehavens.cli import panel as panels
    from safehavens.decide.request import BadRequest

    corpus = options.corpus(law, alone)
    if list_:
        panels.show_probes(corpus, probes)
        return
    if out is None:
        raise BadRequest("Say which file to write, such as -o panel.parquet.")
    where = places or ["counties"]
    if adoption is not None and (freq, shape) != ("spell", "long"):
        raise BadRequest("--adoption writes a row a place; --freq and --shape do not go with it.")
    if adoption is not None:
        panels.run_adoption(corpus, adoption, out, where, start, end, probes)
    else:
        panels.run(corpus, out, where, start, end, freq, shape, probes)


@commands.command(
    epilog="Example: safehavens screen requests.csv -o screened.csv --map Facility=place "
    "--who jail --on 2024-05-01 --rejects bad.csv"
)
def screen(
    requests: Annotated[str, typer.Argument(metavar="FILE", help="CSV, JSON Lines, Parquet or "
                                            "Arrow; a folder of Parquet files; - reads standard "
                                            "input.", show_default=False)],
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="The table with "
                                        "verdicts; - is standard output.")] = "-",
    place: Annotated[str | None, typer.Option("--place", help="One place for all rows.")] = None,
    who: options.Who = None,
    action: Annotated[str | None, typer.Option("--action", help="One action for all.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="One day for all, YYYY-MM-DD.")] = None,
    map: Annotated[list[str] | None, typer.Option(
        "--map", metavar="THEIRS=OURS", help="Which of the table's columns is which of ours; "
        "THEIRS= leaves one alone.", show_default=False)] = None,
    maps: Annotated[Path | None, typer.Option("--maps", metavar="FILE", help="The same for many "
                                              "columns, and for values, in YAML.")] = None,
    columns: Annotated[str | None, typer.Option(
        "--columns", metavar="NAME,…", help="What to add: verdict,deciding,waits_for,confidence,"
        "problem. Default: all.", show_default=False)] = None,
    prefix: Annotated[str, typer.Option("--prefix", help="Put before their names.",
                                        show_default=False)] = "",
    blank: Annotated[str, typer.Option("--blank", metavar="unknown|presumed", help="What a blank "
                                       "cell of a fact says.")] = "unknown",
    rejects: Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help="Collect rows "
                                                 "without a verdict.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad row.")] = False,
    source: Annotated[str | None, typer.Option("--from", metavar="FORMAT", help="csv, jsonl, "
                                               "parquet or arrow.", show_default=False)] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="FORMAT", help="The same.",
                                           show_default=False)] = None,
    engine: Annotated[str, typer.Option("--engine", help="local or spark.")] = "local",
    master: Annotated[str | None, typer.Option("--master", metavar="URL", help="With --engine "
                                               "spark: the cluster.", show_default=False)] = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Ask once for each row of a table: adds verdict, deciding norms, what it waits for.

    Exit status 3 where rows have no verdict: they come out with the reason. See docs/screen.md.
    """
    from safehavens.cli.screen import Job, options_of, run

    chosen = options_of(place, who, action, on, columns, prefix, map or [], maps, blank)
    job = Job(requests, output, source, to, rejects, strict, engine, master)
    raise typer.Exit(run(options.corpus(law, alone), job, chosen))


@commands.command(
    epilog="Example: safehavens sql NYC hold --who jail --from 2014-01-01 --dialect snowflake"
)
def sql(
    place: options.Place,
    action: options.Action,
    who: options.Who = None,
    start: Annotated[str | None, typer.Option("--from", help="First day of the law wanted, "
                                              "YYYY-MM-DD.", show_default=False)] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day. Without --from and --to: "
                                            "today's law.", show_default=False)] = None,
    dialect: Annotated[str, typer.Option("--dialect", help="duckdb, postgres, spark, snowflake or "
                                         "bigquery.")] = "duckdb",
    table: Annotated[str, typer.Option("--table", help="The table of requests, as SQL writes its "
                                       "name.")] = "requests",
    date_column: Annotated[str | None, typer.Option(
        "--date-column", help="The column with each request's day. Default: date, where the "
        "answers change between --from and --to.", show_default=False)] = None,
    facts: Annotated[list[str] | None, typer.Option(
        "--facts", metavar="FACT,…", help="Facts the table has columns for, beside those that "
        "settle the answer and have no presumption.", show_default=False)] = None,
    only: Annotated[bool, typer.Option("--only", help="With --facts: no other fact.")] = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """The law of a question as one SELECT over a table of requests in your warehouse.

    NULL in a fact's column: not known. The citations are comments. See docs/sql.md.
    """
    from safehavens.cli.asking import choose_who
    from safehavens.cli.sql import show_select

    corpus = options.corpus(law, alone)
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    agency = who or choose_who(corpus, place, action, date.today(), terminal)
    show_select(
        corpus, place, action, agency, start, end, dialect, table, date_column, facts or [], only
    )


@commands.command(
    "map", epilog="Example: safehavens map --on 2026-11-01 --index custody -o map.svg"
)
def map_(
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write: .svg, .png or .html.",
                                      show_default=False)],
    on: options.On = None,
    index: Annotated[str, typer.Option("--index", help="An index or indicator.")] = "overall",
    probe: Annotated[str | None, typer.Option("--probe", help="A probe's verdicts instead.",
                                              show_default=False)] = None,
    probes: Annotated[Path | None, typer.Option("--probes", show_default=False,
        help="A file of probes in place of the corpus's own.")] = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Draw every county by an index, or by a probe's verdict, on a day."""
    from safehavens.cli.pictures import draw_map
    from safehavens.decide.request import read_day

    draw_map(options.corpus(law, alone), read_day(on), index, probe, probes, out)


@commands.command(epilog='Example: safehavens timeline "Cook County, IL" Texas -o timeline.svg')
def timeline(
    places: Annotated[list[str], typer.Argument(help="One to six places.", show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write: .svg, .png or .html.",
                                      show_default=False)],
    index: Annotated[str, typer.Option("--index", help="An index or indicator.")] = "overall",
    start: Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM. Default: "
                                              "1985-01.", show_default=False)] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last month, YYYY-MM. Default: this one.",
                                            show_default=False)] = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Draw an index of places over time, with the instruments that moved it."""
    from safehavens.cli.pictures import draw_timeline

    draw_timeline(options.corpus(law, alone), places, index, start, end, out)


@commands.command(epilog="Example: safehavens spread hold_clean --by population -o spread.svg")
def spread(
    probe: Annotated[str, typer.Argument(help="A probe; see safehavens panel --list.",
                                         show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write: .svg, .png or .html.",
                                      show_default=False)],
    places: Annotated[str, typer.Option("--places", help="counties or states.")] = "counties",
    by: Annotated[str, typer.Option("--by", help="population or places.")] = "population",
    start: Annotated[str, typer.Option("--from", help="First year.")] = "1985",
    end: Annotated[str | None, typer.Option("--to", help="Last year. Default: this one.",
                                            show_default=False)] = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Draw the share of people or places under each rule, year by year."""
    from safehavens.cli.pictures import draw_spread

    draw_spread(options.corpus(law, alone), probe, places, by, start, end, out)


def add(app: typer.Typer) -> None:
    """Put these commands among the others."""
    app.registered_commands += commands.registered_commands
