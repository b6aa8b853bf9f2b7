"""What have you got? A paper, and the answer to all that it asks for."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

KING = {"place": "King County, WA", "who": "jail", "on": "2026-06-01"}


def test_every_action_of_a_paper_is_answered(client: TestClient) -> None:
    data = client.get("/paper.json", params={**KING, "paper": "i_247a"}).json()
    assert [one["action"] for one in data["answers"]] == ["hold", "notify_release", "inform_person"]
    page = client.get("/paper", params={**KING, "paper": "i_247a"}).text
    for action in ("hold", "notify_release", "inform_person"):
        assert f'<h2 id="{action}">' in page
    assert "/ask?place=King%20County,%20WA&amp;who=jail&amp;action=hold" in page
    assert page.count("It is not legal advice") >= 1


def test_what_the_paper_tells_is_given(client: TestClient) -> None:
    data = client.get("/paper.json", params={**KING, "paper": "i_200"}).json()
    assert {one["given"]["warrant"] for one in data["answers"]} == {"administrative"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"paper": "i_999"}, "paper"),
        ({"place": "Gothamville", "paper": "i_200"}, "Gothamville"),
        ({"who": "plumber", "paper": "i_200"}, "plumber"),
        ({"on": "31/31/2026", "paper": "i_200"}, "date"),
    ],
)
def test_what_cannot_be_answered(client: TestClient, wrong: dict[str, str], says: str) -> None:
    page = client.get("/paper", params={**KING, **wrong})
    assert page.status_code == 422
    assert says in page.text
    data = client.get("/paper.json", params={**KING, **wrong})
    assert 400 <= data.status_code < 500
    assert says in data.text


def test_data_needs_all_of_it(client: TestClient) -> None:
    answer = client.get("/paper.json", params={"place": "Denver, CO"})
    assert 400 <= answer.status_code < 500
    assert "each of place, who and paper is needed" in answer.text
