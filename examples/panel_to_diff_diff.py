"""Feed a panel of county law to the estimators of diff-diff.

    make examples                              (installs diff-diff and runs all examples)
    python examples/panel_to_diff_diff.py

What it shows: how to get each county's first year of treatment out of a safehavens panel, what to
do with counties that an estimator for lasting treatment cannot take, and how to hand the rest to
Callaway and Sant'Anna's estimator (Journal of Econometrics 225, 2021).

What it does not show: any effect of any law. The law is real; **the outcome is made up** here,
with an effect that we choose, so that the estimate can be compared with the truth. With real
outcomes, whether counties with and without such law would have moved alike is for you to argue.
"""

from __future__ import annotations

import pandas as pd
from diff_diff import CallawaySantAnna
from numpy.random import default_rng

from safehavens import Corpus

FIRST_YEAR, LAST_YEAR = 2010, 2025
EFFECT = -2.0  # what the made-up outcome changes by, from the first treated year on


def read_treatment(corpus: Corpus) -> pd.DataFrame:
    """One row a county and year: may the jail hold nobody without a judge's warrant?

    A row for a year has the law of January 1. A rule that begins in August 2017 treats from 2018.
    """
    panel = corpus.panel(
        "counties",
        start=str(FIRST_YEAR),
        end=str(LAST_YEAR),
        freq="year",
        shape="wide",
        values="indices",
    )
    table = panel.select(["fips", "day", "detainer_needs_judge"]).to_pandas()
    return pd.DataFrame(
        {
            "fips": table["fips"].astype(str),
            "year": pd.to_datetime(table["day"]).dt.year,
            "treated": table["detainer_needs_judge"] == 1,
        }
    )


def add_first_year(table: pd.DataFrame) -> pd.DataFrame:
    """Add `first_treat` (0: never), and leave out what the estimator cannot take.

    Left out are counties treated from the first year (no year before to compare with) and counties
    that gave the rule up again (the estimator takes treatment to last).
    """
    first = table[table["treated"]].groupby("fips")["year"].min()
    years_treated = table.groupby("fips")["treated"].sum()
    lasting = years_treated[first.index] == LAST_YEAR - first + 1
    usable = lasting & (first > FIRST_YEAR)
    print(f"counties: {table['fips'].nunique()}, ever treated: {len(first)}")
    print(f"left out, treated from the start: {(first == FIRST_YEAR).sum()}")
    print(f"left out, gave the rule up again: {(~lasting).sum()}")
    kept = table[~table["fips"].isin(first.index[~usable])].copy()
    kept["first_treat"] = kept["fips"].map(first).fillna(0).astype(int)
    return kept


def make_outcome(table: pd.DataFrame) -> pd.Series:
    """An outcome that is made up: a level for each county, a common trend, noise, and EFFECT."""
    chance = default_rng(20240501)
    counties = table["fips"].unique()
    level = dict(zip(counties, chance.normal(20, 4, len(counties)), strict=True))
    trend = 0.3 * (table["year"] - FIRST_YEAR)
    noise = chance.normal(0, 1, len(table))
    return table["fips"].map(level) + trend + noise + EFFECT * table["treated"]


def main() -> None:
    """Estimate the effect that was put in, and print it beside the estimate."""
    table = add_first_year(read_treatment(Corpus.load()))
    table["outcome"] = make_outcome(table)
    table["state"] = table["fips"].str[:2]  # most of this law is a State's, so errors go by State

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
