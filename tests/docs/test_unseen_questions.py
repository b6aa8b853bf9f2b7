"""Questions of a reader who had not seen the coding: what was right stays right."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from safehavens import Corpus

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "validation" / "unseen"
JUDGED = (
    "right", "wrong", "depends-needlessly", "depends-rightly", "no-word", "question-wrong",
)  # fmt: skip

with (FOLDER / "2026-11-30.csv").open(encoding="utf-8", newline="") as _lines:
    ROWS = list(csv.DictReader(_lines))


def read_value(text: str) -> bool | int | str:
    if text in {"True", "False"}:
        return text == "True"
    return int(text) if text.isdigit() else text


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["judged"] == "right"], ids=lambda row: row["number"]
)
def test_what_was_judged_right_is_still_answered_so(corpus: Corpus, row: dict[str, str]) -> None:
    action, who, *given = row["asked"].split()
    facts = {name: read_value(value) for name, _, value in (one.partition("=") for one in given)}
    assert (
        corpus.verdict(row["place"], action, who=who, on=row["day"], facts=facts) == row["verdict"]
    )


def test_the_page_has_the_figures_of_the_rows() -> None:
    assert {row["judged"] for row in ROWS} <= set(JUDGED)
    first = Counter(row["judged_first"] for row in ROWS[:100])
    now = Counter(row["judged"] for row in ROWS[:100])
    spares = Counter(row["judged"] for row in ROWS[100:])
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for counts in (first, now, spares):
        assert " | ".join(str(counts[judged]) for judged in JUDGED) in page


def test_a_row_that_could_not_be_asked_says_why() -> None:
    assert all(row["why"] for row in ROWS if row["judged"] != "right")
    assert all(row["asked"] or row["judged"] == "no-word" for row in ROWS)
