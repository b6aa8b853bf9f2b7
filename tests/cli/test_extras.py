"""A command whose optional part is not installed says which extra brings it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HIDDEN = """
import sys
class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] == {part!r}:
            raise ModuleNotFoundError(f'No module named {{name!r}}', name=name)
sys.meta_path.insert(0, Hide())
sys.argv = ['safehavens', *{words!r}]
from safehavens.cli import main
main()
"""


@pytest.mark.parametrize(
    ("part", "words", "extra"),
    [
        ("pyarrow", ["panel", "-o", "panel.parquet"], "tables"),
        ("numpy", ["screen", "nowhere.csv", "-o", "out.csv"], "tables"),
        ("altair", ["map", "-o", "map.svg"], "pictures"),
        ("altair", ["evidence", "--plot", "map", "-o", "map.svg"], "pictures"),
        ("pyarrow", ["data", "fetch", "bls-laus", "--accept", "--from", __file__], "tables"),
        ("httpx2", ["data", "fetch", "bls-laus", "--accept", "--url", "http://127.0.0.1"], "links"),
        ("fastapi", ["serve"], "web"),
        ("sqlalchemy", ["register", "list", "--book", "r.db"], "register"),
        ("cryptography", ["register", "verify", "--head", __file__, "--book", "r.db"], "register"),
        ("protego", ["sources", "--fetch", "--host", "justia.com"], "links"),
        ("httpx2", ["sources", "--fetch", "--host", "justia.com"], "links"),
    ],
)
def test_what_is_missing_is_named(part: str, words: list[str], extra: str) -> None:
    code = HIDDEN.format(part=part, words=words)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert f"needs {part}; pip install 'safehavens[{extra}]' brings it." in done.stderr
