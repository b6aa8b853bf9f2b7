"""What if: the counts are those of asking one by one, and they add up."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
import pytest

from safehavens import Corpus
from safehavens.compare.whatif import WhatIf
from safehavens.decide.request import BadRequest
from safehavens.pictures.changed_answers import draw_changed_answers

SB4 = "us/tx/sb4#honor-detainers"
PLACES = ("Harris County, TX", "Cook County, IL", "Fresno County, CA", "Nowhere at all")


def bookings(rows: int = 400) -> pa.Table:
    chance = Random(1)
    return pa.table(
        {
            "place": [chance.choice(PLACES) for _ in range(rows)],
            "who": [chance.choice(("jail", "sheriff")) for _ in range(rows)],
            "action": [chance.choice(("hold", "transfer")) for _ in range(rows)],
            "date": [f"20{chance.choice((15, 19, 24))}-05-01" for _ in range(rows)],
            "warrant": [chance.choice(("none", "judicial", None)) for _ in range(rows)],
            "tier": [chance.choice((1, 2, None)) for _ in range(rows)],
        }
    )


def one_by_one(now: Corpus, then: Corpus, table: pa.Table, law_of: str | None) -> list[tuple]:
    found = []
    for row in table.to_pylist():
        if row["place"] == "Nowhere at all":
            found.append((None, None))
            continue
        ask = {"who": row["who"], "warrant": row["warrant"]}
        found.append(
            (
                now.verdict(row["place"], row["action"], on=row["date"], **ask),
                then.verdict(row["place"], row["action"], on=law_of or row["date"], **ask),
            )
        )
    return found


@pytest.mark.parametrize("law_of", [None, "2016-01-01"])
def test_counts_are_those_of_asking_one_by_one(corpus: Corpus, law_of: str | None) -> None:
    table = bookings()
    out = [] if law_of else [SB4]
    then = corpus if law_of else corpus.without(out)
    found = corpus.whatif(table, without=out, law_of=law_of, by=["tier", "place"])
    pairs = one_by_one(corpus, then, table, law_of)
    good = [pair for pair in pairs if pair != (None, None)]
    assert dict(found.total.counts) == Counter(good)
    assert found.total.rows == len(good) < found.rows == table.num_rows
    assert found.bad.rows == pairs.count((None, None))
    assert found.total.changed == sum(a != b for a, b in good) > 0
    by_action = {
        action: Counter(pair for pair, a in zip(pairs, table["action"].to_pylist(), strict=True)
                        if a == action and pair != (None, None))
        for action in ("hold", "transfer")
    }  # fmt: skip
    assert {name: dict(t.counts) for name, t in found.by["action"].items()} == by_action
    adds_up(found)
    assert set(found.by["tier"]) == {"1", "2", "(blank)"}


def adds_up(found: WhatIf) -> None:
    for tallies in found.by.values():
        total: Counter[object] = Counter()
        for tally in tallies.values():
            total.update(tally.counts)
        assert total == Counter(found.total.counts)


def test_many_columns_and_values_add_up(corpus: Corpus) -> None:
    """More cells than are counted together."""
    table = bookings(2000)
    for i in range(5):
        table = table.append_column(
            f"c{i}", pa.array([str((r * (i + 3)) % 40) for r in range(2000)])
        )
    found = corpus.whatif(table, without=[SB4], by=[f"c{i}" for i in range(5)])
    adds_up(found)
    assert len(found.by["c0"]) == 40


def test_changed_rows_are_written_with_both_answers(corpus: Corpus, tmp_path: Path) -> None:
    table = bookings()
    pq.write_table(table, tmp_path / "in.parquet")
    out = tmp_path / "changed.csv"
    found = corpus.whatif(tmp_path / "in.parquet", without=[SB4], changed=out)
    rows = csv.read_csv(out).to_pylist()
    assert len(rows) == found.total.changed
    assert {row["verdict_now"] for row in rows} >= {"required"}
    assert all(SB4 in row["deciding_now"] for row in rows)
    assert all(SB4 not in row["deciding_then"] for row in rows)
    wanted = [
        row["place"]
        for row, (a, b) in zip(
            table.to_pylist(),
            one_by_one(corpus, corpus.without([SB4]), table, None),
            strict=True,
        )
        if a != b
    ]
    assert [row["place"] for row in rows] == wanted


def test_one_value_for_all_rows(corpus: Corpus) -> None:
    table = bookings().drop_columns(["who", "date"])
    found = corpus.whatif(table, without=[SB4], who="jail", on="2024-05-01")
    assert set(found.by) == {"action"}
    adds_up(found)


def test_no_rows(corpus: Corpus) -> None:
    found = corpus.whatif(bookings(0), without=[SB4])
    assert found.total.rows == found.total.changed == 0


def test_the_picture_has_every_change(corpus: Corpus) -> None:
    found = corpus.whatif(bookings(), without=[SB4])
    spec = draw_changed_answers(found, corpus.version).spec
    values = spec["data"]["values"] if "values" in spec["data"] else [
        *itertools.chain.from_iterable(spec["datasets"].values())
    ]  # fmt: skip
    assert sum(row["rows"] for row in values) == found.total.changed


def test_bad_questions_are_one_sentence(corpus: Corpus, tmp_path: Path) -> None:
    table = bookings()
    with pytest.raises(BadRequest, match="what is to be other"):
        corpus.whatif(table)
    with pytest.raises(BadRequest, match="no column 'floor'"):
        corpus.whatif(table, without=[SB4], by=["floor"])
    with pytest.raises(BadRequest, match="no norm or instrument"):
        corpus.whatif(table, without=["us/x"])
    with pytest.raises(BadRequest, match="is not a table"):
        corpus.whatif(42, without=[SB4])
    named = table.rename_columns(["place", "who", "action", "date", "warrant", "verdict_now"])
    out = tmp_path / "c.csv"
    with pytest.raises(BadRequest, match="verdict_now"):
        corpus.whatif(named, without=[SB4], changed=out)
    assert list(tmp_path.iterdir()) == []


def test_a_draft_of_one_state_changes_nothing_in_another(corpus: Corpus) -> None:
    """Presumptions that hang on a condition are the draft's corpus's, too."""
    bookings = pa.table({"warrant": ["judicial", "none"], "date": ["2024-05-01"] * 2})
    found = corpus.whatif(
        bookings,
        place="Cook County, IL",
        who="jail",
        action="notify_release",
        draft="docs/drafts/texas-judges.yaml",
    )
    assert (found.total.rows, found.total.changed) == (2, 0)
