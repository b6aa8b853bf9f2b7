"""Law of many norms, made from the real: what it costs to load, to lint and to screen under.

    python benchmarks/scale_law.py [--norms 20000] [--rows 1000000] [--json FILE]

Every county and city of the shipped corpus lends its own law, with its days and conditions, to
other places of its state, until there are so many norms. Then that law, half of it and the shipped
one alone are each read from YAML, loaded from a snapshot, linted, and put to a table of requests
from all counties and large cities; each in a process of its own. Prints processor seconds, peak
memory, and how each grew beside the number of norms.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parents[1] / "src" / "safehavens" / "law"
LENT = re.compile(
    r"^id: us/(?P<state>\w\w)/(?P<place>\w+)/(?P<name>[\w-]+)$.*?"
    r"^issuer: (?P<issuer>ocd-division/country:us/state:\w\w/(?P<kind>county|place):\w+)$",
    re.M | re.S,
)
PARTS = ("load", "snapshot", "lint", "screen")
LINEAR = 1.3
"""Growth of time, divided by growth of norms, up to which it is called linear."""


def lendable() -> Iterator[tuple[re.Match[str], str]]:
    """Law files of places that name nothing but themselves, without their worked cases."""
    for path in sorted((SHIPPED / "us").glob("??/*/*.yaml")):
        text = re.split(r"^cases:\n", path.read_text("utf-8"), flags=re.M)[0]
        found = LENT.match(text)
        if found is None or "\nnorms:\n" not in text or re.search(r"^(facts|terms):", text, re.M):
            continue
        own = f"us/{found['state']}/{found['place']}/"
        if all(id.startswith(own) for id in re.findall(r"us/\w+/[\w/-]+(?=#)", text)):
            yield found, text


def make_law(folder: Path, norms: int) -> int:
    """Write law files of so many more norms into a folder; say how many there are."""
    from safehavens import Corpus

    gazetteer = Corpus.load().gazetteer
    places: dict[tuple[str, str], list[str]] = {}
    for id in [c.id for c in gazetteer.counties()] + [place.id for _, place in gazetteer.cities()]:
        if found := re.fullmatch(r"ocd-division/country:us/state:(\w\w)/(county|place):.+", id):
            places.setdefault((found[1], found[2]), []).append(id)
    chance = random.Random(20261130)
    lent = list(lendable())
    made = number = 0
    while made < norms:
        found, text = chance.choice(lent)
        targets = places.get((found["state"], found["kind"]), [])
        if not targets:
            continue
        number += 1
        id = f"us/{found['state']}/made_{number}/{found['name']}"
        text = text.replace(found["issuer"], chance.choice(targets))
        text = text.replace(f"us/{found['state']}/{found['place']}/{found['name']}", id)
        path = folder / f"{id}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
        made += len(re.findall(r"^  - id: ", text.split("\nnorms:\n")[1], re.M))
    return made


def do(part: str, folder: Path, rows: int) -> dict[str, Any]:
    """One part, in this process: seconds of processor time, MiB at most, and what came of it."""
    from datetime import date

    from safehavens import Corpus
    from safehavens.logic.load import law_files, read_law

    own = folder if any(folder.iterdir()) else None  # None: the shipped law alone
    before = time.process_time()
    if part == "load":
        lawbook, _ = read_law(law_files(own, over_shipped=own is not None))
        told = len(lawbook.norms)
        spent = time.process_time() - before
    else:
        corpus = Corpus.load(own, over=own is not None)
        told = len(corpus.lawbook.norms)
        spent = time.process_time() - before
        if part == "lint":
            from safehavens.compare.lint.lint import lint

            corpus.engine  # noqa: B018
            before = time.process_time()
            told = len(lint(corpus.engine, date(2026, 11, 30)))
            spent = time.process_time() - before
        elif part == "screen":
            table = requests(corpus, rows)
            before = time.process_time()
            screened = corpus.screen(table, columns=["verdict"])
            spent = time.process_time() - before
            told = rows - screened["verdict"].null_count
    return {"seconds": spent, "peak_mib": read_peak(), "told": told}


def read_peak() -> float:
    """MiB that this process had at most, without what its parent had, which Linux counts too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) / (1 << 10)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def requests(corpus: Any, rows: int) -> Any:
    """Requests of all counties and the largest thousand cities, on days of twenty years."""
    import numpy as np
    import pyarrow as pa

    rng = np.random.default_rng(1)
    gazetteer = corpus.gazetteer
    cities = sorted((p for _, p in gazetteer.cities()), key=lambda p: -(p.population or 0))[:1000]
    places = [p.id for p in gazetteer.counties()] + [p.id for p in cities]

    def words(values: list[str]) -> Any:
        return pa.DictionaryArray.from_arrays(
            pa.array(rng.integers(0, len(values), rows).astype(np.int32)), values
        )

    days = np.datetime64("2005-01-01") + rng.integers(0, 20 * 365, rows)
    return pa.table(
        {
            "place": words(places),
            "who": words(["jail", "police"]),
            "action": words(["hold", "notify_release", "transfer", "share_info"]),
            "date": days.astype("datetime64[D]"),
            "warrant": words(["none", "administrative", "judicial"]),
            "convicted_felony": pa.array(rng.random(rows) < 0.5, mask=rng.random(rows) < 0.05),
        }
    )


def in_a_process(part: str, folder: Path, rows: int, cache: str) -> dict[str, Any]:
    """The same in a process of its own. Exits where it fails."""
    command = [sys.executable, __file__, "--do", part, "--folder", str(folder), "--rows", str(rows)]
    run = subprocess.run(
        command, env={**os.environ, "SAFEHAVENS_CACHE": cache}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if run.returncode:
        sys.exit(f"{part} failed: {run.stderr[-2000:]}")
    return dict(json.loads(run.stdout))


def measure(norms: int, rows: int) -> list[dict[str, Any]]:
    """A row for the shipped law, one for half of what is asked for, one for all of it."""
    measured = []
    with tempfile.TemporaryDirectory() as base:
        shipped = 0
        for share in (0, 0.5, 1):
            folder = Path(base) / f"law-{share}"
            folder.mkdir()
            if share:
                make_law(folder, max(int(norms * share) - shipped, 1))
            row: dict[str, Any] = {}
            cache = str(Path(base) / f"cache-{share}")
            in_a_process("snapshot", folder, rows, cache)  # makes the snapshot
            for part in PARTS:
                row[part] = in_a_process(part, folder, rows, cache)
            row["norms"] = row["load"]["told"]
            shipped = shipped or row["norms"]
            measured.append(row)
            tell(row, measured[0])
    return measured


def tell(row: dict[str, Any], first: dict[str, Any]) -> None:
    """Print a row, and how much of its growth is not explained by the number of norms."""
    grown = row["norms"] / first["norms"]
    print(f"{row['norms']:,} norms ({grown:.2f} times):", flush=True)
    for part in PARTS:
        spent, begun = row[part]["seconds"], first[part]["seconds"]
        factor = spent / begun / grown
        word = "" if grown == 1 else f", {factor:.2f} of linear"
        print(f"  {part:8} {spent:8.2f} s  {row[part]['peak_mib']:6.0f} MiB{word}", flush=True)


def main() -> None:
    """Measure, or do one part in a process of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--norms", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--do", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.do:
        print(json.dumps(do(options.do, options.folder, options.rows)))
        return
    measured = measure(options.norms, options.rows)
    last, first = measured[-1], measured[0]
    grown = last["norms"] / first["norms"]
    for part in PARTS:
        factor = last[part]["seconds"] / first[part]["seconds"] / grown
        met = "met" if factor <= LINEAR else "NOT met"
        print(f"target {met}: {part} grows {factor:.2f} times as fast as norms, at most {LINEAR}")
    if options.json:
        options.json.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
