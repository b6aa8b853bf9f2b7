"""An evaluation as Arrow tables: one for each kind of thing that it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.design.surroundings import Surroundings
from safehavens.evaluate.estimation import Estimation, Variant
from safehavens.evaluate.nouns import Finding
from safehavens.evaluate.published import PublishedEstimate
from safehavens.evaluate.specification_curve import Specification
from safehavens.evaluate.synthetic_study import SyntheticStudy

_DESIGN: Final = pa.schema(
    [
        ("place", pa.string()),
        ("name", pa.string()),
        ("fips", pa.string()),
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
_OWN: Final = ("estimator", "effect", "error", "low", "high", "p", "headline")
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
    [
        ("method", pa.string()),
        ("bound", pa.float64()),
        ("slope", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
    ]
)
_LEFT_OUT: Final = pa.schema([("cluster", pa.string()), ("effect", pa.float64())])
_SPECIFICATIONS: Final = pa.schema(
    [
        ("choice", pa.string()),
        ("effect", pa.float64()),
        ("estimator", pa.string()),
        ("timing", pa.string()),
        ("controls", pa.string()),
        ("start", pa.string()),
        ("weighted", pa.bool_()),
        ("treated", pa.int32()),
        ("compared", pa.int32()),
    ]
)
_EXPOSURE: Final = pa.schema(
    [
        ("effect", pa.float64()),
        ("error", pa.float64()),
        ("p", pa.float64()),
        ("deviation", pa.float64()),
        ("at_mean", pa.float64()),
    ]
)
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


_PUBLISHED: Final = pa.schema(
    [
        ("study", pa.string()),
        ("cite", pa.string()),
        ("relation", pa.string()),
        ("policy", pa.string()),
        ("place_period", pa.string()),
        ("design", pa.string()),
        ("family", pa.string()),
        ("outcome", pa.string()),
        ("effect", pa.float64()),
        ("scale", pa.string()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("error", pa.float64()),
        ("says", pa.string()),
        ("here", pa.float64()),
        ("here_low", pa.float64()),
        ("here_high", pa.float64()),
        ("seen", pa.string()),
    ]
)
_DATES: Final = pa.schema(
    [
        ("place", pa.string()),
        ("name", pa.string()),
        ("here", pa.string()),
        ("coding", pa.string()),
        ("there", pa.string()),
        ("says", pa.string()),
        ("differs", pa.bool_()),
    ]
)
_OTHER_LAWS: Final = pa.schema(
    [
        ("place", pa.string()),
        ("name", pa.string()),
        ("law", pa.string()),
        ("title", pa.string()),
        ("start", pa.date32()),
        ("same", pa.bool_()),
        ("outside", pa.bool_()),
    ]
)


def make_tables(
    design: Design,
    estimation: Estimation | None,
    synthetic: Sequence[SyntheticStudy],
    curve: Iterable[Specification],
    around: Surroundings,
    published: Iterable[PublishedEstimate],
    findings: Iterable[Finding],
) -> Mapping[str, pa.Table]:
    """Every table of an evaluation, by name; `Evaluation.tables` lists them."""
    return {
        "design": pa.Table.from_pylist(_design_rows(design), _DESIGN),
        **_estimation_tables(design, estimation),
        "specifications": _table([*_list_variants(estimation), *curve], _SPECIFICATIONS),
        "published": _table(published, _PUBLISHED),
        "dates": _table(around.dates, _DATES),
        "other-laws": _table(around.other_laws, _OTHER_LAWS),
        **_synthetic_tables(design, synthetic),
        "findings": _table(findings, _FINDINGS),
    }


def _table(nouns: Iterable[Any], schema: Any) -> pa.Table:
    """A table of nouns whose attributes are its columns; one that a noun lacks is null."""
    rows = [{name: getattr(one, name, None) for name in schema.names} for one in nouns]
    return pa.Table.from_pylist(rows, schema)


def _list_variants(found: Estimation | None) -> tuple[Variant, ...]:
    return () if found is None else found.variants


def _design_rows(design: Design) -> list[dict[str, Any]]:
    return [
        {
            "place": one.place,
            "name": one.name,
            "fips": one.fips,
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


def _estimation_tables(design: Design, found: Estimation | None) -> dict[str, Any]:
    p = None if found is None or found.permutation is None else found.permutation.p
    estimates = [] if found is None else [
        {
            **{name: getattr(one, name) for name in _OWN},
            "p_permutation": p if one.headline else None,
            "p_wild": found.wild_p if one.estimator == "two-way" else None,
            "treated": design.count("treated"),
            "clusters": design.clusters,
        }
        for one in found.estimates
    ]  # fmt: skip
    sensitivity = None if found is None else found.sensitivity
    bounds = [] if sensitivity is None else [
        *(
            {"method": "relative", "bound": one.bound, "low": one.low, "high": one.high}
            for one in sensitivity.relative
        ),
        *(
            {"method": "smoothness", "bound": one.bound, "slope": one.slope, "low": one.low,
             "high": one.high}
            for one in sensitivity.smooth
        ),
    ]  # fmt: skip
    return {
        "estimates": pa.Table.from_pylist(estimates, _ESTIMATES),
        "event-study": _table([] if found is None else found.points, _EVENTS),
        "sensitivity": pa.Table.from_pylist(bounds, _SENSITIVITY),
        "leave-one-out": _table([] if found is None else found.left_out, _LEFT_OUT),
        "exposure": _table(
            [] if found is None or found.by_exposure is None else [found.by_exposure], _EXPOSURE
        ),
    }


def _synthetic_tables(design: Design, studies: Sequence[SyntheticStudy]) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    ranks: list[dict[str, Any]] = []
    for study in studies:
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
