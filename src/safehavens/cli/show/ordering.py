"""A partial order of places, as text."""

from __future__ import annotations

from datetime import date

from safehavens.api import Corpus
from safehavens.cli.output.footer import footer_text
from safehavens.cli.output.page import Page
from safehavens.cli.speech import say, say_answer, say_day
from safehavens.compare.hasse import PartialOrder
from safehavens.compare.strictness import ORDERS, VERB
from safehavens.wording.sentences import capitalize


def show_order(corpus: Corpus, ranking: PartialOrder, on: date) -> None:
    """Write the order, what goes furthest first."""
    page = Page()
    verb = say(VERB[ranking.order])
    page.line(
        say("%(action)s, asked of %(who)s; law of %(date)s", action=ranking.action,
            who=", ".join(ranking.who) or say("nobody"), date=say_day(on))
    )  # fmt: skip
    page.line(
        say("“%(verb)s more” is the order: %(order)s.", verb=capitalize(verb),
            order=" > ".join(say_answer(verdict, None) for verdict in ORDERS[ranking.order]))
    )  # fmt: skip
    for i, rank in enumerate(ranking.ranks, 1):
        page.line()
        page.line(f"{i}  {', '.join(rank.places)}")
        if len(rank.places) > 1:
            page.line(say("the same verdict on every request (proved)"), 3)
        if rank.below:
            numbers = ", ".join(str(below + 1) for below in rank.below)
            page.line(say("%(verb)s more than %(numbers)s (proved)", verb=verb, numbers=numbers), 3)
        sure = [pair for pair in ranking.apart if pair not in ranking.unsure]
        apart = [b if a == i - 1 else a for a, b in sure if i - 1 in (a, b)]
        unsure = [b if a == i - 1 else a for a, b in ranking.unsure if i - 1 in (a, b)]
        if unsure:
            numbers = ", ".join(str(other + 1) for other in sorted(unsure))
            page.line(
                say("how it compares with %(numbers)s depends on a day that is not known, or on "
                    "whether a rule binds the agency", numbers=numbers), 3
            )  # fmt: skip
        if apart:
            numbers = ", ".join(str(other + 1) for other in sorted(apart))
            page.line(
                say("cannot be compared with %(numbers)s: each %(verb)s more for some request",
                    numbers=numbers, verb=verb), 3
            )  # fmt: skip
    page.line()
    page.line(footer_text(corpus.version))
    page.show()
