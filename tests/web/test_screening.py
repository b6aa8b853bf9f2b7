"""Tables that are sent to be screened."""

from __future__ import annotations

import csv
import datetime
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from safehavens import Corpus

PARQUET = {"Content-Type": "application/vnd.apache.parquet"}
CSV = {"Content-Type": "text/csv"}
TABLE = """place,who,action,date,warrant,lawful_presence,mine
"Chicago, IL",police,hold,2024-05-01,administrative,,a
"Harris County, TX",jail,hold,2024-05-01,administrative,true,"b, c"
Nowhereville,jail,hold,2024-05-01,none,,d
California,dmv,issue_driver_license,2024-05-01,,false,e
"""


@pytest.fixture(autouse=True)
def nobody_sent_anything(app: FastAPI) -> None:
    app.state.uploads.rate.forget()


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def test_each_row_gets_its_verdict(client: TestClient, corpus: Corpus) -> None:
    answer = client.post("/api/screen", content=TABLE, headers=CSV)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["cache-control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["mine"] for row in rows] == ["a", "b, c", "d", "e"]
    first = corpus.verdict("Chicago, IL", "hold", who="police", on="2024-05-01",
                           warrant="administrative")  # fmt: skip
    assert rows[0]["verdict"] == first == "prohibited"
    assert "Nowhereville" in rows[2]["problem"]
    assert rows[2]["verdict"] == ""


def test_parameters_serve_for_columns(client: TestClient) -> None:
    query = {"who": "jail", "action": "hold", "on": "2024-05-01"}
    answer = client.post("/api/screen", params=query, content="Place\nTX\n", headers=CSV)
    assert answer.status_code == 200
    assert "required" in answer.text or "depends" in answer.text


@pytest.mark.parametrize(
    ("body", "query", "headers", "status"),
    [
        ("", {}, CSV, 422),
        ("place,who\n", {}, CSV, 422),
        ("place,who,action,date\n", {}, CSV, 422),
        ("x\n1\n", {}, CSV, 422),
        (TABLE, {"blank": "maybe"}, CSV, 422),
        (TABLE, {}, {"Content-Type": "application/json"}, 415),
        (b"x" * (9 * 1024 * 1024), {}, CSV, 413),
        (b"\xff\xfe\x00", {}, CSV, 422),
        ('place,who\n"never closed', {}, CSV, 422),
    ],
)
def test_bad_tables(
    client: TestClient,
    body: str | bytes,
    query: dict[str, str],
    headers: dict[str, str],
    status: int,
) -> None:
    answer = client.post("/api/screen", params=query, content=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    if status == 415:
        assert "sent with Content-Type: text/csv, application/" in answer.json()["detail"]


def test_what_is_wrong_is_said_without_flags(client: TestClient) -> None:
    for body in ("place,who,date\na,b,c\n", "place,who,action,date,verdict\na,b,c,d,e\n", "x\n1\n"):
        for content, headers in ((body, CSV), (as_parquet(body), PARQUET)):
            answer = client.post("/api/screen", content=content, headers=headers)
            assert answer.status_code == 422
            assert "--" not in answer.json()["detail"]
    assert "'place' or 'who'" in answer.json()["detail"]


def as_parquet(text: str) -> bytes:
    rows = list(csv.DictReader(io.StringIO(text)))
    return parquet(pa.Table.from_pylist([{k: v or None for k, v in r.items()} for r in rows]))


@pytest.mark.parametrize("kind", [PARQUET, {"Content-Type": "application/octet-stream"}, CSV, {}])
def test_parquet_comes_back_as_parquet(client: TestClient, kind: dict[str, str]) -> None:
    sent = as_parquet(TABLE)
    answer = client.post("/api/screen", content=sent, headers=kind)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == PARQUET["Content-Type"]
    assert answer.headers["cache-control"] == "no-store"
    made = pq.read_table(io.BytesIO(answer.content)).to_pylist()
    text = client.post("/api/screen", content=TABLE, headers=CSV).text
    expected = list(csv.DictReader(io.StringIO(text)))
    for name in ("mine", "verdict", "deciding", "confidence"):
        assert [row[name] or "" for row in made] == [row[name] for row in expected]
    assert "Nowhereville" in made[2]["problem"]


def test_parquet_keeps_its_types(client: TestClient) -> None:
    day = datetime.date(2024, 5, 1)
    table = pa.table(
        {
            "place": pa.array(["Chicago, IL"] * 70_000).dictionary_encode(),
            "date": [day] * 70_000,
            "minor": [True, None] * 35_000,
            "n": pa.array(range(70_000), pa.int32()),
        }
    )
    query = {"who": "jail", "action": "hold"}
    answer = client.post("/api/screen", params=query, content=parquet(table), headers=PARQUET)
    assert answer.status_code == 200
    made = pq.read_table(io.BytesIO(answer.content))
    assert made.num_rows == 70_000
    assert made.schema.field("n").type == pa.int32()
    assert made.schema.field("date").type == pa.date32()
    assert made.column("n").to_pylist() == list(range(70_000))
    assert set(made.column("problem").to_pylist()) == {None}


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1.5]), pa.array([b"\xff\xfe"]), pa.array([datetime.datetime(2024, 1, 1)]),
        pa.array([None], pa.null()), pa.array([datetime.timedelta(1)]), pa.array([True]),
        pa.array([None], pa.decimal128(10, 2)), pa.array(["a" * 100_000]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["place", "who", "date", "minor", "mine"])
def test_columns_of_any_type(client: TestClient, name: str, column: pa.Array) -> None:
    columns = {"place": ["Texas"], "who": ["jail"], "action": ["hold"], "date": ["2024-05-01"]}
    sent = parquet(pa.table({**columns, name: column}))
    answer = client.post("/api/screen", content=sent, headers=PARQUET)
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("body", [b"", b"PAR1", b"PAR1PAR1PAR1PAR1", b"place,who\n1,2\n"])
def test_bad_parquet(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/screen", content=body, headers=PARQUET)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("The table ")


def test_columns_of_an_office_are_mapped(client: TestClient) -> None:
    table = (
        "County,State,Booked,warrant,Name\nOrange,FL,5/1/2024,I-200,x\nOrange,CA,5/1/2024,I-200,y\n"
    )
    sent = {"content": table.encode(), "headers": {"content-type": "text/csv"}}
    address = "/api/screen?who=jail&action=detainer&map=County=place.county&map=State=place.state"
    refused = client.post(f"{address}&map=Booked=day", **sent)
    assert refused.status_code == 422
    answer = client.post(f"{address}&map=Booked=date", **sent)
    assert answer.status_code == 200, answer.text
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["verdict"] for row in rows] == ["required", "prohibited"]
    assert "orange (Orange County, Florida)" in rows[0]["place_read"]


def test_a_map_is_proposed_and_quotes_no_other_cell(client: TestClient) -> None:
    table = "County Name,State,Booked,Inmate\n" + "Cook,IL,5/1/2024,Jane Roe\n" * 3
    answer = client.post(
        "/api/screen/guess", content=table.encode(), headers={"content-type": "text/csv"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith("application/yaml")
    assert "place.state" in answer.text
    assert "Roe" not in answer.text
