"""Two places compared, or one at two dates, as text."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from safehavens.api import Corpus
from safehavens.cli.output.footer import footer_text
from safehavens.cli.output.page import Page
from safehavens.cli.show.comparison_summary import add_summary
from safehavens.cli.speech import language, say, say_answer, say_day
from safehavens.compare.comparison import ComparedAction, Comparison, ShownRequest
from safehavens.compare.simplest import Facts
from safehavens.compare.strictness import ORDERS, VERB
from safehavens.decide.decision import Decision
from safehavens.decide.summary import explain_outside
from safehavens.wording.answers import answer_kind
from safehavens.wording.sentences import capitalize, typed_value
from safehavens.wording.translated.law_words import tell_rule

_FEW: Final = 4
"""Up to so many differences are shown at once."""


def show_comparison(corpus: Corpus, comparison: Comparison, full: bool = False) -> None:
    """Write a comparison: for each action what is proved, and the requests that show the rest.

    Parameters
    ----------
    corpus : Corpus
    comparison : Comparison
    full : bool
        Every request that shows a difference, and every agency under the same rules. Else, where
        more than a few items differ, a summary.
    """
    page = Page()
    a, b = name_sides(comparison)
    page.line(say("A: %(place)s, as of %(date)s", place=comparison.a,
                  date=say_day(comparison.on_a)))  # fmt: skip
    page.line(say("B: %(place)s, as of %(date)s", place=comparison.b,
                  date=say_day(comparison.on_b)))  # fmt: skip
    same = [item for item in comparison.actions if item.same_norms]
    other = [item for item in comparison.actions if not item.same_norms]
    if len(other) > _FEW and not full:
        add_summary(page, comparison, a, b)
        page.line()
        page.line(say("The requests that show it: --full, or --action and --who for some."))
        _end(page, corpus, comparison)
        return
    for order in dict.fromkeys(item.order for item in comparison.actions):
        ranked = " > ".join(say_answer(verdict, None) for verdict in ORDERS[order])
        verb = capitalize(say(VERB[order]))
        page.line(say("“%(verb)s at least as much” is the order: %(order)s.", verb=verb,
                      order=ranked))  # fmt: skip
    for action, items in groupby(other, key=lambda item: item.action):
        page.heading(action)
        for item in items:
            _add_item(page, corpus, item, a, b)
    if not comparison.actions:
        page.line(say("Neither has a rule on this."))
    if same:
        page.heading(say("The same rules on both sides, so the same answers"))
        if full or not other:
            for item in same:
                page.line(f"{item.action}: {list_agencies(corpus, item.who)}", 2)
        else:
            page.line(", ".join(dict.fromkeys(item.action for item in same)), 2)
    _end(page, corpus, comparison)


def _end(page: Page, corpus: Corpus, comparison: Comparison) -> None:
    if any(item.checked for item in comparison.actions):
        page.line()
        page.line(say("Every claim above was proved a second time with the solver Z3."))
    page.line()
    page.line(footer_text(corpus.version))
    page.show()


def name_sides(comparison: Comparison) -> tuple[str, str]:
    """What to call the two sides: their places, or their days where the place is one."""
    if comparison.a == comparison.b:
        return (
            say("the law of %(date)s", date=say_day(comparison.on_a)),
            say("the law of %(date)s", date=say_day(comparison.on_b)),
        )
    return comparison.a, comparison.b


def list_agencies(corpus: Corpus, who: tuple[str, ...]) -> str:
    """Agency kinds as a list; many of them by what is left out."""
    every = tuple(corpus.lawbook.vocabulary.who)
    missing = [kind for kind in every if kind not in who]
    if not missing:
        return say("every agency kind")
    if len(missing) < len(who) and len(who) > 6:
        return say("every agency kind but %(kinds)s", kinds=", ".join(missing))
    return ", ".join(who)


def _add_item(page: Page, corpus: Corpus, item: ComparedAction, a: str, b: str) -> None:
    verb = say(VERB[item.order])
    page.line(f"• {list_agencies(corpus, item.who)}", 2)
    if item.relation == "equal":
        page.line(say("The same verdict on every request (proved)."), 4)
    elif item.relation == "neither":
        page.line(
            say("Neither %(verb)s at least as much as the other for every request.", verb=verb), 4
        )
    elif item.relation == "unsure":
        page.line(
            say("Which of them %(verb)s more depends on a day that is not known, or on whether a "
                "rule binds the agency.", verb=verb), 4
        )  # fmt: skip
    else:
        first, second = (a, b) if item.relation == "more" else (b, a)
        text = say("%(a)s %(verb)s at least as much as %(b)s for every request (proved).", a=first,
                   verb=verb, b=second)  # fmt: skip
        page.line(capitalize(text), 4)
    if item.more is not None:
        _add_request(page, corpus, item.more, a, b, say("%(a)s %(verb)s more", a=a, verb=verb))
    if item.less is not None:
        _add_request(page, corpus, item.less, a, b, say("%(a)s %(verb)s more", a=b, verb=verb))


def _add_request(
    page: Page, corpus: Corpus, shown: ShownRequest, a: str, b: str, what: str
) -> None:
    what = capitalize(what)
    if shown.facts:
        page.line(say("%(what)s, for example, where", what=what), 4)
        add_facts(page, corpus, shown.facts, 6)
    else:
        page.line(say("%(what)s, for example, in the usual case:", what=what), 4)
    for name, decision in ((a, shown.a), (b, shown.b)):
        answer = say_answer(decision.verdict, decision.basis)
        page.line(capitalize(f"{name}: {answer}{_explain(corpus, decision)}"), 6)


def add_facts(page: Page, corpus: Corpus, facts: Facts, indent: int) -> None:
    """The facts of a request, each with its question."""
    declared = corpus.lawbook.facts
    for name, value in facts.items():
        page.line(f"– {name} = {typed_value(value)} ({say(declared[name].ask)})", indent)


def _explain(corpus: Corpus, decision: Decision) -> str:
    if answer_kind(decision.verdict, decision.basis) == "does_not_apply" and decision.outside:
        first = decision.outside[0]
        return f": {explain_outside(language(), corpus.lawbook, first, str)}"
    if not decision.because:
        return ""
    reason = decision.because[0]
    others = [other.norm for other in decision.because[1:]]
    more = " " + say("(also %(rules)s)", rules=", ".join(others)) if others else ""
    return f": {reason.norm}: {tell_rule(language(), reason.considered.citation)}{more}"
