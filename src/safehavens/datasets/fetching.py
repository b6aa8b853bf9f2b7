"""Fetch a data set onto this machine: license first, checksum kept, columns made ours."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from safehavens.corpus.places import Gazetteer
from safehavens.datasets.column_mapping import map_table
from safehavens.datasets.data_sets import DataSet, Mapped
from safehavens.decide.request import BadRequest
from safehavens.files.cache_folder import cache_folder
from safehavens.files.whole import WholeFiles, telling

if TYPE_CHECKING:
    import pyarrow as pa

_FOLDER: Final = "data"
Advance = Callable[[int, int | None], None]


class LicenseNotAccepted(BadRequest):
    """A license that was shown and not accepted."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A data set on this machine.

    Attributes
    ----------
    path : Path
        Its table, as Parquet.
    rows, unplaced : int
        Rows of the publisher's that were read, and those without a place that could be read.
    sources : tuple of str
        What it was made of, with the SHA-256 of each.
    changed : bool
        Whether a file differs from the one that was fetched before.
    """

    path: Path
    rows: int
    unplaced: int
    sources: tuple[str, ...]
    changed: bool


def data_folder() -> Path:
    """Where data sets that were fetched are kept. Raises BadRequest where there is no home."""
    cache = cache_folder()
    if cache is None:
        raise BadRequest("There is no folder to keep data in; set SAFEHAVENS_CACHE.")
    return cache / _FOLDER


def fetched_path(name: str) -> Path:
    """The table of a data set that was fetched, whether or not it is there."""
    return data_folder() / f"{name}.parquet"


def fetch_data_set(
    data_set: DataSet,
    gazetteer: Gazetteer,
    *,
    accepted: bool,
    years: tuple[int, int] | None = None,
    url: str | None = None,
    file: Path | None = None,
    sha256: str | None = None,
    advance: Advance = lambda done, of: None,
) -> Fetched:
    """Fetch a data set's files, and keep its table in our columns.

    What was fetched is recorded beside the table: addresses, checksums, the day, the license that
    was accepted. Rows about persons are counted by place and month, and not kept.

    Parameters
    ----------
    data_set : DataSet
    gazetteer : Gazetteer
    accepted : bool
        Whether its license was shown and accepted.
    years : tuple of int, optional
        The first and last year. Left out: all that there are.
    url : str, optional
        Another address of the file, such as a newer release.
    file : Path, optional
        A file that the user has downloaded.
    sha256 : str, optional
        What the file's digest must be.
    advance : callable
        Is told of bytes as they arrive.

    Raises
    ------
    LicenseNotAccepted
        The license was not accepted.
    BadRequest
        It is shipped, or can only be had by a person; or the years, the file or the answer of the
        server cannot be.
    """
    recipe = data_set.fetch
    if data_set.shipped is not None:
        raise BadRequest(f"{data_set.id} is shipped; there is nothing to fetch.")
    if recipe is None:
        raise BadRequest(
            f"{data_set.id} is not fetched by safehavens; see {data_set.url}. License: "
            f"{data_set.license}."
        )
    if recipe.url is None and url is None and file is None:
        raise BadRequest(
            f"{data_set.id} must be downloaded by you, at {data_set.url}; then give the file with "
            "--from."
        )
    if not accepted:
        raise LicenseNotAccepted(
            f"{data_set.id} has this license: {data_set.license}. Add --accept to accept it."
        )
    folder = data_folder()
    parts, sources = [], []
    for year, address in _list_files(data_set, years, url, file):
        path, digest = _get(data_set, folder, address, file, sha256 or recipe.sha256, advance)
        try:
            parts.append(map_table(path, data_set, gazetteer, year))
        finally:
            if file is None and recipe.personal:
                path.unlink(missing_ok=True)
        sources.append(f"{file.name if file is not None else address} (SHA-256 {digest})")
    kept = _keep(data_set, parts, sources)
    shutil.rmtree(folder / "sources" / data_set.id, ignore_errors=True)
    return kept


def _list_files(
    data_set: DataSet, years: tuple[int, int] | None, url: str | None, file: Path | None
) -> Sequence[tuple[int | None, str]]:
    recipe = data_set.fetch
    assert recipe is not None
    if recipe.years is None:
        if years is not None:
            raise BadRequest(f"{data_set.id} is one file for all years; leave --years out.")
        return [(None, url or recipe.url or "")]
    first, last = years or recipe.years
    if not recipe.years[0] <= first <= last <= recipe.years[1]:
        raise BadRequest(
            f"{data_set.id} has the years {recipe.years[0]} to {recipe.years[1]}, not {first} to "
            f"{last}."
        )
    pattern = url or recipe.url or ""
    if (file is not None or "{year}" not in pattern) and first != last:
        raise BadRequest("One file is for one year; name it with --years, such as --years 2019.")
    return [(year, pattern.replace("{year}", str(year))) for year in range(first, last + 1)]


def _get(
    data_set: DataSet, folder: Path, address: str, file: Path | None, sha256: str | None,
    advance: Advance,
) -> tuple[Path, str]:  # fmt: skip
    """The publisher's file on this machine, and its digest."""
    if file is not None:
        if not file.is_file():
            raise BadRequest(f"There is no file {file}.")
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if sha256 is not None and digest != sha256.lower():
            raise BadRequest(f"{file} has the SHA-256 {digest}, not {sha256.lower()}.")
        return file, digest
    from safehavens.datasets.download import download

    name = hashlib.sha256(address.encode()).hexdigest()[:16]
    path = folder / "sources" / data_set.id / name
    if path.is_file():  # of a fetch of several files that broke off later
        with path.open("rb") as whole:
            return path, hashlib.file_digest(whole, "sha256").hexdigest()
    return path, download(address, path, sha256, advance)


def _keep(data_set: DataSet, parts: Sequence[Mapped], sources: Sequence[str]) -> Fetched:
    import pyarrow as pa

    table = pa.concat_tables([part.table for part in parts], promote_options="permissive")
    if not table.num_rows:
        raise BadRequest(f"No row of what was fetched for {data_set.id} could be used.")
    path = fetched_path(data_set.id)
    record = path.with_suffix(".json")
    changed = _differs(record, sources)
    rows, unplaced = sum(part.rows for part in parts), sum(part.unplaced for part in parts)
    told = {
        "data_set": data_set.id,
        "license": data_set.license,
        "sources": list(sources),
        "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": rows,
        "unplaced": unplaced,
    }
    with telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with WholeFiles() as files:
        with files.open(path) as out:
            _write(table, out)
        files.write(record, json.dumps(told, indent=2) + "\n")
        files.publish()
    return Fetched(path, rows, unplaced, tuple(sources), changed)


def _write(table: pa.Table, out: Any) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, out, compression="zstd")


def _differs(record: Path, sources: Sequence[str]) -> bool:
    try:
        known = json.loads(record.read_text("utf-8"))["sources"]
    except (OSError, ValueError, KeyError):
        return False
    return not set(sources) <= set(known) and bool(
        {source.partition(" (SHA")[0] for source in sources}
        & {str(source).partition(" (SHA")[0] for source in known}
    )
