"""An evaluation's report with its pictures, as SVG within the page and SVG and PNG beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import vl_convert

from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.report.report_folder import write_report
from safehavens.pictures.effects.effect_charts import draw_effects


def write_illustrated_report(
    evaluation: Evaluation, folder: Path, departures: Sequence[str] | None = None
) -> tuple[Path, ...]:
    """Write a report and its pictures; parameters and errors are those of `write_report`."""
    pictures = {name: drawn.svg() for name, drawn in draw_effects(evaluation).items()}
    rasters = {name: vl_convert.svg_to_png(text, scale=2) for name, text in pictures.items()}
    return write_report(evaluation, folder, departures, pictures, rasters)
