"""The same call again: what was written then is given back, and nothing is written twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from safehavens.register.entries.entry import NEW_CASE, SAME_CASE, Entry, NewEntry
from safehavens.register.entries.reading_bodies import write_body
from safehavens.register.refusals import RefusedWriting
from safehavens.register.store.entry_table import find_by_key, list_call


def find_repeated(
    connection: Connection, agency: str, entries: Sequence[NewEntry], by: str
) -> tuple[Entry, ...] | None:
    """The entries of the first call with the same key; None: its keys are all new.

    The entries of one call have one time. Those without a key, such as the answers that come with
    a request, are as they were given then.

    Raises
    ------
    RefusedWriting
        A key was used for something else.
    """
    first: Entry | None = None
    for new in entries:
        if new.key is None:
            continue
        known = find_by_key(connection, agency, new.key)
        if known is None:
            if first is not None:
                raise _other()
            continue
        if not _is_same(new, known) or (first is not None and known.at != first.at):
            raise _other()
        first = first or known
    if first is None:
        return None
    call = tuple(list_call(connection, agency, first))
    keys = {new.key for new in entries if new.key is not None}
    if not keys <= {one.key for one in call}:
        raise _other()
    return call


def _is_same(new: NewEntry, known: Entry) -> bool:
    """Whether an entry says what the one of its key says; of a destroyed one, nobody can tell."""
    if new.kind != known.kind or new.target != known.target:
        return False
    if new.case_no not in (NEW_CASE, SAME_CASE, None) and new.case_no != known.case_no:
        return False
    if known.body is None or known.body == new.body:
        return True
    return new.kind == "decision" and write_body(known.body) == write_body(
        new.body.model_copy(update={"contrary": getattr(known.body, "contrary", False)})
    )


def _other() -> RefusedWriting:
    return RefusedWriting("key: this key was used before, for something else.")
