"""Books of several agencies in one PostgreSQL database, each with a chain of its own.

An address names the agency after a number sign: postgresql://host/database#SHR.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from safehavens.register.refusals import GuardsChanged, NoBook
from safehavens.register.store.entry_store import LOGGED, PURPOSE, EntryStore, tell_error
from safehavens.register.store.entry_table import find_last
from safehavens.register.store.postgres_guards import (
    AUDITOR,
    CLERK,
    LISTED,
    SCHEMA,
    expected_guards,
    guard_statements,
)
from safehavens.register.store.side_tables import migrate_side_tables

WAIT_SECONDS: Final = 30
_LISTED: Final = text(LISTED)
_SET_UP: Final = text(
    "SELECT set_config('search_path', :schema, true), set_config('register.agency', :agency, true),"
    f" set_config('lock_timeout', '{WAIT_SECONDS}s', true), set_config('role', :role, true)"
)
"""What a transaction is set to for its time: whose book it sees, and as whom."""


class PostgresStore(EntryStore):
    """An agency's book in a database. Make one with `create` or `open`."""

    @classmethod
    def create(cls, address: str, agency: str) -> PostgresStore:
        """An empty book; the schema and its roles are made with the first of a database.

        Raises
        ------
        NoBook
            The agency has a book there already, or the account may not make one.
        """
        engine = _make_engine(address, agency)
        store = cls(engine, agency)
        try:
            with engine.connect() as connection, connection.begin():
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7223001)")
                if not _has_schema(connection):
                    _make_schema(connection)
            with store.reading() as connection:
                if find_last(connection, agency) is not None:
                    raise NoBook(f"There is a book of {agency} in this database already.")
        except SQLAlchemyError as error:
            engine.dispose()
            raise _tell_making(error) from None
        except NoBook:
            engine.dispose()
            raise
        return store

    @classmethod
    def open(cls, address: str, agency: str) -> PostgresStore:
        """The book of an agency. Raises NoBook."""
        engine = _make_engine(address, agency)
        store = cls(engine, agency)
        missing = NoBook(
            f"There is no book of {agency} in this database; `safehavens register init` makes one."
        )
        try:
            with engine.connect() as connection:
                if not _has_schema(connection):
                    raise missing
            with store.reading() as connection:
                if find_last(connection, agency) is None:
                    raise missing
        except NoBook:
            engine.dispose()
            raise
        except SQLAlchemyError as error:
            engine.dispose()
            raise tell_error(error) from None
        return store

    def check_guards(self, connection: Connection) -> None:
        """Compare triggers, functions, indexes and policy with what they were made by."""
        if {tuple(row) for row in connection.execute(_LISTED)} != expected_guards():
            raise GuardsChanged(
                "The book's triggers, its policy or its table are not as they were made; nothing "
                "is written any more. Verify the book with a head, then restore a copy."
            )

    def lock(self, connection: Connection) -> None:
        """Wait for the agency's lock, so that the last entry is read after it is had."""
        connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
            {"name": f"safehavens-register:{self.agency}"},
        )

    def sweep(self) -> None:
        """Nothing: the server frees old rows itself (VACUUM), which its owner runs."""


def _make_engine(address: str, agency: str) -> Engine:
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
    except ArgumentError:
        raise NoBook(
            "This is not an address of a database: postgresql://host/database#SHR."
        ) from None
    engine = create_engine(url, hide_parameters=True, logging_name=LOGGED, pool_pre_ping=True)

    def begin(connection: Connection) -> None:
        purpose = connection.get_execution_options().get(PURPOSE)
        if purpose is None:
            return
        role = AUDITOR if purpose == "destroy" else CLERK
        if purpose == "read":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute(_SET_UP, {"role": role, "agency": agency, "schema": SCHEMA})

    event.listen(engine, "begin", begin)
    return engine


def _has_schema(connection: Connection) -> bool:
    asked = text("SELECT 1 FROM pg_tables WHERE schemaname = :name AND tablename = 'entry'")
    return connection.scalar(asked, {"name": SCHEMA}) is not None


def _make_schema(connection: Connection) -> None:
    """The schema, the roles, which the account becomes a member of, the table, the side tables."""
    for role in (CLERK, AUDITOR):
        known = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
        if connection.scalar(known, {"role": role}) is None:
            connection.exec_driver_sql(f"CREATE ROLE {role} NOLOGIN")
        connection.exec_driver_sql(f"GRANT {role} TO CURRENT_USER")
    connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    for statement in guard_statements():
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"SET LOCAL search_path = {SCHEMA}")
    migrate_side_tables(connection)
    connection.exec_driver_sql(
        f"GRANT SELECT, INSERT, UPDATE ON {SCHEMA}.backup_copy TO {CLERK}, {AUDITOR}"
    )
    connection.exec_driver_sql(f"GRANT SELECT ON {SCHEMA}.side_version TO {CLERK}, {AUDITOR}")


def _tell_making(error: SQLAlchemyError) -> NoBook:
    said = str(getattr(error, "orig", ""))
    if "permission denied" in said or "must be" in said:
        return NoBook(
            "This account may not make a register: it needs CREATEROLE and CREATE on the database."
        )
    return NoBook(str(tell_error(error)))
