"""Facts about a person's own status: in the body of a POST, and nowhere else."""

from __future__ import annotations

import logging

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.http.page_cache import CacheLayer
from tests.web.html import Page

QUESTION = {"place": "California", "who": "dmv", "action": "issue_driver_license",
            "on": "2024-05-01", "identity_proved": "true", "resident": "false"}  # fmt: skip
SECRET = {"lawful_presence": "true"}


def private_names(corpus: Corpus) -> list[str]:
    return [fact.name for fact in corpus.lawbook.facts.values() if fact.private]


def cache_of(app: FastAPI) -> CacheLayer:
    layer = app.middleware_stack
    while not isinstance(layer, CacheLayer):
        layer = layer.app  # type: ignore[union-attr]
    return layer


def every_address(client: TestClient) -> list[str]:
    """Every page and every address of the interface, in each language."""
    pages = ["/", "/about", "/ask", "/ask.json", "/place", "/place/country:us/state:il",
             "/place/country:us/state:il.json", "/place/country:us/state:il.atom", "/places",
             "/places.json", "/places.csv", "/instrument/us/il/trust-act",
             "/norm/us/il/trust-act/hold", "/ruling/us/courts/galarza-v-szalczyk", "/search",
             "/search.json", "/compare", "/compare.json", "/compare.csv", "/atlas", "/atlas.json",
             "/atlas.csv", "/atlas.svg", "/atlas.png", "/atlas/small.svg", "/atlas/codebook.md",
             "/atlas/panel.parquet", "/where", "/where.json", "/changes", "/changes.atom",
             "/coverage", "/sources", "/sources.csv", "/static/site.css", "/robots.txt", "/api",
             "/api/openapi.json", "/nope"]  # fmt: skip
    pages += client.get("/api/openapi.json").json()["paths"]
    return [*pages, *("/es" + page for page in pages)]


def test_an_address_with_a_private_fact_is_refused(
    client: TestClient, app: FastAPI, corpus: Corpus
) -> None:
    listed = every_address(client)
    before = cache_of(app).cache.keys()
    names = private_names(corpus)
    for i, path in enumerate(listed):
        name = names[i % len(names)]
        for method in ("GET", "HEAD", "POST"):
            answer = client.request(method, path, params={**QUESTION, name: "true"})
            assert answer.status_code == 400, (method, path)
            assert answer.headers["cache-control"] == "no-store"
            assert "etag" not in answer.headers
            assert "location" not in answer.headers
            if method != "HEAD":
                assert "send it in the body of a POST" in answer.text
                assert f"{name}=" not in answer.text
    assert cache_of(app).cache.keys() == before


@pytest.mark.parametrize("path", ["/about", "/es/ask", "/api/ask", "/api/panel", "/compare"])
@pytest.mark.parametrize(
    "query",
    ["{}", "{}=", "{}=true", "{}=true&{}=false", "x=1&{}=true", "lang=es&{}=true",
     "{}=true&lang=es", "%6c{rest}=true", "%256c{rest}=true",
     "%2525256c{rest}=true", "{upper}=true", "+{}+=true", "%20{}=true", "&&{}=1", "{}%00=1&{}=1"],
)  # fmt: skip
def test_however_it_is_written(client: TestClient, path: str, query: str) -> None:
    name = "lawful_presence"
    text = query.replace("{}", name).format(rest=name[1:], upper=name.upper())
    answer = client.get(f"http://testserver{path}?{text}")
    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert "person's own immigration status" in answer.text.replace("&#39;", "'")


def test_a_search_for_its_name_is_no_fact(client: TestClient) -> None:
    assert client.get("/search?q=lawful_presence").status_code == 200
    assert client.get("/api/search?q=lawful_presence").status_code == 200


@pytest.mark.parametrize("word", ["change", "asked"])
def test_nor_may_an_address_name_one(client: TestClient, word: str) -> None:
    answer = client.get("/ask", params={**QUESTION, word: "lawful_presence"})
    assert answer.status_code == 400


def test_a_private_question_is_asked_by_post(client: TestClient) -> None:
    open_ = {**QUESTION, "resident": "unknown"}
    page = Page(client.get("/ask", params=open_).text)
    form = next(f for f in page.forms if "lawful_presence" in f.choices)
    assert form.method == "post"
    assert form.action == "/ask"
    assert not any("lawful_presence" in link for link in page.links)


def test_the_answer_is_not_kept_and_no_address_holds_it(
    client: TestClient, app: FastAPI, corpus: Corpus, caplog: pytest.LogCaptureFixture
) -> None:
    before = cache_of(app).cache.keys()
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/ask", data={**QUESTION, **SECRET})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert "content-encoding" not in answer.headers
    page = Page(answer.text)
    assert "It has no link" in page.text
    names = private_names(corpus)
    addresses = [*page.links, *(form.action for form in page.forms)]
    assert not [a for a in addresses if any(name in a for name in names)]
    assert all(
        form.method == "post"
        for form in page.forms
        if any(name in names for name, _ in form.fields)
    )
    assert cache_of(app).cache.keys() == before
    logged = [r for r in caplog.records if r.name.startswith(("safehavens", "uvicorn"))]
    assert logged
    for record in logged:
        assert not any(name in record.getMessage() for name in names)
        assert "?" not in record.getMessage()


def test_the_public_link_beside_it_gives_the_public_answer(client: TestClient) -> None:
    page = Page(client.post("/ask", data={**QUESTION, **SECRET}).text)
    link = next(ln for ln in page.links if ln.startswith("/ask?"))
    assert client.get(link).status_code == 200


def test_facts_changed_afterwards_stay_in_the_body(client: TestClient) -> None:
    page = Page(client.post("/ask", data={**QUESTION, **SECRET}).text)
    change = next(f for f in page.forms if ("change", "resident") in f.fields)
    assert change.method == "post"
    again = Page(client.post(change.action, data=dict(change.fields)).text)
    form = next(f for f in again.forms if "resident" in f.choices)
    assert form.method == "post"
    assert ("lawful_presence", "true") in form.fields


def test_a_post_without_private_facts_leads_to_the_address(client: TestClient) -> None:
    answer = client.post("/ask", data=QUESTION)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/ask?place=California&who=dmv")


def test_the_interface_takes_them_by_post_and_gives_no_value_back(client: TestClient) -> None:
    body = {"place": "California", "who": "dmv", "action": "issue_driver_license",
            "on": "2024-05-01", "facts": {"lawful_presence": True, "resident": True}}  # fmt: skip
    answer = client.post("/api/ask", json=body)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    said = answer.json()
    assert "lawful_presence" in said["private"]
    assert "lawful_presence" not in said["given"]


def test_worked_cases_with_private_facts_are_asked_by_post(
    client: TestClient, corpus: Corpus
) -> None:
    names = set(private_names(corpus))
    case = next(c for c in corpus.lawbook.cases if c.because and names & c.facts.keys())
    from safehavens.web.parts.page_words import norm_path

    page = Page(client.get(norm_path(case.because[0])).text)
    assert not any(name in link for link in page.links for name in names)
    assert any(f.method == "post" for f in page.forms)


def test_no_link_anywhere_names_a_private_fact(client: TestClient, corpus: Corpus) -> None:
    names = private_names(corpus)
    for place in ("California", "Chicago, IL", "Texas", "Berlin", "London"):
        there = client.get("/place", params={"q": place}).headers["location"].partition("?")[0]
        for path in (there, "/es" + there):
            for link in Page(client.get(path).text).links:
                assert not any(name in link for name in names)
                if "/ask?" in link:
                    inner = Page(client.get(link).text)
                    assert not any(name in ln for ln in inner.links for name in names)


def test_nothing_is_set_in_the_browser(client: TestClient) -> None:
    for path in ("/", "/ask", "/es/"):
        assert "set-cookie" not in client.get(path).headers
    script = client.get("/static/site.js").text
    for word in ("cookie", "localStorage", "sessionStorage", "indexedDB", "http:", "https:"):
        assert word not in script


def test_a_failure_logs_where_but_not_what(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("_".join(["lawful", "presence"]) + " was true")

    monkeypatch.setattr("safehavens.web.pages.ask.decide_address", broken)
    client = TestClient(app, raise_server_exceptions=False)
    with caplog.at_level(logging.INFO):
        answer = client.post("/ask", data={**QUESTION, **SECRET})
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "lawful_presence" not in answer.text
    assert "RuntimeError" in caplog.text
    assert "lawful_presence" not in caplog.text
