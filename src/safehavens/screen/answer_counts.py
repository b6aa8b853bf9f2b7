"""How many rows came to which verdict, and what those verdicts rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from safehavens.corpus.model import BASES, VERDICTS, Basis, Verdict

Answers = Counter[tuple[Verdict, Basis | None]]
"""Rows by verdict and basis; None: the basis was not asked for."""


def count_answers(columns: Mapping[str, pa.Array], prefix: str) -> Answers:
    """The rows of a batch by verdict and basis; those without a verdict are not counted.

    Parameters
    ----------
    columns : mapping of str to pyarrow.DictionaryArray
        The columns that screening added. Nothing is counted where the verdict is not among them.
    prefix : str
        What stands before their names.
    """
    verdict, basis = columns.get(f"{prefix}verdict"), columns.get(f"{prefix}basis")
    if verdict is None:
        return Counter()
    codes = _codes(verdict)
    if basis is None:
        by_code = np.bincount(codes)
        words = verdict.dictionary.to_pylist()
        return Counter({(v, None): int(n) for v, n in zip(words, by_code[1:], strict=False) if n})
    width = len(basis.dictionary) + 1
    by_pair = np.bincount(codes * width + _codes(basis)).tolist()
    verdicts, bases = verdict.dictionary.to_pylist(), basis.dictionary.to_pylist()
    answers: Answers = Counter()
    for number, rows in enumerate(by_pair):
        of_verdict, of_basis = divmod(number, width)
        if rows and of_verdict:
            answers[verdicts[of_verdict - 1], bases[of_basis - 1] if of_basis else None] += rows
    return answers


def sort_answers(answers: Answers) -> dict[Verdict, dict[Basis | None, int]]:
    """The rows of each verdict by basis, verdicts and bases in the order of the corpus."""
    order: tuple[Basis | None, ...] = (*BASES, None)
    return {
        verdict: {basis: answers[verdict, basis] for basis in order if answers[verdict, basis]}
        for verdict in VERDICTS
        if any(answers[verdict, basis] for basis in order)
    }


def _codes(column: pa.DictionaryArray) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """For each row the place of its word from 1 on; 0 where there is none."""
    indices = column.indices
    filled = indices.fill_null(-1) if indices.null_count else indices
    codes: np.ndarray[tuple[int], np.dtype[np.int64]] = filled.to_numpy(False).astype(np.int64) + 1
    return codes
