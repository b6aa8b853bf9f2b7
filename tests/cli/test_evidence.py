"""`safehavens evidence` and `safehavens data`, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.decide.decision import plain
from tests.cli.conftest import Run
from tests.evidence.test_evidence_files import CLAIM, ESTIMATE, STUDY, write


def test_a_claim_has_its_parts_in_order(run: Run) -> None:
    done = run("evidence", "--claim", "victims-report-more")
    heads = [
        "Where it stands", "How sure that is: ", "What was not measured", "Direct evidence: ",
        "Mirror and other evidence: ", "Together", "These are votes, not sizes",
        "Nothing is pooled: ",
    ]  # fmt: skip
    places = [done.stdout.index(head) for head in heads]
    assert places == sorted(places)
    assert done.returncode == 0


def test_json_says_what_python_says(run: Run) -> None:
    evidence = Corpus.load().evidence
    for words, found in (
        (["--claim", "raises-crime"], evidence.claim("raises-crime")),
        (["--topic", "benefits"], evidence.topic("benefits")),
        (["--study", "hausman-2020"], evidence.study("hausman-2020")),
    ):
        assert json.loads(run("evidence", *words, "--json").stdout) == plain(found)


def test_three_errors_of_ones_own_are_pooled(run: Run, tmp_path: Path) -> None:
    studies = [
        {**STUDY, "id": f"s{n}", "estimates": [{**ESTIMATE, "effect": -0.1 * n}]} for n in (1, 2, 3)
    ]
    bears = [{"study": f"s{n}", "bears": "against", "direct": True} for n in (1, 2, 3)]
    folder = write(tmp_path, studies, [{**CLAIM, "bears": bears}])
    done = run("evidence", "--files", str(folder), "--claim", "c")
    assert "-0.2 with limits, 95% interval" in " ".join(done.stdout.split())
    assert "Nothing is pooled" not in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["evidence", "--claim", "x", "--topic", "crime"], "Choose one of --topic, --claim and"),
        (["evidence", "--plot", "map"], "--plot and -o go together"),
        (["evidence", "--plot", "map", "-o", "a.pdf"], "must end in .svg, .png or .html"),
        (["evidence", "--topic", "weather"], "There is no topic 'weather'"),
        (["evidence", "--files", "nowhere"], "nowhere/studies.yaml cannot be read"),
        (["data", "show", "fbi"], "There is no data set 'fbi'; did you mean"),
        (["data", "list", "--measures", "luck"], "'luck' is nothing that is measured; allowed:"),
        (["data", "fetch", "bls-qcew", "--years", "now"], "'now' is not a valid range of years"),
        (["data", "fetch", "bls-qcew", "--sha256", "ab"], "A SHA-256 has 64 hexadecimal digits."),
        (["data", "fetch", "bls-qcew", "--url", "http://a", "--from", "b"], "--url or --from"),
    ],
)
def test_wrong_input_is_one_sentence(run: Run, words: list[str], said: str) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_license_is_shown_before_anything_is_fetched(run: Run) -> None:
    done = run("data", "fetch", "bls-qcew")
    assert done.returncode == 2
    assert "License: US federal government work: public domain." in done.stdout
    assert "Add --accept to accept it." in done.stderr


def test_data_sets_as_json(run: Run) -> None:
    listed = json.loads(run("data", "list", "--json").stdout)
    assert {one["id"] for one in listed if one["way"] == "shipped"} >= {"fbi-ucr-state"}
    assert json.loads(run("data", "show", "bls-qcew", "--json").stdout)["fetch"]["tried"] is None
