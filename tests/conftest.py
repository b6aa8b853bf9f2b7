"""What tests share: the shipped corpus, loaded once, and a snapshot folder of their own."""

from __future__ import annotations

import os
import tempfile

os.environ["SAFEHAVENS_CACHE"] = tempfile.mkdtemp(prefix="safehavens-test-")
os.environ.pop("COLUMNS", None)  # readline, which pytest imports, sets it for every process

import pytest

from safehavens import Corpus


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return Corpus.load()
