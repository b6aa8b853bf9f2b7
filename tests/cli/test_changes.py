"""`safehavens changes`: what began, what ended, what courts did, day by day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from safehavens import Corpus
from tests.cli.conftest import Run
from tests.corpus.law import RULING, marfa, write


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.load()


def test_changes_of_a_place_the_newest_day_first(run: Run) -> None:
    said = run("changes", "Washington", "--since", "2019-01-01").stdout
    text = " ".join(said.split())
    for words in (
        "Changes of law: Washington, since January 1, 2019",
        "Washington (state): Keep Washington Working Act [us/wa/kww]: begins",
        "United States (nation): ",
        "not legal advice",
    ):
        assert words in text, words
    assert "California (state)" not in text
    assert said.index("\nMay 21, 2020\n") < said.index("\nMay 21, 2019\n")


def test_changes_of_all_places_stand_by_state(run: Run) -> None:
    text = run("changes", "--since", "2017-01-01", "--until", "2018-06-30").stdout
    lines = text.splitlines()
    assert lines[0] == "Changes of law: all places, January 1, 2017 through June 30, 2018"
    assert lines.index("United States") < lines.index("California") < lines.index("Texas")
    texas = " ".join(text[text.index("\nTexas\n") :].split())
    assert "enjoined by a court" in texas
    assert "Ruling: City of El Cenizo v. Texas" in texas


def test_every_change_is_told_once_and_of_each_level(corpus: Corpus) -> None:
    changes = corpus.changes("1985-01-01", "2026-01-01")
    days = [change.on for change in changes]
    assert days == sorted(days, reverse=True)
    assert {change.level for change in changes} == {"national", "state", "county", "place"}
    told = [
        (c.on, c.what, norm, c.ruling, c.places, c.parties) for c in changes for norm in c.norms
    ]
    assert len(set(told)) == len(told)
    begun = {norm for c in corpus.changes("1700-01-01") if c.what == "begins" for norm in c.norms}
    sure = {
        norm.id
        for norm in corpus.lawbook.norms.values()
        if norm.spells and norm.spells[0].is_exact and norm.spells[0].start >= date(1700, 1, 1)
    }
    assert sure <= begun


def test_changes_of_a_place_are_those_of_its_page(corpus: Corpus) -> None:
    chicago = corpus.place("Chicago, IL").place.id
    of_page = {(c.on, c.what, c.norm, c.ruling) for c in corpus.place_law.changes(chicago)}
    listed = {
        (c.on, c.what, norm, c.ruling)
        for c in corpus.changes("0001-01-01", place="Chicago, IL")
        for norm in c.norms
    }
    assert listed == of_page


def test_a_day_that_is_not_known_has_begun_by_it(run: Run, tmp_path: Path) -> None:
    marfa(tmp_path, "from: 2020-02-01", "from: 2020-02")
    text = run("changes", "--since", "2019-01-01", "--law", str(tmp_path), "--alone").stdout
    assert "  February 29, 2020\n" in text
    assert "Marfa police policy [us/tx/marfa/policy]: has begun by this day" in " ".join(
        text.split()
    )
    assert run("place", "Marfa, TX", "--law", str(tmp_path)).returncode == 0


def test_a_day_between_bounds_counts_where_they_meet_the_days_asked_about(tmp_path: Path) -> None:
    corpus = Corpus.load(marfa(tmp_path, "from: 2020-02-01", "from: 2020-02"))
    (change,) = corpus.changes("2020-01-01")
    assert (change.on, change.earliest) == (date(2020, 2, 29), date(2020, 2, 1))
    for since, until, count in (
        ("2020-02-10", "2020-02-12", 1),
        ("2020-01-01", "2020-01-31", 0),
        ("2020-01-01", "2020-02-01", 1),
        ("2020-02-29", None, 1),
        ("2020-03-01", None, 0),
    ):
        assert len(corpus.changes(since, until)) == count, (since, until)


def test_what_lists_say_began_and_ended_is_told(corpus: Corpus, run: Run) -> None:
    register = corpus.lawbook.registers["us-287g"]
    changes = [c for c in corpus.changes("0001-01-01") if c.register == "us-287g"]
    began = {(c.place, c.on) for c in changes if c.what == "begins"}
    entries = [entry for place in register.places for entry in register.find_entries(place)]
    assert began == {(entry.place, entry.start) for entry in entries if entry.start is not None}
    newest = register.lists[-1]
    left = {(e.place, e.agency) for e in entries if e.last_listed and e.last_listed < newest}
    ended = {(c.place, words.partition(" · ")[0]) for c in changes for words in c.entries
             if c.what in ("ends", "has ended")}  # fmt: skip
    assert left <= ended
    assert all(c.instrument is None and not c.norms for c in changes)
    frederick = " ".join(run("changes", "Frederick County, MD", "--since", "2026-01-01",
                             "--until", "2026-03-01").stdout.split())  # fmt: skip
    assert "[us-287g]: has ended by this day, not before February" in frederick
    assert "Carroll County" not in frederick


def test_one_list_of_one_day_is_one_line(run: Run) -> None:
    text = run("changes", "--since", "2026-02-10", "--until", "2026-02-10").stdout
    alabama = " ".join(text[text.index("\nAlabama\n") : text.index("\nArkansas\n")].split())
    assert "Cherokee County, Alabama (Cherokee County Sheriff's Office · Task Force" in alabama
    assert alabama.count("begins:") == 1


def test_a_ruling_for_its_parties_alone_says_so(run: Run, tmp_path: Path) -> None:
    marfa(tmp_path)
    parties = RULING.replace("to: 2022-02-01}", "to: 2022-02-01, scope: {parties: [the festival]}}")
    write(tmp_path, {"us/courts/marfa-v-texas.yaml": parties})
    done = run("changes", "--since", "2021-01-01", "--law", str(tmp_path), "--alone")
    text = " ".join(done.stdout.split())
    assert "It binds only the festival." in text, done.stderr
    assert text.index("no longer enjoined") < text.index("enjoined by a court")


def test_feed_has_an_entry_for_each_day(run: Run) -> None:
    feed = ElementTree.fromstring(  # noqa: S314 - our own
        run("changes", "Chicago, IL", "--since", "2012-01-01", "--atom").stdout
    )
    space = {"a": "http://www.w3.org/2005/Atom"}
    entries = feed.findall("a:entry", space)
    changes = json.loads(run("changes", "Chicago, IL", "--since", "2012-01-01", "--json").stdout)
    assert len(entries) == len({change["on"] for change in changes})
    ids = [entry.findtext("a:id", "", space) for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(entry.findtext("a:content", "", space) for entry in entries)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Say since which day changes are shown: --since 2025-01-01."),
        (("--since", "someday"), "'someday' is not a valid date"),
        (("--since", "2025-01-01", "--until", "2024-01-01"), "2024-01-01 is before 2025-01-01"),
        (("Atlantis Nowhere", "--since", "2025-01-01"), "Atlantis Nowhere"),
    ],
)
def test_bad_input(run: Run, words: tuple[str, ...], sentence: str) -> None:
    done = run("changes", *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert sentence in done.stderr


def test_one_format_at_a_time(run: Run) -> None:
    done = run("changes", "--since", "2025-01-01", "--json", "--atom")
    assert done.returncode == 2
    assert json.loads(done.stdout) == {"error": "Choose one format: --json or --atom."}
    assert done.stderr.count("\n") == 1
