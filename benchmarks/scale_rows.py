"""Very many rows in a folder of Parquet: in one process and on a Spark cluster of this machine.

    python benchmarks/scale_rows.py [--rows 200000000] [--engines process,spark] [--json FILE]

Makes a folder of Parquet files (a thousand places, forty years, five custody actions, two agency
kinds, nine facts), screens a tenth of them and then all, and prints rows a second and the most
memory that all processes of a run had together (PSS, read every half second): memory is flat where
all rows need hardly more than a tenth of them. Spark runs as `local-cluster`: a master, two workers
and their Python processes, each of its own; the law is shipped to each worker once. Both engines
must come to the same counts of verdicts, or the script stops. Linux only. The folder takes 12 bytes
a row on the disk, what is written as many again.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from safehavens import Corpus
from screen import mix

FILES = 40
FLAT = 1.25
"""How much more memory all rows may take than a tenth of them."""


def make_requests(folder: Path, rows: int) -> None:
    """Forty files of the mix, each put together from a million rows made once, in other orders."""
    made = mix(Corpus.load(), min(rows // FILES, 1_000_000))
    for number in range(FILES):
        left = rows // FILES
        with pq.ParquetWriter(folder / f"part-{number:03}.parquet", made.schema) as writer:
            while left:
                at = (number * 7919 + left) % made.num_rows
                turned = pa.concat_tables([made.slice(at), made.slice(0, at)])
                part = turned.slice(0, min(left, made.num_rows))
                writer.write_table(part.combine_chunks(), row_group_size=1 << 18)
                left -= part.num_rows


def tree_of(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from tree_of(int(child))


def read_memory(pid: int) -> float:
    """MiB of a process and all that it started; what they share is counted once."""
    total = 0
    for one in tree_of(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # it has just ended
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / (1 << 10)


def command_of(engine: str, source: Path, target: Path) -> list[str]:
    """The command line of a run."""
    words = [sys.executable, "-m", "safehavens", "screen", str(source), "-o", str(target),
             "--columns", "verdict"]  # fmt: skip
    if engine == "spark":
        words += ["--engine", "spark", "--master", "local-cluster[2,1,1024]"]
    return words


def run(engine: str, source: Path, target: Path) -> dict[str, Any]:
    """One run of the command: seconds, and MiB at most. Exits where it fails."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(
            command_of(engine, source, target), stdout=told, stderr=told, env=environment()
        )
        peak = 0.0
        while process.poll() is None:
            try:
                peak = max(peak, read_memory(process.pid))
            except FileNotFoundError:
                continue
            time.sleep(0.5)
        told.seek(0)
        if process.returncode not in (0, 3):
            sys.exit(f"{engine} ended with status {process.returncode}: {told.read()[-3000:]}")
    return {"seconds": time.perf_counter() - began, "peak_mib": peak}


def environment() -> dict[str, str]:
    """What Spark on this machine alone needs to be told."""
    return {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
    }


def count_verdicts(target: Path) -> Counter[str]:
    """The verdicts written, counted batch by batch."""
    counted: Counter[str] = Counter()
    for path in sorted(target.glob("*.parquet")) if target.is_dir() else [target]:
        for batch in pq.ParquetFile(path).iter_batches(1 << 17, columns=["verdict"]):
            for one in batch["verdict"].value_counts().to_pylist():
                counted[one["values"] or "no verdict"] += one["counts"]
    return counted


def main() -> None:
    """Measure both engines and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000_000)
    parser.add_argument("--engines", default="process,spark")
    parser.add_argument("--folder", type=Path, help="where to write (a temporary folder)")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = options.rows // FILES * FILES
    print(f"{date.today()}, Python {platform.python_version()}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}; {rows:,} rows in {FILES} files", flush=True)  # fmt: skip
    measured: dict[str, dict[str, dict[str, Any]]] = {}
    counted: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory(dir=options.folder) as base:
        whole, tenth = Path(base, "requests"), Path(base, "tenth")
        whole.mkdir()
        tenth.mkdir()
        make_requests(whole, rows)
        for path in sorted(whole.iterdir())[: FILES // 10]:
            os.link(path, tenth / path.name)
        for engine in options.engines.split(","):
            measured[engine] = {}
            for name, source, number in (("tenth", tenth, rows // 10), ("all", whole, rows)):
                target = Path(base, "out.parquet" if engine == "process" else "out")
                found = run(engine, source, target)
                found["rate"] = number / found["seconds"]
                measured[engine][name] = found
                print(f"{engine:8} {number:>13,} rows {found['seconds']:8.1f} s "
                      f"{found['rate'] / 1e6:6.2f} million rows/s {found['peak_mib']:7.0f} MiB",
                      flush=True)  # fmt: skip
                if name == "all":
                    counted[engine] = count_verdicts(target)
                shutil.rmtree(target) if target.is_dir() else target.unlink()
            grown = measured[engine]["all"]["peak_mib"] / measured[engine]["tenth"]["peak_mib"]
            met = "met" if grown <= FLAT else "NOT met"
            print(f"target {met}: memory of all is {grown:.2f} times that of a tenth, "
                  f"at most {FLAT}", flush=True)  # fmt: skip
    if len({tuple(sorted(found.items())) for found in counted.values()}) > 1:
        sys.exit(f"the engines differ: {counted}")
    print(", ".join(f"{verdict} {number:,}" for verdict, number in sorted(found_first(counted))))
    if options.json:
        options.json.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")


def found_first(counted: dict[str, Counter[str]]) -> list[tuple[str, int]]:
    """The counts of the first engine; the others have the same."""
    return list(next(iter(counted.values())).items())


if __name__ == "__main__":
    main()
