"""Pages made at the same time in several threads are those made one after the other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.corpus.words import tokens
from safehavens.corpus.words.tokens import stem
from safehavens.web.app import create_app

DAYS = ("2008-03-01", "2016-07-01", "2019-01-01", "2024-05-01", "2026-02-01")
ASKED = (
    "place=Chicago&who=police&action=hold&warrant=administrative",
    "place=Texas&who=jail&action=hold&warrant=none",
    "place=Fresno County, California&who=jail&action=notify_release",
    "place=New York City&who=jail&action=hold",
    "place=Denver&who=police&action=inquire_status",
)
PLACES = (
    "country:us/state:il/place:chicago", "country:us/state:ca/place:oakland",
    "country:us/state:tx/county:travis", "country:us/state:ga", "country:us/state:nj/place:newark",
)  # fmt: skip
WORDS = ("jail Montreal, Quebec", "detainer", "SB 54", "ice in schools", "driverss license")


def addresses() -> Iterator[str]:
    for day in DAYS:
        for asked in ASKED:
            yield f"/api/ask?{asked}&on={day}"
            yield f"/ask?{asked}&on={day}"
        for place in PLACES:
            yield f"/place/{place}?on={day}"
        yield f"/compare?place=Illinois&place=Texas&on={day}"
    for word in WORDS:
        yield f"/search?q={word}"
    for place in PLACES:
        yield f"/changes?place=ocd-division/{place}&since=2015-01-01"


def test_threads_stem_alike(at_every_turn: None) -> None:
    words = [
        f"{first}{middle}{last}"
        for first in ("detain", "transfer", "arrest", "report", "hold")
        for middle in "abcdefghijklmnoprst"
        for last in ("ing", "ations", "ers", "ously")
    ]
    tokens._find_stem.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(stem, words))
    tokens._find_stem.cache_clear()
    assert together == [stem(word) for word in words]


@pytest.fixture
def at_every_turn() -> Iterator[None]:
    """Threads take turns as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize("start", [0, pytest.param(1, marks=pytest.mark.long)])
def test_threads_change_no_page(app: FastAPI, at_every_turn: None, start: int) -> None:
    every = [*addresses()][start :: 2 if start else 9]
    others = create_app(Corpus.load())

    def ask(path: str) -> tuple[str, int, str]:
        with TestClient(others, follow_redirects=False, raise_server_exceptions=False) as client:
            answer = client.get(path)
        return path, answer.status_code, answer.text

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(ask, [path for path in every for _ in range(2)]))
    alone = TestClient(app, follow_redirects=False)
    for path, status, text in made:
        assert status == 200, path
        assert text == alone.get(path).text, path
