"""Every kind of finding: law that shows it, and law next to it that does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.compare.lint.findings import KINDS, LintFinding
from safehavens.compare.lint.lint import lint, lint_day
from safehavens.decide.request import BadRequest
from tests.compare.corpora import DAY, TX, US, instrument, load, norm

ON = date.fromisoformat(DAY)


def found(corpus: Corpus, files: set[str] | None = None) -> list[LintFinding]:
    return lint(corpus.engine, ON, files)


def kinds(corpus: Corpus) -> list[tuple[str, str | None]]:
    return [(finding.kind, finding.norm) for finding in found(corpus)]


def one(corpus: Corpus, kind: str) -> LintFinding:
    (finding,) = [finding for finding in found(corpus) if finding.kind == kind]
    return finding


def test_sound_law_has_no_finding(tmp_path: Path) -> None:
    law = instrument(
        "city",
        norm("ban", when="warrant <> 'judicial'", unless="convicted_felony"),
        norm("leave", "may", when="warrant = 'judicial'"),
    )
    assert kinds(load(tmp_path, city=law)) == []


def test_a_condition_that_cannot_hold(tmp_path: Path) -> None:
    law = instrument(
        "city",
        norm("a", when="warrant = 'judicial' AND warrant = 'none'"),
        norm("b", when="convicted_violent_felony AND NOT convicted_felony"),
        norm("c", when="agency_level = 'county'"),
        norm("d", when="age < 10 AND age > 20"),
    )
    assert kinds(load(tmp_path, city=law)) == [("never-applies", f"city#{n}") for n in "abcd"]


def _two_questions(tmp_path: Path, more: str = "", note: str = "") -> list[LintFinding]:
    """Findings on law that asks, beside the shared question on victims, one in like words."""
    more = (
        "facts:\n  marfa_victim: {type: bool, "
        f'ask: "Is the person a victim of, or a witness to, a crime?"{more}{note}}}\n'
    )
    law = instrument("city", norm("a", when="victim_or_witness OR marfa_victim"), more=more)
    return found(load(tmp_path, city=law))


def test_a_question_asked_twice(tmp_path: Path) -> None:
    (finding,) = _two_questions(tmp_path)
    assert (finding.kind, finding.file, finding.norm) == (
        "asked-though-answered", "city.yaml", None,
    )  # fmt: skip
    assert "marfa_victim is asked though victim_or_witness was answered" in finding.message
    assert finding.others == ("city#a",)
    assert finding.accepted is None


def test_a_question_that_is_tied_is_not_asked_twice(tmp_path: Path) -> None:
    kinds_found = {f.kind for f in _two_questions(tmp_path, ", means: victim_or_witness")}
    assert "asked-though-answered" not in kinds_found


def test_two_like_questions_that_differ_in_law(tmp_path: Path) -> None:
    note = ', lint: [{finding: asked-though-answered, because: "Only of crimes in Marfa."}]'
    (finding,) = _two_questions(tmp_path, note=note)
    assert finding.accepted == "Only of crimes in Marfa."


def test_like_questions_on_different_actions_are_not_asked_together(tmp_path: Path) -> None:
    facts = (
        "facts:\n  marfa_victim: {type: bool, ask: Is the person a victim or witness to a crime?}\n"
    )
    law = instrument(
        "city",
        norm("a", when="marfa_victim"),
        norm("b", action="transfer", when="victim_or_witness"),
        more=facts,
    )
    assert kinds(load(tmp_path, city=law)) == []


def test_never_in_force(tmp_path: Path) -> None:
    law = instrument("city", norm("a", except_who="[police]"), norm("b"))
    ruling = """\
id: court
title: A v. B
citation: 1 F.3d 1
court: ca5
decided: 2019-12-01
issue: state_law
held: Held.
effects: [{norm: city#b, effect: struck, from: 2019-12-01}]
outcome_for_haven: lost
sources: [{seen: recalled}]
"""
    corpus = load(tmp_path, city=law, court=ruling)
    assert kinds(corpus) == [("never-applies", "city#a"), ("never-applies", "city#b")]


def test_an_exception_that_swallows_the_rule(tmp_path: Path) -> None:
    law = instrument("city", norm("a", when="convicted_violent_felony", unless="convicted_felony"))
    finding = one(load(tmp_path, city=law), "swallowed")
    assert "unless convicted_felony" in finding.message


def test_conditions_that_always_hold(tmp_path: Path) -> None:
    law = instrument(
        "city",
        norm("a", when="warrant IN ('none', 'administrative', 'judicial')"),
        norm("b", when="warrant = 'none'", unless="warrant = 'judicial'"),
    )
    assert kinds(load(tmp_path, city=law)) == [("always-true", "city#a"), ("always-true", "city#b")]


def test_a_fact_that_changes_nothing(tmp_path: Path) -> None:
    law = instrument("city", norm("a", when="convicted_felony OR convicted_violent_felony"))
    finding = one(load(tmp_path, city=law), "idle-fact")
    assert "convicted_violent_felony" in finding.message


def test_a_leave_meant_as_an_exception_decides_nothing(tmp_path: Path) -> None:
    ban = norm("ban", when="warrant <> 'judicial'")
    dead = norm("leave", "may", when="warrant = 'administrative'")
    finding = one(load(tmp_path / "a", city=instrument("city", ban, dead)), "decides-nothing")
    assert finding.norm == "city#leave"
    assert finding.others == ("city#ban",)
    assert finding.example is not None
    assert finding.example.facts == {"warrant": "administrative"}
    live = norm("leave", "may", when="warrant = 'administrative'", defeats="[city#ban]")
    assert kinds(load(tmp_path / "b", city=instrument("city", ban, live))) == []


def test_two_norms_that_contradict_each_other(tmp_path: Path) -> None:
    ban = norm("ban", when="convicted_felony")
    duty = norm("duty", "must", when="warrant = 'judicial'")
    corpus = load(tmp_path / "a", city=instrument("city", ban, duty))
    finding = one(corpus, "contradiction")
    assert finding.example is not None
    said = finding.example
    answer = corpus.ask(said.place, said.action, who=said.who, on=said.on, facts=said.facts)
    assert answer.verdict == "conflict"
    settled = norm("duty", "must", when="warrant = 'judicial'", defeats="[city#ban]")
    assert kinds(load(tmp_path / "b", city=instrument("city", ban, settled))) == []


def test_a_leave_that_a_ban_beside_it_overrides_in_part(tmp_path: Path) -> None:
    law = instrument(
        "city",
        norm("ban", when="warrant <> 'judicial'"),
        norm("leave", "may", when="convicted_felony"),
    )
    finding = one(load(tmp_path, city=law), "contradiction")
    assert (finding.norm, finding.note, finding.others) == ("city#leave", True, ("city#ban",))
    assert finding.example is not None
    assert finding.example.facts == {"convicted_felony": True, "warrant": "none"}


def test_local_norms_that_higher_law_sets_aside(tmp_path: Path) -> None:
    city = instrument("city", norm("ban"), norm("part", action="transfer"))
    state = instrument(
        "state",
        norm("duty", "must"),
        norm("some", "must", action="transfer", when="convicted_felony"),
        issuer=TX,
        kind="statute",
    )
    corpus = load(tmp_path, city=city, state=state)
    whole, part = [finding for finding in found(corpus) if finding.kind == "set-aside"]
    assert (whole.norm, whole.note, whole.others) == ("city#ban", False, ("state#duty",))
    assert (part.norm, part.note) == ("city#part", True)
    assert part.example is not None
    assert part.example.facts == {"convicted_felony": True}


def test_silence_where_peers_speak(tmp_path: Path) -> None:
    files = {
        f"city{i}": instrument(
            f"city{i}", norm("a", action="inquire_status"), issuer=f"{TX}/place:{name}"
        )
        for i, name in enumerate(("austin", "houston", "dallas"))
    }
    corpus = load(tmp_path, draft=instrument("draft", norm("ban")), **files)
    (finding,) = found(corpus, {"draft.yaml"})
    assert (finding.kind, finding.note, finding.norm) == ("silent", True, None)
    assert "inquire_status" in finding.message


def test_what_the_law_file_accepts_is_no_fault(tmp_path: Path) -> None:
    accepted = '\n      - {finding: always-true, because: "The text says so."}'
    law = instrument("city", norm("a", unless="warrant = 'none' AND warrant = 'judicial'",
                                  lint=accepted))  # fmt: skip
    findings = found(load(tmp_path, city=law))
    assert {(f.kind, f.accepted) for f in findings if f.kind == "always-true"} == {
        ("always-true", "The text says so.")
    }


@pytest.fixture(scope="module")
def findings(corpus: Corpus) -> list[LintFinding]:
    """What lint finds in the shipped corpus."""
    return lint(corpus.engine, date(2026, 11, 26))


def test_every_example_shows_what_it_says(corpus: Corpus, findings: list[LintFinding]) -> None:
    """On the shipped corpus: who sets aside, who contradicts, as the one-case engine has it."""
    assert {f.kind for f in findings} <= set(KINDS)
    for finding in findings:
        if finding.example is None or finding.kind == "needless-question":  # it is about a fact
            continue
        said = finding.example
        answer = corpus.ask(said.place, said.action, who=said.who, on=said.on, facts=said.facts)
        reason = next(r for r in answer.reasons if r.norm == finding.norm)
        in_doubt = corpus.engine.timeline(
            corpus.place(said.place).place.id, said.who, said.action
        ).at(said.on).position.hidden  # fmt: skip
        assert reason.holds or (reason.holds is None and in_doubt)
        if in_doubt:  # shown as if the norm were in force and bound the agency
            continue
        if finding.kind == "set-aside":
            assert {by.by for by in reason.set_aside_by} >= set(finding.others)
        elif finding.kind == "decides-nothing":
            assert not reason.decides
        elif finding.kind == "contradiction":
            assert answer.verdict == ("prohibited" if finding.note else "conflict")
    assert [finding for finding in findings if finding.accepted is None and not finding.note] == []


def test_every_accepted_finding_is_found(corpus: Corpus, findings: list[LintFinding]) -> None:
    """A `lint` entry that nothing answers to any more is to be taken out of the law file."""
    found = {(f.norm, f.kind) for f in findings}
    written = {(n.id, a.finding) for n in corpus.lawbook.norms.values() for a in n.accepted}
    assert written <= found
    on_facts = {(f.file, f.line, f.kind) for f in findings}
    for fact in corpus.lawbook.facts.values():
        assert {(fact.file, fact.line, a.finding) for a in fact.accepted} <= on_facts, fact.name


def test_the_day_of_a_draft(tmp_path: Path) -> None:
    corpus = load(tmp_path, city=instrument("city", norm("a"), start="2031-01-01"))
    assert lint_day(corpus.engine, {"city.yaml"}, ON) == date(2031, 1, 1)
    assert lint_day(corpus.engine, (), ON) == ON


def test_without_needs_ids_that_exist(corpus: Corpus) -> None:
    with pytest.raises(BadRequest, match="no norm or instrument"):
        corpus.without(["us/nowhere#x"])
    assert US in corpus.lawbook.places
