"""A book in a SQLite file: one agency, one file on a local disk, never on a network share.

Write transactions begin with BEGIN IMMEDIATE, so that the last entry is read under the lock. Who
waits for it asks again every two milliseconds: SQLite's own waiting grows to a tenth of a second,
so that who came last is served first, and the unlucky wait for seconds.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

from safehavens.register.refusals import BookBusy, GuardsChanged, NoBook, RegisterError
from safehavens.register.store.entry_store import LOGGED, PURPOSE, EntryStore, tell_error
from safehavens.register.store.side_tables import migrate_side_tables
from safehavens.register.store.sqlite_guards import GUARDS, TABLE, expected_guards

WAIT_SECONDS: Final = 30
_PAUSE_SECONDS: Final = 0.002
_APPLICATION: Final = 0x53485247
"""SQLite's mark of a file's kind: "SHRG"."""
_PRAGMAS: Final = (
    "synchronous = FULL", "fullfsync = ON", "foreign_keys = ON", "secure_delete = ON",
    "recursive_triggers = ON", "trusted_schema = OFF",
)  # fmt: skip
_LISTED: Final = text(
    "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'entry' AND sql IS NOT NULL"
)


class SqliteStore(EntryStore):
    """A book in a file. Make one with `create` or `open`."""

    def __init__(self, engine: Engine, agency: str, path: Path) -> None:
        super().__init__(engine, agency)
        self.path = path

    @classmethod
    def create(cls, path: Path, agency: str) -> SqliteStore:
        """An empty book in a new file, which its owner alone can read.

        Raises
        ------
        NoBook
            Something is there already, or the file cannot be made.
        """
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            raise NoBook(f"{path} is there already; a register is made in a new file.") from None
        except OSError as error:
            raise NoBook(f"{path} cannot be made: {error.strerror}.") from None
        engine = _make_engine(path)
        try:
            with engine.connect().execution_options(**{PURPOSE: "write"}) as connection:
                with connection.begin():
                    for statement in (TABLE, *GUARDS.values()):
                        connection.exec_driver_sql(statement.strip())
                    connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION}")
                with connection.begin():
                    migrate_side_tables(connection)
        except SQLAlchemyError as error:
            engine.dispose()
            path.unlink(missing_ok=True)
            raise tell_error(error) from None
        return cls(engine, agency, path)

    @classmethod
    def open(cls, path: Path, *, journal: str = "WAL") -> SqliteStore:
        """The book in a file. Raises NoBook.

        Parameters
        ----------
        path : Path
        journal : str
            SQLite's way of keeping a transaction whole; of copies, which lie still, "DELETE", so
            that all is in one file.
        """
        if not path.is_file():
            raise NoBook(f"There is no register {path}; `safehavens register init` makes one.")
        engine = _make_engine(path, journal)
        try:
            with engine.connect() as connection, connection.begin():
                kind = connection.exec_driver_sql("PRAGMA application_id").scalar()
                if kind != _APPLICATION:
                    raise NoBook(f"{path} is not a register.")
                agency = connection.exec_driver_sql("SELECT agency FROM entry LIMIT 1").scalar()
        except NoBook:
            engine.dispose()
            raise
        except SQLAlchemyError as error:
            engine.dispose()
            raise tell_error(error) from None
        if agency is None:
            engine.dispose()
            raise NoBook(f"{path} is an empty register: making it broke off. Remove it and begin.")
        return cls(engine, str(agency), path)

    def check_guards(self, connection: Connection) -> None:
        """Compare every object on the table with the text that it was made by."""
        listed = {name: sql.strip() for name, sql in connection.execute(_LISTED)}
        if listed != expected_guards():
            raise GuardsChanged(
                "The book's triggers or its table are not as they were made; nothing is written "
                "any more. Verify the book with a head, then restore a copy."
            )

    def lock(self, connection: Connection) -> None:
        """Nothing: BEGIN IMMEDIATE has the lock."""

    def sweep(self) -> None:
        """Write the log into the file, empty it, and write the file anew without what was freed."""
        try:
            with self.engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)
                for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM",
                                  "PRAGMA wal_checkpoint(TRUNCATE)"):  # fmt: skip
                    raw.execute(statement).fetchall()
        except sqlite3.Error:
            raise BookBusy(
                "The body was destroyed, but others read the file, so that it could not be written "
                "anew. Run the same command again."
            ) from None

    def copy_into(self, path: Path) -> None:
        """Copy the book as it stands into an empty file, while others may write.

        Raises
        ------
        RegisterError
        """
        try:
            with self.engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)
                raw.execute("VACUUM INTO ?", (str(path),))
        except sqlite3.Error as error:
            raise RegisterError(f"The copy could not be made ({error}).") from None


def copy_file(source: Path, target: Path) -> None:
    """Copy a book's file that may lie where nothing can be written, with its log if it has one.

    Raises
    ------
    NoBook
        It is not a book.
    """
    try:
        read = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
        with closing(read), closing(sqlite3.connect(target)) as written:
            read.backup(written)
    except sqlite3.Error:
        raise NoBook(f"{source} is not a register, or it is damaged.") from None


def _make_engine(path: Path, journal: str = "WAL") -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        hide_parameters=True,
        logging_name=LOGGED,
        connect_args={"timeout": WAIT_SECONDS},
    )

    def set_up(connection: Any, record: object) -> None:
        """Let us begin transactions ourselves, and let nothing be lost or left behind."""
        connection.isolation_level = None
        for pragma in (f"journal_mode = {journal}", *_PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    purpose = connection.get_execution_options().get(PURPOSE, "read")
    if purpose == "read":
        connection.exec_driver_sql("BEGIN")
        return
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    end = time.monotonic() + WAIT_SECONDS
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while not _has_begun(raw):
            if time.monotonic() > end:
                raise BookBusy("Others are writing into the book; try again. Nothing was written.")
            time.sleep(_PAUSE_SECONDS)
    finally:
        raw.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1_000}")


def _has_begun(raw: sqlite3.Connection) -> bool:
    """Whether the lock was had, and a write transaction begun."""
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return False
        raise NoBook(f"The book cannot be written ({error}).") from None
    return True
