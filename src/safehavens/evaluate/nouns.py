"""The nouns of an evaluation: what was estimated, from what, and what to mind about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from safehavens.decide.request import BadRequest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Frequency = Literal["year", "quarter", "month"]
Timing = Literal["first-full", "any", "half"]
"""From a day to a period: the first whole period under the law, the period in which it began, or
the first of which it covers at least half."""
Comparison = Literal["clean", "never", "not-yet"]
"""Which places are compared with: those that never met the condition and had none of it (`clean`),
those that never met it, or also those that had not met it yet."""
Role = Literal["treated", "control", "left out"]
Why = Literal[
    "treated", "never", "late", "already", "reversal", "uncertain-dates", "not-searched",
    "not-clean", "not-covered", "unbalanced", "left-out", "not-named",
]  # fmt: skip
"""Why a place has its role, in a word."""
Severity = Literal["stop", "warning", "note"]
"""Of a finding: the design identifies nothing; mind it before any number; good to know."""

FREQUENCIES: Final[tuple[Frequency, ...]] = ("year", "quarter", "month")
TIMINGS: Final[tuple[Timing, ...]] = ("first-full", "any", "half")
COMPARISONS: Final[tuple[Comparison, ...]] = ("clean", "never", "not-yet")


class BadEvaluation(BadRequest):
    """What was asked cannot be evaluated: one sentence says what is wrong and what is allowed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a design or estimate that its reader must know.

    Attributes
    ----------
    code : str
        Its name, such as `few-treated`.
    severity : str
    says : str
        What was found, in plain words.
    do : str
        What to do about it.
    """

    code: str
    severity: Severity
    says: str
    do: str


@dataclass(frozen=True, slots=True)
class PlaceRole:
    """What one place does in a design.

    Attributes
    ----------
    place, name : str
        Its id and name.
    fips : str or None
        Its FIPS code.
    role : str
    why, reason : str
        Why it has that role, in a word and in plain words.
    adopted, adopted_earliest : datetime.date or None
        The day on which it surely met the condition, and the first on which it may have.
    cohort : int or None
        The number of the first treated period; None: never.
    law : str
        What began on that day, by ids of norms.
    cluster : str
        The government whose law it is; places of one cluster were treated by one decision.
    """

    place: str
    name: str
    fips: str | None
    role: Role
    why: Why
    reason: str
    adopted: date | None
    adopted_earliest: date | None
    cohort: int | None
    law: str
    cluster: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The balanced array that is estimated on: treated places and controls by period.

    Attributes
    ----------
    places : tuple of str
    periods : tuple of int
        Consecutive numbers of periods; `Calendar` says which days they are.
    outcomes : array of shape (places, periods)
    cohorts : array of shape (places,)
        The column of the first treated period; the number of periods for never.
    clusters : array of shape (places,)
        Numbers of clusters from 0.
    covariates : dict of str to array of shape (places, periods)
    weights : array of shape (places,) or None
        How much a place counts; None: all alike.
    exposure : array of shape (places,) or None
        How exposed a place was before the first law.
    """

    places: tuple[str, ...]
    periods: tuple[int, ...]
    outcomes: Floats
    cohorts: Ints
    clusters: Ints
    covariates: dict[str, Floats] = field(default_factory=dict)
    weights: Floats | None = None
    exposure: Floats | None = None

    @property
    def treated(self) -> NDArray[Any]:
        """Which places are treated in the sample."""
        found: NDArray[Any] = self.cohorts < len(self.periods)
        return found

    def keep(self, chosen: NDArray[Any]) -> Sample:
        """The sample of some of its places alone, by a mask; clusters are numbered anew."""
        _, clusters = np.unique(self.clusters[chosen], return_inverse=True)
        return replace(
            self,
            places=tuple(np.asarray(self.places)[chosen].tolist()),
            outcomes=self.outcomes[chosen],
            cohorts=self.cohorts[chosen],
            clusters=clusters,
            covariates={name: grid[chosen] for name, grid in self.covariates.items()},
            weights=None if self.weights is None else self.weights[chosen],
            exposure=None if self.exposure is None else self.exposure[chosen],
        )


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate of the average effect on the treated.

    Attributes
    ----------
    estimator : str
        Its name, such as `callaway-santanna`.
    effect, error : float
        In the unit of the outcome; the error is the estimator's own. NaN: it gives none.
    low, high : float
        Its 95% interval by that error.
    p : float
        Its p-value by that error.
    headline : bool
        Whether it is the one that the report opens with.
    """

    estimator: str
    effect: float
    error: float
    low: float
    high: float
    p: float
    headline: bool = False


@dataclass(frozen=True, slots=True)
class EventStudyPoint:
    """The effect at one distance from treatment, in periods; 0 is the first treated period."""

    event_time: int
    effect: float
    error: float
    low: float
    high: float
    places: int
