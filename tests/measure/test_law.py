"""Panels of the shipped corpus, against what the law is known to have said."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from safehavens import Corpus
from safehavens.decide.request import Request
from safehavens.measure.adoption import find_adoption
from safehavens.measure.panel import Layout, Panel

SPELLS = Layout("spell", "long")

ADOPTED = [
    # Cook County's ordinance declines every detainer that comes without a judge's warrant.
    ("detainer_needs_judge >= 1", "17031", date(2011, 9, 7)),
    # California (Fresno County): the TRUST Act of 2014 spared felonies, the Values Act spares none.
    ("hold_clean = 'prohibited'", "06019", date(2014, 1, 1)),
    ("detainer_needs_judge >= 1", "06019", date(2018, 1, 4)),
    ("no_status_inquiry >= 1", "06019", date(2018, 1, 4)),
    # Boston's police under its Trust Act, passed in August 2014 and signed on a day of that year
    # that was not seen (its law is about the police, not a jail).
    ("lockup_needs_judge >= 1", "Boston, MA", date(2014, 12, 31)),
    # Texas: SB 4 compels from the day on which the Fifth Circuit stayed the injunction.
    ("hold_clean = 'required'", "48201", date(2017, 9, 25)),
    ("custody < 0", "48201", date(2017, 9, 25)),
    ("detainer_needs_judge >= 1", "48201", None),
    # New York City: Executive Order 41; the local law of 2014.
    ("no_status_inquiry >= 1", "36047", date(2003, 9, 17)),
    ("detainer_needs_judge >= 1", "36047", date(2014, 12, 14)),
]


@pytest.mark.parametrize(("condition", "place", "day"), ADOPTED)
def test_adoption(corpus: Corpus, condition: str, place: str, day: date | None) -> None:
    (row,) = corpus.adoption(condition, place).to_pylist()
    assert row["adopted"] == day
    assert row["already"] is False


def test_adoption_tells_what_began(corpus: Corpus) -> None:
    (row,) = corpus.adoption("detainer_needs_judge >= 1", "17031").to_pylist()
    assert row["began"] == "begins us/il/cook-county/detainer-ordinance#hold"
    assert row["ended"] is None


def test_adoption_before_the_window_is_told(corpus: Corpus) -> None:
    (row,) = corpus.adoption("detainer_needs_judge >= 1", "17031", start="2015").to_pylist()
    assert (row["adopted"], row["already"], row["began"]) == (date(2015, 1, 1), True, None)


def test_adoption_on_the_first_day_of_the_window_is_told(corpus: Corpus) -> None:
    """California's TRUST Act took effect on 1 January 2014."""
    for start, already in (("2014-01", False), ("2014-02", True)):
        (row,) = corpus.adoption("hold_clean = 'prohibited'", "06019", start=start).to_pylist()
        assert (f"{row['adopted']:%Y-%m}", row["already"]) == (start, already)
        assert (row["began"] is None) == already
    panel = corpus.panel("06019", start="2014-01", end="2014-12").to_pylist()
    first = next(row for row in panel if row["probe"] == "hold_clean")
    assert first["began"] == "begins us/ca/trust-act#hold; begins us/ca/trust-act#hold-may"


def test_adoption_that_ended_is_told(corpus: Corpus) -> None:
    """Travis County's sheriff limited holds from 2017 until SB 4 took effect.

    His exceptions are for grave charges and convictions; the probe's person has none.
    """
    (row,) = corpus.adoption("hold_clean = 'prohibited'", "48453").to_pylist()
    assert (row["adopted"], row["ended"]) == (date(2017, 2, 1), date(2017, 9, 25))


PROBED = [
    # Facts that one state's law asks for, and no other's.
    ("driver_licence", "Connecticut", "2016-01-01", "required"),
    ("coverage_child", "Utah", "2024-06-01", "required"),
    # Illinois covered people from 42 to 64, and those from 65 on, by programs of their own.
    ("coverage_adult", "Illinois", "2022-08-01", "prohibited"),
    ("coverage_adult_50", "Illinois", "2022-08-01", "required"),
    ("coverage_senior", "Illinois", "2022-08-01", "required"),
    # The federal children's program from conception on.
    ("coverage_prenatal", "Texas", "2024-03-01", "required"),
    # Colorado's boards from September 2021, Washington's from July 2024.
    ("professional_licence", "Colorado", "2021-10-01", "required"),
    ("professional_licence", "Washington", "2024-07-01", "required"),
    # The regents' policy in Hawaii, as the boards' rules in Rhode Island and Kentucky.
    ("resident_tuition", "Hawaii", "2014-09-01", "required"),
    # E-Verify came by size of the employer in Georgia, at once in Arizona.
    ("e_verify_large", "Georgia", "2011-12-31", "permitted"),
    ("e_verify_large", "Georgia", "2012-01-01", "required"),
    ("e_verify_small", "Georgia", "2020-01-01", "permitted"),
    ("e_verify_small", "Maricopa County, AZ", "2008-01-01", "required"),
]


@pytest.mark.parametrize(("probe", "place", "on", "verdict"), PROBED)
def test_probed(corpus: Corpus, probe: str, place: str, on: str, verdict: str) -> None:
    battery = corpus.lawbook.battery
    assert battery is not None
    asked = battery.probes[probe]
    assert corpus.verdict(place, asked.action, who=asked.who, on=on, facts=asked.facts) == verdict


def test_texas_compels(some: Panel) -> None:
    indices = some.table(Layout("year", "wide"), "indices").to_pylist()
    texas = {row["day"].year: row for row in indices if row["fips"] == "48201"}
    assert texas[2017]["custody"] == 0
    assert texas[2018]["custody"] < -0.5
    assert texas[2018]["overall"] < 0 == texas[2016]["overall"] < texas[2016]["overall_raw"]


def test_counties_of_new_york_city_have_its_law(counties: Panel, corpus: Corpus) -> None:
    city = ["36005", "36047", "36061", "36081", "36085"]
    spells = counties.table(SPELLS)
    own = spells.filter(pc.is_in(spells["fips"].cast("string"), pa.array(city))).to_pylist()
    by_county: dict[str, list[Any]] = {fips: [] for fips in city}
    for row in own:
        assert row["government"] == "ocd-division/country:us/state:ny/place:new_york"
        assert row["place"] != row["government"]
        by_county[row["fips"]].append((row["probe"], row["start"], row["verdict"]))
    named = corpus.panel("New York City", start="1985-01", end="2026-11").to_pylist()
    expected = [(row["probe"], row["start"], row["verdict"]) for row in named]
    assert all(rows == expected for rows in by_county.values())


def test_counties(counties: Panel) -> None:
    fips = [row.fips for row in counties.rows]
    assert len(fips) == len(set(fips)) == 3234
    assert all(code is not None and len(code) == 5 and code.isdigit() for code in fips)
    assert fips == sorted(fips, key=str)
    connecticut = [code for code in fips if code is not None and code.startswith("09")]
    assert connecticut == [f"090{n:02}" for n in range(1, 16, 2)]


def test_the_battery_is_settled_nearly_everywhere(counties: Panel) -> None:
    """Of all probes, places and years, few turn on what a probe does not spell out."""
    table = counties.table(Layout("year", "long"))
    count = Counter(dict(zip(*_counts(table["verdict"]), strict=True)))
    assert count["depends"] / len(table) < 0.01
    assert {"prohibited", "required", "permitted"} <= count.keys()


FLOORS = {
    "school_give_address",  # FERPA, 1974
    "school_admits",  # Plyler v. Doe, 1982
    "unpaid_wages",  # the Fair Labor Standards Act
    "employer_threat",  # its § 15(a)(3)
    "legal_defense",  # nobody has to pay for a lawyer; where law gives leave to, the basis tells
}
"""National law that was the same in 1985: what cannot vary, but can change."""


def test_other_probes_tell_places_or_times_apart(counties: Panel) -> None:
    """A probe that has one verdict everywhere and always measures nothing."""
    table = counties.table(SPELLS)
    pairs = table.group_by(["probe", "verdict"]).aggregate([]).to_pylist()
    kinds = Counter(pair["probe"] for pair in pairs)
    assert {probe for probe, kind in kinds.items() if kind == 1} == FLOORS


def test_the_battery_covers_the_vocabulary(corpus: Corpus) -> None:
    battery = corpus.lawbook.battery
    assert battery is not None
    assert 60 <= len(battery.probes) <= 120
    domains = {probe.domain for probe in battery.probes.values()}
    assert domains == corpus.lawbook.vocabulary.domains.keys()
    asked = {probe.action for probe in battery.probes.values()}
    duties_alone = {
        "inform_court",  # comes with a detainer; nobody asks for it
        "use_immigration_interpreters",  # two states speak of it
        "instruct_officers",  # three states speak of it
        "discipline_employee",  # two states speak of it
        "award_contract",  # comes with E-Verify, of which a probe asks
    }
    assert corpus.lawbook.vocabulary.actions.keys() - asked == duties_alone
    assert len({probe.says for probe in battery.probes.values()}) == len(battery.probes)


def test_private_facts_stand_only_where_the_law_turns_on_them(corpus: Corpus) -> None:
    """Left out, each would leave some State's answer open in some year."""
    battery = corpus.lawbook.battery
    assert battery is not None
    needless = []
    places = [row.id for row in _states(corpus)]
    for probe in battery.probes.values():
        for fact in probe.facts:
            if not corpus.lawbook.facts[fact].private:
                continue
            facts = {name: value for name, value in probe.facts.items() if name != fact}
            open_ = any(
                spell.verdict == "depends"
                for place in places
                for spell in corpus.history(place, probe.action, who=probe.who, facts=facts)
            )
            if not open_:
                needless.append((probe.id, fact))
    assert needless == []


def _states(corpus: Corpus) -> Any:
    return corpus.gazetteer.states()


def _counts(column: Any) -> tuple[list[str], list[int]]:
    found = pc.value_counts(column.cast("string"))
    return found.field(0).to_pylist(), found.field(1).to_pylist()


def test_adoption_takes_every_county(corpus: Corpus) -> None:
    table = find_adoption(corpus.engine, "detainer_needs_judge >= 1", end="2026-11").table
    assert len(table) == 3234
    assert 0 < table["adopted"].null_count < len(table)


def test_a_listed_county_has_spells_of_its_own(corpus: Corpus) -> None:
    """Counties under the same norms, some of them on a list: each has what `ask` says of it."""
    engine = corpus.engine
    listed = {place for r in corpus.lawbook.registers.values() for place in r.rows}
    state = "ocd-division/country:us/state:fl/"
    counties = [c.id for c in engine.gazetteer.counties() if c.id.startswith(state)]
    some = [
        *[c for c in counties if c in listed][:3],
        *[c for c in counties if c not in listed][:1],
    ]
    rows = corpus.panel(some, start="2018-01", end="2025-12", freq="spell").to_pylist()
    assert {row["place"] for row in rows} == {*some}
    probes = corpus.lawbook.battery.probes  # type: ignore[union-attr]
    for row in rows:
        probe = probes[row["probe"]]
        request = Request(row["place"], probe.who, probe.action, row["start"], probe.facts)
        assert engine.verdict(request) == row["verdict"], row
