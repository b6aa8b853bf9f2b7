"""An evaluation as plain values: the conclusion, the findings, every table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.report.words import NOT_ADVICE, write_headline


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
            for name, table in evaluation.tables.items()
            if table.num_rows
        },
    }


def none_for_nan(value: Any) -> Any:
    """A value as JSON has it: None where a number is not finite, text for a day."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date) else value
