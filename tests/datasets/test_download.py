"""Downloads: resumed, checked, whole or not there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from safehavens.datasets.download import DownloadStopped, download
from safehavens.decide.request import BadRequest
from tests.datasets.range_server import FileServer, serve_files

BODY = bytes(range(256)) * 4000


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serve_files() as running:
        running.files["/a.bin"] = BODY
        yield running


def test_a_file_arrives_whole_with_its_digest(server: FileServer, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    to = tmp_path / "new" / "a.bin"
    digest = download(
        server.url("/a.bin"), to, advance=lambda done, whole: told.append((done, whole))
    )
    assert to.read_bytes() == BODY
    assert digest == hashlib.sha256(BODY).hexdigest()
    assert told[-1] == (len(BODY), len(BODY))
    assert [path.name for path in to.parent.iterdir()] == ["a.bin"]


def test_a_download_that_broke_off_goes_on_from_there(server: FileServer, tmp_path: Path) -> None:
    to = tmp_path / "a.bin"
    server.cut_after = 300_000
    with pytest.raises(DownloadStopped, match="the same command goes on from there"):
        download(server.url("/a.bin"), to)
    assert not to.exists()
    have = (tmp_path / "a.bin.part").stat().st_size
    assert 0 < have <= 300_000
    download(server.url("/a.bin"), to)
    assert server.asked == [("/a.bin", None), ("/a.bin", f"bytes={have}-")]
    assert to.read_bytes() == BODY


def test_a_file_that_has_changed_is_begun_anew(server: FileServer, tmp_path: Path) -> None:
    to = tmp_path / "a.bin"
    server.cut_after = 300_000
    with pytest.raises(DownloadStopped):
        download(server.url("/a.bin"), to)
    server.tag, server.files["/a.bin"] = '"two"', BODY[::-1]
    download(server.url("/a.bin"), to)
    assert to.read_bytes() == BODY[::-1]


def test_a_server_without_ranges_sends_all_of_it(server: FileServer, tmp_path: Path) -> None:
    to = tmp_path / "a.bin"
    server.cut_after, server.has_ranges = 300_000, False
    with pytest.raises(DownloadStopped):
        download(server.url("/a.bin"), to)
    download(server.url("/a.bin"), to)
    assert to.read_bytes() == BODY


def test_a_part_of_another_address_is_not_used(server: FileServer, tmp_path: Path) -> None:
    to = tmp_path / "a.bin"
    server.files["/b.bin"] = BODY[::-1]
    server.cut_after = 300_000
    with pytest.raises(DownloadStopped):
        download(server.url("/b.bin"), to)
    download(server.url("/a.bin"), to)
    assert to.read_bytes() == BODY


def test_another_checksum_throws_the_file_away(server: FileServer, tmp_path: Path) -> None:
    to = tmp_path / "a.bin"
    with pytest.raises(BadRequest, match=r"another checksum than expected: SHA-256 \w{64}, not"):
        download(server.url("/a.bin"), to, sha256="0" * 64)
    assert list(tmp_path.iterdir()) == []
    download(server.url("/a.bin"), to, sha256=hashlib.sha256(BODY).hexdigest().upper())
    assert to.read_bytes() == BODY


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (404, BadRequest, "answers with status 404; --url gives another address"),
        (403, BadRequest, "answers with status 403"),
        (503, DownloadStopped, r"is busy \(status 503\); the same command tries again"),
    ],
)
def test_a_server_that_refuses(
    server: FileServer, tmp_path: Path, status: int, kind: type[Exception], said: str
) -> None:
    server.status = status
    with pytest.raises(kind, match=said):
        download(server.url("/a.bin"), tmp_path / "a.bin")
    assert list(tmp_path.iterdir()) == []


def test_no_server_at_all(tmp_path: Path) -> None:
    with pytest.raises(DownloadStopped, match="was not fetched whole"):
        download("http://127.0.0.1:9/a", tmp_path / "a")
    with pytest.raises(BadRequest):
        download("no address", tmp_path / "a")
