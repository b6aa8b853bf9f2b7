"""A draft that was checked, as text."""

from __future__ import annotations

from safehavens.api import Corpus
from safehavens.cli.output.page import Page
from safehavens.cli.show.comparison import show_comparison
from safehavens.cli.show.findings import show_findings
from safehavens.cli.speech import language, say, say_answer, say_count, say_day
from safehavens.compare.drafting.check_draft import DraftReport
from safehavens.decide.summary import summarize_decision


def show_draft(draft: Corpus, checked: DraftReport) -> None:
    """Write what there is to say of a draft: form, lint, higher law, what it changes."""
    page = Page()
    page.line(say("The draft as of %(date)s", date=say_day(checked.on)))
    page.heading(say("Form and cases"))
    for finding in checked.errors:
        page.line(str(finding), 2)
    if not checked.errors:
        page.line(say("No problem was found."), 2)
    set_aside = [finding for finding in checked.lint if finding.kind == "set-aside"]
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
    for decision in checked.adoption:
        page = Page()
        page.heading(
            say("Whether %(place)s may adopt policy that limits cooperation (today's law)",
                place=decision.place_name)
        )  # fmt: skip
        summary = summarize_decision(language(), draft.lawbook, decision)
        page.line(f"{say_answer(decision.verdict, decision.basis)}: {summary}", 2)
        rules = ", ".join(reason.norm for reason in decision.because)
        page.line(say("Because of %(rules)s.", rules=rules), 2)
        page.show()
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
