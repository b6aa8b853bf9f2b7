"""`safehavens data list`: what there is to measure effects with."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options

EXAMPLE: Final = "safehavens data list --measures crime"


def run(
    measures: Annotated[
        str | None,
        typer.Option(
            "--measures",
            help="Only those that measure this: crime, trust, services, economy, deportation, "
            "population, votes.",
            show_default=False,
        ),
    ] = None,
    json: options.Json = False,
) -> None:
    """List data sets: those shipped, those that are fetched, those that you download yourself."""
    from typing import get_args

    from safehavens.datasets.data_set_files import known_data_sets
    from safehavens.datasets.data_sets import Measure
    from safehavens.decide.request import BadRequest

    if measures is not None and measures not in get_args(Measure):
        allowed = ", ".join(get_args(Measure))
        raise BadRequest(f"{measures!r} is nothing that is measured; allowed: {allowed}.")
    found = [
        one for one in known_data_sets().values() if measures is None or measures in one.measures
    ]
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json([{"way": one.way, **_plain(one)} for one in found])
        return
    from safehavens.cli.show.evidence.data_text import list_data_sets

    list_data_sets(found)


def _plain(one: object) -> dict[str, object]:
    from safehavens.decide.decision import plain

    values: dict[str, object] = plain(one)
    return values
