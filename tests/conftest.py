"""What tests share: the shipped corpus, loaded once, and a snapshot folder of their own."""

from __future__ import annotations

import os
import tempfile

os.environ["SAFEHAVENS_CACHE"] = tempfile.mkdtemp(prefix="safehavens-test-")
os.environ.pop("COLUMNS", None)  # readline, which pytest imports, sets it for every process
os.environ.pop("LINES", None)

import pytest

from safehavens import Corpus
from safehavens.cli.speech import set_language


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return Corpus.load()


@pytest.fixture(autouse=True)
def _english() -> None:
    """Each test begins in English: the language of a command is that of the whole process."""
    set_language("en")
