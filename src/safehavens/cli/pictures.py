"""Draw pictures and write them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from safehavens.api import Corpus
from safehavens.decide.request import BadRequest
from safehavens.pictures.county_map import county_map
from safehavens.pictures.spreading import spread
from safehavens.pictures.style import check_path
from safehavens.pictures.timelines import timeline


def draw_map(
    corpus: Corpus, on: date, index: str, probe: str | None, probes: Path | None, out: Path
) -> None:
    """Write a map of the counties."""
    check_path(out)
    county_map(corpus.engine, on, index, probe, probes).write(out)
    _said(out)


def draw_timeline(
    corpus: Corpus,
    places: Sequence[str],
    index: str,
    start: str | None,
    end: str | None,
    out: Path,
) -> None:
    """Write the timeline of some places."""
    check_path(out)
    timeline(corpus.engine, places, index, start, end).write(out)
    _said(out)


def draw_spread(
    corpus: Corpus, probe: str, places: str, by: str, start: str, end: str | None, out: Path
) -> None:
    """Write how far each rule has spread."""
    check_path(out)
    first = _year(start)
    spread(corpus.engine, probe, places, by, first, None if end is None else _year(end)).write(out)
    _said(out)


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) == 4):
        raise BadRequest(f"{text!r} is no year; write YYYY, such as 1985.")
    return int(text)


def _said(out: Path) -> None:
    print(f"{out}", file=sys.stderr)
