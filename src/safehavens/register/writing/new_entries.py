"""What holds of every entry that is to be written, whatever the book has: asked before the lock."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from safehavens.corpus.model import Lawbook
from safehavens.register.entries.bodies import FORMS
from safehavens.register.entries.closed_lists import Kind, Role
from safehavens.register.entries.entry import NEW_CASE, SAME_CASE, NewEntry
from safehavens.register.entries.reading_bodies import check_words, read_body, write_body
from safehavens.register.refusals import RefusedWriting
from safehavens.register.store.entry_table import MOST_IN_CALL
from safehavens.register.writing.writers import check_role

IN_CASE: Final[frozenset[Kind]] = frozenset({"answer", "decision", "act", "duty", "withdrawal"})
"""Kinds that belong to a case that a request has opened."""
OWN_WAYS: Final[frozenset[Kind]] = frozenset({"key", "head", "destroy"})
"""Kinds that the book writes itself: they go with something that is done."""
_KEY: Final = re.compile(r"[0-9a-f]{64}")


def check_new(entries: Sequence[NewEntry], role: Role, lawbook: Lawbook) -> None:
    """Check entries by themselves: role, form, words, and that they name a case where one is due.

    Raises
    ------
    RefusedWriting, RefusedEntry
    """
    if not entries:
        raise RefusedWriting("There is nothing to write.")
    if len(entries) > MOST_IN_CALL:
        raise RefusedWriting(f"One call writes at most {MOST_IN_CALL} entries.")
    keys = [new.key for new in entries if new.key is not None]
    if len(set(keys)) < len(keys) or not all(map(_KEY.fullmatch, keys)):
        raise RefusedWriting("key: 64 hexadecimal digits, another one for each entry.")
    opened = False
    for new in entries:
        if new.kind in OWN_WAYS:
            raise RefusedWriting(f"Entries of kind {new.kind} are written by the book itself.")
        check_role(role, new.kind)
        if type(new.body) is not FORMS[new.kind] or not _is_as_read(new):
            raise RefusedWriting(f"The body is not of the form of a {new.kind} entry.")
        check_words(new.body, lawbook)
        _check_case(new, opened)
        opened = opened or new.case_no == NEW_CASE


def _is_as_read(new: NewEntry) -> bool:
    """Whether a body is what reading it gives: it may have been made unread."""
    return read_body(new.kind, json.loads(write_body(new.body))) == new.body


def _check_case(new: NewEntry, opened: bool) -> None:
    if (new.kind == "correction") != (new.target is not None):
        raise RefusedWriting(
            "target: a correction names the entry that it corrects, no other does."
        )
    if new.kind == "request":
        if new.case_no != NEW_CASE:
            raise RefusedWriting("case_no: a request opens a new case.")
    elif new.kind in IN_CASE:
        if new.case_no is None or new.case_no == NEW_CASE:
            raise RefusedWriting(f"case_no: a {new.kind} entry belongs to a case.")
        if new.case_no == SAME_CASE and not opened:
            raise RefusedWriting("case_no: no request of this call opens a case before it.")
    elif new.case_no is not None:
        raise RefusedWriting(f"case_no: a {new.kind} entry is given none.")
