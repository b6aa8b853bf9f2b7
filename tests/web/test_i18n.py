"""Languages: every string has its translation; pages say which language they are in."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.http.accept import preferred
from safehavens.wording.languages import DEFAULT, languages
from tests.web import strings
from tests.web.html import Page

SPANISH = languages()["es"]
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def test_every_string_of_pages_is_translated() -> None:
    shown = {**strings.of_code(), **strings.of_templates()}
    missing = [
        one for one, many in shown.items()
        if one not in (SPANISH.words if many is None else SPANISH.plurals)
    ]  # fmt: skip
    assert missing == [], "add these to locale/es/LC_MESSAGES/safehavens.po"


def test_every_sentence_of_the_vocabulary_is_translated(corpus: Corpus) -> None:
    missing = [text for text in strings.of_vocabulary(corpus) if text not in SPANISH.words]
    assert missing == [], "add these to locale/es/LC_MESSAGES/vocabulary.po"


def test_translations_have_the_places_of_the_original() -> None:
    for one, said in [
        *SPANISH.words.items(),
        *((one, form) for one, forms in SPANISH.plurals.items() for form in forms),
    ]:
        assert set(PLACEHOLDER.findall(one)) == set(PLACEHOLDER.findall(said)), one
        assert said.strip(), one


def test_plurals() -> None:
    assert SPANISH.ngettext("%(count)s rule", "%(count)s rules", 1) == "%(count)s regla"
    assert SPANISH.ngettext("%(count)s rule", "%(count)s rules", 2) == "%(count)s reglas"
    assert languages()["en"].ngettext("rule", "rules", 0) == "rules"


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "en"), ("es", "es"), ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("fr,es;q=0.5,en;q=0.4", "es"), ("de", "en"), ("es;q=nonsense", "en"), ("es;q=0", "en"),
    ],
)  # fmt: skip
def test_what_a_browser_prefers(client: TestClient, accept: str, language: str) -> None:
    assert preferred(accept, languages(), DEFAULT) == language
    answer = client.get("/", headers={"Accept-Language": accept})
    assert answer.headers["vary"].startswith("Accept-Language")
    assert (answer.status_code, answer.headers.get("location")) == (
        (302, "/es/") if language == "es" else (200, None)
    )


def test_an_address_says_its_language_whatever_the_browser_prefers(client: TestClient) -> None:
    spanish = {"Accept-Language": "es"}
    assert Page(client.get("/ask", headers=spanish).text).lang == "en"
    assert Page(client.get("/es/ask", headers={"Accept-Language": "en"}).text).lang == "es"
    assert Page(client.get("/?lang=en", headers=spanish).text).lang == "en"


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/ask?place=Chicago&lang=es", "/es/ask?place=Chicago"),
        ("/es/ask?place=Chicago&lang=en", "/ask?place=Chicago"),
        ("/?lang=es", "/es/"),
    ],
)
def test_lang_leads_to_the_address_of_the_language(
    client: TestClient, path: str, there: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"] == there


def test_an_unknown_language_is_ignored(client: TestClient) -> None:
    assert client.get("/ask?lang=xx").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/", "/ask", "/ask?place=Chicago", "/ask?place=Chicago&who=jail",
        "/ask?place=Chicago&who=jail&action=hold&on=2024-05-01",
        "/ask?place=Chicago&who=jail&action=hold&on=2024-05-01&warrant=none",
        "/place/country:us/state:il/place:chicago", "/place/country:us/state:il/place:chicago?on=x",
        "/norm/us/il/trust-act/hold", "/compare", "/about", "/search?q=detainer", "/places",
        "/atlas?what=hold_clean&on=2018-01-01",
    ],
)  # fmt: skip
def test_spanish_pages(client: TestClient, path: str) -> None:
    english, spanish = client.get(path).text, client.get("/es" + path).text
    assert Page(spanish).lang == "es"
    for text in (english, spanish):
        assert (
            re.findall(r'hreflang="(\w+)" href="([^"]+)"', text)[:2]
            == re.findall(r'hreflang="(\w+)" href="([^"]+)"', english)[:2]
        )
    # What stays English says so.
    rest = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', "", spanish, flags=re.DOTALL)
    said = Page(rest).text
    for text in strings.of_templates():
        words = PLACEHOLDER.split(text)[0].strip()
        if len(words) > 12 and SPANISH.words.get(text) != text:
            assert words not in said, words


def test_links_stay_in_the_language(client: TestClient) -> None:
    page = Page(client.get("/es/place/country:us/state:il/place:chicago").text)
    others = [ln for ln in page.links if ln.startswith("/") and not ln.startswith("/es/")]
    assert set(others) == {"/place/country:us/state:il/place:chicago", "/api"}
