"""Charts of an evaluation: the event study, its sensitivity, and synthetic controls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from safehavens.evaluate.estimation import Estimation
from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.report.words import write_headline
from safehavens.evaluate.synthetic_study import SyntheticStudy
from safehavens.pictures.charts import alt
from safehavens.pictures.effects.treated_map import draw_treated
from safehavens.pictures.style import Picture, SvgPicture, finish, title

_BEFORE: Final = "#6e7781"
_AFTER: Final = "#0b5a94"
_ZERO: Final = "#1a1a1a"
_WIDTH: Final = 620


def draw_effects(evaluation: Evaluation) -> Mapping[str, Picture | SvgPicture]:
    """Every chart of an evaluation, by the name that its report gives it.

    Returns
    -------
    mapping of str to Picture
        `event-study` and `sensitivity` of an estimation; `synthetic-NAME` for each synthetic
        control; `treated`, a map, where places are states or counties.
    """
    drawn: dict[str, Picture | SvgPicture] = {}
    treated = draw_treated(evaluation)
    if treated is not None:
        drawn["treated"] = treated
    found = evaluation.estimation
    if found is not None:
        drawn["event-study"] = _draw_event_study(evaluation, found)
        if found.sensitivity is not None:
            drawn["sensitivity"] = _draw_sensitivity(evaluation, found)
    for study in evaluation.synthetic:
        drawn[f"synthetic-{study.name}"] = _draw_synthetic(evaluation, study)
    return drawn


def _draw_event_study(evaluation: Evaluation, found: Estimation) -> Picture:
    rows = [
        {
            "time": point.event_time,
            "effect": point.effect,
            "low": point.low,
            "high": point.high,
            "when": "under the law" if point.event_time >= 0 else "before it",
        }
        for point in found.points
    ]
    base = alt.Chart(_data(rows))
    across = alt.X("time:Q", title=f"{_periods(evaluation)} from the law", axis=_whole())
    color = alt.Color(
        "when:N",
        title=None,
        scale=alt.Scale(domain=["before it", "under the law"], range=[_BEFORE, _AFTER]),
    )
    bars = base.mark_rule(strokeWidth=2).encode(
        across, alt.Y("low:Q", title=evaluation.design.outcome), alt.Y2("high:Q"), color
    )
    points = base.mark_point(filled=True, size=70).encode(
        across,
        alt.Y("effect:Q"),
        color,
        alt.Shape(
            "when:N",
            title=None,
            scale=alt.Scale(domain=["before it", "under the law"], range=["circle", "square"]),
        ),
    )
    layers = alt.layer(_zero(), bars, points).properties(
        width=_WIDTH, height=280, title=_title(evaluation, "Effect by distance from the law")
    )
    return finish(layers)


def _draw_sensitivity(evaluation: Evaluation, found: Estimation) -> Picture:
    assert found.sensitivity is not None
    rows = [
        {"bound": f"{one.bound:g}", "low": one.low, "high": one.high}
        for one in found.sensitivity.relative
    ]
    bars = (
        alt.Chart(_data(rows))
        .mark_rule(strokeWidth=3, color=_AFTER)
        .encode(
            alt.X("bound:O", title="as much as before the law, times", axis=_level()),
            alt.Y("low:Q", title="effect in the first period"),
            alt.Y2("high:Q"),
        )
    )
    layers = alt.layer(_zero(), bars).properties(
        width=_WIDTH,
        height=200,
        title=_title(evaluation, "If trends may part: 95% intervals of the first period's effect"),
    )
    return finish(layers)


def _draw_synthetic(evaluation: Evaluation, study: SyntheticStudy) -> Picture:
    design = evaluation.design
    series = ((study.name, study.actual), (f"synthetic {study.name}", study.synthetic))
    rows = [
        {"period": design.days_of(number)[0].isoformat(), "value": float(values[at]), "of": name}
        for name, values in series
        for at, number in enumerate(design.periods)
    ]
    cohort = next(one.cohort for one in design.roles if one.place == study.place)
    assert cohort is not None
    names = [name for name, _ in series]
    lines = (
        alt.Chart(_data(rows))
        .mark_line()
        .encode(
            alt.X("period:T", title=None),
            alt.Y("value:Q", title=design.outcome, scale=alt.Scale(zero=False)),
            alt.Color("of:N", title=None, scale=alt.Scale(domain=names, range=[_AFTER, _BEFORE])),
            alt.StrokeDash(
                "of:N", title=None, scale=alt.Scale(domain=names, range=[[1, 0], [5, 3]])
            ),
        )
    )
    when = [{"day": design.days_of(cohort)[0].isoformat()}]
    rule = alt.Chart(_data(when)).mark_rule(color=_ZERO, strokeDash=[3, 3]).encode(alt.X("day:T"))
    layers = alt.layer(rule, lines).properties(
        width=_WIDTH,
        height=280,
        title=_title(evaluation, f"{study.name} and its synthetic control; the law at the line"),
    )
    return finish(layers)


def _title(evaluation: Evaluation, text: str) -> Any:
    about = evaluation.design.condition if evaluation.identified else write_headline(evaluation)
    return title(text, about[:110], evaluation.corpus)


def _periods(evaluation: Evaluation) -> str:
    return f"{evaluation.design.frequency}s"


def _zero() -> Any:
    return alt.Chart(_data([{"y": 0}])).mark_rule(color=_ZERO).encode(alt.Y("y:Q"))


def _whole() -> Any:
    return alt.Axis(tickMinStep=1, format="d")


def _level() -> Any:
    return alt.Axis(labelAngle=0)


def _data(rows: list[dict[str, Any]]) -> Any:
    return alt.InlineData(values=rows)
