"""Panels that several tests look at, made once."""

from __future__ import annotations

import pytest

from safehavens import Corpus
from safehavens.measure.panel import Panel, ask_panel

PLACES = [
    "17031", "48201", "48453", "06037", "36047", "36061", "53033", "08031", "12086", "51059",
    "11001", "09001", "54001",
]  # fmt: skip


@pytest.fixture(scope="session")
def some(corpus: Corpus) -> Panel:
    """Counties under law that limits, compels, changed often, or says little."""
    return ask_panel(corpus.engine, PLACES, "1985-01", "2026-11")


@pytest.fixture(scope="session")
def counties(corpus: Corpus) -> Panel:
    """Every county, every probe."""
    return ask_panel(corpus.engine, "counties", "1985-01", "2026-11")
