"""The main journeys in a real browser: with and without JavaScript, by keyboard, on paper.

Set SAFEHAVENS_SCREENSHOTS to a folder to keep pictures of every page, for people to look at.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

QUESTION = "/ask?place=Chicago, Illinois&who=jail&action=hold&on=2024-05-01"
PAGES = {
    "home": "/",
    "about": "/about",
    "place-asked": "/ask",
    "who-asked": "/ask?place=Chicago, Illinois&on=2024-05-01",
    "action-asked": "/ask?place=Chicago, Illinois&who=jail&on=2024-05-01",
    "question": QUESTION + "&change=warrant",
    "number": QUESTION + "&change=years_since_conviction",
    "outcome": QUESTION + "&warrant=administrative",
    "depends": "/ask?place=Broward County, FL&who=jail&action=hold&on=2026-06-01&show=1",
    "conflict": "/ask?place=Chicago, Illinois&who=police&action=share_status&on=2026-06-01",
    "private": "/ask?place=California&who=dmv&action=issue_driver_license&on=2024-05-01"
    "&identity_proved=true&resident=unknown",
    "mistake": "/ask?place=Chicagoo",
    "contradiction": QUESTION + "&convicted_violent_felony=true&convicted_felony=false",
    "place": "/place/country:us/state:il/place:chicago",
    "state": "/place/country:us/state:tx?on=2018-06-01",
    "place-unknown": "/place?q=Nowhereville",
    "places": "/places",
    "paper": "/paper?place=King County, WA&who=jail&paper=i_247a&on=2026-06-01",
    "papers": "/paper",
    "sheet": "/sheet?place=Newark, NJ&for=school&on=2026-11-29",
    "sheet-form": "/sheet",
    "resident-outcome": "/ask?place=Chicago, IL&who=school&action=provide_k12&topic=school",
    "instrument": "/instrument/us/il/chicago/welcoming-city",
    "atlas": "/atlas?what=hold_clean&on=2018-01-01",
    "atlas-index": "/atlas?what=overall&on=2018-01-01",
    "atlas-beside": "/atlas?what=hold_clean&on=2018-01-01&beside=2026-11-01",
    "atlas-coverage": "/atlas?what=hold_clean&on=2026-11-01&layer=coverage",
    "atlas-state": "/atlas?what=hold_clean&on=2018-01-01&state=co",
    "norm": "/norm/us/il/cook-county/detainer-ordinance/hold",
    "condition": "/norm/us/ca/values-act/transfer",
    "ruling": "/ruling/us/courts/galarza-v-szalczyk",
    "search": "/search?q=detainer",
    "compare": "/compare?place=Chicago, IL&place=Harris County, TX&on=2024-05-01",
    "where": "/where?action=hold&who=jail&verdict=prohibited&on=2024-05-01&warrant=administrative",
    "where-beside": "/where?action=hold&who=jail&verdict=permitted&on=2024-05-01&beside=2012-01-01"
    "&warrant=administrative",
    "changes": "/changes?since=2026-02-01&until=2026-03-01",
    "changes-of-place": "/changes?place=Chicago, IL&since=2012-01-01",
    "coverage": "/coverage",
    "coverage-of-place": "/coverage?place=San Leandro, CA&on=2014-06-01",
    "sources": "/sources",
    "evidence": "/evidence",
    "evidence-of-claim": "/evidence/victims-report-more",
    "evidence-of-study": "/evidence/study/hausman-2020",
    "programs": "/api",
    "nothing": "/nope",
    "es-home": "/es/",
    "es-question": "/es" + QUESTION + "&change=warrant",
    "es-outcome": "/es" + QUESTION + "&warrant=administrative",
    "es-paper": "/es/paper?place=King County, WA&who=jail&paper=i_247a&on=2026-06-01",
    "es-place": "/es/place/country:us/state:il/place:chicago",
    "es-where": "/es/where?action=hold&who=jail&verdict=permitted&on=2024-05-01&level=state",
    "es-coverage": "/es/coverage?place=San Leandro, CA",
    "es-evidence-of-claim": "/es/evidence/raises-crime",
    "es-norm": "/es/norm/us/il/trust-act/hold",
}
PHONE, DESKTOP, NARROWEST = (
    {"width": 390, "height": 800}, {"width": 1200, "height": 850}, {"width": 320, "height": 640},
)  # fmt: skip


@pytest.fixture
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=served, viewport=DESKTOP, locale="en-GB")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, served: str) -> Iterator[Page]:
    """A page on which nothing may be loaded from elsewhere, and nothing may go wrong."""
    found = context.new_page()
    trouble: list[str] = []
    found.on("pageerror", lambda error: trouble.append(str(error)))
    found.on(
        "console",
        lambda said: (
            trouble.append(said.text)
            if said.type in ("error", "warning") and "status of 4" not in said.text
            else None
        ),
    )
    found.on(
        "request",
        lambda asked: trouble.append(asked.url) if not asked.url.startswith(served) else None,
    )
    yield found
    assert trouble == []


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_axe_finds_nothing(browser: Browser, served: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        base_url=served, color_scheme=scheme, viewport=DESKTOP if scheme == "light" else PHONE
    )
    page = context.new_page()
    levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    rules = {"runOnly": levels if scheme == "light" else ["color-contrast"]}
    found = {}
    for name, path in PAGES.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        results = axe.run(page, options=rules)
        if results.violations_count:
            found[name] = [
                (v["id"], [n["html"][:120] for n in v["nodes"][:3]])
                for v in results.response["violations"]
            ]
    context.close()
    assert found == {}


@pytest.mark.parametrize("size", [NARROWEST, PHONE, DESKTOP], ids=["320", "phone", "desktop"])
def test_nothing_runs_over_the_side(browser: Browser, served: str, size: dict[str, int]) -> None:
    context = browser.new_context(base_url=served, viewport=size)
    page = context.new_page()
    wide = {}
    for name, path in PAGES.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            wide[name] = over
    context.close()
    assert wide == {}


def answer(page: Page, label: str) -> None:
    page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Continue").click()


def ask_about_a_hold(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Start", exact=True).click()
    page.get_by_label("City, county, state or country").fill("Cook County, IL")
    page.get_by_label("The law of which day?").fill("2012-06-01")
    page.get_by_role("button", name="Continue").click()
    answer(page, "The agency that runs the local jail")
    answer(page, "Keep a person past release for immigration officers")
    assert page.get_by_role("heading", level=1).inner_text().strip() == "Prohibited"
    row = page.get_by_role("listitem").filter(has_text="No warrant or an administrative warrant")
    row.get_by_role("link", name="Change").click()
    answer(page, "An administrative warrant, signed by an immigration officer")
    assert page.get_by_role("heading", level=1).inner_text().strip() == "Prohibited"
    # What was presumed can be changed, and changes the answer.
    row = page.get_by_role("listitem").filter(has_text="If “Yes”")
    row.get_by_role("link", name="Change").click()
    answer(page, "Yes")
    assert page.get_by_role("heading", level=1).inner_text().strip() == "This rule does not apply"
    assert "warrant=administrative" in page.url
    address = page.url
    page.goto("/")
    page.goto(address)
    assert page.get_by_role("heading", level=1).inner_text().strip() == "This rule does not apply"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_asking(browser: Browser, served: str, scripts: bool) -> None:
    context = browser.new_context(base_url=served, java_script_enabled=scripts, locale="en-GB")
    ask_about_a_hold(context.new_page())
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_private_answer_leaves_no_trace(browser: Browser, served: str, scripts: bool) -> None:
    context = browser.new_context(base_url=served, java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PAGES["private"])
    assert "This is about the person’s own status." in page.inner_text("main")
    answer(page, "No")
    assert "lawful_presence" not in page.url
    assert page.url.endswith("/ask")
    assert "It has no link" in page.inner_text("main")
    page.get_by_role("button", name=re.compile("Change the answer to: Does the person")).click()
    answer(page, "Yes")
    assert page.url.endswith("/ask")
    assert not any("lawful_presence" in url for url in asked)
    assert context.cookies() == []
    if scripts:
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_looking_a_place_up(browser: Browser, served: str, scripts: bool) -> None:
    context = browser.new_context(base_url=served, java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Look up a place").fill("chicago")
    page.get_by_role("button", name="Look up").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Chicago, Illinois"
    card = page.get_by_role("listitem").filter(has_text="May police ask about my")
    assert "They may not" in card.inner_text()
    card.get_by_role("link").click()
    heading = page.get_by_role("heading", level=1)
    assert heading.inner_text() == "May police ask about my immigration status here?"
    assert "They may not. The law forbids it." in page.locator("main").inner_text()
    page.get_by_role("link", name="Español").click()
    assert "No pueden. La ley lo prohíbe." in page.locator("main").inner_text()
    context.close()


CITIES = ("il/place:chicago", "tx/place:houston", "ca/place:los_angeles", "id/place:boise_city")


@pytest.mark.parametrize("place", CITIES)
def test_a_place_is_short_on_a_phone(browser: Browser, served: str, place: str) -> None:
    for language in ("", "/es"):
        context = browser.new_context(
            base_url=served, java_script_enabled=False, viewport={"width": 390, "height": 844}
        )
        page = context.new_page()
        page.goto(f"{language}/place/country:us/state:{place}")
        box = page.locator("html").bounding_box()
        assert box is not None
        assert box["height"] < 4000
        context.close()


def test_names_are_suggested_while_one_types(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Look up a place").type("cook cou", delay=10)
    # names for what was typed first may stand there for a moment
    first = "#place-names option:first-child[value='Cook County, Illinois']"
    page.locator(first).wait_for(state="attached")


def test_the_link_can_be_copied(context: BrowserContext, page: Page, served: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served)
    page.goto(PAGES["outcome"])
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(served + "/ask?place=Chicago")


def test_the_keyboard_alone_suffices(page: Page) -> None:
    page.goto("/ask")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "place"
    page.keyboard.type("Chicago, IL")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?place=Chicago*")
    for wanted in ("c-jail", "c-hold"):
        radios = page.locator("input[type=radio]")
        ids = radios.evaluate_all(
            "all => all.filter(one => !one.closest('details:not([open])')).map(one => one.id)"
        )
        page.locator("input[type=radio]").first.wait_for()
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.type") == "radio":
                break
        seen = page.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle + "
            "getComputedStyle(document.activeElement).outlineWidth"
        )
        assert seen == "solid3px"
        for _ in range(ids.index(wanted)):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        assert page.evaluate("document.activeElement.id") == wanted
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text().strip() == "Prohibited"


@pytest.mark.parametrize("name", ["outcome", "conflict", "es-outcome"])
def test_an_answer_prints_on_one_page(page: Page, name: str) -> None:
    page.goto(PAGES[name])
    paper = page.pdf(format="A4", prefer_css_page_size=False)
    if folder := os.environ.get("SAFEHAVENS_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{name}.pdf").write_bytes(paper)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


@pytest.mark.parametrize("path", ["/atlas", PAGES["compare"], PAGES["where"]])
def test_links_in_tables_can_be_tapped(browser: Browser, served: str, path: str) -> None:
    """At least 24 px high, as WCAG 2.2 (2.5.8) wants of links that stand in no sentence."""
    page = browser.new_page(base_url=served, viewport=PHONE)
    page.goto(path)
    low = page.evaluate(
        "[...document.querySelectorAll('th > a, td > a')].filter(one => one.offsetParent"
        " && one.getBoundingClientRect().height < 24).map(one => one.textContent)"
    )
    page.close()
    assert low == []


def test_what_went_wrong_is_read_out_first(page: Page) -> None:
    page.goto(PAGES["mistake"])
    assert page.evaluate("document.activeElement.id") == "error"
    assert page.title().startswith("Error:")


def test_a_print_says_when_and_from_where(page: Page) -> None:
    page.goto(PAGES["outcome"])
    line = page.locator("[data-printed]")
    assert not line.is_visible()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    told = line.inner_text()
    assert re.fullmatch(r"Printed on \w+ \d+, 20\d\d from http://127.0.0.1:\d+/ask\?place=.*", told)
    page.goto(PAGES["place"])
    page.emulate_media(media="print")
    assert not page.get_by_role("heading", name="Instruments").is_visible()


def test_headings_and_landmarks(page: Page) -> None:
    for path in PAGES.values():
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").count() == 1
        levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(h => +h.tagName[1])")
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), (path, levels)


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_pictures(browser: Browser, served: str, tmp_path: Path, size: str, scheme: str) -> None:
    """Every page is drawn; with SAFEHAVENS_SCREENSHOTS=FOLDER the pictures are kept for people."""
    folder = Path(os.environ.get("SAFEHAVENS_SCREENSHOTS", tmp_path))
    context = browser.new_context(
        base_url=served, color_scheme=scheme, viewport=PHONE if size == "phone" else DESKTOP
    )
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(path)
        picture = page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=True)
        assert len(set(picture[-4000:])) > 16, name  # not a blank sheet
    context.close()
