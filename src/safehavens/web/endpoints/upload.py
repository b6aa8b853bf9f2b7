"""Screen a table that is sent, CSV or Parquet; it goes back with verdicts. Nothing is kept.

What is sent may hold facts about people's status, so the answer is `no-store`, and neither is
written to a file. A table is read whole, within its time, before it takes one of the few slots in
which tables are screened; a client that sends many must wait between them.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from operator import add
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from safehavens.decide.request import BadRequest
from safehavens.http.limits import LIMITS, Limits, size_text
from safehavens.http.long_work import NoSlot, StopSignal, TookTooLong, WorkSlots
from safehavens.http.rate import RateLimiter
from safehavens.http.untrusted_parquet import UnreadableTable, read_parquet
from safehavens.screen.column_names import (
    ADDED_COLUMNS,
    BLANK_MEANINGS,
    DATE_RULES,
    REQUEST_COLUMNS,
)
from safehavens.web.endpoints.parameters import BUSY, PROBLEMS, On, describe_problems, site_of
from safehavens.web.endpoints.screening_parts import screen_in_parts
from safehavens.web.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

    from safehavens.api import Corpus
    from safehavens.decide.engine import Engine
    from safehavens.screen.requests import Options, Requests

PATH: Final = "/api/screen"
GUESS_PATH: Final = "/api/screen/guess"
CSV: Final = "text/csv"
PARQUET: Final = "application/vnd.apache.parquet"
BYTES: Final = "application/octet-stream"
"""Either of them: Parquet is known by its first and last bytes."""
YAML: Final = "application/yaml"
_NO_TABLE: Final = f"The body must be a table, sent with Content-Type: {CSV}, {PARQUET} or {BYTES}."

_BINARY: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}
_TABLE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": f"A table with the columns {', '.join(REQUEST_COLUMNS)}, and any facts: CSV "
        f"with a header, or Parquet; at most {LIMITS.table_rows:,} rows.",
        "content": {CSV: {"schema": {"type": "string"}}, PARQUET: _BINARY, BYTES: _BINARY},
    }
}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": f"The table, with the columns {', '.join(ADDED_COLUMNS)}",
        "content": {CSV: {"schema": {"type": "string"}}, PARQUET: _BINARY},
    },
    **describe_problems(
        (429, "Too many tables from one address; try again after `Retry-After` seconds")
    ),
    **BUSY,
}
_GUESSES: Final[dict[int | str, dict[str, Any]]] = {
    **_ANSWERS,
    200: {
        "description": "A map as `safehavens screen --maps` reads it",
        "content": {YAML: {"schema": {"type": "object", "title": "TableMap"}}},
    },
}
_Word = Annotated[str | None, Query(max_length=LIMITS.place_characters)]
_Maps = Annotated[
    list[str] | None,
    Query(
        alias="map",
        max_length=LIMITS.place_characters,
        description="Which column of the table is which of ours: County=place.county",
    ),
]


class Uploads:
    """The tables that are sent to one server: how often, and how many at once.

    Parameters
    ----------
    limits : Limits
    """

    def __init__(self, limits: Limits) -> None:
        self.rate = RateLimiter(
            limits.tables_in_a_row, limits.seconds_between_tables, limits.clients_remembered
        )
        self.slots = WorkSlots(limits.tables_at_once, limits.screening_seconds)
        self.seconds = limits.screening_seconds
        self._arriving = 0
        self._most_arriving = limits.tables_arriving

    async def receive(self, request: Request) -> bytes:
        """A table, when all of it has come. No slot is taken meanwhile."""
        if self.slots.busy or self._arriving >= self._most_arriving:
            raise NoSlot
        self._arriving += 1
        try:
            return await request.body()
        finally:
            self._arriving -= 1


def screening_router(uploads: Uploads) -> APIRouter:
    """The address at which tables are screened."""
    router = APIRouter(tags=["tables"], responses=PROBLEMS)

    async def screen(
        request: Request,
        place: _Word = None,
        who: _Word = None,
        action: _Word = None,
        on: On = None,
        blank: Annotated[
            str, Query(max_length=20, description=" or ".join(BLANK_MEANINGS))
        ] = "unknown",
        maps: _Maps = None,
        state: _Word = None,
        country: Annotated[
            str, Query(max_length=20, description="A code of two letters, or any")
        ] = "us",
        dates: Annotated[str, Query(max_length=20, description=", ".join(DATE_RULES))] = "auto",
    ) -> Response:
        wait = uploads.rate.take(request.client.host if request.client else "")
        if wait:
            return _too_often(wait)
        from safehavens.screen.arguments import read_arguments
        from safehavens.screen.column_map import read_map_words

        chosen = read_arguments(
            {
                "place": place, "who": who, "action": action, "on": on,
                "blank": blank,  # type: ignore[typeddict-item]  # read_arguments checks it
                "map": read_map_words(maps or ()).columns,
                "state": state, "country": country, "dates": dates,
            }
        )  # fmt: skip
        corpus = site_of(request).corpus

        def work(kind: str, table: bytes, stop: StopSignal) -> bytes:
            screen_table = _screen_parquet if kind == PARQUET else _screen_csv
            return screen_table(corpus, table, chosen, stop)

        kind, screened = await _receive_and_work(uploads, request, work)
        return Response(screened, media_type=kind, headers={"Cache-Control": "no-store"})

    @router.post(
        GUESS_PATH,
        response_class=Response,
        responses=_GUESSES,
        openapi_extra=_TABLE,
        summary="Propose how a table reads",
    )
    async def guess(request: Request) -> Response:
        """A map of columns and values, as YAML, from a sample of the table. Correct it, and give
        its columns as `map`. No cell of a column that is not mapped is quoted."""
        wait = uploads.rate.take(request.client.host if request.client else "")
        if wait:
            return _too_often(wait)
        engine = site_of(request).corpus.engine
        _, text = await _receive_and_work(
            uploads, request, lambda kind, table, stop: _guess_map(engine, kind, table)
        )
        return Response(text, media_type=YAML, headers={"Cache-Control": "no-store"})

    screen.__doc__ = (
        "A verdict for each row of a CSV or Parquet table of at most "
        f"{size_text(LIMITS.table_bytes)}, which comes back in its own format. A row that cannot "
        "be decided has no verdict, and says why in `problem`. The parameters replace columns "
        "that are missing."
    )
    router.post(
        PATH,
        response_class=Response,
        responses=_ANSWERS,
        openapi_extra=_TABLE,
        summary="Screen a table",
    )(screen)
    return router


async def _receive_and_work(
    uploads: Uploads, request: Request, work: Callable[[str, bytes, StopSignal], bytes]
) -> tuple[str, bytes]:
    """The content type of a table that is sent, and what work on it gives, within limits."""
    try:
        table = await uploads.receive(request)
        kind = _kind_of(request, table)
        done = await uploads.slots.run(request.receive, lambda stop: work(kind, table, stop))
    except NoSlot:
        raise HTTPException(503, headers={"Retry-After": "5"}) from None
    except TookTooLong:
        raise BadRequest(
            f"The table takes more than {uploads.seconds:.0f} seconds to screen, which is the "
            "most allowed; send fewer rows, and correct names of places that are not known."
        ) from None
    return kind, done


def _guess_map(engine: Engine, kind: str, table: bytes) -> bytes:
    """The map that a table's first rows propose, as YAML. Raises BadRequest."""
    from safehavens.screen.files import csv_files
    from safehavens.screen.reading.guess import SAMPLE_ROWS, Guesser, write_map

    if not table.strip():
        raise BadRequest("The table is empty.")
    if kind == PARQUET:
        try:
            sample = read_parquet(table).slice(0, SAMPLE_ROWS).combine_chunks().to_batches()
        except UnreadableTable as error:
            raise BadRequest(str(error)) from None
    else:
        source = csv_files.CsvSource(io.BytesIO(table), "the table", len(table))
        piece = next(iter(source.pieces()), None)
        sample = [] if piece is None else [piece.rows().table().slice(0, SAMPLE_ROWS)]
    if not sample or not sample[0].num_rows:
        raise BadRequest("The table has a header and no row.")
    facts = engine.lawbook.facts
    guess = Guesser(engine).guess(sample[0])
    return write_map(guess, "the table", lambda n: n in facts and facts[n].private).encode()


def _kind_of(request: Request, table: bytes) -> str:
    """The table's content type: Parquet is known by its first and last bytes, too."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if table.startswith(b"PAR1") and table.endswith(b"PAR1"):
        return PARQUET
    if kind not in (CSV, PARQUET, BYTES):
        raise HTTPException(415, _NO_TABLE)
    return CSV if kind == BYTES else kind


def _too_often(wait: int) -> Response:
    seconds = "1 second" if wait == 1 else f"{wait} seconds"
    detail = f"Too many tables came from this address; send the next in {seconds}."
    response = Problem(429, "too-many", detail).response()
    response.headers["Retry-After"] = str(wait)
    return response


def _check(requests: Requests, schema: pa.Schema) -> None:
    """`Requests.check`, with advice that fits the interface.

    Raises
    ------
    BadRequest
        The table cannot be screened.
    """
    names = list(schema.names)
    taken = [name for name in requests.options.added if name in names]
    if taken:
        raise BadRequest(
            f"The table already has a column {taken[0]!r}, which is added here; give it another "
            "name."
        )
    if missing := requests.missing(names):
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


def _screen_parquet(corpus: Corpus, table: bytes, options: Options, stop: StopSignal) -> bytes:
    """The table as Parquet with what screening adds. Raises BadRequest where it cannot be."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from safehavens.screen.files.blocks import Block, TableRows
    from safehavens.screen.requests import Requests

    if not table:
        raise BadRequest("The table is empty.")
    try:
        sent = read_parquet(table)
    except UnreadableTable as error:
        raise BadRequest(str(error)) from None
    requests = Requests(corpus.engine, options)
    _check(requests, sent.schema)
    batches = []
    first = 1
    for batch in sent.to_batches(max_chunksize=1 << 16):
        rows = TableRows(batch, partial(add, first))
        try:
            for part, screened in screen_in_parts(rows, requests, stop):
                batches.append(Block(part, {}, screened.columns).table())
        except pa.ArrowException:
            raise BadRequest("The table has a column whose values cannot be read.") from None
        first += batch.num_rows
    out = io.BytesIO()
    whole = pa.Table.from_batches([batch.cast(batches[0].schema) for batch in batches])
    pq.write_table(whole, out, compression="snappy")
    return out.getvalue()


def _screen_csv(corpus: Corpus, table: bytes, options: Options, stop: StopSignal) -> bytes:
    """The table as CSV with what screening adds. Raises BadRequest where it cannot be."""
    from safehavens.screen.files import csv_files
    from safehavens.screen.files.blocks import Block
    from safehavens.screen.requests import Requests

    if not table.strip():
        raise BadRequest("The table is empty.")
    _check_rows(table, stop)
    source = csv_files.CsvSource(io.BytesIO(table), "the table", len(table))
    requests = Requests(corpus.engine, options)
    _check(requests, source.schema)
    out = io.BytesIO()
    begun = False
    for piece in source.pieces():
        for part, screened in screen_in_parts(piece.rows(), requests, stop):
            batch = Block(part, {}, screened.columns).table()
            if not begun:
                out.write(csv_files.write_header(batch.schema.names))
                begun = True
            out.write(csv_files.write_rows(batch))
    if not begun:
        raise BadRequest("The table has a header and no row.")
    return out.getvalue()


def _check_rows(table: bytes, stop: StopSignal) -> None:
    """Raise BadRequest where a CSV table has too many rows, before any of them is screened."""
    from safehavens.screen.files import csv_files

    most = LIMITS.table_rows
    if max(table.count(b"\n"), table.count(b"\r")) <= most:
        return  # a row takes a line at least
    rows = 0
    for piece in csv_files.CsvSource(io.BytesIO(table), "the table", len(table)).pieces():
        stop.check()
        rows += piece.rows().table().num_rows
        if rows > most:
            raise BadRequest(f"The table has more than {most:,} rows, which is the most allowed.")
