"""What a caller of `screen` and its kin may say, by keyword, and the options that come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

from safehavens.decide.request import read_day
from safehavens.screen.column_map import read_maps
from safehavens.screen.column_names import ADDED_COLUMNS, BlankMeaning
from safehavens.screen.reading.date_reader import check_rule
from safehavens.screen.requests import Options


class ScreenArguments(TypedDict, total=False):
    """The keywords of `Corpus.screen`, `Corpus.screen_spark` and `Corpus.whatif`.

    Attributes
    ----------
    place, who, action, on : str or None
        One value for all rows of a table that has no such column. `on` may be a datetime.date.
    columns : sequence of str, optional
        Which columns to add, of `safehavens.screen.column_names.ADDED_COLUMNS`. All, if left
        out.
    prefix : str
        What the names of the added columns begin with.
    map : mapping of str to str, optional
        From the table's names of columns to ours; to "" where one is to be left alone.
    values : mapping, optional
        For our name of a column, from the table's values to ours.
    state : str, optional
        The state that the table's places are in, as its columns do not say it.
    country : str
        The country that the table's places are in: a code of two letters, or `any`. If left out,
        the United States.
    dates : {"auto", "mdy", "dmy", "iso", "excel"}
        How the table's dates are written: one rule for the whole column.
    blank : {"unknown", "presumed"}
        Whether an empty cell of a fact is not known, or takes the fact's presumption.
    """

    place: str | None
    who: str | None
    action: str | None
    on: date | str | None
    columns: Sequence[str] | None
    prefix: str
    map: Mapping[str, str] | None
    values: Mapping[str, Mapping[Any, Any]] | None
    state: str | None
    country: str
    dates: str
    blank: BlankMeaning


def read_arguments(arguments: ScreenArguments) -> Options:
    """The options that keywords stand for. Raises BadRequest for one that cannot be used."""
    on = arguments.get("on")
    columns = arguments.get("columns")
    maps = {"columns": arguments.get("map"), "values": arguments.get("values")}
    return Options(
        place=arguments.get("place"),
        who=arguments.get("who"),
        action=arguments.get("action"),
        on=None if on is None else read_day(on),
        columns=ADDED_COLUMNS if columns is None else tuple(columns),
        prefix=arguments.get("prefix", ""),
        maps=read_maps(maps),
        blank=arguments.get("blank", "unknown"),
        state=arguments.get("state"),
        country=arguments.get("country", "us"),
        dates=check_rule(arguments.get("dates", "auto")),
    )
