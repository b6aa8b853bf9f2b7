"""Pages of evidence: what they say, in both languages, and what is not there."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.decide.decision import plain
from tests.web.html import Page


def test_every_claim_topic_and_study_has_a_page(client: TestClient, corpus: Corpus) -> None:
    evidence = corpus.evidence
    paths = [f"/evidence/{id}" for id in evidence.claims]
    paths += [f"/evidence/topic/{name}" for name in evidence.topics]
    paths += [f"/evidence/study/{id}" for id in evidence.studies]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert Page(answer.text).inline == [], path


def test_data_says_what_python_says(client: TestClient, corpus: Corpus) -> None:
    evidence = corpus.evidence
    assert client.get("/evidence/raises-crime.json").json() == plain(evidence.claim("raises-crime"))
    assert client.get("/evidence/topic/trust.json").json() == plain(evidence.topic("trust"))
    study = client.get("/evidence/study/otsu-2021.json").json()
    assert study == plain(evidence.study("otsu-2021"))


def test_in_spanish_the_texts_of_studies_are_marked_english(client: TestClient) -> None:
    html = client.get("/es/evidence/raises-crime").text
    assert '<h1><span lang="en">Limiting help' in html
    assert "Evidencia directa" in html
    assert "está en inglés" in html
    assert '<span lang="en">no detectable effect</span>' in html
    assert 'span lang="en"' not in client.get("/evidence/raises-crime").text


def test_pictures_are_svg_in_the_language_of_the_page(client: TestClient) -> None:
    for path, says in (("/evidence", "Less with limits"), ("/es/evidence", "Menos con límites")):
        answer = client.get(f"{path}/raises-crime.svg")
        assert answer.headers["content-type"] == "image/svg+xml"
        root = ElementTree.fromstring(answer.text)  # noqa: S314 - our own
        assert says in "".join(root.itertext())


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/evidence/raise-crime", "did you mean raises-crime"),
        ("/evidence/topic/weather", "There is no topic"),
        ("/evidence/study/nobody-1999", "There is no study"),
        ("/evidence/other/raises-crime", "There is no claim"),
        ("/evidence/moves-arrests-to-streets.svg", "There is nothing to draw here"),
    ],
)
def test_what_is_not_there(client: TestClient, path: str, says: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert says in re.sub(r"&#39;", "'", Page(answer.text).text + answer.text)
