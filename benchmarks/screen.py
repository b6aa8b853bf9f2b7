"""A table of requests: ours beside DuckDB, Polars, OpenFisca, numpy and bare Arrow kernels.

First, one question for every row: may New York City's jail hold a person on a detainer (1 May 2024,
N.Y.C. Admin. Code § 9-131)? The answer turns on four facts, each unknown in 5% of rows. A peer
gets the rule as somebody who knows the answer would write it by hand, with unknowns right: what is
left of the law when all else has been worked out. Each must give our verdicts on every row of a
sample, and ours those of the one-case engine, before it is timed.

Then a mix: a thousand places, forty years, five custody actions, two agency kinds, nine facts. No
peer has the law for that: only ours is timed. And a file, Parquet to Parquet, beside a mere copy.

    uv run --group bench benchmarks/screen.py [--rows 20000000] [--mix-rows 8000000] [--json FILE]

Prints figures and ratios, and whether targets are met; nothing turns on a time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from safehavens import Corpus
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.screen.column_names import SCREENED_COLUMNS
from safehavens.screen.files.sink import Sink
from safehavens.screen.files.source import open_source
from safehavens.screen.files.stream import read_ahead, run_in_order, screen_file
from safehavens.screen.requests import BATCH, IN_MEMORY, Options, Requests
from safehavens.screen.screener import Screener

PLACE, WHO, ACTION, ON = "NYC", "jail", "hold", date(2024, 5, 1)
WORDS = ("none", "administrative", "judicial")
TARGET_ONE, TARGET_MIX, TARGET_COPY, TARGET_DUCKDB = 200e6, 50e6, 2.0, 5.0
TARGET_READ = 1.3
TARGET_ALL = 2.5
CODES = ("depends", "prohibited", "required", "permitted", "conflict")
CORES = os.cpu_count() or 1

Run = Callable[[pa.Table], Any]

# ---- requests ----------------------------------------------------------------------------------


class Chance:
    """Random columns; 5% of each fact unknown."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.rng = np.random.default_rng(1)

    def _blank(self, known: bool) -> Any:
        return None if known else self.rng.random(self.rows, np.float32) < 0.05

    def yes(self, share: float) -> pa.Array:
        return pa.array(self.rng.random(self.rows, np.float32) < share, mask=self._blank(False))

    def word(self, words: Iterable[str], known: bool = False) -> pa.Array:
        listed = list(words)
        codes = self.rng.integers(0, len(listed), self.rows).astype(np.int16)
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=self._blank(known)), listed)

    def number(self, most: int) -> pa.Array:
        numbers = self.rng.integers(0, most, self.rows).astype(np.int16)
        return pa.array(numbers, mask=self._blank(False))

    def day(self, since: str, days: int) -> pa.Array:
        start = np.datetime64(since)
        return pa.array((start + self.rng.integers(0, days, self.rows)).astype("datetime64[D]"))


def one_question(rows: int) -> pa.Table:
    chance = Chance(rows)
    violent = chance.yes(0.2)
    return pa.table(
        {
            "warrant": chance.word(WORDS),
            "terrorist_watchlist": chance.yes(0.05),
            "nyc_violent_serious_5y": violent,
            # What is violent or serious is a felony: facts that contradict each other are no
            # fair row for peers, who would not notice.
            "convicted_felony": pc.or_kleene(chance.yes(0.5), violent),
        }
    ).combine_chunks()


def mix(corpus: Corpus, rows: int) -> pa.Table:
    chance, pick = Chance(rows), random.Random(1)
    gazetteer = corpus.gazetteer
    places = [p.fips for p in pick.sample(gazetteer.counties(), 900)]
    places += [p.id for p in gazetteer.states()][:50]
    places += ["NYC", "Chicago, IL", "SF", "Los Angeles, CA", "Houston, TX"] * 10
    actions = ("hold", "notify_release", "transfer", "allow_interview", "allow_jail_access")
    felony = chance.yes(0.5)
    return pa.table(
        {
            "place": chance.word(places, known=True),
            "who": chance.word(("jail", "sheriff"), known=True),
            "action": chance.word(actions, known=True),
            "date": chance.day("1985-01-01", 40 * 365),
            "warrant": chance.word(WORDS),
            "convicted_felony": felony,
            "convicted_violent_felony": pc.and_kleene(felony, chance.yes(0.3)),
            "charged_with": chance.word(
                ("none", "misdemeanor", "felony", "serious_felony", "violent_felony")
            ),
            "publicly_available": chance.yes(0.2),
            "sex_offender_registrant": chance.yes(0.1),
            "terrorist_watchlist": chance.yes(0.02),
            "court_order": chance.yes(0.05),
            "years_since_conviction": chance.number(30),
        }
    ).combine_chunks()


# ---- ours --------------------------------------------------------------------------------------


def screened(screener: Screener, columns: tuple[str, ...] = ("verdict",)) -> Run:
    """Arrow in, columns out, on all cores."""

    def run(table: pa.Table) -> list[pa.Array]:
        batches = table.to_batches(IN_MEMORY)
        return [
            found.columns["verdict"]
            for found in run_in_order(batches, lambda b: screener.screen(b, columns), CORES)
        ]

    return run


def words_of(made: Any) -> list[str]:
    """The verdicts of a run, as words."""
    if isinstance(made, list):
        return [word for part in made for word in words_of(part)]
    if isinstance(made, np.ndarray):
        return [CODES[code] for code in made.tolist()]
    values = made.to_pylist()
    return [value if isinstance(value, str) else CODES[value] for value in values]


# ---- peers -------------------------------------------------------------------------------------

SQL = """CASE
  WHEN warrant = 'judicial' AND (nyc_violent_serious_5y OR terrorist_watchlist) THEN {permitted}
  WHEN warrant IN ('none', 'administrative')
    OR (NOT terrorist_watchlist AND NOT convicted_felony) THEN {prohibited}
  ELSE {depends} END"""


def duckdb_case(words: bool) -> Run:
    import duckdb

    said = {w: f"'{w}'" if words else f"{i}::TINYINT" for i, w in enumerate(CODES)}
    query = f"SELECT {SQL.format(**said)} AS verdict FROM requests"  # noqa: S608

    def run(table: pa.Table) -> Any:
        connection = duckdb.connect()
        connection.register("requests", table)
        return connection.sql(query).to_arrow_table()["verdict"]

    return run


def polars_when() -> Run:
    import polars as pl

    judicial = pl.col("warrant") == "judicial"
    other = pl.col("warrant").is_in(["none", "administrative"])
    listed = pl.col("nyc_violent_serious_5y") | pl.col("terrorist_watchlist")
    free = ~pl.col("terrorist_watchlist") & ~pl.col("convicted_felony")
    verdict = (
        pl.when(judicial & listed).then(pl.lit(3, pl.Int8)).when(other | free)
        .then(pl.lit(1, pl.Int8)).otherwise(pl.lit(0, pl.Int8)).alias("verdict")
    )  # fmt: skip

    def run(table: pa.Table) -> Any:
        return pl.from_arrow(table).lazy().select(verdict).collect()["verdict"].to_arrow()

    return run


def arrow_kernels() -> Run:
    """The bare tree of three-valued kernels, on all cores."""

    def one(batch: pa.RecordBatch) -> pa.Array:
        warrant = batch["warrant"]
        table = pa.array([word == "judicial" for word in warrant.dictionary.to_pylist()])
        judicial = table.take(warrant.indices)
        listed = pc.or_kleene(batch["nyc_violent_serious_5y"], batch["terrorist_watchlist"])
        free = pc.and_kleene(
            pc.invert(batch["terrorist_watchlist"]), pc.invert(batch["convicted_felony"])
        )
        permitted = pc.and_kleene(judicial, listed).fill_null(False)
        prohibited = pc.or_kleene(pc.invert(judicial), free).fill_null(False)
        three, code, none = (pa.scalar(i, pa.int8()) for i in (3, 1, 0))
        return pc.if_else(permitted, three, pc.if_else(prohibited, code, none))

    return lambda table: [*run_in_order(table.to_batches(IN_MEMORY), one, CORES)]


def _flags(column: Any) -> tuple[Any, Any]:
    """Known to be true, known to be false."""
    value = column.fill_null(False).to_numpy(zero_copy_only=False)
    known = column.is_valid().to_numpy(zero_copy_only=False)
    return value, known & ~value


def _codes(column: Any) -> Any:
    return column.indices.fill_null(-1).to_numpy(zero_copy_only=False)


def numpy_select() -> Run:
    def one(batch: pa.RecordBatch) -> Any:
        watched, unwatched = _flags(batch["terrorist_watchlist"])
        violent, _ = _flags(batch["nyc_violent_serious_5y"])
        _, no_felony = _flags(batch["convicted_felony"])
        warrant = _codes(batch["warrant"])
        permitted = (warrant == 2) & (violent | watched)
        prohibited = (warrant == 0) | (warrant == 1) | (unwatched & no_felony)
        return np.where(permitted, np.int8(3), np.where(prohibited, np.int8(1), np.int8(0)))

    return lambda table: [*run_in_order(table.to_batches(IN_MEMORY), one, CORES)]


def openfisca() -> Run:
    """OpenFisca knows no unknown: each fact is a number, 0 not known, 1 no, 2 yes."""
    from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables

    person = entities.Entity("person", "persons", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([person])
    unit, month = periods.DateUnit.MONTH, "2024-05"

    def fact(name: str) -> None:
        body = {"value_type": int, "entity": person, "definition_period": unit, "label": name}
        system.add_variable(type(name, (variables.Variable,), body))

    names = ("warrant", "terrorist_watchlist", "nyc_violent_serious_5y", "convicted_felony")
    for name in names:
        fact(name)

    def formula(people: Any, period: Any) -> Any:
        warrant, watch, violent, felony = (people(name, period) for name in names)
        permitted = (warrant == 2) & ((violent == 2) | (watch == 2))
        prohibited = (warrant == 0) | (warrant == 1) | ((watch == 1) & (felony == 1))
        return np.where(permitted, 3, np.where(prohibited, 1, 0))

    body = {
        "value_type": int, "entity": person, "definition_period": unit, "formula": formula,
    }  # fmt: skip
    system.add_variable(type("verdict", (variables.Variable,), body))

    def run(table: pa.Table) -> Any:
        simulation = simulations.SimulationBuilder().build_default_simulation(system, len(table))
        batch = table.to_batches()[0]
        simulation.set_input("warrant", month, _codes(batch["warrant"]).astype(np.int32))
        for name in names[1:]:
            yes, no = _flags(batch[name])
            simulation.set_input(name, month, no.astype(np.int32) + 2 * yes.astype(np.int32))
        return simulation.calculate("verdict", month)

    return run


PEERS: dict[str, tuple[str, Callable[[], Run]]] = {
    "DuckDB CASE, numbers out": ("duckdb", lambda: duckdb_case(words=False)),
    "DuckDB CASE, words out": ("duckdb", lambda: duckdb_case(words=True)),
    "Polars when/then": ("polars", polars_when),
    "OpenFisca": ("openfisca-core", openfisca),
    "numpy": ("numpy", numpy_select),
    "bare Arrow kernels": ("pyarrow", arrow_kernels),
}

# ---- measuring ---------------------------------------------------------------------------------


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def held_to_the_engine(corpus: Corpus, table: pa.Table, found: list[str], sample: int) -> None:
    """Stop where a screened verdict is not the one-case engine's."""
    fixed = {"place": PLACE, "who": WHO, "action": ACTION, "date": ON}
    facts = [name for name in table.schema.names if name in corpus.lawbook.facts]
    for i in random.Random(2).sample(range(len(found)), min(sample, len(found))):
        row = {**fixed, **{name: table[name][i].as_py() for name in table.schema.names}}
        try:
            asked: str | None = corpus.verdict(
                row["place"], row["action"], who=row["who"], on=row["date"],
                facts={name: row[name] for name in facts},
            )  # fmt: skip
        except Contradiction:
            asked = None
        if asked != found[i]:
            sys.exit(f"row {i}: screened {found[i]}, asked {asked}: {row}")


def one(corpus: Corpus, rows: int, repeats: int) -> dict[str, Any]:
    table = one_question(rows)
    sample = table.slice(0, min(rows, 200_000)).combine_chunks()
    screener = Screener(corpus.engine, place=PLACE, who=WHO, action=ACTION, on=ON)
    ours = screened(screener)
    first = seconds(lambda: screener.screen(sample.to_batches(BATCH)[0], ("verdict",)))
    expected = words_of(ours(sample))
    held_to_the_engine(corpus, sample, expected, 3000)
    runs: dict[str, Run] = {"ours": ours}
    missing: dict[str, str] = {}
    for name, (package, make) in PEERS.items():
        try:
            version(package)
            run = make()
            given = words_of(run(sample))
        except (ImportError, PackageNotFoundError):
            missing[name] = f"not installed (uv sync --group bench): {package}"
            continue
        wrong = sum(a != b for a, b in zip(expected, given, strict=True))
        if wrong:
            sys.exit(f"{name} gives another verdict in {wrong} of {len(expected)} rows")
        runs[name] = run
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeats):  # all take turns, so that a busy moment hits all of them
        for name, run in runs.items():
            times[name].append(seconds(lambda run=run: run(table)))
    alone = []
    for _ in range(repeats):
        alone.append(seconds(lambda: [
            screener.screen(b, ("verdict",)) for b in table.to_batches(IN_MEMORY)
        ]))  # fmt: skip
    times["ours, one thread"] = alone
    return {
        "rows": rows, "first_seconds": first, "missing": missing,
        "rates": {name: rows / sorted(t)[len(t) // 2] for name, t in times.items()},
        "best": {name: rows / min(t) for name, t in times.items()},
    }  # fmt: skip


def many(corpus: Corpus, rows: int, repeats: int) -> dict[str, Any]:
    table = mix(corpus, rows)
    screener = Screener(corpus.engine)
    ours = screened(screener)
    every = screened(screener, ("verdict", "deciding", "waits_for", "confidence", "problem"))
    made: list[Any] = []
    first = seconds(lambda: made.append(ours(table)))
    held_to_the_engine(corpus, table, words_of(made[0][0]), 3000)
    # Positions that few rows fall under are asked one by one until it is worth to prepare them.
    first += sum(seconds(lambda: ours(table)) for _ in range(3))
    verdict = [seconds(lambda: ours(table)) for _ in range(repeats)]
    first_details = seconds(lambda: every(table))
    whole = [seconds(lambda: every(table)) for _ in range(repeats)]
    return {
        "rows": rows, "first_seconds": first, "first_details_seconds": first_details,
        "rate": rows / sorted(verdict)[len(verdict) // 2], "best": rows / min(verdict),
        "rate_all_columns": rows / sorted(whole)[len(whole) // 2],
    }  # fmt: skip


SPARSE_FACTS = (
    "convicted_misdemeanor", "sex_offender_registrant", "outstanding_criminal_warrant",
    "gang_database", "minor", "convicted_felony", "terrorist_watchlist", "court_order",
    "convicted_serious_felony", "convicted_violent_felony",
)  # fmt: skip


def sparse(corpus: Corpus, rows: int, repeats: int) -> dict[str, Any]:
    """Few rows of many facts that are mostly blank, each its own pattern: a whole run of each, as
    a command has it, without starting Python. In seconds of processor time."""
    chance = random.Random(5)
    columns: dict[str, pa.Array] = {
        name: pa.array([chance.choice((None, None, True, False)) for _ in range(rows)], pa.bool_())
        for name in SPARSE_FACTS
    }
    columns["warrant"] = pa.array([chance.choice((None, *WORDS)) for _ in range(rows)])
    batch = pa.RecordBatch.from_pydict(columns)
    times: dict[str, list[float]] = {"verdict": [], "all columns": []}
    for _ in range(repeats):
        for name, added in (("verdict", ("verdict",)), ("all columns", SCREENED_COLUMNS)):
            start = time.process_time()
            fresh = Corpus.load()
            Screener(
                fresh.engine, place="Los Angeles County, CA", who="jail", action="notify_release",
                on=ON,
            ).screen(batch, added)  # fmt: skip
            times[name].append(time.process_time() - start)
    return {"rows": rows, "seconds": {name: min(spent) for name, spent in times.items()}}


def files(corpus: Corpus, rows: int, repeats: int) -> dict[str, Any]:
    """Parquet to Parquet, beside reading and writing the same file by the same library."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        pq.write_table(mix(corpus, rows), source, row_group_size=1 << 20)

        def copy() -> None:
            file = pq.ParquetFile(source)
            with pq.ParquetWriter(target, file.schema_arrow) as writer:
                for batch in file.iter_batches(BATCH):
                    writer.write_batch(batch)

        def screen(requests: Requests) -> None:
            screen_file(open_source(str(source)), Sink(str(target), "parquet"), requests)

        verdict = Requests(corpus.engine, Options(columns=("verdict",)))
        whole = Requests(corpus.engine, Options())
        for requests in (verdict, verdict, whole, whole):
            screen(requests)
        times: dict[str, list[float]] = {"copy": [], "verdict": [], "all columns": []}
        for _ in range(repeats):
            times["copy"].append(seconds(copy))
            times["verdict"].append(seconds(lambda: screen(verdict)))
            times["all columns"].append(seconds(lambda: screen(whole)))
    return {"rows": rows, "seconds": {n: sorted(t)[len(t) // 2] for n, t in times.items()}}


def reading(rows: int, repeats: int) -> dict[str, Any]:
    """A CSV file read to text columns, its layout found out, beside DuckDB's reader."""
    import duckdb

    chance = Chance(rows)
    places = ("NYC", '"Fresno County, CA"', "Cook County IL", '"Chicago, IL"', "SF")
    columns = {
        "booking": pa.array(range(rows)).cast(pa.string()),
        "place": chance.word(places, known=True).cast(pa.string()),
        "date": chance.day("2010-01-01", 5000).cast(pa.string()),
        "warrant": chance.word(WORDS, known=True).cast(pa.string()),
        "note": chance.word(("some words here", "", "no record"), known=True).cast(pa.string()),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.csv"
        lines = pc.binary_join_element_wise(*columns.values(), ",").to_pylist()
        path.write_text(",".join(columns) + "\n" + "\n".join(lines) + "\n")

        def ours() -> None:
            pieces = read_ahead(open_source(str(path)).pieces())
            counted = sum(run_in_order(pieces, lambda piece: piece.rows().count, CORES))
            if counted != rows:
                sys.exit(f"{counted} rows of {rows} were read")

        def duck() -> None:
            query = f"CREATE TABLE t AS SELECT * FROM read_csv('{path}', all_varchar = true)"  # noqa: S608
            duckdb.connect().execute(query)

        times: dict[str, list[float]] = {"ours": [], "DuckDB read_csv": []}
        for _ in range(repeats):
            times["ours"].append(seconds(ours))
            times["DuckDB read_csv"].append(seconds(duck))
    return {"rows": rows, "seconds": {n: sorted(t)[len(t) // 2] for n, t in times.items()}}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--rows", type=int, default=20_000_000)
    words.add_argument("--mix-rows", type=int, help="default: 8 million, or --rows if fewer")
    words.add_argument("--repeats", type=int, default=5)
    words.add_argument("--json", type=Path)
    options = words.parse_args()
    rows, mixed = options.rows, options.mix_rows or min(options.rows, 8_000_000)
    corpus = Corpus.load()
    print(f"{date.today()}, Python {platform.python_version()}, {CORES} cores, "
          f"load {os.getloadavg()[0]:.1f}\n")  # fmt: skip

    found = one(corpus, rows, options.repeats)
    mine = found["rates"]["ours"]
    print(f"One question, {rows:,} rows, 5% of facts unknown; verdicts checked on a sample")
    print(f"{'':28} {'M rows/s':>9} {'best':>7} {'ours is':>9}")
    for name, rate in sorted(found["rates"].items(), key=lambda item: -item[1]):
        print(f"{name:28} {rate / 1e6:9.0f} {found['best'][name] / 1e6:7.0f} {mine / rate:8.1f}×")
    for name, said in found["missing"].items():
        print(f"{name:28} {said}")
    print(f"first batch, with working out what settles it: {found['first_seconds']:.3f} s\n")

    both = many(corpus, mixed, options.repeats)
    print(f"A mix, {mixed:,} rows: 1,000 places, 40 years, 5 actions, 9 facts")
    print(f"{'verdict':28} {both['rate'] / 1e6:9.1f} {both['best'] / 1e6:7.1f}")
    print(f"{'all columns':28} {both['rate_all_columns'] / 1e6:9.1f}")
    print(f"first run, with working out what settles each position: {both['first_seconds']:.1f} s; "
          f"and the details: {both['first_details_seconds']:.1f} s\n")  # fmt: skip

    few = sparse(corpus, 5_000, options.repeats)
    print(
        f"{few['rows']:,} rows of {len(SPARSE_FACTS) + 1} facts, half blank, with loading the law"
    )
    for name, spent in few["seconds"].items():
        print(f"{name:28} {spent:9.2f} s of processor time")
    print()

    filed = files(corpus, min(mixed, 2_000_000), options.repeats)
    copied = filed["seconds"]["copy"]
    print(f"Parquet to Parquet, {filed['rows']:,} rows of the mix")
    for name, spent in filed["seconds"].items():
        print(f"{name:28} {filed['rows'] / spent / 1e6:9.2f} {spent / copied:17.2f} × the copy")

    read = reading(min(mixed, 2_000_000), options.repeats)
    duck_read = read["seconds"]["DuckDB read_csv"]
    print(f"\nA CSV file read, its layout found out, {read['rows']:,} rows")
    for name, spent in read["seconds"].items():
        print(f"{name:28} {read['rows'] / spent / 1e6:9.2f} {spent / duck_read:17.2f} × DuckDB")

    rival = max(r for n, r in found["rates"].items() if n.startswith("DuckDB"))
    checks = {
        "200 M rows/s, one question": mine >= TARGET_ONE,
        "5 × DuckDB": mine >= TARGET_DUCKDB * rival,
        "50 M rows/s, the mix": both["rate"] >= TARGET_MIX,
        "reading CSV within 1.3 × of DuckDB": read["seconds"]["ours"] <= TARGET_READ * duck_read,
        "all columns of the mix within 2.5 × of the verdict": both["rate"]
        <= TARGET_ALL * both["rate_all_columns"],
        "within 2 × of a copy": filed["seconds"]["verdict"] <= TARGET_COPY * copied,
    }
    print()
    for name, met in checks.items():
        print(f"target {'met' if met else 'NOT met'}: {name}")
    if options.json:
        figures = {
            "one": found,
            "mix": both,
            "sparse": few,
            "files": filed,
            "reading": read,
            "targets_met": checks,
        }
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
