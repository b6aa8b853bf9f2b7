"""Every Location is a path on this host."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.web.html import Page

ON_THIS_HOST = re.compile(r"/(?![/\\])[^\\\s]*")
HOSTS = ["/evil.com", "%2fevil.com", "//evil.com", "\\evil.com", "%5cevil.com", "%5c%5cevil.com",
         "/\\evil.com", "%2f%5cevil.com", "%09/evil.com", "%0d%0aevil.com", "https:evil.com",
         "/https://evil.com", "%2e%2e//evil.com"]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("before", ["/es/", "/", "/en/", "/place/", "/es/place/", "//"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_address_leads_elsewhere(
    client: TestClient, before: str, host: str, language: str
) -> None:
    answer = client.get(f"http://testserver{before}{host}?lang={language}")
    if "location" in answer.headers:
        assert ON_THIS_HOST.fullmatch(answer.headers["location"])
    for link in Page(answer.text).links:
        assert not link.startswith(("//", "/\\", "https:evil"))


@pytest.mark.parametrize("query", ["q=//evil.com", "q=Chicago&on=//evil.com", "q=", "as=//x&q=NYC"])
def test_nor_does_a_search_for_a_place(client: TestClient, query: str) -> None:
    answer = client.get("/place?" + query)
    if answer.status_code == 303:
        assert ON_THIS_HOST.fullmatch(answer.headers["location"])


def test_a_language_is_still_a_redirect(client: TestClient) -> None:
    answer = client.get("/es/places?lang=en&x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/places?x=1")
    answer = client.get("/es//evil.com?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (308, "/es/evil.com?lang=en")
