"""How often the headline p-values of `evaluate` reject at 5%: without an effect, and with one.

    python scripts/evaluate_levels.py [--runs 1000] [--seed 1] [--power]

The samples are drawn, not permuted: series with serial correlation (0.8), a straight trend of each
state's own, and, in the design of counties, shocks that the counties of a state share; the treated
are the same in every run. With --power each sample gets the effect that the plan of a sample before
it says is found with a chance of 80%. It prints each share with its 95% interval; docs/evaluate.md
has one run.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from safehavens.evaluate.estimators.synthetic_control import rank_among_placebos
from safehavens.evaluate.inference.foretold_power import foretell_detectable
from safehavens.evaluate.inference.permuted_effects import permute_group_time
from safehavens.evaluate.nouns import Sample

Floats = NDArray[np.float64]

STATES, YEARS, DEALS = 50, 20, 99
STAGGERED = (12, 12, 13, 14, 15, 15, 16, 16, 17, 18)
SIZES = tuple(1 + (7 * state * state) % 23 for state in range(STATES))
"""Counties of each state: 1 to 23."""


@dataclass(frozen=True)
class Design:
    """How samples without an effect are drawn, and the p-value that a report would show."""

    draw: Callable[[np.random.Generator], Sample]
    test: Callable[[Sample, np.random.Generator], float]


def draw_series(rng: np.random.Generator, units: int, years: int = YEARS) -> Floats:
    """Series with serial correlation and trends of their own."""
    shocks = rng.normal(size=(units, years))
    series = np.empty_like(shocks)
    series[:, 0] = shocks[:, 0] / 0.6
    for year in range(1, years):
        series[:, year] = 0.8 * series[:, year - 1] + shocks[:, year]
    return series + 0.2 * rng.normal(size=(units, 1)) * np.arange(years)


def make_sample(
    outcomes: Floats, cohorts: NDArray[np.int64], clusters: NDArray[np.int64]
) -> Sample:
    """A sample of places without names."""
    places = tuple(map(str, range(len(outcomes))))
    return Sample(places, tuple(range(YEARS)), outcomes, cohorts, clusters)


def staggered() -> NDArray[np.int64]:
    """The first treated year of each state."""
    return np.array([*STAGGERED, *[YEARS] * (STATES - len(STAGGERED))])


def of_states(rng: np.random.Generator) -> Sample:
    """Ten of fifty states, over six years."""
    return make_sample(draw_series(rng, STATES), staggered(), np.arange(STATES))


def of_counties(rng: np.random.Generator) -> Sample:
    """The counties of the same ten states, whose law is the state's."""
    clusters = np.repeat(np.arange(STATES), SIZES)
    outcomes = draw_series(rng, STATES)[clusters] + draw_series(rng, len(clusters))
    return make_sample(outcomes, staggered()[clusters], clusters)


def of_one_state(rng: np.random.Generator) -> Sample:
    """One of forty states."""
    cohorts = np.full(40, YEARS)
    cohorts[0] = 14
    return make_sample(draw_series(rng, 40), cohorts, np.arange(40))


def permute(sample: Sample, rng: np.random.Generator) -> float:
    """The p-value by permutation."""
    return permute_group_time(sample.outcomes, sample.cohorts, sample.clusters, DEALS, rng).p


def rank(sample: Sample, rng: np.random.Generator) -> float:
    """The p-value of a synthetic control by placebo ranks."""
    before = np.arange(YEARS) < sample.cohorts[0]
    return rank_among_placebos(sample.outcomes[0], sample.outcomes[1:].T, before).p_ratio


DESIGNS: dict[str, Design] = {
    "permutation, ten of fifty states": Design(of_states, permute),
    "permutation, counties under the law of ten of fifty states": Design(of_counties, permute),
    "placebo ranks, one of forty states": Design(of_one_state, rank),
}


def find_level(design: Design, runs: int, seed: int) -> float:
    """The share of samples without an effect in which the p-value is at most 5%."""
    rng = np.random.default_rng(seed)
    return float(np.mean([design.test(design.draw(rng), rng) <= 0.05 for _ in range(runs)]))


def find_power(design: Design, runs: int, seed: int) -> float:
    """The share of samples in which an effect of the size that plans state is found."""
    rng = np.random.default_rng(seed)
    hits = 0
    for _ in range(runs):
        stated = foretell_detectable(design.draw(rng))
        sample = design.draw(rng)
        treated = np.arange(YEARS) >= sample.cohorts[:, None]
        planted = replace(sample, outcomes=sample.outcomes + stated * treated)
        hits += design.test(planted, rng) <= 0.05
    return hits / runs


def main() -> None:
    """Print the level, or the power, of every headline p-value."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--power", action="store_true", help="with the effect that a plan states")
    chosen = parser.parse_args()
    find = find_power if chosen.power else find_level
    for name, design in DESIGNS.items():
        share = find(design, chosen.runs, chosen.seed)
        half = 1.96 * (share * (1 - share) / chosen.runs) ** 0.5
        print(f"{name}: {100 * share:.1f}% (±{100 * half:.1f})", flush=True)


if __name__ == "__main__":
    main()
