"""The report's files: written all or not at all, the same bytes for the same evaluation."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.report.evaluation_data import none_for_nan
from safehavens.evaluate.report.markdown import lay_out_markdown, write_markdown
from safehavens.evaluate.report.overview import (
    Introduction,
    list_overview,
    make_overview_table,
    name_folders,
)
from safehavens.evaluate.report.page import lay_out_page, write_page
from safehavens.evaluate.report.replication import write_replication
from safehavens.evaluate.report.words import write_headline
from safehavens.evaluate.several_outcomes import NamedEvaluation
from safehavens.files.whole import WholeFiles, telling

_VERSIONS: Final = ("safehavens", "diff-diff", "numpy", "scipy", "pandas", "pyarrow")


def write_report(
    evaluation: Evaluation,
    folder: Path,
    departures: Sequence[str] | None = None,
    pictures: Mapping[str, str] | None = None,
    rasters: Mapping[str, bytes] | None = None,
) -> tuple[Path, ...]:
    """Write a report: a page, Markdown, tables, the plan, and a script that reruns it.

    Parameters
    ----------
    evaluation : Evaluation
    folder : Path
        Made where it is not there.
    departures : sequence of str, optional
        In what it departed from its plan, where one was named.
    pictures : mapping of str to str, optional
        SVG text by name.
    rasters : mapping of str to bytes, optional
        The same as PNG.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    CannotWrite
        The folder cannot be written to.
    """
    return write_files(folder, make_report(evaluation, departures, pictures, rasters))


def make_report(
    evaluation: Evaluation,
    departures: Sequence[str] | None = None,
    pictures: Mapping[str, str] | None = None,
    rasters: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """The files of a report, by name; parameters are those of `write_report`."""
    drawn = dict(pictures or {})
    content: dict[str, bytes] = {
        "report.html": write_page(evaluation, departures, drawn).encode(),
        "report.md": write_markdown(evaluation, departures, drawn).encode(),
        "plan.json": _write_plan(evaluation),
        **_write_sample(evaluation),
        **{
            f"{name}.parquet": _write_table(table)
            for name, table in evaluation.tables.items()
            if table.num_rows
        },
        **{f"{name}.svg": text.encode() for name, text in drawn.items()},
        **{f"{name}.png": raster for name, raster in (rasters or {}).items()},
    }
    content["datapackage.json"] = _write_package(evaluation, content)
    return content


def make_overview(
    several: Sequence[NamedEvaluation],
    reports: Sequence[Mapping[str, bytes]],
    about: Introduction | None = None,
) -> dict[str, bytes]:
    """The files of several reports, each in a folder of its own, and of the page over them.

    Parameters
    ----------
    several : sequence of NamedEvaluation
    reports : sequence of mapping of str to bytes
        The files of each, by `make_report`.
    about : Introduction, optional
        What the page opens with.
    """
    blocks = list(list_overview(several, about))
    return {
        "report.html": lay_out_page(blocks).encode(),
        "report.md": lay_out_markdown(blocks).encode(),
        "outcomes.parquet": _write_table(make_overview_table(several)),
        **{
            f"{folder}/{name}": written
            for folder, files in zip(name_folders(several), reports, strict=True)
            for name, written in files.items()
        },
    }


def write_files(folder: Path, content: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files into a folder, all or none. Raises CannotWrite."""
    for path in sorted({(folder / name).parent for name in content}):
        with telling(path):
            path.mkdir(parents=True, exist_ok=True)
    with WholeFiles() as files:
        for name, written in content.items():
            files.write(folder / name, written)
        files.publish()
    return tuple(folder / name for name in content)


def _write_sample(evaluation: Evaluation) -> dict[str, bytes]:
    """The cells and the script; of a plan, nothing that lies after treatment is written."""
    if evaluation.estimation is None and not evaluation.synthetic:
        return {}
    return {
        "sample.parquet": _write_table(_make_sample(evaluation)),
        "replicate.py": write_replication(evaluation).encode(),
    }


def _make_sample(evaluation: Evaluation) -> Any:
    """The cells that were estimated on: a row a place and period."""
    design = evaluation.design
    sample = design.sample
    units, periods = sample.outcomes.shape
    names = pa.array([design.name(number) for number in design.periods], pa.string())
    columns = pa.array(np.where(sample.treated, sample.cohorts, -1))
    first = names.take(pc.if_else(pc.less(columns, 0), None, columns))
    unit, period = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    return pa.table(
        {
            "place": pa.array(sample.places, pa.string()).take(pa.array(unit)),
            "period": names.take(pa.array(period)),
            "number": pa.array(np.tile(np.arange(1, periods + 1, dtype=np.int32), units)),
            "y": pa.array(sample.outcomes.ravel()),
            "treated_from": first.take(pa.array(unit)),
            "cohort": pa.array(
                np.repeat(np.where(sample.treated, sample.cohorts + 1, 0).astype(np.int32), periods)
            ),
            "cluster": pa.array(np.repeat(sample.clusters.astype(np.int32), periods)),
            **{
                f"covariate_{name}": pa.array(grid.ravel())
                for name, grid in sample.covariates.items()
            },
            **{
                name: pa.array(np.repeat(given, periods))
                for name, given in (("weight", sample.weights), ("exposure", sample.exposure))
                if given is not None
            },
        }
    )


def _write_table(table: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _write_plan(evaluation: Evaluation) -> bytes:
    plan = evaluation.plan
    kept = {
        "digest": plan.digest,
        "detectable": none_for_nan(plan.detectable),
        "settled": plan.settled,
    }
    return (json.dumps(kept, indent=1, sort_keys=True) + "\n").encode()


def _write_package(evaluation: Evaluation, content: Mapping[str, bytes]) -> bytes:
    design = evaluation.design
    described = {
        "name": "safehavens-evaluation",
        "title": f"{design.condition} and {design.outcome}",
        "description": write_headline(evaluation),
        "corpus": evaluation.corpus,
        "outcome": {"file": _name_outcome(evaluation), "sha256": evaluation.data},
        "plan": evaluation.plan.digest,
        "seed": evaluation.question.effort.seed,
        "versions": {name: _version(name) for name in _VERSIONS},
        "resources": [
            {
                "name": name.rpartition(".")[0],
                "path": name,
                "bytes": len(written),
                "hash": f"sha256:{hashlib.sha256(written).hexdigest()}",
            }
            for name, written in sorted(content.items())
        ],
    }
    return (json.dumps(described, indent=1, ensure_ascii=False) + "\n").encode()


def _name_outcome(evaluation: Evaluation) -> str:
    source = evaluation.question.outcome
    return Path(source).name if isinstance(source, str | Path) else "a table in memory"


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
