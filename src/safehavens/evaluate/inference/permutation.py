"""Permutation inference: how large an effect would be found if chance had chosen who was treated.

The treatment dates of whole clusters are dealt out anew, as one deals cards, and the estimate is
made again. In panels of states it keeps its level where errors that rest on large samples do not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MISSES: Final = 20
"""How many deals in a row may allow no comparison before it is given up."""


@dataclass(frozen=True, slots=True)
class Permutation:
    """A statistic beside those of permuted treatment.

    Attributes
    ----------
    observed : float
    draws : array of shape (draws,)
        The statistic under each deal.
    p : float
        The share of deals, with the real one, whose statistic is at least as large in size.
    spread : float
        Standard deviation of the draws, in the unit of the statistic.
    """

    observed: float
    draws: Floats
    p: float
    spread: float


class NothingToDeal(ValueError):
    """Treatment cannot be dealt out: all clusters are treated alike, or too few are there."""


def permute_treatment(
    statistic: Callable[[Ints], float],
    cohorts: Ints,
    clusters: Ints | None,
    draws: int,
    rng: np.random.Generator,
) -> Permutation:
    """Deal the clusters' treatment out anew, again and again, and make the statistic each time.

    Parameters
    ----------
    statistic : callable
        From cohorts to a number. It may raise ValueError where a deal allows no comparison; that
        deal is drawn again.
    cohorts : array of shape (units,)
        The column of each unit's first treated period.
    clusters : array of shape (units,), optional
        Numbers of clusters from 0; each unit is its own where it is left out.
    draws : int
        How many deals.
    rng : numpy Generator
        Where chance comes from; the same generator gives the same deals.

    Raises
    ------
    NothingToDeal
        All clusters have the same treatment, or the statistic fails under too many deals.
    """
    groups = np.arange(len(cohorts)) if clusters is None else clusters
    profiles = _read_profiles(cohorts, groups)
    if len({profile.tobytes() for profile in profiles}) < 2:
        raise NothingToDeal("all clusters have the same treatment: nothing can be dealt out anew")
    members = _members(groups)
    observed = statistic(cohorts)
    values = np.empty(draws)
    for draw in range(draws):
        for _ in range(_MISSES):
            dealt = _deal(profiles, members, len(cohorts), rng)
            try:
                values[draw] = statistic(dealt)
            except ValueError:
                continue
            break
        else:
            raise NothingToDeal("most deals of treatment leave nothing to compare")
    larger = int(np.sum(np.abs(values) >= abs(observed) * (1 - 1e-12)))
    return Permutation(observed, values, (1 + larger) / (1 + draws), float(values.std()))


def _members(groups: Ints) -> list[Ints]:
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order])) + 1
    return [np.asarray(part, dtype=np.int64) for part in np.split(order, starts)]


def _read_profiles(cohorts: Ints, groups: Ints) -> list[Ints]:
    """Each cluster's cohorts in order: what it hands on when it is dealt to another."""
    return [np.sort(cohorts[members]) for members in _members(groups)]


def _deal(profiles: list[Ints], members: list[Ints], units: int, rng: np.random.Generator) -> Ints:
    """Give each cluster the profile of another, drawn out or pressed to its own size."""
    dealt = np.empty(units, dtype=np.int64)
    for mine, given in zip(members, rng.permutation(len(profiles)), strict=True):
        profile = profiles[given]
        if len(profile) == 1 or profile[0] == profile[-1]:
            dealt[mine] = profile[0]
            continue
        at = ((np.arange(len(mine)) + 0.5) / len(mine) * len(profile)).astype(np.int64)
        dealt[rng.permutation(mine)] = profile[at]
    return dealt
