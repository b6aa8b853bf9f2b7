"""Batches in order, few at a time; look-ups that stay right whatever dictionaries and threads."""

from __future__ import annotations

import random
import resource
import threading
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from safehavens import Corpus
from safehavens.files.whole import CannotWrite
from safehavens.screen.files.csv_files import CsvSource
from safehavens.screen.files.sink import Sink
from safehavens.screen.files.source import open_source
from safehavens.screen.files.stream import read_ahead, run_in_order, screen_file
from safehavens.screen.kernels import row_law
from safehavens.screen.kernels.gather import gather
from safehavens.screen.requests import Options, Requests
from safehavens.screen.screener import Screener


def test_few_are_alive_and_the_order_is_kept() -> None:
    lock, alive, most = threading.Lock(), 0, 0

    def items() -> Iterator[int]:
        nonlocal alive, most
        for i in range(200):
            with lock:
                alive += 1
                most = max(most, alive)
            yield i

    def work(i: int) -> int:
        time.sleep(random.random() / 500)
        return i

    for expected, found in enumerate(run_in_order(read_ahead(items()), work, 4)):
        assert found == expected
        with lock:
            alive -= 1
    assert most <= 4 + 4


def test_an_error_ends_the_stream() -> None:
    def work(i: int) -> int:
        if i == 7:
            raise ValueError("seven")
        return i

    with pytest.raises(ValueError, match="seven"):
        list(run_in_order(iter(range(10**9)), work, 2))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_memory_stays_flat(
    corpus: Corpus, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file ten times as long takes no more memory."""
    monkeypatch.setattr("safehavens.screen.files.csv_files.STRETCH", 1 << 19)
    requests = Requests(
        corpus.engine, Options(who="jail", action="hold", on=date(2024, 5, 1), columns=("verdict",))
    )
    peaks = []
    for rows in (400_000, 4_000_000):
        source = tmp_path / f"{rows}.{kind}"
        if kind == "csv":
            with source.open("w") as file:
                file.write("place,warrant,note\n")
                for _ in range(rows // 100_000):
                    file.write("NYC,judicial,abcdefghijklmno\nSF,none,\n" * 50_000)
        else:
            batch = pa.record_batch({"place": ["NYC", "SF"] * 50_000, "n": np.arange(100_000)})
            with pq.ParquetWriter(source, batch.schema) as writer:
                for _ in range(rows // 100_000):
                    writer.write_batch(batch)
        peak = 0

        def watch(size: int, rows: int) -> None:
            nonlocal peak
            peak = max(peak, pa.total_allocated_bytes() + tracemalloc.get_traced_memory()[0])

        tracemalloc.start()
        sink = Sink(str(tmp_path / f"out.{kind}"), kind)
        tally = screen_file(open_source(str(source)), sink, requests, progress=watch)
        tracemalloc.stop()
        assert tally.rows == rows
        peaks.append(peak)
    assert peaks[1] < 1.6 * peaks[0] + (32 << 20), peaks


def test_stretches_are_cut_between_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the stretches, records with line breaks in quotes stay whole."""
    import io

    text = "a,b\n" + "".join(f'{i},"x\n""{i}"",\n"\n' for i in range(50)) + "9,z"
    whole = CsvSource(io.BytesIO(text.encode()), "t", None)
    expected = [row for piece in whole.pieces() for row in piece.rows().objects()]
    assert len(expected) == 51
    assert expected[3]["b"] == 'x\n"3",\n'
    for size in (7, 16, 61):
        monkeypatch.setattr("safehavens.screen.files.csv_files.STRETCH", size)
        source = CsvSource(io.BytesIO(text.encode()), "t", None)
        rows = [piece.rows() for piece in source.pieces()]
        assert [row for part in rows for row in part.objects()] == expected
        numbers = [part.number(i) for part in rows for i in range(part.count)]
        assert numbers == [2 + 3 * i for i in range(51)]


def test_lines_that_are_no_utf8_are_told(tmp_path: Path, corpus: Corpus) -> None:
    source = tmp_path / "t.csv"
    source.write_bytes("place,note\nNYC,à\n".encode() + b"SF,\xe9t\xe9\nNYC,b\n")
    requests = Requests(corpus.engine, Options(who="jail", action="hold", on=date(2024, 5, 1)))
    sink = Sink(str(tmp_path / "o.csv"), "csv")
    tally = screen_file(open_source(str(source)), sink, requests)
    assert tally.problems.first == [(3, "The line is not UTF-8 text.")]
    assert tally.rows == 3


def test_a_full_disk_is_told_and_leaves_the_old_file(tmp_path: Path, corpus: Corpus) -> None:
    source, target = tmp_path / "t.csv", tmp_path / "o.csv"
    source.write_text("place,note\n" + "NYC,abcdefghijklmno\n" * 20_000)
    target.write_text("good\n")
    requests = Requests(corpus.engine, Options(who="jail", action="hold", on=date(2024, 5, 1)))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(CannotWrite, match=r"o\.csv cannot be written: File too large\."):
            screen_file(open_source(str(source)), Sink(str(target), "csv"), requests)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert target.read_text() == "good\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["o.csv", "t.csv"]


# ---- look-ups -----------------------------------------------------------------------------------

PLACES = ("NYC", "SF", "Chicago, IL", "17031", "Texas", "Fresno County, CA", "Nowhere at all", None)


def some_batch(chance: random.Random, rows: int = 300) -> pa.RecordBatch:
    """Request columns whose dictionaries are another's in every batch."""
    columns: dict[str, pa.Array] = {}
    for name, words in (
        ("place", PLACES),
        ("who", ("jail", "sheriff", "police", "nobody", " ")),
        ("action", ("hold", "notify_release", "inquire_status")),
    ):
        mine = chance.sample(words, chance.randint(1, len(words)))
        array = pa.array([chance.choice(mine) for _ in range(rows)], pa.string())
        if chance.random() < 0.5:
            array = array.dictionary_encode()
        columns[name] = array
    days = [date(chance.randint(1984, 2026), chance.randint(1, 12), 1) for _ in range(rows)]
    columns["date"] = pa.array(days)
    columns["warrant"] = pa.array([chance.choice(("none", "judicial", None)) for _ in range(rows)])
    return pa.RecordBatch.from_pydict(columns)


@pytest.mark.parametrize("widest", [1 << 22, 0], ids=["in a table", "one by one"])
def test_dictionaries_may_differ_and_threads_may_share(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, widest: int
) -> None:
    monkeypatch.setattr(row_law, "_WIDEST", widest)
    chance = random.Random(8)
    batches = [some_batch(chance) for _ in range(60)]
    screener = Screener(corpus.engine, few=0)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda batch: screener.screen(batch), batches))
    for batch, screened in zip(batches, found, strict=True):
        for i in chance.sample(range(batch.num_rows), 25):
            row = {name: batch[name][i].as_py() for name in batch.schema.names}
            verdict = screened.columns["verdict"][i].as_py()
            if row["place"] in (None, "Nowhere at all") or row["who"] in ("nobody", " "):
                assert verdict is None
                assert i in screened.bad
                continue
            asked = corpus.verdict(
                row["place"], row["action"], who=row["who"], on=row["date"], warrant=row["warrant"]
            )
            assert verdict == asked, row


def test_what_was_met_is_forgotten_when_it_is_much(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_law, "_MOST_WORDS", 5)
    chance = random.Random(9)
    screener, fresh = Screener(corpus.engine), Screener(corpus.engine)
    monkeypatch.setattr("safehavens.screen.kernels.word_codes._KEPT", 1)
    for _ in range(20):
        batch = some_batch(chance, 40)
        forgetful = screener.screen(batch).columns["verdict"].to_pylist()
        assert forgetful == fresh.screen(batch).columns["verdict"].to_pylist()


def test_a_look_up_beyond_its_table_is_an_error() -> None:
    table = pa.array([1, 2, 3])
    assert gather(table, np.array([2, 0], np.int32)).tolist() == [3, 1]
    for wrong in (3, -1):
        with pytest.raises(IndexError):
            gather(table, np.array([0, wrong], np.int32))
