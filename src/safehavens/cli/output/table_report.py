"""What is said on standard error of a table: what was read as what, and which rows are bad."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from safehavens.cli.speech import language, say, say_count
from safehavens.cli.terminal import tell, warn
from safehavens.screen.bad_rows import BadRows
from safehavens.screen.files.source import Source
from safehavens.screen.reading.guess import TableGuess
from safehavens.wording.labels import N_

_MOST_SHOWN: Final = 20


def report_readings(readings: Sequence[tuple[str, int | None]]) -> None:
    """Say what was read as what, the most frequent first."""
    for text, rows in readings[:_MOST_SHOWN]:
        counted = "" if rows is None else f" ({_rows(rows)})"
        tell(text.removesuffix(".") + counted + ".")
    if len(readings) > _MOST_SHOWN:
        more = language().number(len(readings) - _MOST_SHOWN)
        tell("… " + say("and %(count)s more", count=more))


def report_bad_rows(
    source: Source, bad: BadRows, explain: Callable[[str], str] = lambda problem: problem
) -> None:
    """Say what is wrong with the rows that have no verdict: each, or if many, one of each kind."""
    word = say(N_("line") if source.unit == "bytes" else N_("row"))
    examples = bad.examples()
    for kind in examples[:_MOST_SHOWN]:
        alike = f" ({_rows(kind.rows)})" if kind.rows > 1 else ""
        warn(f"{source.name}, {word} {kind.number}: {explain(kind.problem)}{alike}")
    rest = examples[_MOST_SHOWN:]
    if rest:
        warn("… " + say("and %(count)s more", count=language().number(sum(k.rows for k in rest))))


def report_guess(guess: TableGuess, file: str) -> None:
    """Say how much of a table could be read; no cell is quoted."""
    for column in guess.columns:
        tell(
            say(
                "The column %(theirs)s as %(ours)s: %(read)s of %(rows)s cells can be read",
                theirs=repr(" ".join(column.theirs.split())),
                ours=column.ours,
                read=language().number(column.read),
                rows=language().number(column.rows),
            )
        )
    if guess.missing:
        tell(say("No column was found for: %(names)s", names=", ".join(guess.missing)))
    if guess.state is not None:
        tell(say("All counties are in %(state)s: add --state %(state)s", state=guess.state))
    if file != "-":
        tell(say("The map is in %(file)s; correct it, then use it with --maps", file=file))


def _rows(rows: int) -> str:
    return say_count("%(count)s row", "%(count)s rows", rows)
