"""How often each headline p-value of `evaluate` rejects at 5% where there is no effect.

    python scripts/evaluate_levels.py [--runs 1000] [--seed 1]

The samples are drawn, not permuted: series with serial correlation (0.8), a straight trend of each
state's own, and, in the design of counties, shocks that the counties of a state share; the treated
are the same in every run. It prints each share with its 95% interval; docs/evaluate.md has one run.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from safehavens.evaluate.estimators.synthetic_control import rank_among_placebos
from safehavens.evaluate.inference.permuted_effects import permute_group_time

Floats = NDArray[np.float64]
Design = Callable[[np.random.Generator], float]

STATES, YEARS, DEALS = 50, 20, 99
STAGGERED = (12, 12, 13, 14, 15, 15, 16, 16, 17, 18)
SIZES = tuple(1 + (7 * state * state) % 23 for state in range(STATES))
"""Counties of each state: 1 to 23."""


def draw_series(rng: np.random.Generator, units: int, years: int = YEARS) -> Floats:
    """Series with serial correlation and trends of their own."""
    shocks = rng.normal(size=(units, years))
    series = np.empty_like(shocks)
    series[:, 0] = shocks[:, 0] / 0.6
    for year in range(1, years):
        series[:, year] = 0.8 * series[:, year - 1] + shocks[:, year]
    return series + 0.2 * rng.normal(size=(units, 1)) * np.arange(years)


def of_states(rng: np.random.Generator) -> float:
    """Ten of fifty states, over six years."""
    outcomes = draw_series(rng, STATES)
    cohorts = np.array([*STAGGERED, *[YEARS] * (STATES - len(STAGGERED))])
    return permute_group_time(outcomes, cohorts, np.arange(STATES), DEALS, rng).p


def of_counties(rng: np.random.Generator) -> float:
    """The counties of the same ten states, whose law is the state's."""
    clusters = np.repeat(np.arange(STATES), SIZES)
    outcomes = draw_series(rng, STATES)[clusters] + draw_series(rng, len(clusters))
    by_state = np.array([*STAGGERED, *[YEARS] * (STATES - len(STAGGERED))])
    return permute_group_time(outcomes, by_state[clusters], clusters, DEALS, rng).p


def of_one_state(rng: np.random.Generator) -> float:
    """One of forty states, by synthetic control."""
    outcomes = draw_series(rng, 40)
    before = np.arange(YEARS) < 14
    return rank_among_placebos(outcomes[0], outcomes[1:].T, before).p_ratio


DESIGNS: dict[str, Design] = {
    "permutation, ten of fifty states": of_states,
    "permutation, counties under the law of ten of fifty states": of_counties,
    "placebo ranks, one of forty states": of_one_state,
}


def find_level(design: Design, runs: int, seed: int) -> float:
    """The share of samples without an effect in which the p-value is at most 5%."""
    rng = np.random.default_rng(seed)
    return float(np.mean([design(rng) <= 0.05 for _ in range(runs)]))


def main() -> None:
    """Print the level of every headline p-value."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    for name, design in DESIGNS.items():
        level = find_level(design, chosen.runs, chosen.seed)
        half = 1.96 * (level * (1 - level) / chosen.runs) ** 0.5
        print(f"{name}: {100 * level:.1f}% (±{100 * half:.1f})", flush=True)


if __name__ == "__main__":
    main()
