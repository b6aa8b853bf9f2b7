"""Slices of the panel under /api/panel: verdicts and indices by place and time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import StringConstraints
from starlette.datastructures import Headers
from starlette.responses import Response

from safehavens.api import Corpus
from safehavens.corpus.model import Battery
from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest
from safehavens.http.accept import preferred
from safehavens.http.limits import LIMITS, Limits
from safehavens.http.long_work import NoSlot, StopSignal, TookTooLong, WorkSlots
from safehavens.web.endpoints import models
from safehavens.web.endpoints.parameters import BUSY, PROBLEMS, refuse_unknown, site_of

PATH: Final = "/api/panel"
CSV: Final = "text/csv"
_JSON: Final = "application/json"
_COLUMNS: Final = ("place", "fips", "name", "government", "kind", "measure")
_SAID: Final = ("verdict", "basis", "confidence", "seen", "searched", "value", "raw")
_Name = Annotated[str, StringConstraints(min_length=1, max_length=LIMITS.place_characters)]
_Month = Annotated[
    str | None,
    Query(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$", description="YYYY-MM", examples=["2010-01"]),
]
_Places = Annotated[
    list[_Name],
    Query(
        min_length=1,
        max_length=LIMITS.panel_places,
        description="Names, Open Civic Data ids or FIPS codes, each a parameter of its own; or "
        "`states`: all of them",
        examples=[["Chicago, IL", "Texas"]],
    ),
]
_Names = Annotated[
    list[_Name],
    Query(
        max_length=LIMITS.panel_names, description="Names, each a parameter of its own; or `all`"
    ),
]
_Frequency = Literal["spell", "year"]
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {CSV: {"schema": {"type": "string"}}}},
    **BUSY,
}


@dataclass(frozen=True, slots=True)
class Slice:
    """What is asked of the panel."""

    places: Sequence[str]
    probes: Sequence[str]
    indices: Sequence[str]
    start: str | None
    end: str | None
    freq: _Frequency


def prefers_csv(headers: Headers) -> bool:
    """Whether a client would rather have CSV than JSON."""
    return preferred(headers.get("accept", ""), (CSV, _JSON), _JSON) == CSV


def variant(path: str, headers: Headers) -> str:
    """What, of its headers, the answer at an address depends on."""
    return "csv" if path == PATH and prefers_csv(headers) else ""


def panel_router(limits: Limits) -> APIRouter:
    """The two addresses of the panel."""
    router = APIRouter(
        prefix="/api",
        tags=["panel"],
        responses=PROBLEMS,
        dependencies=[Depends(refuse_unknown)],
    )
    slots = WorkSlots(limits.panels_at_once, limits.panel_seconds)

    async def panel(
        request: Request,
        places: _Places,
        probes: _Names = [],  # noqa: B006
        indices: _Names = [],  # noqa: B006
        start: Annotated[_Month, Query(alias="from")] = None,
        end: Annotated[_Month, Query(alias="to")] = None,
        freq: Annotated[_Frequency, Query()] = "spell",
    ) -> Response:
        chosen = Slice(places, probes, indices, start, end, freq)
        as_csv = request.scope["path"] != PATH or prefers_csv(request.headers)
        site = site_of(request)
        try:
            body = await slots.run(
                request.receive, lambda stop: _panel(site.corpus, chosen, as_csv, stop)
            )
        except NoSlot:
            raise HTTPException(503, headers={"Retry-After": "2"}) from None
        except TookTooLong:
            raise _too_much("time") from None
        headers = {
            "ETag": f'W/"{site.version}-{site.today():%Y%m%d}-{"csv" if as_csv else "json"}"',
            "Vary": "Accept",
        }
        if as_csv:
            headers["Content-Disposition"] = 'inline; filename="panel.csv"'
        return Response(body, headers=headers, media_type=CSV if as_csv else _JSON)

    panel.__doc__ = (
        "Verdicts on probes, and indices read off them, by place and time: at most "
        f"{LIMITS.panel_rows:,} rows.\n\nWithout `probes` and `indices`: all indices. Without "
        "`from` and `to`: from January 1985 to the present month. By `spell`, a row for each "
        "stretch in which nothing changes; by `year`, one for the first day of each year. CSV is "
        "also given to clients that prefer it (`Accept: text/csv`)."
    )
    router.get(
        "/panel", response_model=models.PanelAnswer, responses=_ANSWERS, summary="The panel"
    )(panel)
    router.get(
        "/panel.csv", response_class=Response, responses=_ANSWERS, summary="The panel as CSV"
    )(panel)
    return router


def _panel(corpus: Corpus, chosen: Slice, as_csv: bool, stop: StopSignal) -> bytes:
    """The slice, ready to be sent. Raises BadRequest where it is too large or a name is unknown."""
    from safehavens.measure.index import index_sentences
    from safehavens.measure.panel_places import choose_rows
    from safehavens.measure.window import answered_days, read_window

    for word in ("counties", "corpus"):
        if word in chosen.places:
            raise BadRequest(f"The panel of {word!r} is too large to be given here; name places.")
    battery = _battery(corpus)
    says = index_sentences(battery)
    probes = _choose("probe", chosen.probes, battery.probes)
    every_index = [] if chosen.probes else ["all"]
    indices = _choose("index", chosen.indices or every_index, says)
    covered = read_window(chosen.start, chosen.end, answered_days(corpus.lawbook, battery))
    places = choose_rows(corpus.engine, chosen.places)
    cells = len(places) * (len(probes) + len(indices))
    if chosen.freq == "spell" and cells > LIMITS.panel_cells:
        raise _too_much("cells")
    if chosen.freq == "year":
        years = len(covered.days("year"))
        if cells * years > LIMITS.panel_rows:
            raise _too_much("rows")
    rows: list[dict[str, Any]] = []
    for row in _panel_rows(corpus, battery, places, covered, chosen.freq, probes, indices, stop):
        if len(rows) == LIMITS.panel_rows:
            raise _too_much("rows")
        rows.append(row)
    if as_csv:
        return _write_csv(rows, chosen.freq)
    answer = {
        "corpus": corpus.version,
        "start": covered.start.isoformat(),
        "end": covered.end.isoformat(),
        "freq": chosen.freq,
        "measures": {
            **{name: battery.probes[name].says for name in probes},
            **{name: says[name] for name in indices},
        },
        "rows": rows,
    }
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def _write_csv(rows: Iterable[dict[str, Any]], freq: _Frequency) -> bytes:
    out = io.StringIO()
    time = ("start", "end") if freq == "spell" else ("day",)
    columns = (*_COLUMNS, *time, *_SAID, "deciding")
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows({**row, "deciding": " ".join(row["deciding"])} for row in rows)
    return out.getvalue().encode()


def _too_much(what: Literal["cells", "rows", "time"]) -> BadRequest:
    much = {
        "cells": f"That would be more than {LIMITS.panel_cells:,} places times probes and indices, "
        "which is the most given by spell at once",
        "rows": f"That would be more than {LIMITS.panel_rows:,} rows, which is the most given at "
        "once",
        "time": "That takes longer than one answer may",
    }
    return BadRequest(f"{much[what]}; ask for fewer places, probes or years.")


def _battery(corpus: Corpus) -> Battery:
    from safehavens.measure.probes import BadProbe, choose_battery

    try:
        return choose_battery(corpus.lawbook, None)
    except BadProbe:
        raise BadRequest("The law served here has no probes, so it has no panel.") from None


def _choose(what: str, names: Sequence[str], known: Iterable[str]) -> list[str]:
    """The names that are asked for, none twice; `all` stands for every one."""
    known = list(known)
    chosen: dict[str, None] = {}
    for name in names:
        if name == "all":
            chosen.update(dict.fromkeys(known))
        elif name in known:
            chosen[name] = None
        else:
            raise BadRequest(unknown(what, name, known))
    return list(chosen)


def _panel_rows(
    corpus: Corpus,
    battery: Battery,
    places: Any,
    covered: Any,
    freq: _Frequency,
    probes: Sequence[str],
    indices: Sequence[str],
    stop: StopSignal,
) -> Iterator[dict[str, Any]]:
    from safehavens.measure.columns.column_maker import Layout
    from safehavens.measure.panel import Panel, Values
    from safehavens.measure.probes import narrow_battery
    from safehavens.measure.spells.probe_spells import survey_probes

    kinds: tuple[tuple[Values, str, Sequence[str]], ...] = (
        ("verdicts", "probe", probes),
        ("indices", "index", indices),
    )
    for values, kind, names in kinds:
        if not names:
            continue
        part = narrow_battery(battery, names)
        stop.check()
        spells = survey_probes(corpus.engine, part, places, covered, lambda _: stop.check())
        panel = Panel(corpus.version, part, places, covered, spells)
        for batch in panel.batches(Layout(freq, "long"), values)[1]:
            for start in range(0, batch.num_rows, 1000):  # no more of them are objects at once
                stop.check()
                for row in batch.slice(start, 1000).to_pylist():
                    yield _panel_row(row, kind)


def _panel_row(row: dict[str, Any], kind: str) -> dict[str, Any]:
    time: dict[str, str] = {
        name: row[name].isoformat() for name in ("start", "end", "day") if name in row
    }
    return {
        **{name: row[name] for name in ("place", "fips", "name", "government")},
        "kind": kind,
        "measure": row[kind],
        **time,
        **{name: row.get(name) for name in _SAID},
        "deciding": (row.get("deciding") or "").split(),
    }
