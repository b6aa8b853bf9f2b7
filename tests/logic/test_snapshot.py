"""Snapshots: never stale, never trusted blindly, never in the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.files import looked_at
from safehavens.logic import load as loading
from safehavens.logic import snapshot
from safehavens.logic.snapshot import cache_folder, snapshot_name
from tests.corpus.law import INSTRUMENT, marfa, write

ASK = {"who": "police", "on": "2021-01-01"}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("SAFEHAVENS_CACHE", str(folder))
    return folder


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return marfa(tmp_path / "law")


def verdict(law: Path) -> str:
    return Corpus.load(law).ask("Marfa, TX", "inquire_status", age=10, **ASK).verdict


def count_readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that law files are read rather than a snapshot."""
    readings: list[int] = []
    read = loading.read_law

    def counted(files: object) -> object:
        readings.append(1)
        return read(files)  # type: ignore[arg-type]

    monkeypatch.setattr(loading, "read_law", counted)
    return readings


def test_the_second_load_reads_the_snapshot(
    cache: Path, law: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = count_readings(monkeypatch)
    first = Corpus.load(law)
    second = Corpus.load(law)
    assert len(readings) == 1
    assert second.lawbook == first.lawbook
    assert len(list(cache.glob("*.snapshot"))) == 1


def test_a_changed_file_is_read_anew_even_with_size_and_time_unchanged(
    cache: Path, law: Path
) -> None:
    path = law / "us/tx/marfa/policy.yaml"
    assert verdict(law) == "prohibited"
    before = path.stat()
    path.write_text(INSTRUMENT.replace("age > 20", "age > 09"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert verdict(law) == "permitted"


def test_a_new_and_a_removed_file_are_seen(cache: Path, law: Path) -> None:
    assert verdict(law) == "prohibited"
    other = INSTRUMENT.replace("marfa/policy", "marfa/order").replace("marfa_festival", "fair")
    write(law, {"us/tx/marfa/order.yaml": other.replace("must_not", "must")})
    assert verdict(law) == "conflict"
    (law / "us/tx/marfa/order.yaml").unlink()
    assert verdict(law) == "prohibited"


@pytest.mark.parametrize("damage", [b"", b"x" * 100, None])
def test_a_damaged_snapshot_is_not_used(cache: Path, law: Path, damage: bytes | None) -> None:
    assert verdict(law) == "prohibited"
    (snapshot,) = cache.glob("*.snapshot")
    content = snapshot.read_bytes()
    snapshot.write_bytes(content[:-1] + b"?" if damage is None else damage)
    assert verdict(law) == "prohibited"


def test_where_nothing_can_be_kept_nothing_is(
    tmp_path: Path, law: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("SAFEHAVENS_CACHE", str(blocked / "cache"))
    assert verdict(law) == "prohibited"


def test_the_name_depends_on_every_file(law: Path) -> None:
    files = loading.law_files(law, over_shipped=False)
    changed = loading.law_files(marfa(law, "age > 20", "age > 21"), over_shipped=False)
    assert snapshot_name(files) != snapshot_name(changed)


def test_the_cache_lies_where_the_platform_keeps_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAFEHAVENS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_folder() == Path("/somewhere/safehavens")


def test_ask_loads_only_what_it_uses() -> None:
    """Once there is a snapshot, none of the heavy parts is imported."""
    code = (
        "import sys; from safehavens import Corpus; c = Corpus.load();"
        "c.ask('Chicago, IL', 'hold', who='police', warrant='none');"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'pydantic', 'yaml', 'sqlglot',"
        "'rich', 'eyecite', 'typer', 'pyarrow', 'numpy', 'z3', 'fastapi'}))"
    )
    Corpus.load()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the package, its files older than a moment."""
    folder = tmp_path / "package"
    (folder / "__pycache__").mkdir(parents=True)
    for name in ("code.py", "table.csv"):
        (folder / name).write_text(name)
    monkeypatch.setattr(snapshot, "PACKAGE", folder)
    monkeypatch.setattr(looked_at, "_SETTLED_NS", -1)
    return folder


def test_files_that_look_as_they_did_are_not_read_again(cache: Path, package: Path) -> None:
    first = snapshot.ShippedName()
    assert first.known is None
    first.remember("name")
    assert snapshot.ShippedName().known == "name"
    (package / "__pycache__" / "code.pyc").write_text("kept by Python")
    assert snapshot.ShippedName().known == "name"


@pytest.mark.parametrize("what", ["write", "add", "remove", "rename", "replace", "touch"])
def test_a_file_that_looks_otherwise_is_seen(cache: Path, package: Path, what: str) -> None:
    snapshot.ShippedName().remember("name")
    file, times = package / "code.py", (package / "code.py").stat()
    match what:
        case "write":
            file.write_text("CODE.PY")
        case "add":
            (package / "more.yaml").write_text("")
        case "remove":
            (package / "table.csv").unlink()
        case "rename":
            file.rename(package / "other.py")
        case "replace":
            (package.parent / "new").write_text("CODE.PY")
            (package.parent / "new").replace(file)
        case "touch":
            file.touch()
    if file.exists():  # what anybody can set says nothing
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert snapshot.ShippedName().known is None


def test_what_was_changed_a_moment_ago_is_not_trusted(
    cache: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looked_at, "_SETTLED_NS", 60_000_000_000)
    snapshot.ShippedName().remember("name")
    assert snapshot.ShippedName().known is None


def test_a_look_that_somebody_else_kept_is_not_used(cache: Path, package: Path) -> None:
    snapshot.ShippedName().remember("name")
    (kept,) = cache.glob("*.looked")
    content = kept.read_bytes()
    kept.write_bytes(content[:-2] + b"?" + content[-1:])
    assert snapshot.ShippedName().known is None
    (cache / "signing-key").write_bytes(b"k" * 32)
    kept.write_bytes(content)
    assert snapshot.ShippedName().known is None


def test_the_shipped_corpus_has_the_name_of_its_files(cache: Path) -> None:
    files = loading.law_files(None, over_shipped=False)
    loading.load_shipped_law()
    assert [path.name for path in cache.glob("*.snapshot")] == [snapshot_name(files)]
    known = snapshot.ShippedName().known
    assert known in (None, snapshot_name(files))  # None: a file was changed a moment ago
