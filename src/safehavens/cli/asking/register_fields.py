"""Fields of a register's entry as they are typed: FIELD=VALUE, times without a zone, reasons."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel, TypeAdapter, ValidationError

from safehavens.register.entries.bodies import FORMS
from safehavens.register.entries.closed_lists import Kind
from safehavens.register.entries.reading_bodies import RefusedEntry

_MOMENT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.IGNORECASE
)
_YES: Final = {"yes": True, "true": True, "no": False, "false": False}
_NONE: Final = ("none", "null", "")
_HIDDEN: Final = frozenset({"reason"})
"""Fields that are read from standard input alone."""


def read_fields(kind: Kind, words: Iterable[str], zone: str | None) -> dict[str, Any]:
    """Fields of an entry from words such as ``how=in_person``.

    Parameters
    ----------
    kind : str
    words : iterable of str
    zone : str or None
        The agency's time zone, for times that say none.

    Returns
    -------
    dict
        As JSON gives them.

    Raises
    ------
    RefusedEntry
        A word is not FIELD=VALUE, or a field is given twice. No value is told.
    """
    fields: dict[str, Any] = {}
    for number, word in enumerate(words, 1):
        name, equals, text = word.partition("=")
        if not equals or not re.fullmatch(r"[a-z_]+", name):
            raise RefusedEntry(f"Word {number} of the fields is not of the form FIELD=VALUE.")
        if name in fields:
            raise RefusedEntry(f"{name}: given twice.")
        fields[name] = read_value(kind, name, text, zone)
    return fields


def read_value(kind: Kind, name: str, text: str, zone: str | None) -> Any:
    """The value of a field: a word, a number, yes or no, a list with commas, or a time.

    A value that the form does not take is given on as text: the form says what is allowed.

    Raises
    ------
    RefusedEntry
        A private field does not come from standard input, or a time is not a time.
    """
    if name in _HIDDEN:
        if text != "-":
            raise RefusedEntry(f"{name}: write {name}=- and give the text on standard input.")
        return sys.stdin.readline().strip()
    form: type[BaseModel] = FORMS[kind]
    if name not in form.model_fields:
        return text
    annotation: Any = form.model_fields[name].annotation
    if _is_time(annotation):
        return read_moment(text, zone, name)
    adapter: TypeAdapter[Any] = TypeAdapter(annotation)
    for value in _candidates(text):
        try:
            adapter.validate_json(json.dumps(value), strict=True)
        except ValidationError:
            continue
        return value
    return text


def _is_time(annotation: Any) -> bool:
    return "AwareDatetime" in str(annotation)


def _candidates(text: str) -> Iterator[Any]:
    yield text
    if re.fullmatch(r"\d{1,10}", text):
        yield int(text)
    if text.casefold() in _YES:
        yield _YES[text.casefold()]
    yield [part for part in text.split(",") if part]
    if text.casefold() in _NONE:
        yield None


def read_moment(text: str | None, zone: str | None, field: str) -> str:
    """A time with its zone.

    Parameters
    ----------
    text : str or None
        Such as 2026-11-29T03:12, where the agency is, or with an offset after it. None: now.
    zone : str or None
        The agency's time zone; None: UTC.
    field : str
        What the time is, for the message.

    Raises
    ------
    RefusedEntry
        It is not a time, or the clocks were changed then, so that it happens twice or never.
    """
    place = UTC if zone is None else ZoneInfo(zone)
    if text is None or text == "now":
        return datetime.now(place).isoformat(timespec="seconds")
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise RefusedEntry(f"{field}: write a time such as 2026-11-29T03:12.")
    offset = (found[4] or "").upper().replace("Z", "+00:00")
    try:
        at = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3] or ''}{offset}")
    except ValueError:
        raise RefusedEntry(f"{field}: there is no such day or time.") from None
    if at.tzinfo is not None:
        return at.isoformat()
    first, second = (at.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        example = first.isoformat(timespec="minutes")
        raise RefusedEntry(
            f"{field}: the clocks are changed then, so that this time happens twice or never; "
            f"write it with its offset, such as {example[:10]}T12:00{example[-6:]}."
        )
    return first.isoformat()
