"""Findings about standard requests: what leaves them open, who answers otherwise, who is silent."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from safehavens import Corpus
from safehavens.compare.lint.findings import LintFinding
from safehavens.compare.lint.lint import lint
from tests.compare.corpora import DAY, MARFA, TX, US, instrument, load, norm

PROBES = """\
probes:
  hold:
    says: A hold by police.
    who: police
    action: hold
    facts: {warrant: administrative, convicted_felony: false}
"""
CA = f"{US}/state:ca"


def with_battery(folder: Path, **files: str) -> Corpus:
    (folder / "probes.yaml").write_text(PROBES, encoding="utf-8")
    return load(folder, **files)


def found(corpus: Corpus, kind: str, files: set[str] | None = None) -> list[LintFinding]:
    findings = lint(corpus.engine, date.fromisoformat(DAY), files)
    return [finding for finding in findings if finding.kind == kind]


def local_fact(more: str = "", when: str = "marfa_card", cases: str = "") -> str:
    facts = f'facts:\n  marfa_card: {{type: bool, ask: "Is there a card?"{more}}}\n{cases}'
    return instrument("city", norm("a", when=when), more=facts)


def test_a_fact_that_leaves_a_standard_request_open(tmp_path: Path) -> None:
    (finding,) = found(with_battery(tmp_path, city=local_fact()), "needless-question")
    assert "marfa_card leaves 1 usual requests open, one of them hold" in finding.message
    assert (finding.file, finding.accepted, finding.others) == ("city.yaml", None, ("city#a",))
    assert finding.example is not None
    assert (finding.example.who, finding.example.action) == ("police", "hold")


@pytest.mark.parametrize(
    "law",
    [
        local_fact(", presume: false"),
        local_fact(', means: "convicted_felony"'),
        local_fact(when="convicted_felony AND marfa_card"),
    ],
)
def test_a_fact_that_is_presumed_or_settled_leaves_nothing_open(tmp_path: Path, law: str) -> None:
    assert found(with_battery(tmp_path, city=law), "needless-question") == []


def test_a_reason_why_a_fact_is_asked_accepts_it(tmp_path: Path) -> None:
    note = ', lint: [{finding: needless-question, because: "Only the card tells."}]'
    (finding,) = found(with_battery(tmp_path, city=local_fact(note)), "needless-question")
    assert finding.accepted == "Only the card tells."


def test_a_worked_case_that_a_local_fact_leaves_open(tmp_path: Path) -> None:
    case = dedent(f"""\
        cases:
          - name: No card is known
            place: {MARFA}
            who: police
            action: hold
            date: {DAY}
            facts: {{convicted_felony: true}}
            expect: depends
    """)
    law = local_fact(when="convicted_felony AND marfa_card", cases=case)
    (finding,) = found(with_battery(tmp_path, city=law), "needless-question")
    assert "one of them No card is known" in finding.message


def state_law(id: str, issuer: str, *norms: str, more: str = "") -> str:
    return instrument(id, *norms, issuer=issuer, kind="statute", more=more)


def with_peers(folder: Path, *norms: str, more: str = "") -> Corpus:
    """California's law, beside that of two states that forbid what lacks a judge's warrant."""
    rule = norm("ban", when="NOT warrant = 'judicial'")
    return with_battery(
        folder,
        texas=state_law("texas", TX, rule),
        nevada=state_law("nevada", f"{US}/state:nv", rule),
        california=state_law("california", CA, *norms, more=more),
    )


def test_the_same_rule_with_another_answer(tmp_path: Path) -> None:
    """In other words, and with a local fact that means what the others say."""
    judge = (
        "facts:\n  ca_judge: {type: bool, means: \"warrant = 'judicial'\", ask: Is it a judge's?}\n"
    )
    leave = norm("leave", "may", when="victim_or_witness", defeats="[california#ban]")
    corpus = with_peers(tmp_path, norm("ban", unless="ca_judge"), leave, more=judge)
    (finding,) = found(corpus, "unlike-answers")
    assert finding.norm == "california#ban"
    assert set(finding.others) == {"texas#ban", "nevada#ban"}
    assert "hold is answered depends here, and prohibited where" in finding.message


@pytest.mark.parametrize(
    "norms",
    [
        (norm("ban", unless="warrant = 'judicial'"),),  # the same answer
        (norm("ban", unless="warrant = 'judicial' OR victim_or_witness"),),  # another rule
        (norm("ban", unless="warrant = 'judicial'"),  # other law decides
         norm("leave", "may", defeats="[california#ban]")),
    ],
)  # fmt: skip
def test_no_finding_where_nothing_is_unlike(tmp_path: Path, norms: tuple[str, ...]) -> None:
    assert found(with_peers(tmp_path, *norms), "unlike-answers") == []


def test_a_state_whose_law_is_silent_on_a_request(tmp_path: Path) -> None:
    corpus = with_battery(
        tmp_path,
        nation=instrument("nation", norm("may", "may"), issuer=US, kind="statute"),
        texas=state_law("texas", TX, norm("asks", action="inquire_status")),
        california=state_law("california", CA, norm("ban")),
    )
    (note,) = found(corpus, "national-alone")
    assert (note.file, note.note, note.actions) == ("texas.yaml", True, ("hold",))
    assert "national law alone answers 1 of 1 standard requests (hold)" in note.message
    assert found(corpus, "national-alone", {"california.yaml"}) == []
