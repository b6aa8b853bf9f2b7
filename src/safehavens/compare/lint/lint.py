"""Lint: what is odd in law that is well formed, each finding with a request that shows it.

Distinct from `safehavens check`, which asks whether files have the right form and their cases
pass. What is proved is proved over every request, place, day and agency kind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from safehavens.compare.everywhere import find_positions
from safehavens.compare.lint.findings import LintFinding
from safehavens.compare.lint.national_alone import lint_national_alone
from safehavens.compare.lint.needless_questions import lint_open_facts
from safehavens.compare.lint.norm_conditions import lint_condition
from safehavens.compare.lint.norm_standing import StandingLint
from safehavens.compare.lint.repeated_questions import lint_questions
from safehavens.compare.lint.silent_peers import lint_silence
from safehavens.compare.lint.unlike_answers import lint_unlike_answers
from safehavens.corpus.model import Norm
from safehavens.decide.engine import Engine

Tick = Callable[[str], None]
"""Told what is being looked at, after each piece of work."""


def lint(
    engine: Engine, on: date, files: Collection[str] | None = None, tick: Tick = lambda _: None
) -> list[LintFinding]:
    """Find what is odd.

    Parameters
    ----------
    engine : Engine
    on : datetime.date
        The day for which it is said that higher law sets norms aside.
    files : collection of str, optional
        Only findings about norms of these law files; left out: of all.
    tick : callable

    Returns
    -------
    list of LintFinding
        In order of file and line; those that the law files accept as true features included.
    """
    return sorted(
        _find_all(engine, on, files, tick), key=lambda f: (f.file, f.line, f.kind, f.message)
    )


def _find_all(
    engine: Engine, on: date, files: Collection[str] | None, tick: Tick
) -> Iterator[LintFinding]:
    def is_linted(norm: Norm) -> bool:
        return files is None or norm.file in files

    dead: set[str] = set()
    for norm in engine.lawbook.norms.values():
        if is_linted(norm):
            for finding in lint_condition(engine, norm):
                if finding.kind in ("never-applies", "swallowed"):
                    dead.add(norm.id)
                yield finding
            tick("conditions")

    def of_interest(norms: Sequence[Norm]) -> bool:
        return any(map(is_linted, norms))

    standing = StandingLint(engine, is_linted)
    for spot in find_positions(engine, on, of_interest):
        yield from standing.look(spot)
        tick("standing")
    for finding in standing.rest():
        if finding.norm not in dead:
            yield finding
    yield from lint_questions(engine, is_linted)
    tick("questions")
    yield from lint_open_facts(engine, on, is_linted)
    yield from lint_unlike_answers(engine, on, is_linted)
    yield from lint_national_alone(engine, on, is_linted)
    if files is not None:
        yield from lint_silence(engine, on, files)


def lint_day(engine: Engine, files: Collection[str], today: date) -> date:
    """The day to lint law files for: today, or the first day on which all of them are law."""
    starts = [
        instrument.spells[0].start
        for instrument in engine.lawbook.instruments.values()
        if instrument.file in files
    ]
    return max([today, *starts])
