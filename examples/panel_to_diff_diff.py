"""Feed cohorts of county law to the estimators of diff-diff.

    make examples                              (runs all examples)
    python examples/panel_to_diff_diff.py

What it shows: how to get each county's cohort out of a table of adoption, what to do with counties
whose cohort is not known, and how to hand the rest to Callaway and Sant'Anna's estimator (Journal
of Econometrics 225, 2021).

What it does not show: any effect of any law. The law is real; **the outcome is made up** here,
with an effect that we choose, so that the estimate can be compared with the truth. With real
outcomes, whether counties with and without such law would have moved alike is for you to argue.

A county without such a rule in the corpus is a county where nobody found one. Only where its law
was searched for all of the years is it known to be untreated (`searched="all"`). Few counties are,
so this program also shows the estimate under an assumption that you would have to defend: that
where nothing was found there was nothing (`searched="none"`).
"""

from __future__ import annotations

import pandas as pd
from diff_diff import CallawaySantAnna
from numpy.random import default_rng

from safehavens import Corpus

FIRST_YEAR, LAST_YEAR = 2010, 2025
CONDITION = "detainer_needs_judge >= 1"
EFFECT = -2.0  # what the made-up outcome changes by, from the first treated year on


def read_cohorts(corpus: Corpus, searched: str) -> pd.DataFrame:
    """One row a county that the estimator can take: `fips`, `state` and `first_treat` (0: never).

    Left out are counties whose cohort is not known, because their law was not searched or because
    the bounds of the day lie in two years; those under the rule before the first year (nothing to
    compare with); and those that gave it up again (the estimator takes treatment to last).
    """
    table = corpus.adoption(
        CONDITION, start=str(FIRST_YEAR), end=str(LAST_YEAR), searched=searched
    ).to_pandas()
    unknown = table["cohort_earliest"].isna() | table["cohort_latest"].isna()
    unsure = ~unknown & (table["cohort_earliest"] != table["cohort_latest"])
    before = table["already"].astype(bool)
    gave_up = table["reversed"].fillna(False).astype(bool)
    late = table["cohort_latest"] == FIRST_YEAR
    kept = table[~(unknown | unsure | before | gave_up | late)].copy()
    kept["first_treat"] = kept["cohort_latest"].astype(int)
    print(f"searched={searched}: {len(table)} counties")
    print(f"left out, cohort not known: {(unknown & ~before).sum()}, between years: {unsure.sum()}")
    print(f"left out, from before or in {FIRST_YEAR}: {(before | late).sum()}, "
          f"gave it up: {gave_up.sum()}")  # fmt: skip
    print(f"left: {len(kept)}, of them never: {(kept['first_treat'] == 0).sum()}")
    return kept[["fips", "state", "first_treat"]]


def make_outcome(counties: pd.DataFrame) -> pd.DataFrame:
    """An outcome that is made up: a level for each county, a common trend, noise, and EFFECT."""
    years = pd.DataFrame({"year": range(FIRST_YEAR, LAST_YEAR + 1)})
    table = counties.merge(years, how="cross")
    chance = default_rng(20240501)
    level = dict(zip(counties["fips"], chance.normal(20, 4, len(counties)), strict=True))
    treated = (table["first_treat"] > 0) & (table["year"] >= table["first_treat"])
    trend = 0.3 * (table["year"] - FIRST_YEAR)
    noise = chance.normal(0, 1, len(table))
    table["outcome"] = table["fips"].map(level) + trend + noise + EFFECT * treated
    return table


def main() -> None:
    """Estimate the effect that was put in, and print it beside the estimate."""
    corpus = Corpus.load()
    read_cohorts(corpus, "all")
    table = make_outcome(read_cohorts(corpus, "none"))

    # Most of this law is a State's, so errors go by State.
    estimator = CallawaySantAnna(control_group="never_treated", cluster="state")
    results = estimator.fit(
        table, outcome="outcome", unit="fips", time="year", first_treat="first_treat"
    )
    overall = results.aggregate("simple")
    by_year = results.aggregate("event_study")
    by_cohort = table[table["first_treat"] > 0].groupby("first_treat")["fips"].nunique()
    print("counties by first treated year:", by_cohort.to_dict())
    print(f"effect put in: {EFFECT:.2f}")
    print(
        f"estimate: {overall.att[0]:.2f} "
        f"(95% interval {overall.conf_int_lower[0]:.2f} to {overall.conf_int_upper[0]:.2f})"
    )
    print("years since treatment, estimate:")
    for years, estimate in zip(by_year.event_time, by_year.att, strict=True):
        if -3 <= years <= 3:
            print(f"{years:+3d} {estimate:6.2f}")


if __name__ == "__main__":
    main()
