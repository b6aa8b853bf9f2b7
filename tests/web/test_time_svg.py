"""Answers over time, drawn in pages: what is drawn is what was answered."""

from __future__ import annotations

import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.decide.history import trace_history
from safehavens.decide.request import Request
from safehavens.measure.atlas.map_classes import class_of
from safehavens.measure.atlas.standings import survey_measure
from safehavens.pictures.answer_colors import paint
from safehavens.pictures.maps.county_svg import Patch
from safehavens.web.parts.maps.time_svg import draw_answers, draw_spread
from tests.web.html import Page

pytest.importorskip("pyarrow")

TRAVIS = "ocd-division/country:us/state:tx/county:travis"


def test_the_last_year_of_spread_has_the_shares_of_its_first_day(corpus: Corpus) -> None:
    battery = corpus.lawbook.battery
    assert battery is not None
    measure = survey_measure(
        corpus.engine, battery, "hold_clean", ("counties",), "1985-01", "2024-12"
    )
    drawn = draw_spread(measure, 2024, None, "shares")
    people = {True: 0, False: 0}
    for row in measure.values(date(2024, 1, 1)):
        limits = class_of(measure, row.value, row.basis) == "prohibited"
        people[limits] += row.population or 0
    share = people[True] / sum(people.values())
    (path,) = re.findall(f'fill="{re.escape(paint("prohibited"))}" d="([^"]+)"', str(drawn.svg))
    # it lies on the ground: the step of the last year is its share of the height
    top = [float(y) for y in re.findall(r"V([\d.]+)", path.partition("H840V")[0])][-1]
    assert 1 - top / 200 == pytest.approx(share, abs=0.001)
    assert Patch("not_required", True) in drawn.patches
    assert drawn.years[0] == 1985


def test_the_bar_of_a_place_has_its_answers(corpus: Corpus) -> None:
    request = Request(TRAVIS, "jail", "hold", date(2024, 5, 1), {"warrant": "administrative"})
    spells = trace_history(corpus.engine, request)
    drawn = draw_answers(corpus.engine, request, spells, 2026)
    fills = re.findall('fill="([^"]+)"', str(drawn.svg))
    assert fills[-1] == paint("required")
    assert fills[0].endswith("-unsearched)")
    wide = sum(float(one) for one in re.findall(r' width="([\d.]+)"', str(drawn.svg)))
    assert wide == pytest.approx(840, abs=1)


def test_pages_draw_them(client: TestClient) -> None:
    answer = client.get(
        "/ask?place=Travis County, TX&who=jail&action=hold&on=2024-05-01&warrant=administrative"
    ).text
    assert 'class="spread"' in answer
    assert "Not required, not searched in full" in Page(answer).text
    atlas = client.get("/atlas?what=hold_clean&on=2018-01-01").text
    assert 'class="spread"' in atlas


def test_the_home_page_with_its_map_is_less_than_100_kb(client: TestClient) -> None:
    text = client.get("/").text
    assert "/atlas/small-dark.svg" in text
    sent = 0
    for one in ("/", "/atlas/small.svg", *(p for p in Page(text).loaded if "/static/" in p)):
        zipped = client.get(one, headers={"Accept-Encoding": "gzip"})
        sent += int(zipped.headers["content-length"])
    assert sent < 100_000
