"""A partial order of places, as text."""

from __future__ import annotations

from datetime import date

from safehavens.api import Corpus
from safehavens.cli.show.page import Page
from safehavens.compare.hasse import PartialOrder
from safehavens.compare.strictness import ORDERS, VERB
from safehavens.decide.decision import DISCLAIMER


def show_order(corpus: Corpus, ranking: PartialOrder, on: date) -> None:
    """Write the order, what goes furthest first."""
    page = Page()
    verb = VERB[ranking.order]
    page.line(f"{ranking.action}, asked of {', '.join(ranking.who) or 'nobody'}; law of {on}")
    page.line(f"“{verb.capitalize()} more” is the order: {' > '.join(ORDERS[ranking.order])}.")
    for i, rank in enumerate(ranking.ranks, 1):
        page.line()
        page.line(f"{i}  {', '.join(rank.places)}")
        if len(rank.places) > 1:
            page.line("the same answer to every request (proved)", 3)
        if rank.below:
            page.line(f"{verb} more than {', '.join(str(b + 1) for b in rank.below)} (proved)", 3)
        apart = [b if a == i - 1 else a for a, b in ranking.apart if i - 1 in (a, b)]
        if apart:
            numbers = ", ".join(str(b + 1) for b in sorted(apart))
            page.line(f"cannot be compared with {numbers}: each {verb} more for some request", 3)
    page.line()
    page.line(f"Corpus {corpus.version[:12]}. {DISCLAIMER}")
    page.show()
