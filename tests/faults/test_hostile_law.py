"""Law that asks for too much is refused in a sentence, soon; large honest law is answered."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.compare.lint.lint import lint
from safehavens.corpus.errors import LawError
from safehavens.corpus.reading.forms import law_bounds
from tests.faults.hostile_law import ANSWERED, FILE, QUESTION, REFUSED, write_law

SOON = 60
"""Seconds, on a busy machine; a quiet one takes less than five."""


@pytest.mark.parametrize("kind", REFUSED)
def test_what_asks_for_too_much_is_refused_in_a_sentence(tmp_path: Path, kind: str) -> None:
    text, says = REFUSED[kind]
    law = write_law(tmp_path, text)
    began = time.monotonic()
    with pytest.raises(LawError) as caught:
        Corpus.load(law).ask(*QUESTION, who="police", on="2024-01-01")
    told = str(caught.value)
    assert says in told
    assert f"{FILE}:" in told
    assert len(told) < 30_000
    assert len(caught.value.findings) <= 102
    assert max(len(str(finding)) for finding in caught.value.findings) < 600
    assert time.monotonic() - began < SOON


@pytest.mark.parametrize("kind", ANSWERED)
def test_large_honest_law_is_answered(tmp_path: Path, kind: str) -> None:
    corpus = Corpus.load(write_law(tmp_path, ANSWERED[kind]))
    decision = corpus.ask(*QUESTION, who="police", on="2024-01-01")
    assert decision.verdict in ("prohibited", "depends")
    assert any(reason.norm.startswith("us/md/testtown/t#") for reason in decision.reasons)


def test_lint_ends_on_meanings_that_double(tmp_path: Path) -> None:
    corpus = Corpus.load(write_law(tmp_path, ANSWERED["facts that mean twice"]))
    findings = lint(corpus.engine, date(2024, 1, 1))
    assert {finding.file for finding in findings} <= {FILE}


def test_a_vocabulary_that_lacks_words_is_told_soon(tmp_path: Path) -> None:
    law = write_law(tmp_path, "actions: {}\nwho: {}\n", "vocabulary.yaml")
    began = time.monotonic()
    with pytest.raises(LawError, match=r"vocabulary\.yaml:1: error: field facts: is missing"):
        Corpus.load(law, over=True)
    assert time.monotonic() - began < SOON


def test_the_bounds_are_those_that_security_md_tells() -> None:
    told = Path("SECURITY.md").read_text("utf-8").partition("## Bounds on law")[2]
    bounds = {name: value for name, value in vars(law_bounds).items() if name.isupper()}
    bytes_told = {2**22: "4 MiB", 2**26: "64 MiB", 2**30: "1 GiB"}
    for name, value in bounds.items():
        if name != "MOST_ERRORS":
            assert bytes_told.get(value, f"{value:,}") in told, name
    assert len(bounds) == 18
