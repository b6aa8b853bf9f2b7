"""Two checkouts, timed in alternation: is the new one slower than the old?

    python benchmarks/compare_commits.py OLD NEW [--runs 9] [--only one_case,cold_ask] [--json FILE]

OLD and NEW are checkouts, each with a `.venv` of its own that has the extras `tables` and `panel`.
Each run is a new process for each checkout, old and new by turns, and who goes first changes with
every pair, so that what else the machine does weighs on both alike. A figure is processor time
(user and system, of the process and all its threads), which a busy machine disturbs less than wall
time. For each benchmark the median of the ratios new / old is printed, with an upper bound of it
that holds in 95 of 100 cases: the 95th percentile of the median over 20,000 resamples of the pairs
with replacement (percentile bootstrap, Efron 1979). The exit status is 1 where a bound is over the
limit.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

LIMIT = 1.10
RESAMPLES = 20_000
SEED = 20261129

ONE_CASE = """
import random, time
from datetime import date
from safehavens import Corpus
from safehavens.decide.reasons import decide
try:
    from safehavens.decide.request import Request
except ImportError:  # before there was such a noun, its parts were given one by one
    def ask_verdict(facts):
        return engine.verdict(place, "jail", "notify_release", day, facts)

    def ask_reasons(facts):
        return decide(engine, place, "jail", "notify_release", day, facts)
else:
    def ask_verdict(facts):
        return engine.verdict(Request(place, "jail", "notify_release", day, facts))

    def ask_reasons(facts):
        return decide(engine, Request(place, "jail", "notify_release", day, facts))

corpus = Corpus.load()
engine = corpus.engine
place = corpus.place("Fresno County, CA").place.id
names = ("publicly_available", "convicted_felony", "convicted_serious_felony",
         "convicted_violent_felony", "convicted_misdemeanor", "sex_offender_registrant",
         "ca_state_prison_felony")
drawn = random.Random(1)
pool = [
    {name: drawn.random() < 0.5 for name in names if drawn.random() < 0.6} for _ in range(600)
]
day, requests = date(2024, 5, 1), []
for facts in pool:
    try:
        ask_verdict(facts)
    except ValueError:
        continue  # what is given contradicts itself
    requests.append(facts)
for _ in range(2):  # the first round warms up
    began = time.process_time()
    for _ in range(15):
        for facts in requests:
            ask_verdict(facts)
    for _ in range(2):
        for facts in requests:
            ask_reasons(facts)
    seconds = time.process_time() - began
print(seconds)
"""
"""Verdicts, and decisions with all reasons; the time is that of the calls alone."""

SCREEN = """
import random, time
import pyarrow as pa
from safehavens import Corpus

drawn = random.Random(1)
places = ["Chicago, IL", "Cook County, IL", "Fresno County, CA", "Harris County, TX", "Denver, CO"]
rows = 400_000
table = pa.table({
    "place": drawn.choices(places, k=rows), "who": drawn.choices(["jail", "police"], k=rows),
    "action": drawn.choices(["hold", "notify_release", "transfer"], k=rows),
    "date": drawn.choices(["2012-05-01", "2018-05-01", "2024-05-01"], k=rows),
    "warrant": drawn.choices(["none", "administrative", "judicial"], k=rows),
    "convicted_violent_felony": drawn.choices(["true", "false", None], k=rows),
})
corpus = Corpus.load()
corpus.screen(table.slice(0, 5_000))
began = time.process_time()
for _ in range(2):
    corpus.screen(table)
corpus.screen(table.slice(0, 100_000), columns=["verdict", "deciding", "waits_for"])
print(time.process_time() - began)
"""

COLD_ASK = (
    "-m", "safehavens", "ask", "Chicago, IL", "hold", "--who", "police", "--on", "2024-05-01",
    "warrant=administrative",
)  # fmt: skip
PANEL = (
    "-m", "safehavens", "panel", "--from", "2010-01", "--to", "2025-12", "--places", "counties",
    "--out", "panel.parquet",
)  # fmt: skip

Benchmark = Callable[[Path, Path], float]


def time_process(checkout: Path, folder: Path, arguments: Sequence[str]) -> float:
    """Processor seconds of a whole process. Exits where it fails."""
    environment = {**os.environ, "SAFEHAVENS_CACHE": str(folder / "cache")}
    command = [str(checkout / ".venv" / "bin" / "python"), *arguments]
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed: {(folder / 'errors').read_text()[-2000:]}")
    return used.ru_utime + used.ru_stime


def time_program(checkout: Path, folder: Path, program: str) -> float:
    """The processor seconds that a program prints at its end."""
    environment = {**os.environ, "SAFEHAVENS_CACHE": str(folder / "cache")}
    command = [str(checkout / ".venv" / "bin" / "python"), "-c", program]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{checkout}: {done.stderr[-2000:]}")
    return float(done.stdout.split()[-1])


BENCHMARKS: dict[str, Benchmark] = {
    "one_case": lambda checkout, folder: time_program(checkout, folder, ONE_CASE),
    "cold_ask": lambda checkout, folder: sum(
        time_process(checkout, folder, COLD_ASK) for _ in range(3)
    ),
    "screen": lambda checkout, folder: time_program(checkout, folder, SCREEN),
    "panel": lambda checkout, folder: time_process(checkout, folder, PANEL),
}


def bound_of_median(ratios: Sequence[float]) -> float:
    """The 95th percentile of the median over resamples of the ratios."""
    drawn = random.Random(SEED)
    medians = sorted(
        statistics.median(drawn.choices(ratios, k=len(ratios))) for _ in range(RESAMPLES)
    )
    return medians[int(0.95 * RESAMPLES)]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--runs", type=int, default=9, help="pairs of each benchmark (9)")
    parser.add_argument("--only", default=",".join(BENCHMARKS), help="names, with commas between")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    options = parser.parse_args()
    checkouts = {"old": options.old.resolve(), "new": options.new.resolve()}
    figures = {}
    with tempfile.TemporaryDirectory() as top:
        folders = {name: Path(top) / name for name in checkouts}
        for folder in folders.values():
            folder.mkdir()
        for name in options.only.split(","):
            benchmark = BENCHMARKS[name]
            for which, checkout in checkouts.items():
                benchmark(checkout, folders[which])  # modules are compiled, a snapshot is left
            seconds: dict[str, list[float]] = {"old": [], "new": []}
            for run in range(options.runs):
                for which in ("old", "new") if run % 2 else ("new", "old"):
                    seconds[which].append(benchmark(checkouts[which], folders[which]))
            ratios = [new / old for old, new in zip(seconds["old"], seconds["new"], strict=True)]
            median, bound = statistics.median(ratios), bound_of_median(ratios)
            figures[name] = {"ratio": median, "bound": bound, **seconds}
            print(
                f"{name:10} old {statistics.median(seconds['old']):7.3f} s, new "
                f"{statistics.median(seconds['new']):7.3f} s, median ratio {median:.3f}, upper 95% "
                f"bound {bound:.3f} ({options.runs} pairs)",
                flush=True,
            )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    sys.exit(any(figure["bound"] > LIMIT for figure in figures.values()))


if __name__ == "__main__":
    main()
