"""A partial order of places, as text."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.api import Corpus
from safehavens.cli.output.footer import footer_text
from safehavens.cli.output.page import Page
from safehavens.cli.speech import say, say_answer, say_day
from safehavens.compare.hasse import PartialOrder, UsualAnswer
from safehavens.compare.strictness import ORDERS, VERB
from safehavens.wording.labels import N_
from safehavens.wording.sentences import capitalize


def show_order(corpus: Corpus, ranking: PartialOrder, beside: PartialOrder | None = None) -> None:
    """Write the order, what goes furthest first; on a second day, too, and what changed.

    Parameters
    ----------
    corpus : Corpus
    ranking : PartialOrder
    beside : PartialOrder, optional
        The same on another day.
    """
    page = Page()
    orders = [ranking] if beside is None else sorted((ranking, beside), key=lambda o: str(o.on))
    for i, one in enumerate(orders):
        if i:
            page.line()
        _add_order(page, one)
    if len(orders) > 1:
        _add_changes(page, *orders)
    page.line()
    page.line(footer_text(corpus.version))
    page.show()


def _add_order(page: Page, ranking: PartialOrder) -> None:
    verb = say(VERB[ranking.order])
    assert ranking.on is not None
    page.line(
        say("%(action)s, asked of %(who)s; law of %(date)s", action=ranking.action,
            who=", ".join(ranking.who) or say("nobody"), date=say_day(ranking.on))
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
        for line in _describe_usual(ranking, rank.places):
            page.line(line, 3)
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


def _describe_usual(ranking: PartialOrder, places: Sequence[str]) -> list[str]:
    """What places answer where nothing is known of the request: a line for those that agree."""
    alike: dict[str, list[str]] = {}
    for place in places:
        by_words: dict[str, list[str]] = {}
        for one in ranking.usual:
            if one.place == place:
                by_words.setdefault(_describe_answer(one), []).append(one.who)
        only = len(by_words) == 1
        told = "; ".join(
            words if only else f"{words} ({', '.join(kinds)})" for words, kinds in by_words.items()
        )
        alike.setdefault(told, []).append(place)
    pattern = N_("where nothing is known of the request: %(answers)s")
    if len(alike) == 1:
        return [say(pattern, answers=told) for told in alike if told]
    return [f"{', '.join(names)}: {say(pattern, answers=told)}" for told, names in alike.items()]


def _describe_answer(one: UsualAnswer) -> str:
    words = say_answer(one.verdict, one.basis)
    rests_on_no_rule = one.verdict == "permitted" and one.basis in ("no_duty", "outside", "silence")
    if rests_on_no_rule and not one.searched:
        return say("%(answer)s, not searched in full", answer=words)
    return words


def _add_changes(page: Page, first: PartialOrder, second: PartialOrder) -> None:
    """The places whose usual answer is another on the later of two days."""
    assert first.on is not None
    assert second.on is not None
    page.heading(
        say("What changed from %(first)s to %(second)s where nothing is known of the request",
            first=say_day(first.on), second=say_day(second.on))
    )  # fmt: skip
    before = {(one.place, one.who): one for one in first.usual}
    moved: dict[str, list[str]] = {}
    for now in second.usual:
        was = before.get((now.place, now.who))
        if was is not None and (was.verdict, was.basis) != (now.verdict, now.basis):
            change = f"{say_answer(was.verdict, was.basis)} → {say_answer(now.verdict, now.basis)}"
            moved.setdefault(f"{now.place}: {change}", []).append(now.who)
    for change, kinds in moved.items():
        page.line(f"{change} ({', '.join(kinds)})", 2)
    if not moved:
        page.line(say("nothing"), 2)
