"""What corrections make of entries. Nothing in a book is changed: the fold takes them in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from safehavens.register.entries.bodies import Body, CorrectionBody
from safehavens.register.entries.case_numbers import is_case_number
from safehavens.register.entries.closed_lists import Kind
from safehavens.register.entries.entry import Entry
from safehavens.register.entries.reading_bodies import RefusedEntry, read_body, write_body

CORRECTABLE: Final[frozenset[Kind]] = frozenset({
    "request", "decision", "act", "duty", "withdrawal", "tally", "nil", "settings", "correction",
})  # fmt: skip
"""Answers and reports stay as they were given: a later one stands beside them."""
CASE_FIELD: Final = "case_no"
"""In `changes`, the case that an entry belongs to."""
_MOVABLE: Final[frozenset[Kind]] = frozenset({"decision", "act", "duty", "withdrawal"})
_COMPUTED: Final = frozenset({"v", "contrary"})


@dataclass(frozen=True, slots=True)
class Corrected:
    """An entry's body and case with every correction taken in, and which entries they were."""

    body: Body
    case_no: str | None
    corrected_by: tuple[int, ...]


def correct_body(kind: Kind, body: Body, changes: Mapping[str, Any]) -> Body:
    """A body with some fields as they should read.

    Parameters
    ----------
    kind : str
    body : Body
    changes : mapping
        Fields and their values, as JSON gives them; null takes an optional field out. `case_no`
        is no field of a body and is passed over.

    Raises
    ------
    RefusedEntry
        The kind is never corrected, or a field is unknown, computed or does not take its value.
        Fields are named, never values.
    """
    if kind not in CORRECTABLE:
        raise RefusedEntry(f"An entry of kind {kind} is not corrected: a new one stands beside it.")
    computed = sorted(_COMPUTED & set(changes))
    if computed:
        raise RefusedEntry(f"changes, {computed[0]}: worked out by the book, never corrected.")
    fields = json.loads(write_body(body))
    for name, value in changes.items():
        if name != CASE_FIELD:
            fields.pop(name, None)
            if value is not None or name not in type(body).model_fields:
                fields[name] = value
    return read_body(kind, fields)


def check_correction(target: Entry, body: CorrectionBody) -> None:
    """Check that a correction can be taken in, before it is written.

    Raises
    ------
    RefusedEntry
        As `correct_body`; also where the target was destroyed, or may not change its case.
    """
    if target.body is None:
        raise RefusedEntry("target: that entry was destroyed.")
    correct_body(target.kind, target.body, body.changes)
    if CASE_FIELD in body.changes:
        read_case(target.kind, body.changes)


def read_case(kind: Kind, changes: Mapping[str, Any]) -> str:
    """The case that a correction moves an entry to.

    Raises
    ------
    RefusedEntry
        Entries of the kind stay in their case, or it is not a case number.
    """
    number = changes[CASE_FIELD]
    if kind not in _MOVABLE:
        raise RefusedEntry(f"changes, {CASE_FIELD}: a {kind} entry stays in its case.")
    if not isinstance(number, str) or not is_case_number(number):
        raise RefusedEntry(f"changes, {CASE_FIELD}: not a case number.")
    return number


def take_corrections(
    entry: Entry, corrections: list[tuple[int, CorrectionBody]], opened: Mapping[str, int]
) -> tuple[Corrected, list[int]]:
    """An entry with its corrections taken in, and the numbers of those that cannot be.

    Parameters
    ----------
    entry : Entry
        With a body.
    corrections : list of (int, CorrectionBody)
        In the order of the book, each as itself corrected.
    opened : mapping
        Cases, and the entries that opened them.
    """
    assert entry.body is not None
    body, case_no = entry.body, entry.case_no
    taken, refused = [], []
    for no, correction in corrections:
        try:
            changed = correct_body(entry.kind, body, correction.changes)
            if CASE_FIELD in correction.changes:
                moved = read_case(entry.kind, correction.changes)
                if opened.get(moved, no) >= no:
                    raise RefusedEntry(f"changes, {CASE_FIELD}: not a case of this book.")
                case_no = moved
        except RefusedEntry:
            refused.append(no)
            continue
        body = changed
        taken.append(no)
    return Corrected(body, case_no, tuple(taken)), refused
