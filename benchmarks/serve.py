"""How quickly pages come: 50 clients at once on loopback, on Ask, place and API pages.

    python benchmarks/serve.py [--requests 100000] [--clients 50] [--distinct 2000]

Starts `safehavens serve` and asks it over as many connections as there are clients, each sending
its next request when it has its answer. Addresses are drawn from a number of distinct ones, so
that most of a short run are made and most of a long one come from the cache. Prints latency by
kind of page, errors, and the server's memory half way and at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

KINDS = {"ask": 45, "place": 10, "api": 35, "law": 10}  # per cent
TARGET_P95 = 50.0


def addresses(distinct: int, rng: random.Random) -> dict[str, list[str]]:
    """Addresses of every kind, as the corpus has them."""
    from safehavens import Corpus
    from safehavens.web.parts.page_words import instrument_path, norm_path
    from safehavens.web.parts.place_names import path_of

    corpus = Corpus.load()
    lawbook = corpus.lawbook
    places = sorted({i.issuer for i in lawbook.instruments.values()})
    counties = [place.id for place in corpus.gazetteer.counties()]
    private = {fact.name for fact in lawbook.facts.values() if fact.private}
    cases = [case for case in lawbook.cases if not private & case.facts.keys()]

    def question() -> str:
        case = rng.choice(cases)
        facts = {
            name: "unknown" if value is None else str(value).lower()
            for name, value in case.facts.items()
        }
        day = f"{rng.randint(2005, 2026)}-{rng.randint(1, 12):02}-01"
        asked = {"place": case.place, "who": case.who, "action": case.action, "on": day, **facts}
        return urlencode(asked, quote_via=quote, safe="/:,")

    make: dict[str, Callable[[], str]] = {
        "ask": lambda: "/ask?" + question(),
        "api": lambda: "/api/ask?" + question(),
        "place": lambda: path_of(rng.choice(places if rng.random() < 0.7 else counties)),
        "law": lambda: rng.choice(
            [norm_path(rng.choice(list(lawbook.norms))),
             instrument_path(rng.choice(list(lawbook.instruments)))]
        ),
    }  # fmt: skip
    return {
        kind: list(dict.fromkeys(make[kind]() for _ in range(max(1, distinct * share // 100))))
        for kind, share in KINDS.items()
    }


async def client(port: int, take: Callable[[], tuple[str, str] | None], seen: list) -> None:
    """One client: asks, waits for the whole answer, asks again."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (item := take()) is not None:
        kind, path = item
        began = time.perf_counter()
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        at = head.lower().index(b"content-length:") + len(b"content-length:")
        await reader.readexactly(int(head[at : head.index(b"\r\n", at)]))
        seen.append((kind, (time.perf_counter() - began) * 1000, int(head[9:12])))
    writer.close()


async def load(port: int, pool: dict[str, list[str]], n: int, clients: int, seed: int) -> list:
    rng = random.Random(seed)
    kinds, weights = list(KINDS), list(KINDS.values())
    left = n
    seen: list[tuple[str, float, int]] = []

    def take() -> tuple[str, str] | None:
        nonlocal left
        if left <= 0:
            return None
        left -= 1
        kind = rng.choices(kinds, weights)[0]
        return kind, rng.choice(pool[kind])

    await asyncio.gather(*(client(port, take, seen) for _ in range(clients)))
    return seen


def memory(pid: int) -> float:
    """Resident megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def say(name: str, seen: list, took: float) -> float:
    """Print a table of latencies; give the 95th percentile of all."""
    print(f"\n{name}: {len(seen)} requests in {took:.1f} s, {len(seen) / took:.0f} a second")
    worst = 0.0
    for kind in (*KINDS, "all"):
        times = sorted(ms for k, ms, _ in seen if kind in (k, "all"))
        if times:
            p50, p95, p99 = (times[int(len(times) * p)] for p in (0.5, 0.95, 0.99))
            print(f"  {kind:6} {len(times):7}  p50 {p50:6.1f} ms  p95 {p95:6.1f} ms"
                  f"  p99 {p99:6.1f} ms  most {times[-1]:6.1f} ms")  # fmt: skip
            worst = p95
    errors = [status for _, _, status in seen if status >= 400]
    print(f"  errors: {len(errors)}")
    return worst


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--requests", type=int, default=20_000)
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--distinct", type=int, default=2_000)
    given = options.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pool = addresses(given.distinct, random.Random(1))
    server = subprocess.Popen(
        [sys.executable, "-m", "safehavens", "serve", "--port", str(port)],
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/about").read()
                break
            except OSError:
                time.sleep(0.05)
        print(f"{sum(map(len, pool.values()))} distinct addresses, {given.clients} clients")
        halves, rss, p95 = [], [memory(server.pid)], 0.0
        for half in (1, 2):
            began = time.perf_counter()
            seen = asyncio.run(load(port, pool, given.requests // 2, given.clients, half))
            halves += seen
            p95 = say(f"half {half}", seen, time.perf_counter() - began)
            rss.append(memory(server.pid))
        print("\nmemory: " + ", ".join(f"{mb:.0f} MB" for mb in rss) + " (start, half, end)")
        failed = sum(status >= 400 for _, _, status in halves)
        return int(failed > 0 or p95 > TARGET_P95)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
