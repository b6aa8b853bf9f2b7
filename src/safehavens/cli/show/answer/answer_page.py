"""An answer's outline as an HTML page of its own, that prints and needs nothing else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from safehavens.cli.speech import language, say, say_day
from safehavens.decide.outline.section import Outline, Section

_URL: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)]")
_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;"
    "overflow-wrap:anywhere}h1{font-size:1.1rem;font-weight:400}h2{font-size:1.05rem;margin:1.5rem "
    "0 .25rem}.answer{font-size:1.4rem;font-weight:700;margin:.25rem 0}ul{padding-left:1.2rem;"
    "margin:.25rem 0}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}"
    "a{color:#9cf}}"
)


def write_answer_page(outlines: Sequence[Outline], written: date) -> str:
    """Answers as one HTML page. It holds no value of a private fact.

    Parameters
    ----------
    outlines : sequence of Outline
        At least one.
    written : datetime.date
        The day of the page.
    """
    title = html.escape("; ".join(f"{one.title}: {one.words}" for one in outlines))
    memo = html.escape(say("Page written: %(date)s", date=say_day(written)))
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{language().code}">',
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style>",
            "<main>",
            *(line for outline in outlines for line in _write_answer(outline)),
            f"<p><small>{memo}</small></p>",
            "</main>",
            "</html>",
            "",
        ]
    )


def _write_answer(outline: Outline) -> Iterator[str]:
    beside = f" <small>({html.escape(outline.beside)})</small>" if outline.beside else ""
    yield f"<h1>{html.escape(outline.title)}</h1>"
    yield f'<p class="answer">{html.escape(outline.words)}{beside}</p>'
    for section in outline.sections:
        yield from _write_section(section)


def _write_section(section: Section) -> Iterator[str]:
    if section.heading is not None:
        yield f"<h2>{html.escape(section.heading)}</h2>"
    if not section.listed:
        yield from (f"<p>{_link(item.text)}</p>" for item in section.items)
        return
    yield "<ul>"
    for item in section.items:
        below = "".join(f"<br>{_link(detail)}" for detail in item.details)
        yield f"<li>{_link(item.text)}{below}</li>"
    yield "</ul>"


def _link(text: str) -> str:
    """A text in which addresses are links."""
    parts = []
    end = 0
    for match in _URL.finditer(text):
        url = html.escape(match[0])
        parts += [html.escape(text[end : match.start()]), f'<a href="{url}">{url}</a>']
        end = match.end()
    return "".join([*parts, html.escape(text[end:])])
