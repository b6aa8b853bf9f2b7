"""What a rule says, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from safehavens.wording.languages import ENGLISH, load_language
from safehavens.wording.translated.law_words import (
    cite_rule,
    explain_law_language,
    find_sentence,
    is_translated,
    quote_rule,
    tell_rule,
)

SPANISH = load_language("es")


@dataclass(frozen=True)
class Rule:
    says: str
    says_es: str | None
    cite: str = "§ 5"


TRANSLATED = Rule("A jail must not hold anyone.", "Una cárcel no debe retener a nadie.")
ENGLISH_ONLY = Rule("A jail must not hold anyone", None)


def test_a_translation_is_told_in_its_language_only() -> None:
    assert find_sentence(SPANISH, TRANSLATED) == ("Una cárcel no debe retener a nadie.", "es")
    assert find_sentence(ENGLISH, TRANSLATED) == ("A jail must not hold anyone.", "en")
    assert is_translated(SPANISH, TRANSLATED)
    assert not is_translated(ENGLISH, TRANSLATED)
    assert not is_translated(SPANISH, ENGLISH_ONLY)


def test_what_is_not_translated_says_that_it_is_english() -> None:
    assert tell_rule(ENGLISH, ENGLISH_ONLY) == "A jail must not hold anyone."
    assert tell_rule(SPANISH, TRANSLATED) == "Una cárcel no debe retener a nadie."
    assert tell_rule(SPANISH, ENGLISH_ONLY) == "A jail must not hold anyone (en inglés)."
    assert cite_rule(SPANISH, TRANSLATED) == "Una cárcel no debe retener a nadie (§ 5)."
    assert cite_rule(SPANISH, ENGLISH_ONLY) == "A jail must not hold anyone (§ 5; en inglés)."
    assert quote_rule(ENGLISH, "Act", TRANSLATED) == "Act, § 5: A jail must not hold anyone."
    assert quote_rule(SPANISH, "Act", ENGLISH_ONLY) == (
        "Act, § 5: A jail must not hold anyone (en inglés)."
    )


def test_a_page_says_once_that_the_english_counts() -> None:
    assert explain_law_language(ENGLISH) is None
    told = explain_law_language(SPANISH)
    assert told is not None
    assert "lo que cuenta es el texto en inglés" in told
