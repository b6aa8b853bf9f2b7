"""Signatures of heads and of new keys: Ed25519 (RFC 8032)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """A private key. It is never shown: `repr` and errors leave it out."""

    seed: bytes

    @classmethod
    def make(cls) -> Self:
        """A new key, from the machine's source of chance."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public_key(self) -> str:
        """The public key, 64 hexadecimal digits."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw().hex()

    def sign(self, text: str) -> str:
        """The signature of a text, 128 hexadecimal digits."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode()).hex()


def is_signed(text: str, signature: str, public_key: str) -> bool:
    """Whether a signature of a text is one of this public key; both in hexadecimal digits."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def write_key_text(agency: str, public_key: str) -> str:
    """What the key before signs where a new one takes its place."""
    return f"safehavens-register-key/1\n{agency}\n{public_key}\n"
