"""Languages: every string has its translation; pages say which language they are in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from safehavens.http.accept import preferred
from safehavens.wording.languages import DEFAULT, Language, all_languages
from tests.web.html import Page
from tests.wording.catalogs import words_script

OTHERS = [language for code, language in all_languages().items() if code != DEFAULT]
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def texts_of_templates() -> Iterator[str]:
    for _, text, _, _ in words_script()._of_templates():
        yield text if isinstance(text, str) else text[0]


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "en"), ("es", "es"), ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("fr,es;q=0.5,en;q=0.4", "es"), ("de", "en"), ("es;q=nonsense", "en"), ("es;q=0", "en"),
    ],
)  # fmt: skip
def test_what_a_browser_prefers(client: TestClient, accept: str, language: str) -> None:
    assert preferred(accept, all_languages(), DEFAULT) == language
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


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
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
def test_pages_in_every_language(client: TestClient, language: Language, path: str) -> None:
    english, translated = client.get(path).text, client.get(language.prefix + path).text
    assert Page(translated).lang == language.code
    for text in (english, translated):
        assert (
            re.findall(r'hreflang="(\w+)" href="([^"]+)"', text)[:2]
            == re.findall(r'hreflang="(\w+)" href="([^"]+)"', english)[:2]
        )
    # What stays English says so.
    rest = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', "", translated, flags=re.DOTALL)
    said = Page(rest).text
    for text in texts_of_templates():
        words = PLACEHOLDER.split(text)[0].strip()
        if len(words) > 12 and language.gettext(text) != text:
            assert words not in said, words


def test_links_stay_in_the_language(client: TestClient) -> None:
    page = Page(client.get("/es/place/country:us/state:il/place:chicago").text)
    others = [ln for ln in page.links if ln.startswith("/") and not ln.startswith("/es/")]
    assert set(others) == {"/place/country:us/state:il/place:chicago"}


def test_robots_are_kept_from_questions_in_every_language(client: TestClient) -> None:
    lines = [ln for ln in client.get("/robots.txt").text.splitlines() if "Sitemap" not in ln]
    assert lines == ["User-agent: *", "Disallow: /ask"] + [
        f"Disallow: {language.prefix}/ask" for language in OTHERS
    ]
