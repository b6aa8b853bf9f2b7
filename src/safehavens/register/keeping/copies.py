"""Copies of a book: made while others write, listed with the day each must be gone, restored.

A body that is destroyed stands in every older copy. So a copy has an end, and `list_copies` says
which copies still hold it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import insert, select, update

from safehavens.files.whole import CannotWrite, check_target, telling
from safehavens.register.book import Book
from safehavens.register.chain.heads import SignedHead
from safehavens.register.chain.linking import write_time
from safehavens.register.chain.verifying import Verification, verify_chain
from safehavens.register.refusals import NoBook, RegisterError
from safehavens.register.store.entry_table import list_entries
from safehavens.register.store.side_tables import COPIES
from safehavens.register.store.sqlite_store import SqliteStore, copy_file

_HASH_DIGITS = 8


@dataclass(frozen=True, slots=True)
class BookCopy:
    """A copy that was made.

    Attributes
    ----------
    name : str
        Its file's name: the book's, the number of its last entry, the first digits of that hash.
    up_to : int
    hash : str
        The hash of its last entry, in hexadecimal digits.
    made_at : str
    ends_on : date
        The day from which it must be gone.
    dropped_at : str or None
        When it was removed; None: it is there, as far as the book knows.
    """

    name: str
    up_to: int
    hash: str
    made_at: str
    ends_on: date
    dropped_at: str | None


@dataclass(frozen=True, slots=True)
class RestoredBook:
    """A book that was restored: what verifying it found, and how many entries a head shows more."""

    verification: Verification
    lost: int


def back_up(book: Book, folder: Path, ends_on: date) -> BookCopy:
    """Copy a book into a folder, while others may write, and note the copy in the book's list.

    Parameters
    ----------
    book : Book
        In a file. Of a database, its own tools make copies.
    folder : Path
    ends_on : date
        The day from which the copy must be gone.

    Raises
    ------
    RegisterError
        The copy is not whole, or the book is in a database.
    CannotWrite
    """
    store = _store_of(book)
    part = folder / f".{store.path.stem}.{os.getpid()}.part"
    check_target(part)
    part.unlink(missing_ok=True)
    with telling(part):
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        store.copy_into(part)
        verification = _verify_file(part)
        last = verification.last
        if not verification.is_whole or last is None:
            raise RegisterError("The copy is not whole; verify the book.")
        digits = last.hash.hex()
        name = f"{store.path.stem}-{last.up_to}-{digits[:_HASH_DIGITS]}{store.path.suffix}"
        with telling(folder / name):
            part.replace(folder / name)
    finally:
        _remove(part)
    copy = BookCopy(name, last.up_to, digits, write_time(datetime.now(UTC)), ends_on, None)
    with store.writing() as connection:
        same = select(COPIES.c.name).where(COPIES.c.name == name)
        row = {
            "up_to": copy.up_to, "hash": copy.hash, "made_at": copy.made_at,
            "ends_on": ends_on.isoformat(), "dropped_at": None,
        }  # fmt: skip
        if connection.scalar(same) is None:
            connection.execute(insert(COPIES), {"name": name, **row})
        else:
            connection.execute(update(COPIES).where(COPIES.c.name == name).values(**row))
    return copy


def list_copies(book: Book, holding: int | None = None) -> tuple[BookCopy, ...]:
    """The copies that were made of a book, oldest first.

    Parameters
    ----------
    book : Book
    holding : int, optional
        Only those that are there and hold the entry of this number as it was: after its body is
        destroyed, they are to be removed.
    """
    with book.store.reading() as connection:
        rows = connection.execute(select(COPIES).order_by(COPIES.c.made_at)).all()
    copies = (
        BookCopy(
            name=row.name, up_to=row.up_to, hash=row.hash, made_at=row.made_at,
            ends_on=date.fromisoformat(row.ends_on), dropped_at=row.dropped_at,
        )
        for row in rows
    )  # fmt: skip
    return tuple(
        copy
        for copy in copies
        if holding is None or (copy.dropped_at is None and copy.up_to >= holding)
    )


def drop_ended(book: Book, folder: Path, today: date) -> tuple[BookCopy, ...]:
    """Remove the copies in a folder whose end has come, and note that they are gone.

    Returns
    -------
    tuple of BookCopy
        Those that were removed.

    Raises
    ------
    CannotWrite
        A file cannot be removed.
    """
    dropped = []
    for copy in list_copies(book):
        path = folder / copy.name
        if copy.dropped_at is not None or copy.ends_on > today or not path.is_file():
            continue
        try:
            path.unlink()
        except OSError as error:
            raise CannotWrite(f"{path} cannot be removed: {error.strerror}.") from None
        with book.store.writing() as connection:
            connection.execute(
                update(COPIES)
                .where(COPIES.c.name == copy.name)
                .values(dropped_at=write_time(datetime.now(UTC)))
            )
        dropped.append(copy)
    return tuple(dropped)


def restore(
    copy: Path, target: Path, heads: Sequence[SignedHead], *, accept_loss: bool = False
) -> RestoredBook:
    """Put a copy in the place of a book that is gone, once it is verified against its heads.

    Parameters
    ----------
    copy : Path
    target : Path
        Where the book is to be. A new file; its key is put beside it by hand.
    heads : sequence of SignedHead
        Heads that were kept elsewhere, the newest among them. None: the chain alone is verified.
    accept_loss : bool
        Whether a copy may be restored although a head shows that the book had more entries.

    Raises
    ------
    NoBook
        The target is there already, or the copy is not a book.
    RegisterError
        The copy is not whole, does not fit a head, or ends before one. Nothing was made.
    CannotWrite
    """
    if not copy.is_file():
        raise NoBook(f"There is no copy {copy}.")
    if target.exists():
        raise NoBook(f"{target} is there already; move it away before a copy takes its place.")
    check_target(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        with telling(target):
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        copy_file(copy, part)
        found = _verify_file(part, heads)
        lost = max((one.head.up_to for one in heads), default=0) - found.entries
        faults = [one for one in found.faults if one.fault != "cut_off" or not accept_loss]
        if any(one.fault != "cut_off" for one in faults):
            first = min(one.no for one in faults if one.fault != "cut_off")
            raise RegisterError(
                f"The copy is not whole, or not of this book: something is wrong at entry {first}. "
                "Nothing was restored."
            )
        if faults:
            raise RegisterError(
                f"The copy ends at entry {found.entries}, and a head shows {lost} more. Look for a "
                "newer copy; --accept-loss restores this one."
            )
        with telling(target):
            part.replace(target)
    finally:
        _remove(part)
    return RestoredBook(found, max(lost, 0))


def _verify_file(path: Path, heads: Sequence[SignedHead] = ()) -> Verification:
    store = SqliteStore.open(path, journal="DELETE")
    try:
        with store.reading() as connection:
            store.check_guards(connection)
            return verify_chain(list_entries(connection, store.agency), heads)
    finally:
        store.close()


def _store_of(book: Book) -> SqliteStore:
    if not isinstance(book.store, SqliteStore):
        raise RegisterError(
            "This book is in a database; copy it with the database's own tools, such as pg_dump."
        )
    return book.store


def _remove(part: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + end).unlink(missing_ok=True)
