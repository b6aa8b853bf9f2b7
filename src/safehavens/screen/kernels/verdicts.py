"""The verdict of every row of a batch."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.facts.settling import Settling, find_settling
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.norms.position import Position
from safehavens.logic.implicants import TooComplex
from safehavens.screen.kernels.evaluate import ASK, CODES, evaluate
from safehavens.screen.kernels.fact_columns import FactColumn
from safehavens.screen.kernels.gather import alike
from safehavens.screen.kernels.lookup import VerdictTables
from safehavens.screen.kernels.row_law import LawFinder

BAD: Final = 254
"""The code of rows that have no verdict: what is given cannot be."""

FEW_ROWS: Final = 8
"""Up to this many rows, asking one by one is quicker than to work out what settles a position."""

_FEW: Final = 1 << 17
"""With fewer rows a position than this, look-ups beat working on each position's rows apart."""


class Verdicts:
    """Verdicts for tables that give the same facts. May be used by several threads.

    Parameters
    ----------
    engine : Engine
    finder : LawFinder
        Whose positions the rows refer to.
    facts : sequence of str
        The facts that the table has columns for.
    few : int
        Up to this many rows of a position are asked one by one.
    """

    def __init__(
        self, engine: Engine, finder: LawFinder, facts: Sequence[str], few: int = FEW_ROWS
    ) -> None:
        self._engine = engine
        self._finder = finder
        self._facts = tuple(facts)
        self._tables = VerdictTables(engine, self._facts, self.settling)
        self._few_rows = few
        self._met: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._settlings: dict[int, Settling | None] = {}
        self._lock = threading.Lock()

    def codes(
        self, positions: npt.NDArray[np.int32], columns: Mapping[str, FactColumn]
    ) -> tuple[npt.NDArray[np.uint8], dict[int, str]]:
        """The code of each row's verdict, and what is wrong with rows that have none.

        Parameters
        ----------
        positions : array of int32
            The position of each row; -1: a bad row, which gets the code BAD.
        columns : mapping of str to FactColumn
        """
        rows = len(positions)
        if not rows:
            return np.zeros(0, np.uint8), {}
        first = int(positions[0])
        if first >= 0 and alike(positions):
            (worth,) = self._worth(np.array([first]), np.array([rows]))
            codes = self._one(first, columns, rows) if worth else np.full(rows, ASK, np.uint8)
        else:
            codes = self._mixed(positions, columns)
        return self._by_engine(codes, positions, columns)

    def _worth(
        self, positions: npt.NDArray[np.intp], counts: npt.NDArray[np.intp]
    ) -> npt.NDArray[np.bool_]:
        """Whether each position has had rows enough to work out what settles it."""
        with self._lock:
            short = int(positions.max()) + 1 - len(self._met)
            if short > 0:
                self._met = np.append(self._met, np.zeros(short + 64, np.int64))
            self._met[positions] += counts
            return self._met[positions] > self._few_rows

    def contradiction(self, i: int, facts: dict[str, FactValue | None]) -> str:
        """What is wrong with facts that cannot all be so."""
        return self._ask(self._finder.positions[i], facts)[1]

    def settling(self, i: int) -> Settling | None:
        """What settles a position; None where that is not worth listing."""
        settling = self._settlings.get(i, self)
        if not isinstance(settling, Verdicts):
            return settling
        with self._lock:
            if i not in self._settlings:
                try:
                    settling = find_settling(self._engine, self._finder.positions[i], self._facts)
                except TooComplex:
                    settling = None
                self._settlings[i] = settling
            return self._settlings[i]

    def _one(self, i: int, columns: Mapping[str, FactColumn], rows: int) -> npt.NDArray[np.uint8]:
        settling = self.settling(i)
        if settling is None:
            return np.full(rows, ASK, np.uint8)
        return evaluate(settling, columns, rows)

    def _mixed(
        self, positions: npt.NDArray[np.int32], columns: Mapping[str, FactColumn]
    ) -> npt.NDArray[np.uint8]:
        bad = positions < 0
        none_bad = not bad.any()
        counts = np.bincount(positions if none_bad else positions[~bad])
        present = np.flatnonzero(counts)
        if not len(present):
            return np.full(len(positions), BAD, np.uint8)
        hot = present[self._worth(present, counts[present])]
        if len(positions) // len(present) >= _FEW:
            codes, wide = np.full(len(positions), ASK, np.uint8), hot
        else:
            tabled = self._tables.make(hot.tolist(), len(counts))
            safe = positions if none_bad else np.where(bad, np.int32(present[0]), positions)
            codes = self._tables.look_up(safe, columns)
            wide = hot[~tabled[hot]]
        if len(wide) or not none_bad:
            codes = codes.copy()
            codes[bad] = BAD
        for i in wide.tolist():
            mine = np.flatnonzero(positions == i)
            taken = {name: column.take(mine) for name, column in columns.items()}
            codes[mine] = self._one(i, taken, len(mine))
        return codes

    # ---- what only the one-case engine can answer --------------------------------------------

    def _by_engine(
        self,
        codes: npt.NDArray[np.uint8],
        positions: npt.NDArray[np.int32],
        columns: Mapping[str, FactColumn],
    ) -> tuple[npt.NDArray[np.uint8], dict[int, str]]:
        """Answer rows coded ASK, each distinct pattern once; give what is wrong with the rest."""
        wrong: dict[int, str] = {}
        open_rows = np.flatnonzero(codes == ASK)
        if not len(open_rows):
            return codes, wrong
        codes = codes.copy()
        taken = {name: column.take(open_rows).codes() for name, column in columns.items()}
        answers: dict[tuple[int, ...], tuple[int, str]] = {}
        names = list(taken)
        patterns = zip(
            positions[open_rows].tolist(), *(taken[n].tolist() for n in names), strict=True
        )
        for row, pattern in zip(open_rows.tolist(), patterns, strict=True):
            answer = answers.get(pattern)
            if answer is None:
                facts = {
                    name: None if code == 0 else self._engine.classes[name].samples[code - 1]
                    for name, code in zip(names, pattern[1:], strict=True)
                }
                answer = answers[pattern] = self._ask(self._finder.positions[pattern[0]], facts)
            codes[row], problem = answer
            if problem:
                wrong[row] = problem
        return codes, wrong

    def _ask(self, position: Position, facts: dict[str, FactValue | None]) -> tuple[int, str]:
        try:
            verdict: Verdict = self._engine.judge(position, facts)
        except Contradiction as error:
            return BAD, self._said(error, facts)
        return CODES.index(verdict), ""

    def _said(self, error: Contradiction, facts: dict[str, FactValue | None]) -> str:
        """Why facts contradict each other; what is private is not repeated."""
        text, declared = str(error), self._engine.lawbook.facts
        named = set(re.findall(r"\w+", text)) & facts.keys()
        if not any(declared[name].private for name in named):
            return text
        return f"What is given of {' and '.join(sorted(named))} cannot all be so."
