"""The file with an agency's secrets: it lies outside the database, and its owner alone reads it.

It holds the private key that signs heads, and the secret under which senders' own numbers are
made into keys of entries. Neither is ever shown.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from safehavens.files.whole import telling
from safehavens.register.chain.signing import SigningKey
from safehavens.register.refusals import NoBook

VARIABLE: Final = "SAFEHAVENS_REGISTER_KEY"
"""The environment variable that names the file."""
_CREDENTIAL: Final = "safehavens-register-key"
_CREDENTIALS: Final = "CREDENTIALS_DIRECTORY"
_FILE: Final = re.compile(
    r"safehavens-register-keys/1\nsigning ([0-9a-f]{64})\nevents ([0-9a-f]{64})\n"
)


@dataclass(frozen=True, slots=True, repr=False)
class BookKeys:
    """An agency's secrets."""

    signing: SigningKey
    events: bytes

    def key_of(self, event: str) -> str:
        """The key of an entry for what a sender calls it: HMAC-SHA-256, in hexadecimal digits."""
        return hmac.new(self.events, event.encode(), sha256).hexdigest()


def find_key_file(address: str | Path) -> Path:
    """Where the secrets of a book are.

    The file that `SAFEHAVENS_REGISTER_KEY` names; else the systemd credential
    `safehavens-register-key`; else, of a book in a file, the file of its name with `.key` after it.

    Raises
    ------
    NoBook
        Of a book in a database: neither is there.
    """
    if chosen := os.environ.get(VARIABLE):
        return Path(chosen)
    if folder := os.environ.get(_CREDENTIALS):
        credential = Path(folder, _CREDENTIAL)
        if credential.is_file():
            return credential
    if "://" in str(address):
        raise NoBook(f"Name the file with the key of this book: --key-file, or {VARIABLE}.")
    return Path(f"{address}.key")


def make_keys() -> BookKeys:
    """New secrets."""
    return BookKeys(SigningKey.make(), secrets.token_bytes(32))


def write_keys(path: Path, keys: BookKeys, *, over: bool = False) -> None:
    """Write secrets into a file that its owner alone can read.

    Raises
    ------
    NoBook
        There is such a file, and it is not to be written over.
    CannotWrite
    """
    if path.exists() and not over:
        raise NoBook(f"{path} is there already; a key is written into a new file.")
    lines = ("safehavens-register-keys/1", f"signing {keys.signing.seed.hex()}",
             f"events {keys.events.hex()}", "")  # fmt: skip
    text = "\n".join(lines)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with telling(path):
        part.unlink(missing_ok=True)
        file = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            os.write(file, text.encode())
            os.fsync(file)
        finally:
            os.close(file)
        part.replace(path)


def read_keys(path: Path) -> BookKeys:
    """The secrets of a file.

    Raises
    ------
    NoBook
        It cannot be read, others may read it, or it is not such a file.
    """
    try:
        others = path.stat().st_mode & 0o077
        text = path.read_text("ascii")
    except OSError as error:
        raise NoBook(f"The key file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        text = ""
    is_credential = str(path).startswith(os.environ.get(_CREDENTIALS) or "\0")
    if others and os.name == "posix" and not is_credential:
        raise NoBook(f"Others can read the key file {path}; let its owner alone: chmod 600.")
    found = _FILE.fullmatch(text)
    if found is None:
        raise NoBook(f"{path} is not a key file of a register.")
    return BookKeys(SigningKey(bytes.fromhex(found[1])), bytes.fromhex(found[2]))
