"""Very many random cases, held to one meaning: in rounds, each of its own seed, gone on with later.

    python -m tests.random_cases tables --cases 1000000
    python -m tests.random_cases select --cases 1000000
    python -m tests.random_cases reference --cases 100000
    python -m tests.random_cases postgres --cases 100000
    python -m tests.random_cases solver --cases 20000

Each kind draws random law and random requests and compares two evaluators:

- tables: a screened table with the one-case engine, row by row
- select: the SELECT on DuckDB, in every dialect, with the engine
- postgres: the same on a throwaway PostgreSQL
- reference: the engine with docs/semantics.md read plainly (tests/reference.py)
- solver: the formulas for Z3 with the engine

What was done so far is kept in a file (`--progress`), written anew after each round: stop it when
you like, and start it again with the same words. A mismatch is printed with the seed of its round,
kept in the file, and ends the run with status 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from safehavens.files.whole import WholeFiles
from safehavens.warehouse.dialects import DIALECTS
from tests.decide.test_properties import book_and_requests, compare_with_meaning
from tests.screen.test_one_meaning import RANDOM_LAW, compare_random_table
from tests.strategies import Book, books, chances, listed_books, requests, tied_books

SEED: Final = 20261130
_BOOKS_A_ROUND: Final = 40

Compare = Callable[[Any], int]
"""Compares one thing drawn; says how many cases that were. AssertionError: they differ."""


@dataclass
class Progress:
    """What was compared so far."""

    kind: str
    seed: int
    rounds: int = 0
    cases: int = 0
    processor_seconds: float = 0.0
    mismatches: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path, kind: str, chosen: int) -> Progress:
        """The progress of a file; a new one, where there is no file.

        Raises
        ------
        SystemExit
            If the file is of another kind or seed.
        """
        if not path.exists():
            return cls(kind, chosen)
        found = cls(**json.loads(path.read_text("utf-8")))
        if (found.kind, found.seed) != (kind, chosen):
            raise SystemExit(
                f"{path} is of {found.kind} with seed {found.seed}: name another file."
            )
        return found

    def write(self, path: Path) -> None:
        with WholeFiles() as files:
            files.part(path).write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")
            files.publish()


def _compare_table(drawn: tuple[Book, Random]) -> int:
    return compare_random_table(*drawn)


def _compare_with_reference(drawn: tuple[Book, list[Any]]) -> int:
    return compare_with_meaning(*drawn)


@contextmanager
def comparing(kind: str) -> Iterator[tuple[st.SearchStrategy[Any], Compare]]:
    """What is drawn of a kind, and what compares it. Imports only what that kind needs."""
    if kind == "tables":
        yield st.tuples(RANDOM_LAW, chances), _compare_table
    elif kind == "reference":
        yield book_and_requests(), _compare_with_reference
    elif kind == "select":
        from tests.warehouse.test_properties import compare_select

        drawn = st.tuples(RANDOM_LAW, chances, st.sampled_from(DIALECTS))
        yield drawn, lambda one: len(compare_select(*one))
    elif kind == "postgres":
        from tests.warehouse.test_postgres import compare_on_postgres, connect_to_postgres

        with connect_to_postgres() as server:
            yield st.tuples(RANDOM_LAW, chances), lambda one: compare_on_postgres(server, *one)
    else:
        from tests.logic.test_solver import compare_with_solver

        law = st.one_of(books(), listed_books(), tied_books())
        asked = law.flatmap(
            lambda book: st.tuples(st.just(book), st.lists(requests(book.facts), min_size=4))
        )
        yield asked, lambda one: compare_with_solver(*one)


def run_round(drawn: st.SearchStrategy[Any], compare: Compare, number: int) -> int:
    """Compare what one seed draws; say how many cases that were."""
    counted = 0

    @seed(number)
    @settings(
        max_examples=_BOOKS_A_ROUND, database=None, deadline=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(drawn)
    def compare_drawn(one: Any) -> None:
        nonlocal counted
        counted += compare(one)

    compare_drawn()
    return counted


def run(kind: str, cases: int, chosen: int, path: Path) -> Progress:
    """Go on until so many cases were compared, or two evaluators differ."""
    progress = Progress.read(path, kind, chosen)
    with comparing(kind) as (drawn, compare):
        while progress.cases < cases and not progress.mismatches:
            number = chosen * 1_000_000 + progress.rounds
            before = time.process_time()
            try:
                progress.cases += run_round(drawn, compare, number)
            except AssertionError:
                progress.mismatches.append({"seed": number, "found": traceback.format_exc()})
            progress.rounds += 1
            progress.processor_seconds += round(time.process_time() - before, 2)
            progress.write(path)
    return progress


def main(words: list[str] | None = None) -> int:
    """Run what is asked for and print what was found; 1 where two evaluators differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("kind", choices=("tables", "select", "postgres", "reference", "solver"))
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--progress", type=Path, help="(dist/random_cases_KIND.json)")
    options = parser.parse_args(words)
    path = options.progress or Path("dist", f"random_cases_{options.kind}.json")
    path.parent.mkdir(exist_ok=True)
    found = run(options.kind, options.cases, options.seed, path)
    print(
        f"{found.kind}: {found.cases:,} cases of {found.rounds * _BOOKS_A_ROUND:,} random books "
        f"at most, seed {found.seed}, {len(found.mismatches)} mismatches, "
        f"{found.processor_seconds:,.0f} s of processor time. Kept in {path}."
    )
    for mismatch in found.mismatches:
        print(f"seed {mismatch['seed']}:\n{mismatch['found']}", file=sys.stderr)
    return 1 if found.mismatches else 0


if __name__ == "__main__":
    raise SystemExit(main())
