"""Where an answer is given: which states, counties and places, as a map and a list."""

from __future__ import annotations

from collections import Counter
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.corpus.model import BASES, VERDICTS, Fact
from safehavens.corpus.places import UnknownPlace
from safehavens.decide.decision import plain
from safehavens.decide.request import BadRequest
from safehavens.decide.survey.answer_places import AnswerPlaces
from safehavens.logic.expression import facts_of
from safehavens.pictures import county_svg
from safehavens.pictures.county_places import places_by_code
from safehavens.web.parts.data_answers import table_response
from safehavens.web.parts.survey_work import surveys_of
from safehavens.web.parts.where_address import (
    WhereAddress,
    group_places,
    read_where,
    read_where_address,
)
from safehavens.web.site import Site, View
from safehavens.wording.labels import N_

_COLUMNS: Final = (
    "place", "name", "level", "fips", "population", "verdict", "basis", "deciding", "has_agency",
)  # fmt: skip
_BUCKETS: Final = ("yes", "above-3", "no")
_LEGEND: Final = {
    "yes": N_("gives this answer"),
    "above-3": N_("gives it, and has no such agency of its own"),
    "no": N_("another answer"),
}
_MOST_FACTS: Final = 4


async def where(request: Request) -> Response:
    """/where?action=…&who=…&verdict=…&basis=…&on=…&FACT=VALUE, and .json and .csv."""
    site: Site = request.app.state.site
    view = site.view(request)
    is_data = view.path.endswith((".json", ".csv"))
    pairs = request.query_params.multi_items()
    address = read_where_address(site, pairs)
    if not is_data and not any((address.action, address.who, address.verdict)):
        return _page(view, address, None, (), None)
    try:
        question = read_where(site, address)
        answer = await surveys_of(request).run(request, lambda stop: question.answer(site, stop))
    except (BadRequest, UnknownPlace) as error:
        if is_data:
            raise
        return _page(view, address, None, (), str(error))
    if view.path.endswith(".json"):
        return JSONResponse(plain(answer))
    if view.path.endswith(".csv"):
        rows = (
            (p.place, p.place_name, p.level, p.fips, p.population, p.verdict, p.basis,
             " ".join(p.deciding), p.has_agency)
            for p in answer.places
        )  # fmt: skip
        return table_response("where.csv", _COLUMNS, rows)
    return _page(view, address, answer, question.notes, None)


def _page(
    view: View,
    address: WhereAddress,
    answer: AnswerPlaces | None,
    notes: tuple[str, ...],
    error: str | None,
) -> Response:
    query = address.pairs()
    buckets = None if answer is None else _color_counties(view.site, answer)
    words = {bucket: view.language.gettext(text) for bucket, text in _LEGEND.items()}
    counts = Counter((buckets or {}).values())
    summary = "; ".join(f"{words[one]}: {view.language.number(counts[one])}" for one in _BUCKETS)
    vocabulary = view.corpus.lawbook.vocabulary
    action = answer.action if answer is not None else address.action
    return view.page(
        "where.html",
        422 if error else 200,
        error=error,
        address=address,
        answer=answer,
        notes=notes,
        actions=vocabulary.actions,
        whos=vocabulary.who,
        verdicts=VERDICTS,
        bases=BASES,
        facts=_choose_facts(view.site, action, address),
        today=view.site.today(),
        levels=() if answer is None else group_places(view.site, answer),
        map=None if buckets is None else county_svg.plain_map(buckets, _BUCKETS, summary),
        legend=[(one, words[one], counts[one]) for one in _BUCKETS if counts[one]],
        fill=county_svg.fill,
        percent=lambda share: view.language.number(round(share * 100, 1)),
        query="&".join(f"{name}={value}" for name, value in query),
        data_links=[]
        if answer is None
        else [(form.upper(), view.url(f"/where.{form}", query)) for form in ("json", "csv")],
    )


def _color_counties(site: Site, answer: AnswerPlaces) -> dict[str, str] | None:
    """By the FIPS code of a county, its bucket; None: counties were not asked."""
    if all(count.level != "county" for count in answer.levels):
        return None
    buckets = {
        place.place: "above-3" if place.has_agency == "no" else "yes"
        for place in answer.places
        if place.level == "county"
    }
    by_code = places_by_code(site.corpus.engine, county_svg.codes())
    return {code: buckets.get(place, "no") for code, place in by_code.items()}


def _choose_facts(site: Site, action: str, address: WhereAddress) -> list[tuple[Fact, str]]:
    """Facts to choose from, each as it is given: those given, and those most asked for.

    Facts about a person's own status are not there: they may not stand in an address.
    """
    lawbook = site.corpus.lawbook
    applies = site.corpus.conditions.applies
    asked = Counter(
        fact
        for norm in lawbook.norms.values()
        if action in norm.actions
        for fact in set(facts_of(applies[norm.id]))
    )
    given = [name for name in address.facts if name in lawbook.facts]
    common = [name for name, _ in sorted(asked.items(), key=lambda item: (-item[1], item[0]))]
    chosen: list[tuple[Fact, str]] = []
    for name in dict.fromkeys([*given, *common]):
        fact = lawbook.facts[name]
        if fact.private or fact.derived or (fact.type == "number" and name not in given):
            continue
        if name in given or len(chosen) < _MOST_FACTS:
            chosen.append((fact, address.facts.get(name, "")))
    return chosen
