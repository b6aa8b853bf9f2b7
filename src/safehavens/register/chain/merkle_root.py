"""One digest for all hashes of a chain: the Merkle tree hash of RFC 6962, section 2.1.

Beside the last hash, it lets one entry be proved to be in a book without showing the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


class GrowingRoot:
    """The root over hashes that come one by one: after each, the root so far is at hand."""

    def __init__(self) -> None:
        self._whole: list[tuple[int, bytes]] = []  # whole subtrees by height, from the left

    def add(self, one: bytes) -> None:
        """Take in the next hash."""
        height, node = 0, sha256(b"\x00" + one).digest()
        while self._whole and self._whole[-1][0] == height:
            node = sha256(b"\x01" + self._whole.pop()[1] + node).digest()
            height += 1
        self._whole.append((height, node))

    def root(self) -> bytes:
        """The root over all so far; of none, the digest of nothing."""
        if not self._whole:
            return sha256(b"").digest()
        root = self._whole[-1][1]
        for _, left in reversed(self._whole[:-1]):
            root = sha256(b"\x01" + left + root).digest()
        return root


def make_root(hashes: Iterable[bytes]) -> bytes:
    """The root over hashes in their order."""
    growing = GrowingRoot()
    for one in hashes:
        growing.add(one)
    return growing.root()
