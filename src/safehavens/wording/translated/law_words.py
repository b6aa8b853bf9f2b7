"""What a rule says, in the reader's language: its translation, or English that is marked as such.

Law is coded in English, and the English sentence is what counts. A rule may bring along a
translation (`says_es`); whoever shows a rule's sentence to people asks here for it. That it is a
translation is said once on a page (`explain_law_language`), not on every line.
"""

from __future__ import annotations

from typing import Protocol

from safehavens.wording.labels import N_
from safehavens.wording.languages import DEFAULT, Language

IN_ENGLISH = N_("in English")
"""Stands beside a text of law that is not translated."""


class HasSentence(Protocol):
    """A `Norm`, or the `Citation` of one."""

    @property
    def says(self) -> str: ...  # noqa: D102
    @property
    def says_es(self) -> str | None: ...  # noqa: D102
    @property
    def cite(self) -> str: ...  # noqa: D102


def find_sentence(language: Language, rule: HasSentence) -> tuple[str, str]:
    """What a rule says, and the code of the language in which it is said.

    Parameters
    ----------
    language : Language
        The reader's.
    rule : HasSentence
    """
    if language.code == "es" and rule.says_es:
        return rule.says_es, "es"
    return rule.says, DEFAULT


def is_translated(language: Language, rule: HasSentence) -> bool:
    """Whether what `find_sentence` gives is a translation."""
    return find_sentence(language, rule)[1] != DEFAULT


def tell_rule(language: Language, rule: HasSentence) -> str:
    """What a rule says, as a sentence of plain text: *A jail must … (in English).*"""
    text, code = find_sentence(language, rule)
    text = text.rstrip().removesuffix(".")
    return f"{text}." if code == language.code else f"{text} ({language.gettext(IN_ENGLISH)})."


def cite_rule(language: Language, rule: HasSentence) -> str:
    """What a rule says, with its pinpoint: *A jail must … (§ 12).*"""
    text, code = find_sentence(language, rule)
    beside = "" if code == language.code else f"; {language.gettext(IN_ENGLISH)}"
    return f"{text.rstrip().removesuffix('.')} ({rule.cite}{beside})."


def quote_rule(language: Language, title: str, rule: HasSentence) -> str:
    """What a rule says, after the title and the pinpoint under which it is written."""
    return f"{title}, {rule.cite}: {tell_rule(language, rule)}"


def explain_law_language(language: Language) -> str | None:
    """That rules are translated and the English text is what counts; None in English."""
    if language.code == DEFAULT:
        return None
    return language.gettext("What rules say is translated; the English text is what counts.")
