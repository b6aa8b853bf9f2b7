"""Tables that are sent to be screened."""

from __future__ import annotations

import csv
import io

import pytest
from starlette.testclient import TestClient

from safehavens import Corpus

CSV = {"Content-Type": "text/csv"}
TABLE = """place,who,action,date,warrant,lawful_presence,mine
"Chicago, IL",police,hold,2024-05-01,administrative,,a
"Harris County, TX",jail,hold,2024-05-01,administrative,true,"b, c"
Nowhereville,jail,hold,2024-05-01,none,,d
California,dmv,issue_driver_license,2024-05-01,,false,e
"""


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
    answer = client.post("/api/screen", params=query, content="place\nTexas\n", headers=CSV)
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
