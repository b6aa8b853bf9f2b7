"""A case as text: each entry with its fields, and what corrections have made of them."""

from __future__ import annotations

import json as json_module
from collections.abc import Iterator, Sequence
from typing import Any

from safehavens.cli.output.page import Page
from safehavens.cli.show.register.entry_data import entry_data
from safehavens.cli.speech import say, say_count
from safehavens.register.cases.register_case import RegisterCase, Written
from safehavens.register.chain.linking import write_time
from safehavens.register.entries.bodies import Body
from safehavens.register.entries.entry import Entry
from safehavens.register.entries.reading_bodies import write_body

_HIDDEN = ("v",)


def show_entry(entry: Entry, json: bool) -> None:
    """Write one entry, with its digests."""
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(entry_data(entry))
        return
    page = Page()
    _add_entry(page, entry, None)
    page.line(f"leaf {entry.leaf.hex()}", 2)
    page.line(f"hash {entry.hash.hex()}", 2)
    page.show()


def show_case(entries: Sequence[Entry], case: RegisterCase, json: bool) -> None:
    """Write a case: how far it has come, then its entries in the order of the book."""
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json({
            "case": case.number, "state": case.state, "open_duties": list(case.open_duties),
            "entries": [entry_data(one) for one in entries],
        })  # fmt: skip
        return
    standing = {one.no: one for one in _list_written(case)}
    page = Page()
    count = say_count("%(count)s entry", "%(count)s entries", len(entries))
    page.titled(case.number, f": {case.state}, {count}")
    if case.open_duties:
        page.line(say("Open duties:"))
        for norm in case.open_duties:
            page.line(f"• {norm}", 2)
    for entry in entries:
        page.line()
        _add_entry(page, entry, standing.get(entry.no))
    page.show()


def _list_written(case: RegisterCase) -> Iterator[Written[Body]]:
    if case.request is not None:
        yield case.request
    for part in (case.answers, case.decisions, case.acts, case.duties, case.withdrawals):
        yield from part


def _add_entry(page: Page, entry: Entry, standing: Written[Body] | None) -> None:
    page.titled(f"{entry.no} {entry.kind}", f"  {write_time(entry.at)[:19]}Z  {entry.by}")
    if entry.text is None:
        page.line(say("Its body was destroyed."), 2)
        return
    if entry.target is not None:
        page.line(say("of entry %(number)s", number=str(entry.target)), 2)
    corrected: dict[str, Any] = {}
    if standing is not None and standing.corrected_by:
        corrected = json_module.loads(write_body(standing.body))
    for name, value in json_module.loads(entry.text).items():
        if name in _HIDDEN or value in ([], {}):
            continue
        if corrected and corrected.get(name) != value:
            was, now = _tell(value), _tell(corrected.get(name))
            page.line(
                say("%(name)s: %(was)s, corrected to %(now)s", name=name, was=was, now=now), 2
            )
        else:
            page.line(f"{name}: {_tell(value)}", 2)
    for name in sorted(corrected.keys() - json_module.loads(entry.text).keys()):
        page.line(say("%(name)s: added later, %(now)s", name=name, now=_tell(corrected[name])), 2)


def _tell(value: Any) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, list):
        return ", ".join(map(_tell, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}={_tell(one)}" for name, one in value.items())
    return say("none") if value is None else str(value)
