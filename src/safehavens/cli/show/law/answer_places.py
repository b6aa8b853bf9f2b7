"""Where an answer is given, as text and as a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from safehavens.api import Corpus
from safehavens.cli.output.csv_file import write_csv
from safehavens.cli.output.footer import footer_text
from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_answer, say_count, say_day, say_place
from safehavens.decide.survey.answer_places import (
    AnswerPlaces,
    LevelCount,
    PlaceAnswer,
    list_answered,
)
from safehavens.wording.labels import N_
from safehavens.wording.sentences import capitalize

_MOST_NAMED: Final = 12
_HEADINGS: Final = {
    "state": N_("States and territories"),
    "county": N_("Counties"),
    "place": N_("Cities and other places with law of their own"),
}
_NO_RULE: Final = frozenset({"no_duty", "outside", "silence"})
_COLUMNS: Final = (
    "day", "place", "name", "level", "fips", "population", "verdict", "basis", "deciding",
    "has_agency", "searched",
)  # fmt: skip


def show_places(corpus: Corpus, answers: Sequence[AnswerPlaces], own_agency: bool) -> None:
    """Write the places by level; counties by state, and a state's in a word where all give it.

    Parameters
    ----------
    corpus : Corpus
    answers : sequence of AnswerPlaces
        On a day; where there is a second, what changed between them.
    own_agency : bool
        Whether places that have no such agency of their own were left out.
    """
    page = Page()
    answer = answers[0]
    sought = say_answer(answer.verdict, answer.basis)
    if answer.basis is not None:
        sought += f" ({answer.basis})"
    page.titled(f"{answer.who}, {answer.action}: {sought}",
                f", {say('law of %(date)s', date=say_day(answer.on))}")  # fmt: skip
    page.line(_say_who_was_asked(own_agency))
    for count in answer.levels:
        places = [place for place in answer.places if place.level == count.level]
        page.heading(f"{say(_HEADINGS[count.level])}: {_describe_count(count)}")
        _add_agencies(page, count)
        _add_searched(page, places)
        if answer.verdict != "permitted":
            _add_places(page, corpus, places, 2)
            continue
        for basis in dict.fromkeys(place.basis for place in places):
            resting = [place for place in places if place.basis == basis]
            words = capitalize(say_answer(answer.verdict, basis))
            page.line(f"{words} ({basis}): {language().number(len(resting))}", 2)
            _add_places(page, corpus, resting, 4)
    if len(answers) > 1:
        _add_changes(page, corpus, *sorted(answers, key=lambda one: one.on))
    page.line()
    page.line(footer_text(corpus.version))
    page.show()


def _add_searched(page: Page, places: Sequence[PlaceAnswer]) -> None:
    """Of how many places that rest on no rule the law of the day was not searched in full."""
    number = sum(place.basis in _NO_RULE and not place.searched for place in places)
    if number:
        page.line(
            say_count(
                "%(count)s of them rests on no rule, and its law of this day was not searched in "
                "full.",
                "%(count)s of them rest on no rule, and their law of this day was not searched in "
                "full.",
                number,
            ),
            2,
        )


def _add_changes(page: Page, corpus: Corpus, first: AnswerPlaces, second: AnswerPlaces) -> None:
    """The places that give the answer on one of two days alone."""
    gave = {place.place for place in first.places}
    gives = {place.place for place in second.places}
    for day, found in (
        (second.on, [place for place in second.places if place.place not in gave]),
        (first.on, [place for place in first.places if place.place not in gives]),
    ):
        number = say_count("%(count)s place", "%(count)s places", len(found))
        page.heading(say("Only on %(date)s: %(places)s", date=say_day(day), places=number))
        for count in first.levels:
            places = [place for place in found if place.level == count.level]
            if places:
                page.line(f"{say(_HEADINGS[count.level])}: {language().number(len(places))}", 2)
                _add_places(page, corpus, places, 4)


def write_places(answers: Sequence[AnswerPlaces], out: Path) -> None:
    """Write the places to a CSV file, one a row and day. Raises CannotWrite."""
    rows = (
        (answer.on, place.place, place.place_name, place.level, place.fips, place.population,
         place.verdict, place.basis, " ".join(place.deciding), place.has_agency,
         str(place.searched).lower())
        for answer in answers for place in answer.places
    )  # fmt: skip
    write_csv(out, _COLUMNS, rows)


def _say_who_was_asked(own_agency: bool) -> str:
    if own_agency:
        return say("Places that have no such agency of their own are left out.")
    return say("Every place is asked alike, whether or not it has such an agency of its own.")


def _add_agencies(page: Page, count: LevelCount) -> None:
    """Of how many places that give the answer the agency is not their own."""
    if count.without_agency:
        text = say_count(
            "%(count)s of them has no such agency of its own: another government's may answer.",
            "%(count)s of them have no such agency of their own: another government's may answer.",
            count.without_agency,
        )
        page.line(text, 2)
    if count.agency_not_known:
        text = say_count(
            "Of %(count)s of them it is not known whether it has one.",
            "Of %(count)s of them it is not known whether they have one.",
            count.agency_not_known,
        )
        page.line(text, 2)


def _describe_count(count: LevelCount) -> str:
    number = language().number
    some = say("%(count)s of %(all)s", count=number(count.places), all=number(count.asked))
    if count.share is None:
        return some
    percent = f"{number(round(100 * count.share, 1))}%"
    return f"{some}, " + say("%(share)s of the people", share=percent)


def _add_places(page: Page, corpus: Corpus, places: Sequence[PlaceAnswer], indent: int) -> None:
    """Places by name, those of one level: states in one line, others by state."""
    if not places:
        return
    level = places[0].level
    if level == "state":
        page.line("; ".join(say_place(place.place_name) for place in places), indent)
        return
    all_by_state: dict[str, int] = {}
    for one in list_answered(corpus.engine, level):
        chain = corpus.gazetteer.chain(one.id)
        state = chain[-2] if len(chain) > 1 else chain[-1]
        all_by_state[state] = all_by_state.get(state, 0) + 1
    by_state: dict[str, list[PlaceAnswer]] = {}
    for place in places:
        by_state.setdefault(place.state, []).append(place)
    for state, in_state in sorted(by_state.items()):
        name = corpus.gazetteer.get(state).name
        named = (
            say_place(one.place_name.removesuffix(f", {name}")) for one in in_state[:_MOST_NAMED]
        )
        text = "; ".join(named)
        if level == "county" and len(in_state) == all_by_state[state]:
            text = say("all %(count)s", count=language().number(len(in_state)))
        elif len(in_state) > _MOST_NAMED:
            rest = language().number(len(in_state) - _MOST_NAMED)
            text += " " + say("and %(count)s more", count=rest)
        page.line(f"• {say_place(name)}: {text}", indent)
