"""Run the command line as a person does: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run() -> Run:
    def called(
        *words: str, input: str = "", cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "safehavens", *words],
            input=input,
            cwd=cwd,
            env=dict(
                os.environ
            ),  # not what readline, which pytest imports, sets behind Python's back
            capture_output=True,
            text=True,
            check=False,
        )

    return called
