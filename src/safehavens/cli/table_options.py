"""Options about a table of requests, which `screen` and `whatif` share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from safehavens.screen.column_names import BLANK_MEANINGS, BlankMeaning

if TYPE_CHECKING:
    from safehavens.screen.requests import Options

PlaceForAll = Annotated[
    str | None, typer.Option("--place", help="One place for every row.", show_default=False)
]
WhoForAll = Annotated[
    str | None,
    typer.Option(
        "--who",
        help="One agency for every row: police, sheriff, jail, school…",
        show_default=False,
    ),
]
ActionForAll = Annotated[
    str | None,
    typer.Option(
        "--action", help="One action for every row: hold, inquire_status…", show_default=False
    ),
]
DateForAll = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", help="One date for every row, YYYY-MM-DD.", show_default=False
    ),
]
ColumnMap = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="THEIRS=OURS",
        help="Which of the table's columns holds which of ours, such as Facility=place. Repeat "
        "for each column. THEIRS= leaves a column alone.",
        show_default=False,
    ),
]
MapFile = Annotated[
    Path | None,
    typer.Option(
        "--maps",
        metavar="FILE",
        help="A YAML file that maps many columns, and the values in them.",
        show_default=False,
    ),
]
Blank = Annotated[
    str,
    typer.Option(
        "--blank",
        metavar="|".join(BLANK_MEANINGS),
        help="How to treat empty cells of facts: as unknown, or by the usual presumption.",
    ),
]


def read_table_options(
    place: str | None,
    who: str | None,
    action: str | None,
    on: str | None,
    columns: str | None,
    prefix: str,
    column_maps: Sequence[str],
    map_file: Path | None,
    blank: str,
) -> Options:
    """How to read a table of requests, as the command line says. Raises BadRequest."""
    from safehavens.screen.arguments import read_arguments
    from safehavens.screen.column_map import read_map_file, read_map_words

    maps = read_map_words(column_maps)
    if map_file is not None:
        maps = read_map_file(map_file) | maps
    names = None if columns is None else [name.strip() for name in columns.split(",")]
    return read_arguments(
        {
            "place": place,
            "who": who,
            "action": action,
            "on": on,
            "columns": names,
            "prefix": prefix,
            "map": maps.columns,
            "values": maps.values,
            "blank": cast(BlankMeaning, blank),
        }
    )
