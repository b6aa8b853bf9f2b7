"""Screen a file of requests: the command's work, its progress and its report."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final, cast

from safehavens.api import Corpus
from safehavens.decide.request import BadRequest, read_day
from safehavens.screen.column_map import Maps, read_map_file, read_map_words
from safehavens.screen.files.formats import Sink, Source, format_of, open_source
from safehavens.screen.files.stream import Tally, check_rejects, screen_file
from safehavens.screen.outputs import OUTPUT
from safehavens.screen.requests import Blank, Options, Requests

SOME_BAD: Final = 3
"""The exit status where some rows have no verdict."""

_REASONS: Final = 5


@dataclass(frozen=True, slots=True)
class Job:
    """What the command line asks for."""

    requests: str
    output: str
    source_format: str | None
    output_format: str | None
    rejects: Path | None
    strict: bool
    engine: str
    master: str | None


def options_of(
    place: str | None,
    who: str | None,
    action: str | None,
    on: str | None,
    columns: str | None,
    prefix: str,
    maps: Sequence[str],
    map_file: Path | None,
    blank: str,
) -> Options:
    """The options that the words of the command line come to. Raises BadRequest."""
    read = read_map_words(maps)
    if map_file is not None:
        read = read_map_file(map_file) | read
    names = OUTPUT if columns is None else tuple(n.strip() for n in columns.split(","))
    return Options(
        place=place, who=who, action=action, on=None if on is None else read_day(on),
        columns=names, prefix=prefix, maps=Maps(read.columns, read.values),
        blank=cast(Blank, blank),
    )  # fmt: skip


def run(corpus: Corpus, job: Job, options: Options) -> int:
    """Screen; the exit status: 0, or 3 where some rows are bad."""
    if job.engine == "spark":
        from safehavens.cli.screen_spark import run as run_spark

        return run_spark(corpus, job, options)
    if job.engine != "local":
        raise BadRequest(f"There is no engine {job.engine!r}; known: local, spark.")
    if job.master is not None:
        raise BadRequest("--master goes with --engine spark.")
    requests = Requests(corpus.engine, options)
    _refuse_same(job)
    source = open_source(job.requests, job.source_format)
    for warning in requests.check(source.schema):
        print(f"safehavens: {warning}", file=sys.stderr)
    with _terminated():
        sink = Sink(job.output, _output_format(job, source), hold=job.strict)
        rejects = None
        try:
            if job.rejects is not None:
                check_rejects(source)
                rejects = Sink(str(job.rejects), format_of(str(job.rejects), None, "a name"))
            with _progress(source) as progress:
                tally = screen_file(
                    source, sink, requests,
                    rejects=rejects, strict=job.strict, progress=progress,
                )  # fmt: skip
        except BaseException:
            sink.abandon()
            if rejects is not None:
                rejects.abandon()
            raise
    _report(source, tally, job.rejects)
    return SOME_BAD if tally.bad else 0


def _output_format(job: Job, source: Source) -> str:
    if job.output != "-" or job.output_format is not None:
        return format_of(job.output, job.output_format, "--to")
    if job.source_format is not None or job.requests == "-":
        return job.source_format or "csv"
    return "parquet" if Path(job.requests).is_dir() else format_of(job.requests, None, "--to")


def _refuse_same(job: Job) -> None:
    """Raise BadRequest where a file is read and written at once, or written twice."""
    written = [path for path in (job.output, str(job.rejects or "-")) if path != "-"]
    for path in written:
        if job.requests != "-" and _same(path, job.requests):
            raise BadRequest(f"{path} is read and cannot be written too; name another file.")
    if len(written) == 2 and _same(*written):
        raise BadRequest(f"The screened rows and the rejects cannot both go into {written[0]}.")


def _same(one: str, other: str) -> bool:
    if os.path.exists(one) and os.path.exists(other):
        return os.path.samefile(one, other)
    return os.path.abspath(one) == os.path.abspath(other)


def _report(source: Source, tally: Tally, rejects: Path | None) -> None:
    """Say on standard error what was screened, and what is wrong with the rows that were not."""
    word = "line" if source.unit == "bytes" else "row"
    for number, said in tally.first:
        print(f"safehavens: {source.name}, {word} {number}: {said}", file=sys.stderr)
    if tally.bad > len(tally.first):
        print(f"safehavens: … and {tally.bad - len(tally.first):,} more", file=sys.stderr)
        for said, count in tally.reasons.most_common(_REASONS):
            print(f"safehavens: {count:,} × {said}", file=sys.stderr)
    rows = f"{tally.rows:,} {'row' if tally.rows == 1 else 'rows'} screened"
    told = f"{rows}, {tally.bad:,} without a verdict" if tally.bad else rows
    where = f"; see {rejects}" if tally.bad and rejects is not None else ""
    print(f"{told}{where}", file=sys.stderr)


@contextmanager
def _progress(source: Source) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal: how far, how fast, how long still."""
    if not sys.stderr.isatty():
        yield lambda size, rows: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    shown = Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,} a second"),
        TimeRemainingColumn(), console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with shown:
        task = shown.add_task(Path(source.name).name, total=source.total, rows=0, rate=0)
        rows = 0

        def told(size: int, more: int) -> None:
            nonlocal rows
            rows += more
            seconds = max(shown.tasks[0].elapsed or 0.0, 0.001)
            shown.update(task, advance=size, rows=rows, rate=int(rows / seconds))

        yield told


@contextmanager
def _terminated() -> Iterator[None]:
    """Let a request to end this process clear up first, as Ctrl-C does."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before: Any = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
