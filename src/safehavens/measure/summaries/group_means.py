"""Indices of states or the nation: the mean over a panel's places, each by its weight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa

from safehavens.measure.index import index_names
from safehavens.measure.panel import Panel, read_layout
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.probes import BadProbe

By = Literal["state", "nation"]
BYS: Final[tuple[By, ...]] = ("state", "nation")


def average_indices(
    panel: Panel, by: str, freq: str, weights: Mapping[str, float | None] | None = None
) -> Any:
    """Average a panel's indices and indicators over the places of each state, or of the nation.

    Parameters
    ----------
    panel : Panel
    by : str
        `state` or `nation`.
    freq : str
        `month`, `quarter` or `year`.
    weights : mapping of str to float or None, optional
        By place. Left out: the people that the panel has.

    Returns
    -------
    pyarrow.Table
        A row for each state (or `US`; `abroad` for places outside), day and index: `value`, the
        mean; `places`, how many places it is of, and `weight`, what they weigh together;
        `left_out`, how many places of the state have no weight.

    Raises
    ------
    BadProbe
        A word is not allowed, or no place has a weight.
    """
    if by not in BYS:
        raise BadProbe(f"{by!r} is not a valid group; allowed: {', '.join(BYS)}.")
    if freq == "spell":
        raise BadProbe("Means need days to compare: say --freq month, quarter or year.")
    layout = read_layout(freq, "wide")
    given = {row.id: row.population for row in panel.rows} if weights is None else weights
    found = [given.get(row.id) for row in panel.rows]
    weight = np.array([0.0 if one is None else float(one) for one in found])
    groups = [_find_area(row, by) for row in panel.rows]
    if not weight.any():
        raise BadProbe("None of the places has a weight; name a file of them with --weights.")
    names = sorted(set(groups))
    group = np.array([names.index(one) for one in groups])
    number = {row.id: i for i, row in enumerate(panel.rows)}
    days = panel.window.days(layout.freq)
    indices = index_names(panel.battery)
    sums = np.zeros((len(names), len(indices), len(days)))
    for batch in panel.batches(layout, "indices")[1]:
        ids = batch.column("place")
        rows = np.array([number[id] for id in ids.dictionary.to_pylist()])[ids.indices.to_numpy()]
        at = np.searchsorted(days, batch.column("day").cast(pa.int32()).to_numpy())
        for i, index in enumerate(indices):
            values = batch.column(index).to_numpy() * weight[rows]
            np.add.at(sums, (group[rows], i, at), values)
    total = np.bincount(group, weight, len(names))
    missing = np.array([one is None for one in found])
    shape = sums.shape
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / total[:, None, None]

    def spread(values: Any) -> Any:
        return np.broadcast_to(np.asarray(values)[:, None, None], shape).ravel()

    column = np.broadcast_to(np.arange(len(indices))[None, :, None], shape).ravel()
    return pa.table(
        {
            "area": pa.array(names).take(pa.array(spread(np.arange(len(names))))),
            "index": pa.array(indices).take(pa.array(column)),
            "day": pa.array(np.tile(days, shape[0] * shape[1])).cast(pa.date32()),
            "value": pa.array(np.round(means, 12).ravel(), from_pandas=True),
            "places": pa.array(spread(np.bincount(group, ~missing, len(names)).astype(np.int32))),
            "weight": pa.array(spread(total)),
            "left_out": pa.array(spread(np.bincount(group, missing, len(names)).astype(np.int32))),
        }
    )


def _find_area(row: PanelRow, by: str) -> str:
    """The state or nation whose mean a place counts in."""
    if by == "nation" and f"{row.id}/".startswith("ocd-division/country:us/"):
        return "US"
    return (row.state if by == "state" else None) or "abroad"
