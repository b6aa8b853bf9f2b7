"""Files appear whole or not at all, and what was there before stays until then."""

from __future__ import annotations

from pathlib import Path

import pytest

from safehavens.files.whole import CannotWrite, WholeFiles, check_target, write_whole


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    out = tmp_path / "a.txt"
    write_whole(out, "één\n")
    assert out.read_bytes() == "één\n".encode()
    write_whole(out, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert out.read_bytes() == b"new"


def test_files_appear_together(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with WholeFiles() as files:
        files.write(tmp_path / "a", "new")
        files.write(tmp_path / "b", "new")
        assert (tmp_path / "a").read_text() == "old"
        assert not (tmp_path / "b").exists()
        files.publish()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "new", "b": "new"}


def test_nothing_is_left_of_what_was_not_published(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with WholeFiles() as files:
        files.write(tmp_path / "a", "new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}


def test_where_no_file_can_be(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"cannot be written: it is a folder\."):
        check_target(tmp_path)
    with pytest.raises(CannotWrite, match=r"cannot be written: there is no folder .*no\."):
        write_whole(tmp_path / "no" / "a", "text")
    assert list(tmp_path.iterdir()) == []
