"""The table of entries for SQLAlchemy, and what is read from it and put into it.

The table itself is made by the texts of `sqlite_guards` and `postgres_guards`, and never migrated:
bodies have versions instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, cast

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    insert,
    select,
    update,
)

from safehavens.register.chain.linking import read_time, write_time
from safehavens.register.entries.bodies import FORMS, Body
from safehavens.register.entries.entry import Entry
from safehavens.register.entries.reading_bodies import RefusedEntry, read_body

ENTRY: Final = Table(
    "entry",
    MetaData(),
    Column("agency", Text, primary_key=True),
    Column("no", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("case_no", Text),
    Column("target", BigInteger),
    Column("leaf", LargeBinary, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("salt", LargeBinary),
    Column("body", Text),
    Column("key", Text),
)
_C: Final = ENTRY.c
_BLOCK: Final = 2_000
MOST_IN_CALL: Final = 10_000
"""Entries that one call may write."""


def put_entry(connection: Connection, entry: Entry) -> None:
    """Insert an entry; the database checks that it is the next one."""
    names = (column.name for column in _C if column.name not in ("at", "body"))
    row = {name: getattr(entry, name) for name in names}
    connection.execute(insert(ENTRY), {**row, "at": write_time(entry.at), "body": entry.text})


def blank_entry(connection: Connection, agency: str, no: int) -> None:
    """Take the body and the salt of an entry away, for which a `destroy` entry must stand."""
    named = (_C.agency == agency) & (_C.no == no)
    connection.execute(update(ENTRY).where(named).values(body=None, salt=None))


def find_entry(connection: Connection, agency: str, no: int) -> Entry | None:
    """The entry of a number; None: there is none."""
    return _one(connection, _of(agency).where(_C.no == no))


def find_last(connection: Connection, agency: str) -> Entry | None:
    """The last entry of an agency's book; None: it has none."""
    return _one(connection, _of(agency).order_by(_C.no.desc()).limit(1))


def find_by_key(connection: Connection, agency: str, key: str) -> Entry | None:
    """The entry of a sender's key; None: there is none."""
    return _one(connection, _of(agency).where(_C.key == key))


def list_call(connection: Connection, agency: str, one: Entry) -> Iterator[Entry]:
    """The entries that one call has written, by one of them: those of its time, around it."""
    near = _C.no.between(one.no - MOST_IN_CALL, one.no + MOST_IN_CALL)
    asked = _of(agency).where(near, _C.at == write_time(one.at)).order_by(_C.no)
    for row in connection.execute(asked):
        yield _read_row(row)


def list_settings(connection: Connection, agency: str) -> list[Entry]:
    """Settings and holds, and the corrections of settings, in the order of the book."""
    kind_of = _of(agency).where(_C.no > 0)
    settings = select(_C.no).where(_C.agency == agency, _C.no > 0, _C.kind == "settings")
    found = [
        _read_row(row)
        for asked in (
            kind_of.where(_C.kind == "settings"),
            kind_of.where(_C.kind == "hold"),
            kind_of.where(_C.kind == "correction", _C.target.in_(settings)),
        )
        for row in connection.execute(asked)
    ]
    return sorted(found, key=lambda one: one.no)


def list_hashes(connection: Connection, agency: str) -> Iterator[bytes]:
    """The hashes of all entries, in their order."""
    asked = select(_C.hash).where(_C.agency == agency).order_by(_C.no)
    for (one,) in connection.execute(asked, execution_options={"yield_per": _BLOCK}):
        yield bytes(one)


def find_last_case(connection: Connection, agency: str, year: int) -> str | None:
    """The case number that was given last in a year; None: none was."""
    of_year = _C.case_no.like(f"{agency}-{year:04d}-%")
    asked = select(_C.case_no).where(_C.agency == agency, _C.kind == "request", of_year)
    return cast("str | None", connection.scalar(asked.order_by(_C.no.desc()).limit(1)))


def has_case(connection: Connection, agency: str, case_no: str) -> bool:
    """Whether a request opened this case."""
    asked = select(_C.no).where(_C.agency == agency, _C.kind == "request", _C.case_no == case_no)
    return connection.scalar(asked.limit(1)) is not None


def list_entries(
    connection: Connection,
    agency: str,
    after: int = 0,
    case_no: str | None = None,
    kinds: tuple[str, ...] | None = None,
    target: int | None = None,
) -> Iterator[Entry]:
    """Entries in the order of the book: all after a number, or those of a case, kind or target.

    SQLite keeps no counts of what is in a table, and guesses which index is short. A case has few
    entries, a kind may have most of the book's: of a case, kinds are told apart here.
    """
    asked = _of(agency).where(_C.no > after).order_by(_C.no)
    if case_no is not None:
        asked = asked.where(_C.case_no == case_no)
    if target is not None:
        asked = asked.where(_C.target == target)
    few = case_no is not None or target is not None
    if kinds is not None and not few:
        asked = asked.where(_C.kind.in_(kinds))
    is_whole = not few and kinds is None
    options = {"yield_per": _BLOCK} if is_whole else {}
    for row in connection.execute(asked, execution_options=options):
        if kinds is None or row.kind in kinds:
            yield _read_row(row)


def _of(agency: str) -> Select[Any]:
    return select(ENTRY).where(_C.agency == agency)


def _one(connection: Connection, asked: Select[Any]) -> Entry | None:
    row = connection.execute(asked).first()
    return None if row is None else _read_row(row)


def _read_row(row: Row[Any]) -> Entry:
    """An entry as it stands, also where it is wrong: verifying names what is."""
    values: dict[str, Any] = dict(row._mapping)
    text = values.pop("body")
    for name in ("leaf", "prev", "hash"):
        values[name] = bytes(values[name])
    if values["salt"] is not None:
        values["salt"] = bytes(values["salt"])
    values["at"] = read_time(values["at"])
    return Entry(**values, text=text, body=_read_text(values["kind"], text))


def _read_text(kind: Any, text: str | None) -> Body | None:
    """The body of a text; None where it was destroyed, or is of no form."""
    if text is None or kind not in FORMS:
        return None
    try:
        return read_body(kind, json.loads(text))
    except (ValueError, RefusedEntry):
        return None
