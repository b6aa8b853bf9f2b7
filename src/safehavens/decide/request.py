"""A request: the central noun. Who is to do what, where, on which day, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Final

from safehavens.corpus.model import FactValue, Lawbook
from safehavens.corpus.near import unknown
from safehavens.corpus.reading.fact_values import wrong_value
from safehavens.corpus.searches import FirstDay
from safehavens.corpus.words.days import UnreadableDay, read_day_text
from safehavens.values.quick_dataclass import dataclass

Given = Mapping[str, FactValue | None]
"""Facts by name. Left out: presumed where the fact has a presumption, else not known. None: not
known."""


class BadRequest(ValueError):
    """A request that cannot be answered. The message is one sentence: what, and what is allowed."""


class NotFound(LookupError):
    """An id that names nothing in the corpus. The message is one sentence."""


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """What is asked of the law.

    Attributes
    ----------
    place : str
        An Open Civic Data id that the gazetteer knows.
    who, action : str
        Agency kind and action, words of the vocabulary.
    on : datetime.date
        The day whose law is asked.
    facts : mapping of str to bool, str, number or None
        What is known of the request.

    `repr` says how many facts there are and not which: some are private.
    """

    place: str
    who: str
    action: str
    on: date
    facts: Given = field(default_factory=dict)

    def __repr__(self) -> str:
        return (
            f"Request(place={self.place!r}, who={self.who!r}, action={self.action!r}, "
            f"on={self.on.isoformat()}, facts=<{len(self.facts)} hidden>)"
        )


@dataclass(frozen=True, slots=True)
class AnsweredDays:
    """The days on which questions are answered; others are refused with one sentence.

    A corpus without coverage answers every day.

    Attributes
    ----------
    first : FirstDay or None
        The first day, with its domain and the reason. None: there is no such bound.
    last : datetime.date or None
        The last day.
    """

    first: FirstDay | None
    last: date | None

    @property
    def start(self) -> date | None:
        """The first day."""
        return None if self.first is None else self.first.on

    def refuse(self, on: date) -> str | None:
        """Why a day is not answered, in a sentence; None where it is."""
        if self.first is not None and on < self.first.on:
            from safehavens.wording.coverage_sentences import too_early_sentence
            from safehavens.wording.languages import ENGLISH

            return too_early_sentence(ENGLISH, on, self.first)
        if self.last is not None and on > self.last:
            from safehavens.wording.coverage_sentences import too_late_sentence
            from safehavens.wording.languages import ENGLISH

            return too_late_sentence(ENGLISH, on, self.last)
        return None

    def check(self, on: date) -> None:
        """Raise BadRequest for a day that is not answered."""
        if (problem := self.refuse(on)) is not None:
            raise BadRequest(problem)


EVERY_DAY: Final = AnsweredDays(None, None)


def find_answered_days(lawbook: Lawbook, actions: Iterable[str] | None = None) -> AnsweredDays:
    """The days on which questions on all of these actions are answered; None: on any action."""
    coverage, vocabulary = lawbook.coverage, lawbook.vocabulary
    domains = (
        coverage.first_days
        if actions is None
        else {vocabulary.domain_of.get(action, "") for action in actions}
    )
    firsts = [coverage.first_days[name] for name in domains if name in coverage.first_days]
    first = max(firsts, key=lambda first: (first.on, first.domain), default=None)
    return AnsweredDays(first, coverage.last_day)


def check_day(lawbook: Lawbook, action: str, on: date) -> None:
    """Raise BadRequest for a day on which questions on an action are not answered.

    Asked a million times; so it makes nothing where the day is answered.
    """
    coverage = lawbook.coverage
    first = coverage.first_days.get(lawbook.vocabulary.domain_of[action])
    last = coverage.last_day
    if (first is not None and on < first.on) or (last is not None and on > last):
        AnsweredDays(first, last).check(on)


def check_request(lawbook: Lawbook, request: Request) -> None:
    """Raise BadRequest for a word, a fact, a value or a day that the lawbook does not answer."""
    check_words(lawbook, request.who, request.action)
    check_facts(lawbook, request.facts)
    check_day(lawbook, request.action, request.on)


def check_words(lawbook: Lawbook, who: str, action: str) -> None:
    """Raise BadRequest for an agency kind or an action that the vocabulary does not have."""
    vocabulary = lawbook.vocabulary
    if who not in vocabulary.who:
        raise BadRequest(unknown("agency kind", who, vocabulary.who))
    if action not in vocabulary.actions:
        raise BadRequest(unknown("action", action, vocabulary.actions))


def check_facts(lawbook: Lawbook, facts: Given) -> None:
    """Raise BadRequest for a fact that is not declared, or a value that it cannot have."""
    declared = lawbook.facts
    for name, value in facts.items():
        fact = declared.get(name)
        if fact is None:
            other = "`safehavens search WORDS` finds facts by their question."
            raise BadRequest(unknown("fact", name, declared, other=other))
        if fact.type == "bool" and (value is True or value is False):
            continue  # most facts are of this kind, and this is asked a million times
        if (wrong := wrong_value(fact, value)) is not None:
            raise BadRequest(wrong)


def read_day(value: date | str | None) -> date:
    """A day from a date, from text, or today from None.

    In text, with numbers for day and month, the month comes first. Where the place is known, and
    what was decided is to be told, `safehavens.decide.request_reader` reads it.

    Raises
    ------
    BadRequest
        The text is not a valid date.
    """
    if value is None:
        return date.today()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return read_day_text(value, "mdy", date.today()).on
    except UnreadableDay as error:
        raise BadRequest(str(error)) from None
