"""`safehavens where`: the places that give an answer are those that give it when asked alone."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.corpus.model import BASES, VERDICTS
from safehavens.decide.request import BadRequest
from safehavens.pictures.maps.answer_map import AnswerMap
from safehavens.pictures.maps.county_svg import Patch
from safehavens.wording.languages import ENGLISH
from tests.cli.conftest import Run

HOLD = ("where", "hold", "--who", "jail", "--on", "2024-05-01", "warrant=administrative")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.load()


def test_the_places_are_those_that_give_the_answer_alone(corpus: Corpus) -> None:
    ask = {"who": "jail", "on": "2024-05-01"}
    found = corpus.where("hold", verdict="prohibited", **ask, warrant="administrative")
    places = {place.place: place for place in found.places}
    counties = [
        place for place in corpus.gazetteer.counties() if "/planning_region:" not in place.id
    ]
    for place in [*corpus.gazetteer.states(), *counties[::101]]:
        alone = corpus.ask(place.id, "hold", **ask, warrant="administrative")
        assert (place.id in places) == (alone.verdict == "prohibited"), place.name
        if place.id in places:
            listed = places[place.id]
            assert listed.basis == alone.basis == "rule"
            assert set(listed.deciding) == {reason.norm for reason in alone.because}


def test_verdicts_and_bases_divide_the_places(corpus: Corpus) -> None:
    def count(verdict: str, basis: str | None = None) -> int:
        answer = corpus.where("inquire_status", who="police", verdict=verdict, basis=basis,
                              on="2020-01-01", levels=["state"])  # fmt: skip
        return answer.levels[0].places

    by_verdict = {verdict: count(verdict) for verdict in VERDICTS}
    assert sum(by_verdict.values()) == len(corpus.gazetteer.states())
    assert sum(count("permitted", basis) for basis in BASES) == by_verdict["permitted"]


def test_shares_are_of_the_people_of_the_level(corpus: Corpus) -> None:
    answer = corpus.where("hold", who="jail", verdict="prohibited", on="2024-05-01",
                          warrant="administrative")  # fmt: skip
    state, county, place = answer.levels
    states = [one for one in answer.places if one.level == "state"]
    assert state.people == sum(one.population or 0 for one in states)
    everybody = sum(one.population or 0 for one in corpus.gazetteer.states())
    assert state.share == pytest.approx(state.people / everybody, abs=1e-4)
    assert county.share is not None
    assert county.share >= state.share  # a county's own law adds to its state's
    assert place.share is None
    assert place.places < place.asked


def test_the_list_by_level_and_state(run: Run) -> None:
    text = " ".join(run(*HOLD, "--verdict", "prohibited").stdout.split())
    for words in (
        "jail, hold: prohibited, law of May 1, 2024",
        "States and territories: 9 of 56",
        "• California: all 58",
        "Cities and other places with law of their own",
        "whether or not it has such an agency",
    ):
        assert words in text, words


def test_permitted_is_told_by_what_it_rests_on(run: Run) -> None:
    shown = run(*HOLD, "--verdict", "permitted", "--level", "state").stdout
    assert "Permitted (silence)" not in shown
    assert "No rule found (silence)" in shown or "This rule does not apply (outside)" in shown


def test_places_without_such_an_agency_are_counted_or_left_out(corpus: Corpus, run: Run) -> None:
    ask = {"who": "jail", "verdict": "prohibited", "on": "2024-05-01", "warrant": "administrative"}
    whole, own = corpus.where("hold", **ask), corpus.where("hold", **ask, own_agency=True)
    has = corpus.engine.agencies.has
    assert all(place.has_agency == has(place.place, "jail") for place in whole.places)
    without = [place for place in whole.places if place.has_agency == "no"]
    assert without
    assert set(own.places) == set(whole.places) - set(without)
    assert sum(count.without_agency for count in whole.levels) == len(without)
    for count, all_count in zip(own.levels, whole.levels, strict=True):
        assert count.without_agency == 0
        assert count.asked <= all_count.asked
    shown = " ".join(run(*HOLD, "--verdict", "prohibited").stdout.split())
    city = whole.levels[2].without_agency
    assert f"{city} of them have no such agency of their own" in shown
    assert "left out" in run(*HOLD, "--verdict", "prohibited", "--own-agency").stdout


def test_a_map_has_the_counties_that_give_the_answer(corpus: Corpus, tmp_path: Path) -> None:
    answer = corpus.where("hold", who="jail", verdict="prohibited", on="2024-05-01",
                          warrant="administrative")  # fmt: skip
    drawn = AnswerMap(corpus.engine, [answer])
    (pane,) = drawn.panes(ENGLISH, told=True)
    patches = pane.patches
    listed = {place.fips: place for place in answer.places if place.level == "county"}
    assert listed["06001"].has_agency == "yes"
    assert patches["06001"] == Patch("prohibited")
    assert pane.says["06001"] == "Alameda County, California: Prohibited"
    assert patches["48201"] == Patch("same")
    assert {code for code, patch in patches.items() if patch.bucket != "same"} <= set(listed)
    picture = drawn.picture()
    out = tmp_path / "map.svg"
    picture.write(out)
    assert "jail, hold: prohibited, May 1, 2024" in out.read_text("utf-8")
    states = corpus.where("hold", who="jail", verdict="prohibited", levels=["state"])
    with pytest.raises(BadRequest, match="counties"):
        AnswerMap(corpus.engine, [states])


def test_two_days_stand_side_by_side(corpus: Corpus, run: Run, tmp_path: Path) -> None:
    ask = {"who": "jail", "verdict": "permitted", "warrant": "administrative"}
    answers = [corpus.where("hold", **ask, on=day) for day in ("2024-05-01", "2012-01-01")]
    first, second, changed = AnswerMap(corpus.engine, answers).panes(ENGLISH, told=False)
    assert "January 1, 2012" in first.label
    assert "May 1, 2024" in second.label
    assert first.patches["06037"].bucket in ("not_required", "does_not_apply", "no_rule")
    assert second.patches["06037"] == Patch("same")
    assert changed.patches["06037"] == Patch("below-3")
    gives = {place.place for place in answers[0].places}
    gave = [place for place in answers[1].places if place.place not in gives]
    on = ("where", "hold", "--who", "jail", "--on", "2024-05-01", "warrant=administrative")
    shown = run(*on, "--verdict", "permitted", "--beside", "2012-01-01").stdout
    assert f"Only on January 1, 2012: {len(gave):,} places" in shown
    out = tmp_path / "places.csv"
    run(*on, "--verdict", "permitted", "--beside", "2012-01-01", "-o", str(out))
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert {row["day"] for row in rows} == {"2024-05-01", "2012-01-01"}


def test_what_was_not_searched_is_striped_and_told(corpus: Corpus, run: Run) -> None:
    """As the panel's column `searched` has it, in every county."""
    answer = corpus.where("hold", who="jail", verdict="permitted", on="2018-01-01",
                          levels=["county"], warrant="administrative")  # fmt: skip
    panel = corpus.panel([p.place for p in answer.places[::100]], start="2018-01", end="2018-01")
    searched = {
        row["place"]: row["searched"] for row in panel.to_pylist() if row["probe"] == "hold_clean"
    }
    assert {p.place: p.searched for p in answer.places[::100]} == searched
    (pane,) = AnswerMap(corpus.engine, [answer]).panes(ENGLISH, told=False)
    place = next(p for p in answer.places if p.basis == "no_duty" and p.has_agency != "no")
    assert not place.searched
    assert pane.patches[place.fips or ""] == Patch("not_required", True)
    shown = run("where", "hold", "--who", "jail", "--on", "2018-01-01", "--level", "county",
                "--verdict", "permitted", "warrant=administrative").stdout  # fmt: skip
    assert "law of this day was not searched in full" in " ".join(shown.split())


def test_the_command_draws_the_map(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    done = run(*HOLD, "--verdict", "prohibited", "--level", "county", "-o", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    assert f"Wrote {out}." in done.stderr
    assert out.read_bytes().startswith(b"\x89PNG")


def test_csv_has_a_row_for_each_place(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "places.csv"
    done = run(*HOLD, "--verdict", "prohibited", "-o", str(out), "--json")
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    said = json.loads(done.stdout)
    assert [row["place"] for row in rows] == [place["place"] for place in said["places"]]
    assert f"{len(rows)} rows" in done.stderr
    assert {row["verdict"] for row in rows} == {"prohibited"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--verdict", "permited"), "no verdict 'permited'; did you mean permitted"),
        (
            ("--verdict", "permitted", "--basis", "silenc"),
            "no basis 'silenc'; did you mean silence?",
        ),
        (("--verdict", "permitted", "--level", "states"), "no level 'states'; did you mean state?"),
        (("--verdict", "permitted", "-o", "x.txt"), "it must end in .csv, or for a map in .svg"),
        (("--verdict", "permitted", "--level", "state", "-o", "x.svg"), "add --level county"),
        (("--verdict", "permitted", "-o", "no/such/x.svg"), "there is no folder"),
        (("--verdict", "permitted", "transfer"), "Write one action"),
        (("--verdict", "permitted", "warrant=none"), "The fact warrant is given twice."),
        (("--verdict", "permitted", "xyzzy=none"), "'xyzzy'"),
        (("--verdict", "permitted", "--on", "1900-01-01"), "1900"),
    ],
)
def test_bad_input(run: Run, words: tuple[str, ...], sentence: str) -> None:
    done = run(*HOLD, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert sentence in done.stderr
