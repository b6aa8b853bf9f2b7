"""An evaluation's report with its pictures, as SVG within the page and SVG and PNG beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import vl_convert

from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.report.overview import Introduction
from safehavens.evaluate.report.report_folder import make_overview, make_report, write_files
from safehavens.evaluate.several_outcomes import NamedEvaluation
from safehavens.pictures.effects.effect_charts import draw_effects


def write_illustrated_report(
    evaluation: Evaluation, folder: Path, departures: Sequence[str] | None = None
) -> tuple[Path, ...]:
    """Write a report and its pictures; parameters and errors are those of `write_report`."""
    return write_files(folder, _illustrate(evaluation, departures))


def write_illustrated_overview(
    several: Sequence[NamedEvaluation], folder: Path, about: Introduction | None = None
) -> tuple[Path, ...]:
    """Write several reports with their pictures, and the page over them, all or nothing.

    Parameters
    ----------
    several : sequence of NamedEvaluation
    folder : Path
        Made where it is not there.
    about : Introduction, optional
        What the page opens with.

    Raises
    ------
    CannotWrite
        The folder cannot be written to.
    """
    reports = [_illustrate(one.evaluation, None) for one in several]
    return write_files(folder, make_overview(several, reports, about))


def _illustrate(evaluation: Evaluation, departures: Sequence[str] | None) -> dict[str, bytes]:
    pictures = {name: drawn.svg() for name, drawn in draw_effects(evaluation).items()}
    rasters = {name: vl_convert.svg_to_png(text, scale=2) for name, text in pictures.items()}
    return make_report(evaluation, departures, pictures, rasters)
