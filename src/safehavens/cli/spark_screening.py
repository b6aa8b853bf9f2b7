"""Screen Parquet files on a Spark cluster."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from safehavens.api import Corpus
from safehavens.cli.screening import SOME_BAD, ScreenJob
from safehavens.cli.speech import language, say, say_count
from safehavens.cli.terminal import tell, warn
from safehavens.decide.request import BadRequest
from safehavens.screen.requests import Options, Requests
from safehavens.screen.spark import screen_spark


def screen_on_spark(corpus: Corpus, job: ScreenJob, options: Options) -> int:
    """Screen Parquet files into a folder of Parquet files; the exit status."""
    _check(job, options)
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise BadRequest(
            "Spark is not installed: pip install 'safehavens[spark]', and Java 17 or later."
        ) from None
    import pyarrow.parquet as pq

    files = [job.requests] if os.path.isfile(job.requests) else _files(Path(job.requests))
    requests = Requests(corpus.engine, options)
    for warning in requests.check(pq.read_schema(files[0])):
        warn(warning)
    builder: Any = SparkSession.builder
    builder = builder.appName("safehavens screen")
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 1 << 17)
    if job.master is not None:
        builder = builder.master(job.master)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    target = Path(job.output)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        frame = session.read.parquet(os.path.abspath(job.requests))
        screened = screen_spark(frame, corpus.lawbook, corpus.conditions, options)
        screened.write.parquet(str(part.absolute()))
        rows = session.read.parquet(str(part.absolute()))
        mark = options.prefix + ("verdict" if "verdict" in options.columns else "problem")
        none = f"`{mark}` IS NULL" if "verdict" in options.columns else f"`{mark}` IS NOT NULL"
        count, bad = rows.count(), rows.where(none)
        without = bad.count()
        if job.strict and without:
            raise BadRequest(f"{without:,} of {count:,} rows have no verdict; nothing is written.")
        if job.rejects is not None:
            bad.write.mode("overwrite").parquet(str(job.rejects.absolute()))
        if target.exists():
            shutil.rmtree(target)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        session.stop()
    rows = say_count("%(count)s row screened", "%(count)s rows screened", count)
    bad_rows = language().number(without)
    tell(rows + ", " + say("%(count)s without a verdict", count=bad_rows))
    return SOME_BAD if without else 0


def _check(job: ScreenJob, options: Options) -> None:
    if not {"verdict", "problem"} & set(options.columns):
        raise BadRequest("With --engine spark, --columns must have verdict or problem.")
    if not os.path.exists(job.requests):
        raise BadRequest(f"There is no file {job.requests}.")
    for file_format, path in ((job.reading.format, job.requests), (job.output_format, job.output)):
        named = os.path.isdir(path) or Path(path).suffix.lower() in (".parquet", ".pq", "")
        if path == "-" or not (file_format == "parquet" or (file_format is None and named)):
            raise BadRequest("With --engine spark, Parquet is read and a folder of it written.")
    target = Path(job.output)
    if target.is_file():
        raise BadRequest(f"{job.output} is a file; Spark writes a folder of Parquet files.")
    if target.is_dir() and not (target / "_SUCCESS").exists():
        raise BadRequest(f"{job.output} is a folder that Spark did not write; name another.")
    if not target.absolute().parent.is_dir():
        raise BadRequest(f"There is no folder {target.parent} to write {target.name} into.")


def _files(folder: Path) -> list[str]:
    parquet_files = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".parquet", ".pq"))
    if not parquet_files:
        raise BadRequest(f"The folder {folder} holds no Parquet file.")
    return [str(parquet_files[0])]
