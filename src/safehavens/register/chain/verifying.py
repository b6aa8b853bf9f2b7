"""Verify a book: what is wrong is named by the number of the entry and one word.

A chain alone does not show that its end was cut off, or that all after an entry was hashed anew.
A head that was kept elsewhere shows both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from safehavens.register.chain.heads import Head, SignedHead, make_key_id
from safehavens.register.chain.linking import FIRST_PREV, SALT_BYTES, hash_entry, make_leaf
from safehavens.register.chain.merkle_root import GrowingRoot
from safehavens.register.chain.signing import is_signed, write_key_text
from safehavens.register.entries.bodies import FORMS, DestroyBody, HeadBody, KeyBody
from safehavens.register.entries.entry import Entry
from safehavens.register.entries.reading_bodies import write_body

Fault = Literal[
    "agency", "number", "prev", "hash", "leaf", "form", "target", "blanked", "not_blanked",
    "key", "head", "head_signature", "head_differs", "cut_off", "other_agency", "empty",
]  # fmt: skip
Remark = Literal["key_without_signature", "clock_back"]
_TARGETED: Final = ("destroy", "correction")


@dataclass(frozen=True, slots=True)
class ChainFault:
    """What is wrong with a book.

    Attributes
    ----------
    no : int
        The number of the entry; of `cut_off` and the like, the number that the head says.
    fault : str
        `agency`: of another agency. `number`: not the next number. `prev`, `hash`, `leaf`: not what
        the entries come to. `form`: not a body of its kind. `target`: it names a later entry.
        `blanked`: the body is gone and no
        entry destroyed it; `not_blanked`: destroyed, and still there. `key`: a new key whose
        signature is wrong. `head`: a head in the book that differs from it. Of a head kept
        elsewhere: `head_signature`, `head_differs`, `cut_off`, `other_agency`. `empty`: no entry.
    """

    no: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class ChainRemark:
    """What is not wrong by itself, and an auditor asks about."""

    no: int
    remark: Remark


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying a book found.

    Attributes
    ----------
    entries : int
        How many entries it has.
    heads_in_book, heads_given : int
        How many heads were compared: those that the book notes, and those kept elsewhere.
    faults : tuple of ChainFault
        None: the book is whole, as far as the heads go.
    remarks : tuple of ChainRemark
    last : Head or None
        What the chain comes to now, not signed.
    """

    entries: int
    heads_in_book: int
    heads_given: int
    faults: tuple[ChainFault, ...]
    remarks: tuple[ChainRemark, ...]
    last: Head | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify_chain(entries: Iterable[Entry], heads: Sequence[SignedHead] = ()) -> Verification:
    """Verify a whole book, from its first entry.

    Parameters
    ----------
    entries : iterable of Entry
        In the order of the store.
    heads : sequence of SignedHead, optional
        Heads that were kept elsewhere.
    """
    walk = _Walk({one.head.up_to for one in heads})
    for entry in entries:
        walk.take(entry)
    walk.check_destroyed()
    for head in sorted(heads, key=lambda one: one.head.up_to):
        walk.compare(head)
    last = walk.last
    now = None
    if last is not None:
        now = Head(last.agency, last.no, last.hash, walk.root.root(), last.at)
    return Verification(
        entries=walk.count,
        heads_in_book=walk.heads,
        heads_given=len(heads),
        faults=tuple(walk.faults),
        remarks=tuple(walk.remarks),
        last=now,
    )


@dataclass
class _Walk:
    """What is known of a chain after some of its entries."""

    points: set[int]
    """The numbers that heads kept elsewhere say: the hash and the root there are kept."""
    last: Entry | None = None
    count: int = 0
    root: GrowingRoot = field(default_factory=GrowingRoot)
    passed: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    blanked: set[int] = field(default_factory=set)
    destroyed: set[int] = field(default_factory=set)
    heads: int = 0
    faults: list[ChainFault] = field(default_factory=list)
    remarks: list[ChainRemark] = field(default_factory=list)

    def find(self, no: int, fault: Fault) -> None:
        self.faults.append(ChainFault(no, fault))

    def take(self, entry: Entry) -> None:
        no = entry.no
        if self.last is not None and entry.agency != self.last.agency:
            self.find(no, "agency")
        if no != self.count + 1:
            self.find(no, "number")
        if entry.prev != (self.last.hash if self.last else FIRST_PREV):
            self.find(no, "prev")
        if entry.hash != hash_entry(entry, entry.prev):
            self.find(no, "hash")
        if self.last is not None and entry.at < self.last.at:
            self.remarks.append(ChainRemark(no, "clock_back"))
        self._take_body(entry)
        if entry.target is not None and entry.target >= no:
            self.find(no, "target")
        self.last = entry
        self.count += 1
        self.root.add(entry.hash)
        if self.count in self.points:
            self.passed[self.count] = (entry.hash, self.root.root())

    def _take_body(self, entry: Entry) -> None:
        if entry.text is None and entry.salt is None:
            self.blanked.add(entry.no)
            return
        if entry.text is None or entry.salt is None or len(entry.salt) != SALT_BYTES:
            self.find(entry.no, "leaf")
            return
        if entry.leaf != make_leaf(entry.salt, entry.text):
            self.find(entry.no, "leaf")
        body = entry.body
        if type(body) is not FORMS.get(entry.kind) or write_body(body) != entry.text:
            self.find(entry.no, "form")
        elif isinstance(body, KeyBody):
            self._take_key(entry, body)
        elif isinstance(body, HeadBody):
            self._take_head(entry, body)
        elif isinstance(body, DestroyBody) and entry.target is not None:
            self.destroyed.add(entry.target)
        if (entry.target is None) == (entry.kind in _TARGETED):
            self.find(entry.no, "form")

    def _take_key(self, entry: Entry, body: KeyBody) -> None:
        if self.keys and body.signed_by_last is None:
            self.remarks.append(ChainRemark(entry.no, "key_without_signature"))
        elif self.keys:
            text = write_key_text(entry.agency, body.public_key)
            if not is_signed(text, body.signed_by_last or "", self.keys[-1]):
                self.find(entry.no, "key")
        self.keys.append(body.public_key)

    def _take_head(self, entry: Entry, body: HeadBody) -> None:
        self.heads += 1
        head = Head(
            entry.agency, body.up_to, bytes.fromhex(body.hash), bytes.fromhex(body.root), entry.at
        )
        key = self.keys[-1] if self.keys else ""
        agrees = (
            self.last is not None
            and head.up_to == self.count
            and (head.hash, head.root) == (self.last.hash, self.root.root())
        )
        if not agrees or not is_signed(head.text(), body.signature, key):
            self.find(entry.no, "head")

    def check_destroyed(self) -> None:
        """What is blanked was destroyed by an entry, and what was destroyed is blanked."""
        for no in sorted(self.blanked - self.destroyed):
            self.find(no, "blanked")
        for no in sorted(self.destroyed - self.blanked):
            self.find(no, "not_blanked")
        if self.last is None:
            self.find(0, "empty")

    def compare(self, signed: SignedHead) -> None:
        """Compare with a head that was kept elsewhere."""
        head = signed.head
        if self.last is None:
            return
        if head.agency != self.last.agency:
            self.find(head.up_to, "other_agency")
            return
        if not any(
            make_key_id(head.agency, key) == signed.key_id and signed.is_signed_by(key)
            for key in self.keys
        ):
            self.find(head.up_to, "head_signature")
        if head.up_to > self.count:
            self.find(head.up_to, "cut_off")
        elif self.passed[head.up_to] != (head.hash, head.root):
            self.find(head.up_to, "head_differs")
