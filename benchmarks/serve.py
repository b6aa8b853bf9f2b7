"""How quickly pages come that nobody asked for before, and how much memory that takes.

    python benchmarks/serve.py [--seconds 60] [--clients 50] [--workers 2] [--pause 2]
    python benchmarks/serve.py --processor 500
    python benchmarks/serve.py --throughput 20000

Starts `safehavens serve --workers N` and, as soon as it serves, has clients ask one page each
every so many seconds: 50 clients and 2 seconds are 25 requests a second. No address is asked twice.
Half the questions are of any day since 2005. A page's time is counted from when it was due, so
that a client that waits for one answer does not hide that the next is late. Meanwhile static files
are asked for, five times a second. Prints latency by kind of page, errors, and the memory of each
worker (its part of what is shared counted, PSS) at the start, at the end, and a minute later.

With --processor, no server is started: that many pages are made one after the other, and the
processor's time for each kind is printed. It is what to look at on a machine that does other work.

With --throughput, clients ask without a pause from 2,000 addresses, so that most pages come from
the cache in the end.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

KINDS = {
    "ask": 30, "api": 20, "place": 16, "search": 10, "law": 10, "changes": 4, "atlas": 4,
    "compare": 3, "where": 3,
}  # fmt: skip
"""Of a hundred requests."""
TARGETS = {"p95": 300.0, "static": 50.0, "memory": 300.0}
WORDS = (
    "detainer", "warrant", "release date", "287(g)", "ICE in schools", "driver license", "tuition",
    "jail", "court order", "sheriff", "SB 54", "status at a hospital", "records", "bail", "police",
    "interview", "transfer", "detention contract", "license plate readers", "victims",
)  # fmt: skip

Addresses = dict[str, Callable[[], str]]
Seen = list[tuple[str, float, int]]


def make_addresses(rng: random.Random) -> Addresses:
    """What makes an address of each kind, of the law as it is shipped."""
    from safehavens import Corpus
    from safehavens.web.parts.page_words import instrument_path, norm_path
    from safehavens.web.parts.place_names import path_of

    corpus = Corpus.load()
    lawbook = corpus.lawbook
    makers = sorted({i.issuer for i in lawbook.instruments.values()})
    counties = [place.id for place in corpus.gazetteer.counties()]
    cities = [place.id for _, place in corpus.gazetteer.cities()]
    states = [id for id in makers if re.fullmatch(r"ocd-division/country:us/state:\w\w", id)]
    private = {fact.name for fact in lawbook.facts.values() if fact.private}
    cases = [case for case in lawbook.cases if not private & case.facts.keys()]
    words = lawbook.vocabulary

    def place() -> str:
        chance = rng.random()
        return rng.choice(makers if chance < 0.6 else counties if chance < 0.85 else cities)

    def day() -> str:
        return f"{rng.randint(2005, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"

    def write(path: str, **asked: object) -> str:
        return f"{path}?{urlencode(asked, quote_via=quote, safe='/:,', doseq=True)}"

    def question(path: str) -> str:
        case = rng.choice(cases)
        facts = {
            name: "unknown" if value is None else str(value).lower()
            for name, value in case.facts.items()
        }
        where = case.place if rng.random() < 0.5 else place()
        return write(path, place=where, who=case.who, action=case.action, on=day(), **facts)

    def law() -> str:
        if rng.random() < 0.5:
            return norm_path(rng.choice(list(lawbook.norms)))
        return instrument_path(rng.choice(list(lawbook.instruments)))

    def changes() -> str:
        since = f"{rng.randint(2015, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        return write("/changes", place=place(), since=since)

    return {
        "ask": lambda: question("/ask"),
        "api": lambda: question("/api/ask"),
        "place": lambda: path_of(place()) + (f"?on={day()}" if rng.random() < 0.5 else ""),
        "search": lambda: write(
            "/search", q=f"{rng.choice(WORDS)} {corpus.gazetteer.get(place()).name}"
        ),
        "law": law,
        "changes": changes,
        "atlas": lambda: write("/atlas", on=day()),
        "compare": lambda: write("/compare", place=rng.sample(states, 2), on=day()),
        "where": lambda: write(
            "/where", action=rng.choice([*words.actions]), who=rng.choice(["police", "jail"]),
            verdict="prohibited", on=day(),
        ),
    }  # fmt: skip


def draw_new(makers: Addresses, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Kinds and addresses by their shares, none twice."""
    drawn: set[str] = set()
    while True:
        kind = rng.choices([*KINDS], [*KINDS.values()])[0]
        address = makers[kind]()
        for _ in range(50):
            if address not in drawn:
                break
            address = makers[kind]()
        else:
            continue  # there are no more of this kind
        drawn.add(address)
        yield kind, address


class Client:
    """One connection, opened again where the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str) -> int:
        """Read the whole answer; its status."""
        if self.streams is None or self.streams[0].at_eof():
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        await reader.readexactly(int(length[1]) if length else 0)
        if re.search(rb"connection: *close", head, re.IGNORECASE):
            self.close()
        return int(head[9:12])

    def close(self) -> None:
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


async def ask_in_time(
    port: int, take: Callable[[], tuple[str, str]], first: float, pause: float, end: float,
    seen: Seen,
) -> None:  # fmt: skip
    """One client: asks when it is due, and counts from then."""
    client = Client(port)
    due = first
    while due < end:
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        kind, path = take()
        try:
            status = await client.ask(path)
        except (OSError, asyncio.IncompleteReadError):
            status = 0
            client.close()
        seen.append((kind, (time.perf_counter() - due) * 1000, status))
        if status == 0 or status >= 400:
            print(f"  {status} {path}")
        due += pause
    client.close()


async def ask_fresh(port: int, given: argparse.Namespace, seed: int) -> Seen:
    rng = random.Random(seed)
    addresses = draw_new(make_addresses(rng), rng)
    static = ["/static/site.css", "/static/site.js", "/static/mark.svg"]
    seen: Seen = []
    began = time.perf_counter()
    end = began + given.seconds
    await asyncio.gather(
        *(
            ask_in_time(port, lambda: next(addresses), began + rng.random() * given.pause,
                        given.pause, end, seen)
            for _ in range(given.clients)
        ),
        ask_in_time(port, lambda: ("static", rng.choice(static)), began, 0.2, end, seen),
    )  # fmt: skip
    return seen


async def ask_often(port: int, given: argparse.Namespace, seed: int) -> Seen:
    rng = random.Random(1)
    addresses = draw_new(make_addresses(rng), rng)
    pool = [next(addresses) for _ in range(2000)]
    rng = random.Random(seed)
    left = given.throughput // 2
    seen: Seen = []

    async def ask() -> None:
        nonlocal left
        client = Client(port)
        while left > 0:
            left -= 1
            kind, path = rng.choice(pool)
            began = time.perf_counter()
            status = await client.ask(path)
            seen.append((kind, (time.perf_counter() - began) * 1000, status))
        client.close()

    await asyncio.gather(*(ask() for _ in range(given.clients)))
    return seen


def measure_workers(pid: int) -> list[float]:
    """The megabytes of each process that answers."""
    from safehavens.http.serving.memory import measure_memory

    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [measure_memory(int(one)) / 2**20 for one in children or [pid]]


def count_seconds(pid: int) -> float:
    """The processor seconds of a process and its workers so far."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ticks = 0
    for one in [pid, *children]:
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


def say(seen: Seen, took: float) -> dict[str, float]:
    """Print a table of latencies; give the 95th percentile by kind."""
    pages = [one for one in seen if one[0] != "static"]
    print(f"{len(pages)} pages in {took:.0f} s, {len(pages) / took:.1f} a second")
    found: dict[str, float] = {}
    for kind in (*KINDS, "static", "pages"):
        times = sorted(ms for k, ms, _ in (pages if kind == "pages" else seen)
                       if kind in (k, "pages"))  # fmt: skip
        if times:
            p50, p95, p99 = (times[int(len(times) * p)] for p in (0.5, 0.95, 0.99))
            print(f"  {kind:8} {len(times):6}  p50 {p50:7.1f} ms  p95 {p95:7.1f} ms"
                  f"  p99 {p99:7.1f} ms  most {times[-1]:7.1f} ms")  # fmt: skip
            found[kind] = p95
    found["errors"] = sum(status == 0 or status >= 400 for _, _, status in seen)
    print(f"  errors: {found['errors']:.0f}")
    return found


def make_alone(given: argparse.Namespace) -> None:
    """Make pages in this process, and print the processor's time for each kind."""
    from starlette.testclient import TestClient

    from safehavens import Corpus
    from safehavens.http.serving.memory import measure_memory
    from safehavens.web.app import create_app
    from safehavens.web.serve import keep_what_is_loaded

    began = time.process_time()
    app = create_app(Corpus.load())
    app.state.site.compile_templates()
    keep_what_is_loaded()
    print(f"start: {time.process_time() - began:.1f} s, {measure_memory() / 2**20:.0f} MB")
    rng = random.Random(given.seed)
    addresses = draw_new(make_addresses(rng), rng)
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with TestClient(app, follow_redirects=False) as client:
        for path in ("/atlas", "/search?q=detainer"):  # as `work_ahead` does before anybody asks
            client.get(path)
        for _ in range(given.processor):
            kind, path = next(addresses)
            began = time.process_time()
            status = client.get(path).status_code
            times[kind].append((time.process_time() - began) * 1000)
            if status >= 400:
                print(f"  {status} {path}")
    every = [one for of_kind in times.values() for one in of_kind]
    for kind, found in (*times.items(), ("pages", every)):
        if found:
            found.sort()
            mean = sum(found) / len(found)
            p50, p95 = (found[int(len(found) * p)] for p in (0.5, 0.95))
            print(f"  {kind:8} {len(found):5}  mean {mean:6.1f} ms  p50 {p50:6.1f} ms"
                  f"  p95 {p95:6.1f} ms  most {found[-1]:6.1f} ms")  # fmt: skip
    print(f"end: {measure_memory() / 2**20:.0f} MB")


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--pause", type=float, default=2.0)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--rest", type=float, default=60, help="seconds before the last look")
    options.add_argument("--processor", type=int, metavar="PAGES")
    options.add_argument("--throughput", type=int, metavar="REQUESTS")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    if given.processor:
        make_alone(given)
        return 0
    server = subprocess.Popen(
        [sys.executable, "-m", "safehavens", "serve", "--port", "0", "--workers",
         str(given.workers)],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stderr is not None
        said = next(line for line in server.stderr if "Serving at" in line)
        port = int(said.rstrip().rpartition(":")[2])
        drain = subprocess.Popen([sys.executable, "-c", "import sys\nfor _ in sys.stdin: pass"],
                                 stdin=server.stderr)  # fmt: skip
        memory = {"start": measure_workers(server.pid)}
        print(f"{given.clients} clients, {given.workers} workers")
        found: dict[str, float] = {}
        for half in (1, 2) if given.throughput else (1,):
            spent, began = count_seconds(server.pid), time.perf_counter()
            ask = ask_often if given.throughput else ask_fresh
            seen = asyncio.run(ask(port, given, given.seed + half))
            found = say(seen, time.perf_counter() - began)
            if given.workers == 1:
                print(f"  processor: {count_seconds(server.pid) - spent:.1f} s")
        memory["end"] = measure_workers(server.pid)
        time.sleep(given.rest)
        memory["later"] = measure_workers(server.pid)
        for when, sizes in memory.items():
            print(f"memory, {when}: " + ", ".join(f"{size:.0f} MB" for size in sizes))
        drain.kill()
        met = {
            "p95": found["pages"] <= TARGETS["p95"],
            "static": found.get("static", 0) <= TARGETS["static"],
            "errors": found["errors"] == 0,
            "memory": max(memory["start"]) <= TARGETS["memory"],
        }
        print("targets: " + ", ".join(f"{k} {'met' if ok else 'missed'}" for k, ok in met.items()))
        if given.json:
            given.json.write_text(json.dumps({"p95": found, "memory": memory}, indent=1))
        return 0
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
