"""Where an answer is given: which states, counties and places, as a map and a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Final

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.corpus.model import BASES, VERDICTS, Fact
from safehavens.corpus.places import UnknownPlace
from safehavens.decide.decision import plain
from safehavens.decide.request import BadRequest
from safehavens.decide.survey.answer_places import AnswerPlaces, LevelCount
from safehavens.logic.expression import facts_of
from safehavens.pictures.maps import county_svg
from safehavens.pictures.maps.answer_map import AnswerMap
from safehavens.pictures.maps.map_words import LICENSE
from safehavens.web.parts.data_answers import table_response
from safehavens.web.parts.survey_work import surveys_of
from safehavens.web.parts.where_address import (
    StateRow,
    WhereAddress,
    group_places,
    read_where,
    read_where_address,
)
from safehavens.web.site import Site, View

_COLUMNS: Final = (
    "day", "place", "name", "level", "fips", "population", "verdict", "basis", "deciding",
    "has_agency", "searched", "corpus", "license",
)  # fmt: skip
_MOST_FACTS: Final = 4


async def where(request: Request) -> Response:
    """/where?action=…&who=…&verdict=…&basis=…&on=…&FACT=VALUE, and .json and .csv."""
    site: Site = request.app.state.site
    view = site.view(request)
    is_data = view.path.endswith((".json", ".csv"))
    pairs = request.query_params.multi_items()
    address = read_where_address(site, pairs)
    if not is_data and not any((address.action, address.who, address.verdict)):
        return await run_in_threadpool(_page, view, address, (), (), None)
    try:
        question = read_where(site, address)
        answers = await surveys_of(request).run(request, lambda stop: question.answers(site, stop))
    except (BadRequest, UnknownPlace) as error:
        if is_data:
            raise
        return await run_in_threadpool(_page, view, address, (), (), str(error))
    return await run_in_threadpool(_show, view, address, answers, question.notes)


def _show(
    view: View,
    address: WhereAddress,
    answers: Sequence[AnswerPlaces],
    notes: tuple[str, ...],
) -> Response:
    """What was found, in the form that was asked for."""
    if view.path.endswith(".json"):
        found = plain(answers[0])
        if len(answers) > 1:
            found = {**found, "beside": plain(answers[1])}
        return JSONResponse(found)
    if view.path.endswith(".csv"):
        rows = (
            (one.on.isoformat(), p.place, p.place_name, p.level, p.fips, p.population, p.verdict,
             p.basis, " ".join(p.deciding), p.has_agency, str(p.searched).lower(),
             view.corpus.version, LICENSE)
            for one in answers for p in one.places
        )  # fmt: skip
        name = f"safehavens-where-{answers[0].action}-{answers[0].on}.csv"
        return table_response(name, _COLUMNS, rows)
    return _page(view, address, answers, notes, None)


def _page(
    view: View,
    address: WhereAddress,
    answers: Sequence[AnswerPlaces],
    notes: tuple[str, ...],
    error: str | None,
) -> Response:
    query = address.pairs()
    vocabulary = view.corpus.lawbook.vocabulary
    answer = answers[0] if answers else None
    action = answer.action if answer is not None else address.action
    figures = _draw(view, answers)
    return view.page(
        "where.html",
        422 if error else 200,
        error=error,
        address=address,
        answer=answer,
        answers=answers,
        notes=notes,
        actions=vocabulary.actions,
        whos=vocabulary.who,
        verdicts=VERDICTS,
        bases=BASES,
        facts=_choose_facts(view.site, action, address),
        today=view.site.today(),
        levels=() if answer is None else group_places(view.site, answer),
        changes=_list_changes(view.site, answers),
        figures=figures,
        patterns=county_svg.patterns({patch for _, _, legend in figures for patch, _, _ in legend}),
        swatch=county_svg.swatch,
        percent=lambda share: view.language.number(round(share * 100, 1)),
        query=query,
        data_links=[]
        if answer is None
        else [(form.upper(), view.url(f"/where.{form}", query)) for form in ("json", "csv")],
    )


def _list_changes(
    site: Site, answers: Sequence[AnswerPlaces]
) -> list[tuple[date, int, list[tuple[LevelCount, list[StateRow]]]]]:
    """Of two days, the places that give the answer on one of them alone, the later day first."""
    if len(answers) < 2:
        return []
    found = []
    for one, other in sorted(permutations(answers), key=lambda pair: pair[0].on, reverse=True):
        beside = {(place.level, place.place) for place in other.places}
        alone = tuple(p for p in one.places if (p.level, p.place) not in beside)
        found.append((one.on, len(alone), group_places(site, replace(one, places=alone))))
    return found


def _draw(
    view: View, answers: Sequence[AnswerPlaces]
) -> list[tuple[Markup, str, list[tuple[county_svg.Patch, str, int]]]]:
    """The maps with their names and legends; none where counties were not asked."""
    if not answers or all(count.level != "county" for count in answers[0].levels):
        return []
    drawn = AnswerMap(view.corpus.engine, answers)
    panes = drawn.panes(view.language, told=False)
    legends = drawn.legends(view.language)
    for i, (pane, legend) in enumerate(zip(panes, legends, strict=True)):
        told = "; ".join(f"{said}: {view.language.number(count)}" for _, said, count in legend)
        panes[i] = replace(pane, label=f"{pane.label}. {told}")
    maps = county_svg.page_maps(panes, {})
    labels = [pane.label.partition(".")[0] for pane in panes]
    return list(zip(maps, labels, legends, strict=True))


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
