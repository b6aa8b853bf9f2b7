"""A synthetic control for each treated place, ranked among those of all controls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.estimators.synthetic_control import (
    PlaceboRanks,
    leave_donors_out,
    rank_among_placebos,
)
from safehavens.evaluate.nouns import Finding, Floats
from safehavens.evaluate.question import Question

FEWEST_DONORS: Final = 5
WORST_FIT: Final = 0.10
"""The largest root mean squared gap before treatment, as a share of the outcome's level."""
_WEIGHED: Final = 0.01


@dataclass(frozen=True, slots=True)
class SyntheticStudy:
    """One treated place and its synthetic control.

    Attributes
    ----------
    place, name : str
    ranks : PlaceboRanks
    donors : tuple of (str, float)
        The controls that have weight, by name, the heaviest first.
    level : float
        The mean of the outcome before treatment.
    actual, synthetic : array of shape (periods,)
    without : tuple of (str, float)
        The effect without each of these donors.
    """

    place: str
    name: str
    ranks: PlaceboRanks
    donors: tuple[tuple[str, float], ...]
    level: float
    actual: Floats
    synthetic: Floats
    without: tuple[tuple[str, float], ...]

    @property
    def fits(self) -> bool:
        """Whether the synthetic control follows the place before treatment."""
        return self.ranks.treated.rmspe_before <= WORST_FIT * abs(self.level)


def study_synthetically(
    design: Design, tick: Callable[[str], None] = lambda _: None
) -> tuple[SyntheticStudy, ...]:
    """A synthetic control for each treated place; none where there are too few donors.

    Parameters
    ----------
    design : Design
    tick : callable
        Told the name of each place.
    """
    sample = design.sample
    never = ~sample.treated
    if int(never.sum()) < FEWEST_DONORS:
        return ()
    names = {one.place: one.name for one in design.roles}
    places = np.array(sample.places)
    donors = sample.outcomes[never].T
    donor_names = [names[place] for place in places[never]]
    found = []
    for row in np.flatnonzero(sample.treated):
        tick(names[places[row]])
        unit = sample.outcomes[row]
        start = int(sample.cohorts[row]) - design.options.anticipation
        before = np.arange(len(unit)) < start
        if before.sum() < 2:
            continue
        ranks = rank_among_placebos(unit, donors, before)
        weights = ranks.treated.weights
        heavy = [int(k) for k in np.argsort(-weights) if weights[k] > _WEIGHED]
        effects = leave_donors_out(unit, donors, before, heavy)
        found.append(
            SyntheticStudy(
                place=str(places[row]),
                name=names[places[row]],
                ranks=ranks,
                donors=tuple((donor_names[k], float(weights[k])) for k in heavy),
                level=float(unit[before].mean()),
                actual=unit,
                synthetic=donors @ weights,
                without=tuple(
                    (donor_names[k], float(effect))
                    for k, effect in zip(heavy, effects, strict=True)
                ),
            )
        )
    return tuple(found)


def check_synthetic(studies: tuple[SyntheticStudy, ...]) -> tuple[Finding, ...]:
    """What to mind about synthetic controls."""
    found = []
    for study in studies:
        treated = study.ranks.treated
        if not study.fits:
            found.append(
                Finding(
                    "poor-fit",
                    "stop",
                    f"The synthetic {study.name} misses the real one before treatment by "
                    f"{treated.rmspe_before:.3g} on average, more than a tenth of its level "
                    f"({study.level:.3g}).",
                    "Do not read its gap as an effect. Look for donors that are more alike.",
                )
            )
        turned = [one for one in study.without if one[1] * treated.effect < 0]
        if turned:
            told = ", ".join(f"{name} ({effect:.3g})" for name, effect in turned)
            found.append(
                Finding(
                    "one-donor-decides",
                    "warning",
                    f"Without {told} the gap of {study.name} changes its sign.",
                    "Say so beside the gap.",
                )
            )
    return tuple(found)


def check_choices(question: Question) -> Iterator[Finding]:
    """What was asked for that a synthetic control does not use."""
    options = question.options
    named = {
        "weights": options.weights is not None,
        "covariates": bool(options.covariates),
        "exposure": options.exposure is not None,
        "the specification curve": question.curve,
    }
    unused = [name for name, asked in named.items() if asked]
    if unused:
        yield Finding(
            "not-used",
            "warning",
            "A synthetic control is made of the outcome alone; not used: "
            + ", ".join(unused)
            + ".",
            "They need at least 3 treated governments.",
        )
