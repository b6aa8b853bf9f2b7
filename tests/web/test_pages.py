"""Every page, and the data at the same address."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from safehavens import Corpus
from tests.web.html import Page

CHICAGO = "/place/country:us/state:il/place:chicago"
WHERE = "/where?action=hold&who=jail&verdict=prohibited&on=2024-05-01&warrant=administrative"
PAGES = [
    ("/", "What may a city, county or state do"),
    ("/about", "There are no accounts, no cookies"),
    ("/ask", "City, county, state or country"),
    ("/ask?place=Chicago", "Who is asked?"),
    ("/ask?place=Chicago&who=jail", "Keep a person past release"),
    ("/ask?place=Chicago&who=jail&action=hold&on=2024-05-01", "What warrant comes"),
    ("/ask?place=Chicago&who=jail&action=hold&on=2024-05-01&warrant=none", "Prohibited"),
    (
        "/ask?place=Broward County, FL&who=jail&action=hold&on=2026-06-01&show=1",
        "Facts still missing",
    ),
    (CHICAGO, "May police ask about my immigration status here?"),
    (CHICAGO + "?on=1990-01-01", "The law of January 1, 1990"),
    ("/place/country:us", "Places inside it"),
    ("/place/country:de/state:be", "Above: Germany"),
    ("/place/country:us/state:mt/county:petroleum", "None coded here."),
    ("/place/country:us/state:id/place:boise_city", "has no law of its own coded here."),
    ("/place/country:us/state:il/place:chicago", "Four laws of its own are in force."),
    ("/place/country:us/state:il/place:chicago", "You can if your child lives in the area"),
    (
        "/ask?place=Pima County, AZ&who=jail&action=hold&warrant=administrative&topic=held",
        "Not settled. A rule was found, but it is not certain what it says",
    ),
    (
        "/ask?place=Boise, ID&who=school&action=provide_k12&topic=school",
        "Can my child go to school? You can. The law requires that it be given. This holds if your "
        "child lives in the area that the school serves",
    ),
    ("/es/ask?place=Boise, ID&who=school&action=provide_k12&topic=school", "Usted puede."),
    ("/paper", "Name the paper, and everything that it asks for is answered."),
    (
        "/paper?place=King County, WA&who=jail&paper=i_247a&on=2026-06-01",
        "Which box under probable cause is checked?",
    ),
    ("/es/paper?place=King County, WA&who=jail&paper=i_200&on=2026-06-01", "¿Quién la firmó?"),
    ("/places", "places have law of their own"),
    ("/instrument/us/il/chicago/welcoming-city", "Municipal Code of Chicago"),
    ("/norm/us/il/trust-act/hold", "Worked cases that rest on it"),
    ("/norm/us/ca/values-act/use-resources", "sets aside every contrary rule of a lower place"),
    ("/ruling/us/courts/galarza-v-szalczyk", "Court of Appeals for the Third Circuit"),
    ("/search", "A question, a place, a bill, a law or a paper"),
    ("/search?q=detainer", "May the jail hold me for immigration officers"),
    ("/search?q=detainer&in=rule&page=2", "Page 2 of"),
    ("/search?q=chicgo", "chicgo was read as chicago."),
    ("/es/search?q=licencia de conducir", "¿Puedo obtener una licencia o tarjeta"),
    ("/es/search?q=Condado de Cook", "Condado de Cook, Illinois"),
    ("/search?q=chicago", "Chicago, Illinois"),
    ("/search?q=zzzzzz", "Nothing was found for these words."),
    ("/compare", "Two to four places"),
    ("/compare?place=Chicago&place=Harris County, TX&on=2024-05-01", "Where they differ"),
    ("/atlas", "county by county"),
    ("/where", "Which answer?"),
    (WHERE, "States and territories: 9 of 56"),
    (WHERE + "&own_agency=true&level=place", "such agency of their own are left out"),
    ("/changes", "Subscribe (Atom feed)"),
    ("/changes?place=Frederick County, MD&since=2026-01-01", "Ban on immigration enforcement"),
    ("/changes?place=Frederick County, MD&since=2026-01-01", "has ended by this day, not before"),
    ("/coverage", "People of the United States whose governments were searched"),
    ("/coverage?place=San Leandro, CA&on=2014-06-01", "Not searched for this day"),
    ("/sources", "The official text was read"),
    ("/sources?place=Chicago, IL&seen=official", "us/il/trust-act"),
    ("/atlas?what=hold_clean&on=2018-01-01", "The law of January 1, 2018"),
    ("/evidence", "Limiting help to immigration enforcement raises crime."),
    ("/evidence/raises-crime", "What was not measured"),
    ("/es/evidence/victims-report-more", "Victims and witnesses are more willing"),
    ("/evidence/moves-arrests-to-streets", "No study here."),
    ("/evidence/topic/benefits", "SNAP take-up of Hispanic citizen-headed households"),
    ("/evidence/study/hausman-2020", "What was compared"),
    ("/api", "For programs"),
]


@pytest.mark.parametrize(("path", "says"), PAGES)
def test_page(client: TestClient, path: str, says: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(answer.text)
    assert says in page.text
    assert page.inline == []
    ours = ("/static/", "/atlas/small.svg", "/es/atlas/small.svg")
    assert all(there.startswith(ours) for there in page.loaded), page.loaded


MANY_LINKS = ("/places", "/place/country:us", "/atlas", WHERE, "/changes", "/sources")


@pytest.mark.parametrize("path", [path for path, _ in PAGES if path not in MANY_LINKS])
def test_no_link_of_a_page_is_dead(client: TestClient, path: str) -> None:
    for link in set(Page(client.get(path).text).links):
        if link.startswith("/"):
            answer = client.get(link)
            assert answer.status_code in (200, 303), link


@pytest.mark.parametrize(
    "path",
    [
        "/ask.json?place=Chicago&who=jail&action=hold&on=2024-05-01",
        CHICAGO + ".json",
        "/places.json",
        "/instrument/us/il/chicago/welcoming-city.json",
        "/norm/us/il/trust-act/hold.json",
        "/ruling/us/courts/galarza-v-szalczyk.json",
        "/search.json?q=detainer",
        "/compare.json?place=Chicago&place=Harris County, TX",
        WHERE.replace("/where", "/where.json"),
        "/changes.json?since=2026-01-01",
        "/paper.json?place=Denver, CO&who=jail&paper=i_247a",
        "/coverage.json",
        "/coverage.json?place=Chicago",
        "/sources.json?host=justia.com",
        "/evidence.json",
        "/evidence/raises-crime.json",
        "/evidence/topic/crime.json",
        "/evidence/study/hausman-2020.json",
    ],
)
def test_data(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        (CHICAGO + ".csv", {"action", "who", "verdict", "deciding"}),
        ("/places.csv", {"place", "name", "instruments"}),
        ("/compare.csv?place=Chicago&place=Harris County, TX", {"action", "who", "differs"}),
    ],
)
def test_tables(client: TestClient, path: str, columns: set[str]) -> None:
    answer = client.get(path)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) > 100
    assert columns <= rows[0].keys()


def test_the_table_of_a_place_has_every_action_and_agency_kind(
    client: TestClient, corpus: Corpus
) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(CHICAGO + ".csv?on=2024-05-01").text)))
    vocabulary = corpus.lawbook.vocabulary
    assert len(rows) == len(vocabulary.who) * len(vocabulary.actions)
    for row in rows[:: len(rows) // 40]:
        expected = corpus.verdict("Chicago, IL", row["action"], who=row["who"], on="2024-05-01")
        assert row["verdict"] == expected


def test_a_place_page_agrees_with_python(client: TestClient, corpus: Corpus) -> None:
    from safehavens.decide.decision import plain

    for place in ("Chicago, IL", "Harris County, TX", "Berlin", "Texas"):
        id = corpus.place(place).place.id
        said = client.get(f"/api/place?place={id}&on=2024-05-01").json()
        expected = plain(corpus.overview(place, "2024-05-01"))
        assert {name: said[name] for name in expected} == expected


def test_feed(client: TestClient) -> None:
    answer = client.get(CHICAGO + ".atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.text)  # noqa: S314 - our own
    space = {"a": "http://www.w3.org/2005/Atom"}
    entries = feed.findall("a:entry", space)
    assert len(entries) > 10
    days = [e.findtext("a:updated", "", space) for e in entries]
    assert days == sorted(days, reverse=True)
    ids = [e.findtext("a:id", "", space) for e in entries]
    assert len(set(ids)) == len(ids)
    assert feed.findtext("a:updated", "", space) == days[0]


def test_every_place_with_law_has_its_page(client: TestClient) -> None:
    links = [ln for ln in Page(client.get("/places").text).links if ln.startswith("/place/")]
    assert len(links) > 150
    for link in links[::10]:
        assert client.get(link).status_code == 200, link


def test_every_instrument_norm_and_ruling_has_its_page(client: TestClient, corpus: Corpus) -> None:
    from safehavens.web.parts.page_words import instrument_path, norm_path, ruling_path

    lawbook = corpus.lawbook
    paths = [*map(instrument_path, lawbook.instruments), *map(ruling_path, lawbook.rulings)]
    paths += map(norm_path, list(lawbook.norms)[::3])
    for path in paths:
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/place?q=Chicago", CHICAGO),
        ("/place?q=17031", "/place/country:us/state:il/county:cook"),
        ("/place?q=", "/places"),
        ("/place/Chicago, IL", CHICAGO),
        ("/place/ocd-division/country:us/state:il/place:chicago.json", CHICAGO + ".json"),
        ("/place/Chicago?on=2020-01-01", CHICAGO + "?on=2020-01-01"),
        ("/norm/us/il/trust-act%23hold", "/norm/us/il/trust-act/hold"),
        ("/es/place?q=Chicago", "/es" + CHICAGO),
    ],
)
def test_other_ways_to_say_it_lead_to_the_one_address(
    client: TestClient, path: str, there: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"] == there


def test_the_reader_is_told_how_a_name_was_read(client: TestClient) -> None:
    there = client.get("/place?q=New York").headers["location"]
    assert "Read as New York (the state)" in Page(client.get(there).text).text


def test_an_open_answer_says_first_what_it_waits_for(client: TestClient) -> None:
    page = client.get(
        "/ask?place=Broward County, FL&who=jail&action=hold&on=2026-06-01&show=1"
    ).text
    assert page.index("Facts still missing") < page.index("Rules that may decide it")


def test_a_duty_says_by_when(client: TestClient) -> None:
    page = client.get(
        "/ask?place=King County, WA&who=jail&action=hold&on=2026-06-01&warrant=none"
    ).text
    assert "<strong>At once from the intake.</strong>" in page


@pytest.mark.parametrize(
    "path",
    ["/coverage?place=", "/paper?who=jail&paper=i_200&place=", "/sources?host=", "/search?q="],
)
def test_the_other_language_is_asked_the_same(client: TestClient, path: str) -> None:
    """What was typed stays one value, whatever signs are in it."""
    page = client.get(f"{path}Chicago%26x%3D1").text
    address = re.search(r'hreflang="es" href="([^"]*)"', page)
    assert address is not None
    assert "Chicago%26x%3D1" in address[1]


def test_the_other_language_compares_the_same_places(client: TestClient) -> None:
    page = client.get("/compare?place=Chicago&place=Harris County, TX&on=2024-05-01").text
    assert 'hreflang="es" href="/es/compare?place=Chicago' in page


HOLDS = "place=Illinois&place=Florida&on=2026-11-29&action=hold"
DEPEND = "place=Connecticut&place=Florida&on=2026-11-29&action=hold"


def test_two_that_depend_differ_where_a_request_parts_them(client: TestClient) -> None:
    data = client.get(f"/compare.json?{DEPEND}&who=jail").json()
    (row,) = data["rows"]
    assert [cell["verdict"] for cell in row["cells"]] == ["depends", "depends"]
    assert row["differs"]
    (proof,) = row["proofs"]
    assert proof["relation"] == "more"
    assert proof["more"]["verdicts"][0] == "prohibited"
    assert proof["less"] is None
    table = client.get(f"/compare.csv?{DEPEND}&who=jail").text
    assert ",hold,jail,,true," in table


def test_two_that_depend_agree_only_if_they_agree_for_every_request(
    client: TestClient, corpus: Corpus
) -> None:
    data = client.get("/compare.json?place=Illinois&place=Florida&on=2026-11-29").json()
    proved = corpus.compare("Illinois", "Florida", on="2026-11-29")
    relation = {(one.action, who): one.relation for one in proved.actions for who in one.who}
    for row in data["rows"]:
        told = [relation.get((row["action"], who), "equal") for who in row["who"]]
        usual = {(cell["verdict"], cell["basis"]) for cell in row["cells"]}
        assert row["differs"] == (len(usual) > 1 or any(one != "equal" for one in told))


def test_a_comparison_opens_with_its_conclusion_and_its_rows_can_be_cited(
    client: TestClient,
) -> None:
    page = client.get(f"/compare?{HOLDS}").text
    text = Page(page).text
    assert text.index("Illinois limits more") < text.index("Where they differ")
    assert "All of it is proved." in text
    assert '<tr id="hold">' in page
    assert 'href="#hold"' in page
    assert "The request that parts them" in text


@pytest.mark.parametrize(("query", "says"), [("action=qqqq", "qqqq"), ("who=qqqq", "qqqq")])
def test_a_wrong_filter_is_named(client: TestClient, query: str, says: str) -> None:
    answer = client.get(f"/compare?place=Illinois&place=Florida&{query}")
    assert answer.status_code == 422
    assert says in Page(answer.text).text
