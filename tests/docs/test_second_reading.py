"""The second reading of the states' law: every row can be compared."""

from __future__ import annotations

import csv
import runpy
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.corpus.model import VERDICTS

ROOT = Path(__file__).resolve().parent.parent.parent
READINGS = ROOT / "validation" / "second_reading"
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "second_reading.py"))
REASONS = {"reader", "presumption", "unread", "form", "other_law"}
SEEN = {"official", "copy", "described", "recalled", ""}


def rows(name: str) -> Iterator[dict[str, str]]:
    with (READINGS / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def test_answers_are_of_the_battery(corpus: Corpus) -> None:
    battery = corpus.lawbook.battery
    assert battery is not None
    wrong = [
        row
        for row in rows("answers.csv")
        if row["question"] not in battery.probes
        or row["answer"] not in {*VERDICTS, "unknown"}
        or row["seen"] not in SEEN
    ]
    assert not wrong
    assert sum(1 for _ in rows("answers.csv")) > 2_700


def test_questions_name_what_the_vocabulary_has(corpus: Corpus) -> None:
    vocabulary = corpus.lawbook.vocabulary
    for row in rows("questions.csv"):
        assert row["action"] in vocabulary.actions, row
        assert row["who"] in vocabulary.who, row
        assert row["expect"] in VERDICTS, row
        assert date.fromisoformat(row["on"])


@pytest.mark.parametrize(
    ("since", "until", "day"),
    [
        ("2010", "2012", date(2011, 1, 1)),
        ("2010-03", "2010-05", date(2010, 3, 31)),
        ("2010-03-01", "2010-03-01", date(2010, 3, 1)),
    ],
)
def test_the_day_asked_lies_inside_the_spell(since: str, until: str, day: date) -> None:
    assert SCRIPT["choose_day"](since, until) == day


def test_the_page_names_where_the_rows_are() -> None:
    page = (READINGS / "README.md").read_text(encoding="utf-8")
    assert "scripts/second_reading.py" in page


def test_a_state_is_compared() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "second_reading.py"), "--state", "MI", "--rows"],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    mi = [row for row in rows("answers.csv") if row["state"] == "MI"]
    known = sum(row["answer"] != "unknown" for row in mi)
    assert f" of {known} agree; {len(mi) - known} not known to the reader" in done.stdout
    assert "Readers' own requests: " in done.stdout


def test_what_is_settled_has_one_of_the_reasons() -> None:
    for file in sorted((READINGS / "settled").glob("*.csv")):
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            assert row["because"] in REASONS, (file.name, row)
            assert len(row["reason"]) > 10, (file.name, row)


def test_nothing_is_settled_that_does_not_differ() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "second_reading.py")],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no difference is left" not in done.stdout, done.stdout


def test_a_state_that_was_not_read_is_told() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "second_reading.py"), "--state", "ZZ"],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 2
    assert "ZZ has not been read; these have: AK, " in done.stderr
