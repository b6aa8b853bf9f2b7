"""Options about a table of requests, which `screen` and `whatif` share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from safehavens.cli.completion.completers import (
    complete_action,
    complete_agency,
    complete_place,
)
from safehavens.screen.column_names import BLANK_MEANINGS, DATE_RULES, BlankMeaning
from safehavens.screen.files.read_options import READ_FORMATS

if TYPE_CHECKING:
    from safehavens.screen.files.read_options import ReadOptions
    from safehavens.screen.requests import Options

PlaceForAll = Annotated[
    str | None,
    typer.Option(
        "--place",
        help="One place for every row.",
        show_default=False,
        autocompletion=complete_place,
    ),
]
WhoForAll = Annotated[
    str | None,
    typer.Option(
        "--who",
        autocompletion=complete_agency,
        help="One agency for every row: police, sheriff, jail, school…",
        show_default=False,
    ),
]
ActionForAll = Annotated[
    str | None,
    typer.Option(
        "--action",
        help="One action for every row: hold, inquire_status…",
        show_default=False,
        autocompletion=complete_action,
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
        help="Which of the table's columns holds which of ours, such as Facility=place or "
        "State=place.state. Repeat for each column. THEIRS= leaves a column alone.",
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
FileFormat = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FORMAT",
        help=f"The format of the table to read: {', '.join(READ_FORMATS)}. If left out, the file's "
        "name tells.",
        show_default=False,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="The encoding of a table of text, such as cp1252 or utf-16. If left out, it is found "
        "out.",
        show_default=False,
    ),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        "--delimiter",
        metavar="SIGN",
        help="What separates the cells of a table of text: comma, semicolon, tab, pipe or another "
        "sign. If left out, it is found out.",
        show_default=False,
    ),
]
Skip = Annotated[
    int | None,
    typer.Option(
        "--skip",
        metavar="N",
        help="How many lines stand above the header. If left out, it is found out.",
        show_default=False,
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet",
        metavar="NAME",
        help="The sheet of a workbook to read. If left out, the first that holds a table.",
        show_default=False,
    ),
]


def read_file_options(
    file_format: str | None,
    encoding: str | None,
    delimiter: str | None,
    skip: int | None,
    sheet: str | None,
) -> ReadOptions:
    """How to read the file of a table, as the command line says. Raises BadRequest."""
    from safehavens.screen.files.read_options import ReadOptions, read_delimiter, read_encoding

    return ReadOptions(
        format=file_format,
        encoding=None if encoding is None else read_encoding(encoding),
        delimiter=None if delimiter is None else read_delimiter(delimiter),
        skip=skip,
        sheet=sheet,
    )


State = Annotated[
    str | None,
    typer.Option(
        "--state",
        metavar="STATE",
        help="The state that all places of the table are in, such as TX.",
        show_default=False,
    ),
]
Country = Annotated[
    str,
    typer.Option(
        "--country", metavar="COUNTRY", help="The country that the table's places are in, or any."
    ),
]
Dates = Annotated[
    str,
    typer.Option(
        "--dates",
        metavar="|".join(DATE_RULES),
        help="How dates are written, in the whole table: month first, day first, YYYY-MM-DD, or as "
        "Excel's day numbers.",
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
    state: str | None = None,
    country: str = "us",
    dates: str = "auto",
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
            "state": state,
            "country": country,
            "dates": dates,
        }
    )
