"""What tests share: the shipped corpus, loaded once, and a snapshot folder of their own."""

from __future__ import annotations

import os
import tempfile

os.environ["SAFEHAVENS_CACHE"] = tempfile.mkdtemp(prefix="safehavens-test-")
for size in ("COLUMNS", "LINES"):  # readline, which pytest imports, sets them for every process
    os.environ.pop(size, None)

import pytest

from safehavens import Corpus


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return Corpus.load()
