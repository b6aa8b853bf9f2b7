"""Screen a file of requests: the command's work, its progress and its report."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

from safehavens.api import Corpus
from safehavens.cli.output.progress import table_progress
from safehavens.cli.output.reading import report_reading
from safehavens.cli.output.table_report import report_bad_rows, report_guess, report_readings
from safehavens.cli.speech import language, say, say_answer, say_count
from safehavens.cli.terminal import tell, warn
from safehavens.decide.request import BadRequest
from safehavens.files.whole import write_whole
from safehavens.screen.answer_counts import Answers, sort_answers
from safehavens.screen.files.blocks import RowsLost
from safehavens.screen.files.containers import packed_name
from safehavens.screen.files.read_options import FORMATS, SUFFIXES, ReadOptions, format_of
from safehavens.screen.files.sink import Sink
from safehavens.screen.files.source import Source, open_source
from safehavens.screen.files.stream import Tally, check_rejects, screen_file
from safehavens.screen.reading.guess import SAMPLE_ROWS, Guesser, write_map
from safehavens.screen.requests import Options, Requests
from safehavens.wording.labels import N_

SOME_BAD: Final = 3
"""The exit status where some rows have no verdict."""

A_RULE: Final = N_("a rule permits it")

ROWS_LOST: Final = 1
"""The exit status where rows that were read are not those that were written."""


@dataclass(frozen=True, slots=True)
class ScreenJob:
    """Which table to screen, and where to."""

    requests: str
    output: str
    reading: ReadOptions
    output_format: str | None
    rejects: Path | None
    strict: bool
    master: str | None


def screen_here(corpus: Corpus, job: ScreenJob, options: Options) -> int:
    """Screen a table in this process; the exit status: 0; 3 where some rows are bad."""
    requests = Requests(corpus.engine, options)
    _refuse_same(job)
    source = open_source(job.requests, job.reading)
    report_reading(source)
    for warning in requests.check(source.schema):
        warn(warning)
    with _terminated():
        sink = Sink(job.output, _output_format(job, source), hold=job.strict)
        rejects = None
        try:
            if job.rejects is not None:
                check_rejects(source)
                rejects = Sink(str(job.rejects), format_of(str(job.rejects), None, "a name"))
            with table_progress(source) as progress:
                tally = screen_file(
                    source, sink, requests,
                    rejects=rejects, strict=job.strict, progress=progress,
                )  # fmt: skip
        except RowsLost as error:
            warn(say("%(what)s. Nothing is written; please report this.", what=error))
            return ROWS_LOST
        except BaseException:
            sink.abandon()
            if rejects is not None:
                rejects.abandon()
            raise
    report_readings(requests.readings())
    report_bad_rows(source, tally.problems, requests.explain)
    _report(tally, job.rejects)
    return SOME_BAD if tally.bad else 0


def _output_format(job: ScreenJob, source: Source) -> str:
    if job.output != "-" or job.output_format is not None:
        return format_of(job.output, job.output_format, "--to")
    if job.requests == "-" or job.reading.format is not None:
        kind = job.reading.format or "csv"
    elif Path(job.requests).is_dir():
        kind = "parquet"
    else:
        kind = SUFFIXES.get(Path(packed_name(job.requests)).suffix.lower(), "csv")
    return kind if kind in FORMATS else "csv"


def _refuse_same(job: ScreenJob) -> None:
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


def _report(tally: Tally, rejects: Path | None) -> None:
    """Say on standard error what came of how many rows, and how many were screened."""
    if tally.answers:
        tell("; ".join(_list_answers(tally.answers)))
    text = say_count("%(count)s row screened", "%(count)s rows screened", tally.rows)
    if tally.bad:
        without = language().number(tally.bad)
        text += ", " + say("%(count)s without a verdict", count=without)
        if rejects is not None:
            text += "; " + say("see %(file)s", file=rejects)
    tell(text)


def _list_answers(answers: Answers) -> Iterator[str]:
    """Each verdict, as it stands in the table, with its rows; of *permitted* what it rests on."""
    for verdict, bases in sort_answers(answers).items():
        number = language().number(sum(bases.values()))
        if verdict != "permitted":
            yield f"{verdict}: {number}"
        elif None in bases:
            where = say("the column basis says whether a rule permits it")
            yield f"{verdict}: {number} ({where})"
        else:
            parts = (
                f"{say(A_RULE) if basis == 'power' else say_answer(verdict, basis)} "
                f"{language().number(rows)}"
                for basis, rows in bases.items()
            )
            yield f"{verdict}: {number} ({', '.join(parts)})"


def propose_map(corpus: Corpus, job: ScreenJob, options: Options) -> None:
    """Write a map that a sample of the table suggests. Raises BadRequest for an empty table."""
    source = open_source(job.requests, job.reading)
    report_reading(source)
    piece = next(iter(source.pieces()), None)
    if piece is None:
        raise BadRequest(f"{job.requests} has no rows to guess from.")
    sample = piece.rows().table().slice(0, SAMPLE_ROWS)
    fixed = {
        "place": options.place, "who": options.who, "action": options.action, "date": options.on,
    }  # fmt: skip
    guess = Guesser(corpus.engine).guess(sample, [n for n, v in fixed.items() if v is not None])
    facts = corpus.lawbook.facts
    text = write_map(guess, job.requests, lambda name: name in facts and facts[name].private)
    if job.output == "-":
        sys.stdout.write(text)
    else:
        write_whole(Path(job.output), text.encode())
    report_guess(guess, job.output)


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
