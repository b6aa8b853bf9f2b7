"""What holds of every panel: spells, expansion, shapes, indices, all against the engine."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from safehavens import BadRequest, Corpus
from safehavens.corpus.model import RAW, Battery
from safehavens.measure.index import IndexFormulas
from safehavens.measure.panel import Layout, Panel, ask_panel
from safehavens.measure.spells.told_cells import CODE
from safehavens.measure.window import day_number

np = pytest.importorskip("numpy")
SPELLS = Layout("spell", "long")
FIRST, LAST = date(1985, 1, 1), date(2026, 12, 1)


@pytest.fixture(scope="module")
def rows(some: Panel) -> list[dict[str, Any]]:
    return list(some.table(SPELLS).to_pylist())


def battery_of(corpus: Corpus) -> Battery:
    assert corpus.lawbook.battery is not None
    return corpus.lawbook.battery


def said(row: dict[str, Any]) -> dict[str, Any]:
    """What a spell says, its days and what began it left out."""
    when = {"start", "end", "start_earliest", "start_latest", "began"}
    return {name: value for name, value in row.items() if name not in when}


def ask(corpus: Corpus, row: dict[str, Any], on: date) -> str:
    probe = battery_of(corpus).probes[row["probe"]]
    return corpus.verdict(row["place"], probe.action, who=probe.who, on=on, facts=probe.facts)


def test_spells_fill_the_window(corpus: Corpus, rows: list[dict[str, Any]], some: Panel) -> None:
    unsure = {  # days on which a norm may begin or end, which is nothing that happened
        day
        for norm in corpus.lawbook.norms.values()
        for spell in norm.spells
        for day in (spell.starts_from, spell.end if spell.ends_by is not None else None)
    }
    spells = defaultdict(list)
    for row in rows:
        spells[row["place"], row["probe"]].append(row)
    assert len(spells) == len(some.rows) * len(some.battery.probes)
    for own in spells.values():
        assert own[0]["start"] == FIRST
        assert own[-1]["end"] == LAST
        assert own[0]["began"] is None
        for before, after in pairwise(own):
            assert before["end"] == after["start"]
            may_change = after["start"] in unsure
            searched = before["searched_levels"] != after["searched_levels"]
            assert after["began"] or may_change or searched, after
            assert said(before) != said(after)


def test_spells_say_what_the_engine_says(corpus: Corpus, rows: list[dict[str, Any]]) -> None:
    """On the first and last day of a spell and on a day between."""
    chosen = random.Random(7)
    for row in chosen.sample(rows, 600):
        length = (row["end"] - row["start"]).days
        days = {0, length - 1, chosen.randrange(length)}
        for day in (row["start"] + timedelta(days=n) for n in days):
            assert ask(corpus, row, day) == row["verdict"], (row, day)


def test_reasons_of_a_cell_are_those_of_ask(corpus: Corpus, rows: list[dict[str, Any]]) -> None:
    for row in random.Random(8).sample(rows, 60):
        probe = battery_of(corpus).probes[row["probe"]]
        answer = corpus.ask(
            row["place"], probe.action, who=probe.who, on=row["start"], facts=probe.facts
        )
        assert answer.verdict == row["verdict"]
        assert {reason.norm for reason in answer.because} == set((row["deciding"] or "").split())


def test_random_counties_say_what_the_engine_says(corpus: Corpus, counties: Panel) -> None:
    """Places that share law share spells: none gets another's."""
    table = counties.table(SPELLS)
    chosen = random.Random(9)
    for i in chosen.sample(range(len(table)), 400):
        row = table.slice(i, 1).to_pylist()[0]
        day = row["start"] + timedelta(days=chosen.randrange((row["end"] - row["start"]).days))
        assert ask(corpus, row, day) == row["verdict"], (row, day)


def test_grouped_places_say_what_the_engine_says(corpus: Corpus, counties: Panel) -> None:
    """Listed or not, with agencies of their own or another's: any county, probe and day."""
    listed = frozenset[str]().union(*(r.rows for r in corpus.lawbook.registers.values()))
    battery = list(battery_of(corpus).probes.values())
    chosen = random.Random(11)
    some = chosen.sample([row for row in counties.rows if row.government in listed], 60)
    some += chosen.sample(counties.rows, 140)
    for row in some:
        i = chosen.randrange(len(battery))
        on = FIRST + timedelta(days=chosen.randrange((LAST - FIRST).days))
        spells = counties.survey.spells[row.extent]
        (at,) = np.flatnonzero(
            (spells.probe == i) & (spells.start <= day_number(on)) & (day_number(on) < spells.end)
        )
        said = corpus.verdict(
            row.id, battery[i].action, who=battery[i].who, on=on, facts=battery[i].facts
        )
        assert CODE[said] == spells.verdict[at], (row.id, battery[i].id, on)


def test_a_probe_that_leaves_the_list_open_is_asked_list_by_list(
    corpus: Corpus, tmp_path: Any
) -> None:
    """Counties under the same norms: what the list says of each tells them apart."""
    state = "ocd-division/country:us/state:fl/"
    all_of_it = [c.id for c in corpus.engine.gazetteer.counties() if c.id.startswith(state)]
    file = tmp_path / "mine.yaml"
    asked = "{says: a, who: sheriff, action: arrest_civil"
    file.write_text(f"probes:\n  open: {asked}}}\n  none: {asked}, facts: {{agreement: none}}}}\n")
    panel = ask_panel(corpus.engine, all_of_it, "2018", "2025", probes=file)
    found = defaultdict(set)
    for row in panel.table(Layout("spell", "long")).to_pylist():
        probe = panel.battery.probes[row["probe"]]
        on = row["start"]
        said = corpus.verdict(row["place"], probe.action, who="sheriff", on=on, facts=probe.facts)
        assert said == row["verdict"], row
        found[row["probe"]].add((row["start"], row["verdict"], row["deciding"]))
    assert len(found["open"]) > len(found["none"])


@pytest.mark.parametrize(("freq", "each"), [("month", 503), ("quarter", 168), ("year", 42)])
def test_expanded_cells_are_asks(corpus: Corpus, some: Panel, freq: Any, each: int) -> None:
    table = some.table(Layout(freq, "long"))
    assert len(table) == len(some.rows) * len(some.battery.probes) * each
    months = {"month": range(1, 13), "quarter": (1, 4, 7, 10), "year": (1,)}[freq]
    for i in random.Random(10).sample(range(len(table)), 150):
        row = table.slice(i, 1).to_pylist()[0]
        assert row["day"].day == 1
        assert row["day"].month in months
        assert ask(corpus, row, row["day"]) == row["verdict"], row


def test_a_quarter_starts_inside_the_window(corpus: Corpus) -> None:
    table = corpus.panel("17031", start="2015-02", end="2015-10", freq="quarter")
    assert sorted(set(table["day"].to_pylist())) == [date(2015, m, 1) for m in (4, 7, 10)]


@pytest.mark.parametrize("freq", ["spell", "year"])
@pytest.mark.parametrize(("values", "name", "cell"), [("verdicts", "probe", "verdict"),
                                                      ("indices", "index", "value")])  # fmt: skip
def test_wide_is_long_turned(some: Panel, freq: Any, values: Any, name: str, cell: str) -> None:
    long = some.table(Layout(freq, "long"), values).to_pylist()
    wide = some.table(Layout(freq, "wide"), values)
    day = "day" if freq != "spell" else "start"
    keys = {"place", "fips", "geoid", "state", "name", "government", "start", "end", "day"}
    raw = {f"{name}{RAW}" for name in some.battery.indices}
    assert {row[name] for row in long} == set(wide.column_names) - keys - raw
    starts = defaultdict(list)
    for row in long:
        starts[row["place"], row[name]].append((row[day], row.get("end"), row[cell]))
        starts[row["place"], f"{row[name]}{RAW}"].append((row[day], row.get("end"), row.get("raw")))
    before: dict[str, Any] = {}
    for row in wide.to_pylist():
        for what in set(row) - keys:
            end = row.get("end", row[day] + timedelta(days=1))
            lying = [s for s in starts[row["place"], what] if s[0] < end]
            lying = [s for s in lying if (s[1] or s[0] + timedelta(days=1)) > row[day]]
            assert {spell[2] for spell in lying} == {row[what]}
        if freq == "spell":
            same = before.get("place") == row["place"]
            assert (before["end"] if same else FIRST) == row["start"]
            assert not same or any(before[what] != row[what] for what in set(row) - keys)
            before = row
    assert freq != "spell" or before["end"] == LAST


def test_indices_stay_in_bounds(counties: Panel) -> None:
    table = counties.table(Layout("spell", "long"), "indices")
    values = table["value"].to_numpy()
    raw = table["raw"].to_numpy()
    assert raw.min() >= -1
    assert raw.max() <= 1
    assert values.min() < 0 < values.max()
    shares = {"services", "settled", *counties.battery.indicators}
    plain = {"settled", *counties.battery.indicators}
    for row in table.slice(0, 20_000).to_pylist():
        assert row["raw"] >= 0 or row["index"] not in shares
        assert row["raw"] == row["value"] or row["index"] not in plain
        assert row["raw"] in (0, 1) or row["index"] not in counties.battery.indicators


def test_indices_are_means_of_what_answers_count(corpus: Corpus, some: Panel) -> None:
    """Against the plainest sum, cell by cell."""
    battery = some.battery
    verdicts = some.table(Layout("year", "wide")).to_pylist()
    indices = some.table(Layout("year", "wide"), "indices").to_pylist()
    for seen, measured in zip(verdicts, indices, strict=True):
        for index in battery.indices.values():
            total = sum(
                battery.probes[p].weight * index.counts[p].get(seen[p], 0) for p in index.probes
            )
            weight = sum(battery.probes[p].weight for p in index.probes)
            raw = measured[f"{index.id}{RAW}" if index.centered else index.id]
            assert raw == pytest.approx(total / weight, abs=1e-9)
        for one in battery.indicators.values():
            holds = all(has_answer(corpus, seen, p, words) for p, words in one.all.items()) and (
                not one.any or any(has_answer(corpus, seen, p, a) for p, a in one.any.items())
            )
            assert measured[one.id] == holds


def has_answer(corpus: Corpus, seen: dict[str, Any], probe: str, listed: tuple[str, ...]) -> bool:
    if seen[probe] in listed or seen[probe] != "permitted" or "power" not in listed:
        return seen[probe] in listed
    asked = corpus.lawbook.battery.probes[probe]  # type: ignore[union-attr]
    place, day = seen["place"], seen["day"]
    return (
        corpus.ask(place, asked.action, who=asked.who, on=day, facts=asked.facts).basis == "power"
    )


BATTERY = """\
counts:
  custody: {prohibited: 1, required: -1}
probes:
  heavy: {says: a, who: jail, action: hold, weight: 3, facts: {warrant: none}}
  light: {says: b, who: jail, action: hold}
indices:
  both: {says: c, domains: [custody]}
  named: {says: d, probes: [light], counts: {permitted: 0.5}}
indicators:
  either: {says: e, any: {heavy: required, light: prohibited}}
"""


def test_weights_and_counts(corpus: Corpus, tmp_path: Any) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(BATTERY, "utf-8")
    small = ask_panel(corpus.engine, "17031", "2020", "2020", probes=file)
    measures = IndexFormulas(small.battery)
    codes = {v: CODE[v] for v in ("prohibited", "required", "permitted", "depends")}
    for heavy, light, expected in (
        ("prohibited", "required", (0.5, 0, 0)),
        ("required", "permitted", (-0.75, 0.5, 1)),
        ("depends", "prohibited", (0.25, 0, 1)),
    ):
        verdicts = np.array([[codes[heavy]], [codes[light]]], dtype=np.int8)  # type: ignore[index]
        granted = np.zeros((2, 1), dtype=np.bool_)
        assert measures.evaluate(verdicts, granted)[:, 0].tolist() == list(expected)
    assert set(small.table(SPELLS)["probe"].to_pylist()) == {"heavy", "light"}


def test_tenths_sum_to_one(corpus: Corpus, tmp_path: Any) -> None:
    """A threshold of 1 must not be missed by a hair."""
    probes = "\n".join(
        f"  p{i}: {{says: a, who: jail, action: hold, weight: 0.1}}" for i in range(10)
    )
    file = tmp_path / "mine.yaml"
    text = f"counts: {{custody: {{prohibited: 1}}}}\nprobes:\n{probes}\n"
    file.write_text(text + "indices: {all: {says: b, domains: [custody]}}\n", "utf-8")
    measures = IndexFormulas(ask_panel(corpus.engine, "17031", "2020", "2020", probes=file).battery)
    verdicts, granted = np.zeros((10, 3), dtype=np.int8), np.zeros((10, 3), dtype=np.bool_)
    assert measures.evaluate(verdicts, granted).tolist() == [[1.0] * 3]


GRANTED = """\
counts:
  issue_driver_license: {required: 1, power: 0.5, permitted: 0.25}
probes:
  license:
    says: A license.
    who: dmv
    action: issue_driver_license
    facts: {resident: true, identity_proved: true, tax_proof: true, age: 30, lawful_presence: false,
            convicted_felony: false}
indices:
  share: {says: a, actions: [issue_driver_license]}
  others: {says: b, probes: [license], counts: {permitted: 1}}
indicators:
  had: {says: c, all: {license: [required, power]}}
  granted: {says: d, any: {license: power}}
  allowed: {says: e, any: {license: permitted}}
"""


def test_what_a_rule_grants_is_told_from_silence(corpus: Corpus, tmp_path: Any) -> None:
    """Illinois: no rule before November 28, 2013; leave until July 1, 2024; then a duty."""
    file = tmp_path / "mine.yaml"
    file.write_text(GRANTED, "utf-8")
    values = corpus.panel(
        "17", start="2013-10", end="2024-08", probes=file, shape="wide", values="indices"
    ).to_pylist()
    names = ("share_raw", "others_raw", "had", "granted", "allowed")
    assert [(str(row["start"]), *(row[name] for name in names)) for row in values] == [
        ("2013-10-01", 0.25, 1, 0, 0, 1),
        ("2013-11-28", 0.5, 1, 1, 1, 1),
        ("2024-07-01", 1, 0, 1, 0, 0),
    ]
    (row,) = corpus.adoption("had >= 1", "17", probes=file).to_pylist()
    assert str(row["adopted"]) == "2013-11-28"


def test_places(corpus: Corpus) -> None:
    def names(places: Any) -> list[Any]:
        made = ask_panel(corpus.engine, places, "2020", "2020")
        return [(row.fips, row.name) for row in made.rows]

    assert names(["Cook County, IL", "17031"]) == [("17031", "Cook County, Illinois")]
    assert names("36047") == [("36047", "Kings County, New York")]
    assert len(names("states")) == 56
    bound = {p for i in corpus.lawbook.instruments.values() for p in i.bound}
    assert len(names("corpus")) == len(bound)
    assert names(["states", "17031"])[0] == ("01", "Alabama")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"freq": "week"}, "'week' is not a valid freq; allowed: spell, month, quarter, year."),
        ({"shape": "tall"}, "'tall' is not a valid shape; allowed: long, wide."),
        ({"values": "both"},
         "'both' is not a valid kind of values; allowed: verdicts, indices, agreements."),
        ({"start": "2011-13"}, "'2011-13' is not a valid month; write YYYY-MM, such as 1985-01."),
        ({"start": "2012", "end": "2011"},
         "The panel would start (2012-01) after its end (2011-12)."),
        ({"places": []}, "A panel needs places: counties, states, corpus, or places by name."),
        ({"probes": "no/such.yaml"}, "no/such.yaml cannot be read: No such file or directory."),
    ],
)  # fmt: skip
def test_wrong_words(corpus: Corpus, wrong: Any, said: str) -> None:
    with pytest.raises(BadRequest) as caught:
        corpus.panel(**{"places": "17031", **wrong})
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("custdy > 0", "There is no probe or index 'custdy'; did you mean custody"),
        ("hold_clean = prohibited", "hold_clean is compared with words in single quotes."),
        ("hold_clean = 'forbidden'", "'forbidden' is not a valid value of hold_clean; allowed:"),
        ("custody", "custody is not a bool; compare it with a value."),
        ("custody >", "not a condition:"),
        ("TRUE", "'TRUE' names no probe or index."),
    ],
)
def test_wrong_conditions(corpus: Corpus, condition: str, said: str) -> None:
    with pytest.raises(BadRequest) as caught:
        corpus.adoption(condition, "17031")
    assert said in str(caught.value)


def test_a_probe_that_contradicts_itself_is_named(corpus: Corpus, tmp_path: Any) -> None:
    file = tmp_path / "mine.yaml"
    facts = "{convicted_felony: false, convicted_violent_felony: true}"
    file.write_text(f"probes: {{odd: {{says: a, who: jail, action: hold, facts: {facts}}}}}")
    with pytest.raises(BadRequest, match=r"^The probe odd cannot be asked: convicted_violent"):
        corpus.panel("17031", probes=file)
