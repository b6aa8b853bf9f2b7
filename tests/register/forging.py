"""What a forger would write: entries tied as the book ties them, put in by hand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from safehavens.register.chain.linking import (
    FIRST_PREV,
    hash_entry,
    make_leaf,
    write_time,
)
from safehavens.register.entries.bodies import Body
from safehavens.register.entries.entry import Entry
from safehavens.register.entries.reading_bodies import write_body

COLUMNS = (
    "agency", "no", "at", "by", "kind", "case_no", "target", "leaf", "prev", "hash", "salt", "body",
    "key",
)  # fmt: skip


def tie(entry: Entry, last: Entry | None) -> Entry:
    """An entry with number, prev and hash as they must be after `last`."""
    prev = FIRST_PREV if last is None else last.hash
    tied = replace(entry, no=1 if last is None else last.no + 1, prev=prev)
    return replace(tied, hash=hash_entry(tied, prev))


def rewrite(entry: Entry, body: Body) -> Entry:
    """An entry with another body and its leaf."""
    text, salt = write_body(body), os.urandom(16)
    return replace(entry, body=body, text=text, salt=salt, leaf=make_leaf(salt, text))


def hash_anew(entries: Sequence[Entry]) -> list[Entry]:
    """Entries with all hashes made anew, as whoever runs the server could."""
    tied: list[Entry] = []
    for entry in entries:
        tied.append(tie(entry, tied[-1] if tied else None))
    return tied


def row_of(entry: Entry) -> dict[str, Any]:
    """The row of an entry."""
    row = {name: getattr(entry, name) for name in COLUMNS if name not in ("at", "body")}
    return {**row, "at": write_time(entry.at), "body": entry.text}
