"""The HTTP interface: the answers of Python, as described."""

from __future__ import annotations

import csv
import io

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.decide.decision import plain
from safehavens.web.app import create_app
from safehavens.web.endpoints.upload import PARQUET
from tests.web.html import Page

described = create_app(Corpus.load())
schema = schemathesis.openapi.from_asgi("/api/openapi.json", described)


@schemathesis.serializer(PARQUET)
def as_it_is(_: object, value: object) -> bytes:
    data = getattr(value, "data", None)
    return data if isinstance(data, bytes) else str(value).encode()


@schema.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_it_does_what_it_says(case: schemathesis.Case) -> None:
    described.state.uploads.rate.forget()
    response = case.call()
    # A question may be well formed and still name what there is not: then it is refused.
    case.validate_response(
        response,
        excluded_checks=[
            schemathesis.checks.positive_data_acceptance,
            schemathesis.checks.negative_data_rejection,
            schemathesis.checks.unsupported_method,
        ],
    )
    assert response.status_code < 500


def test_ask(client: TestClient, corpus: Corpus) -> None:
    expected = corpus.ask("Chicago, IL", "hold", who="police", on="2024-05-01",
                          warrant="administrative", court_order=None)  # fmt: skip
    said = client.get(
        "/api/ask?place=Chicago, IL&action=hold&who=police&on=2024-05-01"
        "&warrant=administrative&court_order=unknown"
    )
    assert said.json() == expected.to_dict()
    body = {"place": "Chicago, IL", "action": "hold", "who": "police", "on": "2024-05-01",
            "facts": {"warrant": "administrative", "court_order": None}}  # fmt: skip
    assert client.post("/api/ask", json=body).json() == expected.to_dict()


def test_history(client: TestClient, corpus: Corpus) -> None:
    expected = plain(corpus.history("Harris County, TX", "notify_release", who="jail"))
    path = "/api/history?place=Harris County, TX&action=notify_release&who=jail"
    assert client.get(path).json() == expected
    body = {"place": "Harris County, TX", "action": "notify_release", "who": "jail"}
    assert client.post("/api/history", json=body).json() == expected


def test_norms(client: TestClient, corpus: Corpus) -> None:
    expected = corpus.norms(place="Rockville, MD", who="police", on="2023-03-01", action="transfer")
    path = "/api/norms?place=Rockville, MD&who=police&on=2023-03-01&action=transfer"
    answer = client.get(path)
    assert answer.json() == plain(expected)
    assert answer.headers["x-total-count"] == str(len(expected))
    total = len(corpus.lawbook.norms)
    pages = [client.get(f"/api/norms?limit=500&offset={i}").json() for i in range(0, total, 500)]
    assert sum(map(len, pages)) == total


def test_coverage_is_that_of_python(client: TestClient, corpus: Corpus) -> None:
    said = client.get("/api/coverage?place=San Leandro, CA&on=2026-11-29").json()
    assert said == plain(corpus.coverage("San Leandro, CA", "2026-11-29"))
    searched = {
        row["level"]: row["searched"] for row in said["searches"] if row["domain"] == "field"
    }
    assert searched["place"] is True
    assert client.get("/api/coverage?place=Nowhereville").status_code == 422


def test_a_day_that_is_not_answered_is_a_problem(client: TestClient) -> None:
    panel = "/api/panel?from=1850-01&to=1851-01&places"
    early = "on=1776-07-04&place"
    for path in (f"/api/ask?who=jail&action=hold&{early}", f"/api/place?{early}", panel):
        answer = client.get(f"{path}=Cook County, IL")
        assert answer.status_code == 422, path
        assert "that is answered" in answer.json()["detail"], path


def test_one_of_each(client: TestClient, corpus: Corpus) -> None:
    for kind, id in [
        ("norm", "us/il/trust-act#hold"),
        ("instrument", "us/il/trust-act"),
        ("ruling", "us/courts/galarza-v-szalczyk"),
    ]:
        said = client.get(f"/api/{kind}", params={"id": id}).json()
        assert said == plain(getattr(corpus, kind)(id))


@pytest.mark.parametrize("words", ["detainer", "warrant judicial", "chicago", "zzz", ""])
def test_search(client: TestClient, corpus: Corpus, words: str) -> None:
    said = client.get("/api/search", params={"q": words, "limit": 30}).json()
    assert said == plain(corpus.search(words, 30))
    rules = {"q": words, "group": "rule", "limit": 2, "offset": 1}
    said = client.get("/api/search", params=rules).json()
    assert said == plain(corpus.search(words, 2, group="rule", start=1))


@pytest.mark.parametrize(
    ("begin", "first"),
    [("chic", "Chicago, Illinois"), ("cook c", "Cook County, Illinois"), ("springfield, il",
     "Springfield, Illinois"), ("zzzzz", None), ("", None), (",", None)],
)  # fmt: skip
def test_places(client: TestClient, begin: str, first: str | None) -> None:
    said = client.get("/api/places", params={"q": begin}).json()
    assert (said[0]["name"] if said else None) == first
    assert len(said) <= 8


def test_vocabulary(client: TestClient, corpus: Corpus) -> None:
    said = client.get("/api/vocabulary").json()
    assert said["who"] == corpus.lawbook.vocabulary.who
    assert said["facts"].keys() == corpus.lawbook.facts.keys()


def test_the_description_describes_every_address(app: FastAPI, client: TestClient) -> None:
    said = client.get("/api/openapi.json").json()
    assert {"/api/ask", "/api/place", "/api/norms"} <= said["paths"].keys()
    page = client.get("/api").text
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            assert f"{method.upper()} {path}" in page
            assert operation["responses"]["200"]["content"]


SLICE = "/api/panel?places=Chicago, IL&places=48201&from=2015-01&to=2024-12"


@pytest.mark.parametrize("freq", ["spell", "year"])
def test_panel(client: TestClient, corpus: Corpus, freq: str) -> None:
    query = f"&freq={freq}&probes=hold_clean&probes=hold_clean&indices=overall&indices=custody"
    said = client.get(SLICE + query).json()
    assert said["corpus"] == corpus.version
    assert (said["start"], said["end"]) == ("2015-01-01", "2025-01-01")
    assert said["measures"].keys() == {"hold_clean", "overall", "custody"}
    time = ("start", "end") if freq == "spell" else ("day",)
    for values, kind, wanted, told in (
        ("verdicts", "probe", {"hold_clean"},
         ("verdict", "basis", "confidence", "seen", "searched")),
        ("indices", "index", {"overall", "custody"}, ("value", "raw", "searched")),
    ):  # fmt: skip
        whole = corpus.panel(
            ["Chicago, IL", "48201"], start="2015-01", end="2024-12", freq=freq, values=values
        ).to_pylist()
        expected = [
            (
                row["place"],
                row["fips"],
                row[kind],
                *(row[t].isoformat() for t in time),
                *(row[name] for name in told),
            )
            for row in whole
            if row[kind] in wanted
        ]
        rows = [row for row in said["rows"] if row["kind"] == kind]
        assert [
            (r["place"], r["fips"], r["measure"], *(r[t] for t in time), *(r[n] for n in told))
            for r in rows
        ] == expected
    assert any("us/il/trust-act#hold" in row["deciding"] for row in said["rows"])


def test_panel_gives_the_indices_where_nothing_is_named(client: TestClient, corpus: Corpus) -> None:
    battery = corpus.lawbook.battery
    assert battery is not None
    said = client.get("/api/panel?places=states&from=2020-01&to=2020-12").json()
    assert said["measures"].keys() == {*battery.indices, *battery.indicators}
    assert {row["kind"] for row in said["rows"]} == {"index"}
    assert len({row["place"] for row in said["rows"]}) >= 50
    every = client.get("/api/panel?places=Texas&probes=all&from=2020-01&to=2020-12").json()
    assert every["measures"].keys() == battery.probes.keys()


def test_panel_as_csv(client: TestClient) -> None:
    query = "&probes=hold_clean&indices=overall"
    said = client.get(SLICE + query)
    for path, headers in (
        (SLICE.replace("/panel", "/panel.csv"), {}),
        (SLICE, {"Accept": "text/csv, application/json;q=0.5"}),
    ):
        answer = client.get(path + query, headers=headers)
        assert answer.headers["content-type"].startswith("text/csv")
        assert answer.headers["etag"] != said.headers["etag"]
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == len(said.json()["rows"])
        for row, expected in zip(rows, said.json()["rows"], strict=True):
            assert row["start"] == expected["start"]
            assert row["verdict"] == (expected["verdict"] or "")
            assert row["deciding"].split() == expected["deciding"]
    for accept in ("*/*", "application/json", "text/csv;q=0.1, application/json", "text/csv;q=x"):
        again = client.get(SLICE + query, headers={"Accept": accept})
        assert again.headers["content-type"] == "application/json"
        assert "Accept" in again.headers["vary"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "places is missing"),
        ("places=", "places.0 is empty."),
        ("&".join(["places=Texas"] * 51), "at most 50"),
        ("places=counties", "too large"),
        ("places=corpus", "too large"),
        ("places=states&freq=year", "more than 10,000 rows"),
        ("places=states&probes=all", "more than 2,000 places times probes and indices"),
        (
            "places=Texas&places=Ohio&places=Utah&places=Iowa&places=Idaho"
            "&places=Colorado&places=New Jersey&places=Chicago, IL"
            "&places=Illinois&places=California&places=Oregon&places=Nevada&places=Alaska"
            "&places=Florida&places=Georgia&places=Hawaii&places=New York&probes=all",
            "more than 10,000 rows",
        ),
        ("places=Nowhereville", "No place called"),
        ("places=Texas&probes=hold_cleen", "did you mean hold_clean or "),
        ("places=Texas&indices=zzzzzz", "There is no index"),
        ("places=Texas&from=2020", "from must be a month, written YYYY-MM."),
        ("places=Texas&from=2020-01&to=2019-12", "after its end"),
        ("places=Texas&freq=month", "freq must be one of 'spell' or 'year'."),
    ],
)
@pytest.mark.parametrize("path", ["/api/panel", "/api/panel.csv"])
def test_panels_that_are_not_given(client: TestClient, path: str, query: str, said: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    detail = answer.json()["detail"]
    assert said in detail
    assert "--" not in detail


def test_a_panel_without_a_row(client: TestClient) -> None:
    said = client.get("/api/panel?places=Texas&freq=year&from=2020-02&to=2020-03")
    assert said.status_code == 200
    assert said.json()["rows"] == []


PAIR = "place=Chicago&place=Harris County, TX&on=2024-05-01"


def test_places_are_compared_by_probe(client: TestClient, corpus: Corpus) -> None:
    battery = corpus.lawbook.battery
    assert battery is not None
    some = client.get(f"/compare.json?{PAIR}").json()["probes"]
    every = client.get(f"/compare.json?{PAIR}&probes=all").json()["probes"]
    assert 0 < len(some) < len(every) == len(battery.probes)
    assert all(row["differs"] for row in some)
    assert every[: len(some)] == some
    assert not any(row["differs"] for row in every[len(some) :])
    months = corpus.panel(
        ["Chicago, IL", "Harris County, TX"], start="2024-05", end="2024-05", freq="month"
    )
    expected: dict[str, dict[str, str]] = {}
    for row in months.to_pylist():
        expected.setdefault(row["probe"], {})[row["place"]] = row["verdict"]
    places = [p["id"] for p in client.get(f"/compare.json?{PAIR}").json()["places"]]
    for row in every:
        assert row["verdicts"] == [expected[row["probe"]][place] for place in places]
    table = list(csv.DictReader(io.StringIO(client.get(f"/compare.csv?{PAIR}").text)))
    assert [r["probe"] for r in table if r["probe"]] == [r["probe"] for r in some]


def test_the_page_shows_the_probes_that_differ(client: TestClient, corpus: Corpus) -> None:
    battery = corpus.lawbook.battery
    assert battery is not None
    rows = client.get(f"/compare.json?{PAIR}&probes=all").json()["probes"]
    page = Page(client.get(f"/compare?{PAIR}").text)
    whole = Page(client.get(f"/compare?{PAIR}&probes=all").text)
    for row in rows:
        assert (row["says"] in page.text) == row["differs"]
        assert row["says"] in whole.text
    link = next(link for link in page.links if link.endswith("&probes=all#probes"))
    assert client.get(link).status_code == 200
    assert any("probes=all" in link for link in whole.links if "/compare.csv" in link)
