"""What is known of each address, kept in a file that is written whole after every answer."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, get_args

from pydantic import TypeAdapter

from safehavens.decide.request import BadRequest
from safehavens.files.cache_folder import cache_folder
from safehavens.files.whole import check_target, telling, write_whole

Result = Literal["ok", "changed", "moved", "gone", "robots", "not_reached"]

RESULTS: Final[tuple[Result, ...]] = get_args(Result)


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """What an address answered when it was last asked, and the text that is recorded of it.

    Attributes
    ----------
    result : str or None
        `ok`, `changed`, `moved` (for good), `gone` (the host itself says so), `robots` (the host
        does not let robots read it) or `not_reached`. None: it has not been asked.
    asked : str or None
        When, in UTC (ISO 8601).
    status : int or None
        The last answer's HTTP status.
    final : str or None
        Where it leads; None: it answers itself.
    reason, detail : str or None
        A key of `safehavens.wording.link_sentences.REASON`, and what is filled in.
    digest, digest_of : str or None
        The recorded text (``text:`` or ``bytes:``, then SHA-256), and the day it was recorded.
    changed, changed_to : str or None
        The day on which another text was seen first, and its digest.
    etag, modified, conditions_of : str or None
        What the host said of the version that was read last, and of which address.
    """

    result: Result | None = None
    asked: str | None = None
    status: int | None = None
    final: str | None = None
    reason: str | None = None
    detail: str | None = None
    digest: str | None = None
    digest_of: str | None = None
    changed: str | None = None
    changed_to: str | None = None
    etag: str | None = None
    modified: str | None = None
    conditions_of: str | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that ask for an answer only where there is another version."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value}

    @property
    def asked_at(self) -> datetime | None:
        """When it was asked."""
        return None if self.asked is None else datetime.fromisoformat(self.asked)


@dataclass(frozen=True, slots=True)
class _Content:
    """What the file holds."""

    form: Literal[1]
    addresses: dict[str, LinkRecord]


_FORM: Final = TypeAdapter(_Content)


class RecordFile:
    """The records of addresses, in a file of JSON.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.records: dict[str, LinkRecord] = {}

    @contextmanager
    def keep(self) -> Iterator[None]:
        """Read the file, where there is one, and keep it from other checks.

        Raises
        ------
        BadRequest
            The file is not one of records, or another check is using it.
        CannotWrite
            No file can be written there.
        """
        check_target(self.path)
        lock = self.path.with_name(f"{self.path.name}.lock")
        with telling(self.path):
            file = lock.open("w")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise BadRequest(
                    f"Another check is using {self.path}; wait until it is done, or name another "
                    "file with --state."
                ) from None
            self.records = _read(self.path)
            yield

    def put(self, address: str, record: LinkRecord) -> None:
        """Set a record and write the file, whole. Raises CannotWrite."""
        self.records[address] = record
        content = _Content(1, dict(sorted(self.records.items())))
        text = _FORM.dump_json(content, indent=1, exclude_none=True)
        write_whole(self.path, text + b"\n")


def default_record_path() -> Path:
    """Where records are kept if no file is named; its folder is made.

    Raises
    ------
    BadRequest
        There is no folder for caches.
    CannotWrite
        The folder cannot be made.
    """
    folder = cache_folder()
    if folder is None:
        raise BadRequest("There is no home folder to keep records in; name a file with --state.")
    with telling(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder / "links.json"


def _read(path: Path) -> dict[str, LinkRecord]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest(f"{path} cannot be read: {error}.") from None
    try:
        content = _FORM.validate_json(text, strict=True)
        if any(one.asked_at and one.asked_at.tzinfo is None for one in content.addresses.values()):
            raise ValueError("a time without its zone")
    except ValueError:  # pydantic's errors among them
        raise BadRequest(
            f"{path} is not a file of checked addresses; name another one with --state, or remove "
            "it to begin anew."
        ) from None
    return content.addresses
