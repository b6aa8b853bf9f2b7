"""Adoption: first days with their bounds, cohorts, what is not known, reversals and kinds."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from safehavens import BadRequest, Corpus
from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture

ILLINOIS = "ocd-division/country:us/state:il"
COOK = f"{ILLINOIS}/county:cook"
PROBES = """\
probes:
  hold: {says: A hold., who: jail, action: hold}
  tell: {says: Notice., who: jail, action: notify_release}
"""
HELD = "hold = 'prohibited'"
COVERAGE = "place,domain,back_to,through,depth,queries,came,note\n"


def law(*spells: dict[str, Any], kind: str = "ordinance", **more: Any) -> dict[str, Any]:
    """An ordinance of Cook County against holds, in force as told."""
    return {
        "id": "us/il/cook/act", "title": "Act", "kind": kind, "issuer": COOK,
        "citation": "Act 1", "in_force": list(spells), "sources": [{"seen": "recalled"}],
        "norms": [{"id": "hold", "cite": "§ 1", "says": "A rule.", "who": ["jail"],
                   "action": "hold", "modality": "must_not", "confidence": "high"}],
        **more,
    }  # fmt: skip


def adopt(
    folder: Path,
    *files: dict[str, Any],
    searched: tuple[str, ...] = (),
    of_searched: str | None = None,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of Cook County from 2005 to 2015 under some law, and its spells."""
    (folder / "probes.yaml").write_text(PROBES)
    later = law({"from": "2016-01-01"})  # so that the days up to then are answered
    later["id"] = "us/il/cook/later"
    later["norms"][0]["action"] = "notify_release"
    for file in (*files, later):
        path = folder / f"{file['id']}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(file), "utf-8")
    if searched:
        (folder / "coverage").mkdir(exist_ok=True)
        (folder / "coverage" / "all.csv").write_text(COVERAGE + "".join(searched))
    corpus = Corpus.load(folder)
    ask = {"places": COOK, "start": "2005", "end": "2015"}
    if of_searched is not None:
        ask["searched"] = of_searched
    (row,) = corpus.adoption(HELD, **ask).to_pylist()
    return row, corpus.adoption(HELD, spells=True, **ask).to_pylist()


def search(place: str, back_to: str, through: str) -> str:
    came = "coded" if place == COOK else "none_found"
    return f"{place},custody,{back_to},{through},copies,read,{came},\n"


EVERYWHERE = tuple(
    search(place, "2000-01-01", "2020-01-01")
    for place in ("ocd-division/country:us", ILLINOIS, COOK)
)


def test_a_day_that_is_known(tmp_path: Path) -> None:
    row, spells = adopt(tmp_path, law({"from": "2010-03-05", "to": "2012-07-01"}))
    assert row["adopted"] == row["adopted_earliest"] == date(2010, 3, 5)
    assert row["ended"] == row["ended_latest"] == date(2012, 7, 1)
    assert (row["ever"], row["reversed"], row["already"]) == (True, True, False)
    assert (row["kind"], row["began"]) == ("ordinance", "begins us/il/cook/act#hold")
    (spell,) = spells
    assert (spell["start"], spell["end"]) == (row["adopted"], row["ended"])
    assert spell["censored"] is None


def test_a_day_between_bounds(tmp_path: Path) -> None:
    row, _ = adopt(tmp_path, law({"from": {"after": "2008-12-01", "by": "2010-02-01"}}))
    assert row["adopted"] == date(2010, 2, 1)
    assert row["adopted_earliest"].year == 2008
    assert (row["cohort_earliest"], row["cohort_latest"]) == (None, 2010)  # nobody searched
    assert row["reversed"] is False


def test_a_day_of_which_only_the_latest_is_known(tmp_path: Path) -> None:
    row, (spell,) = adopt(tmp_path, law({"from": {"by": "2010-02-01"}}), searched=EVERYWHERE)
    assert (row["adopted"], row["adopted_earliest"]) == (date(2010, 2, 1), None)
    assert (row["cohort_earliest"], row["cohort_latest"]) == (None, 2010)
    assert (row["censored"], spell["censored"]) == ("left", "both")


def test_cohorts_where_all_was_searched(tmp_path: Path) -> None:
    bounds = {"from": {"after": "2008-12-01", "by": "2010-02-01"}}
    row, _ = adopt(tmp_path, law(bounds), searched=EVERYWHERE)
    assert (row["cohort_earliest"], row["cohort_latest"], row["searched"]) == (2008, 2010, True)


def test_never_is_known_only_where_it_was_searched(tmp_path: Path) -> None:
    other = law({"from": "2001-01-01"}, kind="ordinance")
    other["norms"][0]["action"] = "notify_release"
    row, spells = adopt(tmp_path / "a", other) if (tmp_path / "a").mkdir() is None else ({}, [])
    assert (row["cohort_earliest"], row["cohort_latest"], row["ever"]) == (None, None, None)
    assert (row["searched"], row["censored"], spells) == (False, "right", [])
    (tmp_path / "b").mkdir()
    row, _ = adopt(tmp_path / "b", other, searched=EVERYWHERE)
    assert (row["cohort_earliest"], row["cohort_latest"], row["ever"]) == (0, 0, False)
    assert row["searched"] is True
    late = (*EVERYWHERE[:2], search(COOK, "2006-01-01", "2020-01-01"))
    (tmp_path / "c").mkdir()
    row, _ = adopt(tmp_path / "c", other, searched=late)
    assert (row["ever"], row["searched"]) == (None, False)
    row, _ = adopt(tmp_path / "c", other, searched=late, of_searched="state")
    assert row["ever"] is False
    row, _ = adopt(tmp_path / "a", other, of_searched="none")
    assert (row["ever"], row["searched"]) == (False, False)  # taken so, and not so


def test_before_the_window(tmp_path: Path) -> None:
    row, (spell,) = adopt(tmp_path, law({"from": "2001-01-01"}), searched=EVERYWHERE)
    assert (row["adopted"], row["adopted_earliest"]) == (date(2005, 1, 1), None)
    assert (row["already"], row["censored"], row["ever"]) == (True, "left", True)
    assert (row["cohort_earliest"], row["cohort_latest"]) == (None, 2005)
    assert (row["kind"], row["began"]) == (None, None)
    assert (spell["censored"], spell["start_earliest"]) == ("both", None)


def test_several_spells(tmp_path: Path) -> None:
    row, spells = adopt(
        tmp_path,
        law({"from": "2006-01-01", "to": "2007-01-01"}, {"from": "2010-01-01"},
            kind="agency_policy"),
    )  # fmt: skip
    assert (row["adopted"], row["ended"], row["reversed"]) == (
        date(2006, 1, 1), date(2007, 1, 1), True,
    )  # fmt: skip
    assert [(s["start"], s["end"], s["censored"], s["kind"]) for s in spells] == [
        (date(2006, 1, 1), date(2007, 1, 1), None, "agency_policy"),
        (date(2010, 1, 1), None, "right", "agency_policy"),
    ]


def test_an_end_between_bounds(tmp_path: Path) -> None:
    bounds = {"from": "2006-01-01", "to": {"after": "2011-12-31", "by": "2013-01-01"}}
    row, _ = adopt(tmp_path, law(bounds))
    assert row["ended"].year in (2011, 2012)
    assert row["ended_latest"] == date(2013, 1, 1)
    assert row["reversed"] is True


def test_a_ruling_makes_it(tmp_path: Path) -> None:
    must = law({"from": "2001-01-01"})
    must |= {"id": "us/il/act", "issuer": ILLINOIS, "kind": "statute"}
    must["norms"] = [{**must["norms"][0], "modality": "must"}]
    ruling = {
        "id": "us/courts/lake", "title": "A v. B", "citation": "1 F.4th 1", "court": "ca7",
        "decided": "2010-06-01", "issue": "other", "held": "Held.", "outcome_for_haven": "won",
        "sources": [{"seen": "recalled"}],
        "effects": [{"norm": "us/il/act#hold", "effect": "struck", "from": "2010-06-01",
                     "scope": {"places": [COOK]}}],
    }  # fmt: skip
    row, _ = adopt(tmp_path, law({"from": "2001-01-01"}), must, ruling)
    assert row["adopted"] == date(2010, 6, 1)
    assert row["kind"] == "ruling"


def test_what_is_allowed(corpus: Corpus) -> None:
    with pytest.raises(BadRequest, match="'county' is not a valid search; allowed: all, state"):
        corpus.adoption("custody > 0", "17031", searched="county")


def test_the_command(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    ask = ["panel", "-o", str(out), "--places", "Cook County, IL", "--places", "35039",
           "--adoption", "detainer_needs_judge >= 1"]  # fmt: skip
    assert run(*ask, "--searched", "none").returncode == 0
    with out.open() as file:
        rows = {row["fips"]: row for row in csv.DictReader(file)}
    assert rows["17031"]["cohort_latest"] == rows["17031"]["cohort_earliest"] == "2011"
    assert rows["35039"]["adopted_earliest"] < rows["35039"]["adopted"]
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert package["resources"][0]["silence_counts_where_searched"] == "none"
    assert run(*ask, "--spells").returncode == 0
    with out.open() as file:
        assert next(row["start"] for row in csv.DictReader(file)) == "2011-09-07"
    wrong = run(*ask[:3], "--places", "17031", "--spells")
    assert wrong.returncode == 2
    assert "--spells and --searched go with --adoption" in " ".join(wrong.stderr.split())
