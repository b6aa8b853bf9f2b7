"""Every limit of the web in one place. The documentation of the API is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_KB: Final = 1024
_MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, how many, how often and how long. Sizes are in bytes.

    Attributes
    ----------
    path_characters, query_characters : int
        Of an address: its path, and what follows the question mark.
    head_bytes, head_seconds, headers : int, float, int
        Of the head of a request: its size, how long it may take to arrive, and its headers.
    read_seconds : float
        How long a client may read nothing of an answer that waits for it.
    body_bytes, body_seconds : int, float
        Of the body of a request: its size, and how long it may take to arrive.
    form_fields : int
        Of a posted form.
    table_bytes, table_seconds : int, float
        The same as for a body, for a table that is sent to be screened.
    tables_arriving : int
        Tables that may be on their way to this process at once.
    tables_at_once, screening_seconds : int, float
        Tables that are screened at once, and how long one may take.
    tables_in_a_row, seconds_between_tables : int, float
        Tables that one client may send at once, and after how long it may send one more.
    clients_remembered : int
        Clients whose tables are counted.
    table_rows : int
        Rows of a table.
    parquet_columns, parquet_bytes : int
        Of a Parquet file; the bytes are those of the table in memory.
    parquet_memory, parquet_seconds : int
        What the process that unpacks a Parquet file may use.
    panel_places, panel_names, panel_cells, panel_rows : int
        Of a slice of the panel: places, probes (and as many indices), by spell the product of both,
        and rows.
    panels_at_once, panel_seconds : int, float
        Slices that are made at once, and how long one may take.
    surveys_at_once, surveys_waiting, survey_seconds : int, int, float
        Surveys of all places (where, changes, coverage, sources, a measure of the Atlas that is not
        worked out yet, the files of the panel) that are made at once, how many more may wait, and
        how long one may take, its wait included.
    sources_page : int
        Sources in one answer.
    compared_places : int
        Places side by side.
    search_characters, search_hits, page_hits : int
        Of the words of a search; hits of a search by the interface and on a page.
    place_characters, word_characters, id_characters : int
        Of a place's name, of a word of the vocabulary, and of an id.
    norms_page : int
        Norms in one answer.
    facts : int
        Facts in one request.
    cache_bytes : int
        Pages that are kept ready.
    pages_at_once, pages_waiting : int
        Answers that are worked out at once, and requests that may wait for their turn beside them.
    connections : int
        Connections at once, of each worker. One more closes the one that has waited longest for a
        request.
    idle_seconds : float
        How long a connection without a request is kept.
    worker_bytes : int
        How large one of several workers may grow before another takes its place.
    stop_seconds : int
        How long requests under way may take when the server is told to stop.
    """

    path_characters: int = 1024
    query_characters: int = 4096
    head_bytes: int = 64 * _KB
    head_seconds: float = 10.0
    headers: int = 100
    read_seconds: float = 30.0
    body_bytes: int = 64 * _KB
    body_seconds: float = 10.0
    form_fields: int = 500
    table_bytes: int = 8 * _MB
    table_seconds: float = 60.0
    tables_arriving: int = 64
    tables_at_once: int = 2
    screening_seconds: float = 120.0
    tables_in_a_row: int = 10
    seconds_between_tables: float = 3.0
    clients_remembered: int = 10_000
    table_rows: int = 200_000
    parquet_columns: int = 500
    parquet_bytes: int = 64 * _MB
    parquet_memory: int = 768 * _MB
    parquet_seconds: int = 20
    panel_places: int = 50
    panel_names: int = 200
    panel_cells: int = 2_000
    panel_rows: int = 10_000
    panels_at_once: int = 2
    panel_seconds: float = 30.0
    surveys_at_once: int = 2
    surveys_waiting: int = 16
    survey_seconds: float = 30.0
    sources_page: int = 500
    compared_places: int = 4
    search_characters: int = 200
    search_hits: int = 200
    page_hits: int = 60
    place_characters: int = 200
    word_characters: int = 100
    id_characters: int = 300
    norms_page: int = 500
    facts: int = 500
    cache_bytes: int = 64 * _MB
    pages_at_once: int = 8
    pages_waiting: int = 200
    connections: int = 2000
    idle_seconds: float = 30.0
    worker_bytes: int = 500 * _MB
    stop_seconds: int = 5


LIMITS: Final = Limits()
"""The limits of the server as it ships."""


def size_text(size: int) -> str:
    """A size as people write it: 64 KB, 8 MB."""
    return f"{size // _MB} MB" if size % _MB == 0 else f"{size // _KB} KB"


def describe_limits(limits: Limits = LIMITS) -> tuple[tuple[str, str], ...]:
    """The limits that clients meet, as rows of a table: what is limited, and to how much."""
    return (
        ("path of an address", f"{limits.path_characters:,} characters"),
        ("address after the question mark", f"{limits.query_characters:,} characters"),
        (
            "head of a request",
            f"{size_text(limits.head_bytes)}, {limits.headers} headers, {limits.head_seconds:g} s "
            "to arrive",
        ),
        (
            "body of a request",
            f"{size_text(limits.body_bytes)}, {limits.body_seconds:g} s to arrive",
        ),
        ("facts in a request", f"{limits.facts}"),
        (
            "table to screen",
            f"{size_text(limits.table_bytes)}, {limits.table_rows:,} rows, "
            f"{limits.table_seconds:g} s to arrive",
        ),
        (
            "Parquet file to screen",
            f"{limits.parquet_columns} columns, {size_text(limits.parquet_bytes)} when unpacked",
        ),
        (
            "process that unpacks Parquet",
            f"{size_text(limits.parquet_memory)} beyond its start, {limits.parquet_seconds} s",
        ),
        (
            "tables from one client",
            f"{limits.tables_in_a_row} at once, then one every {limits.seconds_between_tables:g} s",
        ),
        ("clients whose tables are counted", f"{limits.clients_remembered:,}"),
        ("tables on their way to the server", f"{limits.tables_arriving} at once"),
        (
            "screening",
            f"{limits.tables_at_once} tables at once, {limits.screening_seconds:g} s each",
        ),
        (
            "slice of the panel",
            f"{limits.panel_places} places, by spell {limits.panel_cells:,} places × probes and "
            f"indices, {limits.panel_rows:,} rows, "
            f"{limits.panel_seconds:g} s, {limits.panels_at_once} slices at once",
        ),
        (
            "survey of all places (where, changes, coverage, sources)",
            f"{limits.survey_seconds:g} s, {limits.surveys_at_once} surveys at once, "
            f"{limits.surveys_waiting} more waiting",
        ),
        ("sources in one answer", f"{limits.sources_page}"),
        ("places compared", f"{limits.compared_places}"),
        (
            "search",
            f"{limits.search_characters} characters, {limits.search_hits} hits "
            f"({limits.page_hits} on a page)",
        ),
        ("norms in one answer", f"{limits.norms_page}"),
        ("finished pages in the cache", size_text(limits.cache_bytes)),
        (
            "requests that are answered",
            f"{limits.pages_at_once} at once, {limits.pages_waiting} more waiting",
        ),
        ("client that does not read its answer", f"{limits.read_seconds:g} s"),
        (
            "connections of a worker",
            f"{limits.connections:,}, idle for {limits.idle_seconds:g} s",
        ),
        ("memory of one of several workers", size_text(limits.worker_bytes)),
        ("requests under way when the server is told to stop", f"{limits.stop_seconds} s"),
    )
