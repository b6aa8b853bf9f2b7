"""A presumption that hangs on a fact without a column, which other columns of the row settle."""

from __future__ import annotations

from itertools import product

import pyarrow as pa

from safehavens.corpus.model import Spell
from safehavens.decide.engine import Engine
from safehavens.screen.screener import Screener
from tests.screen.test_one_meaning import Asked as AskedRowByRow
from tests.screen.test_one_meaning import compare
from tests.strategies import CA, DAYS, FRESNO, Among, Book, InstrumentDraft, NormDraft

BAN = NormDraft(
    "law0#n0", ("jail",), (), ("hold",), "must_not", Among("purpose", frozenset({"civil"})),
    None, (), (), "no", (Spell(DAYS[0]),),
)  # fmt: skip
BOOK = Book(
    ("felony", "violent", "listed", "kind", "purpose"),
    (InstrumentDraft("law0", "statute", CA, None, (), True, (BAN,)),),
)
"""A hold is barred for a civil purpose. That purpose is presumed unless there is a felony; who is
listed, and no raid, is violent, and so there is one."""
ROWS = [
    {"listed": listed, "kind": kind}
    for listed, kind in product((True, False, None), ("none", "raid", "stop", None))
]


def _answers(engine: Engine) -> set[str]:
    position = engine.timeline(FRESNO, "jail", "hold").at(DAYS[3]).position
    return {engine.judge(position, row) for row in ROWS}


def test_a_table_says_what_ask_says() -> None:
    engine = BOOK.engine()
    assert _answers(engine) == {"prohibited", "depends"}
    fixed = {"place": FRESNO, "who": "jail", "action": "hold", "date": DAYS[3]}
    screener = Screener(engine, place=FRESNO, who="jail", action="hold", on=DAYS[3], few=0)
    batch = pa.RecordBatch.from_pylist(ROWS)
    compare(AskedRowByRow(engine), batch, screener, fixed, ["listed", "kind"])
