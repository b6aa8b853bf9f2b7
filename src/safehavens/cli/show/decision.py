"""An answer's outline as text for a terminal."""

from __future__ import annotations

from safehavens.cli.output.page import Page
from safehavens.cli.speech import say
from safehavens.decide.outline.section import Outline, Section
from safehavens.decide.outline.several_answers import SeveralOutlines


def lay_out_answer(outline: Outline, short: bool = False) -> Page:
    """An answer as lines of text.

    Parameters
    ----------
    outline : Outline
    short : bool
        Whether more can be had: the last line says how. Its sections stand close, so that it fits
        on a screen; only what is never cut stands apart, at the end.
    """
    page = Page()
    page.answer(outline.verdict, outline.basis, outline.beside)
    for section in outline.sections:
        if short and section is outline.sections[-1]:
            page.line()
        _add_section(page, section, not short)
    if short:
        page.line(say("All of it: --full."))
    return page


def lay_out_answers(outlines: SeveralOutlines) -> Page:
    """Several answers as lines of text, each under the action that it is about."""
    page = Page()
    for section in outlines.opening:
        _add_section(page, section, apart=False)
    for outline in outlines.answers:
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
