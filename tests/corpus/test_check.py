"""The lints of `safehavens check`."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from safehavens import Corpus
from safehavens.cli.commands.lawmaking.check import check_law, run
from safehavens.corpus.errors import Finding
from safehavens.corpus.reading.law_files import SHIPPED, overlay, read_folder
from tests.corpus.law import RULING, marfa, write

ODD = [
    ("enacted: 2020-01-01", "enacted: 2021-01-01", "warning", "after it came into force"),
    (
        "    confidence: high",
        "    in_force: [{from: 2019-01-01}]\n    confidence: high",
        "warning",
        "the spell from 2019-01-01 lies outside the instrument's own spells",
    ),
    (", checked: 2026-11-23", "", "warning", "needs the day it was checked"),
    (
        '{url: "https://example.org/policy", seen: described, checked: 2026-11-23}',
        "{seen: recalled}",
        "notice",
        "no source was read: only recalled",
    ),
    ("age > 20", "age > 21", "notice", "answers take `confidence: high` for medium"),
    (
        '{url: "https://example.org/policy", seen: described, checked: 2026-11-23}',
        "{seen: recalled}",
        "notice",
        "answers take `confidence: high` for low: no source was read",
    ),
    ("norms:\n", "terms: {grown: age > 17}\nnorms:\n", "warning", "the term grown is not used"),
    ("marfa_festival OR age", "age", "warning", "no condition asks for the fact marfa_festival"),
    (
        "    confidence: high",
        "    defeats: [us/tx/marfa/policy#ask]\n    confidence: high",
        "warning",
        "cannot defeat or yield to itself",
    ),
    ("Marfa Police Policy 7", "Marfa Police Policy 7", "notice", "eyecite reads no citation"),
    (
        "{age: 10}",
        "{convicted_serious_felony: true, convicted_felony: false}",
        "error",
        "convicted_serious_felony=true contradicts convicted_felony=false",
    ),
    (
        '"Is it during the festival?"}',
        '"Is it during the festival?", implies: minor AND NOT minor}',
        "error",
        "marfa_festival can never be true",
    ),
    (
        "place:marfa\n    who",
        "place:marfaa\n    who",
        "warning",
        "Is it spelled right?",
    ),
]


SURE = [
    ("seen: described", "seen: copy"),
    ("seen: described", "seen: official"),
    ("confidence: high", "confidence: medium"),
]


OWN = """\
    sources: [{url: "https://example.org/code", seen: copy, checked: 2026-11-24}]
    confidence: high"""


def test_a_norm_rests_on_sources_of_its_own_alone(tmp_path: Path) -> None:
    """The instrument's are only described: they count for it no more, nor does it for them."""
    corpus = Corpus.load(marfa(tmp_path, "    confidence: high", OWN))
    norm = corpus.norm("us/tx/marfa/policy#ask")
    assert (norm.seen, norm.confidence) == ("copy", "high")
    cited = {one.address: one for one in corpus.sources("Marfa, TX").sources}
    assert cited["https://example.org/code"].norms == (norm.id,)
    assert cited["https://example.org/policy"].norms == ()
    assert cited["https://example.org/policy"].instruments == ("us/tx/marfa/policy",)
    decision = corpus.ask("Marfa, TX", "inquire_status", who="police", on="2021-01-01", age=10)
    assert [decision.reasons[0].considered.citation.url] == ["https://example.org/code"]


def test_a_source_of_a_norm_needs_its_day(tmp_path: Path) -> None:
    undated = OWN.replace(", checked: 2026-11-24", "")
    found = check(marfa(tmp_path, "    confidence: high", undated))
    assert [(f.line, f.norm, f.field) for f in found if "day it was checked" in f.message] == [
        (13, "ask", "sources")
    ]


@pytest.mark.parametrize(("old", "new"), SURE)
def test_who_has_read_the_text_may_be_sure(tmp_path: Path, old: str, new: str) -> None:
    found = check(marfa(tmp_path, old, new))
    assert not [f for f in found if f.field == "confidence"]


def check(root: Path) -> list[Finding]:
    shipped = [file for file in read_folder(SHIPPED) if file.name == "vocabulary.yaml"]
    return check_law(overlay(shipped, read_folder(root)))


@pytest.mark.parametrize(("old", "new", "severity", "words"), ODD)
def test_what_is_odd_is_found(
    tmp_path: Path, old: str, new: str, severity: str, words: str
) -> None:
    found = [f for f in check(marfa(tmp_path, old, new)) if words in f.message]
    assert [f.severity for f in found] == [severity]


def test_a_fact_that_only_ends_a_presumption_is_asked_for(tmp_path: Path) -> None:
    old = "facts:\n  marfa_festival: {type: bool, presume: false,"
    new = (
        'facts:\n  marfa_parade: {type: bool, ask: "Is there a parade?"}\n'
        '  marfa_festival: {type: bool, presume: false, presume_unless: "marfa_parade",'
    )
    found = check(marfa(tmp_path, old, new))
    assert "no condition asks for the fact marfa_parade" not in [f.message for f in found]


def test_rulings(tmp_path: Path) -> None:
    late = RULING.replace("enjoined, from: 2022-01-01, to: 2022-02-01", "revived, from: 2022-01-01")
    none = RULING.replace("marfa-v-texas", "texas-v-marfa").replace(
        "effects:\n  - {norm: us/tx/marfa/policy#ask, effect: enjoined, from: 2022-01-01, "
        "to: 2022-02-01}",
        "effects: []",
    )
    marfa(tmp_path, "[{from: 2020-02-01}]", "[{from: 2020-02-01, to: 2021-01-01}]")
    write(tmp_path, {"us/courts/marfa-v-texas.yaml": late, "us/courts/texas-v-marfa.yaml": none})
    messages = [f.message for f in check(tmp_path) if f.file.startswith("us/courts/")]
    assert "us/tx/marfa/policy#ask ended on 2021-01-01, before the effect of 2022-01-01" in messages
    assert "us/tx/marfa/policy#ask is revived, but no ruling had taken it out" in messages
    assert "the ruling has no effect on any norm" in messages


def test_the_shipped_corpus_has_no_error() -> None:
    found = check_law(read_folder(SHIPPED))
    assert not [str(f) for f in found if f.severity == "error"]
    assert {f.severity for f in found} == {"warning", "notice"}


def test_a_single_file_is_checked_with_the_vocabulary_of_its_corpus(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (SHIPPED / "vocabulary.yaml").read_text(encoding="utf-8")
    marfa(tmp_path, "who: [police]", "who: [port]")
    file = tmp_path / "us/tx/marfa/policy.yaml"
    assert _check(file) == 2
    assert "There is no agency kind 'port'" in capsys.readouterr().out
    write(tmp_path, {"vocabulary.yaml": words.replace("who:\n", "who:\n  port: a port\n", 1)})
    _check(file)
    assert "agency kind" not in capsys.readouterr().out


def test_what_own_words_break_elsewhere_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (SHIPPED / "vocabulary.yaml").read_text(encoding="utf-8")
    assert "  college:\n" in words
    renamed = words.replace("  college:\n", "  academy:\n", 1)
    write(tmp_path, {"vocabulary.yaml": renamed})
    assert _check(tmp_path / "vocabulary.yaml") == 2
    assert "There is no agency kind 'college'" in capsys.readouterr().out


def _check(path: Path) -> int:
    with pytest.raises(typer.Exit) as caught:
        run([path])
    return caught.value.exit_code


def test_every_definition_has_its_spanish(corpus: Corpus) -> None:
    known = corpus.lawbook.vocabulary.translations["es"]
    told = [says for one in corpus.lawbook.instruments.values() for says in one.defines.values()]
    assert told
    assert [says for says in told if says not in known] == []
    assert [says for says in told if says[0].isupper() or says.endswith(".")] == []
