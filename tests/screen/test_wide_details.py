"""Details of tables with very many fact columns: more patterns than 64 bits can number."""

from __future__ import annotations

from datetime import date
from random import Random

import pyarrow as pa
import pytest

from safehavens import Corpus
from safehavens.decide.brief import decide_briefly
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.screen.screener import Screener

KINDS = {"bool": pa.bool_(), "enum": pa.string(), "number": pa.float64()}


@pytest.mark.parametrize("action", ["transfer", "notify_release"])
def test_sparse_rows_of_every_fact(corpus: Corpus, action: str) -> None:
    engine, chance, on = corpus.engine, Random(4), date(2024, 5, 1)
    position = engine.timeline(corpus.place("California").place.id, "jail", action).at(on).position
    declared = corpus.lawbook.facts
    facts = [
        name
        for name, fact in declared.items()
        if not fact.derived and (engine.facts.tied(name) or name in position.facts)
    ]
    assert len(facts) >= 42  # at three groups each, more patterns than 2 to the 64th
    rows = [
        {n: None if chance.random() < 0.9 else chance.choice(engine.classes[n].samples)
         for n in facts}
        for _ in range(300)
    ]  # fmt: skip
    columns = {
        n: pa.array([float(row[n]) if declared[n].type == "number" and row[n] is not None
                     else row[n] for row in rows], KINDS[declared[n].type])
        for n in facts
    }  # fmt: skip
    screener = Screener(engine, place="California", who="jail", action=action, on=on)
    screened = screener.screen(pa.RecordBatch.from_pydict(columns))
    open_rows = 0
    for i, row in enumerate(rows):
        try:
            brief = decide_briefly(engine, position, row)
        except Contradiction:
            assert i in screened.bad
            continue
        names = ("verdict", "deciding", "waits_for", "confidence")
        assert [screened.columns[name][i].as_py() for name in names] == [
            brief.verdict, " ".join(brief.deciding), " ".join(brief.waits_for), brief.confidence
        ]  # fmt: skip
        open_rows += bool(brief.waits_for)
    assert open_rows >= 100
