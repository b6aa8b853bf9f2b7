"""`safehavens sources`: every address that files cite, each with what rests on it."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.decide.survey.cited_sources import list_cited_sources, read_age
from tests.cli.conftest import Run
from tests.corpus.law import RULING, marfa, write


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.load()


def test_every_source_of_the_files_is_there_once_with_all_that_cites_it(corpus: Corpus) -> None:
    cited = corpus.sources()
    keys = [(one.address, one.seen, one.checked) for one in cited.sources]
    assert len(set(keys)) == len(keys)
    rows = dict(zip(keys, cited.sources, strict=True))
    for instrument in corpus.lawbook.instruments.values():
        for source in instrument.sources:
            row = rows[source.url, source.seen, source.checked]
            assert instrument.id in row.instruments
        for norm in instrument.norms:
            for source in norm.sources:
                row = rows[source.url, source.seen, source.checked]
                assert instrument.id in row.instruments
                assert norm.id in row.norms
    for ruling in corpus.lawbook.rulings.values():
        for source in ruling.sources:
            row = rows[source.url, source.seen, source.checked]
            assert ruling.id in row.rulings
            assert {effect.norm for effect in ruling.effects} <= set(row.norms)
    for register in corpus.lawbook.registers.values():
        assert all(
            register.id in rows[source.url, source.seen, source.checked].registers
            for source in register.sources
        )
    linked = [event for event in corpus.events if event.url is not None]
    assert sum(len(one.events) for one in cited.sources) == len(
        {(event.url, event.date, event.place) for event in linked}
    )
    assert sum(count.addresses for count in cited.by_host) == len(cited.addresses)


def test_rows_of_governments_are_counted(corpus: Corpus) -> None:
    tables = corpus.lawbook.governments
    rows = [*tables.facts.values(), *tables.schools.values()]
    rows_of_services = [row for rows in tables.services.values() for row in rows]
    lines = {f"{row.file}:{row.line}" for row in (*rows, *rows_of_services)}
    assert lines == {line for one in corpus.sources().sources for line in one.governments}


def test_a_place_has_what_binds_its_agencies(corpus: Corpus) -> None:
    whole = {one.address for one in corpus.sources().sources}
    chicago = corpus.sources("Chicago, IL")
    laws = {id for one in chicago.sources for id in one.instruments}
    assert {"us/il/chicago/welcoming-city", "us/il/trust-act", "us/federal/8-usc-1373"} <= laws
    assert not any(law.startswith(("us/ca/", "us/il/evanston/")) for law in laws)
    assert {one.address for one in chicago.sources} < whole
    bound = {norm.instrument for norm in corpus.norms(place="Chicago, IL")}
    assert laws <= bound | {law for law in laws if not corpus.instrument(law).norms}


def test_filters_divide_the_sources(corpus: Corpus) -> None:
    whole = corpus.sources()
    ways = ("official", "copy", "described", "recalled")
    parts = [corpus.sources(seen=way).sources for way in ways]
    assert sum(map(len, parts)) == len([one for one in whole.sources if one.seen is not None])
    justia = corpus.sources(host="justia.com")
    assert {one.host for one in justia.sources} > {"law.justia.com"}
    assert corpus.sources(host="law.justia.com").by_host[0].addresses <= len(justia.addresses)


def test_age_is_counted_to_the_day(tmp_path: Path) -> None:
    corpus = Corpus.load(marfa(tmp_path))
    read = date(2026, 11, 23)
    today = read + timedelta(days=11)
    for days, listed in ((10, 1), (11, 0)):
        assert len(list_cited_sources(corpus.engine, today, older_than=days).sources) == listed
    (source,) = list_cited_sources(corpus.engine, today).sources
    assert (source.age, source.checked) == (11, read)


@pytest.mark.parametrize(
    ("text", "days"), [("180d", 180), ("2 weeks", 14), ("6m", 180), ("1 Year", 365), ("0d", 0)]
)
def test_ages(text: str, days: int) -> None:
    assert read_age(text) == days


def test_what_has_no_address_is_told(run: Run, tmp_path: Path) -> None:
    law = write(marfa(tmp_path), {"us/courts/marfa-v-texas.yaml": RULING})
    shown = run("sources", "--law", str(law), "--alone", "--seen", "recalled").stdout
    assert "Sources: 0 addresses" in shown
    assert "no address" in shown
    assert "us/courts/marfa-v-texas (1 rule)" in shown


def test_text_json_and_csv_say_the_same(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "sources.csv"
    words = ("sources", "--place", "Chicago, IL", "--seen", "official")
    done = run(*words, "--json", "-o", str(out))
    said = json.loads(done.stdout)
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [row["address"] for row in rows] == [one["address"] or "" for one in said["sources"]]
    assert [row["norms"].split() for row in rows] == [one["norms"] for one in said["sources"]]
    assert f"{len(rows)} rows" in done.stderr
    count = said["by_seen"][0]["addresses"]
    assert f"(official): {count} address" in run(*words).stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--seen", "primary"), "There is no way of seeing a source 'primary'; known: official,"),
        (("--older-than", "long"), "'long' is not a valid age; write days, weeks, months or years"),
        (("--host", "justia.co"), "There is no host 'justia.co'"),
        (("--state", "x.json"), "are of use only with --fetch"),
        (("-o", "x.json"), "must end in .csv"),
        (("-o", "no/such/x.csv"), "there is no folder"),
    ],
)
def test_bad_input(run: Run, words: tuple[str, ...], sentence: str) -> None:
    done = run("sources", *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert sentence in done.stderr
