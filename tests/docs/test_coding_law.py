"""docs/coding-law.md: its example file, the pieces of it that it shows, the messages it quotes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from safehavens import Corpus, LawError
from safehavens.corpus.reading.law_files import SHIPPED, LawFile, overlay, read_folder
from safehavens.logic.load import read_law

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "coding-law.md").read_text("utf-8")
NAME = "us/md/takoma_park/sanctuary.yaml"
FILE = (ROOT / "docs" / "examples" / NAME).read_text("utf-8")


# ---- the example --------------------------------------------------------------------------------


def test_the_example_and_its_cases() -> None:
    corpus = Corpus.load(ROOT / "docs" / "examples", over=True)
    results = [result for result in corpus.run_cases() if result.case.file == NAME]
    assert len(results) == 11
    assert [(r.case.name, r.problem) for r in results if r.problem] == []
    decided = {norm for result in results for norm in result.case.because}
    assert {norm.id for norm in corpus.instrument(NAME[:-5]).norms} <= decided


def test_the_example_changes_nobody_elses_answer() -> None:
    corpus = Corpus.load(ROOT / "docs" / "examples", over=True)
    assert [r.case.name for r in corpus.run_cases() if r.problem] == []


def test_each_exception_of_the_example_matters() -> None:
    corpus = Corpus.load(ROOT / "docs" / "examples", over=True)
    found = {
        name: corpus.verdict(
            "Takoma Park, MD", "inquire_status", who="library", on="2015-01-10", facts={name: True}
        )
        for name in ("takoma_listed_inquiry", "required_by_law", "emergency")
    }
    assert list(found.values()) == ["permitted", "permitted", "prohibited"]


# ---- the page ------------------------------------------------------------------------------------

SNIPPETS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.split("\n")[0][:40])
def test_what_is_shown_stands_in_the_file(snippet: str) -> None:
    first, _, rest = snippet.partition("\n")
    if first.startswith("# src/"):
        assert rest in (ROOT / first[2:]).read_text("utf-8")
    else:
        assert snippet in FILE


def test_every_norm_is_built_up_on_the_page() -> None:
    shown = "".join(SNIPPETS)
    ids = re.findall(r"^  - id: (\S+)$", FILE, re.MULTILINE)
    assert [id for id in ids if f"- id: {id}\n" not in shown] == ["services"]


_INQUIRY = FILE[FILE.index("takoma_listed_inquiry: {") : FILE.index("terms:")].strip()
_SPELL = "in_force: [{from: 2008-02-11}]"

# What is written instead of what, and what is then said. `…` in the page stands for the rest.
MISTAKES = [
    ("id: us/md/takoma_park/sanctuary\n", "id: us/md/takoma-park/sanctuary\n",
     "'us/md/takoma-park/sanctuary' must be the file's path: 'us/md/takoma_park/sanctuary'"),
    ("kind: ordinance", "kind: law",
     "'law' is not allowed here; allowed: 'constitution', 'treaty', 'statute'"),
    ("issuer: ocd-division/country:us/state:md/place:takoma_park", "issuer: Takoma Park, Maryland",
     "'Takoma Park, Maryland' is not an Open Civic Data division id"),
    ("who: [police]", "who: [cops]",
     "There is no agency kind 'cops'; known: police, sheriff, jail"),
    ("who: [police]", "who: police", "'police': input should be a valid list"),
    ("action: inquire_status", "action: ask_status",
     "There is no action 'ask_status'; did you mean keep_status?"),
    ("modality: may\n", "modality: can\n",
     "'can' is not allowed here; allowed: 'must', 'must_not' or 'may'"),
    ("    grants: power\n", "", "a `may` says what it gives under `grants`: power"),
    ("modality: must_not\n", "modality: must_not\n    grants: power\n",
     "only a `may` has `grants`"),
    ("    cite: § 9.04.040\n", "", "norm share-status, field cite: is missing"),
    ("    unless: law_denies_eligibility", "    except: law_denies_eligibility",
     "There is no field 'except'; did you mean except_who?"),
    ("when: immigration_matter", "when: imigration_matter",
     "There is no declared fact 'imigration_matter'; did you mean immigration_matter?"),
    ("purpose = 'civil_immigration'", "purpose = 'civil'",
     "'civil' is not a valid value of purpose; allowed: civil_immigration, criminal"),
    ("purpose = 'civil_immigration'", 'purpose = "criminal"',
     "purpose is compared with words in single quotes"),
    ("when: immigration_matter", "when: purpose", "purpose is not a bool; compare it with a value"),
    ("unless: required_by_law\n", "unless: required_by_law IS NULL\n",
     "'required_by_law IS NULL' is not allowed in a condition"),
    ("unless: law_denies_eligibility", "unless: md_five_year_sentence",
     "the fact md_five_year_sentence is declared in us/md/community-trust-act.yaml, which this "
     "file may not use; declare it in a facts.yaml above both, or in vocabulary.yaml"),
    ("takoma_listed_inquiry: {type", "emergency: {type",
     "the fact emergency is declared already, in vocabulary.yaml"),
    (_INQUIRY, "takoma_listed_inquiry: {type: bool}", "a fact needs its question under `ask`"),
    (_SPELL, "in_force: [{from: 11 Feb 2008}]", "a date is written YYYY-MM-DD"),
    (_SPELL, "in_force: [{from: 2008-02-30}]", "no such date (day is out of range for month)"),
    (_SPELL, "in_force: [{from: 2008-02-11, to: 2008-02-11}]",
     "`to` (2008-02-11) must come after `from` (2008-02-11)"),
    (_SPELL, "in_force: [{from: 2008-02-11}, {from: 2010-01-01}]",
     "spells must follow each other without overlap"),
    ('{url: "https://takomaparkmd.gov/initiatives/immigration-information-and-resources", ', "{",
     "a source seen as described needs its url"),
    ("because: [us/federal/8-usc-1373#share-status]", "because: [us/federal/8-usc-1373#share]",
     "There is no norm 'us/federal/8-usc-1373#share'; "
     "did you mean us/federal/8-usc-1373#share-status?"),
    ("because: [us/md/takoma_park/sanctuary#inquire]", "because: [inquire]",
     "'inquire' does not have the form"),
    ("- id: inquire", "- id: services", "the id services is used twice"),
    ("facts: {takoma_listed_inquiry: true}", "facts: {takoma_listed_inquiry: yes}",
     "'yes' is not a valid value of takoma_listed_inquiry; allowed: true or false."),
    ("says: City staff may", "says: City staff: may",
     "not YAML: mapping values are not allowed in this context"),
    ("    cite: § 9.04.040\n", "\tcite: § 9.04.040\n",
     "not YAML: found a tab character that violates indentation"),
    ("    when: immigration_matter\n", "    when: immigration_matter\n    when: emergency\n",
     "the key 'when' appears twice"),
    ("facts:\n", "facts:\n"
     "  dry: {type: bool, ask: Dry?, presume: false, presume_unless: wet}\n"
     "  wet: {type: bool, ask: Wet?, presume: false, presume_unless: dry}\n",
     "the presumption of dry depends on itself in a circle: dry → wet → dry"),
    ("immigration_matter: purpose = 'civil_immigration' OR",
     "immigration_matter: (purpose = 'civil_immigration' OR",
     "not a condition: a ) is missing"),
    ("title: Rights of", "title: # Rights of", "field title: None: input should be a valid string"),
]  # fmt: skip


@cache
def shipped() -> tuple[LawFile, ...]:
    return read_folder(SHIPPED)


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES, ids=[said[:40] for *_, said in MISTAKES])
def test_a_mistake_and_what_is_said(old: str, new: str, said: str) -> None:
    assert old in FILE
    broken = LawFile(NAME, FILE.replace(old, new, 1).encode())
    with pytest.raises(LawError) as caught:
        read_law(overlay(shipped(), [broken]))
    assert said in str(caught.value)
    assert said in PAGE


def test_every_mistake_on_the_page_is_tried() -> None:
    table = PAGE[PAGE.index("## 13 Common mistakes") : PAGE.index("Not every mistake")]
    assert len(re.findall(r"^\| ", table, re.MULTILINE)) - 2 == len(MISTAKES)
