"""What the law was read from: every address, how and when it was seen, and what rests on it."""

from __future__ import annotations

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.sources import SEEN
from safehavens.decide.decision import plain
from safehavens.decide.request import BadRequest
from safehavens.decide.survey.cited_sources import CitedSources
from safehavens.web.parts.data_answers import table_response
from safehavens.web.parts.survey_work import surveys_of
from safehavens.web.site import Site, View

_WORDS: Final = ("place", "seen", "older_than", "host")
_COLUMNS: Final = (
    "address", "host", "seen", "checked", "age_days", "instruments", "rulings", "registers",
    "norms", "governments", "events",
)  # fmt: skip
_ON_A_PAGE: Final = 100
_MOST_HOSTS: Final = 12


async def sources(request: Request) -> Response:
    """/sources?place=…&seen=…&older_than=…&host=…&page=…, and .json and .csv."""
    site: Site = request.app.state.site
    view = site.view(request)
    asked = {name: request.query_params.get(name, "").strip() for name in _WORDS}
    try:
        number = _read_page(request.query_params.get("page", "1"))
        cited = await surveys_of(request).run(
            request,
            lambda _: site.corpus.sources(
                asked["place"] or None,
                seen=asked["seen"] or None,
                older_than=asked["older_than"] or None,
                host=asked["host"] or None,
            ),
        )
    except (BadRequest, UnknownPlace) as error:
        if view.path != "/sources":
            raise
        return await run_in_threadpool(_page, view, asked, None, 1, str(error))
    return await run_in_threadpool(_show, view, asked, cited, number)


def _show(view: View, asked: dict[str, str], cited: CitedSources, number: int) -> Response:
    """What was found, in the form that was asked for."""
    if view.path.endswith(".json"):
        return JSONResponse(plain(cited))
    if view.path.endswith(".csv"):
        rows = (
            (one.address, one.host, one.seen, one.checked, one.age, " ".join(one.instruments),
             " ".join(one.rulings), " ".join(one.registers), " ".join(one.norms),
             " ".join(one.governments), "; ".join(one.events))
            for one in cited.sources
        )  # fmt: skip
        return table_response("sources.csv", _COLUMNS, rows)
    return _page(view, asked, cited, number, None)


def _read_page(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= 10_000:
        raise BadRequest(f"{text!r} is not a valid page; write a number from 1 up.")
    return int(text[:6])


def _page(
    view: View, asked: dict[str, str], cited: CitedSources | None, number: int, error: str | None
) -> Response:
    query = [(name, text) for name, text in asked.items() if text]
    count = 0 if cited is None else len(cited.sources)
    last = max((count + _ON_A_PAGE - 1) // _ON_A_PAGE, 1)
    shown = () if cited is None else cited.sources[(number - 1) * _ON_A_PAGE :][:_ON_A_PAGE]

    def page_address(other: int) -> str:
        return view.url("/sources", [*query, ("page", other)])

    return view.page(
        "sources.html",
        422 if error else 200,
        error=error,
        asked=asked,
        ways=SEEN,
        cited=cited,
        hosts=[] if cited is None else [one for one in cited.by_host if one.name][:_MOST_HOSTS],
        shown=shown,
        page_number=number,
        last=last,
        before=page_address(number - 1) if 1 < number <= last else None,
        after=page_address(number + 1) if number < last else None,
        of_host=lambda name: view.url("/sources", [*(p for p in query if p[0] != "host"),
                                                   ("host", name)]),
        query=query,
        data_links=[]
        if error
        else [(form.upper(), view.url(f"/sources.{form}", query)) for form in ("json", "csv")],
    )  # fmt: skip
