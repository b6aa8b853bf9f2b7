"""Forty journeys of people who use this, each to its first screen, on a terminal or a phone.

The table is `journeys.yaml`. Phones are tried in Chromium with and without JavaScript.
"""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from safehavens.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
JOURNEYS: list[dict[str, Any]] = yaml.safe_load((HERE / "journeys.yaml").read_text("utf-8"))
ON_TERMINALS = [one for one in JOURNEYS if "terminal" in one]
ON_PHONES = [one for one in JOURNEYS if "phone" in one]
LINES, COLUMNS = 24, 80
WIDTH, HEIGHT = 390, 844
PATIENCE = 10.0  # seconds that a page may take after a click
FIRST_SCREEN = """
height => {
  const words = [];
  const walker = document.createTreeWalker(document.querySelector("body"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (holder.closest(".unseen, script, style, datalist, option") || !holder.checkVisibility())
      continue;
    for (const found of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const box = range.getBoundingClientRect();
      if (box.height > 0 && box.top >= 0 && box.bottom <= height) words.push(found[0]);
    }
  }
  return words.join(" ");
}
"""
"""The words that stand whole above a line, of a page that is not scrolled."""


def named(journey: dict[str, Any]) -> str:
    return f"{journey['who']}: {journey['wants']}"


def test_there_are_forty_of_many_kinds() -> None:
    assert len(JOURNEYS) == len({named(one) for one in JOURNEYS}) >= 40
    assert len(ON_TERMINALS) >= 18
    assert len(ON_PHONES) >= 18
    kinds = Counter(one["who"].partition(",")[0].partition(" who ")[0] for one in JOURNEYS)
    assert {"jail clerk", "deputy", "records officer", "city attorney", "school principal",
            "teacher", "resident", "journalist", "researcher", "council staff", "state attorney",
            "librarian"} <= kinds.keys()  # fmt: skip
    assert sum("in Spanish" in one["who"] for one in JOURNEYS) >= 3
    assert all(one["sees"] for one in JOURNEYS)


@pytest.mark.parametrize("journey", ON_TERMINALS, ids=named)
def test_on_a_terminal(
    journey: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.argv", ["safehavens", *shlex.split(journey["terminal"])])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert ended.value.code in (0, 1), said.err
    rows = [
        line[at : at + COLUMNS]
        for line in (said.err + said.out).splitlines()
        for at in range(0, max(len(line), 1), COLUMNS)  # what is longer takes another row
    ]
    screen = " ".join(" ".join(rows[:LINES]).split())
    assert [text for text in journey["sees"] if text not in screen] == [], screen


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_on_a_phone(browser: Browser, served: str, scripts: bool) -> None:
    """All of them in one browser; what fails is told together."""
    context = browser.new_context(
        base_url=served, java_script_enabled=scripts, locale="en-US",
        viewport={"width": WIDTH, "height": HEIGHT},
    )  # fmt: skip
    page = context.new_page()
    failed = {}
    for journey in ON_PHONES:
        for step in journey["phone"]:
            take(page, step)
        screen, missing = look_for(journey["sees"], page)
        if missing:
            failed[named(journey)] = (missing, screen)
    context.close()
    assert failed == {}


def look_for(wanted: list[str], page: Page) -> tuple[str, list[str]]:
    """The first screen, once all that is wanted stands on it or the patience is over; what is
    missing. A click may be answered by a page that is still on its way."""
    from playwright.sync_api import Error

    until = monotonic() + PATIENCE
    while True:
        try:
            screen = " ".join(page.evaluate(FIRST_SCREEN, HEIGHT).split())
        except Error:  # the old page is going, the new one has no body yet
            screen = ""
        missing = [text for text in wanted if text not in screen]
        if not missing or monotonic() > until:
            return screen, missing
        page.wait_for_timeout(100)


def take(page: Page, step: dict[str, Any]) -> None:
    """One step of a journey on a phone."""
    ((what, target),) = step.items()
    if what == "open":
        answer = page.goto(target)
        assert answer is not None
        assert answer.ok, target
    elif what == "fill":
        label, text = target
        page.get_by_label(label, exact=True).fill(text)
    elif what == "choose":
        label, text = target
        page.get_by_label(label, exact=True).select_option(label=text)
    elif what == "press":
        page.locator("main").get_by_role("button", name=target, exact=True).first.click()
    else:
        assert what == "follow", what
        page.locator("main").get_by_role("link", name=target, exact=True).first.click()
