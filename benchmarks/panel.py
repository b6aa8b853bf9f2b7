"""`safehavens panel` over every US county since 1985 with the whole battery, from a cold shell.

    uv run benchmarks/panel.py [--runs 3] [--places counties] [--json FILE]

Each run is a new process, from start to exit, with a snapshot of the corpus and compiled modules at
hand: by spell, and expanded by month, both written as Parquet with indices and description. Wall
time, processor time, peak memory and what was written.
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
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

TARGETS = {"spell": (6.0, 400.0), "month": (14.8, 1024.0)}
"""At most so many seconds and MiB, on two quiet cores of an AMD EPYC."""


@dataclass(frozen=True)
class Run:
    freq: str
    seconds: float
    cpu: float
    peak_mib: float
    rows: int
    file_mib: float


def run(freq: str, places: str, folder: Path, cache: str) -> Run:
    """One process. Exits where it fails."""
    out = folder / "panel.parquet"
    command = (sys.executable, "-m", "safehavens", "panel", "-o", str(out), "--places", places,
               "--from", "1985-01", "--to", "2026-11", "--freq", freq)  # fmt: skip
    environment = {**os.environ, "SAFEHAVENS_CACHE": cache, "PYTHONPYCACHEPREFIX": f"{cache}/pyc"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # modules are compiled once, as installed
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}")
    peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    rows = pq.ParquetFile(out).metadata.num_rows
    size = out.stat().st_size / (1 << 20)
    return Run(freq, seconds, used.ru_utime + used.ru_stime, peak, rows, size)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="runs of each kind (3)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    parser.add_argument("--places", default="counties", help="as in safehavens panel (counties)")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as folder:
        run("spell", options.places, Path(folder), cache)  # leaves a snapshot
        runs = [run(freq, options.places, Path(folder), cache)
                for freq in TARGETS for _ in range(options.runs)]  # fmt: skip

    print(f"{date.today()}, Python {platform.python_version()}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    print(f"{'':6} {'wall s':>8} {'cpu s':>8} {'peak MiB':>9} {'rows':>13} {'file MiB':>9}")
    met = {}
    for freq, (most_seconds, most_mib) in TARGETS.items():
        own = [one for one in runs if one.freq == freq]
        for one in own:
            print(f"{freq:6} {one.seconds:8.2f} {one.cpu:8.2f} {one.peak_mib:9.0f} "
                  f"{one.rows:13,} {one.file_mib:9.1f}")  # fmt: skip
        seconds = statistics.median(one.seconds for one in own)
        peak = max(one.peak_mib for one in own)
        met[freq] = seconds <= most_seconds and peak <= most_mib
        print(f"{freq}: target {'met' if met[freq] else 'NOT met'}: {seconds:.2f} s (at most "
              f"{most_seconds:g}), {peak:.0f} MiB (at most {most_mib:.0f})\n")  # fmt: skip
    if options.json:
        figures = {"date": date.today().isoformat(), "python": platform.python_version(),
                   "runs": [asdict(one) for one in runs], "targets_met": met}  # fmt: skip
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
