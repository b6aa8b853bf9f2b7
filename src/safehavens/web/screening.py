"""Screen a table that is sent: CSV in, CSV out with a verdict for each row. Nothing is kept.

What is sent may hold facts about people's status, so the answer is `no-store`, and neither is
written to a file. Few are screened at once: each needs memory for its whole table.
"""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from safehavens.decide.request import BadRequest
from safehavens.web.api import On

if TYPE_CHECKING:
    from safehavens.api import Corpus
    from safehavens.screen.requests import Options

LARGEST_TABLE: Final = 8 * 1024 * 1024
PATH: Final = "/api/screen"
_AT_ONCE: Final = 2
_TABLE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "A CSV table with a header: place, who, action, date and any facts.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The table, with verdict, deciding, waits_for, confidence and problem",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    },
    503: {
        "description": "Others are being screened; try again in a while",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    },
}
_Word = Annotated[str | None, Query(max_length=200)]


def screening() -> APIRouter:
    """The address at which tables are screened."""
    router = APIRouter()
    places = asyncio.Semaphore(_AT_ONCE)

    @router.post(
        PATH,
        response_class=Response,
        responses=_ANSWERS,
        openapi_extra=_TABLE,
        summary="Screen a table",
    )
    async def screen(
        request: Request,
        place: _Word = None,
        who: _Word = None,
        action: _Word = None,
        on: On = None,
        blank: Annotated[str, Query(max_length=20, description="unknown or presumed")] = "unknown",
    ) -> Response:
        """A verdict for each row of a CSV table of at most 8 MB. A row that cannot be decided has
        no verdict, and says why in `problem`. The parameters serve for columns that are not there.
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
        if kind != "text/csv":
            raise HTTPException(415)
        if places.locked():
            raise HTTPException(503, headers={"Retry-After": "5"})
        async with places:
            from safehavens.screen.requests import Options

            chosen = Options(place=place, who=who, action=action, on=on, blank=blank)  # type: ignore[arg-type]
            table = await request.body()
            corpus: Corpus = request.app.state.site.corpus
            screened = await run_in_threadpool(_screened, corpus, table, chosen)
        return Response(screened, media_type="text/csv", headers={"Cache-Control": "no-store"})

    return router


def _screened(corpus: Corpus, table: bytes, options: Options) -> bytes:
    """The table with what screening adds. Raises BadRequest where it cannot be screened."""
    from safehavens.screen import csv_files
    from safehavens.screen.blocks import Block
    from safehavens.screen.requests import Requests

    if not table.strip():
        raise BadRequest("The table is empty.")
    source = csv_files.CsvSource(io.BytesIO(table), "the table", len(table))
    requests = Requests(corpus.engine, options)
    requests.check(source.schema)
    out = io.BytesIO()
    begun = False
    for piece in source.pieces():
        rows = piece.rows()
        screened = rows.screen(requests)
        made = Block(rows, {}, screened.columns).table()
        if not begun:
            out.write(csv_files.header(made.schema.names))
            begun = True
        out.write(csv_files.lines(made))
    if not begun:
        raise BadRequest("The table has a header and no row.")
    return out.getvalue()
