"""A funnel plot: effects by their error, with the lines between which chance alone puts 95%."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from safehavens.evidence.synthesis import Cell
from safehavens.pictures.charts import alt
from safehavens.pictures.evidence.plot_parts import keep_known, title_evidence
from safehavens.pictures.evidence.told_apart import name_cell
from safehavens.pictures.style import Picture, finish

_Z: Final = 1.959963984540054
_FEWEST: Final = 10


def draw_funnel(name: str, cells: Sequence[Cell]) -> Picture:
    """A part for each family, direction and scale, with Egger's test where it has ten studies.

    Raises BadRequest where no error is known.
    """
    known = keep_known(cells, "funnel")
    chart: Any = alt.vconcat(*(_draw_cell(cell) for cell in known)).properties(
        title=title_evidence(
            name,
            "Up: smaller errors. Between the lines: not told apart from no change at 95%.",
            "A lopsided funnel can mean that small studies with other results were never "
            f"published; that is tested from {_FEWEST} studies on.",
        )
    )
    return finish(chart)


def _draw_cell(cell: Cell) -> Any:
    known = [
        (point.study.id, point.effect, point.error)
        for point in cell.points
        if point.effect is not None and point.error is not None
    ]
    rows = [{"study": id, "effect": effect, "error": error} for id, effect, error in known]
    most = 1.1 * max(error for _, _, error in known)
    lines = [
        {"side": side, "error": error, "effect": sign * _Z * error}
        for side, sign in (("low", -1), ("high", 1))
        for error in (0.0, most)
    ]
    error = alt.Y("error:Q", title="standard error", scale=alt.Scale(domain=[most, 0], nice=False))
    contours = (
        alt.Chart(alt.InlineData(lines))
        .mark_line(stroke="#7d8794", strokeDash=[4, 3])
        .encode(x=alt.X("effect:Q", title=None), y=error, detail="side:N")
    )
    points = (
        alt.Chart(alt.InlineData(rows))
        .mark_point(filled=True, size=80, opacity=1, color="#0b2f5b")
        .encode(x="effect:Q", y=error, tooltip=["study:N", "effect:Q", "error:Q"])
    )
    text = name_cell(cell)
    if len(rows) >= _FEWEST:
        from safehavens.evidence.pooling import check_asymmetry

        p = check_asymmetry([one[1] for one in known], [one[2] for one in known])
        text += f"; lopsided by chance alone: p = {p:.3f} (Egger)"
    layered: Any = alt.layer(contours, points)
    title = alt.TitleParams(text=text, anchor="start", fontSize=12)
    return layered.properties(width=420, height=180, title=title)
