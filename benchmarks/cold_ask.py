"""A cold shell: wall time, processor time and peak memory of whole processes.

    uv run benchmarks/cold_ask.py [--runs 10] [--json FILE]

Each run is a new process, from start to exit: `safehavens ask` in ids, `safehavens ask` in words of
one's own, `import safehavens`, and Python alone. First with an empty cache (the law files are read
and checked; a snapshot is left behind), then with that snapshot. Modules are compiled beforehand,
as where the package is installed, whatever PYTHONDONTWRITEBYTECODE says: their .pyc files lie, as
the cache does, in a folder of our own, so the reader's are neither used nor touched.
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

ASK = (sys.executable, "-m", "safehavens", "ask", "Chicago, IL")
IDS = (*ASK, "hold", "--who", "police", "--on", "2024-05-01", "warrant=administrative")
WORDS = (*ASK, "Can the police hold someone for ICE?", "--who", "police", "--on", "2024-05-01")
KINDS = {
    "ask, in ids": IDS,
    "ask, in words": WORDS,
    "import safehavens": (sys.executable, "-c", "import safehavens"),
    "python -c pass": (sys.executable, "-c", "pass"),
}
MOST_SECONDS = {"ask, in ids": 0.2, "ask, in words": 0.35}
MOST_MIB = 120.0
"""Targets, for runs with a snapshot."""
SETTLING = 2.5
"""Seconds after which files that were written a moment ago are trusted to be as they look."""


@dataclass(frozen=True)
class Run:
    seconds: float
    cpu: float
    mib: float


def run(command: tuple[str, ...], folder: Path, cache: str) -> Run:
    """One process: wall time, processor time, peak memory. Exits where the process fails."""
    environment = {
        **os.environ,
        "SAFEHAVENS_CACHE": str(folder / cache),
        "PYTHONPYCACHEPREFIX": str(folder / "pyc"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
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
    parser.add_argument("--runs", type=int, default=10, help="runs of each kind (10)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for command in KINDS.values():
            run(command, folder, "other")  # leaves compiled modules
        first = run(IDS, folder, "cache")
        time.sleep(SETTLING)
        run(IDS, folder, "cache")  # notes how the package's files look
        runs: dict[str, list[Run]] = {kind: [] for kind in KINDS}
        for _ in range(options.runs):  # by turns: a busy moment of the machine hits all alike
            for kind, command in KINDS.items():
                runs[kind].append(run(command, folder, "cache"))

    for command in (IDS, WORDS):
        print("safehavens " + " ".join(command[3:]))
    print(f"{date.today()}, Python {platform.python_version()}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}; modules are compiled (.pyc)\n")  # fmt: skip
    print(f"{'':28} {'wall s':>7} {'fastest':>8} {'slowest':>8} {'cpu s':>7} {'peak MiB':>9}")
    for kind, found in {"ask, in ids, empty cache": [first], **runs}.items():
        walls, used = [r.seconds for r in found], statistics.median(r.cpu for r in found)
        print(f"{kind:28} {statistics.median(walls):7.3f} {min(walls):8.3f} {max(walls):8.3f} "
              f"{used:7.3f} {statistics.median(r.mib for r in found):9.1f}")  # fmt: skip
    print()
    seconds = {kind: statistics.median(r.seconds for r in found) for kind, found in runs.items()}
    mib = max(statistics.median(r.mib for r in runs[kind]) for kind in MOST_SECONDS)
    met = {kind: seconds[kind] <= most for kind, most in MOST_SECONDS.items()}
    met["peak MiB"] = mib <= MOST_MIB
    told = {True: "met", False: "NOT met"}
    for kind, most in MOST_SECONDS.items():
        print(f"target {told[met[kind]]}: {kind}: {seconds[kind]:.3f} s, at most {most} s")
    print(f"target {told[met['peak MiB']]}: {mib:.1f} MiB, at most {MOST_MIB:.0f} MiB")
    if options.json:
        figures = {
            "date": date.today().isoformat(), "python": platform.python_version(),
            "load": os.getloadavg()[0], "first": vars(first),
            "runs": {kind: [vars(one) for one in found] for kind, found in runs.items()},
            "median_seconds": seconds, "median_peak_mib": mib, "targets_met": met,
        }  # fmt: skip
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
