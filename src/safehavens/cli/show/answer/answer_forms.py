"""The forms that an answer is given in: text, JSON, Markdown, HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from safehavens.cli.options import check_one_format
from safehavens.cli.speech import language
from safehavens.corpus.model import Lawbook
from safehavens.corpus.papers import Paper
from safehavens.decide.decision import Decision
from safehavens.decide.request import BadRequest

Form = Literal["text", "json", "markdown", "html"]
FORMS: Final[tuple[Form, ...]] = ("text", "json", "markdown", "html")


def choose_form(form: str | None, json: bool, markdown: bool) -> Form:
    """The form that the options ask for.

    Parameters
    ----------
    form : str or None
        What follows `--as`.
    json, markdown : bool
        Whether `--json` or `--markdown` is given.

    Raises
    ------
    BadRequest
        Two forms are asked for, or one that there is not.
    """
    check_one_format(**{"json": json, "markdown": markdown, f"as {form}": form is not None})
    if form is not None:
        for one in FORMS:
            if form == one:
                return one
        raise BadRequest(f"{form!r} is not a form of answer; allowed: {', '.join(FORMS)}.")
    return "json" if json else "markdown" if markdown else "text"


def print_answer(
    decision: Decision, lawbook: Lawbook, form: Form, full: bool = False, explain: bool = False
) -> None:
    """Write an answer to standard output.

    Parameters
    ----------
    decision : Decision
    lawbook : Lawbook
        The one that was asked.
    form : str
    full : bool
        Of text: the whole answer. The other forms are for files, and always whole.
    explain : bool
        Every rule considered, those that decide nothing included.
    """
    if form == "json":
        from safehavens.cli.output.json_text import print_json

        print_json(decision)
        return
    if form == "text" and not (full or explain):
        from safehavens.cli.show.answer.answer_text import lay_out_short

        lay_out_short(language(), lawbook, decision).show()
        return
    from safehavens.decide.outline.whole_answer import outline_whole

    outline = outline_whole(language(), lawbook, decision, explain)
    if form == "text":
        from safehavens.cli.show.answer.answer_text import lay_out_answer

        lay_out_answer(outline).show_paged()
    elif form == "markdown":
        from safehavens.cli.show.answer.memo import write_memo

        print(write_memo(outline, date.today()), end="")
    else:
        from safehavens.cli.show.answer.answer_page import write_answer_page

        print(write_answer_page([outline], date.today()), end="")


def print_answers(
    decisions: Sequence[Decision], lawbook: Lawbook, form: Form, paper: Paper | None
) -> None:
    """Write the answers to several questions to standard output: short as text, else whole.

    Parameters
    ----------
    decisions : sequence of Decision
    lawbook : Lawbook
    form : str
    paper : Paper, optional
        What asks for all of them.
    """
    if form == "json":
        from safehavens.cli.output.json_text import print_json

        print_json({"paper": None if paper is None else paper.id, "answers": decisions})
    elif form == "text":
        from safehavens.cli.show.answer.answer_text import lay_out_answers
        from safehavens.decide.outline.several_answers import outline_several

        lay_out_answers(outline_several(language(), lawbook, decisions, paper)).show()
    elif form == "html":
        from safehavens.cli.show.answer.answer_page import write_answer_page
        from safehavens.decide.outline.whole_answer import outline_whole

        outlines = [outline_whole(language(), lawbook, decision) for decision in decisions]
        print(write_answer_page(outlines, date.today()), end="")
    else:
        for decision in decisions:
            print_answer(decision, lawbook, form)
