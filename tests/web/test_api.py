"""The HTTP interface: the answers of Python, as described."""

from __future__ import annotations

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.decide.decision import plain
from safehavens.web.app import create_app

schema = schemathesis.openapi.from_asgi("/api/openapi.json", create_app(Corpus.load()))


@schema.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_it_does_what_it_says(case: schemathesis.Case) -> None:
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
    every = [client.get(f"/api/norms?limit=500&offset={i}").json() for i in range(0, 2000, 500)]
    assert sum(map(len, every)) == len(corpus.lawbook.norms)


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
