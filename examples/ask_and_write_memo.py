"""Ask one question from Python and write the answer as a memo.

    python examples/ask_and_write_memo.py [FILE]       (without FILE the memo is printed)

What it shows: how to ask, and where the parts of an answer are: verdict, deciding rules with
their citations, what was presumed, and what is still to be asked. What it does not show: legal
advice. The law is as coded on the day named in the corpus, and nobody's case stands behind the
question. `safehavens ask … --markdown` writes a longer memo.
"""

from __future__ import annotations

import sys
from pathlib import Path

from safehavens import Corpus, Decision


def write_memo(decision: Decision) -> str:
    """The answer as Markdown: verdict, rules, presumptions, and what is still to be asked."""
    lines = [f"# {decision.place_name}: {decision.verdict}", "", decision.summary]
    lines += ["", "## Rules that decide", ""]
    for reason in decision.because:
        source = reason.considered.citation
        lines.append(f"- {source.citation}, {source.cite}: {source.says} (`{source.norm}`)")
    presumed = [item for item in decision.presumed if item.otherwise]
    if presumed:
        lines += ["", "## Presumed; another value would change the answer", ""]
        lines += [f"- {item.fact} = {item.value}" for item in presumed]
    if decision.questions:
        lines += ["", "## Still to be asked", ""]
        lines += [f"- {question.ask}" for question in decision.questions]
    lines += ["", f"Corpus {decision.corpus[:12]}. {decision.disclaimer}"]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> None:
    """Ask about a jail in Cook County, Illinois, and write the memo."""
    decision = Corpus.load().ask(
        "Cook County, IL",
        "hold",
        who="jail",
        on="2012-06-01",
        warrant="administrative",
        convicted_felony=False,
    )
    memo = write_memo(decision)
    if arguments:
        Path(arguments[0]).write_text(memo, encoding="utf-8")
    else:
        print(memo, end="")


if __name__ == "__main__":
    main(sys.argv[1:])
