"""Screen a table that is sent, CSV or Parquet: it goes back with verdicts. Nothing is kept.

What is sent may hold facts about people's status, so the answer is `no-store`, and neither is
written to a file. Few are screened at once: each needs memory for its whole table. A client that
sends many must wait between them.
"""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from safehavens.decide.request import BadRequest
from safehavens.http.untrusted import Buckets, parquet_table
from safehavens.screen.column_names import ADDED_COLUMNS, BLANK_MEANINGS, REQUEST_COLUMNS
from safehavens.web.endpoints.routes import On
from safehavens.web.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

    from safehavens.api import Corpus
    from safehavens.screen.requests import Options, Requests

LARGEST_TABLE: Final = 8 * 1024 * 1024
PATH: Final = "/api/screen"
CSV: Final = "text/csv"
PARQUET: Final = "application/vnd.apache.parquet"
UPLOADS: Final = Buckets(most=10, seconds=3.0)
"""How often a client may send a table to this process."""

_AT_ONCE: Final = 2
_BINARY: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}
_TABLE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": f"A table with the columns {', '.join(REQUEST_COLUMNS)}, and any facts: CSV "
        "with a header, or Parquet (at most 200,000 rows).",
        "content": {CSV: {"schema": {"type": "string"}}, PARQUET: _BINARY},
    }
}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": f"The table, with the columns {', '.join(ADDED_COLUMNS)}",
        "content": {CSV: {"schema": {"type": "string"}}, PARQUET: _BINARY},
    },
    429: {
        "description": "Too many tables from one address; try again after `Retry-After` seconds",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
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
        blank: Annotated[
            str, Query(max_length=20, description=" or ".join(BLANK_MEANINGS))
        ] = "unknown",
    ) -> Response:
        """A verdict for each row of a CSV or Parquet table of at most 8 MB, which comes back in
        its own form. A row that cannot be decided has no verdict, and says why in `problem`. The
        parameters serve for columns that are not there.
        """
        wait = UPLOADS.take(request.client.host if request.client else "")
        if wait:
            return _too_often(wait)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
        if places.locked():
            raise HTTPException(503, headers={"Retry-After": "5"})
        async with places:
            from safehavens.screen.arguments import read_arguments

            chosen = read_arguments(
                {"place": place, "who": who, "action": action, "on": on, "blank": blank}  # type: ignore[typeddict-item]
            )
            table = await request.body()
            if kind == PARQUET or (table.startswith(b"PAR1") and table.endswith(b"PAR1")):
                kind, work = PARQUET, _screened_parquet
            elif kind == CSV:
                work = _screened
            else:
                raise HTTPException(415)
            corpus: Corpus = request.app.state.site.corpus
            screened = await run_in_threadpool(work, corpus, table, chosen)
        return Response(screened, media_type=kind, headers={"Cache-Control": "no-store"})

    return router


def _too_often(wait: int) -> Response:
    seconds = "1 second" if wait == 1 else f"{wait} seconds"
    said = f"Too many tables came from this address; send the next in {seconds}."
    response = Problem(429, "too-many", said).response()
    response.headers["Retry-After"] = str(wait)
    return response


def _check(requests: Requests, schema: pa.Schema) -> None:
    """`Requests.check`, with what is to be done said as it is done here.

    Raises
    ------
    BadRequest
        The table cannot be screened.
    """
    names = list(schema.names)
    taken = [name for name in requests.options.added if name in names]
    if taken:
        raise BadRequest(
            f"The table has a column {taken[0]!r} already, which is added here; give it another "
            "name."
        )
    missing = [name for name in requests.needed if name not in names]
    if missing:
        ways = " and ".join({"date": "on"}.get(name, name) for name in missing)
        raise BadRequest(
            f"The table has no column {' or '.join(repr(n) for n in missing)}; name a column so, "
            f"or give one value for all rows in the address ({ways})."
        )
    requests.check(schema)
    for theirs, name in requests.used(names).items():
        kind = str(schema.field(theirs).type)
        if "binary" in kind:
            raise BadRequest(f"The column {theirs!r} holds {kind}, which {name} cannot be.")


def _screened_parquet(corpus: Corpus, table: bytes, options: Options) -> bytes:
    """The same of Parquet, as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from safehavens.screen.files.blocks import Block, TableRows
    from safehavens.screen.requests import Requests

    if not table:
        raise BadRequest("The table is empty.")
    read = parquet_table(table)
    requests = Requests(corpus.engine, options)
    _check(requests, read.schema)
    made = []
    first = 1
    for batch in read.to_batches(max_chunksize=1 << 16):
        rows = TableRows(batch, lambda row, first=first: first + row)  # type: ignore[misc]
        try:
            screened = rows.screen(requests)
        except pa.ArrowException:
            raise BadRequest("The table has a column whose values cannot be read.") from None
        made.append(Block(rows, {}, screened.columns).table())
        first += batch.num_rows
    out = io.BytesIO()
    whole = pa.Table.from_batches([batch.cast(made[0].schema) for batch in made])
    pq.write_table(whole, out, compression="snappy")
    return out.getvalue()


def _screened(corpus: Corpus, table: bytes, options: Options) -> bytes:
    """The table with what screening adds. Raises BadRequest where it cannot be screened."""
    from safehavens.screen.files import csv_files
    from safehavens.screen.files.blocks import Block
    from safehavens.screen.requests import Requests

    if not table.strip():
        raise BadRequest("The table is empty.")
    source = csv_files.CsvSource(io.BytesIO(table), "the table", len(table))
    requests = Requests(corpus.engine, options)
    _check(requests, source.schema)
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
