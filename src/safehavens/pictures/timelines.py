"""Indices of places over time, with what moved them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest
from safehavens.measure.panel import ask_panel
from safehavens.pictures.charts import alt
from safehavens.pictures.readings import Readings
from safehavens.pictures.style import Picture, finish, title
from safehavens.wording.languages import ENGLISH

_MOST_PLACES = 6
_WIDTH = 760
_PANEL = 150
_LINE = 15


def draw_timeline(
    engine: Engine,
    places: Sequence[str],
    index: str = "overall",
    start: str | None = None,
    end: str | None = None,
) -> Picture:
    """A step line for each place; each step numbered, and explained below: its day and instruments.

    Parameters
    ----------
    engine : Engine
    places : sequence of str
        Up to six, by name, id or FIPS code.
    index : str
        An index or indicator of the battery.
    start, end : str, optional
        First and last month, YYYY-MM.

    Raises
    ------
    BadRequest, UnknownPlace
        No such index or place, or too many places.
    """
    if not 1 <= len(places) <= _MOST_PLACES:
        raise BadRequest(f"A timeline shows one to {_MOST_PLACES} places, not {len(places)}.")
    panel = ask_panel(engine, places, start, end, localities=False)
    readings = Readings(panel)
    row = readings.index_row(index)
    last = panel.window.end
    parts = []
    for place in panel.rows:
        changes = list(readings.changes_of(place.extent, row))
        parts.append(_place(place.name, changes, last, index))
    head = title(f"{readings.label(index)} over time", readings.says(index), engine.lawbook.version)
    return finish(alt.vconcat(*parts, spacing=24).properties(title=head))


def _place(
    name: str, changes: list[tuple[date, float, tuple[str, ...]]], end: date, index: str
) -> Any:
    steps = [{"day": day.isoformat(), "value": value} for day, value, _ in changes]
    steps.append({"day": end.isoformat(), "value": changes[-1][1]})
    moves = [
        {"day": day.isoformat(), "value": value, "number": str(number)}
        for number, (day, value, _) in enumerate(changes[1:], 1)
    ]
    y = alt.Y("value:Q", title=index, scale=alt.Scale(domain=[-1, 1]), axis=alt.Axis(tickCount=5))
    line = (
        alt.Chart(alt.InlineData(steps))
        .mark_line(interpolate="step-after", color="#0b2f5b", strokeWidth=2)
        .encode(x=alt.X("day:T", title=None), y=y)
    )
    base = alt.Chart(alt.InlineData(moves)).encode(x="day:T", y="value:Q")
    dots = base.mark_point(filled=True, size=45, color="#0b2f5b", opacity=1)
    numbers = base.mark_text(dy=-11, fontSize=10).encode(text="number:N")
    drawn = alt.layer(line, dots, numbers) if moves else line
    drawn = drawn.properties(width=_WIDTH, height=_PANEL, title=alt.Title(name, anchor="start"))
    return alt.vconcat(drawn, _list_changes(changes[1:]), spacing=4) if moves else drawn


def _list_changes(changes: Sequence[tuple[date, float, tuple[str, ...]]]) -> Any:
    """What each number stands for, a line each."""
    lines = []
    for number, (day, value, began) in enumerate(changes, 1):
        sources = ", ".join(began[:3]) or "a ruling or a norm elsewhere"
        more = f" and {len(began) - 3} more" if len(began) > 3 else ""
        lines.append(
            {"line": number, "text": f"{number}  {ENGLISH.day(day)}  {value:+.2f}  {sources}{more}"}
        )
    return (
        alt.Chart(alt.InlineData(lines))
        .mark_text(align="left", fontSize=10.5, limit=_WIDTH)
        .encode(
            y=alt.Y("line:O", axis=None),
            x=alt.value(0),
            text="text:N",
        )
        .properties(width=_WIDTH, height=_LINE * len(lines))
    )
