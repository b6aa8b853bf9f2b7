"""What an evaluation says, in plain words: the conclusion, how sure it is, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from safehavens.evaluate.estimation import Estimation
from safehavens.evaluate.estimators.exposure_effects import ExposureEffect
from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.synthetic_study import SyntheticStudy

NOT_ADVICE: Final = (
    "This is an estimate from public figures and law as coded here. It is not legal advice, and "
    "one study settles nothing."
)
_NAMES: Final = {
    "callaway-santanna": "Callaway–Sant’Anna",
    "imputation": "Imputation (Borusyak, Jaravel, Spiess)",
    "sun-abraham": "Sun–Abraham",
    "stacked": "Stacked",
    "synthetic-did": "Synthetic difference-in-differences",
    "two-way": "Two-way fixed effects",
}


def name_estimator(name: str) -> str:
    """An estimator as the field calls it."""
    return _NAMES.get(name, name)


def write_headline(evaluation: Evaluation) -> str:
    """The conclusion in one or two sentences."""
    if evaluation.estimation is None and not evaluation.synthetic:
        return _write_plan(evaluation)
    if not evaluation.identified:
        return (
            "Not identified: this design cannot tell what the law did. The findings say why; the "
            "numbers below are shown so that others can check them."
        )
    if evaluation.estimation is not None:
        return _write_estimate(evaluation, evaluation.estimation)
    return " ".join(_write_synthetic(evaluation, study) for study in evaluation.synthetic)


def write_design(evaluation: Evaluation) -> str:
    """Who is compared with whom, in one sentence."""
    design = evaluation.design
    laws = "one decision" if design.laws == 1 else f"{design.laws} decisions"
    return (
        f"{_places(design.count('treated'), 'treated')} by {laws} of law, beside "
        f"{_places(design.count('control'), 'not treated')}, {design.name(design.periods[0])} to "
        f"{design.name(design.periods[-1])} by {design.frequency}; "
        f"{_places(design.count('left out'), 'left out')}."
    )


def number(value: float) -> str:
    """A number to three digits; an en dash where there is none."""
    if not math.isfinite(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _write_plan(evaluation: Evaluation) -> str:
    detectable = evaluation.plan.detectable
    if detectable == math.inf:
        return (
            "This design can find no effect, however large: with fewer than 19 controls even the "
            "first rank of all is not below 5%."
        )
    if not math.isfinite(detectable):
        return "There are too few controls to say what this design could find."
    return (
        f"This design finds an effect of {number(detectable)} or more in {_unit(evaluation)} with "
        "a chance of 80%. No outcome of a treated place after treatment was used."
    )


def _write_estimate(evaluation: Evaluation, found: Estimation) -> str:
    headline = found.headline
    p = found.permutation.p if found.permutation is not None else headline.p
    by = "by permutation" if found.permutation is not None else "by its own error"
    if p > 0.05:
        power = (
            f" An effect below {number(found.detectable)} would often be missed."
            if math.isfinite(found.detectable)
            else ""
        )
        return (
            f"No effect of the law on {_unit(evaluation)} was found: the estimate is "
            f"{number(headline.effect)}, and chance alone makes one as large in "
            f"{100 * p:.0f} of 100 cases ({by}).{power}"
        )
    direction = "higher" if headline.effect > 0 else "lower"
    return (
        f"Under the law {_unit(evaluation)} was {number(abs(headline.effect))} {direction} than "
        f"without it would be expected; chance alone makes as large an estimate in "
        f"{100 * p:.1f} of 100 cases ({by})."
    )


def _write_synthetic(evaluation: Evaluation, study: SyntheticStudy) -> str:
    ranks = study.ranks
    share = 100 * ranks.treated.effect / study.level if study.level else float("nan")
    size = f"{number(ranks.treated.effect)} ({share:+.0f}%)"
    rank = (
        f"{100 * ranks.p_ratio:.0f} of 100 places picked at random would stand out as much or more"
    )
    if ranks.p_ratio > 0.05:
        return (
            f"No effect of the law on {_unit(evaluation)} of {study.name} was found: the gap to "
            f"its synthetic control is {size}, and {rank}."
        )
    return (
        f"Under the law {_unit(evaluation)} of {study.name} lies {size} from its synthetic "
        f"control; {rank}."
    )


def _unit(evaluation: Evaluation) -> str:
    return f"the outcome ({evaluation.design.outcome})"


def _places(count: int, what: str) -> str:
    return f"1 place {what}" if count == 1 else f"{count} places {what}"


def tell_breakdown(bound: float) -> str:
    """How far trends must part after the law for no effect at all to be possible."""
    if bound == 0:
        return "No effect in the first period is possible even if trends do not part."
    if not math.isfinite(bound):
        return "The first period’s effect stands even if trends part 10 times as much as before."
    return (
        "No effect in the first period is possible once trends part, after the law, "
        f"{number(bound)} times as much as they did before it."
    )


def tell_exposure(evaluation: Evaluation, one: ExposureEffect) -> str:
    """By how much the effect is larger where exposure is."""
    return (
        f"By exposure ({evaluation.design.options.exposure}): where it is one standard deviation "
        f"({number(one.deviation)}) higher, the effect is {number(abs(one.effect))} "
        f"{'higher' if one.effect > 0 else 'lower'} (error {number(one.error)}; p = {one.p:.3f} by "
        f"permutation); at its mean it is {number(one.at_mean)}. This is a triple difference by "
        "two-way fixed effects."
    )


def tell_departures(departures: Sequence[str]) -> str:
    """Whether a run kept to its plan, in one sentence."""
    if not departures:
        return "This run kept to its plan."
    return f"This run departed from its plan: {'; '.join(departures)}."
