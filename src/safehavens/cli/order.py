"""`safehavens order`: who goes further than whom, as text and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from safehavens.api import Corpus
from safehavens.cli.show.page import Page
from safehavens.compare.comparison import Side
from safehavens.compare.hasse import PartialOrder, partial_order
from safehavens.compare.hasse_svg import svg
from safehavens.compare.strictness import ORDERS, VERB, Strictness, usual
from safehavens.corpus.places import Place
from safehavens.decide.decision import DISCLAIMER
from safehavens.decide.request import BadRequest


def order_of(
    corpus: Corpus,
    places: Sequence[str],
    action: str,
    who: str | None,
    on: date,
    order: Strictness | None,
) -> PartialOrder:
    """The partial order of some places (`states`: all of the United States)."""
    found: list[Place] = []
    for name in places:
        if name == "states":
            found += corpus.gazetteer.states()
        else:
            found.append(corpus.place(name).place)
    sides = [
        Side(corpus.engine, place.id, on, place.name)
        for place in {place.id: place for place in found}.values()
    ]
    fitting = order or usual(corpus.lawbook, action)
    return partial_order(sides, action, who, fitting)


def show_order(corpus: Corpus, found: PartialOrder, on: date) -> None:
    """Write the order, what goes furthest first."""
    page = Page()
    verb = VERB[found.order]
    page.line(f"{found.action}, asked of {', '.join(found.who) or 'nobody'}; law of {on}")
    page.line(f"“{verb.capitalize()} more” is the order: {' > '.join(ORDERS[found.order])}.")
    for i, rank in enumerate(found.ranks, 1):
        page.line()
        page.line(f"{i}  {', '.join(rank.places)}")
        if len(rank.places) > 1:
            page.line("the same answer to every request (proved)", 3)
        if rank.below:
            page.line(f"{verb} more than {', '.join(str(b + 1) for b in rank.below)} (proved)", 3)
        apart = [b if a == i - 1 else a for a, b in found.apart if i - 1 in (a, b)]
        if apart:
            numbers = ", ".join(str(b + 1) for b in sorted(apart))
            page.line(f"cannot be compared with {numbers}: each {verb} more for some request", 3)
    page.line()
    page.line(f"Corpus {corpus.version[:12]}. {DISCLAIMER}")
    page.show()


def write_picture(found: PartialOrder, out: Path) -> None:
    """Write the picture. Raises BadRequest where it cannot be written."""
    if out.suffix != ".svg":
        raise BadRequest(f"The picture is an SVG; write -o {out.with_suffix('.svg')}.")
    try:
        out.write_text(svg(found), encoding="utf-8")
    except OSError as error:
        raise BadRequest(f"{out} cannot be written: {error.strerror}.") from None
