"""The HTTP interface under /api: the same answers as Python, described by OpenAPI."""

from __future__ import annotations

import asyncio
import csv
import datetime
import difflib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response

from safehavens.api import Corpus
from safehavens.corpus.model import VERDICTS, Battery, Instrument, Norm, Ruling
from safehavens.corpus.search import Hit
from safehavens.decide.decision import Decision, plain
from safehavens.decide.history import VerdictSpell
from safehavens.decide.request import BadRequest
from safehavens.web.endpoints import models
from safehavens.web.pages.place import place_data
from safehavens.web.parts.ask_address import decided, read
from safehavens.web.site import Site

PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {
        "description": said,
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    for status, said in (
        (400, "A fact about a person's own status in the address, or a request that is no request"),
        (404, "Nothing of that id"),
        (413, "Too large"),
        (414, "Too long an address"),
        (415, "Not a kind of body that is read there"),
        (422, "What was asked cannot be answered: one sentence says why"),
    )
}
router = APIRouter(prefix="/api", responses=PROBLEMS)

_FACTS: Final[dict[str, Any]] = {
    "parameters": [
        {
            "name": "facts",
            "in": "query",
            "style": "form",
            "explode": True,
            "required": False,
            "description": "What is known, each fact a parameter of its own: warrant=judicial, "
            "convicted_felony=false, minor=unknown. Facts marked private are refused here: POST.",
            "schema": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "example": {"warrant": "administrative"},
            },
        }
    ]
}
PlaceText = Annotated[
    str, Query(min_length=1, max_length=200, description="Name, Open Civic Data id or FIPS code",
               examples=["Chicago, IL"])
]  # fmt: skip
Who = Annotated[str, Query(max_length=100, description="Agency kind", examples=["police"])]
Action = Annotated[str, Query(max_length=100, description="Action", examples=["hold"])]
On = Annotated[
    datetime.date | None,
    Query(description="The day whose law is asked, YYYY-MM-DD; left out: today",
          examples=["2024-05-01"]),
]  # fmt: skip
Id = Annotated[str, Query(min_length=1, max_length=300)]


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


@router.get("/ask", response_model=Decision, openapi_extra=_FACTS, summary="Ask a question")
async def ask(
    request: Request, place: PlaceText, who: Who, action: Action, on: On = None
) -> Response:
    """One question whose facts are none of a person's own status."""
    site = _site(request)
    declared = site.corpus.lawbook.facts
    asked = read(request.query_params.multi_items(), declared, address=True)
    return JSONResponse(decided(site.corpus, asked).to_dict())


@router.post("/ask", response_model=Decision, summary="Ask a question, with any facts")
async def ask_with_facts(request: Request, question: models.Question) -> Response:
    """One question. Nothing of it is kept; no value of a private fact comes back."""
    decision = _site(request).corpus.ask(
        question.place,
        question.action,
        who=question.who,
        on=question.on,
        facts=question.facts,
    )
    return JSONResponse(decision.to_dict(), headers={"Cache-Control": "no-store"})


@router.get(
    "/history", response_model=list[VerdictSpell], openapi_extra=_FACTS, summary="A verdict in time"
)
async def history(request: Request, place: PlaceText, who: Who, action: Action) -> Response:
    """The verdict over all time, oldest first: each spell, what decides it, what began it."""
    site = _site(request)
    declared = site.corpus.lawbook.facts
    asked = read(request.query_params.multi_items(), declared, address=True)
    spells = site.corpus.history(
        asked.place, asked.action, who=asked.who, facts=asked.values(declared)
    )
    return JSONResponse(plain(spells))


@router.post("/history", response_model=list[VerdictSpell], summary="The same, with any facts")
async def history_with_facts(request: Request, question: models.Question) -> Response:
    """The verdict over all time. The question's day is not looked at."""
    spells = _site(request).corpus.history(
        question.place, question.action, who=question.who, facts=question.facts
    )
    return JSONResponse(plain(spells), headers={"Cache-Control": "no-store"})


@router.get("/place", response_model=models.PlaceAnswer, summary="A place on a day")
async def place(request: Request, place: PlaceText, on: On = None) -> Response:
    """Every action, instruments, changes, rulings, events, what is above and what is inside."""
    site = _site(request)
    found = site.corpus.place(place).place
    overview = site.law.overview(found.id, on or site.today())
    return JSONResponse(place_data(site, found, overview))


@router.get("/places", response_model=list[models.PlaceName], summary="Places by their beginning")
async def places(
    request: Request, q: Annotated[str, Query(max_length=200, examples=["chi"])]
) -> Response:
    """Places whose name begins so: those with law coded here first, then the largest."""
    found = _site(request).names.beginning_with(q)
    return JSONResponse([{"id": p.id, "name": p.name, "level": p.level} for p in found])


@router.get("/norms", response_model=list[Norm], summary="Norms")
async def norms(
    request: Request,
    place: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
    on: On = None,
    who: Annotated[str | None, Query(max_length=100)] = None,
    action: Annotated[str | None, Query(max_length=100)] = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """The norms that answer to all of these, by id: those that reach a place, in a spell of their
    own on a day, that address an agency kind or an action."""
    found = _site(request).corpus.norms(place=place, on=on, who=who, action=action)
    headers = {"X-Total-Count": str(len(found))}
    return JSONResponse(plain(found[offset : offset + limit]), headers=headers)


@router.get("/norm", response_model=Norm, summary="One norm")
async def norm(request: Request, id: Id) -> Response:
    """A norm by its id, `instrument#norm` (# is %23 in an address)."""
    return JSONResponse(plain(_site(request).corpus.norm(id)))


@router.get("/instrument", response_model=Instrument, summary="One instrument")
async def instrument(request: Request, id: Id) -> Response:
    """An instrument by its id, with its norms."""
    return JSONResponse(plain(_site(request).corpus.instrument(id)))


@router.get("/ruling", response_model=Ruling, summary="One ruling")
async def ruling(request: Request, id: Id) -> Response:
    """A ruling by its id, with its effects on norms."""
    return JSONResponse(plain(_site(request).corpus.ruling(id)))


@router.get("/search", response_model=list[Hit], summary="Search")
async def search(
    request: Request,
    q: Annotated[str, Query(max_length=200, examples=["detainer"])],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    """Instruments, norms, rulings, facts and the vocabulary's words, best first."""
    return JSONResponse(plain(_site(request).corpus.search(q, limit)))


@router.get("/vocabulary", response_model=models.VocabularyAnswer, summary="The words")
async def vocabulary(request: Request) -> Response:
    """Agency kinds, actions and facts, with their questions and presumptions."""
    lawbook = _site(request).corpus.lawbook
    words = lawbook.vocabulary
    return JSONResponse(
        {
            "who": words.who,
            "actions": words.actions,
            "domains": plain(words.domains),
            "facts": plain(lawbook.facts),
            "verdicts": list(VERDICTS),
            "corpus": lawbook.version,
        }
    )


# ---- the panel ------------------------------------------------------------------------------

PANEL: Final = "/api/panel"
MOST_PLACES: Final = 50
MOST_ROWS: Final = 10_000
_PANELS_AT_ONCE: Final = 2
_panels = asyncio.Semaphore(_PANELS_AT_ONCE)
_COLUMNS: Final = ("place", "fips", "name", "government", "kind", "measure")
_Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_Month = Annotated[
    str | None,
    Query(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$", description="YYYY-MM", examples=["2010-01"]),
]
_Places = Annotated[
    list[_Name],
    Query(
        min_length=1,
        max_length=MOST_PLACES,
        description="Names, Open Civic Data ids or FIPS codes, each a parameter of its own; or "
        "`states`: all of them",
        examples=[["Chicago, IL", "Texas"]],
    ),
]
_Names = Annotated[
    list[_Name],
    Query(max_length=200, description="Names, each a parameter of its own; or `all`"),
]
_CSV_TOO: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
    503: {
        "description": "Others are being served; try again in a while",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    },
}


def prefers_csv(headers: Headers) -> bool:
    """Whether who asks would rather have CSV than JSON."""
    weights = {"text/csv": 0.0, "application/json": 0.0}
    for part in headers.get("accept", "").split(","):
        kind, *parameters = (word.strip().casefold() for word in part.split(";"))
        if kind in weights:
            said = next((p[2:] for p in parameters if p.startswith("q=")), "1")
            try:
                weights[kind] = float(said)
            except ValueError:
                continue
    return weights["text/csv"] > weights["application/json"]


def variant(path: str, headers: Headers) -> str:
    """What, of its headers, the answer at an address turns on."""
    return "csv" if path == PANEL and prefers_csv(headers) else ""


async def panel(
    request: Request,
    places: _Places,
    probes: _Names = [],  # noqa: B006
    indices: _Names = [],  # noqa: B006
    start: Annotated[_Month, Query(alias="from")] = None,
    end: Annotated[_Month, Query(alias="to")] = None,
    freq: Annotated[Literal["spell", "year"], Query()] = "spell",
) -> Response:
    """Verdicts on probes, and indices read off them, by place and time: at most 10,000 rows.

    Without `probes` and `indices`: all indices. Without `from` and `to`: from January 1985 to the
    present month. By `spell`, a row for each stretch in which nothing changes; by `year`, one for
    the first day of each year. CSV is given, too, to who prefers it (`Accept: text/csv`).
    """
    as_csv = request.scope["path"] != PANEL or prefers_csv(request.headers)
    if _panels.locked():
        raise HTTPException(503, headers={"Retry-After": "2"})
    site = _site(request)
    async with _panels:
        body = await run_in_threadpool(
            _panel, site.corpus, places, probes, indices, start, end, freq, as_csv
        )
    headers = {
        "ETag": f'W/"{site.version}-{site.today():%Y%m%d}-{"csv" if as_csv else "json"}"',
        "Vary": "Accept",
    }
    if as_csv:
        headers["Content-Disposition"] = 'inline; filename="panel.csv"'
    return Response(body, headers=headers, media_type="text/csv" if as_csv else "application/json")


if find_spec("pyarrow") is not None:  # the extra `tables`
    router.get(
        "/panel", response_model=models.PanelAnswer, responses=_CSV_TOO, summary="The panel"
    )(panel)
    router.get(
        "/panel.csv", response_class=Response, responses=_CSV_TOO, summary="The panel as CSV"
    )(panel)


def _panel(
    corpus: Corpus,
    places: Sequence[str],
    probes: Sequence[str],
    indices: Sequence[str],
    start: str | None,
    end: str | None,
    freq: Literal["spell", "year"],
    as_csv: bool,
) -> bytes:
    """The slice, ready to be sent. Raises BadRequest where it is too large or names what is not."""
    from safehavens.measure.index import said
    from safehavens.measure.panel_places import choose_rows
    from safehavens.measure.window import window

    for word in ("counties", "corpus"):
        if word in places:
            raise BadRequest(f"The panel of {word!r} is too large to be given here: name places.")
    battery = _battery(corpus)
    says = said(battery)
    asked = _named("probe", probes, battery.probes)
    read = _named("index", indices if probes or indices else ["all"], says)
    covered = window(start, end)
    rows = choose_rows(corpus.engine, places)
    if freq == "year":
        years = len(covered.days("year"))
        if len(rows) * (len(asked) + len(read)) * years > MOST_ROWS:
            raise _too_many()
    found: list[dict[str, Any]] = []
    for row in _panel_rows(corpus, battery, rows, covered, freq, asked, read):
        if len(found) == MOST_ROWS:
            raise _too_many()
        found.append(row)
    if as_csv:
        out = io.StringIO()
        time = ("from", "to") if freq == "spell" else ("on",)
        columns = (*_COLUMNS, *time, "verdict", "value", "deciding")
        writer = csv.DictWriter(out, columns, restval="")
        writer.writeheader()
        writer.writerows({**row, "deciding": " ".join(row["deciding"])} for row in found)
        return out.getvalue().encode()
    answer = {
        "corpus": corpus.version,
        "from": covered.start.isoformat(),
        "to": covered.end.isoformat(),
        "freq": freq,
        "measures": {
            **{name: battery.probes[name].says for name in asked},
            **{name: says[name] for name in read},
        },
        "rows": found,
    }
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def _too_many() -> BadRequest:
    return BadRequest(
        f"That would be more than {MOST_ROWS:,} rows, which is the most given at once: ask for "
        "fewer places, probes or years."
    )


def _battery(corpus: Corpus) -> Battery:
    from safehavens.measure.probes import BadProbe, choose_battery

    try:
        return choose_battery(corpus.lawbook, None)
    except BadProbe:
        raise BadRequest("The law served here has no probes, so there is no panel of it.") from None


def _named(what: str, asked: Sequence[str], known: Iterable[str]) -> list[str]:
    """The names that are asked for, none twice."""
    known = list(known)
    found: dict[str, None] = {}
    for name in asked:
        if name == "all":
            found.update(dict.fromkeys(known))
        elif name in known:
            found[name] = None
        else:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]}?" if near else "."
            raise BadRequest(f"There is no {what} {name!r}{hint}")
    return list(found)


def _panel_rows(
    corpus: Corpus,
    battery: Battery,
    places: Any,
    covered: Any,
    freq: Literal["spell", "year"],
    probes: Sequence[str],
    indices: Sequence[str],
) -> Iterator[dict[str, Any]]:
    from safehavens.measure.layout import Layout
    from safehavens.measure.panel import Panel, Values
    from safehavens.measure.probe_spells import survey
    from safehavens.measure.probes import only

    kinds: tuple[tuple[Values, str, Sequence[str]], ...] = (
        ("verdicts", "probe", probes),
        ("indices", "index", indices),
    )
    for values, kind, names in kinds:
        if not names:
            continue
        part = only(battery, names)
        found = survey(corpus.engine, part, places, covered)
        made = Panel(corpus.version, part, places, covered, found)
        for batch in made.batches(Layout(freq, "long"), values)[1]:
            for start in range(0, batch.num_rows, 1000):  # no more of them are objects at once
                for row in batch.slice(start, 1000).to_pylist():
                    yield _panel_row(row, kind)


def _panel_row(row: dict[str, Any], kind: str) -> dict[str, Any]:
    time: dict[str, str] = {
        name: row[name].isoformat() for name in ("from", "to", "on") if name in row
    }
    return {
        **{name: row[name] for name in ("place", "fips", "name", "government")},
        "kind": kind,
        "measure": row[kind],
        **time,
        "verdict": row.get("verdict"),
        "value": row.get("value"),
        "deciding": (row.get("deciding") or "").split(),
    }
