"""What lint finds, as text."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.api import Corpus
from safehavens.cli.show import words
from safehavens.cli.show.page import Page
from safehavens.cli.terminal import escape_controls
from safehavens.compare.lint.findings import Flaw


def show_flaws(corpus: Corpus, flaws: Sequence[Flaw]) -> None:
    """Write findings: where, what, a request that shows it, what to write."""
    for flaw in flaws:
        norm = f"{flaw.norm}: " if flaw.norm else ""
        kind = f"{flaw.kind} (note)" if flaw.note else flaw.kind
        # One line, as editors read it.
        print(escape_controls(f"{flaw.file}:{flaw.line}: {kind}: {norm}{flaw.message}."))
        page = Page()
        if flaw.example is not None:
            example = flaw.example
            place = corpus.gazetteer.get(example.place).name
            request = f"{place}, {example.who}, {example.action}, {example.on}"
            facts = " ".join(f"{name}={words.value(v)}" for name, v in example.facts.items())
            page.line(f"Shown by: {request}{', ' + facts if facts else ''}.", 4)
        if flaw.accepted is not None:
            page.line(f"Accepted: {flaw.accepted}", 4)
        else:
            page.line(f"Suggestion: {flaw.suggestion}", 4)
        page.show()
