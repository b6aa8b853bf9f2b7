"""A map of the counties that give an answer."""

from __future__ import annotations

from typing import Final

from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest
from safehavens.decide.survey.answer_places import AnswerPlaces
from safehavens.pictures.charts import alt
from safehavens.pictures.county_map import draw_counties
from safehavens.pictures.county_places import places_by_code
from safehavens.pictures.shapes import county_codes
from safehavens.pictures.style import Picture, title
from safehavens.wording.answers import answer_words
from safehavens.wording.languages import ENGLISH

_GIVES: Final = "gives this answer"
_GIVES_WITHOUT: Final = "gives it, has no such agency of its own"
_OTHER: Final = "another answer"
_COLORS: Final = {_GIVES: "#0b2f5b", _GIVES_WITHOUT: "#7793b8", _OTHER: "#e3e5e8"}


def draw_answer_map(engine: Engine, answer: AnswerPlaces) -> Picture:
    """Every county, by whether it gives the answer that was looked for.

    Parameters
    ----------
    engine : Engine
    answer : AnswerPlaces
        Counties among its levels.

    Raises
    ------
    BadRequest
        Counties were not asked.
    """
    if all(count.level != "county" for count in answer.levels):
        raise BadRequest("A map shows counties, and they were not asked; add --level county.")
    buckets = {
        place.place: _GIVES_WITHOUT if place.has_agency == "no" else _GIVES
        for place in answer.places
        if place.level == "county"
    }
    values = [
        {"id": code, "value": buckets.get(place, _OTHER)}
        for code, place in places_by_code(engine, county_codes()).items()
    ]
    drawn = {row["value"] for row in values}
    colors = {name: color for name, color in _COLORS.items() if name in drawn}
    scale = alt.Scale(domain=list(colors), range=list(colors.values()))
    color = alt.Color("value:N", scale=scale, sort=list(colors), title="county")
    words = answer_words(ENGLISH, answer.verdict, answer.basis).lower()
    heading = f"{answer.who}, {answer.action}: {words}, {ENGLISH.day(answer.on)}"
    given = f"facts given: {', '.join(answer.facts)}" if answer.facts else "no facts given"
    return draw_counties(values, color, title(heading, given, engine.lawbook.version))
