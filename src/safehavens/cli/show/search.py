"""What a search found, as text."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.cli.show.page import Page
from safehavens.corpus.search import Hit


def show_hits(words: str, hits: Sequence[Hit]) -> None:
    """Write what was found, or that nothing was."""
    page = Page()
    if not hits:
        page.line(f"Nothing in the corpus has all of these words: {words}")
    for hit in hits:
        page.line(f"{page.style(hit.id, '1')}  ({hit.kind}) {hit.title}")
        page.line(hit.text, 4)
    page.show()
