"""`safehavens register add nil`: nothing of a report's kind came in a period."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options
from safehavens.register.refusals import RegisterError

EXAMPLE: Final = "safehavens register add nil us/il/reports/trust-act-detainers 2026 --certify"


def run(
    report: Annotated[str, typer.Argument(help="The report, by its id.", show_default=False)],
    period: Annotated[
        str, typer.Argument(help="The period: 2026, 2026-11, 2026-Q4, 2026-H1.", show_default=False)
    ],
    certify: Annotated[
        bool, typer.Option("--certify", help="Certify that nothing of the kind was received.")
    ] = False,
    json: options.Json = False,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
) -> None:
    """Write that nothing of a report's kind was received in a period. A supervisor does so."""
    from safehavens.cli.asking.register_writing import write_fields
    from safehavens.cli.show.register.written_text import show_written

    if not certify:
        raise RegisterError("A nil entry is a certificate: add --certify.")
    named = {"report": report, "period": period, "certified": True}
    show_written(write_fields(book, by, "nil", named), json)
