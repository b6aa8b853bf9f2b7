"""Limits on tables that are sent: how often they may be, and Parquet that is made to do harm."""

from __future__ import annotations

import io
import random
import re
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import safehavens
from safehavens.http.limits import LIMITS, Limits, describe_limits, size_text
from safehavens.http.rate import RateLimiter
from safehavens.http.untrusted_parquet import UnreadableTable, read_parquet


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_ten_at_once_then_one_each_three_seconds() -> None:
    clock = Clock()
    limiter = RateLimiter(10, 3.0, clock=clock)
    assert [limiter.take("192.0.2.1") for _ in range(12)] == [0] * 10 + [3, 3]
    assert limiter.take("192.0.2.2") == 0
    clock.now += 1
    assert limiter.take("192.0.2.1") == 2
    clock.now += 2
    assert [limiter.take("192.0.2.1") for _ in range(2)] == [0, 3]
    clock.now += 15
    assert [limiter.take("192.0.2.1") for _ in range(6)] == [0] * 5 + [3]


def test_a_network_of_version_6_is_one_client() -> None:
    limiter = RateLimiter(1, 3.0, clock=Clock())
    assert limiter.take("2001:db8::1") == 0
    assert limiter.take("2001:db8::ffff:2") == 3
    assert limiter.take("2001:db8:0:1::1") == 0
    assert limiter.take("192.0.2.1") == 0
    assert limiter.take("::ffff:192.0.2.1") == 3


def test_nobody_is_remembered_for_longer_than_needed() -> None:
    clock = Clock()
    limiter = RateLimiter(10, 3.0, clock=clock)
    for _ in range(3):
        limiter.take("192.0.2.1")
    limiter.take("192.0.2.2")
    assert len(limiter) == 2
    assert "192.0.2" not in repr(vars(limiter))
    clock.now += 10
    limiter.take("192.0.2.3")
    assert len(limiter) == 1


def test_the_table_of_clients_is_bounded() -> None:
    limiter = RateLimiter(1, 3.0, clients=100, clock=Clock())
    assert not any(limiter.take(f"10.0.{i // 256}.{i % 256}") for i in range(1000))
    assert len(limiter) == 100
    assert limiter.take("10.0.3.231") == 3  # the last is known


def test_too_many_uploads(app: FastAPI, client: TestClient) -> None:
    app.state.uploads.rate.forget()
    query = {"who": "jail", "action": "hold", "on": "2024-05-01"}
    said = [
        client.post("/api/screen", params=query, content="place\nTexas\n",
                    headers={"Content-Type": "text/csv"})
        for _ in range(11)
    ]  # fmt: skip
    assert [answer.status_code for answer in said[:10]] == [200] * 10
    last = said[-1]
    assert last.status_code == 429
    assert 1 <= int(last.headers["retry-after"]) <= 3
    assert last.headers["content-type"] == "application/problem+json"
    assert last.headers["cache-control"] == "no-store"
    assert "Too many tables" in last.json()["detail"]
    assert "testclient" not in last.text
    assert client.get("/api/vocabulary").status_code == 200
    app.state.uploads.rate.forget()


def parquet(table: pa.Table, **options: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


GOOD = parquet(pa.table({"place": ["Chicago, IL"] * 1000, "n": range(1000)}))
_LONG = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), ["x" * 1_000_000])


def test_a_good_file_is_read() -> None:
    table = read_parquet(GOOD)
    assert table.equals(pq.read_table(io.BytesIO(GOOD)))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PAR1", "cannot be read"),
        (b"PAR1" + b"\xff" * 40 + b"PAR1", "cannot be read"),
        (GOOD[: len(GOOD) // 2] + GOOD[-20:], "cannot be read"),
        (GOOD[:-4], "cannot be read"),
        (parquet(pa.table({"n": pa.array([], pa.int64())})), "has no row"),
        (parquet(pa.table({"n": pa.array([1] * 200_001)})), "more than 200,000 rows"),
        (parquet(pa.table({str(i): [1] for i in range(501)})), "more than 500 columns"),
        (parquet(pa.table({"n": [[1, 2]]})), "lists, structures or maps"),
        (parquet(pa.table({"n": [{"a": 1}]})), "lists, structures or maps"),
        (parquet(pa.table({"n": [b"\0" * 80_000_000]}), compression="gzip"), "more than 64 MB"),
        (parquet(pa.table({"place": _LONG}), compression="gzip"), "more than 64 MB"),
        (
            parquet(pa.table({"place": _LONG}), compression="gzip", store_schema=False),
            "more than 64 MB",
        ),
    ],
    ids=["magic", "footer", "cut", "end", "empty", "rows", "columns", "list", "struct", "zeros",
         "dictionary", "words"],
)  # fmt: skip
def test_a_bad_file_is_told_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableTable, match=said):
        read_parquet(data)


def test_a_spoilt_file_is_read_or_refused() -> None:
    chance = random.Random(7)
    for _ in range(10):
        spoilt = bytearray(GOOD)
        for _ in range(chance.randint(1, 4)):
            spoilt[chance.randrange(4, len(spoilt) - 8)] = chance.randrange(256)
        with suppress(UnreadableTable):
            assert read_parquet(bytes(spoilt)).num_rows == 1000


def test_the_documentation_gives_the_limits_as_they_are(client: TestClient) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "web.md").read_text(encoding="utf-8")
    page = client.get("/api").text
    for what, most in describe_limits():
        assert f"| {what} | {most} |\n" in docs
        assert f"<dt>{what}</dt><dd>{most}</dd>" in page
    table = docs.partition("### Limits\n")[2].partition("\n\nThey")[0]
    assert table.count("\n| ") == len(describe_limits()) + 2


def test_the_table_of_limits_has_every_limit() -> None:
    """Each limit, changed, changes the table; those of single words are in the description."""
    usual = describe_limits(Limits())
    in_the_description = {"panel_names", "place_characters", "word_characters", "id_characters",
                          "form_fields"}  # fmt: skip
    for field in fields(Limits):
        changed = replace(Limits(), **{field.name: getattr(Limits(), field.name) * 2 + 1024 * 1024})
        assert (describe_limits(changed) == usual) == (field.name in in_the_description), field.name


def test_no_limit_is_typed_again() -> None:
    """Numbers of their own stand in http/limits.py, and nowhere else in the web."""
    package = Path(safehavens.__file__).parent
    typed = re.compile(
        r"max_length=\d|max_fields=\d|\ble=\d{2,3}\b|\b\d+ (?:MB|KB)\b|10,000|200,000"
    )
    for folder in ("http", "web"):
        for file in sorted((package / folder).rglob("*.py")):
            if file.name == "limits.py":
                continue
            lines = file.read_text(encoding="utf-8").splitlines()
            again = [line for line in lines if typed.search(line) and "max_length=20" not in line]
            assert again == [], file


def test_the_description_gives_the_limits_as_they_are(client: TestClient) -> None:
    description = client.get("/api/openapi.json").json()
    panel = description["paths"]["/api/panel"]["get"]
    schemas = {parameter["name"]: parameter["schema"] for parameter in panel["parameters"]}
    assert schemas["places"]["maxItems"] == LIMITS.panel_places
    assert f"{LIMITS.panel_rows:,} rows" in panel["description"]
    screen = description["paths"]["/api/screen"]["post"]
    assert size_text(LIMITS.table_bytes) in screen["description"]
    assert f"{LIMITS.table_rows:,} rows" in screen["requestBody"]["description"]
    body = description["components"]["schemas"]["RequestBody"]["properties"]
    assert body["place"]["maxLength"] == LIMITS.place_characters
