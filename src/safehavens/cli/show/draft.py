"""A draft that was checked, as text."""

from __future__ import annotations

from safehavens.api import Corpus
from safehavens.cli.show.comparison import show_comparison
from safehavens.cli.show.findings import show_findings
from safehavens.cli.show.page import Page
from safehavens.cli.show.words import count_of
from safehavens.compare.drafting.check_draft import DraftReport


def show_draft(draft: Corpus, checked: DraftReport) -> None:
    """Write what there is to say of a draft: form, lint, higher law, what it changes."""
    print(f"The draft as of {checked.on}")
    print("\nForm and cases")
    for finding in checked.errors:
        print(f"  {finding}")
    if not checked.errors:
        print("  No problem was found.")
    set_aside = [finding for finding in checked.lint if finding.kind == "set-aside"]
    silent = [finding for finding in checked.lint if finding.kind == "silent"]
    others = [one for one in checked.lint if one.kind not in ("set-aside", "silent")]
    print(f"\nLint: {count_of(len(others), 'finding')}")
    show_findings(draft, others)
    print(
        f"\nWhat higher law does to it: {count_of(len(set_aside), 'norm')} set aside, in part or "
        "whole"
    )
    show_findings(draft, set_aside)
    for decision in checked.adoption:
        page = Page()
        page.heading(f"Whether {decision.place_name} may adopt policy that limits (today's law)")
        page.line(f"{decision.verdict}: {decision.summary}", 2)
        page.line(f"Because of {', '.join(reason.norm for reason in decision.because)}.", 2)
        page.show()
    if silent:
        actions = ", ".join(action for finding in silent for action in finding.actions)
        print(f"\nWhere its peers have a rule and it has none: {actions}")
    for comparison in checked.compared:
        print("\nWhat it changes")
        if comparison.actions:
            show_comparison(draft, comparison)
        else:
            print(f"  No answer to any request: {comparison.b} answers as {comparison.a} (proved).")
    if checked.probes:
        page = Page()
        page.heading("Standard requests (probes) whose answer changes")
        for change in checked.probes:
            page.line(f"• {change.probe}: {change.before} → {change.after}. {change.says}", 2)
        page.show()
