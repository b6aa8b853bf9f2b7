"""An answer's outline as text for a terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from safehavens.cli.output.page import Page
from safehavens.cli.speech import say
from safehavens.corpus.model import Lawbook
from safehavens.decide.decision import Decision
from safehavens.decide.outline.section import Item, Outline, Section
from safehavens.decide.outline.short_answer import MOST_DUTIES, outline_short
from safehavens.wording.languages import Language

if TYPE_CHECKING:
    from safehavens.decide.outline.several_answers import SeveralOutlines

_SCREEN: Final = 24
"""Lines of a terminal that is as small as they come."""


def lay_out_short(language: Language, lawbook: Lawbook, decision: Decision) -> Page:
    """A short answer as lines of text.

    A settled one that is too long is told without neighboring actions, then with fewer duties.

    Its sections stand close; only what is true of every question on that day stands apart, below.
    The last line says how to have all of it.
    """
    page = Page()
    shorter = [(duties, False) for duties in range(MOST_DUTIES, -1, -1)]
    for duties, neighbors in ((MOST_DUTIES, True), *shorter):
        page = Page()
        outline = outline_short(language, lawbook, decision, duties, neighbors)
        page.answer(outline.verdict, outline.basis, outline.beside)
        *sections, last = outline.sections
        for section in sections:
            _add_section(page, section, apart=False)
        page.line()
        *items, footer = last.items
        full = Item(" ".join((footer.text, say("All of it: --full."))))
        _add_section(page, replace(last, items=(*items, full)), apart=False)
        if page.height <= _SCREEN or decision.verdict == "depends":
            break
    return page


def lay_out_answer(outline: Outline) -> Page:
    """A whole answer as lines of text."""
    page = Page()
    page.answer(outline.verdict, outline.basis, outline.beside)
    for section in outline.sections:
        _add_section(page, section, apart=True)
    return page


def lay_out_answers(outlines: SeveralOutlines) -> Page:
    """Several answers as lines of text, each under the action that it is about."""
    page = Page()
    for section in outlines.opening:
        _add_section(page, section, apart=False)
    for outline in outlines.answers:
        if page.height:
            page.line()
        page.answer(outline.verdict, outline.basis, outline.beside, outline.title)
        for section in outline.sections:
            _add_section(page, section, apart=False)
    page.line()
    _add_section(page, outlines.last, apart=False)
    return page


def _add_section(page: Page, section: Section, apart: bool) -> None:
    if section.heading is not None:
        page.heading(section.heading, apart)
    indent = 2 if section.heading is not None else 0
    for item in section.items:
        page.line(f"• {item.text}" if section.listed else item.text, indent)
        for detail in item.details:
            page.line(detail, indent + 2)
