"""Atom feeds (RFC 4287): entries by day, as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

_NAMESPACE: Final = UUID("5b7b1f0e-3c57-5d0c-9f0a-6f2d1c3a8e41")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry: `html` is its content, `link` the address of its page, where there is one."""

    title: str
    id: str
    updated: date
    link: str | None
    html: str


def write_feed(
    language: str,
    title: str,
    id: str,
    updated: date,
    entries: Iterable[FeedEntry],
    page: str | None = None,
    feed: str | None = None,
) -> str:
    """A feed as XML.

    Parameters
    ----------
    language : str
        Its code, such as ``en``.
    title, id : str
    updated : date
    entries : iterable of FeedEntry
        The latest first.
    page : str, optional
        The address of the page that the feed is of.
    feed : str, optional
        The feed's own address. Left out: the page's, with ``.atom`` behind it.
    """
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(language)}>',
        f"<title>{escape(title)}</title>",
        f"<id>{escape(id)}</id>",
    ]
    if page is not None:
        own = quoteattr(page + ".atom" if feed is None else feed)
        lines += [
            f'<link rel="self" type="application/atom+xml" href={own}/>',
            f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>',
        ]
    lines += [
        f"<updated>{updated}T00:00:00Z</updated>",
        "<author><name>safehavens</name></author>",
    ]
    for entry in entries:
        lines += [
            "<entry>",
            f"<title>{escape(entry.title)}</title>",
            f"<id>{escape(entry.id)}</id>",
            f"<updated>{entry.updated}T00:00:00Z</updated>",
        ]
        if entry.link is not None:
            lines.append(f'<link rel="alternate" type="text/html" href={quoteattr(entry.link)}/>')
        lines += [f'<content type="html">{escape(entry.html)}</content>', "</entry>"]
    lines.append("</feed>")
    return "\n".join(lines) + "\n"


def feed_id(subject: str, part: str) -> str:
    """The id of a feed, or of an entry of it: the same for the same, wherever it is served."""
    return uuid5(_NAMESPACE, f"{subject} {part}").urn
