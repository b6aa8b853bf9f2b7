"""A snapshot that somebody else made, changed or moved is not opened; no link is written to."""

from __future__ import annotations

import os
import pickle
import time
from pathlib import Path

import pytest

from safehavens.corpus.model import Lawbook
from safehavens.files import signed_files
from safehavens.files.private_folder import NotPrivate, open_private
from safehavens.logic import snapshot
from safehavens.logic.conditions import Conditions
from safehavens.logic.load import law_files, read_law
from tests.corpus.law import marfa

NAME = "a.snapshot"
Law = tuple[Lawbook, Conditions]


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    return read_law(law_files(marfa(tmp_path_factory.mktemp("law")), over_shipped=False))


@pytest.fixture
def cache(tmp_path: Path, law: Law, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("SAFEHAVENS_CACHE", str(folder))
    snapshot.save_snapshot(NAME, *law)
    assert snapshot.load_snapshot(NAME) == law
    return folder


class _Runs:
    """What a pickle makes that runs code."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.trace,)


def _plant(path: Path, value: object, key: bytes) -> None:
    content = bytes(32) + pickle.dumps(value)
    path.write_bytes(signed_files._sign(key, path.name, content) + content[32:])
    path.chmod(0o600)


def test_code_is_never_run_even_where_the_signature_is_right(cache: Path, tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    _plant(cache / NAME, _Runs(trace), (cache / "signing-key").read_bytes())
    assert snapshot.load_snapshot(NAME) is None
    assert not trace.exists()


def test_what_was_signed_with_another_key_is_not_opened(cache: Path, law: Law) -> None:
    _plant(cache / NAME, law, b"k" * 32)
    assert snapshot.load_snapshot(NAME) is None


@pytest.mark.parametrize("value", [KeyError("x"), {"a": 1}, 5, (1, 2), [[[]]]])
def test_what_holds_something_else_is_not_used(cache: Path, value: object) -> None:
    _plant(cache / NAME, value, (cache / "signing-key").read_bytes())
    assert snapshot.load_snapshot(NAME) is None


def test_a_snapshot_under_another_name_is_not_opened(cache: Path) -> None:
    (cache / NAME).rename(cache / "b.snapshot")
    assert snapshot.load_snapshot("b.snapshot") is None


def test_a_link_is_not_followed(cache: Path, tmp_path: Path) -> None:
    (cache / NAME).rename(tmp_path / NAME)
    (cache / NAME).symlink_to(tmp_path / NAME)
    assert snapshot.load_snapshot(NAME) is None


@pytest.mark.parametrize("mode", [0o666, 0o620, 0o602])
def test_a_file_that_others_may_write_to_is_not_opened(cache: Path, mode: int) -> None:
    (cache / NAME).chmod(mode)
    assert snapshot.load_snapshot(NAME) is None


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_a_folder_that_others_may_write_to_is_not_used(cache: Path, law: Law, mode: int) -> None:
    cache.chmod(mode)
    before = sorted(cache.iterdir())
    assert snapshot.load_snapshot(NAME) is None
    snapshot.save_snapshot("b.snapshot", *law)
    assert sorted(cache.iterdir()) == before
    with pytest.raises(NotPrivate), open_private(cache):
        pass


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_key_that_others_can_read_signs_nothing(cache: Path, law: Law, mode: int) -> None:
    (cache / "signing-key").chmod(mode)
    assert snapshot.load_snapshot(NAME) is None
    snapshot.save_snapshot("b.snapshot", *law)
    assert not (cache / "b.snapshot").exists()


def test_a_link_in_place_of_a_snapshot_is_replaced_and_its_target_stays(
    cache: Path, law: Law, tmp_path: Path
) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    (cache / NAME).unlink()
    (cache / NAME).symlink_to(victim)
    snapshot.save_snapshot(NAME, *law)
    assert victim.read_text() == "mine"
    assert not (cache / NAME).is_symlink()
    assert snapshot.load_snapshot(NAME) == law


def test_only_the_owner_can_read_what_is_kept(cache: Path) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in (cache, *cache.iterdir())}
    assert modes == {"cache": 0o700, NAME: 0o600, "signing-key": 0o600}


def test_what_a_killed_process_left_is_removed_in_time(cache: Path, law: Law) -> None:
    for name, age in ((".a.snapshot.0123", 7_200), (".b.snapshot.4567", 10)):
        (cache / name).write_bytes(b"half")
        then = time.time() - age
        os.utime(cache / name, (then, then))
    snapshot.save_snapshot("b.snapshot", *law)
    assert {path.name for path in cache.glob(".*")} == {".b.snapshot.4567"}


def test_a_disk_that_is_full_leaves_nothing(
    cache: Path, law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    snapshot.save_snapshot("b.snapshot", *law)
    assert {path.name for path in cache.iterdir()} == {NAME, "signing-key"}
