"""A sheet to hand out: what stands on it, how long it is good, where it is refused, one page."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.decide.decision import Decision
from safehavens.decide.reasons import decide
from safehavens.decide.request import BadRequest, Request
from safehavens.decide.sheets.audiences import AUDIENCES
from safehavens.decide.sheets.sheet import MOST_DAYS, Sheet, make_sheet
from safehavens.web.parts.sheet_html import draw_code, place_sheet
from safehavens.wording.languages import ENGLISH
from tests.web.html import Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DAY = datetime.date(2026, 11, 29)


def _sheet(corpus: Corpus, place: str, name: str, on: datetime.date = DAY) -> Sheet:
    return make_sheet(ENGLISH, corpus.engine, corpus.place(place).place, name, on)


@pytest.mark.parametrize("name", AUDIENCES)
def test_ten_questions_with_the_answers_that_ask_gives(corpus: Corpus, name: str) -> None:
    sheet = _sheet(corpus, "California", name)
    assert len(sheet.answers) == 10
    for action, answer in zip(sheet.audience.actions, sheet.answers, strict=True):
        asked = _ask(corpus, "California", sheet.audience.who, action, DAY)
        assert (answer.verdict, answer.basis) == (asked.verdict, asked.basis)
        turning = [item for item in asked.presumed if item.otherwise]
        if (asked.verdict == "depends" and asked.questions) or turning:
            assert answer.details


def test_it_may_be_used_until_the_day_before_the_next_change(corpus: Corpus) -> None:
    for place, name in (
        ("California", "school"),
        ("Chicago, IL", "jail"),
        ("New Jersey", "patrol"),
    ):
        for on in (DAY, datetime.date(2026, 6, 1), datetime.date(2025, 12, 1)):
            sheet = _sheet(corpus, place, name, on)
            assert on <= sheet.until <= on + MOST_DAYS
            for action in sheet.audience.actions:
                now, last = (
                    _ask(corpus, place, sheet.audience.who, action, day).verdict
                    for day in (on, sheet.until)
                )
                assert now == last


def _ask(corpus: Corpus, place: str, who: str, action: str, on: datetime.date) -> Decision:
    return decide(corpus.engine, Request(corpus.place(place).place.id, who, action, on))


def test_a_known_change_ends_it_sooner(corpus: Corpus) -> None:
    """California's Values Act began on January 1, 2018."""
    sheet = _sheet(corpus, "California", "patrol", datetime.date(2017, 12, 15))
    assert sheet.until == datetime.date(2017, 12, 31)


@pytest.mark.parametrize("place", ["Springfield, MO", "Houston, TX"])
def test_a_place_that_was_not_searched_has_none(corpus: Corpus, place: str) -> None:
    with pytest.raises(BadRequest, match="No sheet is made for"):
        _sheet(corpus, place, "school")


def test_the_page(client: TestClient) -> None:
    address = f"/sheet?place=Newark, NJ&for=school&on={DAY}"
    page = Page(client.get(address).text)
    assert "Law of November 29, 2026. Do not use after" in page.text
    assert "A judge’s warrant or a court order must be obeyed" in page.text
    assert "own law on" in page.text
    assert "/sheet?place=Newark" in client.get(address).text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in client.get(address).text
    spanish = Page(client.get("/es" + address).text)
    assert "No usar después del" in spanish.text
    old = client.get("/sheet?place=Newark, NJ&for=school&on=2024-01-01")
    assert "Out of date: throw this sheet away." in Page(old.text).text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("place=Springfield, MO&for=school", "No sheet is made for Springfield, Missouri"),
        ("place=Newark, NJ&for=schol", "did you mean school?"),
        ("place=Nowhereville&for=school", "No place called"),
        ("place=Newark, NJ&for=school&on=x", "is not a valid date"),
    ],
)
def test_what_cannot_be_made_is_said(client: TestClient, query: str, says: str) -> None:
    answer = client.get(f"/sheet?{query}")
    assert answer.status_code == 422
    assert says in Page(answer.text).text


def test_the_form(client: TestClient) -> None:
    page = Page(client.get("/sheet?place=Newark, NJ").text)
    assert "Whom is it for?" in page.text


def test_the_address_on_another_copy(corpus: Corpus) -> None:
    sheet = _sheet(corpus, "Newark, NJ", "school")
    address = place_sheet(ENGLISH, sheet, "https://law.example/")
    assert address.startswith("https://law.example/sheet?place=Newark,%20New%20Jersey&for=school")
    assert draw_code(address).startswith("<svg")
    with pytest.raises(BadRequest, match="is not an address of a site"):
        place_sheet(ENGLISH, sheet, "law.example")


@pytest.mark.parametrize("language", ["", "/es"])
def test_it_prints_on_one_page(browser: Browser, served: str, language: str) -> None:
    context = browser.new_context(base_url=served)
    page = context.new_page()
    for place, name in (
        ("California", "school"),
        ("Chicago, IL", "jail"),
        ("California", "patrol"),
    ):
        page.goto(f"{language}/sheet?place={place}&for={name}&on={DAY}")
        for size in ("Letter", "A4"):
            pages = re.findall(rb"/Type\s*/Page[^s]", page.pdf(format=size))
            assert len(pages) == 1, (place, name, size)
    context.close()
