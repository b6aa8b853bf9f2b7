"""What changed, in words: for commands, pages and feeds alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from safehavens.corpus.places import Gazetteer
from safehavens.decide.survey.law_changes import LawChange
from safehavens.wording.atom_feed import FeedEntry, feed_id, write_feed
from safehavens.wording.condition_phrases import ENGLISH_BEGINS, ENGLISH_ENDS, strip_marks
from safehavens.wording.labels import CHANGE, LEVEL
from safehavens.wording.languages import Language
from safehavens.wording.translated.place_words import name_place

_MOST_CITES: Final = 6
_MOST_PLACES: Final = 6


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line on a change: `instrument` is the law's id, `place` whose law or list it is.

    `marked` is the text with marks around what is English in every language (`condition_phrases`).
    """

    marked: str
    place: str | None
    instrument: str | None

    @property
    def text(self) -> str:
        """The line."""
        return strip_marks(self.marked)


def group_by_state(
    gazetteer: Gazetteer, changes: Iterable[LawChange]
) -> list[tuple[str, list[LawChange]]]:
    """Changes by section: nations, each before its states; states by name, with what lies in it."""
    sections: dict[tuple[str, str], list[LawChange]] = {}
    for change in changes:
        nation = gazetteer.get(gazetteer.chain(change.place)[-1]).name
        sections.setdefault((nation, change.state_name or ""), []).append(change)
    ordered = sorted(sections.items(), key=lambda item: (_is_abroad(item[1][0]), item[0]))
    return [(state or nation, in_section) for (nation, state), in_section in ordered]


def group_by_day(changes: Iterable[LawChange]) -> Iterator[tuple[date, list[LawChange]]]:
    """Changes that are sorted by day, by day."""
    for day, of_day in groupby(changes, key=lambda change: change.on):
        yield day, list(of_day)


def title_words(language: Language, place_name: str | None) -> str:
    """What a list of changes is of; None: of all places."""
    name = (
        language.gettext("all places") if place_name is None else name_place(language, place_name)
    )
    return language.gettext("Changes of law: %(place)s") % {"place": name}


def days_words(language: Language, since: date, until: date | None) -> str:
    """Which days a list of changes is of."""
    if until is None:
        return language.gettext("since %(start)s") % {"start": language.day(since)}
    words = {"first": language.day(since), "last": language.day(until)}
    return language.gettext("%(first)s through %(last)s") % words


def describe_day(
    language: Language, gazetteer: Gazetteer, changes: Sequence[LawChange]
) -> list[ChangeLine]:
    """A line for each change of a day; what one list says of several places is one line."""
    lines = []
    lists: dict[tuple[object, ...], list[LawChange]] = {}
    for change in changes:
        if change.register is None:
            text = _describe_law(language, gazetteer, change)
            lines.append(ChangeLine(text, change.place, change.instrument))
        else:
            key = (change.register, change.what, change.earliest)
            lists.setdefault(key, []).append(change)
    for same in lists.values():
        place = same[0].place if len(same) == 1 else None
        lines.append(ChangeLine(_describe_entries(language, same), place, None))
    return lines


def write_change_feed(
    language: Language,
    gazetteer: Gazetteer,
    changes: Sequence[LawChange],
    place: tuple[str, str] | None,
    days: tuple[date, date | None],
    page: str | None = None,
    feed: str | None = None,
) -> str:
    """The changes as an Atom feed: an entry for each day.

    Parameters
    ----------
    language : Language
    gazetteer : Gazetteer
    changes : sequence of LawChange
        The newest first.
    place : (str, str) or None
        Id and name of the place that they are of; None: of all places.
    days : (date, date or None)
        The first day, and the last one, if there is one.
    page, feed : str, optional
        The addresses of the page that the feed is of, and of the feed.
    """
    today = date.today()
    subject = "changes" if place is None else f"{place[0]}:changes"
    entries = []
    for day, of_day in group_by_day(changes):
        lines = [line.text for line in describe_day(language, gazetteer, of_day)]
        what = language.gettext(CHANGE[of_day[0].what])
        title = f"{language.day(day)}: {of_day[0].title}: {what}"
        if len(lines) > 1:
            more = language.ngettext(
                "and %(count)s more change", "and %(count)s more changes", len(lines) - 1
            )
            title += " " + more % {"count": language.number(len(lines) - 1)}
        rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
        entries.append(
            FeedEntry(title, feed_id(subject, f"{language.code} {day}"), min(day, today), page,
                      f"<ul>{rows}</ul>")
        )  # fmt: skip
    updated = max((entry.updated for entry in entries), default=min(days[0], today))
    title = f"{title_words(language, place and place[1])}, {days_words(language, *days)}"
    code = language.code
    return write_feed(code, title, feed_id(subject, code), updated, entries, page, feed)


def _is_abroad(change: LawChange) -> bool:
    return not change.place.startswith("ocd-division/country:us")


def _describe_law(language: Language, gazetteer: Gazetteer, change: LawChange) -> str:
    """A change of law: whose, which, what happened, to which rules, by which ruling."""
    gettext, ngettext = language.gettext, language.ngettext
    count = len(change.norms)
    rules = ngettext("%(count)s rule", "%(count)s rules", count) % {"count": language.number(count)}
    cites = "; ".join(change.cites[:_MOST_CITES])
    if len(change.cites) > _MOST_CITES:
        cites += "; …"
    place = name_place(language, change.place_name)
    text = f"{place} ({gettext(LEVEL[change.level])}): {_mark(change.title)}"
    text += f" [{change.instrument}]: {_what_words(language, change)} ({rules}: {_mark(cites)})."
    if change.ruling is None:
        return text
    ruling = {
        "title": _mark(change.ruling_title or ""),
        "citation": _mark(change.ruling_citation or ""),
    }
    text += " " + gettext("Ruling: %(title)s, %(citation)s.") % ruling
    if change.places:
        names = [name_place(language, gazetteer.get(place).name) for place in change.places]
        text += " " + gettext("It reaches %(places)s.") % {"places": _list(language, names)}
    elif change.parties:
        text += " " + gettext("It binds only %(parties)s.") % {
            "parties": _mark(", ".join(change.parties))
        }
    return text


def _describe_entries(language: Language, changes: Sequence[LawChange]) -> str:
    """What one list says of agencies of several places."""
    first = changes[0]
    agencies = [
        f"{name_place(language, change.place_name)} ({_mark(', '.join(change.entries))})"
        for change in changes
    ]
    what = _what_words(language, first)
    return f"{_mark(first.title)} [{first.register}]: {what}: {_list(language, agencies)}"


def _mark(text: str) -> str:
    return f"{ENGLISH_BEGINS}{text}{ENGLISH_ENDS}"


def _what_words(language: Language, change: LawChange) -> str:
    what = language.gettext(CHANGE[change.what])
    if change.earliest is None:
        return what
    earliest = {"date": language.day(change.earliest)}
    return f"{what}, " + language.gettext("not before %(date)s") % earliest


def _list(language: Language, names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    text = "; ".join(names[:_MOST_PLACES])
    if len(names) <= _MOST_PLACES:
        return text
    count = language.number(len(names) - _MOST_PLACES)
    return f"{text} " + language.gettext("and %(count)s more") % {"count": count}
