"""Forged, reordered, cut-off and re-hashed books: what a chain finds, and what a head finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safehavens import Corpus
from safehavens.register.book import Book
from safehavens.register.chain.heads import Head, SignedHead, make_key_id, read_head
from safehavens.register.chain.linking import make_leaf
from safehavens.register.chain.merkle_root import GrowingRoot, make_root
from safehavens.register.chain.signing import SigningKey, is_signed
from safehavens.register.chain.verifying import Verification, verify_chain
from safehavens.register.entries.bodies import KeyBody
from safehavens.register.entries.entry import SAME_CASE, Entry
from safehavens.register.refusals import RegisterError
from tests.register.bodies import SETTINGS, act, make_request, new_request
from tests.register.forging import hash_anew, rewrite, tie


@pytest.fixture(scope="module")
def kept(
    tmp_path_factory: pytest.TempPathFactory, corpus: Corpus
) -> tuple[tuple[Entry, ...], tuple[SignedHead, ...]]:
    """A book of 31 entries, and three heads that left it, the last of them at its end."""
    path = tmp_path_factory.mktemp("book") / "b.db"
    book = Book.create(path, "SHR", SETTINGS, by="supervisor-1", lawbook=corpus.lawbook)
    heads = []
    for _ in range(3):
        for _ in range(4):
            book.append([new_request(), act(SAME_CASE)], by="clerk-7")
        heads.append(book.head(by="auditor-1"))
    book.rotate_key(by="supervisor-1")
    book.append([new_request()], by="clerk-7")
    book.destroy(5, "personal_data", ("supervisor", "auditor"), by="auditor-1")
    heads.append(book.head(by="auditor-1"))
    entries = book.entries()
    book.close()
    return entries, tuple(heads)


Kept = tuple[tuple[Entry, ...], tuple[SignedHead, ...]]


def faults(found: Verification) -> set[str]:
    return {one.fault for one in found.faults}


def test_a_whole_book(kept: Kept) -> None:
    entries, heads = kept
    found = verify_chain(entries, heads)
    assert found.is_whole
    assert (found.entries, found.heads_in_book, found.heads_given) == (len(entries), 4, 4)
    assert found.last is not None
    assert found.last.root == make_root(entry.hash for entry in entries)
    assert faults(verify_chain([])) == {"empty"}


def change_one(entries: Sequence[Entry], at: int, chance: Random) -> list[Entry]:
    """One byte of one field of one entry changed."""
    entry = entries[at]
    choices: list[Callable[[], Entry]] = [
        lambda: replace(entry, by="clerk-8" if entry.by != "clerk-8" else "clerk-9"),
        lambda: replace(entry, at=entry.at + timedelta(microseconds=1)),
        lambda: replace(entry, kind="act" if entry.kind != "act" else "duty"),
        lambda: replace(entry, case_no="SHR-2026-99999-0"),
        lambda: replace(entry, target=1 if entry.target != 1 else 2),
        lambda: replace(entry, key="0" * 64),
        lambda: replace(entry, agency="SHX"),
        lambda: replace(entry, no=entry.no + 1),
    ]
    for name in ("leaf", "prev", "hash", "salt"):
        value = getattr(entry, name)
        if value is not None:
            i = chance.randrange(len(value))
            changed = value[:i] + bytes([value[i] ^ (1 << chance.randrange(8))]) + value[i + 1 :]
            choices.append(lambda name=name, changed=changed: replace(entry, **{name: changed}))
    if entry.text is not None:
        other = make_request(office="SFR")
        choices.append(lambda: replace(rewrite(entry, other), leaf=entry.leaf, salt=entry.salt))
        choices.append(lambda: replace(entry, text=None, salt=None, body=None))
    return [*entries[:at], chance.choice(choices)(), *entries[at + 1 :]]


@settings(max_examples=150, deadline=None)
@given(st.data(), st.randoms(use_true_random=False))
def test_any_change_is_found_and_its_number_is_named(
    kept: Kept, data: st.DataObject, chance: Random
) -> None:
    entries = kept[0]
    at = data.draw(st.integers(0, len(entries) - 1))
    found = verify_chain(change_one(entries, at, chance))
    assert {one.no for one in found.faults} & {at + 1, at + 2}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_taken_out_put_in_twice_or_moved_is_found(kept: Kept, data: st.DataObject) -> None:
    entries = list(kept[0])
    a = data.draw(st.integers(0, len(entries) - 2))
    b = data.draw(st.integers(0, len(entries) - 1).filter(lambda i: i != a))
    gone = entries[:a] + entries[a + 1 :]
    twice = [*entries[:b], entries[a], *entries[b:]]
    swapped = list(entries)
    swapped[a], swapped[b] = swapped[b], swapped[a]
    for forged in (gone, twice, swapped):
        assert not verify_chain(forged).is_whole


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_cut_off_tail_is_found_by_a_head_alone(kept: Kept, data: st.DataObject) -> None:
    entries, heads = kept
    left = data.draw(st.integers(2, heads[-1].head.up_to - 1))
    cut = entries[:left]
    if all(one.target is None or one.kind != "destroy" for one in entries[left:]):
        assert verify_chain(cut).is_whole  # the chain by itself does not show it
    found = verify_chain(cut, heads[-1:])
    assert "cut_off" in faults(found)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_book_hashed_anew_is_found_by_a_head_alone(kept: Kept, data: st.DataObject) -> None:
    """Whoever has the server and the key rewrites one entry and all that follows, heads too."""
    entries, heads = kept
    requests = [i for i, one in enumerate(entries) if one.kind == "request" and one.text]
    at = data.draw(st.sampled_from([i for i in requests if i < heads[-1].head.up_to]))
    forged = rewrite(entries[at], make_request(office="SFR"))
    whole = hash_anew([*entries[:at], forged, *(e for e in entries[at + 1 :] if e.kind != "head")])
    left = [one for one in whole if one.kind != "destroy"]
    if at != 4 and len(left) == len(whole):
        assert verify_chain(whole).is_whole
    found = verify_chain(whole, heads)
    assert faults(found) & {"head_differs", "cut_off"}
    assert min(one.no for one in found.faults if one.fault == "head_differs") >= at


def test_a_head_of_someone_elses_key(kept: Kept) -> None:
    entries, _ = kept
    last, other = entries[-1], SigningKey.make()
    head = Head("SHR", last.no, last.hash, make_root(e.hash for e in entries), last.at)
    key_id = make_key_id("SHR", other.public_key)
    signed = SignedHead(head, other.sign(head.text()), key_id)
    assert faults(verify_chain(entries, [signed])) == {"head_signature"}
    of_other = replace(signed, head=replace(head, agency="SHX"))
    assert faults(verify_chain(entries, [of_other])) == {"other_agency"}


def test_a_book_with_another_key_does_not_fit_the_old_heads(kept: Kept) -> None:
    entries, heads = kept
    key = rewrite(entries[1], KeyBody(public_key=SigningKey.make().public_key))
    forged = hash_anew([entries[0], key, *entries[2:]])
    found = verify_chain(forged, heads[:1])
    assert {"head_signature", "head_differs"} <= faults(found)


def test_a_head_noted_in_the_book_that_does_not_fit(kept: Kept) -> None:
    entries, _ = kept
    at = next(i for i, one in enumerate(entries) if one.kind == "head")
    forged = hash_anew([*entries[:3], rewrite(entries[3], make_request()), *entries[4 : at + 1]])
    assert ("head", at + 1) in {(one.fault, one.no) for one in verify_chain(forged).faults}


def test_a_destroyed_body_needs_its_entry_and_the_other_way_round(kept: Kept) -> None:
    entries, _ = kept
    blanked = [*entries[:6], replace(entries[6], text=None, salt=None, body=None), *entries[7:]]
    assert [(one.no, one.fault) for one in verify_chain(blanked).faults] == [(7, "blanked")]
    destroy = next(one for one in entries if one.kind == "destroy")
    more = [*entries, tie(replace(destroy, target=7), entries[-1])]
    assert [(one.no, one.fault) for one in verify_chain(more).faults] == [(7, "not_blanked")]


def test_a_clock_that_went_back_is_remarked(kept: Kept) -> None:
    entries, _ = kept
    late = hash_anew([*entries[:3], replace(entries[3], at=entries[2].at - timedelta(hours=1))])
    found = verify_chain(late)
    assert (found.faults, [one.no for one in found.remarks]) == ((), [4])


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40))
def test_the_root_is_that_of_the_rfc(hashes: list[bytes]) -> None:
    """RFC 6962, section 2.1, as it is written there: by the largest power of two."""
    from hashlib import sha256

    def root(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return sha256(b"\x00" + part[0]).digest()
        k = 1
        while k * 2 < len(part):
            k *= 2
        return sha256(b"\x01" + root(part[:k]) + root(part[k:])).digest()

    growing = GrowingRoot()
    for one in hashes:
        growing.add(one)
    assert growing.root() == make_root(hashes) == root(hashes)


def test_the_root_of_a_published_tree() -> None:
    """The first leaf of the test vectors of Certificate Transparency is the empty text."""
    assert make_root([]).hex().startswith("e3b0c44298fc1c149afbf4c8996fb924")
    assert make_root([b""]).hex().startswith("6e340b9cffb37a989ca544e6bb780a2c")
    two = make_root([b"", b"\x00"]).hex()
    assert two.startswith("fac54203e7cc696cf0dfcb42c92a1d9d")


def test_a_head_is_read_as_it_was_written(kept: Kept, tmp_path: Path) -> None:
    for head in kept[1]:
        assert read_head(head.note()) == head
        assert read_head(head.note().replace("\n", "\r\n")) == head
    note = kept[1][0].note()
    for wrong in ("", note[:40], note.replace("SHR", "shr"), note.replace("— SHR", "— SHX"),
                  note.replace("safehavens-register", "other"), note[:-8] + "\n"):  # fmt: skip
        with pytest.raises(RegisterError, match="not a head of a register"):
            read_head(wrong)


def test_a_leaf_without_its_salt_says_nothing() -> None:
    assert make_leaf(bytes(16), "{}") != make_leaf(bytes([1]) + bytes(15), "{}")


def test_signatures() -> None:
    key = SigningKey.make()
    signed = key.sign("text")
    assert is_signed("text", signed, key.public_key)
    assert not is_signed("texT", signed, key.public_key)
    assert not is_signed("text", "00" * 64, key.public_key)
    assert not is_signed("text", "zz", key.public_key)
    assert key.seed.hex() not in repr(key)
