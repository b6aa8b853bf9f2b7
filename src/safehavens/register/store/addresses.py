"""Where a book is: a file, or a database and an agency."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from safehavens.register.refusals import NoBook
from safehavens.register.store.entry_store import EntryStore

_DATABASE: Final = re.compile(r"(postgres(?:ql)?(?:\+psycopg)?://[^#]*)(?:#([A-Z]{2,6}))?")
_AGENCY: Final = re.compile(r"[A-Z]{2,6}")


def create_store(address: str | Path, agency: str) -> EntryStore:
    """An empty book of an agency at an address.

    Raises
    ------
    NoBook
        It cannot be made there, or the agency's code is not two to six capitals.
    """
    if not _AGENCY.fullmatch(agency):
        raise NoBook("An agency's code is two to six capital letters, such as SHR.")
    if (database := _read_database(address)) is not None:
        from safehavens.register.store.postgres_store import PostgresStore

        if database[1] not in (None, agency):
            raise NoBook("The address names another agency after its number sign.")
        return PostgresStore.create(database[0], agency)
    from safehavens.register.store.sqlite_store import SqliteStore

    return SqliteStore.create(Path(address), agency)


def open_store(address: str | Path) -> EntryStore:
    """The book at an address. Raises NoBook."""
    if (database := _read_database(address)) is not None:
        from safehavens.register.store.postgres_store import PostgresStore

        if database[1] is None:
            raise NoBook(
                "Name the agency after the address of the database: postgresql://host/database#SHR."
            )
        return PostgresStore.open(database[0], database[1])
    from safehavens.register.store.sqlite_store import SqliteStore

    return SqliteStore.open(Path(address))


def _read_database(address: str | Path) -> tuple[str, str | None] | None:
    text = str(address)
    if "://" not in text:
        return None
    found = _DATABASE.fullmatch(text)
    if found is None:
        raise NoBook("This is not an address of a database: postgresql://host/database#SHR.")
    return found[1].replace("postgres://", "postgresql://", 1), found[2]
