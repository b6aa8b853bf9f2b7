"""A head: how long a chain is and what it comes to, signed. It is kept out of clerks' reach.

Its file has the shape of a signed note (C2SP), so that a witness of a transparency log can sign it
too: the text, an empty line, and `— AGENCY` with the key's id and the signature in base64.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from safehavens.register.chain.linking import read_time, write_time
from safehavens.register.chain.signing import is_signed
from safehavens.register.refusals import RegisterError

_FIRST_LINE: Final = "safehavens-register"
_FILE: Final = re.compile(
    r"safehavens-register\n([A-Z]{2,6})\n([1-9]\d{0,17})\n([0-9a-f]{64})\n([0-9a-f]{64})\n"
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\n\n— ([A-Z]{2,6}) ([A-Za-z0-9+/]+=*)\n?"
)
_ALGORITHM: Final = b"\x01"
"""Ed25519, as signed notes number it."""
_ID_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class Head:
    """What a chain came to.

    Attributes
    ----------
    agency : str
    up_to : int
        The number of its last entry.
    hash, root : bytes
        The hash of that entry, and the root over all hashes up to it.
    at : datetime
        When the head was made, UTC.
    """

    agency: str
    up_to: int
    hash: bytes
    root: bytes
    at: datetime

    def text(self) -> str:
        """What is signed: six lines."""
        return (
            f"{_FIRST_LINE}\n{self.agency}\n{self.up_to}\n{self.hash.hex()}\n{self.root.hex()}\n"
            f"{write_time(self.at)}\n"
        )


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head with its signature (128 hexadecimal digits) and the first bytes of its key's id."""

    head: Head
    signature: str
    key_id: bytes

    def is_signed_by(self, public_key: str) -> bool:
        """Whether the signature is one of this public key."""
        return is_signed(self.head.text(), self.signature, public_key)

    def note(self) -> str:
        """The text of its file."""
        signed = b64encode(self.key_id + bytes.fromhex(self.signature)).decode()
        return f"{self.head.text()}\n— {self.head.agency} {signed}\n"


def make_key_id(agency: str, public_key: str) -> bytes:
    """The id of a key in a signed note: the first bytes of a digest of its name and itself."""
    named = agency.encode() + b"\n" + _ALGORITHM + bytes.fromhex(public_key)
    return sha256(named).digest()[:_ID_BYTES]


def read_head(note: str) -> SignedHead:
    """A head from the text of its file.

    Raises
    ------
    RegisterError
        It is not a head.
    """
    found = _FILE.fullmatch(note.replace("\r\n", "\n").strip() + "\n")
    try:
        if found is None or found[1] != found[6]:
            raise ValueError
        signed = b64decode(found[7], validate=True)
        at = read_time(found[5])
        if len(signed) != _ID_BYTES + 64:
            raise ValueError
    except (ValueError, Base64Error):
        raise RegisterError(
            "This is not a head of a register: its lines are not as written."
        ) from None
    head = Head(found[1], int(found[2]), bytes.fromhex(found[3]), bytes.fromhex(found[4]), at)
    return SignedHead(head, signed[_ID_BYTES:].hex(), signed[:_ID_BYTES])
