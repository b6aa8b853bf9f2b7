"""The results of a search, as text."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.cli.output.page import Page
from safehavens.cli.speech import say
from safehavens.corpus.search import Hit
from safehavens.wording.labels import HIT


def show_hits(query: str, hits: Sequence[Hit]) -> None:
    """Write the results, or that there are none."""
    page = Page()
    if not hits:
        page.line(say("Nothing in the corpus has all of these words: %(words)s", words=query))
    for hit in hits:
        page.titled(hit.id, f"  ({say(HIT[hit.kind])}) {hit.title}")
        page.line(hit.text, 4)
    page.show()
