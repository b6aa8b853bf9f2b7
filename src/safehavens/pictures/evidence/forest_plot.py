"""A forest plot: effects with their 95% intervals, and their mean where it may be pooled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from safehavens.evidence.synthesis import Cell
from safehavens.pictures.charts import alt
from safehavens.pictures.evidence.plot_parts import keep_known, title_evidence
from safehavens.pictures.evidence.told_apart import name_cell
from safehavens.pictures.style import Picture, finish

_ROW: Final = 24
_Z: Final = 1.959963984540054
_MEAN: Final = "mean"


def draw_forest(name: str, cells: Sequence[Cell]) -> Picture:
    """A part for each family, direction and scale; effects are those of limits.

    Raises BadRequest where no error is known.
    """
    known = keep_known(cells, "forest")
    parts = [_draw_cell(cell) for cell in known]
    pooled = sum(cell.pooled is not None for cell in known)
    chart: Any = alt.vconcat(*parts).properties(
        title=title_evidence(
            name,
            "Right of the line: limits go with more of it. Mirror evidence is turned around, and "
            "never pooled with direct evidence.",
            f"Diamonds: means with their intervals (REML, Knapp–Hartung); {pooled} here. A mean "
            "takes three independent studies.",
        )
    )
    return finish(chart)


def _draw_cell(cell: Cell) -> Any:
    rows = [
        {
            "study": point.study.id,
            "effect": point.effect,
            "low": point.effect - _Z * point.error,
            "high": point.effect + _Z * point.error,
            "kind": "study",
        }
        for point in cell.points
        if point.effect is not None and point.error is not None
    ]
    if cell.pooled is not None:
        mean = cell.pooled
        rows.append(
            {"study": _MEAN, "effect": mean.effect, "low": mean.low, "high": mean.high,
             "kind": "mean"}
        )  # fmt: skip
    y = alt.Y("study:N", title=None, sort=None, axis=alt.Axis(labelLimit=300))
    base: Any = alt.Chart(alt.InlineData(rows))
    zero = alt.Chart(alt.InlineData([{"x": 0}])).mark_rule(stroke="#1a1a1a").encode(x="x:Q")
    whiskers = base.mark_rule(strokeWidth=1.5).encode(
        x=alt.X("low:Q", title=None), x2="high:Q", y=y
    )
    points = base.mark_point(filled=True, size=90, opacity=1, color="#0b2f5b").encode(
        x="effect:Q",
        y=y,
        shape=alt.Shape(
            "kind:N",
            scale=alt.Scale(domain=["study", "mean"], range=["square", "diamond"]),
            legend=None,
        ),
        tooltip=["study:N", alt.Tooltip("effect:Q", format=".4f"),
                 alt.Tooltip("low:Q", format=".4f"), alt.Tooltip("high:Q", format=".4f")],
    )  # fmt: skip
    title = alt.TitleParams(text=name_cell(cell), anchor="start", fontSize=12)
    layered: Any = alt.layer(zero, whiskers, points)
    return layered.properties(width=520, height=_ROW * len(rows), title=title)
