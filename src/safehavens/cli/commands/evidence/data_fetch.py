"""`safehavens data fetch`: a data set onto this machine, its license first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.decide.request import BadRequest

EXAMPLE: Final = "safehavens data fetch bls-qcew --years 2014-2019 --accept"


def run(
    name: Annotated[str, typer.Argument(help="A data set, by its id.", show_default=False)],
    accept: Annotated[
        bool, typer.Option("--accept", help="Accept its license, which is shown without this.")
    ] = False,
    years: Annotated[
        str | None,
        typer.Option(
            "--years",
            metavar="FIRST-LAST",
            help="The years to fetch, such as 2014-2019, where there is a file for each.",
            show_default=False,
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            help="Another address of the file, such as a newer release. {year} stands for a year.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A file that you downloaded yourself, instead of an address.",
            show_default=False,
        ),
    ] = None,
    sha256: Annotated[
        str | None,
        typer.Option(
            "--sha256",
            metavar="DIGEST",
            help="The SHA-256 that the file must have.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Fetch a data set: its columns become ours, its checksum and license are kept beside it.

    A fetch that breaks off goes on from there. Rows about persons are counted by county and month,
    and not kept.
    """
    from safehavens.cli.output.progress import parts_progress
    from safehavens.cli.show.evidence.data_text import show_fetched, show_license
    from safehavens.corpus.places import load
    from safehavens.datasets.data_set_files import find_data_set
    from safehavens.datasets.fetching import LicenseNotAccepted, fetch_data_set

    if url is not None and file is not None:
        raise BadRequest("Choose --url or --from, not both.")
    if sha256 is not None and not re.fullmatch(r"[0-9a-fA-F]{64}", sha256):
        raise BadRequest("A SHA-256 has 64 hexadecimal digits.")
    found = find_data_set(name)
    with parts_progress() as begin:
        bar = begin(name)

        def advance(done: int, whole: int | None) -> None:
            if bar is not None and whole:
                bar(done / whole)

        try:
            fetched = fetch_data_set(
                found, load(), accepted=accept, years=_read_years(years), url=url, file=file,
                sha256=sha256, advance=advance,
            )  # fmt: skip
        except LicenseNotAccepted:
            show_license(found)
            raise
    show_fetched(found, fetched)


def _read_years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
    if match is None:
        raise BadRequest(f"{text!r} is not a valid range of years; write 2014-2019, or one year.")
    return int(match[1]), int(match[2] or match[1])
