"""An evaluation as Arrow tables: one for each kind of thing that it says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa

from safehavens.evaluate.evaluating import Evaluation
from safehavens.evaluate.report.words import NOT_ADVICE, write_headline

_DESIGN: Final = pa.schema(
    [
        ("place", pa.string()),
        ("name", pa.string()),
        ("role", pa.string()),
        ("reason", pa.string()),
        ("adopted", pa.date32()),
        ("adopted_earliest", pa.date32()),
        ("cohort", pa.string()),
        ("law", pa.string()),
        ("cluster", pa.string()),
    ]
)
_ESTIMATES: Final = pa.schema(
    [
        ("estimator", pa.string()),
        ("effect", pa.float64()),
        ("error", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("p", pa.float64()),
        ("p_permutation", pa.float64()),
        ("p_wild", pa.float64()),
        ("headline", pa.bool_()),
        ("treated", pa.int32()),
        ("clusters", pa.int32()),
    ]
)
_EVENTS: Final = pa.schema(
    [
        ("event_time", pa.int32()),
        ("effect", pa.float64()),
        ("error", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("places", pa.int32()),
    ]
)
_SENSITIVITY: Final = pa.schema(
    [("bound", pa.float64()), ("low", pa.float64()), ("high", pa.float64())]
)
_LEFT_OUT: Final = pa.schema([("cluster", pa.string()), ("effect", pa.float64())])
_VARIANTS: Final = pa.schema([("choice", pa.string()), ("effect", pa.float64())])
_FINDINGS: Final = pa.schema(
    [("code", pa.string()), ("severity", pa.string()), ("says", pa.string()), ("do", pa.string())]
)
_SYNTHETIC: Final = pa.schema(
    [
        ("place", pa.string()),
        ("period", pa.string()),
        ("actual", pa.float64()),
        ("synthetic", pa.float64()),
        ("gap", pa.float64()),
    ]
)
_RANKS: Final = pa.schema(
    [
        ("place", pa.string()),
        ("effect", pa.float64()),
        ("rmspe_before", pa.float64()),
        ("rmspe_after", pa.float64()),
        ("p_ratio", pa.float64()),
        ("p_effect", pa.float64()),
        ("donors", pa.string()),
    ]
)


def make_tables(evaluation: Evaluation) -> Mapping[str, Any]:
    """Every table of an evaluation, by name; those that it has no rows for are left out.

    Returns
    -------
    mapping of str to pyarrow.Table
        `design` (a row a place), `estimates`, `event-study`, `sensitivity`, `leave-one-out`,
        `variants`, `synthetic`, `synthetic-ranks`, `findings`.
    """
    made = {
        "design": pa.Table.from_pylist(_design_rows(evaluation), _DESIGN),
        **_estimation_tables(evaluation),
        **_synthetic_tables(evaluation),
        "findings": pa.Table.from_pylist(
            [
                {"code": one.code, "severity": one.severity, "says": one.says, "do": one.do}
                for one in evaluation.findings
            ],
            _FINDINGS,
        ),
    }
    return {name: table for name, table in made.items() if table.num_rows}


def _design_rows(evaluation: Evaluation) -> list[dict[str, Any]]:
    design = evaluation.design
    return [
        {
            "place": one.place,
            "name": one.name,
            "role": one.role,
            "reason": one.reason,
            "adopted": one.adopted,
            "adopted_earliest": one.adopted_earliest,
            "cohort": None if one.cohort is None else design.name(one.cohort),
            "law": one.law,
            "cluster": one.cluster,
        }
        for one in design.roles
    ]


def _estimation_tables(evaluation: Evaluation) -> dict[str, Any]:
    found, design = evaluation.estimation, evaluation.design
    if found is None:
        return {}
    p = None if found.permutation is None else found.permutation.p
    estimates = [
        {
            "estimator": one.estimator,
            "effect": one.effect,
            "error": one.error,
            "low": one.low,
            "high": one.high,
            "p": one.p,
            "p_permutation": p if one.headline else None,
            "p_wild": found.wild_p if one.estimator == "two-way" else None,
            "headline": one.headline,
            "treated": design.count("treated"),
            "clusters": design.clusters,
        }
        for one in found.estimates
    ]
    events = [{name: getattr(point, name) for name in _EVENTS.names} for point in found.points]
    bounds = found.sensitivity.relative if found.sensitivity is not None else ()
    return {
        "estimates": pa.Table.from_pylist(estimates, _ESTIMATES),
        "event-study": pa.Table.from_pylist(events, _EVENTS),
        "sensitivity": pa.Table.from_pylist(
            [{"bound": one.bound, "low": one.low, "high": one.high} for one in bounds],
            _SENSITIVITY,
        ),
        "leave-one-out": pa.Table.from_pylist(
            [{"cluster": one.cluster, "effect": one.effect} for one in found.left_out], _LEFT_OUT
        ),
        "variants": pa.Table.from_pylist(
            [{"choice": one.choice, "effect": one.effect} for one in found.variants], _VARIANTS
        ),
    }


def _synthetic_tables(evaluation: Evaluation) -> dict[str, Any]:
    design = evaluation.design
    rows: list[dict[str, Any]] = []
    ranks: list[dict[str, Any]] = []
    for study in evaluation.synthetic:
        treated = study.ranks.treated
        rows += [
            {
                "place": study.place,
                "period": design.name(period),
                "actual": float(study.actual[at]),
                "synthetic": float(study.synthetic[at]),
                "gap": float(treated.gap[at]),
            }
            for at, period in enumerate(design.periods)
        ]
        ranks.append(
            {
                "place": study.place,
                "effect": treated.effect,
                "rmspe_before": treated.rmspe_before,
                "rmspe_after": treated.rmspe_after,
                "p_ratio": study.ranks.p_ratio,
                "p_effect": study.ranks.p_effect,
                "donors": ", ".join(f"{name} {weight:.2f}" for name, weight in study.donors),
            }
        )
    return {
        "synthetic": pa.Table.from_pylist(rows, _SYNTHETIC),
        "synthetic-ranks": pa.Table.from_pylist(ranks, _RANKS),
    }


def make_data(evaluation: Evaluation, departures: Sequence[str] | None = None) -> dict[str, Any]:
    """An evaluation as plain values for JSON: the conclusion, the findings, every table."""
    design = evaluation.design
    return {
        "headline": write_headline(evaluation),
        "identified": evaluation.identified,
        "condition": design.condition,
        "outcome": design.outcome,
        "frequency": design.frequency,
        "first": design.name(design.periods[0]),
        "last": design.name(design.periods[-1]),
        "treated": design.count("treated"),
        "controls": design.count("control"),
        "left_out": design.count("left out"),
        "clusters": design.clusters,
        "treated_clusters": design.treated_clusters,
        "laws": design.laws,
        "plan": {
            "digest": evaluation.plan.digest,
            "detectable": none_for_nan(evaluation.plan.detectable),
            "departures": None if departures is None else list(departures),
        },
        "corpus": evaluation.corpus,
        "data": evaluation.data,
        "seed": evaluation.question.effort.seed,
        "not_advice": NOT_ADVICE,
        **{
            name.replace("-", "_"): [
                {key: none_for_nan(value) for key, value in row.items()}
                for row in table.to_pylist()
            ]
            for name, table in make_tables(evaluation).items()
        },
    }


def none_for_nan(value: Any) -> Any:
    """A value as JSON has it: None where a number is not finite, text for a day."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date) else value
