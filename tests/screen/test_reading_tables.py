"""Tables as offices have them: read for sure or not at all, and what was read is told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from safehavens import Corpus
from safehavens.decide.request import BadRequest

JAIL: dict[str, Any] = {"who": "jail", "action": "hold", "on": "2024-05-01"}


def screen(corpus: Corpus, columns: dict[str, Any], **options: Any) -> pa.Table:
    """Screen a table made of columns."""
    return corpus.screen(pa.table(columns), **{**JAIL, **options})


def answers(screened: pa.Table) -> list[str | None]:
    verdicts: list[str | None] = screened["verdict"].to_pylist()
    return verdicts


def ask(corpus: Corpus, place: str, **facts: Any) -> str:
    return corpus.verdict(place, "hold", who="jail", on="2024-05-01", **facts)


# ---- missing values -----------------------------------------------------------------------------

MARKERS = ["", "  ", "NA", "N/A", "nan", "NaN", "None", "NULL", ".", "-", "#N/A", "<NA>"]


@pytest.mark.parametrize("column", ["place", "who", "action", "date"])
def test_markers_of_missing_values_are_missing_in_every_column(corpus: Corpus, column: str) -> None:
    cells = {"place": "NYC", "who": "jail", "action": "hold", "date": "2024-05-01"}
    table = {name: [text] * len(MARKERS) for name, text in cells.items()}
    table[column] = MARKERS
    screened = corpus.screen(pa.table(table))
    assert answers(screened) == [None] * len(MARKERS)
    assert all(f"The {column} is missing" in said for said in screened["problem"].to_pylist())


def test_markers_are_missing_facts_but_none_is_a_word_of_a_warrant(corpus: Corpus) -> None:
    facts = [*MARKERS, "none", "NONE", "no"]
    screened = screen(corpus, {"place": ["NYC"] * len(facts), "court_order": facts})
    unknown = ask(corpus, "NYC", court_order=None)
    assert answers(screened)[: len(MARKERS)] == [unknown] * len(MARKERS)
    assert answers(screened)[-1] == ask(corpus, "NYC", court_order=False)
    warrants = screen(corpus, {"place": ["NYC"] * 3, "warrant": ["None", "NONE", "NA"]})
    none, unknown = ask(corpus, "NYC", warrant="none"), ask(corpus, "NYC", warrant=None)
    assert answers(warrants) == [none, none, unknown]


# ---- places -------------------------------------------------------------------------------------


def test_a_place_is_read_for_sure_or_refused_with_the_candidates(corpus: Corpus) -> None:
    """Case 05 and 08, 11, 41: no State, county or country is guessed."""
    names = [
        "EL PASO CO", "OTERO CO.", "Nevada", "Butte", "Sierra", "NEW YORK", "LEBANON", "Jordan",
        "Springfield",
    ]  # fmt: skip
    screened = screen(corpus, {"place": names, "warrant": ["administrative"] * len(names)})
    assert answers(screened) == [None] * len(names)
    problems = screened["problem"].to_pylist()
    assert "El Paso County, Texas; El Paso County, Colorado" in problems[0]
    assert "Nevada County, California" in problems[2]
    assert "New York City, New York" in problems[5]
    assert screened["place_read"].to_pylist() == [None] * len(names)


def test_the_state_comes_first_or_last(corpus: Corpus) -> None:
    """Case 41."""
    names = ["Florida, Orange", "Florida, Orange County", "Orange County, Florida",
             "Washington, Franklin", "Illinois, Cook"]  # fmt: skip
    screened = screen(corpus, {"place": names, "warrant": ["administrative"] * 5})
    orange = ask(corpus, "Orange County, Florida", warrant="administrative")
    franklin = ask(corpus, "Franklin County, Washington", warrant="administrative")
    cook = ask(corpus, "Cook County, Illinois", warrant="administrative")
    assert answers(screened) == [orange, orange, orange, franklin, cook]
    assert screened["place_read"][4].as_py() == (
        "ocd-division/country:us/state:il/county:cook (Cook County, Illinois)"
    )


def test_a_state_for_all_rows(corpus: Corpus) -> None:
    table = {"county": ["Nevada", "BUTTE", "Sierra Co."], "warrant": ["administrative"] * 3}
    screened = screen(corpus, table, map={"county": "place.county"}, state="CA")
    assert answers(screened) == [ask(corpus, "Butte County, CA", warrant="administrative")] * 3
    assert all("state:ca/county:" in place for place in screened["place_read"].to_pylist())
    with pytest.raises(BadRequest, match="Gotham"):
        screen(corpus, table, map={"county": "place"}, state="Gotham")


@pytest.mark.parametrize(
    ("columns", "maps", "place"),
    [
        ({"County": "Orange", "State": "FL"}, ("county", "state"), "Orange County, Florida"),
        ({"City": "NEW YORK", "State": "NEW YORK"}, ("city", "state"), "NYC"),
        ({"City": "SAN DIEGO", "State": "CALIFORNIA"}, ("city", "state"), "San Diego, CA"),
        ({"S": "17", "C": "31"}, ("state_fips", "county_fips"), "Cook County, IL"),
        ({"S": 1, "C": 1.0}, ("state_fips", "county_fips"), "Autauga County, AL"),
        ({"F": "17031.0"}, ("fips",), "Cook County, IL"),
        ({"F": 6037.0}, ("fips",), "Los Angeles County, CA"),
        ({"F": Decimal("6037.00")}, ("fips",), "Los Angeles County, CA"),
        ({"Z": "60614"}, ("zip",), "Chicago, IL"),
        ({"J": "COOK COUNTY JAIL", "S": "IL"}, ("agency", "state"), "Cook County, IL"),
    ],
)
def test_a_place_in_several_columns(
    corpus: Corpus, columns: dict[str, Any], maps: tuple[str, ...], place: str
) -> None:
    """Cases 11, 14, 34."""
    table = {name: [cell] for name, cell in columns.items()} | {"warrant": ["administrative"]}
    named = {theirs: f"place.{part}" for theirs, part in zip(columns, maps, strict=True)}
    screened = screen(corpus, table, map=named)
    id = corpus.engine.place_finder.find(place).place.id
    assert screened["place_read"][0].as_py().startswith(id + " (")
    assert answers(screened) == [ask(corpus, place, warrant="administrative")]


def test_codes_under_a_header_that_says_so(corpus: Corpus) -> None:
    """Case 34: 06037 is also a ZIP code; a header with `fips` tells."""
    screened = screen(corpus, {"fips": ["17031.0", "6037.0"]}, map={"fips": "place"})
    assert [place.split(" ")[0][-20:] for place in screened["place_read"].to_pylist()] == [
        "state:il/county:cook", "a/county:los_angeles"
    ]  # fmt: skip


def test_agencies_give_place_and_kind(corpus: Corpus) -> None:
    """Case 32."""
    names = {
        "COOK COUNTY JAIL, IL": ("Cook County, Illinois", "jail"),
        "Maricopa County Sheriff's Office": ("Maricopa County, Arizona", "sheriff"),
        "Chicago Police Department": ("Chicago, Illinois", "police"),
    }
    table = pa.table({"det_facility": [*names], "warrant": ["administrative"] * 3})
    screened = corpus.screen(
        table, action="hold", on="2024-05-01", map={"det_facility": "place.agency"}
    )
    for i, (place, who) in enumerate(names.values()):
        assert screened["place_read"][i].as_py().endswith(f"({place})")
        asked = corpus.verdict(place, "hold", who=who, on="2024-05-01", warrant="administrative")
        assert screened["verdict"][i].as_py() == asked


def test_a_foreign_place_where_the_table_says_so(corpus: Corpus) -> None:
    table = {"place": ["Berlin, Germany", "Namibia"]}
    here = screen(corpus, table)["place_read"].to_pylist()
    assert here[1] is None
    assert here[0] is not None
    assert "country:de" in here[0]
    anywhere = screen(corpus, table, country="any")["place_read"].to_pylist()
    assert "country:na" in anywhere[1]


# ---- words --------------------------------------------------------------------------------------


def test_words_and_headers_in_any_case(corpus: Corpus) -> None:
    """Case 42."""
    table = pa.table(
        {
            "Place": ["NYC"] * 4,
            "WHO": ["Jail", "JAIL", "jail", "county jail"],
            "Action": ["Hold", "HOLD", "detainer", "I-247A"],
            "Warrant Type": ["NONE", "none", "None", "I-200"],
            "Date": ["2024-05-01"] * 4,
        }
    )
    expected = [ask(corpus, "NYC", warrant=w) for w in ("none", "none", "none", "administrative")]
    assert answers(corpus.screen(table)) == expected


def test_corrections_are_the_prison_of_a_state_and_the_jail_of_a_county(corpus: Corpus) -> None:
    table = pa.table({"place": ["Illinois", "Cook County, IL"], "who": ["corrections"] * 2})
    screened = corpus.screen(table, action="hold", on="2024-05-01")
    for place, who, verdict in zip(
        table["place"].to_pylist(), ("prison", "jail"), answers(screened), strict=True
    ):
        assert verdict == corpus.verdict(place, "hold", who=who, on="2024-05-01")


# ---- dates --------------------------------------------------------------------------------------


def days(corpus: Corpus, cells: Any, place: str = "Harris County, TX", **options: Any) -> pa.Table:
    table = {"place": [place] * len(cells), "date": cells, "warrant": ["administrative"]
             * len(cells)}  # fmt: skip
    return screen(corpus, table, on=None, **options)


def test_dates_as_offices_write_them(corpus: Corpus) -> None:
    """Case 31. Texas's duty came back on 2017-09-25."""
    before = ["2017-09-24 00:00:00", "9/24/2017", "43002", "24-SEP-17", "2017-09-25T03:00:00Z"]
    after = ["2017-09-25 00:00:00", "9/25/2017", "43003", "25-SEP-17", "2017-09-25T12:00:00Z"]
    first, second = (answers(days(corpus, cells)) for cells in (before, after))
    assert first == ["permitted"] * 5
    assert second == ["required"] * 5


def test_one_rule_for_the_whole_column(corpus: Corpus) -> None:
    """A day after the 12th shows the order; a value that does not fit it is a bad row."""
    screened = days(corpus, ["5/6/2024", "13/6/2024", "6/14/2024"])
    assert [bool(verdict) for verdict in answers(screened)] == [True, True, False]
    assert "day first" in screened["problem"][2].as_py()
    iso = days(corpus, ["5/6/2024", "2024-05-06"], dates="iso")
    assert [bool(verdict) for verdict in answers(iso)] == [False, True]
    abroad = days(corpus, ["5/6/2024", "2024-05-06"], "Berlin, Germany")
    assert "say which comes first" in abroad["problem"][0].as_py()
    excel = days(corpus, ["42000", "43003"], dates="excel")
    assert answers(excel) == ["permitted", "required"]
    with pytest.raises(BadRequest, match="Dates are written"):
        days(corpus, ["2024-05-01"], dates="ymd")


def test_an_instant_is_the_day_at_the_place(corpus: Corpus) -> None:
    """Case 17."""
    instants = [dt.datetime(2017, 9, 25, hour, tzinfo=dt.UTC) for hour in (3, 5, 7)]
    utc = days(corpus, pa.array(instants, pa.timestamp("us", "UTC")))
    assert answers(utc) == ["permitted", None, "required"]  # El Paso is an hour behind
    assert "another day in another part" in utc["problem"][1].as_py()
    own = days(corpus, pa.array(instants, pa.timestamp("ns", "America/Chicago")))
    assert answers(own) == ["permitted", "required", "required"]
    texts = days(corpus, [i.isoformat() for i in instants])
    assert answers(texts) == ["permitted", None, "required"]


def test_days_outside_the_calendar_are_no_days(corpus: Corpus) -> None:
    """Case 37."""
    infinite = duckdb.sql("select 'NYC' place, date 'infinity' date, 'none' warrant")
    assert infinite is not None
    screened = corpus.screen(infinite.to_arrow_table(), who="jail", action="hold")
    assert answers(screened) == [None]
    assert "not a day" in screened["problem"][0].as_py()
    late = pa.array([2**62], pa.int64()).cast(pa.timestamp("s"))
    assert answers(days(corpus, late)) == [None]


# ---- types --------------------------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["unknown", "presumed"])
@pytest.mark.parametrize(
    "cells",
    [
        pa.array([1, 0, None], pa.int8()),
        pa.array([1, 0, None], pa.float64()),
        pa.array([1.0, 0.0, float("nan")], pa.float64()),
        pa.array([Decimal(1), Decimal(0), None], pa.decimal128(1, 0)),
        pa.array(["1", "0", None], pa.string()),
        pa.array(["1.0", "0.0", "NA"], pa.string()),
        pa.array(["Y", "N", ""], pa.large_string()),
        pa.array(["yes", "NO", "NULL"], pa.string_view()),
        pa.array(["yes", "no", None]).dictionary_encode(),
        pa.array([True, False, None]),
    ],
    ids=lambda array: str(array.type),
)
def test_a_flag_of_any_type(corpus: Corpus, cells: pa.Array, blank: str) -> None:
    """Cases 03 and 22."""
    table = {"place": ["Rockville, MD"] * 3, "needed_for_criminal_investigation": cells}
    how = {"who": "police", "action": "inquire_status", "on": "2023-03-01"}
    screened = screen(corpus, table, blank=blank, **how)
    name = "needed_for_criminal_investigation"

    def one(**facts: Any) -> str:
        return corpus.verdict("Rockville, MD", how["action"], who="police", on=how["on"], **facts)

    presumed = corpus.lawbook.facts[name].presume is not None and blank == "presumed"
    last = one() if presumed else one(**{name: None})
    assert answers(screened) == [one(**{name: True}), one(**{name: False}), last]


def test_other_numbers_are_no_flags(corpus: Corpus) -> None:
    for cells in (pa.array([2], pa.int16()), pa.array([Decimal("0.5")]), pa.array([0.5]),
                  pa.array([dt.datetime(2024, 5, 1)])):  # fmt: skip
        screened = screen(corpus, {"place": ["NYC"], "emergency": cells}, blank="presumed")
        assert answers(screened) == [None]
        assert "is not a valid value of emergency" in screened["problem"][0].as_py()


def test_pandas_objects_of_several_kinds(corpus: Corpus) -> None:
    """Case 25."""
    frame = pd.DataFrame(
        {
            "place": ["NYC", "NYC", 17031, "NYC"],
            "date": ["2024-05-01", dt.datetime(2024, 5, 2), pd.Timestamp("2024-05-03"), pd.NaT],
            "warrant": ["none", np.str_("none"), "none", None],
            "emergency": pd.arrays.SparseArray([False, False, True, False]),
        }
    )
    screened = corpus.screen(frame, who="jail", action="hold")
    assert list(screened["verdict"][:2]) == ["prohibited", "prohibited"]
    assert screened["place_read"][2].endswith("(Cook County, Illinois)")
    assert screened["problem"][3] == "The date is missing."


def test_a_relation_comes_back_on_its_connection(corpus: Corpus) -> None:
    """Case 28."""
    connection = duckdb.connect()
    connection.execute("create table asked as select 1 id, 'NYC' place, 'none' warrant")
    screened = corpus.screen(connection.table("asked"), **JAIL)
    assert isinstance(screened, duckdb.DuckDBPyRelation)  # found by its name below
    joined = connection.sql("select a.id, s.verdict from asked a join screened s using (id)")
    assert joined.fetchall() == [(1, "prohibited")]


# ---- maps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"place": {"Main jail": "Gotham"}}, "Gotham"),
        ({"place": {"Main jail": "Springfield"}}, "may be"),
        ({"date": {"x": "2024-13-01"}}, "not a valid date"),
        ({"who": {"x": "wizard"}}, "not an agency kind"),
        ({"action": {"x": "hug"}}, "not an action"),
        ({"warrant": {"x": "paper"}}, "'paper' is not a valid value of warrant"),
    ],
)
def test_values_of_a_map_are_checked_first(
    corpus: Corpus, values: dict[str, Any], said: str
) -> None:
    """Case 36."""
    table = pa.table({name: pa.array([], pa.string())
                      for name in ("place", "who", "action", "date", "warrant")})  # fmt: skip
    with pytest.raises(BadRequest, match=said):
        corpus.screen(table, values=values)


def test_a_map_says_what_blank_cells_mean(corpus: Corpus) -> None:
    table = pa.table({"place": ["NYC"] * 3, "who": [None, "", "NA"], "form": ["x", None, "N/A"]})
    screened = corpus.screen(
        table, on="2024-05-01", map={"form": "action"},
        values={"who": {None: "jail"}, "action": {"x": "detainer", None: "notify_release"}},
    )  # fmt: skip
    hold = corpus.verdict("NYC", "hold", who="jail", on="2024-05-01")
    notify = corpus.verdict("NYC", "notify_release", who="jail", on="2024-05-01")
    assert answers(screened) == [hold, notify, notify]


# ---- what-if ------------------------------------------------------------------------------------


def test_whatif_tells_bad_rows_and_leaves_them_out(corpus: Corpus, tmp_path: Path) -> None:
    """Case 02."""
    table = pa.table(
        {
            "place": ["Cook County, IL"] * 3 + ["Gotham"],
            "date": ["5/1/2015", "2018-05-32", "2019-05-03", "2019-05-03"],
            "warrant": ["administrative"] * 4,
        }
    )
    out = ["us/il/trust-act", "us/il/cook-county/detainer-ordinance"]
    for kind in (table, tmp_path / "t.parquet"):
        if kind is not table:
            pq.write_table(table, kind)
        found = corpus.whatif(
            kind, without=out, who="jail", action="hold", dates="iso", by=["place"]
        )
        assert (found.rows, found.total.rows, found.total.changed) == (4, 1, 1)
        assert found.bad.rows == 3
        assert any("Gotham" in problem for _, problem in found.bad.first)
        assert set(found.by["place"]) == {"Cook County, IL"}


def test_numbers_of_five_digits_are_codes_of_one_kind_in_a_column(corpus: Corpus) -> None:
    """12075 is a county of Florida and a ZIP code of New York."""
    both = screen(corpus, {"place": ["12075"]})
    assert "say which it is" in both["problem"][0].as_py()
    fips = screen(corpus, {"place": ["12075", "17031"]})["place_read"].to_pylist()
    assert fips[0].endswith("(Levy County, Florida)")
    zips = screen(corpus, {"place": ["12075", "60614"]})["place_read"].to_pylist()
    assert "state:ny/" in zips[0]
    mixed = screen(corpus, {"place": ["12075", "17031", "60614"]})["place_read"].to_pylist()
    assert [place is None for place in mixed] == [True, False, False]
