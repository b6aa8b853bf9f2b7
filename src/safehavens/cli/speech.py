"""The language that commands speak: chosen once, when the command line starts.

What law says, ids, and the words that people type stay as they are; JSON is the same in every
language.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date

from safehavens.corpus.model import Basis, Verdict
from safehavens.decide.decision import Decision
from safehavens.wording.answers import answer_words
from safehavens.wording.languages import ENGLISH, Language, choose_language
from safehavens.wording.translated.place_words import name_place

_chosen: Language = ENGLISH


def set_language(option: str | None) -> None:
    """Choose the language: that of `--lang`, else that of the environment, else English.

    Raises
    ------
    UnknownLanguage
        There are no words in the language of the option.
    """
    global _chosen
    _chosen = choose_language(option, os.environ)


def learn_words(translations: Mapping[str, Mapping[str, str]]) -> None:
    """Speak of the law in the words that it brings along for the language chosen."""
    global _chosen
    _chosen = _chosen.over(translations)


def language() -> Language:
    """The language chosen."""
    return _chosen


def say(text: str, /, **values: object) -> str:
    """A text in the language chosen, its `%(names)s` filled in."""
    translated = _chosen.gettext(text)
    return translated % values if values else translated


def say_count(one: str, many: str, number: int) -> str:
    """A text in the form that goes with a number, which stands for `%(count)s`."""
    return _chosen.ngettext(one, many, number) % {"count": _chosen.number(number)}


def say_day(day: date) -> str:
    """A day as people write it."""
    return _chosen.day(day)


def say_place(name: str) -> str:
    """The name of a place, as the gazetteer has it, in the language chosen."""
    return name_place(_chosen, name)


def say_message(text: str) -> str:
    """A message of the code below, in the language chosen."""
    from safehavens.wording.translated.messages import tell_message  # few commands need it

    return tell_message(_chosen, text)


def say_possible(decision: Decision) -> str:
    """The answers that are possible, each by what it rests on."""
    return say_or([say_answer(verdict, decision.bases[verdict]) for verdict in decision.possible])


def say_or(words: Iterable[str]) -> str:
    """Alternatives."""
    either = say("or")
    return f" {either} ".join(words)


def say_answer(verdict: Verdict, basis: Basis | None) -> str:
    """An answer in a word or a few, in small letters: by the verdict and what it rests on.

    Parameters
    ----------
    verdict : Verdict
    basis : Basis or None
        None: what it rests on is not at hand.
    """
    return answer_words(_chosen, verdict, basis).lower()
