"""The files that a digest of the code covers."""

from __future__ import annotations

from pathlib import Path

import pytest

from safehavens.files import package
from safehavens.files.package import LAW, PACKAGE, package_files
from safehavens.logic import snapshot


def test_every_module_and_table_is_walked() -> None:
    walked = list(package_files((".py", ".csv", ".tsv")))
    everything = {
        path
        for suffix in ("py", "csv", "tsv")
        for path in PACKAGE.rglob(f"*.{suffix}")
        if "__pycache__" not in path.parts and LAW not in path.parents
    }
    assert set(walked) == everything
    assert len(walked) == len(everything)
    assert PACKAGE / "corpus" / "places" / "places.tsv" in everything


def test_the_name_of_a_snapshot_depends_on_folders_nobody_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "PACKAGE", tmp_path)
    names = set()
    for name, content in (
        ("engine.py", "ONE = 1"),
        ("engine.py", "ONE = 2"),
        ("new/deep/engine.py", ""),
        ("new/places.tsv", "chicago"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        names.add(snapshot.snapshot_name(()))
    assert len(names) == 4


def test_the_shipped_law_has_a_digest_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "PACKAGE", tmp_path)
    for name in ("law/us/facts.csv", "corpus/law/table.csv", "__pycache__/engine.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    assert list(package_files((".py", ".csv"))) == [tmp_path / "corpus/law/table.csv"]
