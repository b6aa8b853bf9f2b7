"""An index, an indicator or a probe of places over time, with what moved it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from safehavens.corpus.near import unknown
from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest
from safehavens.measure.atlas.map_classes import ANSWERS, NOT_FOUND, class_of
from safehavens.measure.atlas.standings import Measure, ask_measure, read_measure
from safehavens.measure.probes import choose_battery
from safehavens.pictures.answer_colors import paint
from safehavens.pictures.charts import alt
from safehavens.pictures.maps.county_svg import Patch
from safehavens.pictures.maps.map_words import SHORT_HATCHED, describe_class, name_measure
from safehavens.pictures.readings import Readings, Step
from safehavens.pictures.style import Picture, finish, title
from safehavens.wording.languages import ENGLISH

_MOST_PLACES = 6
_WIDTH = 760
_PANEL = 150
_BAR = 34
_LINE = 15
_SEARCHED: Final = Patch("whole")
_NOT_SEARCHED: Final = Patch("none", True)
_COVERAGE: Final = {
    _SEARCHED: "law of these days searched in full",
    _NOT_SEARCHED: "not searched in full",
}


def draw_timeline(
    engine: Engine,
    places: Sequence[str],
    index: str = "overall",
    start: str | None = None,
    end: str | None = None,
    probe: str | None = None,
) -> Picture:
    """Each place over time; each change numbered, and explained below: its day and the law.

    An index is a line of steps, over a strip that says how far the law of the days was searched; a
    probe is a bar in the colors of its answers, striped where no rule was found and the law of the
    days was not searched in full.

    Parameters
    ----------
    engine : Engine
    places : sequence of str
        Up to six, by name, id or FIPS code.
    index : str
        An index or indicator of the battery; ignored where a probe is given.
    start, end : str, optional
        First and last month, YYYY-MM.
    probe : str, optional

    Raises
    ------
    BadRequest, UnknownPlace
        No such index, probe or place, or too many places.
    """
    if not 1 <= len(places) <= _MOST_PLACES:
        raise BadRequest(f"A timeline shows one to {_MOST_PLACES} places, not {len(places)}.")
    battery = choose_battery(engine.lawbook, None)
    name = probe or index
    known = tuple(battery.probes) if probe else (*battery.indices, *battery.indicators)
    if name not in known:
        other = "`safehavens panel --list` lists them."
        raise BadRequest(unknown("probe" if probe else "index", name, known, other=other))
    panel = ask_measure(engine, battery, name, places, start, end)
    measure = read_measure(panel, name, [("place", row) for row in panel.rows])
    readings = Readings(engine.lawbook, panel, measure)
    drawn = {row.name: list(readings.steps_of(row.extent)) for row in panel.rows}
    patches = [_paint(measure, step) for steps in drawn.values() for step in steps]
    met = sorted(set(patches) if probe else set(_COVERAGE), key=_in_order)
    make = _draw_answers if probe else _draw_numbers
    parts = [_add_changes(make(measure, place, steps, met), measure, steps)
             for place, steps in drawn.items()]  # fmt: skip
    words = name_measure(ENGLISH, measure)
    head = title(
        words if probe else f"{words} over time", probe or measure.says, engine.lawbook.version
    )
    return finish(alt.vconcat(*parts, spacing=24).properties(title=head), met)


def _in_order(patch: Patch) -> tuple[int, bool]:
    order = [str(one) for one in ANSWERS]
    return (order.index(patch.bucket) if patch.bucket in order else len(order), patch.hatched)


def _paint(measure: Measure, step: Step) -> Patch:
    """How a step is painted: by its answer; of an index, whether its days were searched."""
    if measure.kind != "probe":
        return _SEARCHED if step.standing.searched else _NOT_SEARCHED
    bucket = class_of(measure, step.standing.value, step.standing.basis)
    return Patch(bucket, bucket in NOT_FOUND and not step.standing.searched)


def _describe(measure: Measure, patch: Patch) -> str:
    if patch in _COVERAGE:
        return _COVERAGE[patch]
    text = describe_class(ENGLISH, measure, patch.bucket)
    return f"{text}, {SHORT_HATCHED}" if patch.hatched else text


def _bars(measure: Measure, steps: Sequence[Step], met: Sequence[Patch]) -> tuple[Any, Any]:
    """The stretches of time as a chart to mark, and their colors."""
    rows: list[dict[str, str]] = []
    for step in steps:
        answer = _describe(measure, _paint(measure, step))
        if rows and rows[-1]["answer"] == answer:
            rows[-1]["end"] = step.end.isoformat()
        else:
            day, end = step.start.isoformat(), step.end.isoformat()
            rows.append({"day": day, "end": end, "answer": answer})
    words = [_describe(measure, patch) for patch in met]
    scale = alt.Scale(domain=words, range=[paint(*patch) for patch in met])
    color = alt.Color("answer:N", scale=scale, sort=words, title=None)
    return alt.Chart(alt.InlineData(rows)), color


def _moves(steps: Sequence[Step], y: float | None) -> list[dict[str, object]]:
    return [
        {"day": step.start.isoformat(), "number": str(number),
         "value": step.standing.value if y is None else y}
        for number, step in enumerate((one for one in steps if one.changed), 1)
    ]  # fmt: skip


def _draw_answers(measure: Measure, place: str, steps: Sequence[Step], met: Sequence[Patch]) -> Any:
    base, color = _bars(measure, steps, met)
    bars = base.mark_bar(height=_BAR, stroke="white", strokeWidth=0.5).encode(
        x=alt.X("day:T", title=None), x2="end:T", y=alt.value(_BAR), color=color
    )
    moves = alt.Chart(alt.InlineData(_moves(steps, 0)))
    numbers = moves.mark_text(fontSize=10, align="left", dx=1).encode(
        x="day:T", y=alt.value(8), text="number:N"
    )
    drawn = alt.layer(bars, numbers) if any(step.changed for step in steps) else bars
    return drawn.properties(
        width=_WIDTH, height=2 * _BAR - 10, title=alt.Title(place, anchor="start")
    )


def _draw_numbers(measure: Measure, place: str, steps: Sequence[Step], met: Sequence[Patch]) -> Any:
    values = [{"day": step.start.isoformat(), "value": step.standing.value} for step in steps]
    values.append({"day": steps[-1].end.isoformat(), "value": steps[-1].standing.value})
    y = alt.Y(
        "value:Q", title=measure.name, scale=alt.Scale(domain=[-1, 1]), axis=alt.Axis(tickCount=5)
    )
    line = (
        alt.Chart(alt.InlineData(values))
        .mark_line(interpolate="step-after", color="#0b2f5b", strokeWidth=2)
        .encode(x=alt.X("day:T", title=None), y=y)
    )
    bars, color = _bars(measure, steps, met)
    strip = bars.mark_bar(height=8).encode(
        x=alt.X("day:T", title=None), x2="end:T", y=alt.value(_PANEL - 4), color=color
    )
    base = alt.Chart(alt.InlineData(_moves(steps, None))).encode(x="day:T", y="value:Q")
    dots = base.mark_point(filled=True, size=45, color="#0b2f5b", opacity=1)
    numbers = base.mark_text(align="left", dx=4, dy=-10, fontSize=10).encode(text="number:N")
    moved = any(step.changed for step in steps)
    drawn = alt.layer(strip, line, dots, numbers) if moved else alt.layer(strip, line)
    return drawn.properties(width=_WIDTH, height=_PANEL, title=alt.Title(place, anchor="start"))


def _add_changes(drawn: Any, measure: Measure, steps: Sequence[Step]) -> Any:
    """What each number stands for, a line each, under what is drawn."""
    lines = []
    for number, step in enumerate((one for one in steps if one.changed), 1):
        value = step.standing.value
        if isinstance(value, str):
            said = describe_class(ENGLISH, measure, class_of(measure, value, step.standing.basis))
        else:
            said = f"{value:+.2f}".replace("-", "−")
        sources = "; ".join(step.began[:3]) or "a ruling or a norm elsewhere"
        more = f"; and {len(step.began) - 3} more" if len(step.began) > 3 else ""
        lines.append(
            {
                "line": number,
                "text": f"{number}  {ENGLISH.day(step.start)}  {said}  {sources}{more}",
            }
        )
    if not lines:
        return drawn
    text = (
        alt.Chart(alt.InlineData(lines))
        .mark_text(align="left", fontSize=10.5, limit=_WIDTH)
        .encode(y=alt.Y("line:O", axis=None), x=alt.value(0), text="text:N")
        .properties(width=_WIDTH, height=_LINE * len(lines))
    )
    return alt.vconcat(drawn, text, spacing=4)
