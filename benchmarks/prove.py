"""Answers about all requests at once: how long they take, beside the goals of docs/benchmarks.md.

Run: python benchmarks/prove.py [--rows 10000000] [--small]

Nothing here passes or fails: times and ratios are printed. The table of requests is made up; it
lies in memory, so that what is compared is the screening.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.progress import Progress

from safehavens import Corpus
from safehavens.compare.comparison import Side
from safehavens.compare.evaluator import Evaluator
from safehavens.compare.hasse import partial_order
from safehavens.compare.lint.lint import lint
from safehavens.compare.table_source import TableSource
from safehavens.compare.whatif import Law, whatif
from safehavens.decide.engine import Engine
from safehavens.decide.request import Request
from safehavens.screen.files.stream import read_ahead, run_in_order
from safehavens.screen.requests import Options, Requests

DAY = date(2024, 5, 1)
SMALL = "us/tx/sb4"
PAIRS = (("Illinois", "California"), ("Texas", "California"), ("Chicago, IL", "Houston, TX"))


def timed(work: Callable[[], Any], times: int = 1) -> float:
    """Seconds that work takes: the median of some runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def fresh(corpus: Corpus) -> Engine:
    """An engine that has answered nothing yet."""
    return Engine(corpus.lawbook, corpus.engine.conditions, corpus.gazetteer)


def proofs(corpus: Corpus, small: bool) -> None:
    print("two places, all actions, all agency kinds (asked for: 1 s)")
    for a, b in (("Guam", "American Samoa"),) if small else PAIRS:
        first = Corpus(corpus.lawbook, corpus.engine.conditions, corpus.gazetteer)
        cold = timed(lambda a=a, b=b, c=first: c.compare(a, b, on=DAY))  # type: ignore[misc]
        warm = timed(lambda a=a, b=b: corpus.compare(a, b, on=DAY), 3)  # type: ignore[misc]
        checked = timed(lambda a=a, b=b: corpus.compare(a, b, on=DAY, check=True))  # type: ignore[misc]
        print(
            f"  {a} / {b}: {cold:.2f} s; again {warm:.2f} s; and proved by Z3 too {checked:.2f} s"
        )
    states = [state.id for state in corpus.gazetteer.states()][: 3 if small else None]
    sides = [Side(corpus.engine, id, DAY, id) for id in states]
    taken = timed(lambda: partial_order(sides, None, "hold", "limiting"))
    print(f"  the order of {len(states)} states on hold, every agency kind: {taken:.2f} s")


def one_verdict(corpus: Corpus) -> None:
    engine = corpus.engine
    place = corpus.place("Los Angeles County, CA").place.id
    position = engine.stretch(Request(place, "jail", "transfer", DAY)).position
    facts = {"warrant": "administrative", "convicted_felony": True}
    evaluator = Evaluator(engine)
    evaluator.verdict(position, facts)
    by_z3 = timed(lambda: evaluator.verdict(position, facts), 5)
    by_engine = timed(lambda: engine.judge(position, facts), 5)
    print("one verdict with facts left open, Los Angeles jail, transfer")
    print(
        f"  engine {by_engine * 1e3:.2f} ms; Z3 {by_z3 * 1e3:.1f} ms; ratio {by_z3 / by_engine:.0f}"
    )


def linting(corpus: Corpus, small: bool) -> None:
    engine = fresh(corpus)
    files = {corpus.lawbook.instruments[SMALL].file} if small else None
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("linting", total=8000)
        taken = timed(lambda: lint(engine, date(2026, 11, 26), files, lambda _: bar.advance(task)))
    what = SMALL if small else f"the whole corpus, {len(corpus.lawbook.norms)} norms"
    print(f"lint of {what} (asked for, of all: 60 s): {taken:.1f} s")


def bookings(rows: int) -> pa.Table:
    chance = np.random.default_rng(1)

    def words(values: list[str], weights: list[float] | None, blank: float) -> pa.Array:
        codes = chance.choice(len(values), rows, p=weights).astype(np.int32)
        missing = chance.random(rows) < blank
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=missing), pa.array(values))

    def flags(share: float) -> pa.Array:
        return pa.array(chance.random(rows) < share, mask=chance.random(rows) < 0.05)

    places = ["Harris County, TX", "Travis County, TX", "Cook County, IL", "Fresno County, CA"]
    days = np.datetime64("2025-01-01") + chance.integers(0, 365, rows).astype("timedelta64[D]")
    return pa.table(
        {
            "place": words(places, None, 0),
            "who": words(["jail", "sheriff"], [0.9, 0.1], 0),
            "action": words(["hold", "notify_release", "transfer"], [0.6, 0.3, 0.1], 0),
            "date": pa.array(days),
            "warrant": words(["none", "administrative", "judicial"], [0.2, 0.75, 0.05], 0.05),
            "convicted_felony": flags(0.2),
            "facility": words(["main", "annex", "north"], None, 0.01),
        }
    )


def what_ifs(corpus: Corpus, rows: int) -> None:
    table = bookings(rows)
    options = Options(columns=("verdict",))
    other = corpus.without(["us/tx/sb4#honor-detainers"])

    def screen(engine: Engine) -> None:
        requests = Requests(engine, options)

        def work(piece: Any) -> Any:
            return piece.rows().screen(requests).columns["verdict"]

        for _ in run_in_order(read_ahead(TableSource(table).pieces()), work, 2):
            pass

    def ask() -> None:
        laws = (Law(corpus.engine, options), Law(other.engine, options))
        whatif(TableSource(table), *laws, "the law without a norm", ("facility",), workers=2)

    screen(corpus.engine)
    ask()
    once, both = timed(lambda: screen(corpus.engine), 3), timed(ask, 3)
    print(f"what if, {rows:,} rows, counted by action, who and a column (asked for: 2.5 screens)")
    print(f"  one screen {once:.2f} s; what if {both:.2f} s; ratio {both / once:.2f}")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=10_000_000)
    words.add_argument("--small", action="store_true", help="a little of each, to see that it runs")
    chosen = words.parse_args()
    corpus = Corpus.load()
    proofs(corpus, chosen.small)
    one_verdict(corpus)
    linting(corpus, chosen.small)
    what_ifs(corpus, chosen.rows)


if __name__ == "__main__":
    main()
