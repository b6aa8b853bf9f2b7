"""The place of a new entry in the chain: its case, its number, its leaf and its hash."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from safehavens.corpus.model import Lawbook
from safehavens.register.chain.linking import (
    FIRST_PREV,
    SALT_BYTES,
    make_hash,
    make_leaf,
    write_time,
)
from safehavens.register.entries.bodies import Body, CorrectionBody, DecisionBody
from safehavens.register.entries.case_numbers import make_case_number, read_running_number
from safehavens.register.entries.closed_lists import Role
from safehavens.register.entries.entry import NEW_CASE, SAME_CASE, Entry, NewEntry
from safehavens.register.entries.reading_bodies import write_body
from safehavens.register.privacy.checking_fields import check_fields
from safehavens.register.refusals import RefusedWriting
from safehavens.register.store.entry_table import find_last_case, has_case
from safehavens.register.writing.standing_bodies import (
    check_corrected,
    check_numbers,
    find_year,
    fold_settings,
    judge_decision,
)


@dataclass
class Place:
    """The end of a chain, where the entries of one call are put, each after the other.

    Attributes
    ----------
    connection : Connection
        With the book's lock.
    agency : str
    lawbook : Lawbook
    by : str
        Who writes.
    at : datetime
        The time of the call, UTC: all its entries have it.
    last : Entry or None
        The entry that the next one follows.
    taken : list of Entry
        Those that were put.
    """

    connection: Connection
    agency: str
    lawbook: Lawbook
    by: str
    at: datetime
    last: Entry | None
    taken: list[Entry] = field(default_factory=list)
    _opened: str | None = None

    def take(self, new: NewEntry, role: Role | None) -> Entry:
        """The next entry, tied to the last.

        Parameters
        ----------
        new : NewEntry
        role : str or None
            Whose entry it is, where it is to be checked against the book; None: the book's own.

        Raises
        ------
        RegisterError
        """
        case_no, body = self._find_case(new), new.body
        if role is not None:
            case_no, body = self._check(new, case_no, role)
        self.last = self._tie(new, body, case_no)
        self.taken.append(self.last)
        return self.last

    def _find_case(self, new: NewEntry) -> str | None:
        if new.case_no == NEW_CASE:
            self._opened = self._next_case()
            return self._opened
        if new.case_no == SAME_CASE:
            return self._opened
        if new.case_no is not None and not has_case(self.connection, self.agency, new.case_no):
            raise RefusedWriting("case_no: the book has no such case.")
        return new.case_no

    def _next_case(self) -> str:
        year = find_year(fold_settings(self.connection, self.agency), self.at)
        given = find_last_case(self.connection, self.agency, year)
        running = 1 if given is None else read_running_number(given) + 1
        return make_case_number(self.agency, year, running)

    def _check(self, new: NewEntry, case_no: str | None, role: Role) -> tuple[str | None, Body]:
        body = new.body
        if isinstance(body, CorrectionBody) and new.target is not None:
            target = check_corrected(
                self.connection, self.agency, new.target, body, self.by, role, self.at, self.lawbook
            )
            case_no = target.case_no
        else:
            check_fields(
                body, self.lawbook, self.at, lambda: fold_settings(self.connection, self.agency)
            )
        if isinstance(body, DecisionBody):
            body = judge_decision(self.connection, self.agency, body, case_no, self.taken, role)
        check_numbers(self.connection, self.agency, body, case_no, self.taken)
        return case_no, body

    def _tie(self, new: NewEntry, body: Body, case_no: str | None) -> Entry:
        no = 1 if self.last is None else self.last.no + 1
        prev = FIRST_PREV if self.last is None else self.last.hash
        text, salt = write_body(body), secrets.token_bytes(SALT_BYTES)
        leaf = make_leaf(salt, text)
        chained = make_hash(
            prev, self.agency, no, write_time(self.at), self.by, new.kind, case_no, new.target,
            leaf, new.key,
        )  # fmt: skip
        return Entry(
            self.agency, no, self.at, self.by, new.kind, case_no, new.target, leaf, prev, chained,
            body, text, salt, new.key,
        )  # fmt: skip
