"""What was written into the book, as text."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.cli.output.page import Page
from safehavens.cli.show.answer.answer_forms import print_answers
from safehavens.cli.show.register.entry_data import entry_data
from safehavens.cli.speech import say, say_answer
from safehavens.corpus.model import Lawbook
from safehavens.corpus.papers import Paper
from safehavens.decide.decision import Decision
from safehavens.register.entries.bodies import AnswerBody, DecisionBody
from safehavens.register.entries.entry import Entry


def show_written(entry: Entry, json: bool) -> None:
    """Say that an entry stands in the book."""
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(entry_data(entry))
        return
    page = Page()
    page.line(_tell(entry))
    if isinstance(entry.body, DecisionBody) and entry.body.contrary:
        page.line(say("This decision goes against the law's answer on public facts."))
    page.show()


def _tell(entry: Entry) -> str:
    number = str(entry.no)
    if entry.case_no is None:
        return say("Written: entry %(number)s (%(kind)s).", number=number, kind=entry.kind)
    return say(
        "Written: entry %(number)s (%(kind)s) of case %(case)s.", number=number, kind=entry.kind,
        case=entry.case_no,
    )  # fmt: skip


def show_answered(
    entries: Sequence[Entry], told: Sequence[Decision], lawbook: Lawbook, paper: Paper
) -> None:
    """Say which case a request opened, then what the law says of it, on all facts told."""
    page = Page()
    numbers = f"{entries[0].no}–{entries[-1].no}"
    page.titled(entries[0].case_no or "", ": " + say("entries %(numbers)s", numbers=numbers))
    if any(isinstance(one.body, AnswerBody) and one.body.settled_outside for one in entries):
        page.line(
            say("Private facts were used for the answers below. The book keeps none of them.")
        )
    page.line()
    page.show()
    print_answers(told, lawbook, "text", paper)


def show_corrected(entries: Sequence[Entry], json: bool) -> None:
    """Say that a correction stands in the book, and which answers it has changed."""
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json([entry_data(one) for one in entries])
        return
    page = Page()
    for entry in entries:
        page.line(_tell(entry))
    for entry in entries:
        if isinstance(entry.body, AnswerBody):
            page.line(
                say(
                    "The law's answer on %(action)s is now: %(verdict)s. The first answer stays in "
                    "the book.",
                    action=entry.body.action,
                    verdict=say_answer(entry.body.verdict, entry.body.basis),
                )
            )
    page.show()
