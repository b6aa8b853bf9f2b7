"""`safehavens ask` from a cold shell: wall time and peak memory of the whole process.

    uv run benchmarks/cold_ask.py [--runs 10] [--json FILE]

Each run is a new process, `python -m safehavens ask …`, from start to exit. First with an empty
cache (the law files are read and checked; a snapshot is left behind), then with that snapshot. The
cache is a folder of our own, so the reader's is neither used nor touched.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

COMMAND = (
    sys.executable, "-m", "safehavens", "ask", "Chicago, IL", "hold",
    "--who", "police", "--on", "2024-05-01", "warrant=administrative",
)  # fmt: skip
MOST_SECONDS, MOST_MIB = 0.5, 120.0
"""Targets, for a run with a snapshot."""


@dataclass(frozen=True)
class Run:
    seconds: float
    cpu: float
    mib: float


def run(command: tuple[str, ...], cache: str) -> Run:
    """One process: wall time, processor time, peak memory. Exits where the process fails."""
    environment = {**os.environ, "SAFEHAVENS_CACHE": cache}
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}")
    cpu = used.ru_utime + used.ru_stime
    return Run(seconds, cpu, used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=10, help="runs with a snapshot (10)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as cache:
        first = run(COMMAND, cache)
        warm = [run(COMMAND, cache) for _ in range(options.runs)]
        bare = [run((sys.executable, "-c", "pass"), cache) for _ in range(options.runs)]
    seconds = statistics.median(r.seconds for r in warm)
    mib = statistics.median(r.mib for r in warm)

    print("safehavens " + " ".join(COMMAND[3:]))
    print(f"{date.today()}, Python {platform.python_version()}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    print(f"{'':28} {'wall s':>7} {'fastest':>8} {'slowest':>8} {'cpu s':>7} {'peak MiB':>9}")
    for name, runs in (
        ("first run, empty cache", [first]),
        (f"with a snapshot, {len(warm)} runs", warm),
        (f"python -c pass, {len(bare)} runs", bare),
    ):
        walls, used = [r.seconds for r in runs], statistics.median(r.cpu for r in runs)
        print(f"{name:28} {statistics.median(walls):7.3f} {min(walls):8.3f} {max(walls):8.3f} "
              f"{used:7.3f} {statistics.median(r.mib for r in runs):9.1f}")  # fmt: skip
    print()
    met = {"seconds": seconds <= MOST_SECONDS, "mib": mib <= MOST_MIB}
    said = {True: "met", False: "NOT met"}
    print(f"target {said[met['seconds']]}: {seconds:.3f} s, at most {MOST_SECONDS} s")
    print(f"target {said[met['mib']]}: {mib:.1f} MiB, at most {MOST_MIB:.0f} MiB")
    if options.json:
        figures = {
            "date": date.today().isoformat(), "python": platform.python_version(),
            "first": vars(first), "warm": [vars(r) for r in warm], "bare": [vars(r) for r in bare],
            "median_seconds": seconds, "median_peak_mib": mib, "targets_met": met,
        }  # fmt: skip
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
