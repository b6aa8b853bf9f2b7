"""A panel, or a table of adoption, into files with their description beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from safehavens.corpus.model import Battery
from safehavens.measure import datapackage
from safehavens.measure.layout import Layout, Values
from safehavens.measure.panel import Panel
from safehavens.measure.probe_spells import Tick
from safehavens.measure.window import Window
from safehavens.measure.write import Made, Outputs, check_path

if TYPE_CHECKING:
    from safehavens.measure.adoption import Adoption

_TITLES: Final[dict[Values, str]] = {
    "verdicts": "Verdicts by place, probe and time",
    "indices": "Indices and indicators by place and time",
}
Watch = Callable[[str], Tick | None]


def indices_path(path: Path) -> Path:
    """Where the indices of a panel go: panel.parquet has panel-indices.parquet beside it."""
    return path.with_stem(f"{path.stem}-indices")


def check_output(path: Path) -> None:
    """Raise BadProbe where nothing can be written, before any work is done."""
    check_path(path)
    datapackage.check_folder(path.parent)


def write_panel(panel: Panel, path: Path, layout: Layout, watch: Watch | None = None) -> list[Made]:
    """Write a panel's verdicts, its indices beside them, and the folder's datapackage.json.

    All of them appear together, or none.

    Parameters
    ----------
    watch : callable, optional
        Given the name of what is being written, returns what is to be told of its progress.

    Raises
    ------
    BadProbe
        A file cannot be written.
    """
    check_output(path)
    about = {**_about(panel.corpus, panel.window), "freq": layout.freq, "shape": layout.shape}
    tables: list[tuple[Path, Values]] = [(path, "verdicts")]
    if panel.battery.indices or panel.battery.indicators:
        tables.append((indices_path(path), "indices"))
    with Outputs() as outputs:
        made = []
        for where, values in tables:
            tick = watch(where.name) if watch is not None else None
            made.append(outputs.table(where, *panel.batches(layout, values, tick)))
        titles = [_TITLES[values] for _, values in tables]
        _describe(outputs, path.parent, list(zip(made, titles, strict=True)), panel.battery, about)
        outputs.publish()
    return made


def write_adoption(adoption: Adoption, path: Path) -> Made:
    """Write a table of adoption and the folder's datapackage.json. Raises BadProbe as above."""
    check_output(path)
    about = {**_about(adoption.corpus, adoption.window), "condition": adoption.condition}
    with Outputs() as outputs:
        table = adoption.table
        made = outputs.table(path, table.schema, table.to_batches())
        title = f"The first day on which {adoption.condition}"
        _describe(outputs, path.parent, [(made, title)], adoption.battery, about)
        outputs.publish()
    return made


def _about(corpus: str, window: Window) -> dict[str, Any]:
    last = window.end - timedelta(days=1)
    return {"corpus": corpus, "window": {"from": f"{window.start}", "through": f"{last}"}}


def _describe(
    outputs: Outputs,
    folder: Path,
    made: list[tuple[Made, str]],
    battery: Battery,
    about: dict[str, Any],
) -> None:
    resources = [datapackage.resource(one, battery, title, about) for one, title in made]
    text = datapackage.package(folder, resources, version("safehavens"))
    outputs.text(folder / datapackage.NAME, text)
