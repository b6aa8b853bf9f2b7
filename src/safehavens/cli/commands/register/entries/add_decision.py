"""`safehavens register add decision`: what the agency resolved to do on one action."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options
from safehavens.cli.completion.completers import complete_action

EXAMPLE: Final = "safehavens register add decision SHR-2026-00041-2 hold decline --ground law"


def run(
    case: register_options.CaseNumber,
    action: Annotated[
        str,
        typer.Argument(help="The action decided on: hold, notify_release…", show_default=False,
                       autocompletion=complete_action),
    ],
    decided: Annotated[
        str,
        typer.Argument(
            help="What was decided: comply, comply_in_part, decline, no_action, "
            "referred_to_counsel.",
            show_default=False,
        ),
    ],
    ground: Annotated[
        str,
        typer.Option(
            "--ground",
            help="On what ground: a rule's id, or judicial_warrant, court_order, consent, law, "
            "policy, no_custody, withdrawn, resources, counsel_advice.",
            show_default=False,
        ),
    ],
    fields: register_options.Fields = None,
    json: options.Json = False,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
) -> None:  # fmt: skip
    """Write what was decided on one of the things asked for.

    A decision against the law's answer needs a supervisor: approved_by=supervisor, or who writes.
    """
    from safehavens.cli.asking.register_writing import write_fields
    from safehavens.cli.show.register.written_text import show_written

    named = {"action": action, "decided": decided, "ground": ground, "contrary": False}
    show_written(write_fields(book, by, "decision", named, fields, case_no=case), json)
