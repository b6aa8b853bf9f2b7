"""What changed between two days: in one place, or everywhere by state; as a page, data and feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.places.place import Place
from safehavens.decide.decision import plain
from safehavens.decide.request import BadRequest, read_day
from safehavens.decide.survey.change_words import (
    describe_day,
    group_by_day,
    group_by_state,
    write_change_feed,
)
from safehavens.decide.survey.law_changes import LawChange, list_law_changes
from safehavens.web.parts.place_names import spoken
from safehavens.web.parts.survey_work import surveys_of
from safehavens.web.site import Site, View

_SHOWN_DAYS: Final = timedelta(days=365)
"""So far back a page goes where no first day is given."""


async def changes(request: Request) -> Response:
    """/changes?place=…&since=…&until=…, and .json and .atom."""
    site: Site = request.app.state.site
    view = site.view(request)
    text = request.query_params.get("place", "").strip()
    until: date | None = None
    since = site.today() - _SHOWN_DAYS
    try:
        if given := request.query_params.get("since", "").strip():
            since = read_day(given)
        if given := request.query_params.get("until", "").strip():
            until = read_day(given)
        place = site.corpus.place(text).place if text else None
        engine = site.corpus.engine
        if place is not None:
            listed = await run_in_threadpool(list_law_changes, engine, since, until, place.id)
        else:
            listed = await surveys_of(request).run(
                request, lambda _: list_law_changes(engine, since, until, None)
            )
    except (BadRequest, UnknownPlace) as error:
        if view.path != "/changes":
            raise
        return await run_in_threadpool(_page, view, text, None, since, until, (), str(error))
    return await run_in_threadpool(_show, view, text, place, since, until, listed)


def _show(
    view: View,
    text: str,
    place: Place | None,
    since: date,
    until: date | None,
    listed: Sequence[LawChange],
) -> Response:
    """What was found, in the form that was asked for."""
    site = view.site
    if view.path.endswith(".json"):
        return JSONResponse(plain(listed))
    if view.path.endswith(".atom"):
        named = None if place is None else (place.id, place.name)
        query = _query(view, place, since, until)
        feed = write_change_feed(
            view.language, site.corpus.gazetteer, listed, named, (since, until),
            view.absolute(view.url("/changes", query)),
            view.absolute(view.url("/changes.atom", query)),
        )  # fmt: skip
        return Response(feed, media_type="application/atom+xml")
    return _page(view, text, place, since, until, listed, None)


def _query(
    view: View, place: Place | None, since: date, until: date | None
) -> list[tuple[str, object]]:
    query: list[tuple[str, object]] = []
    if place is not None:
        query.append(("place", spoken(view.corpus, place)))
    query.append(("since", since.isoformat()))
    if until is not None:
        query.append(("until", until.isoformat()))
    return query


def _page(
    view: View,
    text: str,
    place: Place | None,
    since: date,
    until: date | None,
    listed: Sequence[LawChange],
    error: str | None,
) -> Response:
    gazetteer = view.corpus.gazetteer
    sections = group_by_state(gazetteer, listed) if place is None else [("", [*listed])]
    query = _query(view, place, since, until)
    return view.page(
        "changes.html",
        422 if error else 200,
        error=error,
        text=text,
        place=place,
        since=since,
        until=until,
        sections=[
            (
                name,
                len(in_section),
                [
                    (day, describe_day(view.language, gazetteer, of_day))
                    for day, of_day in group_by_day(in_section)
                ],
            )
            for name, in_section in sections
        ]
        if listed
        else [],
        query=query,
        data_links=[]
        if error
        else [
            ("JSON", view.url("/changes.json", query)),
            ("Atom", view.url("/changes.atom", query)),
        ],
    )
