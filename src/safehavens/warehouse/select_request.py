"""What a SELECT is asked for: whose law, of which days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from safehavens.decide.request import BadRequest


@dataclass(frozen=True, slots=True)
class SelectRequest:
    """Whose law a SELECT answers, over a window of days.

    Attributes
    ----------
    place : str
        An Open Civic Data id that the gazetteer knows.
    who, action : str
        Agency kind and action, words of the vocabulary.
    start, end : datetime.date or None
        The first and the last day of the window. None: open.
    place_name, place_note : str
        How the head of the SELECT names the place, and what it says of how the name was read.
    """

    place: str
    who: str
    action: str
    start: date | None = None
    end: date | None = None
    place_name: str = field(default="", kw_only=True)
    place_note: str | None = field(default=None, kw_only=True)


def check_window(request: SelectRequest) -> None:
    """Raise BadRequest for a window that ends before it begins."""
    if request.start is not None and request.end is not None and request.start > request.end:
        raise BadRequest(f"The last day, {request.end}, is before the first day, {request.start}.")
