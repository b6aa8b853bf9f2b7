"""A folder of law holds plain files of its own: nothing else is opened, and nothing waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from safehavens.corpus.errors import LawError
from safehavens.corpus.reading.forms.law_bounds import MOST_FILE_BYTES
from safehavens.corpus.reading.law_files import NoLaw, read_folder, read_law_file
from safehavens.files.bounded_read import CannotRead, read_bounded
from tests.faults.hostile_law import head, norm, write_law


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return write_law(tmp_path / "law", head("norms:\n" + norm()))


def refused(law: Path) -> str:
    with pytest.raises(LawError) as caught:
        read_folder(law)
    return str(caught.value)


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("/etc/passwd", "is a link that leads out of the folder of law"),
        ("/dev/zero", "is a link that leads out of the folder of law"),
        ("/proc/self/mem", "is a link that leads out of the folder of law"),
        ("z.yaml", "is a link that leads nowhere"),
        ("missing.yaml", "is a link that leads nowhere"),
    ],
)
def test_links_that_lead_out_or_nowhere_are_refused(law: Path, target: str, says: str) -> None:
    (law / "us/md/testtown/z.yaml").symlink_to(target)
    told = refused(law)
    assert f"us/md/testtown/z.yaml:1: error: {says}" in told
    assert "root:" not in told


def test_a_link_within_the_folder_is_followed(law: Path) -> None:
    (law / "us/md/testtown/z.yaml").symlink_to("t.yaml")
    names = [file.name for file in read_folder(law)]
    assert names == ["us/md/testtown/t.yaml", "us/md/testtown/z.yaml"]


def test_a_folder_may_be_a_link_itself(law: Path, tmp_path: Path) -> None:
    (tmp_path / "other").symlink_to(law)
    (law / "us/md/testtown/z.yaml").symlink_to("t.yaml")
    assert len(read_folder(tmp_path / "other")) == 2


def test_a_pipe_is_not_waited_for(law: Path) -> None:
    os.mkfifo(law / "us/md/testtown/z.yaml")
    assert "us/md/testtown/z.yaml:1: error: is something else than a plain file" in refused(law)


def test_a_link_that_goes_in_a_circle_of_folders_is_not_followed(law: Path) -> None:
    (law / "us/again").symlink_to("..")
    assert len(read_folder(law)) == 1


def test_names_that_are_not_text_are_refused(law: Path) -> None:
    for name in (b"\xff.yaml", b"a\x1b[2J.yaml", b"a\nb.yaml"):
        path = os.path.join(os.fsencode(law), b"us", name)
        with open(path, "wb") as file:
            file.write(b"id: a\n")
        told = refused(law)
        assert "the name of the file has characters that are not plain text" in told
        told.encode()
        os.unlink(path)


def test_every_file_that_is_refused_is_named(law: Path) -> None:
    for name in ("x", "y"):
        (law / f"us/{name}.yaml").symlink_to("/etc/passwd")
    assert refused(law).count("is a link that leads out") == 2


def test_a_file_too_large_is_not_read(law: Path) -> None:
    with open(law / "us/big.yaml", "wb") as file:
        file.truncate(MOST_FILE_BYTES + 1)
    assert "us/big.yaml:1: error: is larger than 4,194,304 bytes" in refused(law)
    with pytest.raises(NoLaw, match=r"is larger than 4,194,304 bytes"):
        read_law_file(law / "us/big.yaml")


def test_a_file_that_somebody_names_may_be_a_pipe_and_must_end(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"warrant: none\n")
    os.close(writing)
    assert read_bounded(f"/dev/fd/{reading}", 1_000) == b"warrant: none\n"
    os.close(reading)
    with pytest.raises(CannotRead, match=r"is larger than 1,000 bytes"):
        read_bounded("/dev/zero", 1_000)
    with pytest.raises(CannotRead, match=r"there is a zero byte in its name"):
        read_bounded("a\0b", 1_000)
