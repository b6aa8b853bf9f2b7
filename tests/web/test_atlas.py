"""The Atlas: the map, the table and the data say what the law answers."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.pictures import county_svg
from tests.web.html import Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest.importorskip("pyarrow")

PROBE = "/atlas{}?what=hold_clean&on=2018-01-01"
INDEX = "/atlas{}?what=overall&on=2018-01-01"
SAMPLE = ["17031", "48201", "06037", "36047", "09001", "51510", "72001"]


def data(client: TestClient, path: str) -> Any:
    return client.get(path.format(".json")).json()


def by_fips(found: Any) -> dict[str, Any]:
    return {row["fips"]: row for row in found["rows"] if row["group"] == "county"}


@pytest.mark.parametrize("on", ["1985-01-01", "2011-09-06", "2011-09-07", "2018-01-01"])
@pytest.mark.parametrize("what", ["hold_clean", "custody"])
def test_values_are_those_of_asking(client: TestClient, corpus: Corpus, on: str, what: str) -> None:
    from safehavens.measure.panel import ask_panel
    from safehavens.pictures.readings import Readings

    rows = by_fips(data(client, f"/atlas{{}}?what={what}&on={on}"))
    assert corpus.lawbook.battery is not None
    probe = corpus.lawbook.battery.probes["hold_clean"]
    drawn = ask_panel(corpus.engine, SAMPLE)
    readings = Readings(drawn)
    for row in drawn.rows:
        assert row.fips is not None
        value = rows[row.fips]["value"]
        if what == "hold_clean":
            asked = corpus.ask(row.id, probe.action, who=probe.who, on=on, facts=probe.facts)
            assert value == asked.verdict
        else:
            line = readings.index_row(what)
            read = readings.index_on(row.extent, line, date.fromisoformat(on))
            assert value == pytest.approx(read, abs=0.0006)


def test_since_and_the_days_of_change(client: TestClient) -> None:
    found = data(client, PROBE)
    cook = by_fips(found)["17031"]
    assert (cook["value"], cook["since"]) == ("prohibited", "2011-09-07")
    assert "2011-09-07" in found["changes"]
    before = by_fips(data(client, "/atlas{}?what=hold_clean&on=2011-09-06"))["17031"]
    assert (before["value"], before["since"]) == ("permitted", None)


@pytest.mark.parametrize("path", [PROBE, INDEX, "/atlas{}?what=no_status_inquiry&on=2018-01-01"])
def test_page_and_its_forms_agree(client: TestClient, path: str) -> None:
    found = data(client, path)
    table = list(csv.DictReader(io.StringIO(client.get(path.format(".csv")).text)))
    assert [(r["place"], r["value"], r["since"]) for r in table] == [
        (r["place"], str(r["value"]), r["since"] or "") for r in found["rows"]
    ]
    answer = client.get(path.format(".svg"))
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "style" not in answer.text
    svg = ET.fromstring(answer.text)  # noqa: S314 - our own
    titles = [one.text or "" for one in svg.iter("{http://www.w3.org/2000/svg}title")][1:]
    assert len(titles) == len(county_svg.codes()) == 3142
    cook = by_fips(found)["17031"]["value"]
    told = next(title for title in titles if title.startswith("Cook County, Illinois: "))
    if path != INDEX:
        words = {"prohibited": "Prohibited", 0: "No", 1: "Yes"}
        assert told.endswith(": " + words[cook])
    else:
        assert told.endswith(f": {cook}")
    page = Page(client.get(path.format("")).text)
    for share in found["counties"]:
        assert re.search(rf"\b{share['counties']:,} count(y|ies), ", page.text)
    assert sum(share["counties"] for share in found["counties"]) == len(by_fips(found))
    assert sum(share["share"] for share in found["counties"]) == pytest.approx(1, abs=0.001)


def test_the_world_stands_beside_the_map(client: TestClient) -> None:
    page = Page(client.get(PROBE.format("")).text)
    for name in ("Germany", "Chicago, Illinois", "Texas", "Puerto Rico"):
        assert name in page.text
    groups = {row["group"] for row in data(client, PROBE)["rows"]}
    assert groups == {"county", "state", "place", "world"}


@pytest.mark.parametrize(
    ("path", "title", "about"),
    [
        ("/atlas{}?what=overall&on=2018-01-01", "Overall", "The law of January 1, 2018"),
        ("/es/atlas{}?what=overall&on=2018-01-01", "En conjunto", "La ley al 1 de enero de 2018"),
        (PROBE, "The jail is asked to keep a person", "The law of January 1, 2018"),
    ],
)
def test_titles_are_words_and_days_of_people(
    client: TestClient, path: str, title: str, about: str
) -> None:
    """Neither the id of an index or a probe nor a day of machines stands in a title."""
    svg = ET.fromstring(client.get(path.format(".svg")).text)  # noqa: S314 - our own
    head, description = list(svg)[:2]
    assert (head.text or "").startswith(title)
    assert (description.text or "").startswith(about)
    page = client.get(path.format("")).text
    assert re.search(rf"<title>Atlas: {title}[^<]*</title>", page)


def test_one_page_is_small_and_loads_nothing_else(client: TestClient) -> None:
    answer = client.get(INDEX.format(""))
    page = Page(answer.text)
    assert page.inline == []
    assert all(there.startswith("/static/") for there in page.loaded)
    assert len(answer.content) < 600_000


@pytest.mark.parametrize("form", ["", ".json", ".csv", ".svg"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("what=nope", 404), ("what=overall&on=x", 422), ("on=1984-12-31", 422),
        ("on=2999-01-01", 422), ("day=2020-02-30", 422),
    ],
)  # fmt: skip
def test_what_there_is_not(client: TestClient, form: str, query: str, status: int) -> None:
    assert client.get(f"/atlas{form}?{query}").status_code == status


def test_another_day_leads_to_its_address(client: TestClient) -> None:
    answer = client.get("/es/atlas?what=overall&on=2018-01-01&day=2012-05-03")
    assert answer.headers["location"] == "/es/atlas?what=overall&on=2012-05-03"


def test_every_measure_can_be_drawn(client: TestClient, corpus: Corpus) -> None:
    battery = corpus.lawbook.battery
    assert battery is not None
    assert not set(battery.probes) & {*battery.indices, *battery.indicators}
    for name in (*battery.indices, *battery.indicators, *list(battery.probes)[::20]):
        assert client.get(f"/atlas?what={name}").status_code == 200, name


def test_shares_count_everybody_once(corpus: Corpus) -> None:
    """New York City's people live in five counties, each of which counts its own."""
    from safehavens.measure.atlas import Atlas, shares

    battery = corpus.lawbook.battery
    assert battery is not None
    census = sum(county.population or 0 for county in corpus.gazetteer.counties())
    assert census == pytest.approx(330_100_000, rel=0.001)
    atlas = Atlas(corpus.engine, battery)
    for name in (*battery.indices, *battery.indicators, *battery.probes):
        measure = atlas.measure(name)
        counties = [v for v in atlas.values(measure, date(2018, 1, 1)) if v.group == "county"]
        found = shares(measure, counties)
        assert sum(share.people for share in found) == census, name
        assert sum(share.share for share in found) == pytest.approx(1)


def test_colors_are_those_of_the_pictures() -> None:
    style = pytest.importorskip("safehavens.pictures.style")
    for verdict, color in style.VERDICT_COLORS.items():
        assert county_svg.COLORS[verdict] == color


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_choosing_a_day(browser: Browser, served: str, scripts: bool) -> None:
    context = browser.new_context(base_url=served, java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    page.goto(PROBE.format(""))
    assert page.locator("input[type=range]").count() == int(scripts)
    if scripts:
        page.locator("input[type=range]").focus()
        page.keyboard.press("ArrowLeft")
        page.get_by_text("The law of October 26, 2017").wait_for()
        page.wait_for_url("**/atlas?what=hold_clean&on=2017-10-26")
        assert page.evaluate("document.activeElement.type") == "range"
    page.get_by_label("Days on which it changed somewhere").select_option("2011-09-07")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("The law of September 7, 2011").wait_for()
    page.get_by_role("link", name="Next change:").click()
    page.get_by_role("link", name="Previous change: September 7, 2011").wait_for()
    page.get_by_label("Or any other day").fill("2012-05-03")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/atlas?what=hold_clean&on=2012-05-03")
    context.close()
