"""A report as a folder of files: all of them, or none."""

from __future__ import annotations

from pathlib import Path

from safehavens.files.whole import write_whole
from safehavens.register.refusals import RegisterError
from safehavens.register.reports.figures import MadeReport
from safehavens.register.reports.formats.report_csv import write_figures, write_labels, write_lines
from safehavens.register.reports.formats.report_json import write_json
from safehavens.register.reports.formats.report_page import write_page


def write_report_files(report: MadeReport, folder: Path) -> None:
    """Write a report into a folder, which is made if it is not there.

    Parameters
    ----------
    report : MadeReport
    folder : Path

    Raises
    ------
    RegisterError
        The folder cannot be made.
    """
    files = {
        "report.html": write_page(report),
        "report.json": write_json(report),
        "figures.csv": write_figures(report),
        "labels.csv": write_labels(report),
    }
    if report.template.columns:
        files["lines.csv"] = write_lines(report)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RegisterError(f"{folder}: cannot be made: {error.strerror}.") from None
    for name, text in files.items():
        write_whole(folder / name, text)
