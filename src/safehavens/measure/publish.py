"""A panel, or a table of adoption, into files with their description beside them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from safehavens.corpus.model import Battery
from safehavens.measure import datapackage
from safehavens.measure.columns.column_maker import Layout
from safehavens.measure.panel import Panel, Values
from safehavens.measure.spells.probe_spells import Tick
from safehavens.measure.table_files import TableFiles, WrittenTable, check_table_path
from safehavens.measure.window import Window

if TYPE_CHECKING:
    from safehavens.measure.adoption import Adoption
    from safehavens.measure.summaries.exposure import Exposure

_TITLES: Final[dict[Values, str]] = {
    "verdicts": "Verdicts by place, probe and time",
    "indices": "Indices and indicators by place and time",
    "agreements": "287(g) agreements in force by place, model and time",
}
Watch = Callable[[str], Tick | None]


def path_beside(path: Path, values: Values) -> Path:
    """Where a table of a panel goes: panel.parquet has panel-indices.parquet beside it."""
    return path if values == "verdicts" else path.with_stem(f"{path.stem}-{values}")


def check_output(path: Path) -> None:
    """Check that a panel can be written to a path. Raises BadProbe or CannotWrite."""
    check_table_path(path)
    datapackage.check_folder(path.parent)


def write_panel(
    panel: Panel, path: Path, layout: Layout, watch: Watch | None = None
) -> list[WrittenTable]:
    """Write a panel's verdicts, its other tables beside them, and the folder's datapackage.json.

    All of them appear together, or none.

    Parameters
    ----------
    panel : Panel
    path : Path
        Where the verdicts go; the other tables go beside them (`path_beside`).
    layout : Layout
    watch : callable, optional
        Given the name of the file that is being written, returns the callable that is then told
        which part of it is done, from 0 to 1; or None.

    Returns
    -------
    list of WrittenTable
        The verdicts, then the indices where the battery has any, then the agreements where the
        corpus has a register of them.

    Raises
    ------
    BadProbe
        The file's name has no suffix of a table, or the folder describes something else.
    CannotWrite
        A file cannot be written.
    """
    check_output(path)
    about = {**_about(panel.corpus, panel.window), "freq": layout.freq, "shape": layout.shape}
    paths = {values: path_beside(path, values) for values in panel.tables}
    with TableFiles() as files, ThreadPoolExecutor(1) as beside:
        work = [_plan_table(files, panel, layout, watch, values, paths[values]) for values in paths]
        # The verdicts are most of the work; a second core can write the rest meanwhile.
        rest = [beside.submit(write) for write in work[1:]]
        tables = [work[0](), *(write.result() for write in rest)]
        titled = list(zip(tables, (_TITLES[values] for values in paths), strict=True))
        _write_description(files, path.parent, titled, panel.battery, about)
        files.publish()
    return tables


def _plan_table(
    files: TableFiles, panel: Panel, layout: Layout, watch: Watch | None, values: Values, path: Path
) -> Callable[[], WrittenTable]:
    """Prepare one of a panel's tables; what is returned writes it, on any thread."""
    tick = watch(path.name) if watch is not None else None
    if path.suffix == ".parquet":
        return partial(files.write_encoded_table, path, panel.encode(layout, values, tick))
    schema, batches = panel.batches(layout, values, tick)
    sentences = datapackage.column_sentences(schema.names, panel.battery)
    return partial(files.write_table, path, schema, batches, sentences)


def write_adoption(adoption: Adoption, path: Path, spells: bool = False) -> WrittenTable:
    """Write a table of adoption, or its spells, and the folder's datapackage.json.

    Raises as `write_panel` does.
    """
    about = {
        **_about(adoption.corpus, adoption.window),
        "people": adoption.people,
        "condition": adoption.condition,
        "silence_counts_where_searched": adoption.searched,
    }
    when = "The stretches of time in which" if spells else "The first day on which"
    table = adoption.spells if spells else adoption.table
    return _write_one(path, table, f"{when} {adoption.condition}", adoption.battery, about)


def write_exposure(exposure: Exposure, path: Path) -> WrittenTable:
    """Write a table of exposure and the folder's datapackage.json. Raises as `write_panel` does."""
    about = {
        **_about(exposure.corpus, exposure.window),
        "people": exposure.people,
        "condition": exposure.condition,
    }
    title = f"The share of a county's people in cities where {exposure.condition}"
    return _write_one(path, exposure.table, title, exposure.battery, about)


def write_crosswalk(table: Any, path: Path, corpus: str, people: str) -> WrittenTable:
    """Write a crosswalk of counties and cities and the folder's datapackage.json.

    Raises as `write_panel` does.
    """
    title = "Counties, their cities, and the people of both"
    return _write_one(path, table, title, Battery({}, {}, {}), {"corpus": corpus, "people": people})


def write_means(
    panel: Panel, table: Any, path: Path, by: str, freq: str, weighed: bool = False
) -> WrittenTable:
    """Write means of indices over groups of a panel's places; `weighed`: by weights given.

    Raises as `write_panel` does.
    """
    people = {} if weighed else {"people": panel.people}
    about = {**_about(panel.corpus, panel.window), **people, "freq": freq, "by": by}
    title = f"Indices and indicators by {by} and time: means over places, by weight"
    return _write_one(path, table, title, panel.battery, about)


def _write_one(
    path: Path, table: Any, title: str, battery: Battery, about: dict[str, Any]
) -> WrittenTable:
    """Write one table and the folder's datapackage.json."""
    check_output(path)
    sentences = datapackage.column_sentences(table.schema.names, battery)
    with TableFiles() as files:
        written = files.write_table(path, table.schema, table.to_batches(), sentences)
        _write_description(files, path.parent, [(written, title)], battery, about)
        files.publish()
    return written


def _about(corpus: str, window: Window) -> dict[str, Any]:
    last = window.end - timedelta(days=1)
    return {"corpus": corpus, "window": {"start": f"{window.start}", "through": f"{last}"}}


def _write_description(
    files: TableFiles,
    folder: Path,
    titled: list[tuple[WrittenTable, str]],
    battery: Battery,
    about: dict[str, Any],
) -> None:
    resources = [datapackage.describe_table(one, battery, title, about) for one, title in titled]
    text = datapackage.describe_folder(folder, resources, version("safehavens"))
    files.write(folder / datapackage.NAME, text)
