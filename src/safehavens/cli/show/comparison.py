"""Two places compared, or one at two dates, as text."""

from __future__ import annotations

from itertools import groupby

from safehavens.api import Corpus
from safehavens.cli.show.page import Page
from safehavens.compare.comparison import ComparedAction, Comparison, ShownRequest
from safehavens.compare.simplest import Facts
from safehavens.compare.strictness import ORDERS, VERB
from safehavens.decide.decision import DISCLAIMER, Decision
from safehavens.wording.sentences import typed_value


def show_comparison(corpus: Corpus, found: Comparison, full: bool = False) -> None:
    """Write a comparison: for each action what is proved, and the requests that show the rest.

    Parameters
    ----------
    corpus : Corpus
    found : Comparison
    full : bool
        Whether to list the questions to which both sides are under the same norms.
    """
    page = Page()
    a, b = sides(found)
    page.line(f"A: {found.a}, as of {found.on_a}")
    page.line(f"B: {found.b}, as of {found.on_b}")
    for order in dict.fromkeys(item.order for item in found.actions):
        ranked = " > ".join(ORDERS[order])
        page.line(f"“{VERB[order].capitalize()} at least as much” is the order: {ranked}.")
    same = [item for item in found.actions if item.same_norms]
    other = [item for item in found.actions if not item.same_norms]
    for action, items in groupby(other, key=lambda item: item.action):
        page.heading(action)
        for item in items:
            _item(page, corpus, item, a, b)
    if not found.actions:
        page.line("The law of neither speaks to this.")
    if same:
        page.heading("The same norms on both sides, so the same answers")
        if full or not other:
            for item in same:
                page.line(f"{item.action}: {agencies(corpus, item.who)}", 2)
        else:
            page.line(", ".join(dict.fromkeys(item.action for item in same)), 2)
    if any(item.checked for item in found.actions):
        page.line()
        page.line("Every claim above was proved a second time with the solver Z3.")
    page.line()
    page.line(f"Corpus {corpus.version[:12]}. {DISCLAIMER}")
    page.show()


def sides(found: Comparison) -> tuple[str, str]:
    """What to call the two sides: their places, or their days where the place is one."""
    if found.a == found.b:
        return f"the law of {found.on_a}", f"the law of {found.on_b}"
    return found.a, found.b


def agencies(corpus: Corpus, who: tuple[str, ...]) -> str:
    """Agency kinds as a list; many of them by what is left out."""
    every = tuple(corpus.lawbook.vocabulary.who)
    missing = [kind for kind in every if kind not in who]
    if not missing:
        return "every agency kind"
    if len(missing) < len(who) and len(who) > 6:
        return f"every agency kind but {', '.join(missing)}"
    return ", ".join(who)


def _item(page: Page, corpus: Corpus, item: ComparedAction, a: str, b: str) -> None:
    verb = VERB[item.order]
    page.line(f"• {agencies(corpus, item.who)}", 2)
    if item.relation == "equal":
        page.line("The same answer to every request (proved).", 4)
    elif item.relation == "more":
        page.line(_capital(f"{a} {verb} at least as much as {b} for every request (proved)."), 4)
    elif item.relation == "less":
        page.line(_capital(f"{b} {verb} at least as much as {a} for every request (proved)."), 4)
    else:
        page.line(f"Neither {verb} at least as much as the other for every request.", 4)
    if item.more is not None:
        _shown(page, corpus, item.more, f"{a} {verb} more", a, b)
    if item.less is not None:
        _shown(page, corpus, item.less, f"{b} {verb} more", a, b)


def _shown(page: Page, corpus: Corpus, shown: ShownRequest, what: str, a: str, b: str) -> None:
    what = _capital(what)
    if shown.facts:
        page.line(f"{what}, for one, where", 4)
        facts(page, corpus, shown.facts, 6)
    else:
        page.line(f"{what}, for one, where nothing out of the ordinary is said:", 4)
    for name, decision in ((a, shown.a), (b, shown.b)):
        page.line(_capital(f"{name}: {decision.verdict}{_why(decision)}"), 6)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def facts(page: Page, corpus: Corpus, said: Facts, indent: int) -> None:
    """The facts of a request, each with its question."""
    declared = corpus.lawbook.facts
    for name, value in said.items():
        page.line(f"– {name} = {typed_value(value)} ({declared[name].ask})", indent)


def _why(decision: Decision) -> str:
    if not decision.because:
        return ", as no norm speaks to it"
    first = decision.because[0]
    others = [reason.norm for reason in decision.because[1:]]
    more = f" (so too {', '.join(others)})" if others else ""
    return f": {first.norm}: {first.considered.citation.says}{more}"
