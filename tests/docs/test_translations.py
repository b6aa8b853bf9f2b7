"""Translations of rules: each one was turned back into English, and taken as it was read."""

from __future__ import annotations

import re
import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.corpus.reading.yaml_lines import read_yaml
from safehavens.wording.languages import load_language

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "translations.py"), run_name="translations")

LAW = """\
id: us/tx/marfa/policy
norms:
  - id: plain
    says: Officers do not ask about status.  # in the policy's words
    who: [police]
  - id: quoted
    says: "The jail must answer: within 48 hours."
    modality: must
  - id: long
    says: Officers who stop a person
      do not ask about status.

    # what follows is about time
    clock: {starts: received}
  - {id: flow, says: Nobody is asked., modality: must_not}
  - id: told
    says: A clinic may ask.
    says_es: Una clínica
      puede preguntar.
  - id: last
    modality: may
    says: A shelter may ask.
"""


def test_every_translation_was_read(corpus: Corpus) -> None:
    unread = SCRIPT["find_unread"](corpus.lawbook.norms.values(), SCRIPT["read_register"]())
    told = "\n".join(f"  {id}: {why}" for id, why in sorted(unread.items()))
    assert not unread, (
        f"These translations (`says_es`) stand in the law files unread:\n{told}\n"
        "Translate the sentence again if its English changed, have somebody who has not seen the "
        "English turn the Spanish back, compare, and record it: `python scripts/translations.py` "
        "says how (docs/coding-law.md, Translate). Or take the `says_es` out."
    )


def test_the_register_is_in_order(corpus: Corpus) -> None:
    rows = list(SCRIPT["read_table"](SCRIPT["REGISTER"]))
    norms = [row["norm"] for row in rows]
    assert norms == sorted(set(norms))
    for row in rows:
        assert row["norm"] in corpus.lawbook.norms, row["norm"]
        assert corpus.norm(row["norm"]).says_es, f"{row['norm']} was read and is not in the law"
        assert row["read_by"] in SCRIPT["READERS"], row
        assert row["outcome"] == "ok", row
        assert date.fromisoformat(row["read_on"]) <= date.today()


def test_every_question_is_asked_in_spanish_too(corpus: Corpus) -> None:
    """Of every fact: its question, the words for its values, its unit; numbers and *not* kept."""
    spanish = load_language("es").over(corpus.lawbook.vocabulary.translations)
    facts = [fact for fact in corpus.lawbook.facts.values() if not fact.derived]
    words = [word for fact in facts for word in (fact.ask, fact.unit, *(fact.labels or ())) if word]
    assert [word for word in words if not spanish.knows(word)] == []
    questions = ((fact.name, fact.ask) for fact in facts if fact.ask)
    wrong = {
        name: found
        for name, ask in questions
        if (found := SCRIPT["find_differences"](ask, spanish.gettext(ask)))
    }
    assert not wrong, wrong


def test_a_translation_keeps_its_numbers_and_its_not(corpus: Corpus) -> None:
    wrong = {
        norm.id: found
        for norm in corpus.lawbook.norms.values()
        if norm.says_es and (found := SCRIPT["find_differences"](norm.says, norm.says_es))
    }
    assert not wrong, "\n".join(f"{id}: {'; '.join(found)}" for id, found in wrong.items())


@pytest.mark.parametrize(
    ("says", "says_es", "found"),
    [
        ("It answers in 48 hours.", "Contesta en 48 horas.", 0),
        ("It answers in 48 hours.", "Contesta en 24 horas.", 1),
        ("By 2023-01-01 it answers.", "A más tardar el 1 de enero de 2023 contesta.", 0),
        ("It pays $1,000.", "Paga $1,000.", 0),
        ("It does not ask.", "No pregunta.", 0),
        ("It does not ask.", "Pregunta.", 1),
        ("It asks nobody.", "Pregunta solo con orden judicial.", 0),
    ],
)
def test_what_a_program_sees_of_another_meaning(says: str, says_es: str, found: int) -> None:
    assert len(SCRIPT["find_differences"](says, says_es)) == found


def test_a_rule_s_sentence_does_not_lean_on_another(corpus: Corpus) -> None:
    """Answers, cards and sheets show it alone."""
    leaning = re.compile(
        r"The same\b|Likewise\b|Such\b|They\b|These\b|Those (officers|people)\b|Nor\b|"
        r"So (does|do|must|may|is|it is|they)\b|It (does|may|must|makes|includes)\b"
    )
    assert not [norm.id for norm in corpus.lawbook.norms.values() if leaning.match(norm.says)]


def test_translations_are_put_behind_the_english() -> None:
    translations = {
        "plain": "Los agentes no preguntan por el estatus.",
        "quoted": "La cárcel debe responder: en 48 horas.",
        "long": "Los agentes  que detienen\na una persona no preguntan #1.",
        "flow": "A nadie se le pregunta, {nunca}.",
        "told": "Una clínica puede preguntar.",
        "last": "Un albergue puede preguntar.",
    }
    text = SCRIPT["insert_translations"](LAW, translations)
    read = {norm["id"]: norm for norm in read_yaml(text).data["norms"]}
    for id, translation in translations.items():
        assert read[id].pop("says_es") == " ".join(translation.split())
        assert list(read[id])[:1] == ["id"]
    before = {norm["id"]: norm for norm in read_yaml(LAW).data["norms"]}
    before["told"].pop("says_es")
    assert read == before
    assert "  # in the policy's words\n    says_es: Los agentes no preguntan" in text
    assert "do not ask about status.\n    says_es: Los agentes que" in text.replace('"', "")
    assert text.endswith("    says_es: Un albergue puede preguntar.\n")
    assert SCRIPT["insert_translations"](text, translations) == text


def test_a_norm_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no norm nowhere"):
        SCRIPT["insert_translations"](LAW, {"nowhere": "En ningún lugar."})


def test_a_sentence_that_changes_must_be_read_again(corpus: Corpus) -> None:
    norm = replace(corpus.norm("us/il/trust-act#hold"), says="A jail must not.", says_es="No debe.")
    row = SCRIPT["Reading"](
        norm.id, SCRIPT["digest"](norm.says), SCRIPT["digest"]("No debe."), "It must not.",
        "person", "2026-11-29", "ok",
    )  # fmt: skip
    find = SCRIPT["find_unread"]
    assert find([norm], {norm.id: row}) == {}
    assert find([replace(norm, says_es=None)], {}) == {}
    assert "never" in find([norm], {})[norm.id]
    for changed in (replace(norm, says="A jail may."), replace(norm, says_es="Puede.")):
        assert "changed" in find([changed], {norm.id: row})[norm.id]
    assert "not judged" in find([norm], {norm.id: replace(row, outcome="changed")})[norm.id]
    assert "not judged" in find([norm], {norm.id: replace(row, back="")})[norm.id]
