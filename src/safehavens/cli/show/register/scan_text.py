"""What scanning a book found, as text: numbers and fields, nothing of what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from safehavens.cli.output.page import Page
from safehavens.cli.speech import say, say_count
from safehavens.register.privacy.scanning import ScanHit


def show_hits(hits: Sequence[ScanHit], entries: int, json: bool) -> None:
    """Write what looks personal, and what to do.

    Parameters
    ----------
    hits : sequence of ScanHit
    entries : int
        How many entries were read.
    json : bool
    """
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json([asdict(hit) for hit in hits])
        return
    page = Page()
    count = say_count("%(count)s entry", "%(count)s entries", entries)
    if not hits:
        page.titled(say("Nothing looks personal"), f": {count}")
        page.line(say("A name that is made of words of the law alone is not seen."))
    else:
        page.titled(say("Something looks personal"), f": {count}")
        for hit in hits:
            page.line(f"• {hit.no} {hit.field}: {hit.what}", 2)
        page.line(say("Look at each, and destroy what is personal: safehavens register destroy."))
    page.show()
