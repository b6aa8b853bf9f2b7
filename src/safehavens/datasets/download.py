"""One file over HTTP: resumed where it was broken off, whole or not there at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx2

from safehavens.decide.request import BadRequest
from safehavens.files.whole import telling

_AGENT: Final = "safehavens (a program that fetches public data for the person who runs it)"
_TIMEOUT: Final = 60.0
_CHUNK: Final = 1 << 16


class DownloadStopped(BadRequest):
    """A download that broke off; what has arrived is kept, and the same command goes on."""


def download(
    url: str,
    to: Path,
    sha256: str | None = None,
    advance: Callable[[int, int | None], None] = lambda done, of: None,
) -> str:
    """Fetch a file, going on from where an earlier download of it broke off.

    Parameters
    ----------
    url : str
    to : Path
        The file; until it is whole, it stands beside it as ``NAME.part``.
    sha256 : str, optional
        What its digest must be.
    advance : callable
        Is told how many bytes there are, and of how many, if that is known.

    Returns
    -------
    str
        The SHA-256 of the file.

    Raises
    ------
    DownloadStopped
        The connection failed, or the server is busy: the same call goes on from there.
    BadRequest
        The server refuses, or the file is not the one that was expected.
    CannotWrite
        The file cannot be written.
    """
    part, label = to.with_name(f"{to.name}.part"), to.with_name(f"{to.name}.part.json")
    with telling(to):
        to.parent.mkdir(parents=True, exist_ok=True)
        validator = _read_validator(label, url, part)
        have = part.stat().st_size if validator is not None else 0
    headers = {"Accept-Encoding": "identity"}
    if validator is not None and have:
        headers |= {"Range": f"bytes={have}-", "If-Range": validator}
    try:
        with (
            httpx2.Client(
                headers={"User-Agent": _AGENT}, timeout=_TIMEOUT, follow_redirects=True
            ) as client,
            client.stream("GET", url, headers=headers) as response,
        ):
            _check_status(url, response)
            if response.status_code != 206:
                have = 0
            _write_label(label, url, response, to)
            _receive(response, part, have, to, advance)
    except (httpx2.TransportError, httpx2.InvalidURL) as error:
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise DownloadStopped(
            f"{url} was not fetched whole ({said}); the same command goes on from there."
        ) from None
    digest = _digest(part)
    if sha256 is not None and digest != sha256.lower():
        with telling(to):
            part.unlink()
            label.unlink(missing_ok=True)
        raise BadRequest(
            f"{url} has another checksum than expected: SHA-256 {digest}, not {sha256.lower()}; "
            "the file was thrown away."
        )
    with telling(to):
        part.replace(to)
        label.unlink(missing_ok=True)
    return digest


def _check_status(url: str, response: httpx2.Response) -> None:
    status = response.status_code
    if status in (429, 502, 503, 504):
        raise DownloadStopped(f"{url} is busy (status {status}); the same command tries again.")
    if status not in (200, 206):
        raise BadRequest(
            f"{url} answers with status {status}; --url gives another address, and --from a file "
            "that you downloaded yourself."
        )


def _receive(
    response: httpx2.Response,
    part: Path,
    have: int,
    to: Path,
    advance: Callable[[int, int | None], None],
) -> None:
    length = response.headers.get("content-length", "")
    whole = have + int(length) if length.isdecimal() else None
    with telling(to), part.open("r+b" if have else "wb") as file:
        file.seek(have)
        file.truncate()
        for chunk in response.iter_bytes(_CHUNK):
            file.write(chunk)
            have += len(chunk)
            advance(have, whole)
    if whole is not None and have != whole:
        raise DownloadStopped(
            f"{response.url} sent {have:,} of {whole:,} bytes; the same command goes on from there."
        )


def _read_validator(label: Path, url: str, part: Path) -> str | None:
    """What proves that the part is of the same file as the server's; None: begin anew."""
    if not part.is_file():
        return None
    try:
        known = json.loads(label.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(known, dict) or known.get("url") != url:
        return None
    validator = known.get("validator")
    return validator if isinstance(validator, str) else None


def _write_label(label: Path, url: str, response: httpx2.Response, to: Path) -> None:
    tag = response.headers.get("etag", "")
    strong = tag if tag and not tag.startswith("W/") else None
    validator = strong or response.headers.get("last-modified")
    with telling(to):
        label.write_text(json.dumps({"url": url, "validator": validator}), "utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
