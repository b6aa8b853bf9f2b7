"""Bounds that a stranger meets serve honest law that is large: 100,000 norms load and answer."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.corpus.reading.law_files import overlay, read_folder
from safehavens.logic.load import law_files, read_law
from tests.faults.hostile_law import many_norms

NORMS = 100_000


@pytest.mark.long
def test_a_hundred_thousand_norms_load(tmp_path: Path, corpus: Corpus) -> None:
    places = sorted({one.issuer for one in corpus.lawbook.instruments.values()})
    for name, text in many_norms(NORMS, places):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    began = time.monotonic()
    files = overlay(law_files(None, over_shipped=False), read_folder(tmp_path))
    lawbook, conditions = read_law(files)
    took = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stderr.write(f"\n{len(lawbook.norms):,} norms: {took:.0f} s, {memory:,} MB at most\n")
    assert len(lawbook.norms) == len(corpus.lawbook.norms) + NORMS
    assert len(conditions.applies) == len(lawbook.norms)
    assert took < 1_200
    assert memory < 6_000
