"""What lint finds, as text."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.api import Corpus
from safehavens.cli.output.page import Page
from safehavens.cli.speech import say
from safehavens.compare.lint.findings import LintFinding
from safehavens.files.steering import escape_steering
from safehavens.wording.sentences import typed_value


def show_findings(corpus: Corpus, findings: Sequence[LintFinding]) -> None:
    """Write findings: where, what, a request that shows it, what to write."""
    note = say("note")
    for finding in findings:
        norm = f"{finding.norm}: " if finding.norm else ""
        kind = f"{finding.kind} ({note})" if finding.note else finding.kind
        # One line, as editors read it.
        print(escape_steering(f"{finding.file}:{finding.line}: {kind}: {norm}{finding.message}."))
        page = Page()
        if finding.example is not None:
            example = finding.example
            place = corpus.gazetteer.get(example.place).name
            request = f"{place}, {example.who}, {example.action}, {example.on}"
            facts = " ".join(f"{name}={typed_value(v)}" for name, v in example.facts.items())
            page.line(
                say("Shown by: %(request)s.", request=f"{request}{', ' + facts if facts else ''}"),
                4,
            )
        if finding.accepted is not None:
            page.line(say("Accepted: %(why)s", why=finding.accepted), 4)
        else:
            page.line(say("Suggestion: %(text)s", text=finding.suggestion), 4)
        page.show()
