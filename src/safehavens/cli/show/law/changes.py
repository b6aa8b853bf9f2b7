"""What changed in the law, as text and as an Atom feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from safehavens.api import Corpus
from safehavens.cli.output.footer import footer_text
from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_count, say_day
from safehavens.corpus.places import Match
from safehavens.decide.survey.law_changes import LawChange
from safehavens.wording.atom_feed import FeedEntry, feed_id, write_feed
from safehavens.wording.labels import CHANGE, LEVEL

_MOST_CITES: Final = 6
_MOST_PLACES: Final = 6


def show_changes(
    corpus: Corpus,
    changes: Sequence[LawChange],
    since: date,
    until: date | None,
    match: Match | None,
) -> None:
    """Write the changes of one place by day; of all places by state, then by day."""
    page = Page()
    page.titled(_title(match), f", {_days(since, until)}")
    if match is not None and match.note:
        page.line(match.note)
    if not changes:
        page.line(say("Nothing is on record."))
    if match is not None:
        _add_days(page, corpus, changes, 0)
    else:
        for section, in_section in _by_state(corpus, changes):
            page.heading(section)
            _add_days(page, corpus, in_section, 2)
    page.line()
    page.line(footer_text(corpus.version))
    page.show()


def show_feed(
    corpus: Corpus,
    changes: Sequence[LawChange],
    since: date,
    until: date | None,
    match: Match | None,
) -> None:
    """Write the changes as an Atom feed: an entry for each day."""
    today = date.today()
    subject = "changes" if match is None else f"{match.place.id}:changes"
    entries = []
    for day, changes_of_day in groupby(changes, key=lambda change: change.on):
        of_day = list(changes_of_day)
        lines = [_describe(corpus, change) for change in of_day]
        title = f"{say_day(day)}: {of_day[0].title}: {say(CHANGE[of_day[0].what])}"
        if len(lines) > 1:
            more = say_count(
                "and %(count)s more change", "and %(count)s more changes", len(lines) - 1
            )
            title += " " + more
        rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
        entries.append(
            FeedEntry(title, feed_id(subject, day.isoformat()), min(day, today), None,
                      f"<ul>{rows}</ul>")
        )  # fmt: skip
    updated = max((entry.updated for entry in entries), default=min(since, today))
    title = f"{_title(match)}, {_days(since, until)}"
    code = language().code
    print(write_feed(code, title, feed_id(subject, code), updated, entries), end="")


def _title(match: Match | None) -> str:
    name = say("all places") if match is None else match.place.name
    return say("Changes of law: %(place)s", place=name)


def _days(since: date, until: date | None) -> str:
    if until is None:
        return say("since %(start)s", start=say_day(since))
    return say("%(first)s through %(last)s", first=say_day(since), last=say_day(until))


def _by_state(corpus: Corpus, changes: Sequence[LawChange]) -> list[tuple[str, list[LawChange]]]:
    """Nations, each before its states; states by name, each with what lies in it."""
    sections: dict[tuple[str, str], list[LawChange]] = {}
    for change in changes:
        nation = corpus.gazetteer.get(corpus.gazetteer.chain(change.place)[-1]).name
        sections.setdefault((nation, change.state_name or ""), []).append(change)
    ordered = sorted(sections.items(), key=lambda item: (_is_abroad(item[1][0]), item[0]))
    return [(state or nation, in_section) for (nation, state), in_section in ordered]


def _is_abroad(change: LawChange) -> bool:
    return not change.place.startswith("ocd-division/country:us")


def _add_days(page: Page, corpus: Corpus, changes: Sequence[LawChange], indent: int) -> None:
    for day, of_day in groupby(changes, key=lambda change: change.on):
        if indent:
            page.line(say_day(day), indent)
        else:
            page.heading(say_day(day))
        for change in of_day:
            page.line(f"• {_describe(corpus, change)}", indent + 2)


def _describe(corpus: Corpus, change: LawChange) -> str:
    """A change in words: whose law, which, what happened, to which rules, by which ruling."""
    maker = f"{change.place_name} ({say(LEVEL[change.level])})"
    rules = say_count("%(count)s rule", "%(count)s rules", len(change.norms))
    cites = "; ".join(change.cites[:_MOST_CITES])
    if len(change.cites) > _MOST_CITES:
        cites += "; …"
    text = f"{maker}: {change.title} [{change.instrument}]: {say(CHANGE[change.what])}"
    text += f" ({rules}: {cites})."
    if change.ruling is None:
        return text
    text += " " + say("Ruling: %(title)s, %(citation)s.", title=change.ruling_title,
                      citation=change.ruling_citation)  # fmt: skip
    if change.places:
        text += " " + say("It reaches %(places)s.", places=_name_places(corpus, change.places))
    elif change.parties:
        text += " " + say("It binds only %(parties)s.", parties=", ".join(change.parties))
    return text


def _name_places(corpus: Corpus, places: Sequence[str]) -> str:
    """The first few places by name, and how many more there are."""
    names = "; ".join(corpus.gazetteer.get(place).name for place in places[:_MOST_PLACES])
    if len(places) <= _MOST_PLACES:
        return names
    count = language().number(len(places) - _MOST_PLACES)
    return f"{names} {say('and %(count)s more', count=count)}"
