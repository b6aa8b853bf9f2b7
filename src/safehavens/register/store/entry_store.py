"""What every store of books does: one agency's entries, read in one state, written in turn."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from safehavens.register.refusals import BookBusy, NoBook, RefusedWriting, RegisterError

Purpose = Literal["read", "write", "destroy"]
LOGGED: Final = "register"
"""What engines are called in the log."""
PURPOSE: Final = "register_purpose"
"""The execution option by which a store knows what a transaction is for."""


class EntryStore(ABC):
    """The entries of one agency's book in a database.

    Attributes
    ----------
    engine : Engine
        Its errors name no parameters (`hide_parameters`), since these are bodies.
    agency : str
    """

    def __init__(self, engine: Engine, agency: str) -> None:
        self.engine = engine
        self.agency = agency
        # SQLAlchemy's log of what it does would have rows, and so bodies, at its finest.
        logging.getLogger(f"sqlalchemy.engine.Engine.{LOGGED}").setLevel(logging.WARNING)

    @abstractmethod
    def check_guards(self, connection: Connection) -> None:
        """Raise GuardsChanged where the table or what guards it is not as it was made."""

    @abstractmethod
    def sweep(self) -> None:
        """Take what was destroyed off the disk, as far as the database can."""

    @abstractmethod
    def lock(self, connection: Connection) -> None:
        """Wait for this transaction's turn to write into the book. Raises BookBusy."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the book."""
        with self._transaction("read") as connection:
            yield connection

    @contextmanager
    def writing(self, purpose: Purpose = "write") -> Iterator[Connection]:
        """A transaction that alone writes into the book: kept whole, or not at all.

        Raises
        ------
        GuardsChanged, BookBusy
        RefusedWriting
            The database refused what was written.
        """
        with self._transaction(purpose) as connection:
            self.check_guards(connection)
            self.lock(connection)
            yield connection

    @contextmanager
    def _transaction(self, purpose: Purpose) -> Iterator[Connection]:
        try:
            with (
                self.engine.connect().execution_options(**{PURPOSE: purpose}) as connection,
                connection.begin(),
            ):
                yield connection
        except RegisterError:
            raise
        except SQLAlchemyError as error:
            raise tell_error(error) from None

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def tell_error(error: SQLAlchemyError) -> RegisterError:
    """What went wrong in a database, in one sentence without any value of an entry."""
    said = str(error.orig) if isinstance(error, DBAPIError) else ""
    if "register: " in said:
        why = said.partition("register: ")[2].splitlines()[0].strip()
        return RefusedWriting(f"The database refused the entry: {why}.")
    if "locked" in said or "lock timeout" in said:
        return BookBusy("Others are writing into the book; try again. Nothing was written.")
    if "UNIQUE" in said or "unique constraint" in said:
        return RefusedWriting("The database refused the entry: it is there already.")
    if "permission denied" in said or "readonly" in said:
        return RefusedWriting("The database does not let this account write into the book.")
    if "disk is full" in said:
        return RefusedWriting("The disk is full. Nothing was written.")
    if "not a database" in said or "malformed" in said:
        return NoBook("This file is not a register, or it is damaged.")
    return NoBook(f"The database of the book failed ({type(error).__name__}).")
