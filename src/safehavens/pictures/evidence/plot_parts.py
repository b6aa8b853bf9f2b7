"""What pictures of evidence that Altair draws share."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.decide.request import BadRequest
from safehavens.evidence.synthesis import Cell
from safehavens.pictures.charts import alt


def title_evidence(text: str, *about: str) -> alt.TitleParams:
    """A picture's title, and lines on what it shows and how to read it."""
    subtitle = [*about, "Each study: safehavens evidence --study ID"]
    return alt.TitleParams(text=text, subtitle=subtitle, anchor="start", offset=14)


def keep_known(cells: Sequence[Cell], what: str) -> list[Cell]:
    """The cells in which an error is known. Raises BadRequest where there is none."""
    known = [cell for cell in cells if any(point.error is not None for point in cell.points)]
    if not known:
        raise BadRequest(
            f"There is nothing for a {what} plot: no study of these has an effect whose standard "
            "error could be read; a harvest plot shows their directions."
        )
    return known
