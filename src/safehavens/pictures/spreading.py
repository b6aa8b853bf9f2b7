"""How far each rule has spread: the share of people or places under each answer, by year."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Literal, get_args

from safehavens.corpus.near import unknown
from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest
from safehavens.measure.atlas.map_classes import class_of, classes_of, is_hatched
from safehavens.measure.atlas.standings import PlaceValue, measure_names, survey_measure
from safehavens.measure.probes import choose_battery
from safehavens.pictures.answer_colors import paint
from safehavens.pictures.charts import alt
from safehavens.pictures.maps.county_svg import Patch
from safehavens.pictures.maps.map_words import SHORT_HATCHED, describe_class, name_measure
from safehavens.pictures.style import Picture, finish, title
from safehavens.wording.languages import ENGLISH

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

    What rests on no rule is striped where the law of that day was not searched in full.

    Parameters
    ----------
    engine : Engine
    probe : str
        The standard request that the rules answer; or an index or indicator.
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
    battery = choose_battery(engine.lawbook, None)
    known = measure_names(battery)
    if probe not in known:
        other = "`safehavens panel --list` lists them."
        raise BadRequest(unknown("probe", probe, known, other=other))
    measure = survey_measure(engine, battery, probe, (places,), f"{start}-01", f"{last}-01")
    order = [Patch(one, hatched) for one in classes_of(measure) for hatched in (False, True)]
    by_year: dict[int, Counter[Patch]] = {}
    for year in range(start, last + 1):
        count = by_year[year] = Counter()
        for row in measure.values(date(year, 1, 1)):
            patch = Patch(class_of(measure, row.value, row.basis), is_hatched(measure, row))
            count[patch] += _weight(row, by)
    by_year[last + 1] = by_year[last]  # so that the last year has its width
    total = sum(by_year[start].values()) or 1
    met = [patch for patch in order if any(count[patch] for count in by_year.values())]
    words = {patch: describe_class(ENGLISH, measure, patch.bucket) for patch in met}
    words = {
        patch: f"{text}, {SHORT_HATCHED}" if patch.hatched else text
        for patch, text in words.items()
    }
    values = [
        {"year": year, "answer": words[patch], "class": patch.bucket, "searched": not patch.hatched,
         "share": count[patch] / total, "order": i}
        for year, count in by_year.items() for i, patch in enumerate(met)
    ]  # fmt: skip
    whole = f"the population of {places}" if by == "population" else places
    scale = alt.Scale(domain=[words[one] for one in met], range=[paint(*one) for one in met])
    drawn = (
        alt.Chart(alt.InlineData(values))
        .mark_area(interpolate="step-after", stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("year:Q", title=None, scale=alt.Scale(domain=[start, last + 1], nice=False),
                    axis=alt.Axis(format="d", labelOverlap=True, tickCount=10)),
            y=alt.Y("share:Q", axis=alt.Axis(format="%"), title=f"share of {whole}",
                    scale=alt.Scale(domain=[0, 1])),
            color=alt.Color("answer:N", sort=[words[one] for one in met], scale=scale, title=None),
            order="order:Q",
        )
    )  # fmt: skip
    head = title(
        f"{name_measure(ENGLISH, measure)}", f"{probe}: {whole} under each answer, January 1 of "
        f"each year; {measure.says}" if measure.kind != "probe" else
        f"{probe}: {whole} under each answer, January 1 of each year", measure.corpus,
    )  # fmt: skip
    return finish(drawn.properties(width=760, height=380, title=head), met)


def _weight(place: PlaceValue, by: str) -> int:
    """What a county or state counts. One of unknown population counts 0."""
    return 1 if by == "places" else place.population or 0
