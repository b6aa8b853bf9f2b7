"""What a cell says of what is known, against one decision at a time."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from safehavens import BadRequest, Corpus, Decision
from safehavens.corpus.model import Probe
from safehavens.decide.layers.on_books import find_on_books
from safehavens.decide.request import Request
from safehavens.measure.panel import Layout, Panel, ask_panel
from safehavens.measure.spells.searched_days import LEVEL_TEXTS

SPELLS, MONTHS = Layout("spell", "long"), Layout("month", "long")
NATION = "ocd-division/country:us"
COUNTY = LEVEL_TEXTS.index("county")  # masks with a county are at least this
PLACES = [
    "37", "17", "48", "25", "44", "11", "72", "06037", "17031", "48453", "37183", "04013", "44007",
    "48113", "Denver, CO",
    "San Francisco, CA", "Chicago, IL", "San Leandro, CA", "Houston, TX", "Frederick County, MD",
    "Hennepin County, MN", "Milwaukee, WI", "Mexico City",
]  # fmt: skip


@pytest.fixture(scope="module")
def mixed(corpus: Corpus) -> Panel:
    """States, counties and cities, one of them abroad."""
    return ask_panel(corpus.engine, PLACES, "1985-01", "2026-11")


@pytest.fixture(scope="module")
def rows(mixed: Panel) -> list[dict[str, Any]]:
    return list(mixed.table(SPELLS).to_pylist())


def pick_rows(rows: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Rows at random, and of each rarer kind some more."""
    chance = random.Random(21)
    some = chance.sample(rows, count)
    kinds = (
        lambda r: r["uncertain_in_time"], lambda r: r["may_not_bind"], lambda r: r["on_books"],
        lambda r: r["searched"], lambda r: r["verdict"] == "depends",
        lambda r: r["basis"] == "power", lambda r: r["seen"] == "recalled",
        lambda r: r["confidence"] == "low", lambda r: r["start_earliest"] != r["start"],
    )  # fmt: skip
    for kind in kinds:
        of_kind = [row for row in rows if kind(row)]
        assert of_kind
        some += chance.sample(of_kind, min(len(of_kind), count // 10))
    return some


def ask(corpus: Corpus, probe: Probe, place: str, on: date) -> Decision:
    return corpus.ask(place, probe.action, who=probe.who, on=on, facts=probe.facts)


def hold_to_decision(corpus: Corpus, probe: Probe, row: dict[str, Any], on: date) -> None:
    """Everything that a cell says of one day is what a decision says of it."""
    answer = ask(corpus, probe, row["place"], on)
    because = answer.because
    levels = [level.level for level in answer.coverage if level.searched]
    said = {
        "verdict": answer.verdict,
        "basis": answer.basis,
        "confidence": answer.confidence,
        "seen": answer.seen,
        "searched": bool(levels) and len(levels) == len(answer.coverage),
        "searched_levels": " ".join(levels) or None,
        "uncertain_in_time": " ".join(answer.uncertain_in_time) or None,
        "may_not_bind": " ".join(answer.may_not_bind) or None,
    }
    assert {name: row[name] for name in said} == said, (row, on)
    assert set((row["deciding"] or "").split()) == {reason.norm for reason in because}
    request = Request(row["government"], probe.who, probe.action, on, probe.facts)
    home = corpus.engine.agencies.home(row["government"], probe.who, on)
    stretch = corpus.engine.stretch(request)
    books = find_on_books(corpus.engine, stretch, home.place, home.who, probe.facts)
    assert row["on_books"] == (None if books is None else books.verdict)
    assert row["displaced_by"] == (None if books is None else " ".join(books.displaced_by))


def test_cells_say_what_decisions_say(
    corpus: Corpus, mixed: Panel, rows: list[dict[str, Any]]
) -> None:
    chance = random.Random(22)
    for row in pick_rows(rows, 300):
        days = (row["end"] - row["start"]).days
        for n in {0, days - 1, chance.randrange(days)}:
            on = row["start"] + timedelta(days=n)
            hold_to_decision(corpus, mixed.battery.probes[row["probe"]], row, on)


def test_months_say_what_decisions_say(corpus: Corpus, mixed: Panel) -> None:
    table = mixed.table(MONTHS)
    for i in random.Random(23).sample(range(len(table)), 120):
        row = table.slice(i, 1).to_pylist()[0]
        hold_to_decision(corpus, mixed.battery.probes[row["probe"]], row, row["day"])


def test_counties_alike_were_searched_alike(corpus: Corpus, counties: Panel) -> None:
    """Counties under the same law, of which some were searched: none has another's column."""
    chance = random.Random(24)
    found: Counter[bool] = Counter()
    searched = [row for row in counties.rows if row.id in corpus.lawbook.coverage.searches]
    for row in [*chance.sample(counties.rows, 150), *chance.sample(searched, 60)]:
        spells = counties.survey.spells[row.extent]
        i = chance.randrange(len(spells.probe))
        if spells.searched_levels.max() >= COUNTY and chance.random() < 0.5:
            i = chance.choice((spells.searched_levels >= COUNTY).nonzero()[0].tolist())
        probe = list(counties.battery.probes.values())[spells.probe[i]]
        on = date(1970, 1, 1) + timedelta(days=int(spells.start[i]))
        answer = ask(corpus, probe, row.id, on)
        assert spells.searched[i] == all(level.searched for level in answer.coverage)
        levels = " ".join(level.level for level in answer.coverage if level.searched)
        text = counties.survey.texts["searched_levels"][spells.searched_levels[i]] if levels else ""
        assert text == levels
        found[levels.endswith("county")] += 1
    assert min(found.values()) > 5


# ---- days that are not known ---------------------------------------------------------------------


def bounds_of(answer: Decision) -> set[tuple[date, date]]:
    """The days of change that are not known, of every norm considered."""
    spells = [reason.considered.spell for reason in answer.reasons]
    starts = {(s.starts_from, s.start) for s in spells if s.starts_from is not None}
    ends = {(s.end, s.ends_by) for s in spells if s.end is not None and s.ends_by is not None}
    return {(first, last) for first, last in starts | ends if last is not None}


def test_first_days_are_bounded_as_decisions_bound_them(
    corpus: Corpus, mixed: Panel, rows: list[dict[str, Any]]
) -> None:
    unsure = [
        row for row in rows if not row["start_earliest"] == row["start"] == row["start_latest"]
    ]
    assert len(unsure) > 50
    for row in random.Random(25).sample(unsure, 50):
        probe = mixed.battery.probes[row["probe"]]
        bounds = bounds_of(ask(corpus, probe, row["place"], row["start"]))
        bounds |= bounds_of(ask(corpus, probe, row["place"], row["start"] - timedelta(days=1)))
        earliest = row["start_earliest"] or date.min
        assert earliest <= row["start"] <= row["start_latest"]
        assert earliest == row["start"] or (earliest, row["start"]) in bounds, row
        assert row["start_latest"] == row["start"] or (row["start"], row["start_latest"]) in bounds


def test_a_day_that_is_not_known_is_told_of_what_follows(
    mixed: Panel, rows: list[dict[str, Any]]
) -> None:
    """After days on which the verdict depends on time, the bounds are those days."""
    found = 0
    for _, own in groupby(rows, lambda row: (row["place"], row["probe"])):
        for before, after in pairwise(own):
            if before["uncertain_in_time"] and after["began"] and not after["uncertain_in_time"]:
                found += 1
                if before["deciding"] == after["deciding"]:  # else other law settled it, on its day
                    assert (
                        after["start_earliest"] in (None, before["start_earliest"], before["start"])
                        or after["start_earliest"] < after["start"]
                    )
                assert after["start_latest"] == after["start"]
            if before["start"] == mixed.window.start:
                assert before["start_earliest"] == before["start"] == before["start_latest"]
    assert found > 5


PROBES = """\
counts: {custody: {prohibited: 1, required: -1}}
probes:
  hold: {says: A hold., who: jail, action: hold}
indices:
  custody: {says: Limits less duties., domains: [custody]}
  plain: {says: The same., domains: [custody], centered: false}
indicators:
  bans: {says: A ban., all: {hold: prohibited}}
"""
ILLINOIS = f"{NATION}/state:il"
COOK, LAKE = f"{ILLINOIS}/county:cook", f"{ILLINOIS}/county:lake"
TEXAS = f"{NATION}/state:tx"


def law(id: str, issuer: str, modality: str, start: Any, kind: str = "statute", **more: Any) -> Any:
    return {
        "id": id, "title": id, "kind": kind, "issuer": issuer, "citation": "Act 1",
        "in_force": [{"from": start}], "sources": [{"seen": "recalled"}],
        "norms": [{"id": "hold", "cite": "§ 1", "says": "A rule.", "who": ["jail"],
                   "action": "hold", "modality": modality, "confidence": "high", **more}],
    }  # fmt: skip


def load(folder: Path, *files: Any) -> Corpus:
    (folder / "probes.yaml").write_text(PROBES)
    for file in files:
        path = folder / f"{file['id']}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(file), "utf-8")
    return Corpus.load(folder)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ({"after": "2014-06-02", "by": "2014-06-24"},
         [("2010-01-01", "permitted", None, "2010-01-01", "2010-01-01"),
          ("2014-06-02", "depends", "us/il/act#hold", "2014-06-02", "2014-06-02"),
          ("2014-06-24", "prohibited", None, "2014-06-02", "2014-06-24")]),
        ("2014-06-24",
         [("2010-01-01", "permitted", None, "2010-01-01", "2010-01-01"),
          ("2014-06-24", "prohibited", None, "2014-06-24", "2014-06-24")]),
        ({"by": "2014-06-24"},
         [("2010-01-01", "depends", "us/il/act#hold", "2010-01-01", "2010-01-01"),
          ("2014-06-24", "prohibited", None, "None", "2014-06-24")]),
    ],
)  # fmt: skip
def test_bounds_of_the_first_day(tmp_path: Path, start: Any, expected: list[Any]) -> None:
    corpus = load(tmp_path, law("us/il/act", ILLINOIS, "must_not", start))
    rows = corpus.panel(COOK, start="2010", end="2015").to_pylist()
    names = ("start", "verdict", "uncertain_in_time", "start_earliest", "start_latest")
    text = {"verdict", "uncertain_in_time"}
    assert [
        tuple(row[name] if name in text else str(row[name]) for name in names) for row in rows
    ] == expected


def test_a_second_ban_of_an_unsure_day_bounds_the_change_of_reasons(tmp_path: Path) -> None:
    """The verdict is settled; the day from which two norms give it is not."""
    unsure = {"after": "2014-06-02", "by": "2014-06-24"}
    corpus = load(
        tmp_path,
        law("us/il/act", ILLINOIS, "must_not", "2000-01-01"),
        law("us/il/cook-county/act", COOK, "must_not", unsure, kind="ordinance"),
    )
    first, second = corpus.panel(COOK, start="2010", end="2015").to_pylist()
    assert first["deciding"] == "us/il/act#hold"
    assert second["deciding"] == "us/il/act#hold us/il/cook-county/act#hold"
    assert second["verdict"] == "prohibited"
    assert (second["start_earliest"], second["start_latest"]) == (
        date(2014, 6, 2),
        date(2014, 6, 24),
    )


# ---- law that is set aside, and what states do ---------------------------------------------------


def test_what_a_state_sets_aside_stays_on_the_books(tmp_path: Path) -> None:
    corpus = load(
        tmp_path,
        law("us/il/cook-county/act", COOK, "must_not", "2012-01-01", kind="ordinance"),
        law("us/il/duty", ILLINOIS, "must", "2014-01-01"),
    )
    rows = corpus.panel([COOK, LAKE], start="2011", end="2015").to_pylist()
    said = [
        (row["place"], str(row["start"]), row["verdict"], row["on_books"], row["displaced_by"])
        for row in rows
    ]
    assert said == [
        (COOK, "2011-01-01", "permitted", None, None),
        (COOK, "2012-01-01", "prohibited", None, None),
        (COOK, "2014-01-01", "required", "prohibited", "us/il/duty#hold"),
        (LAKE, "2011-01-01", "permitted", None, None),
        (LAKE, "2014-01-01", "required", None, None),
    ]


def test_displaced_law_of_the_shipped_corpus(rows: list[dict[str, Any]]) -> None:
    found = {
        (row["name"], row["probe"]): (row["on_books"], row["displaced_by"])
        for row in rows
        if row["on_books"]
    }
    assert found["Denver, Colorado", "police_share_status"] == (
        "prohibited", "us/federal/8-usc-1373#share-status",
    )  # fmt: skip
    assert found["Wake County, North Carolina", "hold_charged"] == (
        "prohibited", "us/nc/jail-law#hold-up-to-48-hours",
    )  # fmt: skip
    assert found["Dallas County, Texas", "hold_clean"][1] == "us/tx/sb4#honor-detainers"


def test_north_carolina_binds_its_counties_and_cities(rows: list[dict[str, Any]]) -> None:
    """HB 318 of 2015 forbids counties and cities, not the State, to limit cooperation."""
    own = [row for row in rows if (row["fips"], row["probe"]) == ("37", "limit_cooperation")]
    for row in own:
        local = "prohibited" if row["start"] >= date(2015, 10, 28) else "permitted"
        assert (row["verdict"], row["binds_county"], row["binds_city"]) == (
            "permitted", local, local,
        )  # fmt: skip
    assert any(row["start"] == date(2015, 10, 28) for row in own)


def test_what_binds_localities_is_what_one_without_law_answers(
    corpus: Corpus, mixed: Panel, rows: list[dict[str, Any]]
) -> None:
    """Against real counties and cities that have no law and are on no list."""
    engine, chance = corpus.engine, random.Random(26)
    listed = {place for one in corpus.lawbook.registers.values() for place in one.rows}
    states = {row["place"] for row in rows if row["binds_county"]}
    bare: dict[tuple[str, str], str] = {}
    places = [place.id for place in engine.gazetteer.counties()]
    places += [place.id for _, place in engine.gazetteer.cities()]
    for id in places:
        extent = engine.extents.of(id)
        if extent.own is None and id not in listed and engine.gazetteer.canonical(id) == id:
            bare.setdefault(("/".join(id.split("/")[:3]), extent.level), id)
    checked: Counter[str] = Counter()
    for row in chance.sample([row for row in rows if row["place"] in states], 400):
        probe = mixed.battery.probes[row["probe"]]
        for column, level in (("binds_county", "county"), ("binds_city", "place")):
            place = bare.get((row["place"], level))
            if place is None or not engine.agencies.is_home(place, probe.who):
                continue
            if row[column] is None:
                assert engine.agencies.has(f"{row['place']}/{level}:~", probe.who) == "no"
                continue
            assert row[column] == ask(corpus, probe, place, row["start"]).verdict, (row, place)
            checked[column] += 1
    assert min(checked["binds_county"], checked["binds_city"]) > 100


def test_columns_on_localities_are_in_tables_with_states_alone(mixed: Panel, some: Panel) -> None:
    names = {"binds_county", "binds_city"}
    assert names <= set(mixed.table(SPELLS).column_names)
    assert names.isdisjoint(some.table(SPELLS).column_names)
    for row in mixed.table(SPELLS).to_pylist():
        assert len(row["fips"] or "00000") == 2 or row["binds_county"] is None


# ---- centered indices ----------------------------------------------------------------------------


def test_a_place_without_law_is_at_zero(tmp_path: Path) -> None:
    corpus = load(
        tmp_path,
        law("us/act", NATION, "must_not", "2012-01-01"),
        law("us/il/duty", ILLINOIS, "must", "2013-01-01", defeats=["us/act#hold"]),
    )
    rows = corpus.panel(
        [COOK, f"{TEXAS}/county:harris", TEXAS, NATION], start="2011", end="2014", values="indices"
    ).to_pylist()
    said = {
        place: [(row["start"].year, row["value"], row["raw"]) for row in own]
        for place, own in groupby(
            (row for row in rows if row["index"] == "custody"), lambda row: row["place"]
        )
    }
    bare = [(2011, 0.0, 0.0), (2012, 0.0, 1.0)]
    assert said[f"{TEXAS}/county:harris"] == said[TEXAS] == bare
    assert said[COOK] == [*bare, (2013, -2.0, -1.0)]
    assert said[NATION] == [(2011, 0.0, 0.0), (2012, 1.0, 1.0)]
    for row in rows:
        assert row["index"] == "custody" or row["value"] == row["raw"]


def test_the_baseline_is_the_same_everywhere(counties: Panel) -> None:
    """What is taken off an index on a day is the law of the nation, whatever the county."""
    table = counties.table(Layout("year", "wide"), "indices")
    for name, index in counties.battery.indices.items():
        if not index.centered:
            continue
        off = [
            round(raw - value, 9)
            for raw, value in zip(
                table[f"{name}_raw"].to_pylist(), table[name].to_pylist(), strict=True
            )
        ]
        days = table["day"].to_pylist()
        assert len(set(zip(days, off, strict=True))) == len(set(days)), name


def test_indices_are_searched_where_every_probe_that_counts_is(mixed: Panel) -> None:
    cells = mixed.table(Layout("year", "long")).to_pylist()
    searched = {(row["place"], row["probe"], row["day"]): row["searched"] for row in cells}
    battery = mixed.battery
    asked = {name: index.probes for name, index in battery.indices.items()}
    asked |= {name: (*one.all, *one.any) for name, one in battery.indicators.items()}
    found: Counter[bool] = Counter()
    for row in mixed.table(Layout("year", "long"), "indices").to_pylist():
        every = all(searched[row["place"], probe, row["day"]] for probe in asked[row["index"]])
        assert row["searched"] == every, row
        found[every] += 1
    assert min(found.values()) > 100


# ---- agreements ----------------------------------------------------------------------------------


def test_agreements_in_force_are_what_the_register_has(corpus: Corpus) -> None:
    register = corpus.lawbook.registers["us-287g"]
    chance = random.Random(27)
    listed = [place for place in sorted(register.rows) if "/county:" in place]
    places = [*chance.sample(listed, 40), COOK, "Phoenix, AZ", "Mexico City"]
    panel = ask_panel(corpus.engine, places, "2018-01", "2026-11")
    kinds = ("sheriff", "jail", "police", "prison")
    found: Counter[bool | None] = Counter()
    for row in panel.table(MONTHS, "agreements").to_pylist():
        government, model, on = row["government"], row["model"], row["day"]
        values = [register.value(government, who, on) for who in kinds]
        said = [set(one.values) for one in values if one is not None]
        if not said:
            expected = None
        elif any(
            entry.value == model
            and register.sure_spell(entry)[0] <= on < register.sure_spell(entry)[1]
            for entry in register.find_entries(government)
        ):
            expected = True
            by_prosecutor = register.value(government, "prosecutor", on)
            assert any(model in one.values for one in (*values, by_prosecutor) if one is not None)
        else:
            expected = None if any(model in one for one in said) else False
        assert row["agreement_in_force"] is expected, row
        found[expected] += 1
    assert min(found[True], found[False], found[None]) > 100


def test_agreements_are_laid_out_as_the_panel_is(corpus: Corpus) -> None:
    panel = ask_panel(corpus.engine, ["Frederick County, MD", COOK], "2020-01", "2026-11")
    wide = panel.table(Layout("year", "wide"), "agreements").to_pylist()
    long = panel.table(Layout("year", "long"), "agreements").to_pylist()
    assert len(long) == 3 * len(wide)
    for row in long:
        (same,) = [w for w in wide if (w["place"], w["day"]) == (row["place"], row["day"])]
        assert same[f"agreement_{row['model']}"] is row["agreement_in_force"]
    spells = panel.table(Layout("spell", "wide"), "agreements").to_pylist()
    for before, after in pairwise(spells):
        assert before["place"] != after["place"] or before["end"] == after["start"]


def test_a_corpus_without_the_register_has_no_table_of_agreements(tmp_path: Path) -> None:
    corpus = load(tmp_path, law("us/act", NATION, "must_not", "2012-01-01"))
    with pytest.raises(BadRequest, match="This corpus has no register of agreements"):
        corpus.panel(COOK, start="2012", end="2013", values="agreements")


def test_two_governments_of_one_level_are_searched_if_both_are(corpus: Corpus) -> None:
    """A borough of London lies in a city: its law was searched if that of both was."""
    place = "ocd-division/country:gb/nation:england/place:london/borough:lewisham"
    table = corpus.panel(place, start="2020", end="2026").to_pylist()
    met = set()
    for row in table:
        answer = ask(corpus, corpus.lawbook.battery.probes[row["probe"]], place, row["start"])
        levels = {level.level for level in answer.coverage}
        full = {
            one for one in levels
            if all(level.searched for level in answer.coverage if level.level == one)
        }  # fmt: skip
        assert set((row["searched_levels"] or "").split()) == full
        assert row["searched"] == all(level.searched for level in answer.coverage)
        met |= full
    assert "place" in met
