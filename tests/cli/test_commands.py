"""The other commands: something useful for --help, for an answer, and for nothing found."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import yaml

from safehavens.corpus.reading.law_files import SHIPPED
from safehavens.corpus.reading.yaml_lines import read_yaml
from tests.cli.conftest import Run
from tests.corpus.law import marfa, write


def test_place_at_a_glance(run: Run) -> None:
    text = run("place", "Cook County, IL", "--on", "2024-05-01", "--full").stdout
    for words in (
        "Cook County, Illinois, law of May 1, 2024",
        "us/il/cook-county/detainer-ordinance#notify",
        "Laws in force",
        "What changed last",
        "What comes next",
        "Rulings that affect these rules",
        "Events",
        "not legal advice",
    ):
        assert words in text, words


def test_the_first_lines_of_a_place_say_what_comes_next(run: Run) -> None:
    text = run("place", "Harris County, TX", "--on", "2026-11-29", "--full").stdout
    first = " ".join(text.partition("If nothing is known")[0].split())
    assert "Next change, on December 1, 2026: Texas (state): Texas Senate Bill 8 of 2025" in first
    assert "• join_287g (sheriff, jail): required, before: permitted" in first
    last = text.partition("What changed last")[2].partition("What comes next")[0]
    assert last.count("  • ") >= 5
    assert all(f"({level})" in last for level in ("nation", "state", "county"))


def test_a_place_narrowed_to_an_agency_or_an_action(run: Run) -> None:
    cook = ("place", "Cook County, IL", "--on", "2024-05-01")
    done = run(*cook, "--who", "county jail")
    assert "Read 'county jail' as jail" in done.stderr
    assert "us/il/trust-act#hold" in done.stdout
    assert "admit_student" not in done.stdout
    assert "police" not in done.stdout
    text = run(*cook, "--action", "hold").stdout
    assert "police" in text
    assert "notify_release" not in text
    view = json.loads(run(*cook, "--who", "jail", "--action", "hold", "--json").stdout)
    assert [(one["action"], one["who"]) for one in view["actions"]] == [("hold", ["jail"])]
    empty = run(*cook, "--who", "court", "--action", "issue_driver_license").stdout
    assert "No rule coded here covers: issue_driver_license." in empty
    assert "rules that decide it" not in empty
    wrong = run(*cook, "--who", "zeppelin")
    assert wrong.returncode == 2
    assert "'zeppelin' is not an agency kind" in wrong.stderr


def test_place_as_json(run: Run) -> None:
    view = json.loads(run("place", "17031", "--json").stdout)
    assert view["place"] == "ocd-division/country:us/state:il/county:cook"
    assert {action["verdict"] for action in view["actions"]} >= {"prohibited", "permitted"}


def test_a_place_without_law_answers_from_its_state(run: Run) -> None:
    text = run("place", "Marfa, TX", "--full").stdout
    assert "us/tx/sb4" in text


def test_history_says_what_began_each_spell(run: Run) -> None:
    text = run("history", "Cook County, IL", "hold", "--who", "jail", "warrant=none").stdout
    assert "September 7, 2011" in text
    assert "us/il/cook-county/detainer-ordinance#hold begins" in " ".join(text.split())
    spells = json.loads(
        run("history", "Cook County, IL", "hold", "--who", "jail", "warrant=none", "--json").stdout
    )
    assert spells[0]["start"] == "1978-01-01"  # the first day that is answered
    assert spells[0]["began"] == []
    assert "the first day answered" in text
    assert spells[-1] == {**spells[-1], "end": None, "verdict": "prohibited"}
    for before, after in pairwise(spells):
        assert before["end"] == after["start"]


def test_coverage_of_a_place(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")  # a table this wide breaks no cell
    text = " ".join(run("coverage", "San Leandro, CA").stdout.split())
    for words in (
        "Alameda County, California",
        "named in a source, its text not read",
        "not searched",
        "Custody: January 1, 1978",
        "The last day answered: ",
    ):
        assert words in text, words
    earlier = " ".join(run("coverage", "San Leandro, CA", "--on", "2014-06-01").stdout.split())
    assert "but not for this day" in earlier
    said = json.loads(run("coverage", "San Leandro, CA", "--json").stdout)
    assert [row["came"] for row in said["searches"] if row["level"] == "place"][:2] == [
        "named_only",
        None,
    ]


def test_coverage_of_everywhere(run: Run) -> None:
    text = " ".join(run("coverage").stdout.split())
    for words in ("California", "58 of 58", "their county", "population of 2019"):
        assert words in text, words
    said = json.loads(run("coverage", "--json").stdout)
    shares = {people["domain"]: people for people in said["people"]}
    custody = shares["custody"]
    assert 0 < custody["every"] < custody["county"] < custody["state"] < 1
    assert shares["work"]["county"] < 0.1  # few have looked for counties' law on work
    never = json.loads(run("coverage", "--json", "--on", "1979-01-01").stdout)
    assert never["people"][0]["every"] == 0


def test_norm_in_full(run: Run) -> None:
    text = " ".join(run("norm", "us/ca/values-act#notify").stdout.split())
    for words in (
        "Unless publicly_available OR meets_7282_5_a",
        "where meets_7282_5_a is NOT ca_only_prop47_offence",
        "upheld by a court since April 18, 2019",
        "Worked cases that rest on it",
        "It sets aside every contrary rule of a lower place.",
    ):
        assert words in text, words


def test_instrument_in_full(run: Run) -> None:
    text = " ".join(run("instrument", "us/ca/values-act").stdout.split())
    for words in (
        "(us/ca/values-act)",
        "Made by California",
        "Binds California and every place inside",
        "In force since January 4, 2018",
        "was read on November",
        "us/ca/values-act#hold",
        "United States v. California",
        "worked cases rest on it",
    ):
        assert words in text, words
    said = json.loads(run("instrument", "us/ca/values-act#hold", "--json").stdout)
    assert said["id"] == "us/ca/values-act"
    assert said["issuer_name"] == "California"
    assert "us/courts/united-states-v-california" in said["rulings"]
    assert said["cases"] > 0
    assert {source["seen"] for source in said["sources"]} <= {"official", "copy", "described"}


def test_an_instrument_is_found_by_words_of_its_title(run: Run) -> None:
    shown = run("instrument", "Keep", "Washington", "Working")
    assert shown.stdout.startswith("Keep Washington Working Act  (us/wa/kww)")
    several = run("instrument", "trust act")
    assert several.returncode == 2
    assert "laws have the words 'trust act'; write the id: us/ca/trust-act," in several.stderr
    near = run("instrument", "us/wa/kwv")
    assert "There is no instrument 'us/wa/kwv'; did you mean us/wa/kww" in near.stderr
    rule = run("norm", "us/wa/kww")
    assert (rule.returncode, rule.stderr.count("\n")) == (2, 1)
    assert "safehavens instrument us/wa/kww shows it" in rule.stderr


def test_search(run: Run) -> None:
    found = json.loads(run("search", "chicago", "detain", "--limit", "20", "--json").stdout)
    hits = [hit["id"] for group in found["groups"] for hit in group["hits"]]
    assert "us/il/chicago/welcoming-city#hold" in hits
    shown = run("search", "detainer", "in", "Chicago").stdout
    assert "safehavens ask 'Chicago, Illinois' hold --who jail" in shown
    only = run("search", "--in", "law", "SB54")
    assert only.stdout.startswith("Laws (20 of ")
    assert "Rulings" not in only.stdout
    wrong = run("search", "--in", "lawz", "SB54")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "There is no group 'lawz'; did you mean law?" in wrong.stderr


def test_search_that_finds_nothing_says_where_to_go_on(run: Run) -> None:
    nothing = run("search", "xyzzy")
    assert nothing.returncode == 1
    assert nothing.stdout.startswith("Nothing was found for: xyzzy\n")
    assert "safehavens ask:" in nothing.stdout


def test_every_worked_case_of_the_corpus_passes(run: Run) -> None:
    done = run("cases")
    assert done.stdout.splitlines()[-1].endswith(" passed, 0 failed")
    assert int(done.stdout.split()[0]) >= 1435
    assert done.returncode == 0


def test_a_case_that_fails_is_shown_in_full(run: Run, tmp_path: Path) -> None:
    case = {
        "name": "wrong on purpose",
        "place": "ocd-division/country:us/state:il/place:chicago",
        "who": "police",
        "action": "hold",
        "date": "2024-05-01",
        "facts": {"warrant": "none"},
        "expect": "required",
    }
    other = {**case, "name": "right, for a norm that is not asked",
             "expect": "prohibited", "because": ["us/tx/sb4#honor-detainers"]}  # fmt: skip
    good = {**case, "name": "right", "expect": "prohibited"}
    write(tmp_path, {"cases.yaml": yaml.safe_dump([case, other, good])})
    done = run("cases", str(tmp_path / "cases.yaml"))
    assert done.returncode == 1
    assert "wrong on purpose" in done.stdout
    assert "expected required, got prohibited" in done.stdout
    assert "us/il/trust-act#hold: decides" in done.stdout
    assert "expected us/tx/sb4#honor-detainers to decide" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 passed, 2 failed"


def test_a_case_file_that_is_broken(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"cases.yaml": "- name: no place\n"})
    done = run("cases", str(tmp_path / "cases.yaml"))
    assert done.returncode == 2
    assert "cases.yaml:1: error: field 0.place: is missing" in done.stderr


def test_check_of_a_file_finds_its_root_by_its_id(run: Run, tmp_path: Path) -> None:
    root = marfa(tmp_path, "who: [police]", "who: [polise]")
    done = run("check", str(root / "us/tx/marfa/policy.yaml"))
    assert done.returncode == 2
    assert (
        "policy.yaml:16: error: norm ask, field who: There is no agency kind 'polise'"
        in done.stdout
    )
    marfa(tmp_path)
    done = run("check", str(root / "us/tx/marfa/policy.yaml"), "--quiet")
    assert done.returncode == 2  # over the shipped corpus SB 4 is asked too
    assert "case 'an officer asks': expected prohibited, got depends" in done.stdout
    marfa(tmp_path, "expect: prohibited", "expect: depends")
    done = run("check", str(root / "us/tx/marfa/policy.yaml"), "--quiet")
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 file checked: 0 errors, 0 warnings" in done.stderr


def test_own_law_alone_and_over_the_shipped_corpus(run: Run, tmp_path: Path) -> None:
    root = str(marfa(tmp_path))
    ask = ("ask", "Marfa, TX", "inquire_status", "--who", "police", "--on", "2021-01-01",
           "--law", root, "--json", "age=10", "victim_or_witness=no",
           "tx_lawfully_detained=yes")  # fmt: skip
    over = json.loads(run(*ask).stdout)
    assert over["verdict"] == "permitted"  # SB 4 preempts
    alone = json.loads(run(*ask[:-2], "--alone").stdout)
    assert alone["verdict"] == "prohibited"


def test_broken_own_law_is_one_list_of_errors(run: Run, tmp_path: Path) -> None:
    root = str(marfa(tmp_path, "confidence: high", "confidence: sure"))
    done = run("ask", "Marfa, TX", "hold", "--who", "police", "--law", root)
    assert done.returncode == 2
    assert "us/tx/marfa/policy.yaml:20: error: norm ask, field confidence: 'sure'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_schema_accepts_the_corpus_and_refuses_a_typo(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    validator = jsonschema.Draft202012Validator(schema)
    files = sorted(SHIPPED.rglob("*.yaml"))
    for path in files[::25]:
        validator.validate(read_yaml(path.read_text("utf-8")).data)
    data = read_yaml((SHIPPED / "us/ca/values-act.yaml").read_text("utf-8")).data
    data["norms"][0]["modality"] = "shall"
    assert not validator.is_valid(data)


def test_version(run: Run) -> None:
    assert run("--version").stdout.startswith("safehavens 0.")


@pytest.mark.parametrize("place", ["Denver", "Harris County, TX", "Chicago", "Spain", "Ohio"])
def test_a_place_at_a_glance_fits_on_a_screen(
    run: Run, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("place", place, "--on", "2026-11-29").stdout.splitlines()
    assert 8 <= len(lines) <= 22
    assert all(len(line) <= 80 and line == line.rstrip() for line in lines)
    assert "It is not legal advice" in " ".join(" ".join(lines).split())


def test_a_place_at_a_glance_says_whose_law_it_is(run: Run) -> None:
    text = run("place", "Harris County, TX", "--on", "2026-11-29").stdout
    assert "  hold (jail): ! required (state law)\n" in text
    assert "Next change, on December 1, 2026: Texas" in text
    silent = run("place", "Petroleum County, MT", "--on", "2026-11-29").stdout
    assert "Its own law on custody: not searched." in silent
