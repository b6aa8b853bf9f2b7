"""A whole book read again for anything personal: whatever way it came in, and under whatever rule.

Every text and number in every body is read by what it is, not by what its form took when it was
written. A hit leads to `destroy`; what it was is not told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from safehavens.corpus.model import Lawbook
from safehavens.register.cases.corrections import CASE_FIELD
from safehavens.register.cases.folding import fold_entries
from safehavens.register.cases.register_case import FoldedBook
from safehavens.register.entries.bodies import FORMS
from safehavens.register.entries.case_numbers import is_case_number
from safehavens.register.entries.entry import Entry
from safehavens.register.entries.reading_bodies import MOST, RefusedEntry, read_body
from safehavens.register.privacy.checking_fields import (
    FIRST_DAY,
    check_added_word,
    check_agency_name,
    check_place,
    check_receipt,
    check_zone,
)
from safehavens.register.privacy.free_text import find_personal
from safehavens.register.privacy.lexicon import Lexicon, list_id_words, make_lexicon

_WRITER: Final = re.compile(r"(clerk|supervisor|auditor|system)(-\d{1,6})?")
_HEX: Final = re.compile(r"[0-9a-f]{64}|[0-9a-f]{128}")
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?")
_SHORT: Final = re.compile(
    r"[A-Z]{3}|[a-z]{2,3}(-[A-Z][a-z]{3})?|\d{1,4}(-(\d{2}|Q\d|H\d|F))?|\d[\d.a-z+]*"
)
"""Offices, languages, boxes, periods and versions, whose lists are in the forms."""

_FIELDS: Final = frozenset(
    {CASE_FIELD, *(name for form in FORMS.values() for name in form.model_fields)}
)


@dataclass(frozen=True, slots=True)
class ScanHit:
    """Something in an entry that looks personal: its number, the field, and what it looks like."""

    no: int
    field: str
    what: str


def scan_entries(entries: Iterable[Entry], lawbook: Lawbook) -> tuple[ScanHit, ...]:
    """Everything in a book that looks personal.

    Parameters
    ----------
    entries : iterable of Entry
        A whole book, in its order.
    lawbook : Lawbook

    Returns
    -------
    tuple of ScanHit
        In the order of the book. Nothing of the texts themselves is in them.
    """
    listed = list(entries)
    book = fold_entries(listed)
    scan = _Scan(lawbook, make_lexicon(lawbook, book.words), list_id_words(lawbook), book)
    gone = set(book.destroyed)
    hits: dict[ScanHit, None] = {}
    for entry in listed:
        for field, what in (*_read_frame(entry), *scan.read(entry)):
            hits[ScanHit(entry.no, field, what)] = None
        if entry.kind == "correction" and entry.body is not None and entry.target in gone:
            what = "what it corrects was destroyed; it says the same"
            hits[ScanHit(entry.no, "changes", what)] = None
    return tuple(hits)


def _read_frame(entry: Entry) -> Iterator[tuple[str, str]]:
    """What stands beside the body."""
    if not _WRITER.fullmatch(entry.by):
        yield "by", "not a role and a number"
    if entry.case_no is not None and not is_case_number(entry.case_no):
        yield "case_no", "not a case number"
    if entry.key is not None and not _HEX.fullmatch(entry.key):
        yield "key", "not a digest"


@dataclass(frozen=True, slots=True)
class _Scan:
    lawbook: Lawbook
    lexicon: Lexicon
    id_words: frozenset[str]
    book: FoldedBook

    def read(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """What in a body looks personal."""
        if entry.text is None:
            return
        fields: dict[str, Any] = json.loads(entry.text)
        try:
            read_body(entry.kind, fields)
        except RefusedEntry as refused:
            yield "body", f"not of its form ({refused})"
        yield from self._read_fields(fields)

    def _read_fields(self, fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Field by field; of a correction, also of a correction, what it changes."""
        for field, value in fields.items():
            if field == "changes" and isinstance(value, dict):
                for name, what in self._read_fields(value):
                    yield "changes", what if name in _FIELDS else "not a field of any form"
            elif field not in _FIELDS:
                yield "body", "not a field of any form"
            else:
                yield from self._read_value(field, value)

    def _read_value(self, field: str, value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from self._read_value(field, name)
                yield from self._read_value(field, inner)
        elif isinstance(value, list):
            for inner in value:
                yield from self._read_value(field, inner)
        elif isinstance(value, str):
            for what in self._read_text(field, value):
                yield field, what
        elif isinstance(value, float) or (not isinstance(value, bool) and (value or 0) > MOST):
            yield field, "a number longer than any that belongs there"

    def _read_text(self, field: str, text: str) -> Iterator[str]:
        if field == "reason":
            yield from find_personal(text, self.lexicon)
            return
        try:
            if field == "agency_name":
                check_agency_name(text, self.book.settings.place)
            elif field == "word":
                check_added_word(text, self.lawbook)
            elif field == "receipt":
                check_receipt(text)
            elif field == "place":
                check_place(text)
            elif field == "zone":
                check_zone(text)
            elif _TIME.fullmatch(text):
                if date.fromisoformat(text[:10]) < FIRST_DAY:
                    yield f"a day before {FIRST_DAY}"
            elif field == "case_no":
                if not is_case_number(text):
                    yield "not a case number"
            elif not (_HEX.fullmatch(text) or _SHORT.fullmatch(text) or self._is_id(text)):
                yield "not a word of law or of offices"
        except (RefusedEntry, ValueError) as refused:
            yield str(refused)

    def _is_id(self, text: str) -> bool:
        """Whether a text is made of words of law, of offices and of places that have law."""
        parts = re.split(r"[/#_\-]", text)
        return re.fullmatch(r"[a-z0-9/#_-]+", text) is not None and all(
            part in self.lexicon.words or part in self.id_words or re.fullmatch(r"\d{1,4}", part)
            for part in parts
        )
