"""What operators ask a server: whether it lives, and what it counted."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.http.limits import Limits
from safehavens.http.serving.tallies import Tallies
from safehavens.web.app import create_app
from tests.web.test_workers import read_metrics


def test_health_is_told_in_any_case(corpus: Corpus) -> None:
    busy = TestClient(create_app(corpus, Limits(pages_at_once=0, pages_waiting=0)))
    refused = busy.get("/about")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
    answer = busy.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "version": answer.json()["version"],
                             "corpus": corpus.version}  # fmt: skip
    assert answer.headers["cache-control"] == "no-store"


def test_requests_are_counted_and_nobody_is_named(corpus: Corpus) -> None:
    client = TestClient(create_app(corpus, tallies=Tallies()))
    for path in ("/about", "/about", "/nowhere", "/api/ask?place=Chicago", "/es//about", "/health"):
        client.get(path, follow_redirects=False)
    text = client.get("/metrics").text
    counts = read_metrics(text.encode())
    ended = {name: counts[f'safehavens_requests_total{{outcome="{name}"}}']
             for name in ("2xx", "3xx", "4xx", "5xx", "left")}  # fmt: skip
    assert ended == {"2xx": 2, "3xx": 1, "4xx": 2, "5xx": 0, "left": 0}
    assert counts["safehavens_request_seconds_count"] == 5
    assert counts['safehavens_request_seconds_bucket{le="+Inf"}'] == 5
    assert counts["safehavens_requests_under_way"] == 0
    assert "Chicago" not in text
    for line in text.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) .+|[a-z_]+(\{[a-z]+=\"[^\"]+\"\})? [0-9.]+", line)


def test_what_a_worker_counted_outlives_it() -> None:
    tallies = Tallies(2)
    row = tallies.take_row()
    tallies.count_here(row)
    for status, seconds, left in ((200, 0.02, False), (503, 4.0, False), (0, 0.5, True)):
        tallies.begin()
        tallies.end(status, seconds, left)
    before = read_metrics(tallies.write().encode())
    tallies.give_back(row)
    after = read_metrics(tallies.write().encode())
    for name in before:
        if not name.startswith(("safehavens_workers", "safehavens_memory")):
            assert after[name] == before[name]
    assert after["safehavens_request_seconds_sum"] == pytest.approx(4.52)
    assert tallies.take_row() != tallies.take_row()
    assert tallies.take_row() == 0
