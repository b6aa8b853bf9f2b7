"""A correction as it is typed; where it changes the law's answer, the new one beside the first."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.api import Corpus
from safehavens.cli.asking.register_fields import read_fields
from safehavens.decide.engine import Engine
from safehavens.register.answering.answering_again import answer_again
from safehavens.register.book import Book
from safehavens.register.cases.folding import fold_entries
from safehavens.register.entries.entry import Entry, NewEntry
from safehavens.register.entries.reading_bodies import read_body
from safehavens.register.refusals import RegisterError


def load_engine() -> Engine:
    """The shipped corpus, ready to answer."""
    return Corpus.load().engine


def record_correction(
    book: Book, no: int, words: Sequence[str], why: str, by: str
) -> tuple[Entry, ...]:
    """Write a correction, then the answers of its case that are no longer what they were.

    Raises
    ------
    RegisterError
        One sentence, without any value. Nothing was written.
    """
    target = next(iter(book.entries(after=no - 1)), None) if no > 0 else None
    if target is None or target.no != no:
        raise RegisterError("The book has no such entry.")
    settings = book.settings().settings
    moved = [word.partition("=")[2] for word in words if word.startswith("case_no=")]
    rest = [word for word in words if not word.startswith("case_no=")]
    changes = read_fields(target.kind, rest, settings.zone)
    if moved:
        changes["case_no"] = moved[0]
    body = read_body("correction", {"changes": changes, "why": why})
    written = book.append([NewEntry("correction", body, target=no)], by=by)
    if target.kind != "request" or target.case_no is None:
        return written
    case = fold_entries(book.entries(case_no=target.case_no)).cases[target.case_no]
    last = case.answers[-1].body if case.answers else None
    if last is None or settings.zone is None:
        return written
    answers = answer_again(load_engine(), case, place=last.place, who=last.who, zone=settings.zone)
    if not answers:
        return written
    return written + book.append(
        [NewEntry("answer", one, target.case_no) for one in answers], by=by
    )
