"""A throwaway PostgreSQL on a socket of its own, where the server is installed."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.warehouse.server_account import find_account

SUPERUSER = "clerk"


def find_binaries() -> Path | None:
    """Where PostgreSQL's server is installed; Debian keeps it off the path."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    installed = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return Path(installed[-1]).parent if installed else None


@contextmanager
def running_postgres(*settings: str) -> Iterator[Path]:
    """The folder of a server's socket; tests are skipped, with a sentence, where there is none.

    Parameters
    ----------
    settings : str
        Each as in postgresql.conf, such as "fsync=on".
    """
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    who = find_account("PostgreSQL", "postgres")
    # Not in tmp_path, which only the user who runs the tests can enter.
    folder = Path(tempfile.mkdtemp(prefix="safehavens-pg-"))
    if who:
        os.chown(folder, who["user"], who["group"])

    def called(program: str, *words: str) -> None:
        log = subprocess.run(
            [binaries / program, "-D", folder / "data", *words],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False, timeout=120, **who,
        )  # fmt: skip
        assert log.returncode == 0, log.stdout

    try:
        called("initdb", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-sync")
        chosen = "".join(f" -c {one}" for one in ("fsync=off", "shared_buffers=16MB", *settings))
        options = f"-k {folder} -c listen_addresses=''{chosen}"
        called("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield folder
        finally:
            called("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
