"""Screening on many machines: the same kernels, through Spark's mapInArrow.

The law is read once, by the driver, and shipped as it was read; each Python worker process makes
one engine of it and keeps it for all its tasks. Workers need this package installed, not the law.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa

from safehavens.corpus.model import Lawbook
from safehavens.logic.conditions import Conditions
from safehavens.screen.requests import Options, Requests

_KEPT: Final = 4
_requests_by_law: dict[tuple[str, str], Requests] = {}
"""What this worker process has prepared, by the law's version and the options."""


def screen_spark(frame: Any, lawbook: Lawbook, conditions: Conditions, options: Options) -> Any:
    """Screen a Spark data frame; see `safehavens.api.Corpus.screen_spark`.

    Raises
    ------
    BadRequest
        As for other tables, before any task is started.
    """
    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import StringType, StructField, StructType

    requests = _read_requests(lawbook, conditions, options)
    requests.check(to_arrow_schema(frame.schema))
    added = [StructField(name, StringType(), True) for name in options.added]
    law = frame.sparkSession.sparkContext.broadcast(pickle.dumps((lawbook, conditions), 5))
    work = _task(law, lawbook.version, options)
    return frame.mapInArrow(work, StructType([*frame.schema.fields, *added]))


def _task(
    law: Any, version: str, options: Options
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The work of one task. Only names of this module travel with it, and the broadcast."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from safehavens.screen.spark import screen_batches, worker_requests

        yield from screen_batches(batches, worker_requests(law, version, options))

    return work


def worker_requests(law: Any, version: str, options: Options) -> Requests:
    """This process's reader of requests under the law that was shipped."""
    key = (version, repr(options))
    if key not in _requests_by_law:
        if len(_requests_by_law) >= _KEPT:
            _requests_by_law.clear()
        lawbook, conditions = pickle.loads(law.value)  # noqa: S301 (from our own driver)
        _requests_by_law[key] = _read_requests(lawbook, conditions, options)
    return _requests_by_law[key]


def screen_batches(
    batches: Iterator[pa.RecordBatch], requests: Requests
) -> Iterator[pa.RecordBatch]:
    """Batches with what screening adds, as Spark takes them."""
    for batch in batches:
        screened = requests.screen(batch)
        columns = [*batch.columns, *(c.cast(pa.string()) for c in screened.columns.values())]
        yield pa.RecordBatch.from_arrays(columns, [*batch.schema.names, *screened.columns])


def _read_requests(lawbook: Lawbook, conditions: Conditions, options: Options) -> Requests:
    from safehavens.corpus.places import load as load_gazetteer
    from safehavens.decide.engine import Engine

    if options.dates == "auto" and options.country == "us":
        options = replace(options, dates="mdy")  # no worker sees the first batch of all
    gazetteer = load_gazetteer().with_ids(lawbook.places)
    return Requests(Engine(lawbook, conditions, gazetteer), options)
