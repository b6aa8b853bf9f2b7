"""Each field of an entry where something personal could hide, checked beyond its form.

A form takes closed lists, days, times and numbers. What is left are ids of the corpus, words of
reports, an agency's name, a receipt's number, and free text. Errors name the field, never what
stood in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from safehavens.corpus.model import Lawbook
from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.places import load as load_gazetteer
from safehavens.register.cases.register_case import FoldedBook
from safehavens.register.entries.bodies import (
    ActBody,
    AnswerBody,
    Body,
    DecisionBody,
    NilBody,
    ReportBody,
    RequestBody,
    SettingsBody,
    TallyBody,
    WithdrawalBody,
)
from safehavens.register.entries.reading_bodies import RefusedEntry
from safehavens.register.privacy.free_text import find_personal
from safehavens.register.privacy.lexicon import (
    list_id_words,
    load_common_names,
    load_listed_words,
    make_lexicon,
)

FIRST_DAY: Final = date(2005, 1, 1)
"""Times before it are taken for birth dates: no register goes further back."""
_LATEST: Final = timedelta(days=1)
_RECEIPT: Final = re.compile(r"[A-Z]{0,4}-?(20[0-9]{2}-)?[0-9]{1,6}")
_PART: Final = re.compile(r"[a-z]+")


def check_fields(
    body: Body, lawbook: Lawbook, now: datetime, book: Callable[[], FoldedBook]
) -> None:
    """Check the fields of an entry where something personal could hide.

    Parameters
    ----------
    body : Body
        Read by `safehavens.register.entries.reading_bodies.read_body`, its words by `check_words`.
    lawbook : Lawbook
    now : datetime
        The clock of the machine that writes.
    book : callable
        The book's settings; asked only where a field depends on them.

    Raises
    ------
    RefusedEntry
    """
    if isinstance(body, RequestBody):
        _check_time("received_at", body.received_at, now)
    elif isinstance(body, ActBody | WithdrawalBody):
        _check_time("happened_at", body.happened_at, now)
    elif isinstance(body, AnswerBody):
        _check_answer(body, lawbook, now)
    elif isinstance(body, TallyBody | NilBody | ReportBody):
        _check_report_words(body, lawbook)
    elif isinstance(body, SettingsBody):
        _check_settings(body, lawbook, book)
    if isinstance(body, ReportBody) and body.sent_at is not None:
        _check_time("sent_at", body.sent_at, now)
    if isinstance(body, DecisionBody | ActBody) and body.reason is not None:
        check_free_text("reason", body.reason, lawbook, book())


def check_free_text(field: str, text: str, lawbook: Lawbook, book: FoldedBook) -> None:
    """Check a free text.

    Raises
    ------
    RefusedEntry
        The agency allows none, or something in it looks personal.
    """
    if not book.settings.free_text:
        raise RefusedEntry(f"{field}: this agency keeps no free text. Leave it out.")
    found = find_personal(text, make_lexicon(lawbook, book.words))
    if found:
        raise RefusedEntry(f"{field}: {'; '.join(found)}. Leave it out, or choose from the lists.")


def check_added_word(word: str, lawbook: Lawbook) -> None:
    """Check a word that an agency adds to those which free text may use.

    Raises
    ------
    RefusedEntry
        It is not made of words that are listed, or it is also a name that many people bear.
    """
    words, names = make_lexicon(lawbook).words, load_common_names()
    parts = re.split(r"['-]", word)
    if word in names or any(part in names or not _is_made_of(part, words) for part in parts):
        raise RefusedEntry(
            "word: takes a word that is made of listed ones, such as sallyport or faxline. No "
            "other can be told from a name."
        )


def _is_made_of(word: str, words: frozenset[str]) -> bool:
    """Whether a word is one or more listed words of three letters or more, side by side."""
    reached = {0}
    for end in range(3, len(word) + 1):
        if any(start in reached and word[start:end] in words for start in range(end - 2)):
            reached.add(end)
    return len(word) in reached


def _check_time(field: str, at: datetime, now: datetime) -> None:
    if at.astimezone(UTC).date() < FIRST_DAY or at - now > _LATEST:
        raise RefusedEntry(f"{field}: from {FIRST_DAY} on, and not in the future.")


def _check_answer(body: AnswerBody, lawbook: Lawbook, now: datetime) -> None:
    for field, norms in (("deciding", body.deciding), ("duties", body.duties)):
        if not lawbook.norms.keys() >= set(norms):
            raise RefusedEntry(f"{field}: not a norm of the corpus.")
    if not lawbook.facts.keys() >= set(body.presumed):
        raise RefusedEntry("presumed: not a fact of the vocabulary.")
    if body.law_day < FIRST_DAY or body.law_day > (now + _LATEST).date():
        raise RefusedEntry(f"law_day: from {FIRST_DAY} on, and not in the future.")
    check_place(body.place)


def check_receipt(receipt: str) -> None:
    """Check the number under which a report was received.

    Raises
    ------
    RefusedEntry
        It might be a number or a date of a person.
    """
    if not _RECEIPT.fullmatch(receipt):
        raise RefusedEntry("receipt: takes letters, a year and up to six digits, no more.")


def check_zone(zone: str) -> None:
    """Check a time zone. Raises RefusedEntry for one that is not known."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RefusedEntry("zone: not a time zone, such as America/Chicago.") from None


def check_place(id: str) -> str:
    """Check a place's id; its name. Raises RefusedEntry for one that the gazetteer has not."""
    try:
        return load_gazetteer().get(id).name
    except UnknownPlace:
        raise RefusedEntry("place: not a place of the gazetteer.") from None


def _check_report_words(body: TallyBody | NilBody | ReportBody, lawbook: Lawbook) -> None:
    """A report of the corpus; of a total, what the report asks for and the words it may be told by.

    A total is broken down by words of law and of offices, by countries and by groups of people.
    """
    template = lawbook.reports.get(body.report)
    if template is None:
        raise RefusedEntry(f"report: allowed are {', '.join(lawbook.reports)}.")
    if isinstance(body, TallyBody):
        totals = {total.name: total for total in template.totals if total.count is None}
        if body.measure not in totals:
            asked = ", ".join(totals) or "none"
            raise RefusedEntry(f"measure: the totals that this report asks for are {asked}.")
        if not set(body.by) <= set(totals[body.measure].by):
            known = ", ".join(totals[body.measure].by) or "none"
            raise RefusedEntry(f"by: this total is broken down by {known}.")
        _check_breakdown(body.by.values(), lawbook)


def _check_breakdown(values: Iterable[str], lawbook: Lawbook) -> None:
    lexicon, ids, names = make_lexicon(lawbook), list_id_words(lawbook), load_common_names().given
    for value in values:
        parts = value.split("_")
        if value in load_listed_words().groups:
            continue
        if not all(
            part in lexicon.words
            or (part in ids and part not in names)
            or (part.isdigit() and len(part) <= 3)
            for part in parts
        ):
            raise RefusedEntry("by: a word of it is not one of law or of offices, nor a group.")


def _check_settings(body: SettingsBody, lawbook: Lawbook, book: Callable[[], FoldedBook]) -> None:
    if body.place is not None:
        check_place(body.place)
    if body.who is not None and not set(body.who) <= lawbook.vocabulary.who.keys():
        raise RefusedEntry(f"who: allowed are {', '.join(lawbook.vocabulary.who)}.")
    if body.zone is not None:
        check_zone(body.zone)
    for year, days in (body.holidays or {}).items():
        if any(day.year != int(year) for day in days):
            raise RefusedEntry("holidays: a day is not in its year.")
    if body.word is not None:
        check_added_word(body.word, lawbook)
    if body.agency_name is not None:
        check_agency_name(body.agency_name, body.place or book().settings.place)


def check_agency_name(name: str, place: str | None) -> None:
    """Check the name of an agency of a place.

    Raises
    ------
    RefusedEntry
        A word of it is neither one of agencies nor of the place's name.
    """
    named = "" if place is None else check_place(place).lower()
    allowed = load_listed_words().agencies | set(_PART.findall(named))
    for word in _PART.findall(name.lower().replace("'s", "").replace("s'", "s")):
        if word not in allowed:
            raise RefusedEntry(
                "agency_name: takes words of agencies (Sheriff, Office, County, …) and the name of "
                "the place, no name of a person."
            )
