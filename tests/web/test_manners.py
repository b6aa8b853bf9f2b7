"""How the site treats programs and people who come a little off the path."""

from __future__ import annotations

import re
from uuid import UUID
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from tests.web.html import Page

CHICAGO = "/place/country:us/state:il/place:chicago"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/places/", "/places"),
        ("/es/places/?x=1", "/es/places?x=1"),
        ("/norm/us/il/trust-act/hold/", "/norm/us/il/trust-act/hold"),
        ("//ask", "/ask"),
        ("/api//ask/?place=Chicago", "/api/ask?place=Chicago"),
        ("/es//", "/es"),
    ],
)
def test_a_slash_too_many_is_forgiven(client: TestClient, path: str, there: str) -> None:
    answer = client.get("http://testserver" + path)
    assert (answer.status_code, answer.headers["location"]) == (308, there)
    assert client.get("http://testserver" + there).status_code != 308


@pytest.mark.parametrize(("method", "path"), [("GET", "/es/nope"), ("POST", "/es/places")])
def test_a_page_of_an_error_leads_on(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code in (404, 405)
    page = Page(answer.text)
    assert path.removeprefix("/es") in page.links  # the same in English
    search = next(form for form in page.forms if form.action == "/es/search")
    assert "q" in search.choices


@pytest.mark.parametrize(
    "query",
    [
        "/api/norms?bogus=1", "/api/vocabulary?x=1", "/api/search?q=a&l=2",
        "/api/panel?places=Texas&place=Utah",
        "/api/history?place=Texas&who=jail&action=hold&on=2020-01-01",
    ],
)  # fmt: skip
def test_a_parameter_that_would_be_lost_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(query)
    assert answer.status_code == 422
    assert re.search("no parameter|leave out on", answer.json()["detail"])


@pytest.mark.parametrize(
    ("body", "kind", "status", "says"),
    [
        ("x", "text/plain", 415, "The body must be JSON"),
        ("place=Chicago", "application/x-www-form-urlencoded", 415, "The body must be JSON"),
        ("[" * 100_000, "application/json", 413, "larger than"),
        ("[" * 20_000, "application/json", 400, "The body of the request cannot be read."),
        ('"text"', "application/json", 422, "The body must be a JSON object."),
    ],
)
def test_a_body_that_is_none(
    client: TestClient, body: str, kind: str, status: int, says: str
) -> None:
    answer = client.post("/api/ask", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert says in answer.json()["detail"]


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "offset=-1", "on=x", "place="])
def test_no_message_is_that_of_a_library(client: TestClient, query: str) -> None:
    detail = client.get("/api/norms?" + query).json()["detail"]
    assert "input" not in detail.lower()
    assert "valid" not in detail
    assert detail.endswith(".")


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize(
    "path", [CHICAGO + ".atom", "/changes.atom?place=Illinois&since=2024-01-01"]
)
def test_a_feed_can_be_read_anywhere(client: TestClient, path: str, prefix: str) -> None:
    text = client.get(prefix + path).text
    feed = ElementTree.fromstring(text)  # noqa: S314
    ids = [one.text or "" for one in feed.iterfind(".//a:id", ATOM)]
    assert len(set(ids)) == len(ids) > 3
    for id in ids:
        assert UUID(id.removeprefix("urn:uuid:")).urn == id
    links = [one.get("href", "") for one in feed.iterfind(".//a:link", ATOM)]
    links += re.findall(r'href="([^"]+)"', "".join(feed.itertext()))
    assert all(link.startswith("http://testserver/") for link in links)
    other = "" if prefix else "/es"
    twin = ElementTree.fromstring(client.get(other + path).text)  # noqa: S314
    assert not {one.text for one in twin.iterfind(".//a:id", ATOM)} & set(ids)


def test_a_feed_is_that_of_the_host_that_is_asked(client: TestClient) -> None:
    first = client.get(CHICAGO + ".atom", headers={"Host": "a.example"}).text
    second = client.get(CHICAGO + ".atom", headers={"Host": "b.example:8000"}).text
    assert "http://a.example/place" in first
    assert "http://b.example:8000/place" in second
    assert "a.example" not in second
    strange = client.get(CHICAGO + ".atom", headers={"Host": 'x"><script>'}).text
    assert "script" not in strange


def test_programs_that_index_find_every_law(client: TestClient) -> None:
    robots = client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    found = ElementTree.fromstring(client.get("/sitemap.xml").text)  # noqa: S314
    pages = [one.text or "" for one in found.iterfind(".//s:loc", SITEMAP)]
    assert len(set(pages)) == len(pages) > 2000
    assert "http://testserver" + CHICAGO in pages
    assert "http://testserver/es/instrument/us/il/trust-act" in pages
    for page in pages[::400]:
        assert client.get(page).status_code == 200, page


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (CHICAGO, "What the law of Chicago, Illinois says"),
        ("/norm/us/il/trust-act/hold", "detainer"),
        ("/instrument/us/il/trust-act", "Illinois"),
        ("/ruling/us/courts/galarza-v-szalczyk", "Detainer"),
        ("/ask?place=Chicago, IL&who=police&action=hold&on=2024-05-01&warrant=none", "must not"),
        ("/", "Not legal advice"),
    ],
)
def test_a_page_says_what_it_is_where_it_is_shared(
    client: TestClient, path: str, said: str
) -> None:
    text = client.get(path, headers={"Accept-Language": "en"}).text
    head = text.partition("</head>")[0]
    named = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', head))
    assert said in named["description"]
    assert named["og:description"] == named["description"]
    title = re.search("<title>(.*) – safehavens</title>", head)
    assert title is not None
    assert named["og:title"] == title[1].strip()
    default = re.search(r'hreflang="x-default" href="([^"]+)"', head)
    assert default is not None
    assert not default[1].startswith("/es")


def test_the_description_suits_generators_of_clients(client: TestClient) -> None:
    said = client.get("/api/openapi.json").json()
    operations = [one for methods in said["paths"].values() for one in methods.values()]
    ids = [one["operationId"] for one in operations]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[a-z_]+", id) for id in ids)
    assert not [name for name in said["components"]["schemas"] if "-" in name]
    assert "Question" in said["components"]["schemas"]
    assert said["servers"] == [{"url": "/"}]
    assert said["info"]["license"]["identifier"] == "Apache-2.0"
    for methods in said["paths"].values():
        assert "413" not in methods.get("get", {}).get("responses", {})
