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
from safehavens.pictures.maps import county_svg
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
def test_values_are_those_of_asking(client: TestClient, corpus: Corpus, on: str) -> None:
    rows = by_fips(data(client, f"/atlas{{}}?what=hold_clean&on={on}"))
    assert corpus.lawbook.battery is not None
    probe = corpus.lawbook.battery.probes["hold_clean"]
    for code in SAMPLE:
        id = next(one.id for one in corpus.gazetteer.counties() if one.fips == code)
        asked = corpus.ask(id, probe.action, who=probe.who, on=on, facts=probe.facts)
        assert (rows[code]["value"], rows[code]["basis"]) == (asked.verdict, asked.basis)


@pytest.mark.parametrize(("what", "column"), [("hold_clean", "probe"), ("custody", "index")])
def test_values_are_those_of_the_panel(
    client: TestClient, corpus: Corpus, what: str, column: str
) -> None:
    """With what is known of them, among it whether the law of the day was searched."""
    values = "verdicts" if column == "probe" else "indices"
    table = corpus.panel(SAMPLE, start="2010", end="2018", freq="year", values=values).to_pylist()
    for on in ("2010-01-01", "2018-01-01"):
        rows = by_fips(data(client, f"/atlas{{}}?what={what}&on={on}"))
        for row in table:
            if row[column] == what and str(row["day"]) == on:
                drawn = rows[row["fips"]]
                assert drawn["searched"] == row["searched"]
                if column == "index":
                    assert drawn["value"] == pytest.approx(row["value"], abs=0.0006)
                else:
                    levels = (row["searched_levels"] or "").split()
                    assert (drawn["value"], drawn["basis"], drawn["searched_levels"]) == (
                        row["verdict"], row["basis"], levels,
                    )  # fmt: skip


def test_since_and_the_days_of_change(client: TestClient) -> None:
    found = data(client, PROBE)
    cook = by_fips(found)["17031"]
    assert (cook["value"], cook["since"]) == ("prohibited", "2011-09-07")
    assert "2011-09-07" in found["changes"]
    before = by_fips(data(client, "/atlas{}?what=hold_clean&on=2011-09-06"))["17031"]
    assert (before["value"], before["basis"]) == ("permitted", "no_duty")
    assert before["since"] == "1997-04-01"  # before that, no rule spoke of it in this way


@pytest.mark.parametrize("path", [PROBE, INDEX, "/atlas{}?what=no_status_inquiry&on=2018-01-01"])
def test_page_and_its_forms_agree(client: TestClient, path: str) -> None:
    found = data(client, path)
    table = list(csv.DictReader(io.StringIO(client.get(path.format(".csv")).text)))
    assert [(r["place"], r["value"], r["since"], r["searched"]) for r in table] == [
        (r["place"], str(r["value"]), r["since"] or "", str(r["searched"]).lower())
        for r in found["rows"]
    ]
    for row in table[::500]:  # each row says whence it comes
        assert (row["measure"], row["day"], row["license"]) == (
            found["what"], found["on"], "CC BY 4.0",
        )  # fmt: skip
        assert row["corpus"] == found["corpus"]
    answer = client.get(path.format(".svg"))
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "style" not in answer.text
    svg = ET.fromstring(answer.text)  # noqa: S314 - our own
    titles = [one.text or "" for one in svg.iter("{http://www.w3.org/2000/svg}title")][1:]
    assert len(titles) == len(county_svg.codes()) == 3142
    cook = by_fips(found)["17031"]["value"]
    told = next(title for title in titles if title.startswith("Cook County, Illinois: "))
    words = {"prohibited": "Prohibited", 0: "No", 1: "Yes"}.get(cook, str(cook))
    assert told.startswith(f"Cook County, Illinois: {words}")
    assert found["license"] in answer.text
    assert found["what"] in answer.text
    name = f"safehavens-{found['what']}-{found['on']}"
    for form in (".svg", ".csv"):
        assert name in client.get(path.format(form)).headers["content-disposition"]
    page = Page(client.get(path.format("")).text)
    for share in found["counties"]:
        if share["counties"]:
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
        ("/atlas{}?what=overall&on=2018-01-01", "Overall", "law of January 1, 2018"),
        ("/es/atlas{}?what=overall&on=2018-01-01", "En conjunto", "1 de enero de 2018"),
        (PROBE, "The jail is asked to keep a person", "law of January 1, 2018"),
    ],
)
def test_titles_are_words_and_days_of_people(
    client: TestClient, path: str, title: str, about: str
) -> None:
    """Neither the id of an index or a probe nor a day of machines stands in a title."""
    svg = ET.fromstring(client.get(path.format(".svg")).text)  # noqa: S314 - our own
    head, description = list(svg)[:2]
    assert (head.text or "").startswith(title)
    assert about in (description.text or "")
    page = client.get(path.format("")).text
    assert re.search(rf"<title>Atlas: {title}[^<]*</title>", page)


@pytest.mark.parametrize("more", ["", "&beside=2026-11-01", "&layer=coverage", "&state=tx"])
@pytest.mark.parametrize("path", [INDEX, PROBE])
def test_a_page_with_all_it_loads_is_less_than_100_kb(
    client: TestClient, path: str, more: str
) -> None:
    sent = 0
    there = path.format("") + more
    page = Page(client.get(there).text)
    assert page.inline == []
    assert all(one.startswith("/static/") for one in page.loaded)
    for one in (there, *page.loaded):
        sent += int(client.get(one, headers={"Accept-Encoding": "gzip"}).headers["content-length"])
    assert sent < 100_000


def test_two_days_stand_side_by_side(client: TestClient) -> None:
    found = data(client, PROBE + "&beside=2012-01-01")
    assert (found["on"], found["beside"]["on"]) == ("2018-01-01", "2012-01-01")
    alone = data(client, "/atlas{}?what=hold_clean&on=2012-01-01")
    assert found["beside"]["rows"] == alone["rows"]
    now, then = by_fips(found), by_fips(alone)
    same = sum(
        (now[code]["value"], now[code]["basis"]) == (then[code]["value"], then[code]["basis"])
        or now[code]["value"] == then[code]["value"] != "permitted"
        for code in now
    )
    (unchanged,) = (one for one in found["changed"] if one["values"] == "same")
    assert unchanged["counties"] == same
    text = client.get((PROBE + "&beside=2012-01-01").format("")).text
    assert text.count('<svg class="map"') == 3
    assert text.count("<path id=") < 1000  # the shapes are sent once
    words = Page(text).text
    assert "What changed between the two days" in words
    assert f"changed in {len(now) - same:,} counties" in words
    rows = list(
        csv.DictReader(io.StringIO(client.get((PROBE + "&beside=2012-01-01").format(".csv")).text))
    )
    assert {row["day"] for row in rows} == {"2018-01-01", "2012-01-01"}


def test_coverage_is_a_layer(client: TestClient) -> None:
    found = data(client, PROBE + "&layer=coverage")
    counted = {one["values"]: one["counties"] for one in found["counties"]}
    rows = by_fips(found).values()
    assert counted["whole"] == sum(row["searched"] for row in rows)
    assert counted["nation"] == sum(row["searched_levels"] == ["national"] for row in rows)
    assert "only the nation’s law searched" in client.get(
        (PROBE + "&layer=coverage").format("")
    ).text.replace("Only", "only")


def test_no_rule_found_and_not_searched_is_striped(client: TestClient) -> None:
    found = data(client, PROBE)
    counted = {one["values"]: one for one in found["counties"]}
    rows = by_fips(found).values()
    for kind, basis in (("not_required", "no_duty"), ("does_not_apply", "outside")):
        mine = [row for row in rows if (row["value"], row["basis"]) == ("permitted", basis)]
        assert counted[kind]["counties"] == len(mine)
        assert counted[kind]["hatched"] == sum(not row["searched"] for row in mine)
    assert counted["prohibited"]["hatched"] == 0
    text = client.get(PROBE.format("")).text
    assert 'id="p-not_required-unsearched"' in text
    assert "Striped" in text


def test_a_state_close_up_has_its_counties_as_links(client: TestClient) -> None:
    text = client.get((PROBE + "&state=co").format("")).text
    assert 'href="/place/country:us/state:co/county:boulder?on=2018-01-01"' in text
    assert re.search('aria-label="Boulder County, Colorado: [^"]+"', text)
    assert text.count('<a href="/place/country:us/state:co/county') >= 2 * 60  # map and table
    nation = client.get(PROBE.format("")).text
    assert re.search(r'<a href="/atlas\?[^"]*state=co" aria-label="Colorado: ', nation)
    assert client.get("/atlas?state=pr").status_code == 200  # not drawn, and listed
    assert client.get("/atlas?state=zz").status_code == 404
    assert client.get("/atlas?layer=zz").status_code == 422


def test_zero_is_what_national_law_gives_everywhere(client: TestClient) -> None:
    """Where no rule of the county's own or of its state's or territory's is coded."""
    rows = by_fips(data(client, "/atlas{}?what=overall&on=2018-01-01"))
    assert rows["66010"]["value"] == 0  # Guam
    assert rows["06037"]["value"] > 0 > rows["48453"]["value"]


def test_files_to_take_away(client: TestClient, corpus: Corpus) -> None:
    codebook = client.get("/atlas/codebook.md")
    assert codebook.headers["content-type"].startswith("text/markdown")
    assert "hold_clean" in codebook.text
    pytest.importorskip("vl_convert")
    png = client.get(PROBE.format(".png"))
    assert png.content.startswith(b"\x89PNG")
    assert "safehavens-hold_clean-2018-01-01.png" in png.headers["content-disposition"]
    small = client.get("/atlas/small.svg")
    assert len(small.content) < 250_000
    assert small.text != client.get("/atlas/small-dark.svg").text
    assert client.get("/atlas/nope.txt").status_code == 404


def test_the_whole_panel_is_a_file(client: TestClient) -> None:
    import pyarrow.parquet

    answer = client.get("/atlas/panel-indices.parquet")
    assert "safehavens-panel-indices.parquet" in answer.headers["content-disposition"]
    table = pyarrow.parquet.read_table(io.BytesIO(answer.content))
    assert {"fips", "index", "value", "searched"} <= set(table.column_names)
    assert len(table.column("fips").unique()) == 3234
    described = client.get("/atlas/datapackage.json").json()
    assert {one["path"] for one in described["resources"]} >= {"panel.parquet"}


def test_a_cold_measure_is_worked_out_alone(corpus: Corpus) -> None:
    from safehavens.measure.atlas.atlas import Atlas

    assert corpus.lawbook.battery is not None
    atlas = Atlas(corpus.engine, corpus.lawbook.battery)
    told: list[float] = []
    measure = atlas.measure("hold_clean", told.append)
    assert told == [1.0]  # one probe was asked
    assert atlas.is_ready("hold_clean")
    assert not atlas.is_ready("overall")
    assert atlas.measure("hold_clean", told.append) is measure
    assert len(told) == 1


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
    for name in (*list(battery.indices)[::3], *battery.indicators, *list(battery.probes)[::20]):
        assert client.get(f"/atlas?what={name}").status_code == 200, name


def test_shares_count_everybody_once(corpus: Corpus) -> None:
    """New York City's people live in five counties, each of which counts its own."""
    from safehavens.measure.atlas.atlas import Atlas
    from safehavens.measure.atlas.map_classes import shares

    battery = corpus.lawbook.battery
    assert battery is not None
    census = sum(county.population or 0 for county in corpus.gazetteer.counties())
    assert census == pytest.approx(330_100_000, rel=0.001)
    atlas = Atlas(corpus.engine, battery)
    for name in ("custody", "detainer_needs_judge", *list(battery.probes)[::20]):
        measure = atlas.measure(name)
        counties = [v for v in measure.values(date(2018, 1, 1)) if v.group == "county"]
        found = shares(measure, counties)
        assert sum(share.people for share in found) == census, name
        assert sum(share.share for share in found) == pytest.approx(1)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_choosing_a_day(browser: Browser, served: str, scripts: bool) -> None:
    context = browser.new_context(base_url=served, java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    page.goto(PROBE.format(""))
    assert page.locator("input[type=range]").count() == int(scripts)
    if scripts:
        page.locator("input[type=range]").focus()
        page.keyboard.press("ArrowLeft")
        page.get_by_text("The law of December 31, 2017").first.wait_for()
        page.wait_for_url("**/atlas?what=hold_clean&on=2017-12-31")
        assert page.evaluate("document.activeElement.type") == "range"
    page.get_by_label("Days on which it changed somewhere").select_option("2011-09-07")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("The law of September 7, 2011").first.wait_for()
    page.get_by_role("link", name="Next change:").click()
    page.get_by_role("link", name="Previous change: September 7, 2011").wait_for()
    page.get_by_label("Or any other day").fill("2012-05-03")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/atlas?what=hold_clean&on=2012-05-03")
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_map_can_be_clicked_and_reached_with_the_keyboard(
    browser: Browser, served: str, scripts: bool
) -> None:
    context = browser.new_context(base_url=served, java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    page.goto(PROBE.format(""))
    texas = page.locator("svg.map a[aria-label^='Texas: Required']")
    assert texas.locator("title").text_content() == texas.get_attribute("aria-label")  # hover
    texas.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/atlas?what=hold_clean&on=2018-01-01&state=tx")
    assert page.get_by_role("heading", level=1).inner_text() == "Atlas: Texas"
    page.locator("svg.map a[aria-label^='Travis County, Texas: Required']").click()
    page.wait_for_url("**/place/country:us/state:tx/county:travis?on=2018-01-01")
    context.close()


def test_a_day_that_no_search_reaches_is_told(client: TestClient, corpus: Corpus) -> None:
    searches = corpus.lawbook.coverage.searches["ocd-division/country:us"]
    last = max(search.through for search in searches)
    later = last.replace(year=last.year + 1)
    page = client.get(f"/atlas?what=hold_clean&on={later}&layer=coverage")
    assert "on later days every place counts as not searched" in page.text
    assert f'href="/atlas?what=hold_clean&amp;on={last}&amp;layer=coverage"' in page.text
    assert "on later days" not in client.get(PROBE.format("")).text


@pytest.mark.parametrize("wrong", ["layer=zz", "beside=2020-02-30", "on=2999-01-01&day=2020-05-01"])
def test_what_is_right_in_an_address_stays_chosen(client: TestClient, wrong: str) -> None:
    page = client.get(f"/atlas?what=hold_clean&on=2020-05-01&{wrong}")
    assert page.status_code == 422
    assert 'value="2020-05-01"' in page.text
