"""No answer is said to be permitted but one that a rule grants."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from safehavens import Corpus
from safehavens.corpus.model import BASES, VERDICTS, Basis, Verdict
from safehavens.wording.answers import (
    ANSWER_MARKS,
    ANSWER_MEANS,
    ANSWER_WORDS,
    AnswerKind,
    answer_kind,
    answer_sentence,
    answer_words,
    describe_value,
    not_met_sentence,
)
from safehavens.wording.languages import ENGLISH, language_codes, load_language

NEUTRAL = {"not_required", "does_not_apply", "no_rule", "open"}


def test_every_kind_has_words_a_mark_and_a_meaning() -> None:
    kinds = set(get_args(AnswerKind))
    assert set(ANSWER_WORDS) == set(ANSWER_MARKS) == set(ANSWER_MEANS) == kinds
    assert len(set(ANSWER_WORDS.values())) == len(kinds)


@pytest.mark.parametrize("basis", [*BASES, None])
@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_a_grant_is_permission(verdict: Verdict, basis: Basis | None) -> None:
    kind = answer_kind(verdict, basis)
    permitted = verdict == "permitted" and basis == "power"
    assert (kind == "permitted") is permitted
    assert (ANSWER_MARKS[kind] == "✓") is permitted
    assert (kind in NEUTRAL) is (verdict == "permitted" and not permitted)


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("kind", sorted(NEUTRAL))
def test_no_neutral_answer_says_may(corpus: Corpus, kind: AnswerKind, code: str) -> None:
    sentence = answer_sentence(
        load_language(code), corpus.lawbook.vocabulary, "Ohio", "jail", "hold", date(2024, 1, 1),
        kind,
    )  # fmt: skip
    assert not {"may", "can", "puede", "permite"} & set(sentence.replace(",", "").split())


def test_words_are_said_in_spanish() -> None:
    spanish = load_language("es")
    assert answer_words(spanish, "permitted", "silence") == "No se halló ninguna regla"
    assert answer_words(spanish, "permitted", "power") == "Permitido"


def test_many_reasons_are_counted() -> None:
    said = not_met_sentence(ENGLISH, "A rule", ["a", "b", "c", "d", "e"])
    assert said == (
        "A rule does not apply, because a, and because b, and because c, and because 2 other "
        "facts take it out."
    )
    assert not_met_sentence(ENGLISH, "A rule", []) == "A rule does not apply here."


def test_values_in_plain_words(corpus: Corpus) -> None:
    facts = corpus.lawbook.facts
    assert describe_value(ENGLISH, facts["minor"], True) == "Yes"
    assert describe_value(ENGLISH, facts["warrant"], "judicial") == "A warrant signed by a judge"
    assert describe_value(ENGLISH, facts["age"], 17) == "17 years"
    assert describe_value(ENGLISH, None, "home_address") == "Home address"
    assert describe_value(ENGLISH, facts["minor"], None) == "Not known"
