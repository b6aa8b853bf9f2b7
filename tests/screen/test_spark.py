"""Screening on a real Spark cluster: the same answers as here, also when a machine dies."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from safehavens import Corpus
from safehavens.decide.request import BadRequest
from safehavens.screen.column_names import ADDED_COLUMNS
from safehavens.screen.files.read_options import ReadOptions
from tests.screen import spark_cluster

_missing = spark_cluster.missing()
pytestmark = pytest.mark.skipif(_missing is not None, reason=_missing or "")

ROWS = 30_000
PARTS = 16


@pytest.fixture(scope="module")
def requests() -> pa.Table:
    chance = np.random.default_rng(3)

    def of(*values: object) -> list[object]:
        return [values[i] for i in chance.integers(0, len(values), ROWS)]

    return pa.table(
        {
            "id": pa.array(range(ROWS), pa.int64()),
            "place": of("NYC", "SF", "Chicago, IL", "17031", "Texas", "Nowhere at all"),
            "who": of("jail", "sheriff"),
            "action": of("hold", "notify_release"),
            "date": of("2012-06-01", "2019-01-01", "2024-05-01", None),
            "warrant": of("none", "administrative", "judicial", None, "odd"),
            "convicted_felony": pa.array(of(True, False, None), pa.bool_()),
        }
    )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[spark_cluster.Cluster]:
    found = spark_cluster.Cluster(tmp_path_factory.mktemp("spark"))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def session(cluster: spark_cluster.Cluster) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    env = spark_cluster.environment()
    before = dict(os.environ)
    os.environ.update(env)
    builder: Any = SparkSession.builder
    made = (
        builder.master(cluster.master)
        .config("spark.driver.host", spark_cluster.HOME)
        .config("spark.driver.bindAddress", spark_cluster.HOME)
        .config("spark.executor.memory", "512m")
        .config("spark.executor.extraJavaOptions", spark_cluster.QUICK)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", 2)
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("OFF")
    yield made
    made.stop()
    os.environ.clear()
    os.environ.update(before)


def same(corpus: Corpus, requests: pa.Table, found: pa.Table) -> None:
    expected = corpus.screen(requests)
    text = pa.schema(
        [f.with_type(pa.string()) if pa.types.is_dictionary(f.type) else f for f in expected.schema]
    )
    assert found.sort_by("id").cast(text).equals(expected.cast(text))


@pytest.mark.long
def test_the_same_answers_as_here_though_a_worker_is_killed(
    corpus: Corpus, requests: pa.Table, cluster: spark_cluster.Cluster, session: Any
) -> None:
    frame = session.createDataFrame(requests).repartition(PARTS)
    screened = corpus.screen_spark(frame)
    assert screened.columns[-len(ADDED_COLUMNS) :] == [*ADDED_COLUMNS]

    # Slowly, so that one of the two workers can die when a few tasks are done.
    def slow(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            time.sleep(0.4)
            yield batch

    slowly = corpus.screen_spark(frame.mapInArrow(slow, frame.schema))
    found: list[Any] = []
    job = threading.Thread(target=lambda: found.append(slowly.toArrow()), daemon=True)
    before = _done(session)
    job.start()
    _until(lambda: _done(session) >= before + PARTS // 6)
    cluster.kill_worker()
    killed_at = _done(session) - before
    job.join(60)
    assert not job.is_alive()
    assert killed_at < PARTS
    same(corpus, requests, found[0])


def test_options_and_errors_are_those_of_screen(
    corpus: Corpus, requests: pa.Table, session: Any
) -> None:
    small = requests.slice(0, 500).drop_columns(["who"]).rename_columns({"warrant": "paper"})
    frame = session.createDataFrame(small)
    with pytest.raises(BadRequest, match="no column 'who'"):
        corpus.screen_spark(frame)
    chosen: dict[str, Any] = {
        "who": "jail", "map": {"paper": "warrant"}, "values": {"warrant": {"odd": "none"}},
        "columns": ("verdict", "problem"), "prefix": "our_", "blank": "presumed",
    }  # fmt: skip
    found = corpus.screen_spark(frame, **chosen).toArrow().sort_by("id")
    expected = corpus.screen(small, **chosen)
    for name in ("our_verdict", "our_problem"):
        assert found[name].to_pylist() == expected[name].to_pylist()


def test_the_command_line(
    corpus: Corpus, requests: pa.Table, cluster: spark_cluster.Cluster, session: Any,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from safehavens.cli.screening import ScreenJob
    from safehavens.cli.spark_screening import screen_on_spark
    from safehavens.cli.table_options import read_table_options

    # In this process there is one Spark context; the command finds it, and must not end it.
    monkeypatch.setattr(type(session), "stop", lambda self: None)
    pq.write_table(requests, tmp_path / "requests.parquet")
    chosen = read_table_options(None, None, None, None, None, "", [], None, "unknown")
    job = ScreenJob(
        str(tmp_path / "requests.parquet"), str(tmp_path / "out"), ReadOptions(), None,
        tmp_path / "bad", False, cluster.master,
    )  # fmt: skip
    assert screen_on_spark(corpus, job, chosen) == 3
    same(corpus, requests, pq.read_table(tmp_path / "out"))
    bad = pq.read_table(tmp_path / "bad")
    assert f"30,000 rows screened, {len(bad):,} without a verdict" in capsys.readouterr().err
    assert bad["verdict"].null_count == len(bad) > 0


def _done(session: Any) -> int:
    """How many tasks of all jobs are done."""
    tracker = session.sparkContext.statusTracker()
    total = 0
    for job in tracker.getJobIdsForGroup(None):
        for stage in tracker.getJobInfo(job).stageIds:
            info = tracker.getStageInfo(stage)
            total += info.numCompletedTasks if info is not None else 0
    return total


def _until(so: Any) -> None:
    for _ in range(400):
        if so():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that")
