"""What goes with every answer, and what no request may do."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from safehavens.http.page_cache import CachedPage, PageCache
from tests.web.test_privacy import cache_of

EVERYWHERE = [
    "/", "/ask", "/nope", "/api/ask", "/api/openapi.json", "/static/site.css", "/places",
    "/atlas", "/atlas.svg",
]  # fmt: skip


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/places.json", "/api/vocabulary", "/static/site.css"])
def test_what_has_not_changed_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.headers["etag"]
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    since = {"If-Modified-Since": first.headers["last-modified"]}
    assert client.get(path, headers=since).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"other"', **since}).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_the_tag_changes_with_corpus_code_and_day(app: FastAPI, client: TestClient) -> None:
    site = app.state.site
    tag = client.get("/places").headers["etag"]
    assert site.corpus.version[:12] in tag
    assert site.code[:8] in tag
    assert f"{date.today():%Y%m%d}" in tag


def test_a_page_is_zipped_for_those_who_take_it(client: TestClient) -> None:
    plain = client.get("/places", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    zipped = client.get("/places", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.text == plain.text
    assert "Accept-Encoding" in zipped.headers["vary"]
    refused = client.get("/places", headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


@pytest.mark.parametrize("path", ["/", "/places.csv", "/api/vocabulary", "/nope"])
def test_head(client: TestClient, path: str) -> None:
    whole = client.get(path, headers={"Accept-Encoding": "identity"})
    head = client.head(path, headers={"Accept-Encoding": "identity"})
    assert head.status_code == whole.status_code
    assert head.content == b""
    assert head.headers["content-length"] == whole.headers["content-length"]


@pytest.mark.parametrize("path", ["/api/vocabulary", "/places.json", "/places.csv"])
def test_anybody_may_read_the_data(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    asked = client.options(path, headers={"Access-Control-Request-Method": "GET"})
    assert asked.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


def test_a_page_elsewhere_may_ask_with_facts_that_no_address_may_hold(client: TestClient) -> None:
    wanted = {"Access-Control-Request-Method": "POST",
              "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    asked = client.options("/api/ask", headers={"Origin": "https://elsewhere.example", **wanted})
    assert asked.status_code == 204
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "Content-Type" in asked.headers["access-control-allow-headers"]
    assert asked.headers["access-control-allow-origin"] == "*"


def test_but_pages_are_not_for_other_sites(client: TestClient) -> None:
    answer = client.get("/ask", headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/", "GET, HEAD, OPTIONS"), ("DELETE", "/ask", "GET, HEAD, POST, OPTIONS"),
        ("PUT", "/api/vocabulary", "GET, HEAD, OPTIONS"), ("POST", "/places.json", "GET"),
        ("PUT", "/api/ask", "GET, HEAD, POST, OPTIONS"), ("POST", "/es/places", "GET, HEAD"),
    ],
)  # fmt: skip
def test_other_methods(client: TestClient, method: str, path: str, allow: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert allow in answer.headers["allow"]
    options = client.options(path)
    assert options.status_code == 204
    assert options.headers["allow"] == answer.headers["allow"]


def test_static_files_under_their_version_are_kept_for_ever(client: TestClient) -> None:
    import re

    for path in re.findall(r'"(/static/[^"]+)"', client.get("/").text):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in client.get("/static/site.css?v=other").headers["cache-control"]
    for path in ("/static/nope.css", "/static/../app.py", "/static/%2e%2e/app.py"):
        assert client.get(path).status_code == 404


def test_the_log_has_no_query_and_no_address(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "safehavens.web.access"):
        client.get("/search?q=secretword", headers={"User-Agent": "agentname"})
    said = [r.getMessage() for r in caplog.records if r.name == "safehavens.web.access"]
    assert len(said) == 1
    assert said[0].startswith("GET /search 200 ")
    assert "secretword" not in said[0]
    assert "agentname" not in said[0]
    assert "testclient" not in said[0]


def test_pages_are_kept_ready_within_bounds(app: FastAPI, client: TestClient) -> None:
    first = client.get("/place/country:us/state:wy?on=2001-01-01")
    keys = cache_of(app).cache.keys()
    assert any("state:wy?on=2001-01-01" in key for key in keys)
    assert client.get("/place/country:us/state:wy?on=2001-01-01").content == first.content
    assert "/nope" not in "".join(keys)


def test_a_cache_throws_out_what_was_asked_for_longest_ago() -> None:
    cache = PageCache(100_000)
    page = CachedPage([], b"x" * 9_500, zipped=False)
    for i in range(30):
        cache.put(f"page {i}", page)
        cache.get("page 0")
        assert cache.bytes <= 100_000
    assert cache.get("page 0") is not None
    assert cache.get("page 1") is None
    assert cache.get("page 29") is not None
    cache.put("page 29", page)
    assert cache.bytes == page.size * len(tuple(cache.keys()))
    cache.put("huge", CachedPage([], b"x" * 99_000, zipped=False))
    assert cache.get("huge") is None


def test_last_modified_is_no_later_than_now(client: TestClient) -> None:
    from email.utils import parsedate_to_datetime

    said = parsedate_to_datetime(client.get("/places").headers["last-modified"])
    assert said <= datetime.now(UTC)
