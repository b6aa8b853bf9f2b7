"""A script that makes the headline again from `sample.parquet`, without safehavens."""

from __future__ import annotations

from typing import Final

from safehavens.evaluate.evaluation import Evaluation

_GROUP_TIME: Final = '''"""Makes the headline again: Callaway and Sant'Anna (2021) by diff-diff.

pip install "diff-diff=={version}" pandas pyarrow; python replicate.py
"""
import diff_diff
import pandas

sample = pandas.read_parquet("sample.parquet")
sample["unit"] = sample["place"].astype("category").cat.codes
{weights}found = diff_diff.CallawaySantAnna(
    control_group={control!r}, anticipation={anticipation}, estimation_method="dr",
    base_period="universal", cluster={cluster!r},
).fit(sample, "y", "unit", "number", "cohort", covariates={covariates!r}{given})
print("effect", found.overall_att, "error", found.overall_se)
assert abs(found.overall_att - {effect!r}) < 1e-9
'''
_WEIGHTS: Final = 'weights = diff_diff.SurveyDesign(weights="weight", psu="cluster")\n'
_SYNTHETIC: Final = '''"""Makes the gaps again: synthetic controls on the outcome alone.

pip install numpy scipy pandas pyarrow; python replicate.py
"""
import numpy
import pandas
from scipy.optimize import minimize

sample = pandas.read_parquet("sample.parquet")
wide = sample.pivot(index="number", columns="place", values="y")
cohort = sample.groupby("place")["cohort"].first()
donors = wide[cohort.index[cohort == 0]].to_numpy()
for place, effect in {effects!r}.items():
    before = wide.index < cohort[place] - {anticipation}
    unit, scale = wide[place].to_numpy(), wide[place].abs().mean()
    A, b = donors[before] / scale, unit[before] / scale
    best = minimize(
        lambda w: ((A @ w - b) ** 2).sum(), numpy.full(A.shape[1], 1 / A.shape[1]),
        jac=lambda w: 2 * A.T @ (A @ w - b), bounds=[(0, 1)] * A.shape[1], method="SLSQP",
        constraints={{"type": "eq", "fun": lambda w: w.sum() - 1}},
        options={{"maxiter": 5000, "ftol": 1e-14}},
    )
    gap = (unit - donors @ best.x)[~before].mean()
    print(place, "gap", gap)
    assert abs(gap - effect) < 0.01 * scale
'''


def write_replication(evaluation: Evaluation) -> str:
    """The script, with the number that it must find again."""
    from importlib.metadata import version

    options = evaluation.design.options
    found = evaluation.estimation
    if found is None:
        effects = {study.place: study.ranks.treated.effect for study in evaluation.synthetic}
        return _SYNTHETIC.format(effects=effects, anticipation=options.anticipation)
    sample = evaluation.design.sample
    own = len(set(sample.clusters.tolist())) == len(sample.places)
    return _GROUP_TIME.format(
        version=version("diff-diff"),
        control="not_yet_treated" if options.comparison == "not-yet" else "never_treated",
        anticipation=options.anticipation,
        cluster=None if own else "cluster",
        covariates=[f"covariate_{name}" for name in sample.covariates] or None,
        weights="" if sample.weights is None else _WEIGHTS,
        given="" if sample.weights is None else ", survey_design=weights",
        effect=found.headline.effect,
    )
