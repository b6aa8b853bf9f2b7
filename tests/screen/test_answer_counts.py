"""What is told of a table at the end: rows by verdict, and what *permitted* rests on."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa

from safehavens import Corpus
from safehavens.screen.answer_counts import count_answers, sort_answers

TABLE = {
    "place": ["California", "King County, WA", "King County, WA", "Cook County, IL", "Nowhere?"],
    "who": ["jail"] * 5,
    "action": ["transfer", "transfer", "hold", "hold", "hold"],
    "date": ["2024-05-01"] * 5,
    "warrant": ["judicial", "none", "none", "judicial", "none"],
}


def test_rows_are_counted_as_they_are_answered(corpus: Corpus) -> None:
    table = pa.table(TABLE)
    screened = corpus.screen(table, prefix="new_")
    columns = {
        name: screened[name].combine_chunks() for name in ("new_verdict", "new_basis")
    }  # fmt: skip
    counted = count_answers(columns, "new_")
    pairs = zip(columns["new_verdict"].to_pylist(), columns["new_basis"].to_pylist(), strict=True)
    assert counted == Counter(pair for pair in pairs if pair[0] is not None)
    assert sum(counted.values()) == 4  # one row has no verdict
    assert sort_answers(counted) == {
        "prohibited": {"rule": 1}, "permitted": {"power": 1, "outside": 1, "no_duty": 1},
    }  # fmt: skip


def test_without_the_basis_only_verdicts_are_counted(corpus: Corpus) -> None:
    screened = corpus.screen(pa.table(TABLE), columns=["verdict"])
    verdict = {"verdict": screened["verdict"].combine_chunks()}
    assert count_answers(verdict, "") == {("permitted", None): 3, ("prohibited", None): 1}
    assert count_answers({}, "") == {}
