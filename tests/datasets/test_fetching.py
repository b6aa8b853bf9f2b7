"""Fetching data sets: license first, columns ours, rows about persons counted and not kept."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from safehavens.corpus.places import Gazetteer, load
from safehavens.datasets import data_set_files
from safehavens.datasets.data_set_files import DataSetError, find_data_set, read_data_sets
from safehavens.datasets.fetching import LicenseNotAccepted, fetch_data_set
from safehavens.datasets.open_data_set import open_data_set
from safehavens.decide.request import BadRequest
from tests.datasets.range_server import FileServer, serve_files


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FileServer]:
    monkeypatch.setenv("SAFEHAVENS_CACHE", str(tmp_path / "cache"))
    with serve_files() as running:
        yield running


def parquet(columns: dict[str, list[object]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


ARRESTS = parquet(
    {
        "apprehension_date": [
            datetime(2025, 8, 3), datetime(2025, 8, 30, 23, 59), datetime(2025, 9, 1),
            datetime(2025, 9, 1), datetime(2025, 9, 1), datetime(2025, 9, 2),
        ],
        "apprehension_state": ["TEXAS", "Texas", "TEXAS", "LOUISIANA", None, "TEXAS"],
        "apprehension_county": ["Harris", "HARRIS", "Harris", "Orleans", "Cook", "Harris"],
        "duplicate_possible": [False, False, False, None, False, True],
        "unique_identifier": ["a", "b", "c", "d", "e", "f"],
    }
)  # fmt: skip


def test_arrests_are_counted_by_county_and_month(server: FileServer, gazetteer: Gazetteer) -> None:
    server.files["/arrests"] = ARRESTS
    one = find_data_set("ddp-arrests")
    fetched = fetch_data_set(one, gazetteer, accepted=True, url=server.url("/arrests"))
    assert pq.read_table(fetched.path).to_pylist() == [
        {"fips": "22071", "month": "2025-09", "arrests": 1},
        {"fips": "48201", "month": "2025-08", "arrests": 2},
        {"fips": "48201", "month": "2025-09", "arrests": 1},
    ]
    assert (fetched.rows, fetched.unplaced, fetched.changed) == (5, 1, False)
    opened = open_data_set("ddp-arrests")
    assert (opened.path, opened.place, opened.time) == (fetched.path, "fips", "month")
    assert list(opened.columns) == pq.read_schema(opened.path).names


def test_rows_about_persons_are_not_kept(server: FileServer, gazetteer: Gazetteer) -> None:
    server.files["/arrests"] = ARRESTS
    one = find_data_set("ddp-arrests")
    fetched = fetch_data_set(one, gazetteer, accepted=True, url=server.url("/arrests"))
    left = [path for path in fetched.path.parent.rglob("*") if path.is_file()]
    assert sorted(path.name for path in left) == ["ddp-arrests.json", "ddp-arrests.parquet"]
    assert all(b"unique_identifier" not in path.read_bytes() for path in left)


def test_detainers_are_placed_by_the_city_of_the_jail(
    server: FileServer, gazetteer: Gazetteer
) -> None:
    server.files["/d"] = parquet(
        {
            "detainer_prepare_date": [datetime(2024, 1, 5)] * 3,
            "facility_state": ["TX", "TX", "CO"],
            "facility_city": ["HOUSTON", "NOWHERE AT ALL", "DENVER"],
        }
    )
    one = find_data_set("ddp-detainers")
    fetched = fetch_data_set(one, gazetteer, accepted=True, url=server.url("/d"))
    assert pq.read_table(fetched.path)["fips"].to_pylist() == ["08031", "48201"]
    assert fetched.unplaced == 1


def test_what_was_fetched_is_recorded(server: FileServer, gazetteer: Gazetteer) -> None:
    server.files["/arrests"] = ARRESTS
    one = find_data_set("ddp-arrests")
    fetched = fetch_data_set(one, gazetteer, accepted=True, url=server.url("/arrests"))
    record = json.loads(fetched.path.with_suffix(".json").read_text())
    assert record["license"] == one.license
    assert record["sources"] == [
        f"{server.url('/arrests')} (SHA-256 {hashlib.sha256(ARRESTS).hexdigest()})"
    ]
    server.files["/arrests"] = parquet(
        {
            "apprehension_date": [datetime(2025, 8, 3)], "apprehension_state": ["TX"],
            "apprehension_county": ["Harris"], "duplicate_possible": [False],
        }
    )  # fmt: skip
    again = fetch_data_set(one, gazetteer, accepted=True, url=server.url("/arrests"))
    assert again.changed


QCEW = (
    '"area_fips","own_code","industry_code","agglvl_code","year","annual_avg_emplvl",'
    '"total_annual_wages","avg_annual_pay","extra"\n'
    '"01001","0","10","70","{year}","10856","433,000","39900","x"\n'
    '"01001","5","10","71","{year}","8000","1","1","x"\n'
    '"US000","0","10","10","{year}","140000000","1","1","x"\n'
    '"01003","0","10","70","{year}","","",".","x"\n'
)


def test_a_file_for_each_year_becomes_one_table(server: FileServer, gazetteer: Gazetteer) -> None:
    for year in (2014, 2015):
        server.files[f"/q/{year}.csv"] = QCEW.replace("{year}", str(year)).encode()
    one = find_data_set("bls-qcew")
    url = server.url("/q/{year}.csv")
    fetched = fetch_data_set(one, gazetteer, accepted=True, years=(2014, 2015), url=url)
    rows = pq.read_table(fetched.path).to_pylist()
    assert rows[0] == {
        "fips": "01001", "year": 2014, "employment": 10856, "wages": 433000, "average_pay": 39900,
    }  # fmt: skip
    assert rows[1]["employment"] is None
    assert [row["year"] for row in rows] == [2014, 2014, 2015, 2015]


def test_years_that_arrived_are_not_fetched_again(server: FileServer, gazetteer: Gazetteer) -> None:
    server.files["/q/2014.csv"] = QCEW.replace("{year}", "2014").encode()
    one = find_data_set("bls-qcew")
    url = server.url("/q/{year}.csv")
    with pytest.raises(BadRequest, match="status 404"):
        fetch_data_set(one, gazetteer, accepted=True, years=(2014, 2015), url=url)
    server.files["/q/2015.csv"] = QCEW.replace("{year}", "2015").encode()
    fetched = fetch_data_set(one, gazetteer, accepted=True, years=(2014, 2015), url=url)
    assert [path for path, _ in server.asked] == ["/q/2014.csv", "/q/2015.csv", "/q/2015.csv"]
    assert not (fetched.path.parent / "sources" / "bls-qcew").exists()


def test_rows_of_the_census_bureau(server: FileServer, gazetteer: Gazetteer) -> None:
    head = ["B05001_001E", "B05001_006E", "state", "county"]
    rows = [head, ["55000", "612", "01", "001"], ["100", None, "01", "003"]]
    server.files["/acs2019"] = json.dumps(rows).encode()
    one = find_data_set("census-noncitizens")
    url = server.url("/acs{year}")
    fetched = fetch_data_set(one, gazetteer, accepted=True, years=(2019, 2019), url=url)
    assert pq.read_table(fetched.path).to_pylist() == [
        {"fips": "01001", "year": 2019, "population": 55000, "noncitizens": 612},
        {"fips": "01003", "year": 2019, "population": 100, "noncitizens": None},
    ]


LAUS = (
    "series_id                     \tyear\tperiod\t       value\tfootnote_codes\n"
    "LAUCN010010000000003          \t2019\tM01\t         3.9\t\n"
    "LAUCN010010000000004          \t2019\tM01\t        1010\t\n"
    "LAUCN010010000000003          \t2019\tM13\t         3.1\t\n"
    "LAUCN010010000000006          \t2019\tM02\t           -\tN\n"
    "LAUCN010010000000009          \t2019\tM01\t           1\t\n"
)


def test_series_of_the_bureau_of_labor_statistics(server: FileServer, gazetteer: Gazetteer) -> None:
    server.files["/la"] = LAUS.encode()
    one = find_data_set("bls-laus")
    fetched = fetch_data_set(one, gazetteer, accepted=True, url=server.url("/la"))
    first, second = pq.read_table(fetched.path).to_pylist()
    assert first == {
        "fips": "01001", "month": "2019-01", "unemployment_percent": 3.9, "unemployment": 1010.0,
        "employment": None, "labor_force": None,
    }  # fmt: skip
    assert second["month"] == "2019-02"


def test_a_file_of_the_users_own(server: FileServer, gazetteer: Gazetteer, tmp_path: Path) -> None:
    one = find_data_set("county-crime")
    names = dict.fromkeys(one.fetch.select.values()) if one.fetch else {}
    file = tmp_path / "county.csv"
    file.write_text(
        ",".join(["fips_state_county_code", *names]) + "\n1001," + ",".join(["1"] * len(names))
    )
    fetched = fetch_data_set(one, gazetteer, accepted=True, file=file)
    assert pq.read_table(fetched.path)["fips"].to_pylist() == ["01001"]
    assert file.exists()
    with pytest.raises(BadRequest, match=r"has the SHA-256 \w{64}, not"):
        fetch_data_set(one, gazetteer, accepted=True, file=file, sha256="0" * 64)


def test_the_license_comes_first(server: FileServer, gazetteer: Gazetteer) -> None:
    one = find_data_set("bls-qcew")
    with pytest.raises(LicenseNotAccepted, match="Add --accept to accept it"):
        fetch_data_set(one, gazetteer, accepted=False, url=server.url("/q"))
    assert server.asked == []


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("fbi-ucr-state", {}, "fbi-ucr-state is shipped; there is nothing to fetch."),
        (
            "vera-incarceration-trends",
            {},
            "is not fetched by safehavens; see https://github.com/vera",
        ),
        ("county-crime", {}, "must be downloaded by you, at https://www.openicpsr.org"),
        ("bls-qcew", {"years": (1990, 1995)}, "has the years 2014 to 2024, not 1990 to 1995."),
        ("ddp-arrests", {"years": (2023, 2024)}, "is one file for all years; leave --years out."),
        ("bls-qcew", {"file": Path("x.csv")}, "One file is for one year"),
        ("county-crime", {"file": Path("nowhere.csv")}, "There is no file nowhere.csv."),
    ],
)
def test_what_cannot_be_fetched_is_said(
    server: FileServer, gazetteer: Gazetteer, name: str, given: dict[str, object], said: str
) -> None:
    with pytest.raises(BadRequest) as error:
        fetch_data_set(find_data_set(name), gazetteer, accepted=True, **given)  # type: ignore[arg-type]
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"no parquet", "cannot be read as parquet"),
        (parquet({"a": [1]}), "has no column duplicate_possible or apprehension_state"),
    ],
)
def test_a_file_of_another_layout(
    server: FileServer, gazetteer: Gazetteer, body: bytes, said: str
) -> None:
    server.files["/arrests"] = body
    with pytest.raises(BadRequest, match=said):
        fetch_data_set(
            find_data_set("ddp-arrests"), gazetteer, accepted=True, url=server.url("/arrests")
        )


def test_a_file_without_a_row_that_can_be_used(server: FileServer, gazetteer: Gazetteer) -> None:
    server.files["/q/2014.csv"] = QCEW.replace('"70"', '"71"').encode()
    with pytest.raises(BadRequest, match="No row of what was fetched for bls-qcew could be used"):
        fetch_data_set(
            find_data_set("bls-qcew"), gazetteer, accepted=True, years=(2014, 2014),
            url=server.url("/q/{year}.csv"),
        )  # fmt: skip


# ---- what is shipped -----------------------------------------------------------------------------


def test_shipped_tables_have_the_columns_that_are_told() -> None:
    shipped = [one for one in read_data_sets().values() if one.shipped is not None]
    assert len(shipped) == 5
    total = 0
    for one in shipped:
        opened = open_data_set(one.id)
        table = pq.read_table(opened.path)
        assert table.schema.names == list(one.columns)
        keys = list(
            zip(table[opened.place].to_pylist(), table[opened.time].to_pylist(), strict=True)
        )
        assert len(set(keys)) == len(keys) == table.num_rows
        assert one.caveats in opened.notes[0]
        total += opened.path.stat().st_size
    assert total < 1_500_000


def test_figures_are_those_of_the_source() -> None:
    bea = pq.read_table(open_data_set("bea-county-income").path).to_pylist()
    assert sum(row["population"] or 0 for row in bea if row["year"] == 2018) == 327_167_434
    fbi = pq.read_table(open_data_set("fbi-ucr-state").path).to_pylist()
    assert sum(row["state_abbr"] == "PR" for row in fbi) == 22
    assert fbi[0]["homicide"] == 54


def test_nothing_of_vera_is_shipped_or_fetched() -> None:
    vera = find_data_set("vera-incarceration-trends")
    assert (vera.way, vera.redistribute) == ("look_up", "no")


def test_what_may_not_be_passed_on_is_not_shipped() -> None:
    for one in read_data_sets().values():
        assert one.shipped is None or one.redistribute == "yes"
        if one.way == "fetch":
            assert one.fetch is not None
            assert one.fetch.tried is None  # until somebody has tried it, and said so here


def test_a_bad_file_of_a_data_set_is_named(tmp_path: Path) -> None:
    good = (data_set_files.ELSEWHERE / "bls-qcew.yaml").read_text()
    (tmp_path / "a.yaml").write_text(good)
    (tmp_path / "b.yaml").write_text(good.replace("measures: [economy]", "measures: [luck]"))
    (tmp_path / "c.yaml").write_text(good.replace("time: year", "time: day"))
    with pytest.raises(DataSetError) as error:
        read_data_sets([tmp_path])
    said = str(error.value)
    assert "a.yaml, id: it is bls-qcew, but the file is called a." in said
    assert "b.yaml, measure 1: cannot be 'luck'; allowed: " in said
    assert "c.yaml, columns: there is no day, which is its place or time." in said


def test_a_data_set_that_is_not_here(server: FileServer) -> None:
    with pytest.raises(BadRequest, match="There is no data set 'ddp-arrest'; did you mean ddp-arr"):
        open_data_set("ddp-arrest")
    with pytest.raises(BadRequest, match="`safehavens data fetch ddp-arrests` fetches it"):
        open_data_set("ddp-arrests")
    with pytest.raises(BadRequest, match="it is only described here; see https"):
        open_data_set("seda")
    shipped = replace(find_data_set("fbi-ucr-state"))
    assert open_data_set("fbi-ucr-state").data_set == shipped
