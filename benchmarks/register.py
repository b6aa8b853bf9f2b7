"""Entries a second in a book, and how long one waits: SQLite and PostgreSQL beside a bare insert.

Each writer is a process of its own that writes requests, one a call, into the same book. Beside the
book stands what the database does alone: one writer that inserts rows of the same size, each in a
transaction that is on the disk before the next (SQLite in WAL with synchronous=FULL, PostgreSQL
with fsync=on). All of it in one run, in turns, on the same disk.

    python benchmarks/register.py [--entries 400] [--writers 1 2 8] [--json FILE]

PostgreSQL is a throwaway server; without one installed, its lines are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import psycopg
from tests.postgres_server import SUPERUSER, find_binaries, running_postgres
from tests.register.bodies import SETTINGS, make_request, new_request

from safehavens.register.book import Book, load_lawbook
from safehavens.register.entries.reading_bodies import write_body
from safehavens.register.refusals import BookBusy

LAWBOOK = load_lawbook()
BODY = write_body(make_request(office="LOS"))
DIGEST = os.urandom(32)


def write_book(address: str, calls: int, times: Any) -> None:
    """One writer: its times in milliseconds are put in the queue."""
    book = Book.open(address, lawbook=LAWBOOK)
    taken = []
    for _ in range(calls):
        began = time.perf_counter()
        while True:
            try:
                book.append([new_request(office="LOS")], by="clerk-1")
                break
            except BookBusy:
                continue
        taken.append((time.perf_counter() - began) * 1_000)
    book.close()
    times.put(taken)


def run_writers(address: str, writers: int, entries: int) -> dict[str, float]:
    context = get_context("fork")
    queue = context.Queue()
    calls = entries // writers
    processes = [
        context.Process(target=write_book, args=(address, calls, queue)) for _ in range(writers)
    ]
    began = time.perf_counter()
    for process in processes:
        process.start()
    taken = [one for _ in processes for one in queue.get()]
    seconds = time.perf_counter() - began
    for process in processes:
        process.join()
    return summarize(taken, seconds)


def summarize(taken: list[float], seconds: float) -> dict[str, float]:
    taken.sort()
    return {
        "entries_a_second": round(len(taken) / seconds, 1),
        "p50_ms": round(taken[len(taken) // 2], 1),
        "p99_ms": round(taken[int(len(taken) * 0.99)], 1),
        "max_ms": round(taken[-1], 1),
    }


def time_inserts(insert: Callable[[int], object], entries: int) -> dict[str, float]:
    taken = []
    began = time.perf_counter()
    for number in range(entries):
        start = time.perf_counter()
        insert(number)
        taken.append((time.perf_counter() - start) * 1_000)
    return summarize(taken, time.perf_counter() - began)


def insert_into_sqlite(path: Path, entries: int) -> dict[str, float]:
    bare = sqlite3.connect(path, isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute("CREATE TABLE bare (no INTEGER PRIMARY KEY, hash BLOB, body TEXT)")
    found = time_inserts(
        lambda number: bare.execute("INSERT INTO bare VALUES (?, ?, ?)", (number, DIGEST, BODY)),
        entries,
    )
    bare.close()
    return found


def insert_into_postgres(address: str, entries: int) -> dict[str, float]:
    with psycopg.connect(address, autocommit=True) as bare:
        bare.execute("CREATE TABLE bare (no bigint PRIMARY KEY, hash bytea, body text)")
        return time_inserts(
            lambda number: bare.execute(
                "INSERT INTO bare VALUES (%s, %s, %s)", (number, DIGEST, BODY)
            ),
            entries,
        )


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--entries", type=int, default=400)
    reader.add_argument("--writers", type=int, nargs="+", default=[1, 2, 8])
    reader.add_argument("--json", type=Path)
    chosen = reader.parse_args()
    found: list[dict[str, Any]] = []

    def note(store: str, writers: int | str, figures: dict[str, float]) -> None:
        found.append({"store": store, "writers": writers, **figures})
        print(
            f"{store:<12}{writers!s:>12}{figures['entries_a_second']:>12}"
            f"{figures['p50_ms']:>10}{figures['p99_ms']:>10}{figures['max_ms']:>10}",
            flush=True,
        )

    load = os.getloadavg()[0]
    print(f"{date.today()}, {platform.machine()}, {os.cpu_count()} CPUs, load {load:.1f}")
    print(
        f"{'store':<12}{'writers':>12}{'entries/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'max ms':>10}"
    )
    has_postgres = find_binaries() is not None
    with (
        tempfile.TemporaryDirectory() as folder,
        running_postgres("fsync=on") if has_postgres else nullcontext() as socket,
    ):
        note("SQLite", "bare insert", insert_into_sqlite(Path(folder, "bare.db"), chosen.entries))
        for number, writers in enumerate(chosen.writers):
            path = Path(folder, f"{number}.db")
            Book.create(path, "SHR", SETTINGS, by="supervisor-1", lawbook=LAWBOOK).close()
            note("SQLite", writers, run_writers(str(path), writers, chosen.entries))
        if socket is not None:
            server = f"postgresql://{SUPERUSER}@/postgres?host={socket}"
            note("PostgreSQL", "bare insert", insert_into_postgres(server, chosen.entries))
            for number, writers in enumerate(chosen.writers):
                agency = f"SH{'ABCDEFGH'[number]}"
                Book.create(
                    server, agency, SETTINGS, by="supervisor-1", lawbook=LAWBOOK,
                    key_file=Path(folder, agency),
                ).close()  # fmt: skip
                figures = run_writers(f"{server}#{agency}", writers, chosen.entries)
                note("PostgreSQL", writers, figures)
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
