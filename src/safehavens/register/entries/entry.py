"""An entry as it is written, and as it stands in the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from safehavens.register.entries.bodies import Body
from safehavens.register.entries.closed_lists import Kind

NEW_CASE = "new"
"""In place of a case number: the book gives the next one, in the same transaction."""
SAME_CASE = "same"
"""The case that an earlier entry of the same call opened."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is to be written.

    Attributes
    ----------
    kind : str
    body : Body
        Of the form of its kind.
    case_no : str or None
        The case it belongs to; `NEW_CASE` or `SAME_CASE`.
    target : int or None
        The number of the entry that it corrects or destroys.
    key : str or None
        What the sender calls it, as an HMAC (hex): the same key is written once.
    """

    kind: Kind
    body: Body
    case_no: str | None = None
    target: int | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a book.

    Attributes
    ----------
    agency : str
        The agency's code, two to six capitals.
    no : int
        Its place in the chain, from 1.
    at : datetime
        The clock of the machine that wrote it, UTC.
    by : str
        Who wrote it: a role and a number, such as `clerk-7`. Never a name.
    kind : str
    case_no : str or None
    target : int or None
    leaf, prev, hash : bytes
        32 bytes each (`safehavens.register.chain`).
    body : Body or None
        None once it was destroyed.
    text : str or None
        The canonical text of the body, which the leaf is a digest of.
    salt : bytes or None
        16 bytes; None once it was destroyed.
    key : str or None
    """

    agency: str
    no: int
    at: datetime
    by: str
    kind: Kind
    case_no: str | None
    target: int | None
    leaf: bytes
    prev: bytes
    hash: bytes
    body: Body | None
    text: str | None
    salt: bytes | None
    key: str | None
