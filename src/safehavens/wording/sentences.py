"""Whole sentences, in any language: the answer, why, what became of a rule, days, rulings.

Each function takes the `Language` first and returns text for people: dates are written out. The
title of a law and its pinpoint stay as they were coded, in English; what its rules say is told by
`law_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, Protocol

from safehavens.corpus.model import (
    Confidence,
    EffectKind,
    FactValue,
    Seen,
    Spell,
    Vocabulary,
)
from safehavens.wording.labels import CHANGE, CONFIDENCE, COUNTS, DOMAIN, INDEX, N_, SEEN
from safehavens.wording.languages import Language

_FROM: Final[Mapping[str, str]] = {
    "day": N_("from %(day)s"),
    "within": N_("from some day in %(time)s"),
    "by": N_("from some day not later than %(day)s"),
    "between": N_("from some day between %(first)s and %(last)s"),
}
_UNTIL: Final[Mapping[str, str]] = {
    "day": N_("until %(day)s"),
    "within": N_("until some day in %(time)s"),
    "by": N_("until some day not later than %(day)s"),
    "between": N_("until some day between %(first)s and %(last)s"),
}


class RulingEffect(Protocol):
    """What a ruling does to a rule: a `RulingTouch` of `decide.decision`."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def citation(self) -> str: ...  # noqa: D102
    @property
    def effect(self) -> EffectKind: ...  # noqa: D102
    @property
    def start(self) -> date: ...  # noqa: D102
    @property
    def end(self) -> date | None: ...  # noqa: D102
    @property
    def reaches(self) -> bool: ...  # noqa: D102
    @property
    def parties(self) -> tuple[str, ...]: ...  # noqa: D102


# ---- parts of an answer -------------------------------------------------------------------------


def name_subject(language: Language, vocabulary: Vocabulary, who: str) -> str:
    """An agency kind as the subject of a sentence."""
    if who == "any_agency":
        return language.gettext("an agency or employee")
    return language.gettext(vocabulary.who.get(who, who))


def name_index(language: Language, index: str) -> str:
    """The label of an index or indicator; of one without a label, its id in words."""
    label = INDEX.get(index) or DOMAIN.get(index)
    return language.gettext(label) if label else capitalize(index.replace("_", " "))


def describe_became(
    language: Language, taken_out: bool, binding: bool, holds: bool | None, set_aside: bool
) -> str:
    """What became of a rule that does not decide.

    Parameters
    ----------
    taken_out : bool
        A ruling suspends it.
    holds : bool or None
        Whether its condition is met; None: not known.
    set_aside : bool
        Another rule beats it.
    """
    if taken_out:
        return language.gettext("a court ruling suspends it.")
    if not binding:
        return language.gettext("advisory: it is shown and decides nothing.")
    if holds is None:
        return language.gettext("whether it applies is not known.")
    if not holds:
        return language.gettext("its condition is not met.")
    if set_aside:
        return language.gettext("it applies, but another rule sets it aside.")
    return language.gettext("it also applies.")


# ---- time ---------------------------------------------------------------------------------------


def describe_days(language: Language, start: date | None, end: date | None) -> str:
    """A spell of days in words; the end is the first day that no longer belongs to it."""
    if start is None and end is None:
        return language.gettext("at all times")
    if start is None:
        assert end is not None
        return language.gettext("until %(end)s") % {"end": language.day(end)}
    if end is None:
        return language.gettext("since %(start)s") % {"start": language.day(start)}
    return language.gettext("from %(start)s until %(end)s") % {
        "start": language.day(start),
        "end": language.day(end),
    }


def describe_spell(language: Language, spell: Spell) -> str:
    """A spell in words, as sure as its days are: *from some day in June 2014 until May 1, 2020*."""
    if spell.is_exact:
        return describe_days(language, spell.start, spell.end)
    words = _describe_bounds(language, _FROM, spell.earliest_start, spell.start)
    if spell.end is None or spell.latest_end is None:
        return words
    # The day after the earliest start is how early an end can be of which only `by` is known.
    told = spell.end > spell.earliest_start + timedelta(days=1)
    until = _describe_bounds(language, _UNTIL, spell.end if told else date.min, spell.latest_end)
    return f"{words} {until}"


def describe_start(language: Language, earliest: date, latest: date) -> str:
    """The first day of something, as sure as it is: *from some day between … and …*."""
    return _describe_bounds(language, _FROM, earliest, latest)


def _describe_bounds(
    language: Language, words: Mapping[str, str], earliest: date, latest: date
) -> str:
    parts = {"day": language.day(latest)}
    if earliest == latest:
        how = "day"
    elif earliest == date.min:
        how = "by"
    elif time := _name_time(language, earliest, latest):
        how, parts = "within", {"time": time}
    else:
        how = "between"
        parts = {"first": language.day(earliest), "last": language.day(latest)}
    pattern = words[how]
    return language.gettext(pattern) % parts


def _name_time(language: Language, first: date, last: date) -> str | None:
    """The month or the year that runs from one day to the other; None: neither does."""
    ends_month = last == date.max or (last + timedelta(days=1)).day == 1
    if first.year != last.year or first.day != 1 or not ends_month:
        return None
    if first.month == last.month:
        return language.month(first)
    return f"{first.year}" if (first.month, last.month) == (1, 12) else None


def unchanged_sentence(language: Language, start: date | None, end: date | None) -> str:
    """Between which days the rules on a question stay as they are."""
    if start is None and end is None:
        return language.gettext("No change of law on this is on record.")
    if start is None:
        assert end is not None
        text = language.gettext("These rules apply unchanged until %(end)s.")
        return text % {"end": language.day(end)}
    if end is None:
        text = language.gettext("These rules have applied unchanged since %(start)s.")
        return text % {"start": language.day(start)}
    text = language.gettext("These rules apply unchanged from %(start)s until %(end)s.")
    return text % {"start": language.day(start), "end": language.day(end)}


# ---- where it is written ------------------------------------------------------------------------


def describe_reading(language: Language, seen: Seen, checked: date | None) -> str:
    """How a source was seen, and when."""
    how = language.gettext(SEEN[seen])
    if checked is None:
        return how
    return language.gettext("%(seen)s on %(date)s") % {"seen": how, "date": language.day(checked)}


def source_sentence(language: Language, seen: Seen, checked: date | None, url: str | None) -> str:
    """How a rule's source was seen, when, and its address."""
    reading = describe_reading(language, seen, checked)
    text = language.gettext("Source: %(reading)s") % {"reading": reading}
    return f"{text}: {url}" if url else text


def written_sentence(
    language: Language,
    title: str,
    cite: str,
    spell: Spell,
    confidence: Confidence,
) -> str:
    """Where a rule is written, when it is in force, and how sure its coding is."""
    return language.gettext(
        "%(title)s, %(cite)s. In force %(days)s. Confidence: %(confidence)s."
    ) % {
        "title": title,
        "cite": cite,
        "days": describe_spell(language, spell),
        "confidence": describe_confidence(language, confidence),
    }


def describe_confidence(language: Language, confidence: Confidence) -> str:
    """High, medium or low."""
    return language.gettext(CONFIDENCE[confidence])


def ruling_sentence(language: Language, touch: RulingEffect, url: str | None = None) -> str:
    """What a ruling does to a rule, since when, for whom, and its address."""
    parts = {
        "title": touch.title,
        "citation": touch.citation,
        "effect": language.gettext(CHANGE[touch.effect]),
        "days": describe_days(language, touch.start, touch.end),
    }
    if touch.reaches:
        text = language.gettext("Ruling: %(title)s, %(citation)s: %(effect)s %(days)s.") % parts
    else:
        parts["parties"] = ", ".join(touch.parties)
        text = (
            language.gettext(
                "Ruling: %(title)s, %(citation)s: %(effect)s %(days)s; it binds only %(parties)s."
            )
            % parts
        )
    return f"{text} {url}" if url else text


# ---- facts --------------------------------------------------------------------------------------


def typed_value(value: FactValue | None) -> str:
    """A fact's value as it is typed on the command line, in any language."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def typed_presumption(language: Language, value: FactValue | tuple[FactValue, ...]) -> str:
    """What is presumed of a fact, as it is typed on the command line: *none or administrative*."""
    values = value if isinstance(value, tuple) else (value,)
    return f" {language.gettext('or')} ".join(typed_value(one) for one in values)


def capitalize(text: str) -> str:
    """A phrase with a capital letter."""
    return text[:1].upper() + text[1:]


def count_sentence(language: Language, one: str, many: str, number: int) -> str:
    """A sentence that begins with a number, spelled out where it is small."""
    spelled = 0 <= number - 2 < len(COUNTS)
    count = language.gettext(COUNTS[number - 2]) if spelled else language.number(number)
    return capitalize(language.ngettext(one, many, number) % {"count": count})
