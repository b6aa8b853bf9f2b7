"""How far each rule has spread: the share of people or places under each verdict, by year."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Literal, get_args

from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest
from safehavens.measure.panel import ask_panel
from safehavens.measure.panel_places import PanelRow
from safehavens.pictures.charts import alt
from safehavens.pictures.readings import Readings
from safehavens.pictures.style import VERDICT_COLORS, VERDICT_LEGEND, Picture, finish, title

By = Literal["population", "places"]


def draw_spread(
    engine: Engine,
    probe: str,
    places: str = "counties",
    by: str = "population",
    start: int = 1985,
    end: int | None = None,
) -> Picture:
    """Stacked shares by year: the law of each year's first day.

    Parameters
    ----------
    engine : Engine
    probe : str
        The standard request that the rules answer.
    places : str
        `counties` or `states`.
    by : str
        `population` weighs each place by its inhabitants (as the gazetteer has them, the same for
        all years); `places` counts each place once.
    start, end : int
        First and last year; left out: 1985 to this year.

    Raises
    ------
    BadRequest
        No such probe, places or weight, or years out of order.
    """
    if by not in get_args(By):
        raise BadRequest(f"{by!r} is not a valid weight; allowed: {', '.join(get_args(By))}.")
    if places not in ("counties", "states"):
        raise BadRequest(f"{places!r} cannot be counted; allowed: counties, states.")
    last = end or date.today().year
    if last <= start:
        raise BadRequest(f"The last year ({last}) must come after the first ({start}).")
    panel = ask_panel(engine, places, f"{start}-01", f"{last}-01", localities=False)
    readings = Readings(panel)
    row = readings.probe_row(probe)
    whole = _describe_total(by, places)
    weights = {place.id: _weight(place, by) for place in panel.rows}
    total = sum(weights.values())
    values = []
    for year in range(start, last + 1):
        on = date(year, 1, 1)
        count: Counter[str] = Counter()
        for place in panel.rows:
            count[readings.verdict_on(place.extent, row, on)] += weights[place.id]
        values += [
            {"year": year, "verdict": verdict, "share": count[verdict] / total, "order": i}
            for i, verdict in enumerate(VERDICT_COLORS)
        ]
    drawn = (
        alt.Chart(alt.InlineData(values))
        .mark_area(interpolate="step-after", stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("year:Q", title=None, scale=alt.Scale(domain=[start, last], nice=False),
                    axis=alt.Axis(format="d", labelOverlap=True, tickCount=10)),
            y=alt.Y("share:Q", axis=alt.Axis(format="%"), title=f"share of {whole}",
                    scale=alt.Scale(domain=[0, 1])),
            color=alt.Color(
                "verdict:N",
                sort=list(VERDICT_COLORS),
                scale=alt.Scale(
                    domain=list(VERDICT_COLORS), range=list(VERDICT_COLORS.values())
                ),
                legend=VERDICT_LEGEND,
            ),
            order="order:Q",
        )
    )  # fmt: skip
    head = title(
        f"{probe}: {whole} under each rule", readings.says(probe),
        engine.lawbook.version,
    )  # fmt: skip
    return finish(drawn.properties(width=760, height=380, title=head))


def _weight(place: PanelRow, by: str) -> int:
    """What a county or state counts. One of unknown population counts 0."""
    return 1 if by == "places" else place.population or 0


def _describe_total(by: str, places: str) -> str:
    return f"the population of {places}" if by == "population" else places
