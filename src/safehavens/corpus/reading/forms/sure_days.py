"""Days as sure as a source gives them: a day, a month, a year, or bounds between which it lies."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, WithJsonSchema

from safehavens.values.quick_dataclass import dataclass

_DAY: Final = r"\d{4}-\d\d-\d\d"
_HOW: Final = (
    "a date is written YYYY-MM-DD; where less is known, YYYY-MM, YYYY, {by: YYYY-MM-DD} (not "
    "later than), or {after: YYYY-MM-DD, by: YYYY-MM-DD} (on one of these days or between them)"
)


def read_date(value: Any) -> Any:
    """Dates are written YYYY-MM-DD and nothing else (pydantic would take numbers too)."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(_DAY, value):
        raise ValueError("a date is written YYYY-MM-DD")
    return _to_date(value)


def read_ruling_date(value: Any) -> Any:
    """The day of a ruling's effect: always exact."""
    try:
        return read_date(value)
    except ValueError as error:
        raise ValueError(f"{error}: the effect of a ruling has an exact day") from None


def _to_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"no such date ({error})") from None


@dataclass(frozen=True, slots=True)
class DayBounds:
    """The first and the last day that a day may be; equal where it is known."""

    earliest: date
    """`date.min`: not known."""
    latest: date


def read_day_bounds(value: Any) -> Any:
    """A day, a month, a year, `{by: DAY}` or `{after: DAY, by: DAY}`, with its bounds.

    Raises
    ------
    ValueError
        It has none of these forms, names a day that does not exist, or its bounds are not in order.
    """
    if isinstance(value, DayBounds):
        return value
    if isinstance(value, date):
        return DayBounds(value, value)
    if isinstance(value, dict):
        return _read_mapping(value)
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str):
        raise ValueError(_HOW)
    if re.fullmatch(_DAY, text):
        day = _to_date(text)
        return DayBounds(day, day)
    if re.fullmatch(r"\d{4}-\d\d", text):
        first = _to_date(f"{text}-01")
        return DayBounds(first, first.replace(day=monthrange(first.year, first.month)[1]))
    if re.fullmatch(r"\d{4}", text):
        first = _to_date(f"{text}-01-01")
        return DayBounds(first, first.replace(month=12, day=31))
    raise ValueError(_HOW)


def _read_mapping(value: dict[str, Any]) -> DayBounds:
    if "by" not in value or value.keys() - {"after", "by"}:
        raise ValueError(_HOW)
    latest = read_date(value["by"])
    earliest = read_date(value["after"]) if "after" in value else date.min
    if earliest > latest:
        raise ValueError(f"`by` ({latest}) must not come before `after` ({earliest})")
    return DayBounds(earliest, latest)


_DATE_SCHEMA: Final = {"type": "string", "format": "date"}

RulingDay = Annotated[date, BeforeValidator(read_ruling_date)]
SureDay = Annotated[
    DayBounds,
    BeforeValidator(read_day_bounds),
    WithJsonSchema(
        {
            "description": "A day; where less is known, a month, a year, not later than a day "
            "(`by`), or from one day (`after`) to another (`by`), both included",
            "anyOf": [
                _DATE_SCHEMA,
                {"type": "string", "pattern": r"^\d{4}(-\d\d)?$"},
                {"type": "integer", "minimum": 1000, "maximum": 9999},
                {
                    "type": "object",
                    "properties": {"after": _DATE_SCHEMA, "by": _DATE_SCHEMA},
                    "required": ["by"],
                    "additionalProperties": False,
                },
            ],
        }
    ),
]
