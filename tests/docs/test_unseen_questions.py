"""Questions of readers who had not seen the coding: what was right stays right."""

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
JUDGED_SECOND = (*JUDGED, "either")
SOURCES_SIXTH = ("text", "summary", "knowledge")
SOURCES_SEVENTH = (("text", "quoted"), ("text",), ("summary",), ("knowledge",))


def read_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ROWS = read_rows("2026-11-30.csv")
SECOND = read_rows("2026-11-30-second.csv")
THIRD = read_rows("2026-11-30-third.csv")
FOURTH = read_rows("2026-11-30-fourth.csv")
FIFTH = read_rows("2026-12-01-fifth.csv")
SIXTH = read_rows("2026-12-01-sixth.csv")
SEVENTH = read_rows("2026-12-01-seventh.csv")
EIGHTH = read_rows("2026-12-01-eighth.csv")
NINTH = read_rows("2026-12-01-ninth.csv")
LATER = SECOND + THIRD + FOURTH + FIFTH + SIXTH + SEVENTH + EIGHTH + NINTH
PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")


def read_value(text: str) -> bool | int | str:
    if text in {"True", "False"}:
        return text == "True"
    return int(text) if text.isdigit() else text


def count(rows: list[dict[str, str]], column: str, judged: tuple[str, ...]) -> str:
    """The cells of a row of the page's table."""
    counts = Counter(row[column] for row in rows)
    return " | ".join(str(counts[one]) for one in judged)


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS + LATER if row["judged"] == "right"],
    ids=lambda row: row["number"],
)
def test_what_was_judged_right_is_still_answered_so(corpus: Corpus, row: dict[str, str]) -> None:
    action, who, *given = row["asked"].split()
    facts = {name: read_value(value) for name, _, value in (one.partition("=") for one in given)}
    assert (
        corpus.verdict(row["place"], action, who=who, on=row["day"], facts=facts) == row["verdict"]
    )


def test_the_page_has_the_figures_of_the_rows() -> None:
    assert {row["judged"] for row in ROWS} <= set(JUDGED)
    assert {row["judged"] for row in LATER} <= set(JUDGED_SECOND)
    for rows, column in (
        (ROWS[:100], "judged_first"),
        (ROWS[:100], "judged"),
        (ROWS[100:], "judged"),
    ):
        assert count(rows, column, JUDGED) in PAGE
    quoted = [row for row in SECOND if row["source"] in {"text", "quoted"}]
    read = [row for row in SECOND if row["source"] == "text"]
    seen = [row for row in THIRD if row["source"] in {"text", "description"}]
    known = [row for row in FOURTH if row["source"] in {"text", "quoted"}]
    texts = [row for row in FOURTH if row["source"] == "text"]
    excerpts = [row for row in FIFTH if row["source"] in {"text", "quoted"}]
    own = [row for row in FIFTH if row["source"] == "text"]
    recalled = [row for row in FIFTH if row["source"] == "general"]
    fifth = (FIFTH, excerpts, own, recalled)
    sixth = (SIXTH, *([row for row in SIXTH if row["source"] == kind] for kind in SOURCES_SIXTH))
    seventh = [SEVENTH]
    seventh += [[row for row in SEVENTH if row["source"] in kinds] for kinds in SOURCES_SEVENTH]
    ninth = (NINTH, *([row for row in NINTH if row["source"] == kind] for kind in SOURCES_SIXTH))
    earlier = (SECOND, quoted, read, THIRD, seen, FOURTH, known, texts)
    for rows in (*earlier, *fifth, *sixth, *seventh, EIGHTH, *ninth):
        for column in ("judged_first", "judged"):
            assert f"| {count(rows, column, JUDGED_SECOND)} |" in PAGE


def test_what_is_right_is_the_readers_verdict() -> None:
    for row in LATER:
        for column, verdict in (("judged_first", "verdict_first"), ("judged", "verdict")):
            right = row[column] == "right"
            assert right == row["answer"].startswith(row[verdict]), row["number"]


def test_a_row_that_could_not_be_asked_says_why() -> None:
    assert all(row["why"] for row in ROWS + LATER if row["judged"] != "right")
    assert all(row["asked"] or row["judged"] == "no-word" for row in ROWS + LATER)
