"""From law to effect, on the law as it is coded and outcomes drawn for the test."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from safehavens import Corpus
from safehavens.cli.app import app
from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.nouns import BadEvaluation
from safehavens.evaluate.planning import compare_plans, read_plan
from safehavens.evaluate.report.evaluation_data import make_data
from safehavens.evaluate.report.markdown import write_markdown
from safehavens.evaluate.report.report_folder import write_report
from tests.evaluate.samples import make_series

LAW = "hold_clean = 'prohibited'"
CHOICES = {"searched": "none", "draws": 99, "controls": "never", "window": (-4, 2)}


def states(corpus: Corpus) -> list[str]:
    return [one.id for one in corpus.gazetteer.states() if len(one.fips or "") == 2][:51]


def table(corpus: Corpus, effect: float = 0.0, noise: float = 0.02, seed: int = 0) -> pa.Table:
    """A row a state and year, 2000 to 2020, with an effect for whoever surely met the law."""
    ids = states(corpus)
    years = list(range(2000, 2021))
    adopted = {
        row["place"]: row["adopted"]
        for row in corpus.adoption(LAW, ids, start="2000", end="2020", searched="none").to_pylist()
    }
    values = noise * make_series(np.random.default_rng(seed), len(ids), len(years))
    for row, place in enumerate(ids):
        day = adopted[place]
        if day is not None:
            values[row] += effect * (np.array(years) > day.year)
    return pa.table(
        {
            "place": np.repeat(ids, len(years)),
            "year": np.tile(years, len(ids)),
            "y": values.ravel(),
        }
    )


def rows_of(drawn: pa.Table):
    return zip(*(drawn[name].to_pylist() for name in ("place", "year", "y")), strict=True)


@pytest.fixture(scope="module")
def outcome(corpus: Corpus) -> pa.Table:
    return table(corpus, effect=1.0)


@pytest.fixture(scope="module")
def found(corpus: Corpus, outcome: pa.Table) -> Evaluation:
    return corpus.evaluate(LAW, outcome, "y", **CHOICES)


def test_a_planted_effect_is_found(found: Evaluation) -> None:
    assert found.estimation is not None
    assert found.estimation.headline.effect == pytest.approx(1.0, abs=0.15)
    assert found.estimation.permutation is not None
    assert found.estimation.permutation.p < 0.05
    treated = {one.name: one.cohort for one in found.design.roles if one.role == "treated"}
    assert "California" in treated
    assert found.design.name(treated["California"] or 0) == "2014"  # from January 1, 2014
    assert found.design.name(treated["Illinois"] or 0) == "2018"  # August 28, 2017: its next year


def test_findings_come_before_figures(found: Evaluation) -> None:
    text = write_markdown(found)
    assert text.index("## Read this first") < text.index("## Average effect")
    assert "not legal advice" in text


def test_clean_controls_had_none_of_the_law(corpus: Corpus, outcome: pa.Table) -> None:
    clean = corpus.plan_evaluation(LAW, outcome, "y", searched="none")
    (finding,) = [one for one in clean.findings if one.code == "controls-not-clean"]
    assert "Rhode Island" in finding.says
    roles = {one.name: one for one in clean.design.roles}
    assert roles["Rhode Island"].role == "left out"
    assert "depends" in roles["Rhode Island"].reason
    never = corpus.plan_evaluation(LAW, outcome, "y", **CHOICES)
    assert {one.name: one.role for one in never.design.roles}["Rhode Island"] == "control"


def test_places_not_searched_are_never_controls(corpus: Corpus, outcome: pa.Table) -> None:
    found = corpus.plan_evaluation(LAW, outcome, "y", controls="never")
    searched = corpus.adoption(LAW, states(corpus), start="2000", end="2020").to_pylist()
    known = {row["place"] for row in searched if row["ever"] is False}
    late = {one.place for one in found.design.roles if "only after the last period" in one.reason}
    assert {one.place for one in found.design.roles if one.role == "control"} == known | late
    assert any(one.code == "not-searched" for one in found.findings)


def test_every_part_is_a_table(found: Evaluation, alone: Evaluation) -> None:
    tables = found.tables
    named = {"design", "estimates", "event-study", "sensitivity", "leave-one-out",
             "specifications", "published", "findings"}  # fmt: skip
    assert named <= set(tables)
    assert set(alone.tables) == set(tables)
    assert tables["design"].num_rows == len(found.design.roles)
    assert tables["estimates"].num_rows > 3
    assert found.estimation is not None
    assert tables["event-study"].num_rows == len(found.estimation.points)
    assert tables["leave-one-out"].num_rows == found.design.treated_clusters
    assert alone.tables["synthetic-ranks"].num_rows == 1
    assert alone.tables["estimates"].num_rows == 0


def test_bounds_by_smoothness_widen_as_slopes_may_change(found: Evaluation) -> None:
    rows = [r for r in found.tables["sensitivity"].to_pylist() if r["method"] == "smoothness"]
    assert [row["bound"] for row in rows] == [0.0, 1.0]
    straight, bent = rows
    assert straight["slope"] == 0
    assert straight["high"] - straight["low"] < bent["high"] - bent["low"]
    text = write_markdown(found)
    assert "0 (straight trends)" in text
    assert "Change of slope, times the largest before it" in text


def test_a_plan_uses_no_outcome_after_the_law(corpus: Corpus, outcome: pa.Table) -> None:
    """Every outcome of a treated place after treatment may change: the plan stays the same."""
    plan = corpus.plan_evaluation(LAW, outcome, "y", **CHOICES)
    cohorts = {one.place: one.cohort for one in plan.design.roles if one.role == "treated"}
    changed = [
        value + 1000 * (place in cohorts and year >= int(plan.design.name(cohorts[place])))
        for place, year, value in rows_of(outcome)
    ]
    other = outcome.set_column(2, "y", pa.array(changed))
    again = corpus.plan_evaluation(LAW, other, "y", **CHOICES)
    assert again.plan == plan.plan
    assert plan.estimation is None
    assert plan.tables["estimates"].num_rows == 0


def test_a_run_says_whether_it_kept_to_its_plan(corpus: Corpus, outcome: pa.Table) -> None:
    plan = corpus.plan_evaluation(LAW, outcome, "y", **CHOICES).plan
    kept = read_plan(json.dumps({"settled": plan.settled, "digest": plan.digest}))
    assert (
        compare_plans(kept, corpus.plan_evaluation(LAW, outcome, "y", **CHOICES).plan.settled) == []
    )
    other = corpus.plan_evaluation(LAW, outcome, "y", **{**CHOICES, "timing": "any"}).plan
    told = " ".join(compare_plans(kept, other.settled))
    assert "places have another role or period" in told
    assert "timing" in told
    with pytest.raises(BadEvaluation, match="changed after it was made"):
        read_plan(json.dumps({"settled": other.settled, "digest": plan.digest}))
    with pytest.raises(BadEvaluation, match="cannot be read"):
        read_plan("[]")


@pytest.fixture(scope="module")
def alone(corpus: Corpus, outcome: pa.Table) -> Evaluation:
    return corpus.evaluate(LAW, outcome, "y + 5", only=["California"], **CHOICES)


def test_one_treated_place_gets_a_synthetic_control(alone: Evaluation) -> None:
    (study,) = alone.synthetic
    assert study.name == "California"
    assert alone.estimation is None
    assert study.ranks.treated.effect == pytest.approx(1.0, abs=0.25)
    assert study.ranks.p_ratio < 0.1


def test_trends_before_the_law_stop_everything(corpus: Corpus) -> None:
    """No effect, but treated states had been falling for years: nothing is identified."""
    drawn = table(corpus, noise=0.005)
    plan = corpus.plan_evaluation(LAW, drawn, "y", **CHOICES)
    treated = {one.place for one in plan.design.roles if one.role == "treated"}
    falling = [
        value - 0.05 * (year - 2000) * (place in treated) for place, year, value in rows_of(drawn)
    ]
    found = corpus.evaluate(LAW, drawn.set_column(2, "y", pa.array(falling)), "y", **CHOICES)
    assert not found.identified
    assert found.findings[0].code == "trends"
    assert make_data(found)["headline"].startswith("Not identified")


def test_the_same_seed_gives_the_same_bytes(
    corpus: Corpus, outcome: pa.Table, found: Evaluation, tmp_path: Path
) -> None:
    write_report(found, tmp_path / "one")
    write_report(corpus.evaluate(LAW, outcome, "y", **CHOICES), tmp_path / "two")
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert {"report.html", "plan.json", "estimates.parquet", "datapackage.json"} <= {*files}
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_report_can_be_made_again_without_safehavens(
    found: Evaluation, alone: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, made in (("all", found), ("one", alone)):
        write_report(made, tmp_path / name)
        script = (tmp_path / name / "replicate.py").read_text()
        assert "safehavens" not in script.replace("ocd-division", "")
        monkeypatch.chdir(tmp_path / name)
        runpy.run_path("replicate.py")


def test_a_package_names_every_file_with_its_digest(
    corpus: Corpus, found: Evaluation, tmp_path: Path
) -> None:
    import hashlib

    write_report(found, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text())
    assert package["corpus"] == corpus.version
    for resource in package["resources"]:
        content = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    written = {path.name for path in tmp_path.iterdir()} - {"datapackage.json"}
    assert {resource["path"] for resource in package["resources"]} == written


def test_json_has_no_nan(corpus: Corpus, outcome: pa.Table) -> None:
    found = corpus.plan_evaluation(LAW, outcome, "y")
    json.dumps(make_data(found), allow_nan=False)


@pytest.mark.parametrize(
    ("law", "y", "more", "says"),
    [
        ("hold_claen = 'prohibited'", "y", {}, "hold_clean"),
        ("nonsense", "y", {}, "nonsense"),
        (LAW, "x", {}, "has no column 'x'"),
        (LAW, "y", {"start": "2030"}, "begins"),
        (LAW, "y", {"start": "soon"}, "'soon' is not a valid period"),
        (LAW, "y", {"start": "2000", "end": "2001"}, "needs at least 3"),
        (LAW, "y", {"end": "2005"}, "No place is treated"),
        (LAW, "y", {"controls": "some"}, "allowed: clean, never, not-yet"),
        (LAW, "y", {"timing": "late"}, "allowed: first-full, any, half"),
        (LAW, "y", {"searched": "some"}, "allowed: all, state, none"),
        (LAW, "y", {"cluster": "city"}, "allowed: law, state, place"),
        (LAW, "y", {"estimators": ["ols"]}, "allowed: callaway-santanna"),
        (LAW, "y", {"draws": 5}, "between 99 and"),
        (LAW, "y", {"window": (1, 5)}, "-8:5"),
        (LAW, "y", {"seed": -1}, "seed is -1"),
        (LAW, "y", {"covariates": ["z"]}, "has no column 'z'"),
        (LAW, "y", {"only": ["Texas"]}, "No place is treated"),
    ],
)  # fmt: skip
def test_what_cannot_be_evaluated_gets_one_sentence(
    corpus: Corpus, outcome: pa.Table, law: str, y: str, more: dict, says: str
) -> None:
    with pytest.raises(BadEvaluation) as error:
        corpus.evaluate(law, outcome, y, **{"searched": "none", **more})
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_the_command_writes_a_report(
    outcome: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pq.write_table(outcome, tmp_path / "t.parquet")
    monkeypatch.chdir(tmp_path)
    command = [
        "evaluate", LAW, "--outcome", "t.parquet", "--y", "y", "--searched", "none", "--draws",
        "99", "--window", "-4:2", "--estimators", "imputation",
    ]  # fmt: skip
    plan = CliRunner().invoke(app, [*command, "--plan", "-o", "plan"])
    assert plan.exit_code == 0, plan.stderr
    assert "with a chance of 80%" in re.sub(r"\s+", " ", plan.stdout)
    assert not (tmp_path / "plan" / "sample.parquet").exists()
    run = CliRunner().invoke(app, [*command, "--follows", "plan/plan.json", "-o", "out"])
    assert run.exit_code == 0, run.stderr
    assert "This run kept to its plan." in run.stdout
    assert run.stdout.index("Read this first") < run.stdout.index("Callaway")
    page = (tmp_path / "out" / "report.html").read_text()
    assert page.count("<svg") >= 3
    treated = (tmp_path / "out" / "treated.svg").read_text()
    assert treated in page
    assert "treated: 10" in treated
    assert "left out:" in treated
    assert (tmp_path / "out" / "event-study.png").stat().st_size > 5_000


def test_the_command_refuses_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "safehavens", "evaluate", LAW, "--outcome", "no.csv", "--y", "y"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.strip().count("\n") == 0
    assert "no.csv" in done.stderr
    assert list(tmp_path.iterdir()) == []
