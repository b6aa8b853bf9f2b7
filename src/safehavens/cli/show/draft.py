"""A draft that was checked, as text."""

from __future__ import annotations

from safehavens.api import Corpus
from safehavens.cli.output.page import Page, mark_answer
from safehavens.cli.show.comparison import show_comparison
from safehavens.cli.show.findings import show_findings
from safehavens.cli.speech import language, say, say_answer, say_count, say_day
from safehavens.compare.drafting.check_draft import DraftReport
from safehavens.decide.decision import Decision
from safehavens.decide.summary import summarize_decision
from safehavens.wording.time_limits import describe_remedy


def show_draft(draft: Corpus, checked: DraftReport) -> None:
    """Write what there is to say of a draft: form, lint, higher law, what it changes."""
    page = Page()
    page.line(say("The draft as of %(date)s", date=say_day(checked.on)))
    for decision in checked.adoption:
        _add_adoption(page, draft, decision)
    set_aside = [finding for finding in checked.lint if finding.kind == "set-aside"]
    if set_aside:
        page.line(
            say_count("Higher law sets %(count)s rule of it aside, in part or whole.",
                      "Higher law sets %(count)s rules of it aside, in part or whole.",
                      len(set_aside))
        )  # fmt: skip
    page.heading(say("Form and cases"))
    for finding in checked.errors:
        page.line(str(finding), 2)
    if not checked.errors:
        page.line(say("No problem was found."), 2)
    silent = [finding for finding in checked.lint if finding.kind == "silent"]
    others = [one for one in checked.lint if one.kind not in ("set-aside", "silent")]
    page.heading("Lint: " + say_count("%(count)s finding", "%(count)s findings", len(others)))
    page.show()
    show_findings(draft, others)
    page = Page()
    page.heading(
        say_count("What higher law does to it: it sets %(count)s rule aside, in part or whole",
                  "What higher law does to it: it sets %(count)s rules aside, in part or whole",
                  len(set_aside))
    )  # fmt: skip
    page.show()
    show_findings(draft, set_aside)
    if silent:
        actions = ", ".join(action for finding in silent for action in finding.actions)
        page = Page()
        page.heading(say("Where its peers have a rule and it has none: %(actions)s",
                         actions=actions))  # fmt: skip
        page.show()
    for comparison in checked.compared:
        page = Page()
        page.heading(say("What it changes"))
        if not comparison.actions:
            page.line(
                say("No answer to any request: %(b)s answers as %(a)s (proved).", a=comparison.a,
                    b=comparison.b), 2
            )  # fmt: skip
        page.show()
        if comparison.actions:
            show_comparison(draft, comparison)
    if checked.probes:
        page = Page()
        page.heading(say("Standard requests (probes) whose answer changes"))
        for change in checked.probes:
            before, after = (say_answer(v, None) for v in (change.before, change.after))
            page.line(f"• {change.probe}: {before} → {after}. {change.says}", 2)
        page.show()


def _add_adoption(page: Page, draft: Corpus, decision: Decision) -> None:
    """Whether today's law lets the place adopt it at all, by which rule, and at what price."""
    page.heading(
        say("Whether %(place)s may adopt policy that limits cooperation (today's law)",
            place=decision.place_name)
    )  # fmt: skip
    summary = summarize_decision(language(), draft.lawbook, decision)
    page.line(f"{mark_answer(decision.verdict, decision.basis).upper()}: {summary}", 2)
    reasons = [reason.considered.citation for reason in decision.because]
    if reasons:
        rules = "; ".join(f"{cited.title}, {cited.cite} ({cited.norm})" for cited in reasons)
        page.line(say("Because of %(rules)s.", rules=rules), 2)
    if decision.verdict != "prohibited":
        return
    remedies = dict.fromkeys(remedy for cited in reasons for remedy in cited.remedies)
    for remedy in remedies:
        page.line("• " + describe_remedy(language(), remedy), 4)
    if not remedies:
        page.line(say("What follows if it is adopted all the same is not coded."), 2)
