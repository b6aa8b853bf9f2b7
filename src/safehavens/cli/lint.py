"""`safehavens lint`: what is odd in law, each finding with a request that shows it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from safehavens.api import Corpus
from safehavens.cli.show import words
from safehavens.cli.show.page import Page
from safehavens.compare.lint.findings import Flaw
from safehavens.compare.lint.lint import Tick, lint, lint_day
from safehavens.compare.variants import draft_files

_STEPS = 8_000
"""About as many steps as the whole corpus takes."""


def run(
    corpus: Corpus, paths: Sequence[Path], on: date | None, show_all: bool, as_json: bool
) -> int:
    """Lint these files over a corpus, else the corpus itself.

    Returns the exit status: 1 where a finding is not accepted in the law file.
    """
    files: set[str] | None = None
    if paths:
        files = {file.name for path in paths for file in draft_files(path)}
        for path in paths:
            corpus = corpus.with_draft(path)
    day = on or lint_day(corpus.engine, files or (), date.today())
    with progress("linting") as tick:
        found = lint(corpus.engine, day, files, tick)
    open_ = [flaw for flaw in found if flaw.accepted is None and not flaw.note]
    shown = found if show_all or files is not None else open_
    if as_json:
        from safehavens.cli.proofs import print_json

        print_json(shown)
    else:
        show(corpus, shown)
        accepted = sum(flaw.accepted is not None for flaw in found)
        notes = sum(flaw.note and flaw.accepted is None for flaw in found)
        hidden = "" if len(shown) == len(found) else "; --all shows them"
        print(
            f"{words_for(len(open_), 'finding')}, {accepted} accepted in the law files, "
            f"{words_for(notes, 'note')}{hidden}",
            file=sys.stderr,
        )
    return 1 if open_ else 0


def words_for(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def show(corpus: Corpus, found: Sequence[Flaw]) -> None:
    """Write findings: where, what, a request that shows it, what to write."""
    for flaw in found:
        norm = f"{flaw.norm}: " if flaw.norm else ""
        kind = f"{flaw.kind} (note)" if flaw.note else flaw.kind
        print(f"{flaw.file}:{flaw.line}: {kind}: {norm}{flaw.message}.")  # one line, for editors
        page = Page()
        if flaw.example is not None:
            said = flaw.example
            place = corpus.gazetteer.get(said.place).name
            asked = f"{place}, {said.who}, {said.action}, {said.on}"
            facts = " ".join(f"{name}={words.value(v)}" for name, v in said.facts.items())
            page.line(f"Shown by: {asked}{', ' + facts if facts else ''}.", 4)
        if flaw.accepted is not None:
            page.line(f"Accepted: {flaw.accepted}", 4)
        else:
            page.line(f"Suggestion: {flaw.suggestion}", 4)
        page.show()


@contextmanager
def progress(what: str) -> Iterator[Tick]:
    """A progress bar on standard error, where it is a terminal."""
    bar = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    with bar:
        task = bar.add_task(what, total=_STEPS)
        yield lambda _: bar.advance(task)
