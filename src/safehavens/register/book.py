"""A book: the only module that writes entries. Append, head, destroy, a new key; read and verify.

Each write is one transaction under the book's lock, so that the last entry is read by who writes
the next one. What was acknowledged stands; what was not is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from sqlalchemy import Connection

from safehavens.register.cases.folding import fold_entries
from safehavens.register.cases.register_case import FoldedBook
from safehavens.register.chain.heads import Head, SignedHead, make_key_id
from safehavens.register.chain.merkle_root import make_root
from safehavens.register.chain.signing import write_key_text
from safehavens.register.chain.verifying import Verification, verify_chain
from safehavens.register.entries.bodies import DestroyBody, HeadBody, KeyBody, SettingsBody
from safehavens.register.entries.closed_lists import DestroyWhy, Kind, Role
from safehavens.register.entries.entry import Entry, NewEntry
from safehavens.register.keeping.key_files import (
    BookKeys,
    find_key_file,
    make_keys,
    read_keys,
    write_keys,
)
from safehavens.register.privacy.checking_fields import check_fields
from safehavens.register.refusals import GuardsChanged, NoBook, RefusedWriting, RegisterError
from safehavens.register.store.addresses import create_store, open_store
from safehavens.register.store.entry_store import EntryStore
from safehavens.register.store.entry_table import (
    blank_entry,
    find_entry,
    find_last,
    list_entries,
    list_hashes,
    put_entry,
)
from safehavens.register.writing.new_entries import check_new
from safehavens.register.writing.next_place import Place
from safehavens.register.writing.repeated_calls import find_repeated
from safehavens.register.writing.standing_bodies import fold_settings
from safehavens.register.writing.writers import check_role, read_role

if TYPE_CHECKING:
    from safehavens.corpus.model import Lawbook

_TICK: Final = timedelta(microseconds=1)
_NEVER_DESTROYED: Final[frozenset[Kind]] = frozenset({"key", "head", "destroy", "hold"})


def tell_time() -> datetime:
    """The machine's clock, UTC."""
    return datetime.now(UTC)


def load_lawbook() -> Lawbook:
    """The shipped corpus."""
    from safehavens.api import Corpus

    return Corpus.load().lawbook


class Book:
    """An agency's book. Make one with `create`, or `open` one that is there.

    Attributes
    ----------
    agency : str
        The agency's code, two to six capitals.
    store : EntryStore
        Where it is kept.
    """

    def __init__(
        self, store: EntryStore, address: str | Path, key_file: Path | None = None,
        lawbook: Lawbook | None = None, clock: Callable[[], datetime] = tell_time,
    ) -> None:  # fmt: skip
        self.store = store
        self.agency = store.agency
        self.address = address
        self._key_file = key_file
        self._lawbook = lawbook
        self._clock = clock

    @classmethod
    def create(
        cls, address: str | Path, agency: str, settings: SettingsBody, *, by: str,
        key_file: Path | None = None, lawbook: Lawbook | None = None,
        clock: Callable[[], datetime] = tell_time,
    ) -> Self:  # fmt: skip
        """Make a book: its first entries are its settings and its public key.

        Parameters
        ----------
        address : str or Path
            A new file; or a database, such as ``postgresql://host/database``.
        agency : str
            The agency's code.
        settings : SettingsBody
            Place, kinds of agency and time zone at least.
        by : str
            Who makes it: a supervisor.
        key_file : Path, optional
            Where the agency's secrets are to be (`find_key_file`). A new file.
        lawbook : Lawbook, optional
            The law whose words entries may use. Left out: the shipped corpus.
        clock : callable, optional
            Left out: the machine's clock.

        Raises
        ------
        RegisterError, CannotWrite
        """
        role = read_role(by)
        check_role(role, "settings")
        path = key_file or find_key_file(address)
        lawbook = lawbook or load_lawbook()
        check_new([NewEntry("settings", settings)], role, lawbook)
        check_fields(settings, lawbook, tell_time(), lambda: fold_entries(()))
        keys = make_keys()
        write_keys(path, keys)
        try:
            store = create_store(address, agency)
        except RegisterError:
            path.unlink()
            raise
        book = cls(store, address, path, lawbook, clock)
        key = KeyBody(public_key=keys.signing.public_key)
        with store.writing() as connection:
            book._write(connection, [NewEntry("settings", settings), NewEntry("key", key)], by)
        return book

    @classmethod
    def open(
        cls, address: str | Path, *, key_file: Path | None = None, lawbook: Lawbook | None = None,
        clock: Callable[[], datetime] = tell_time,
    ) -> Self:  # fmt: skip
        """Open a book.

        Parameters
        ----------
        address : str or Path
            Its file; or its database and agency, ``postgresql://host/database#SHR``.
        key_file, lawbook, clock
            As for `create`. The key is needed to sign heads and for senders' numbers alone.

        Raises
        ------
        NoBook
        """
        return cls(open_store(address), address, key_file, lawbook, clock)

    @cached_property
    def lawbook(self) -> Lawbook:
        """The law whose words entries may use."""
        return self._lawbook or load_lawbook()

    @property
    def key_file(self) -> Path:
        """The file with the agency's secrets."""
        return self._key_file or find_key_file(self.address)

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    # ---- reading --------------------------------------------------------------------------------

    def entries(self, after: int = 0, case_no: str | None = None) -> tuple[Entry, ...]:
        """The entries after a number, in the order of the book; of one case, where it is named."""
        with self.store.reading() as connection:
            return tuple(list_entries(connection, self.agency, after, case_no))

    def settings(self) -> FoldedBook:
        """The settings of the book and its holds; of the rest of the fold, nothing."""
        with self.store.reading() as connection:
            return fold_settings(connection, self.agency)

    def last(self) -> Entry:
        """The last entry. A book has one always."""
        with self.store.reading() as connection:
            return self._last(connection)

    def verify(self, heads: Sequence[SignedHead] = ()) -> Verification:
        """Verify the whole book; with heads that were kept elsewhere, against them too."""
        with self.store.reading() as connection:
            return verify_chain(list_entries(connection, self.agency), heads)

    def is_guarded(self) -> bool:
        """Whether the database's own guards are as they were made."""
        with self.store.reading() as connection:
            try:
                self.store.check_guards(connection)
            except GuardsChanged:
                return False
        return True

    # ---- writing --------------------------------------------------------------------------------

    def append(self, entries: Sequence[NewEntry], *, by: str) -> tuple[Entry, ...]:
        """Write entries, all or none, and give them as they stand in the book.

        A key that was used before, for the same, gives what was written then.

        Parameters
        ----------
        entries : sequence of NewEntry
            `NEW_CASE` opens a case, and `SAME_CASE` belongs to it.
        by : str
            Who writes: a role and a number, such as clerk-7.

        Raises
        ------
        RegisterError
            One sentence. Nothing was written.
        """
        role = read_role(by)
        check_new(entries, role, self.lawbook)
        with self.store.writing() as connection:
            known = find_repeated(connection, self.agency, entries, by)
            if known is not None:
                return known
            return self._write(connection, entries, by, role)

    def head(self, *, by: str) -> SignedHead:
        """Sign what the book comes to, and note it in the book. It is to leave the house.

        Where nothing was written since the last head, that one is given again.

        Raises
        ------
        RegisterError
            The key cannot be read, or is not the book's.
        """
        role = read_role(by)
        check_role(role, "head")
        keys = self.read_keys()
        with self.store.writing() as connection:
            last = self._last(connection)
            if isinstance(last.body, HeadBody):
                return self._signed(connection, last, last.body)
            at = self._next_time(last)
            root = make_root(list_hashes(connection, self.agency))
            head = Head(self.agency, last.no, last.hash, root, at)
            body = HeadBody(
                up_to=last.no, hash=last.hash.hex(), root=root.hex(),
                signature=keys.signing.sign(head.text()),
            )  # fmt: skip
            self._write(connection, [NewEntry("head", body)], by, at=at)
        return SignedHead(head, body.signature, make_key_id(self.agency, keys.signing.public_key))

    def destroy(
        self, target: int, why: DestroyWhy, approved_by: tuple[Role, ...], *, by: str
    ) -> Entry:
        """Destroy what an entry says. Its number, time, kind and leaf stay, and the chain is whole.

        Parameters
        ----------
        target : int
            The entry's number. Keys, heads, holds and what was destroyed before stay.
        why : str
        approved_by : tuple of str
            A supervisor and an auditor at least.
        by : str

        Returns
        -------
        Entry
            The entry that says so.

        Raises
        ------
        RegisterError
            A hold is set, the entry may not be destroyed, or an approval is missing.
        """
        role = read_role(by)
        check_role(role, "destroy")
        if not {"supervisor", "auditor"} <= set(approved_by):
            raise RefusedWriting("approved_by: a supervisor and an auditor must approve it.")
        with self.store.writing("destroy") as connection:
            entry = find_entry(connection, self.agency, target)
            if entry is None:
                raise RefusedWriting("target: the book has no such entry.")
            if entry.kind in _NEVER_DESTROYED or entry.text is None:
                raise RefusedWriting(
                    "target: keys, heads, holds and what is gone stay as they are."
                )
            if fold_settings(connection, self.agency).on_hold:
                raise RefusedWriting("A hold is set: nothing may be destroyed until it is lifted.")
            draft = NewEntry("destroy", DestroyBody(why=why, approved_by=approved_by),
                           entry.case_no, target)  # fmt: skip
            written = self._write(connection, [draft], by)[0]
            blank_entry(connection, self.agency, target)
        self.store.sweep()
        return written

    def rotate_key(self, *, by: str, lost: bool = False) -> str:
        """Make a new key, and note it in the book under the old one's signature.

        Parameters
        ----------
        lost : bool
            The old key is lost: the new one stands without its signature, and verifying says so.

        Returns
        -------
        str
            The new public key.
        """
        check_role(read_role(by), "key")
        old = None if lost else self.read_keys()
        new = make_keys()
        keys = new if old is None else BookKeys(new.signing, old.events)
        public = keys.signing.public_key
        signed = None if old is None else old.signing.sign(write_key_text(self.agency, public))
        beside = self.key_file.with_name(f"{self.key_file.name}.new")
        write_keys(beside, keys, over=True)
        with self.store.writing() as connection:
            body = KeyBody(public_key=public, signed_by_last=signed)
            self._write(connection, [NewEntry("key", body)], by)
        beside.replace(self.key_file)
        return public

    def read_keys(self) -> BookKeys:
        """The agency's secrets.

        Raises
        ------
        NoBook
            The file cannot be read, or its key is not the book's.
        """
        with self.store.reading() as connection:
            public = self._public_key(connection)
        beside = self.key_file.with_name(f"{self.key_file.name}.new")
        if beside.exists() and read_keys(beside).signing.public_key == public:
            beside.replace(self.key_file)  # a change of keys broke off after the book had noted it
        keys = read_keys(self.key_file)
        if keys.signing.public_key != public:
            raise NoBook(f"The key in {self.key_file} is not the key of this book.")
        return keys

    # ---- within a transaction -------------------------------------------------------------------

    def _last(self, connection: Connection) -> Entry:
        last = find_last(connection, self.agency)
        assert last is not None
        return last

    def _public_key(self, connection: Connection) -> str | None:
        *_, last = [None, *list_entries(connection, self.agency, kinds=("key",))]
        return last.body.public_key if last and isinstance(last.body, KeyBody) else None

    def _signed(self, connection: Connection, entry: Entry, body: HeadBody) -> SignedHead:
        """A head that the book has noted before."""
        head = Head(
            self.agency, body.up_to, bytes.fromhex(body.hash), bytes.fromhex(body.root), entry.at
        )
        key = self._public_key(connection) or ""
        return SignedHead(head, body.signature, make_key_id(self.agency, key))

    def _next_time(self, last: Entry | None) -> datetime:
        """The clock's time; never that of the last entry, which is another call's."""
        at = self._clock().astimezone(UTC)
        return at + _TICK if last is not None and at == last.at else at

    def _write(
        self, connection: Connection, drafts: Sequence[NewEntry], by: str, role: Role | None = None,
        at: datetime | None = None,
    ) -> tuple[Entry, ...]:  # fmt: skip
        """Give each entry its place, and write it; with a role, check it against the book."""
        last = find_last(connection, self.agency)
        place = Place(connection, self.agency, self.lawbook, by, at or self._next_time(last), last)
        for draft in drafts:
            put_entry(connection, place.take(draft, role))
        return tuple(place.taken)
