"""What lies around a design: other law, published days, borders; each as a finding."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from safehavens import Corpus
from safehavens.evaluate.design.neighbors import find_neighbors
from safehavens.evaluate.evaluation import Evaluation
from tests.evaluate.test_evaluating import table

COUNTIES = ("harris", "dallas", "bexar", "travis", "el_paso")
US = "ocd-division/country:us"
LICENSE = "driver_licence = 'required'"
CRIME = ("fbi-ucr-state", "violent_crime / population * 1e5")


@pytest.fixture(scope="module")
def licenses(corpus: Corpus) -> Evaluation:
    return corpus.plan_evaluation(
        LICENSE, *CRIME, start="2000", end="2020", searched="none", leave_out=["Puerto Rico"]
    )


@pytest.fixture(scope="module")
def limits(corpus: Corpus) -> Evaluation:
    return corpus.plan_evaluation(
        "hold_clean = 'prohibited'",
        *CRIME,
        start="2000",
        end="2019",
        searched="none",
        controls="never",
        leave_out=["Puerto Rico"],
    )


def finding(evaluation: Evaluation, code: str) -> str:
    (found,) = [one for one in evaluation.findings if one.code == code]
    assert found.do
    return found.says


def test_days_that_differ_from_published_ones_are_named(licenses: Evaluation) -> None:
    """Illinois gave a license by leave in 2013, which `required` does not see."""
    dates = {one.name: one for one in licenses.around.dates}
    assert dates["Illinois"].differs
    assert (dates["Illinois"].here, dates["Illinois"].there) == ("never", "2013-11-28")
    assert not dates["California"].differs
    assert "Illinois (never here; 2013-11-28" in finding(licenses, "dates-differ")
    rows = licenses.tables["dates"].to_pylist()
    assert [row["differs"] for row in rows] == sorted(
        (row["differs"] for row in rows), reverse=True
    )


def test_a_condition_that_takes_leave_too_agrees_with_them(corpus: Corpus) -> None:
    plan = corpus.plan_evaluation(
        "license_any_status >= 1", *CRIME, start="2000", end="2020", searched="none"
    )
    assert {one.name for one in plan.around.dates if one.differs} <= {"Delaware"}


def test_a_bound_is_kept_as_a_bound(limits: Evaluation) -> None:
    """California's act was signed in October 2013; the coding says no more than that."""
    (california,) = [one for one in limits.around.dates if one.name == "California"]
    assert california.there == "2013-10-05 to 2014-01-31"
    assert not california.differs
    assert not [one for one in limits.findings if one.code == "dates-differ"]


def test_laws_that_came_together_are_named(limits: Evaluation) -> None:
    says = finding(limits, "bundled")
    assert "Outside this corpus: Proposition 47, which made some drug and theft" in says
    assert "2014-11-05 (California)" in says
    beside = [one for one in limits.around.other_laws if one.name == "California"]
    assert any("AB 60" in one.title for one in beside)
    adopted = {one.place: one.adopted for one in limits.design.roles}
    for one in limits.around.other_laws:
        assert abs((one.start - (adopted[one.place] or date.max)).days) <= 365
    assert not any(one.law.startswith("us/federal") for one in limits.around.other_laws)


def test_law_outside_the_corpus_counts_for_outcomes_that_may_show_it(corpus: Corpus) -> None:
    plan = corpus.plan_evaluation(
        "hold_clean = 'prohibited'",
        table(corpus),
        "y",
        searched="none",
        family="attendance",
    )
    assert not [one for one in plan.around.other_laws if one.outside]


def test_a_law_of_many_places_is_named_once(corpus: Corpus) -> None:
    state = f"{US}/state:ca/county:"
    names = ["alameda", "fresno", "kern"]
    places = [f"{state}{name}" for name in names] + [f"{US}/state:tx/county:{n}" for n in COUNTIES]
    years = range(2010, 2021)
    rows = [{"place": p, "year": y, "n": float(y)} for p in places for y in years]
    plan = corpus.plan_evaluation(
        "notify_clean = 'prohibited'", pa.Table.from_pylist(rows), "n", searched="none"
    )
    says = finding(plan, "bundled")
    assert says.count("(3 places)") == 6  # as many as a finding names
    assert "Alameda" not in says
    assert says.count("Limits on local immigration detention contracts") == 1
    assert len({one.place for one in plan.around.other_laws}) == 3


def test_law_within_the_last_period_is_not_clean(corpus: Corpus, limits: Evaluation) -> None:
    """Washington's act of May 2019 has no whole year in a window that ends with 2019."""
    clean = corpus.plan_evaluation(
        "hold_clean = 'prohibited'", *CRIME, start="2000", end="2019", searched="none"
    )
    roles = {one.name: one for one in clean.design.roles}
    assert (roles["Washington"].role, roles["Washington"].why) == ("left out", "not-clean")
    assert "within the last period" in roles["Washington"].reason
    kept = {one.name: one for one in limits.design.roles}
    assert (kept["Washington"].role, kept["Washington"].why) == ("control", "late")


def test_controls_on_the_border_are_named(limits: Evaluation) -> None:
    assert f"{US}/state:nv" in limits.around.bordering
    assert f"{US}/state:tx" not in limits.around.bordering
    assert "16 of 46 controls border a treated place" in finding(limits, "spillover")


def test_borders_go_both_ways(corpus: Corpus) -> None:
    neighbors = find_neighbors(corpus.gazetteer)
    assert all(place in neighbors[other] for place in neighbors for other in neighbors[place])
    assert neighbors[f"{US}/state:me"] == {f"{US}/state:nh"}
    assert f"{US}/state:ca/county:san_mateo" in neighbors[f"{US}/state:ca/county:san_francisco"]
    assert f"{US}/state:hi" not in neighbors


def test_places_with_one_reason_are_one_finding(limits: Evaluation) -> None:
    codes = [one.code for one in limits.findings]
    for why in ("late", "controls-not-clean"):
        assert codes.count(why) == 1
    late = [one.name for one in limits.design.roles if one.why == "late"]
    assert finding(limits, "late").startswith(f"{len(late)} places met the condition only after")


def test_borders_are_those_of_the_shapes_that_maps_draw() -> None:
    script = Path(__file__).parents[2] / "scripts" / "county_neighbors.py"
    assert subprocess.run([sys.executable, str(script), "--check"], check=False).returncode == 0


def test_every_finding_is_explained() -> None:
    """Each code that a check gives has its place in docs/evaluate.md."""
    root = Path(__file__).parents[2]
    told = (root / "docs" / "evaluate.md").read_text("utf-8")
    codes = set()
    for path in (root / "src" / "safehavens" / "evaluate").rglob("*.py"):
        codes |= set(re.findall(r'(?:Finding|_Named)\(\s*"([a-z-]+)"', path.read_text("utf-8")))
    assert {"trends", "poor-fit", "late", "bundled", "reporting"} <= codes
    assert [code for code in sorted(codes) if f"`{code}`" not in told] == []
