"""What programs that index pages read: robots.txt and sitemap.xml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from safehavens.web.parts.page_words import instrument_path, ruling_path
from safehavens.web.parts.place_names import path_of
from safehavens.web.site import Site

_PAGES: Final = ("/", "/about", "/places", "/compare", "/search", "/where", "/changes", "/coverage",
                 "/sources", "/paper", "/evidence")  # fmt: skip
_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


async def robots(request: Request) -> Response:
    """Asked questions are for those who ask; the law is for everybody."""
    site: Site = request.app.state.site
    lines = [f"Disallow: {language.prefix}/ask" for language in site.languages.values()]
    there = site.view(request).absolute("/sitemap.xml")
    text = "\n".join(["User-agent: *", *lines, f"Sitemap: {there}", ""])
    return Response(text, media_type="text/plain")


def sitemap(request: Request) -> Response:
    """The pages of everything that is coded, in every language."""
    site: Site = request.app.state.site
    view = site.view(request)
    rows = (
        f"<url><loc>{escape(view.absolute(language.prefix + path))}</loc></url>\n"
        for path in _paths(site)
        for language in site.languages.values()
    )
    return Response(_HEAD + "".join(rows) + "</urlset>\n", media_type="application/xml")


def _paths(site: Site) -> Iterator[str]:
    yield from _PAGES
    if site.atlas is not None:
        yield "/atlas"
    lawbook = site.corpus.lawbook
    yield from (path_of(row.place.id) for row in site.law.lawmakers())
    yield from (instrument_path(id) for id in lawbook.instruments)
    yield from (ruling_path(id) for id in lawbook.rulings)
    yield from (f"/evidence/{id}" for id in site.corpus.evidence.claims)
