"""The changes of a place's law as an Atom feed (RFC 4287)."""

from __future__ import annotations

from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

from safehavens.corpus.places.place import Place
from safehavens.web.parts.page_words import norm_path
from safehavens.web.parts.place_names import path_of
from safehavens.web.site import View
from safehavens.wording.atom_feed import FeedEntry, feed_id, write_feed
from safehavens.wording.translated.place_words import name_place

_MOST = 60


def feed_of(view: View, place: Place) -> Response:
    """An entry for each day on which law of the place changed, the latest first."""
    language, words = view.language, view.words
    today = view.site.today()
    path = view.absolute(view.url(path_of(place.id)))
    changes = view.site.law.changes(place.id)
    days = [
        (day, list(changes_of_day))
        for day, changes_of_day in groupby(changes, key=lambda change: change.on)
    ]
    title = language.gettext("Changes of law: %(place)s") % {
        "place": name_place(language, place.name)
    }
    # What is still to come was learned no later than today.
    updated = max((min(day, today) for day, _ in days), default=today)
    feed_entries = []
    for day, changes_of_day in reversed(days[-_MOST:]):
        entries = [
            (words.norm_title(change.norm), words.label("CHANGE", change.what), change.norm)
            for change in changes_of_day
        ]
        first = f"{entries[0][0]}: {entries[0][1]}"
        if len(entries) > 1:
            more = language.ngettext(
                "and %(count)s more change", "and %(count)s more changes", len(entries) - 1
            )
            first += " " + more % {"count": len(entries) - 1}
        rows = "".join(
            f"<li><a href={quoteattr(there)}>{escape(name)}</a>: {escape(what)}</li>"
            for name, what, norm in entries
            for there in (view.absolute(view.url(norm_path(norm))),)
        )
        feed_entries.append(
            FeedEntry(
                title=f"{language.day(day)}: {first}",
                id=feed_id(place.id, f"{language.code} {day}"),
                updated=min(day, today),
                link=view.absolute(view.url(path_of(place.id), {"on": day.isoformat()})),
                html=f"<ul>{rows}</ul>",
            )
        )
    text = write_feed(
        language.code, title, feed_id(place.id, language.code), updated, feed_entries, path
    )
    return Response(text, media_type="application/atom+xml")
