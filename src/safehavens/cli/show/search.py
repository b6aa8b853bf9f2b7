"""The results of a search, as text."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.cli.show.page import Page
from safehavens.corpus.search import Hit


def show_hits(query: str, hits: Sequence[Hit]) -> None:
    """Write the results, or that there are none."""
    page = Page()
    if not hits:
        page.line(f"Nothing in the corpus has all of these words: {query}")
    for hit in hits:
        page.titled(hit.id, f"  ({hit.kind}) {hit.title}")
        page.line(hit.text, 4)
    page.show()
