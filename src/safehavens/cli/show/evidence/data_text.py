"""Data sets as text: the list, one in full, its license, what was fetched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_count
from safehavens.datasets.data_sets import DataSet
from safehavens.wording.evidence_labels import MEASURE, REDISTRIBUTE, STUDY_SEEN, WAY
from safehavens.wording.sentences import capitalize

if TYPE_CHECKING:
    from safehavens.datasets.fetching import Fetched

_WAYS: Final = tuple(WAY)


def list_data_sets(found: Iterable[DataSet]) -> None:
    """Write data sets by how they are had, a line each."""
    page = Page()
    sets = tuple(found)
    count = say_count("%(count)s data set", "%(count)s data sets", len(sets))
    page.titled(say("Data sets"), f": {count}")
    for way in _WAYS:
        of = [one for one in sets if one.way == way]
        if not of:
            continue
        page.heading(capitalize(say(WAY[way])))
        for one in of:
            page.line(f"• {one.id}: {one.title} ({one.unit}, {one.period}){_tried(one)}", 2)
    page.line()
    page.line(say("safehavens data show NAME has the license, the columns and what to know."))
    page.show()


def _tried(one: DataSet) -> str:
    if one.way != "fetch" or (one.fetch is not None and one.fetch.tried is not None):
        return ""
    note = say("address not tried")
    return f" [{note}]"


def show_data_set(one: DataSet) -> None:
    """Write one data set in full."""
    page = Page()
    page.titled(one.id, f": {one.title}")
    page.line(f"{one.publisher}; {one.unit}; {one.period}.")
    if one.via is not None:
        page.line(say("Carried by %(who)s.", who=one.via))
    page.line(one.url)
    page.line(say("It measures: %(what)s.", what=", ".join(say(MEASURE[m]) for m in one.measures)))
    page.heading(say("License"))
    page.line(f"{one.license}. {say(REDISTRIBUTE[one.redistribute])}")
    page.heading(say("How it is had"))
    page.line(f"{capitalize(say(WAY[one.way]))}.")
    _add_fetch(page, one)
    if one.columns:
        page.heading(say("Columns"))
        for name, what in one.columns.items():
            page.line(f"• {name}: {what}", 2)
    elif one.join_keys:
        page.line(say("It is joined by: %(keys)s.", keys=", ".join(one.join_keys)))
    if one.breaks:
        page.heading(say("Breaks in its series"))
        for two in one.breaks:
            which = f"{', '.join(two.columns)}, " if two.columns else ""
            start = say("from %(period)s", period=two.start)
            page.line(f"• {which}{start}: {two.note}", 2)
    page.heading(say("What to know"))
    page.line(one.caveats)
    page.line(say("How it was read about: %(how)s.", how=say(STUDY_SEEN[one.seen])))
    page.show()


def _add_fetch(page: Page, one: DataSet) -> None:
    if one.fetch is None:
        return
    if one.fetch.url is not None:
        page.line(one.fetch.url)
        if one.fetch.tried is None:
            page.line(say("This address, and the layout of its file, could not be tried here."))
    if one.fetch.years is not None:
        first, last = one.fetch.years
        page.line(say("Years: %(first)s to %(last)s.", first=first, last=last))
    if one.fetch.personal:
        page.line(say("Its rows are about persons: they are counted, and not kept."))


def show_license(one: DataSet) -> None:
    """Write the license of a data set, before it is fetched."""
    page = Page()
    page.titled(one.id, f": {one.title}")
    page.line(f"{say('License')}: {one.license}. {say(REDISTRIBUTE[one.redistribute])}")
    page.show()


def show_fetched(one: DataSet, fetched: Fetched) -> None:
    """Write what was fetched, from where, and what could not be placed."""
    page = Page()
    number = language().number
    page.titled(one.id, f": {fetched.path}")
    page.line(say("Rows read: %(rows)s.", rows=number(fetched.rows)))
    if fetched.unplaced:
        page.line(
            say("Left out, since no county could be read: %(rows)s.", rows=number(fetched.unplaced))
        )
    for source in fetched.sources:
        page.line(f"• {source}", 2)
    if fetched.changed:
        page.line(say("A file differs from the one that was fetched before."))
    if one.fetch is not None and one.fetch.tried is None:
        page.line(say("Check the figures: this layout could not be tried when it was described."))
    page.show()
