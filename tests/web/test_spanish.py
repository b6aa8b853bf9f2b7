"""Spanish pages are Spanish: English is law's own titles, or marked as English."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.web.english_found import count_marked, find_english

ASKED = "/ask?place=Chicago&who=jail&action=hold&on=2024-05-01"
PEOPLE = [
    "/", "/ask", "/ask?place=Chicago", "/ask?place=Chicago&who=jail", ASKED,
    f"{ASKED}&warrant=none", f"{ASKED}&show=true", "/ask?place=zzzz", "/ask?place=Springfield",
    "/ask?place=Nueva+York&who=police&action=inquire_status",
    "/ask?place=Houston&who=police&action=share_status&show=true",
    "/ask?place=New+Orleans&who=dmv&action=issue_driver_license&show=true",
    "/ask?place=Chicago&who=sherif", "/ask?place=Chicago&who=jail&action=holdd",
    f"{ASKED}&on=1700-01-01".replace("&on=2024-05-01", ""),
    "/place/country:us/state:il/place:chicago", "/place/country:us/state:ny",
    "/place/country:us/state:la/parish:orleans", "/place?q=60614", "/place?q=zzzz",
    "/place?q=Condado+de+Cook", "/place?q=Springfield",
    "/place/country:us/state:ca/place:san_francisco", "/paper",
    "/paper?place=Chicago&who=jail&paper=I-247A",
]  # fmt: skip
"""Pages of people who ask for themselves: residents' cards, Ask, answers, papers."""
OTHERS = [
    "/about", "/places", "/norm/us/il/trust-act/hold", "/instrument/us/il/trust-act", "/compare",
    "/compare?place=Illinois&place=Florida", "/compare?place=Illinois&place=zzzz",
    "/search?q=policía", "/search?q=zzzz", "/changes?place=Chicago", "/changes?place=zzzz",
    "/where?action=hold&who=jail&verdict=prohibited", "/coverage?place=Chicago", "/coverage",
    "/nothing", "/api", "/evidence", "/evidence/raises-crime", "/evidence/topic/benefits",
    "/evidence/study/zhao-2026-licenses", "/instrument/us/ca/sf/admin-12h", "/sources?place=zzzz",
    "/sources?older_than=abc", "/sources?seen=bogus", "/sources?host=zzzz.example",
]  # fmt: skip
_NAMES = re.compile(
    r"\S*/\S*"  # addresses and ids
    r"|\b(?:\w+\.)+\w{2,}\b"
    r"|\b[\w.]+(?: [\w.-]+)? (?:City|College)\b"  # Salt Lake City; State College
    r"|\b(?:State|Canton) of\b|\bState College\b|\b\w+ County-|\bLake of the Woods\b"
)
"""What is a name, in every language."""


def english_on(client: TestClient, path: str) -> list[str]:
    page = client.get(f"/es{path}", follow_redirects=True).text
    assert '<html lang="es">' in page
    title = re.compile(r'<title>.*?</title>|<meta property="og:title"[^>]*>', re.DOTALL)
    found = find_english(page if "/norm/" not in path and "/instr" not in path
                         else title.sub("", page))  # fmt: skip
    named = (_NAMES.sub("", text) for text in found)
    return [text for text in named if find_english(f'<p lang="es">{text}</p>')]


@pytest.mark.parametrize("path", [*PEOPLE, *OTHERS])
def test_what_is_english_is_marked(client: TestClient, path: str) -> None:
    assert english_on(client, path) == []


@pytest.mark.parametrize("path", [ASKED, f"{ASKED}&warrant=none", f"{ASKED}&show=true"])
def test_rules_are_read_in_spanish(client: TestClient, path: str) -> None:
    """Little is marked as English on an answer: titles of law and notes."""
    page = client.get(f"/es{path}").text
    said = len(re.sub(r"<[^>]*>|\s+", " ", page))
    assert count_marked(page) < said * 0.3
    if "warrant" in path:
        assert "lo que cuenta es el texto en inglés" in page
        assert page.count("lo que cuenta es el texto en inglés") == 1


def test_the_detector_finds_english() -> None:
    page = '<html lang="es"><p>Una cárcel puede.</p><p>A jail may not.</p><p lang="en">The law</p>'
    assert find_english(page) == ["A jail may not."]
    assert find_english('<html lang="es"><img alt="The map"><br><p>Sí</p>') == ["The map"]
    assert find_english('<html lang="es"><div lang="en"><p>The law</p></div><p>Of it</p>') == [
        "Of it"
    ]
    assert count_marked(page) == len("The law")


def test_a_description_of_law_is_spanish(client: TestClient) -> None:
    """What search engines and messengers show of a law's page: its kind and its first rule."""
    page = client.get("/es/instrument/us/ca/sf/admin-12h").text
    [description] = re.findall(r'<meta name="description" content="([^"]*)">', page)
    assert description.startswith("Ordenanza, San Francisco, California. Ningún departamento ni")
    ruling = client.get("/es/ruling/us/courts/arizona-v-united-states").text
    [told] = re.findall(r'<meta name="description" content="([^"]*)">', ruling)
    assert told.startswith("El resultado fue mixto. Arizona v. United States, 567 U.S. 387")


def test_other_places_of_a_name_are_links(client: TestClient) -> None:
    page = client.get("/place?q=Springfield", follow_redirects=True).text
    [note] = re.findall(r'<p class="note">(Read as Springfield.*?)</p>', page, re.DOTALL)
    assert (
        '<a href="/place/country:us/state:il/place:springfield">Springfield, Illinois</a>' in note
    )
    asked = client.get("/ask?place=Springfield&who=jail").text
    assert "state:il/place:springfield&amp;who=jail" in asked.partition('class="sofar"')[2]
