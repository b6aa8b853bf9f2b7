"""Asking, as a person does: one question at a time, from page to page."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.wording.answers import answer_words
from safehavens.wording.languages import load_language
from tests.web.html import Page


def follow(client: TestClient, page: Page, name: str, value: str) -> Page:
    """Answer the question of a page and follow where it leads."""
    form = next(f for f in page.forms if name in f.choices)
    pairs = [*form.fields, (name, value)]
    if form.method == "post":
        answer = client.post(form.action, data=dict(pairs))
    else:
        answer = client.get(form.action + "?" + urlencode(pairs))
    while answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    assert answer.status_code == 200
    return Page(answer.text)


def test_from_nothing_to_an_answer(client: TestClient) -> None:
    page = Page(client.get("/ask").text)
    page = follow(client, page, "place", "fresno county, ca")
    assert "Fresno County, California" in page.text
    page = follow(client, page, "who", "jail")
    page = follow(client, page, "action", "notify_release")
    asked = []
    while any(f.choices for f in page.forms):
        form = next(f for f in page.forms if f.choices)
        name, values = next(iter(form.choices.items()))
        asked.append(name)
        assert "unknown" in values or name == "years_since_conviction"
        page = follow(client, page, name, "none" if "none" in values else "false")
        assert len(asked) < 20
    assert asked
    assert "Because" in page.text
    assert "Answers so far" in page.text
    assert "It is not legal advice." in page.text


def test_not_known_is_always_an_answer_and_ends(client: TestClient, corpus: Corpus) -> None:
    start = {"place": "California", "who": "college", "action": "charge_resident_tuition"}
    page = Page(client.get("/ask?" + urlencode(start)).text)
    asked = []
    while any(f.choices for f in page.forms):
        form = next(f for f in page.forms if f.choices)
        name = next(iter(form.choices))
        asked.append(name)
        page = follow(client, page, name, "unknown")
    assert len(set(asked)) == len(asked) > 2
    assert "Depends" in page.text
    assert "Facts still missing" in page.text


def test_the_best_question_comes_first(client: TestClient, corpus: Corpus) -> None:
    decision = corpus.ask("Fresno County, CA", "notify_release", who="jail", on="2024-05-01")
    page = client.get("/ask?place=Fresno County, CA&who=jail&action=notify_release&on=2024-05-01")
    assert decision.questions[0].ask in Page(page.text).text


BASE = "/ask?place=Chicago%2C%20Illinois&who=jail&action=hold&on=2024-05-01&warrant=none"


def test_every_answer_can_be_changed_by_link(client: TestClient) -> None:
    links = [ln for ln in Page(client.get(BASE).text).links if "/ask?" in ln]
    pages = [Page(client.get(link).text).text for link in links]
    for question in ("Where?", "Who is asked?", "To do what?", "What warrant comes"):
        assert any(question in text for text in pages), question


def test_changing_a_presumption_changes_the_answer(client: TestClient) -> None:
    base = "/ask?place=Cook County, IL&who=jail&action=hold&on=2012-06-01&warrant=administrative"
    page = Page(client.get(base).text)
    assert "Assumed; another answer would change it" in page.text
    link = next(ln for ln in page.links if "change=reimbursement_agreement" in ln)
    changed = follow(client, Page(client.get(link).text), "reimbursement_agreement", "true")
    assert "This rule does not apply" in changed.text


def test_a_presumption_of_several_values_is_said_and_can_be_changed(client: TestClient) -> None:
    base = "/ask?place=Cook County, IL&who=jail&action=hold&on=2026-06-01"
    page = Page(client.get(base).text)
    assert "Prohibited" in page.text
    said = "No warrant or an administrative warrant, signed by an immigration officer"
    assert said in page.text
    link = next(ln for ln in page.links if "change=warrant" in ln)
    changed = follow(client, Page(client.get(link).text), "warrant", "judicial")
    assert "Prohibited" not in changed.text.split("Because")[0]
    spanish = Page(client.get("/es" + base).text).text
    assert "Ninguna orden o una orden administrativa, firmada por" in spanish


def test_the_permanent_link_holds_the_question(client: TestClient) -> None:
    page = Page(client.get("/ask?place=chicago&who=jail&action=hold&warrant=none").text)
    link = next(ln for ln in page.links if ln.startswith("/ask?") and "who=jail&action" in ln
                and "change" not in ln and "warrant" in ln)  # fmt: skip
    assert "place=Chicago,%20Illinois" in link
    assert "on=20" in link
    assert "Prohibited" in Page(client.get(link).text).text


def test_the_outcome_tells_of_the_past(client: TestClient) -> None:
    base = "/ask?place=Harris County, TX&who=jail&action=notify_release&on=2018-01-01"
    text = Page(client.get(base).text).text
    assert "A year earlier, on January 1, 2017, the answer was: Not required" in text
    assert "It has been so since September 25, 2017; before that: This rule does not apply" in text


def test_on_the_first_day_there_is_no_year_before(client: TestClient) -> None:
    first = "/ask?place=Chicago&who=jail&action=hold&warrant=none&on=1978-01-01"
    assert client.get(first).status_code == 200
    refused = client.get(first.replace("1978", "1977"))
    assert refused.status_code == 422
    assert "January 1, 1977 is before January 1, 1978, the first day" in Page(refused.text).text


def test_choosing_nothing_asks_again(client: TestClient) -> None:
    answer = client.get("/ask?place=Chicago&who=jail&action=hold&asked=warrant")
    assert answer.status_code == 422
    assert "Choose an answer" in Page(answer.text).text


@pytest.mark.parametrize("language", ["", "/es"])
def test_answers_agree_with_python(client: TestClient, corpus: Corpus, language: str) -> None:
    words = load_language(language.removeprefix("/") or "en")
    declared = corpus.lawbook.facts
    for case in corpus.lawbook.cases[::40]:
        facts = {
            name: "unknown" if value is None else str(value).lower()
            for name, value in case.facts.items()
        }
        asked = {"place": case.place, "who": case.who, "action": case.action,
                 "on": case.date.isoformat(), "show": "1", **facts}  # fmt: skip
        if any(declared[name].private for name in facts):
            answer = client.post(language + "/ask", data=asked)
        else:
            answer = client.get(language + "/ask?" + urlencode(asked))
        decision = corpus.ask(case.place, case.action, who=case.who, on=case.date, facts=case.facts)
        expected = answer_words(words, case.expect, decision.basis)
        assert f"{expected}</h1>" in answer.text, case.name


def test_what_was_read_as_what_stands_beside_the_answer(client: TestClient) -> None:
    address = {"place": "King County, WA", "who": "JAIL", "action": "detainer",
               "warrant": "I-200", "on": "11/29/2024"}  # fmt: skip
    page = Page(client.get("/ask", params=address).text)
    assert "Prohibited" in page.text
    for note in ("Read 'detainer' as hold", "Read warrant='I-200' as administrative",
                 "Read '11/29/2024' as 2024-11-29 (month first)"):  # fmt: skip
        assert note in page.text
    answer = client.get("/api/ask", params=address).json()
    assert (answer["action"], answer["who"], answer["on"]) == ("hold", "jail", "2024-11-29")
    assert "Read 'detainer' as hold" in answer["note"]


def test_what_is_asked_most_comes_first_and_the_rest_is_folded(
    client: TestClient, corpus: Corpus
) -> None:
    """Every agency and every action can be chosen once, in a list that is short on a phone."""
    vocabulary = corpus.lawbook.vocabulary
    for address, name, known, first in (
        ("/ask?place=Chicago", "who", vocabulary.who, ["police", "jail", "sheriff", "school"]),
        ("/ask?place=Chicago&who=jail", "action", vocabulary.actions,
         ["hold", "notify_release", "transfer"]),
    ):  # fmt: skip
        answer = client.get(address)
        while answer.status_code == 303:
            answer = client.get(answer.headers["location"])
        before, folded, _ = answer.text.partition("<details")
        assert folded
        [form] = [one for one in Page(answer.text).forms if name in one.choices]
        assert sorted(form.choices[name]) == sorted(known)
        shown = [value for value in form.choices[name] if f'id="c-{value}"' in before]
        assert shown[: len(first)] == first
        assert len(shown) <= 10


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "a felony listed in"), ("es", "un delito grave de la lista")]
)
def test_what_a_law_means_by_its_words_stands_below_the_question(
    client: TestClient, lang: str, said: str
) -> None:
    asked = {"place": "ocd-division/country:us/state:ca/county:fresno", "who": "jail",
             "action": "notify_release", "ca_state_prison_felony": "false"}  # fmt: skip
    text = client.get("/es/ask" if lang == "es" else "/ask", params=asked).text
    assert 'value="convicted_serious_felony"' in text
    assert f'<cite lang="en">California Values Act (SB 54)</cite>”: {said}' in text
