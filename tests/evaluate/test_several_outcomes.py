"""Several outcomes at once, and evaluations that are run by name."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from safehavens import Corpus
from safehavens.decide.request import BadRequest
from safehavens.evaluate.nouns import BadEvaluation
from safehavens.evaluate.report.overview import name_folders
from safehavens.evaluate.several_outcomes import NamedEvaluation, correct_for_many
from safehavens.evidence.library import shipped_evidence
from safehavens.evidence.replications import find_replication, read_replications

LAW = "hold_clean = 'prohibited'"
CHOICES = {
    "searched": "none",
    "draws": 99,
    "controls": "never",
    "estimators": ["callaway-santanna"],
    "window": (-2, 1),
}


@pytest.fixture(scope="module")
def outcomes(corpus: Corpus) -> pa.Table:
    ids = [one.id for one in corpus.gazetteer.states() if len(one.fips or "") == 2][:51]
    years = list(range(2006, 2021))
    rng = np.random.default_rng(5)
    size = len(ids) * len(years)
    return pa.table(
        {
            "place": np.repeat(ids, len(years)),
            "year": np.tile(years, len(ids)),
            "a": rng.normal(size=size),
            "b": rng.normal(10, 1, size=size),
        }
    )


def test_each_is_as_by_itself_in_any_number_of_processes(
    corpus: Corpus, outcomes: pa.Table
) -> None:
    named = {"first": "a", "second": "log(b)"}
    both = corpus.evaluate_outcomes(LAW, outcomes, named, jobs=2, **CHOICES)
    assert [one.name for one in both] == ["first", "second"]
    for one, y in zip(both, named.values(), strict=True):
        alone = corpus.evaluate(LAW, outcomes, y, **CHOICES)
        for name, table in alone.tables.items():
            if name != "findings":
                assert str(one.evaluation.tables[name].to_pydict()) == str(table.to_pydict())
        assert one.evaluation.plan == alone.plan
        assert one.evaluation.question == alone.question
        assert alone.estimation is not None
        assert alone.estimation.permutation is not None
        assert one.p == alone.estimation.permutation.p
        (many,) = [found for found in one.evaluation.findings if found.code == "many"]
        assert f"{one.q:.3f}" in many.says
        assert one.q >= one.p


def test_p_values_with_all_counted() -> None:
    """Benjamini and Hochberg by hand; one without a p-value counts for nothing."""
    given = [0.01, 0.04, math.nan, 0.03, 0.5]
    found = correct_for_many(given)
    assert found == pytest.approx([0.04, 0.16 / 3, math.nan, 0.16 / 3, 0.5], nan_ok=True)
    assert correct_for_many([0.9, 0.95]) == pytest.approx([0.95, 0.95])


def test_an_outcome_that_cannot_be_evaluated_is_named(corpus: Corpus, outcomes: pa.Table) -> None:
    with pytest.raises(BadEvaluation, match=r"^c: The table has no column 'c'"):
        corpus.evaluate_outcomes(LAW, outcomes, ["a", "c"], **CHOICES)
    with pytest.raises(BadEvaluation, match="No outcome"):
        corpus.evaluate_outcomes(LAW, outcomes, [], **CHOICES)


def test_folders_have_names_of_their_own() -> None:
    names = ("a / b * 1e5", "a - b * 1e5", "***", "Violent crime")
    several = [NamedEvaluation(name, None, 0.0, 0.0) for name in names]  # type: ignore[arg-type]
    assert name_folders(several) == ["a-b-1e5", "a-b-1e5-2", "outcome", "violent-crime"]


def test_replications_name_studies_and_run_as_plans(corpus: Corpus) -> None:
    assert set(read_replications()) >= {"sb54", "trust-act", "homicide"}
    studies = shipped_evidence().studies
    for one in read_replications().values():
        assert one.study is None or one.study in studies
        for y in one.outcomes.values():
            found = corpus.plan_evaluation(one.condition, one.outcome, y, **one.choices)
            assert found.design.count("treated") >= 1
    with pytest.raises(BadRequest, match="did you mean sb54"):
        find_replication("sb53")


def run(*words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "safehavens", "evaluate", *words]
    environment = {**os.environ, **more}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment)


def test_the_command_writes_a_page_over_all(outcomes: pa.Table, tmp_path: Path) -> None:
    """Opened in a browser of the test's own; by name, with a choice that takes a name's place."""
    pq.write_table(outcomes, tmp_path / "t.parquet")
    browser = tmp_path / "browser"
    browser.write_text('#!/bin/sh\nprintf "%s" "$1" > opened\n')
    browser.chmod(0o755)
    done = run(
        "--replicate", "homicide", "--outcome", "t.parquet", "--y", "a", "--y", "b", "--from",
        "2008", "--leave-out", "Ohio", "--draws", "99", "--estimators", "two-way", "--window",
        "-2:1", "-o", "out", "--open", "--jobs", "1", cwd=tmp_path, BROWSER=f"{browser} %s",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "q = " in done.stdout
    page = tmp_path / "out" / "report.html"
    assert (tmp_path / "opened").read_text() == page.as_uri()
    text = page.read_text()
    assert "a finding that falls apart" in text
    for folder in ("a", "b"):
        assert f'href="{folder}/report.html"' in text
        assert (tmp_path / "out" / folder / "report.html").exists()
    rows = pq.read_table(tmp_path / "out" / "outcomes.parquet").to_pylist()
    assert [row["expression"] for row in rows] == ["a", "b"]
    plan = json.loads((tmp_path / "out" / "a" / "plan.json").read_text())["settled"]
    assert plan["first"] == "2008"  # what was given
    assert plan["last"] == "2020"  # what the replication says
    left_out = pq.read_table(tmp_path / "out" / "a" / "design.parquet").to_pylist()
    assert "Ohio" in [row["name"] for row in left_out if row["role"] == "left out"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Name the law"),
        (["--replicate", "sb53"], "did you mean sb54"),
        (["--replicate", "sb54", "--open"], "-o FOLDER"),
        (["--replicate", "sb54", "--follows", "plan.json"], "give one --y"),
        (["--replicate", "sb54", "--y", "robbery", "--y", "arson", "-o", "out"], "arson: "),
    ],
)
def test_the_command_refuses_in_one_line(tmp_path: Path, words: list[str], says: str) -> None:
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.strip().count("\n") == 0
    assert list(tmp_path.iterdir()) == []
