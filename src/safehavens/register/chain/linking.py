"""How an entry is tied to the one before it: its leaf, its hash, the text of its time.

    leaf = SHA256(0x00 ‖ salt ‖ body)
    hash = SHA256("safehavens-register/1\\n" ‖ prev ‖ fields)

`fields` is the canonical JSON of agency, no, at, by, kind, case_no, target, leaf and key. The body
is in the chain by its salted leaf alone, so that it can be destroyed and the chain stays whole.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from safehavens.register.entries.entry import Entry

FIRST_PREV: Final = bytes(32)
"""What stands in the place of the hash before the first entry."""
SALT_BYTES: Final = 16
_FORM: Final = b"safehavens-register/1\n"
_TIME: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


def write_time(at: datetime) -> str:
    """A time as the chain has it: UTC, to the microsecond, such as 2026-11-29T11:12:00.000000Z."""
    return at.astimezone(UTC).strftime(_TIME)


def read_time(text: str) -> datetime:
    """The time of such a text. Raises ValueError."""
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)


def make_leaf(salt: bytes, text: str) -> bytes:
    """The digest of a body.

    Parameters
    ----------
    salt : bytes
        16 random bytes, kept with the body and destroyed with it: without them nobody can try out
        which body a leaf is of.
    text : str
        The canonical text of the body.
    """
    return sha256(b"\x00" + salt + text.encode()).digest()


def make_hash(
    prev: bytes, agency: str, no: int, at: str, by: str, kind: str, case_no: str | None,
    target: int | None, leaf: bytes, key: str | None,
) -> bytes:  # fmt: skip
    """The hash of an entry. All texts are ASCII without quotes or backslashes.

    Parameters
    ----------
    prev : bytes
        The hash of the entry before; `FIRST_PREV` for the first.
    at : str
        By `write_time`.
    """
    fields = [agency, no, at, by, kind, case_no, target, leaf.hex(), key]
    text = json.dumps(fields, separators=(",", ":"), ensure_ascii=True)
    return sha256(_FORM + prev + text.encode()).digest()


def hash_entry(entry: Entry, prev: bytes) -> bytes:
    """The hash that an entry must have after the hash `prev`."""
    return make_hash(
        prev, entry.agency, entry.no, write_time(entry.at), entry.by, entry.kind, entry.case_no,
        entry.target, entry.leaf, entry.key,
    )  # fmt: skip
