"""`safehavens register add tally`: a total that the book cannot count."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = (
    "safehavens register add tally us/ga/reports/jail-quarterly 2026-Q4 inmates_booked 1204 "
    "--drawn-from jail_system"
)


def run(
    report: Annotated[
        str, typer.Argument(help="The report that the total is for, by its id.", show_default=False)
    ],
    period: Annotated[
        str, typer.Argument(help="The period: 2026, 2026-11, 2026-Q4, 2026-H1.", show_default=False)
    ],
    measure: Annotated[
        str, typer.Argument(help="What was counted, as the report calls it.", show_default=False)
    ],
    n: Annotated[
        int,
        typer.Argument(
            metavar="N", help="How many.", show_default=False, parser=register_options.read_number
        ),
    ],
    drawn_from: Annotated[
        str,
        typer.Option(
            "--drawn-from",
            help="Where the total is from: jail_system, hand_count, task_force, records_system.",
            show_default=False,
        ),
    ],
    breakdown: Annotated[
        list[str] | None,
        typer.Option(
            "--of",
            metavar="WORD=VALUE",
            help="What part it is a total of, in words of the report. May be given several times.",
            show_default=False,
        ),
    ] = None,
    json: options.Json = False,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
) -> None:
    """Write a total that a report asks for and the book cannot count. A supervisor does so."""
    from safehavens.cli.asking.register_writing import write_fields
    from safehavens.cli.show.register.written_text import show_written
    from safehavens.register.refusals import RegisterError

    parts = [word.partition("=") for word in breakdown or ()]
    if not all(equals for _, equals, _ in parts):
        raise RegisterError("--of takes a word of the report and its value: --of category=value.")
    named = {
        "report": report, "period": period, "measure": measure, "n": n, "drawn_from": drawn_from,
        "by": {name: value for name, _, value in parts},
    }  # fmt: skip
    show_written(write_fields(book, by, "tally", named), json)
