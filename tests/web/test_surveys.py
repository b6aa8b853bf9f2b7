"""Surveys of all places: the page, the data and the interface say what the corpus says."""

from __future__ import annotations

import asyncio
import csv
import re
import time
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import pytest
from starlette.requests import ClientDisconnect
from starlette.testclient import TestClient
from starlette.types import Message

from safehavens import Corpus
from safehavens.decide.decision import plain
from safehavens.http.limits import Limits
from safehavens.http.long_work import NoSlot, StopSignal, WorkSlots
from safehavens.web.app import create_app
from tests.web.html import Page

ASKED = {
    "action": "hold", "who": "jail", "verdict": "prohibited", "on": "2024-05-01",
    "warrant": "administrative",
}  # fmt: skip


def test_where_says_what_python_says(client: TestClient, corpus: Corpus) -> None:
    answer = plain(corpus.where("hold", who="jail", verdict="prohibited", on="2024-05-01",
                                warrant="administrative"))  # fmt: skip
    assert client.get("/api/where", params=ASKED).json() == answer
    assert client.get("/where.json", params=ASKED).json() == answer
    rows = list(csv.DictReader(client.get("/where.csv", params=ASKED).text.splitlines()))
    assert [row["place"] for row in rows] == [place["place"] for place in answer["places"]]
    states = client.get("/api/where", params={**ASKED, "level": "state"}).json()
    assert [count["level"] for count in states["levels"]] == ["state"]


def test_the_map_of_where_colors_the_counties_that_give_the_answer(client: TestClient) -> None:
    page = client.get("/where", params=ASKED).text
    assert 'class="map"' in page
    assert re.search(r"Prohibited: \d{3}; another answer", page)  # the map in words
    assert 'class="map"' not in client.get("/where", params={**ASKED, "level": "state"}).text


def test_where_shows_two_days_side_by_side(client: TestClient, corpus: Corpus) -> None:
    asked = {**ASKED, "beside": "2012-01-01"}
    found = client.get("/where.json", params=asked).json()
    alone = client.get("/where.json", params={**ASKED, "on": "2012-01-01"}).json()
    assert found["beside"] == alone
    page = client.get("/where", params=asked).text
    assert page.count('<svg class="map"') == 3
    before = {(place["level"], place["place"]) for place in alone["places"]}
    came = [p for p in found["places"] if (p["level"], p["place"]) not in before]
    assert f"Only on May 1, 2024: {len(came):,} places" in Page(page).text
    rows = list(csv.DictReader(client.get("/where.csv", params=asked).text.splitlines()))
    assert {row["day"] for row in rows} == {"2024-05-01", "2012-01-01"}
    assert {row["license"] for row in rows} == {"CC BY 4.0"}
    assert {row["corpus"] for row in rows} == {corpus.version}
    assert client.get("/where", params={**ASKED, "beside": "x"}).status_code == 422


def test_facts_can_be_chosen_and_stay_chosen(client: TestClient, corpus: Corpus) -> None:
    page = client.get("/where", params=ASKED).text
    assert '<select id="fact-warrant" name="warrant">' in page
    assert '<option value="administrative" selected>' in page
    private = [name for name, fact in corpus.lawbook.facts.items() if fact.private]
    for action in corpus.lawbook.vocabulary.actions:
        page = client.get("/where", params={"action": action}).text
        assert not any(f'name="{name}"' in page for name in private)


def test_changes_say_what_python_says(client: TestClient, corpus: Corpus) -> None:
    asked = {"since": "2026-01-01", "until": "2026-03-01", "place": "Frederick County, MD"}
    changes = plain(corpus.changes(**asked))
    assert changes
    assert client.get("/api/changes", params=asked).json() == changes
    assert client.get("/changes.json", params=asked).json() == changes
    feed = ElementTree.fromstring(client.get("/changes.atom", params=asked).text)  # noqa: S314
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert len(feed.findall("a:entry", space)) == len({change["on"] for change in changes})
    links = {link.get("rel"): link.get("href", "") for link in feed.findall("a:link", space)}
    for link in links.values():
        assert client.get(link).status_code == 200
    assert links["self"].startswith("http://testserver/changes.atom?place=Frederick")
    text = client.get("/changes", params=asked).text
    assert "<h2>February 17, 2026</h2>" in text
    assert "&lt;h" not in text
    page = Page(text)
    assert any(link.startswith("/changes.atom?") for link in page.links)


def test_sources_say_what_python_says(client: TestClient, corpus: Corpus) -> None:
    whole = plain(corpus.sources("Chicago, IL"))
    assert client.get("/sources.json?place=Chicago, IL").json() == whole
    got = client.get("/api/sources?place=Chicago, IL&offset=10&limit=5")
    assert got.headers["x-total-count"] == str(len(whole["sources"]))
    assert got.json()["sources"] == whole["sources"][10:15]
    assert got.json()["by_seen"] == whole["by_seen"]


def test_every_source_is_on_some_page(client: TestClient, corpus: Corpus) -> None:
    shown = set()
    path = "/sources?seen=copy"
    for _ in range(10):
        page = Page(client.get(path).text)
        shown |= {link for link in page.links if link.startswith("http")}
        onward = [link for link in page.links if link.endswith(f"page={_ + 2}")]
        if not onward:
            break
        path = onward[0]
    assert shown == set(corpus.sources(seen="copy").addresses)


def test_coverage_says_what_python_says(client: TestClient, corpus: Corpus) -> None:
    overview = plain(corpus.coverage_overview("2024-05-01"))
    assert client.get("/api/coverage/overview?on=2024-05-01").json() == overview
    assert client.get("/coverage.json?on=2024-05-01").json() == overview


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/where.json?action=hold&who=jail", "verdict is missing."),
        ("/where?action=hold&who=jail", "verdict is missing."),
        ("/where?action=hold&who=jail&verdict=no", "There is no verdict 'no'"),
        ("/where?action=hold&who=jail&verdict=depends&verdict=permitted", "verdict is given twice"),
        ("/where?action=hold&who=jail&verdict=depends&place=Texas", "leave out place"),
        ("/where?action=hold&who=jail&verdict=depends&own_agency=perhaps", "true or false"),
        ("/where?action=hold&who=jail&verdict=depends&warrent=none", "did you mean warrant"),
        ("/where?action=hold&who=jail&verdict=depends&on=1900-01-01", "is before"),
        ("/api/where?action=hold&who=jail&verdict=depends&level=towns", "There is no level"),
        ("/changes?since=someday", "is not a valid date"),
        ("/changes.atom?place=Atlantis Nowhere", "Atlantis"),
        ("/changes?since=2025-01-01&until=2024-01-01", "must not be before the first"),
        ("/api/changes?since=2025-01-01&until=2024-01-01", "must not be before the first"),
        ("/sources?older_than=long", "is not a valid age"),
        ("/sources?older_than=99999y", "at most 100y"),
        ("/sources?page=0", "is not a valid page"),
        ("/sources?page=²", "is not a valid page"),
        ("/sources.csv?host=nowhere.example", "There is no host"),
        ("/api/sources?seen=primary", "There is no way of seeing"),
        ("/coverage?place=Atlantis Nowhere", "Atlantis"),
        ("/coverage?on=someday", "is not a valid date"),
    ],
)
def test_bad_input(client: TestClient, path: str, sentence: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 422
    text = answer.json()["detail"] if "json" in answer.headers["content-type"] else Page(
        answer.text
    ).text  # fmt: skip
    assert sentence in text


def test_too_many_surveys_at_once_are_refused(corpus: Corpus) -> None:
    busy = TestClient(create_app(corpus, Limits(surveys_at_once=0, surveys_waiting=0)))
    for path in ("/where", "/api/where", "/sources", "/coverage", "/changes.json"):
        answer = busy.get(path, params=ASKED if path.endswith("where") else {})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


def test_work_waits_for_its_turn_and_not_for_ever() -> None:
    async def stay() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    async def leave() -> Message:
        await asyncio.sleep(0.05)
        return {"type": "http.disconnect"}

    async def try_all() -> None:
        slots = WorkSlots(1, 20.0, line=3)
        under_way: list[int] = []

        def work(stop: StopSignal) -> int:
            under_way.append(1)
            time.sleep(0.1)
            under_way.pop()
            return len(under_way)

        waiting = [asyncio.create_task(slots.run(stay, work)) for _ in range(3)]
        left = asyncio.create_task(slots.run(leave, work))
        await asyncio.sleep(0.02)
        with pytest.raises(NoSlot):  # one works, three wait
            await slots.run(stay, work)
        with pytest.raises(ClientDisconnect):
            await left
        assert await asyncio.gather(*waiting) == [0, 0, 0]
        assert await slots.run(stay, work) == 0  # no slot was lost
        with pytest.raises(NoSlot):
            await WorkSlots(0, 0.1, line=1).run(stay, work)

    with ThreadPoolExecutor(1) as thread:  # browsers of other tests have a loop in this one
        thread.submit(asyncio.run, try_all()).result()


@pytest.mark.parametrize(
    "asked",
    [
        "place=Chicago&who=jail&action=hold&on=2024-05-01&warrant=administrative",
        "place=Houston&who=school&action=inquire_status&on=2024-05-01",
    ],
)
def test_an_answer_leads_to_where_else_it_is_given(
    client: TestClient, corpus: Corpus, asked: str
) -> None:
    page = Page(client.get(f"/ask?{asked}").text)
    (link,) = [one for one in page.links if one.startswith("/where?")]
    answer = client.get(link.replace("/where?", "/where.json?")).json()
    assert answer["places"]
    asked_of = corpus.place(asked.partition("&")[0].removeprefix("place=")).place
    chain = corpus.gazetteer.chain(asked_of.id)
    places = {place["place"] for place in answer["places"]}
    assert places & {*chain, corpus.gazetteer.canonical(asked_of.id)}


def test_an_answer_that_rests_on_a_persons_own_status_leads_nowhere_else(
    client: TestClient,
) -> None:
    body = {"place": "California", "who": "dmv", "action": "issue_driver_license",
            "on": "2024-05-01", "lawful_presence": "false", "show": "1"}  # fmt: skip
    page = Page(client.post("/ask", data=body).text)
    assert "It has no link" in page.text
    assert not any(link.startswith("/where?") for link in page.links)
