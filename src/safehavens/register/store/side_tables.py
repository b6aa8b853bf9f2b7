"""Tables beside the entries, which may change their form: made and changed by Alembic.

The table of entries is not among them, ever: Alembic's way of changing a table in SQLite copies it
and drops its triggers without a word.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_VERSIONS: Final = "side_version"

SIDE: Final = MetaData()
COPIES: Final = Table(
    "backup_copy",
    SIDE,
    Column("name", Text, primary_key=True),
    Column("up_to", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("ends_on", Text, nullable=False),
    Column("dropped_at", Text),
)
"""Copies of a book that were made, and the day from which each must be gone."""


def migrate_side_tables(connection: Connection) -> None:
    """Bring the side tables to the newest form, within the transaction of the connection."""
    script = ScriptDirectory(str(_MIGRATIONS))

    def list_steps(revision: Any, context: MigrationContext) -> Any:
        return script._upgrade_revs("head", revision)

    options = {"fn": list_steps, "version_table": _VERSIONS, "script": script}
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()
