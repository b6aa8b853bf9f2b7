"""A design: every place's role, the sample that follows, and what is one decision of law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from safehavens.corpus.places import Place
from safehavens.evaluate.design.treatment import Treatment, Treatments
from safehavens.evaluate.nouns import (
    BadEvaluation,
    Comparison,
    Floats,
    Frequency,
    PlaceRole,
    Role,
    Sample,
    Timing,
    Why,
)
from safehavens.evaluate.outcomes.outcome_table import OutcomeTable
from safehavens.evaluate.outcomes.periods import first_day, last_day, name_period, treat_from


@dataclass(frozen=True, slots=True)
class Options:
    """How a design is made.

    Attributes
    ----------
    timing : str
        From a day to a period.
    comparison : str
        Which places are compared with.
    anticipation : int
        Periods before treatment in which there may already be an effect.
    cluster : str
        `law`: places that one government's law treated are one cluster; `place`; or `state`.
    covariates : tuple of str
        Columns that go into the comparison.
    weights : str or None
        A column that says how much a place counts, by its mean before anybody is treated.
    exposure : str or None
        A column that says how exposed a place is, by its mean before anybody is treated.
    """

    timing: Timing = "first-full"
    comparison: Comparison = "clean"
    anticipation: int = 0
    cluster: str = "law"
    covariates: tuple[str, ...] = ()
    weights: str | None = None
    exposure: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column beside the outcome."""
        more = [name for name in (self.weights, self.exposure) if name is not None]
        return tuple(dict.fromkeys((*self.covariates, *more)))


@dataclass(frozen=True, slots=True)
class Design:
    """Who is compared with whom.

    Attributes
    ----------
    condition, outcome : str
    frequency : str
    periods : tuple of int
        Consecutive numbers.
    options : Options
    roles : tuple of PlaceRole
        Every place of the outcome, by name.
    sample : Sample
        The places that are treated or controls, in the order of `roles`.
    clusters : int
        How many clusters the sample has.
    treated_clusters : int
    laws : int
        How many decisions of law treated places: governments and days.
    clustered_by : str
        `place`, `state` or `law`: the level of the clusters.
    """

    condition: str
    outcome: str
    frequency: Frequency
    periods: tuple[int, ...]
    options: Options
    roles: tuple[PlaceRole, ...]
    sample: Sample
    clusters: int
    treated_clusters: int
    laws: int
    clustered_by: str

    def count(self, role: Role) -> int:
        """How many places have a role."""
        return sum(one.role == role for one in self.roles)

    def name(self, number: int) -> str:
        """A period as people write it."""
        return name_period(number, self.frequency)

    def days_of(self, number: int) -> tuple[date, date]:
        """The first and the last day of a period."""
        return first_day(number, self.frequency), last_day(number, self.frequency)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the design's periods."""
        return (
            first_day(self.periods[0], self.frequency),
            last_day(self.periods[-1], self.frequency),
        )


def make_design(
    outcomes: OutcomeTable,
    treatments: Treatments,
    options: Options,
    first: int | None = None,
    last: int | None = None,
    only: Collection[str] = (),
    leave_out: Collection[str] = (),
) -> Design:
    """Give every place of an outcome its role, and make the sample.

    Parameters
    ----------
    outcomes : OutcomeTable
    treatments : Treatments
        Of all its places.
    options : Options
    first, last : int, optional
        The first and last period; those of the outcome where they are left out.
    only : collection of str
        Of the places that met the condition, only these count as treated; empty: all.
    leave_out : collection of str
        Places that are left out of all.

    Raises
    ------
    BadEvaluation
        No place is treated within the periods, or none is left to compare with.
    """
    periods = tuple(
        number
        for number in outcomes.periods
        if (first is None or number >= first) and (last is None or number <= last)
    )
    if len(periods) < 3:
        raise BadEvaluation(
            f"{outcomes.name}: the periods asked for hold {len(periods)} of the outcome's; a "
            "design needs at least 3."
        )
    columns = [outcomes.periods.index(number) for number in periods]
    values = outcomes.values[:, columns]
    kept = {name: grid[:, columns] for name, grid in outcomes.extras.items()}
    level = _find_level(treatments, options.cluster)
    roles = []
    for row, place in enumerate(outcomes.places):
        treatment = treatments.places.get(place.id)
        missing = _missing(values[row], {name: grid[row] for name, grid in kept.items()})
        told = _tell_role(treatment, periods, outcomes.frequency, options)
        if place.id in leave_out:
            told = ("left out", "left-out", "you left it out", None)
        elif missing:
            told = ("left out", "unbalanced", missing, None)
        elif told[0] == "treated" and only and place.id not in only:
            told = ("left out", "not-named", "it is treated, and you named others", None)
        roles.append(_make_role(place, treatment, told, level))
    chosen = [row for row, role in enumerate(roles) if role.role != "left out"]
    _refuse_empty(roles, treatments.condition)
    sample = _make_sample(roles, chosen, periods, values, kept, options)
    shown = sorted(roles, key=lambda one: (one.role != "treated", one.role, one.name))
    decisions = {(one.law or one.place, one.adopted) for one in roles if one.role == "treated"}
    return Design(
        condition=treatments.condition,
        outcome=outcomes.says,
        frequency=outcomes.frequency,
        periods=periods,
        options=options,
        roles=tuple(shown),
        sample=sample,
        clusters=len(set(sample.clusters.tolist())),
        treated_clusters=len(set(sample.clusters[sample.treated].tolist())),
        laws=len(decisions),
        clustered_by=level,
    )


def _find_level(treatments: Treatments, cluster: str) -> str:
    """`state` where any state's law, or the nation's, treated places of another level."""
    if cluster in ("place", "state"):
        return cluster
    for treatment in treatments.places.values():
        if treatment.adopted is None:
            continue
        if any(issuer != treatment.place for issuer in treatment.issuers):
            return "state"
    return "place"


_Told = tuple[Role, Why, str, int | None]
"""A role, why in a word and in plain words, and the first treated period."""


def _make_role(
    place: Place,
    treatment: Treatment | None,
    told: _Told,
    level: str,
) -> PlaceRole:
    role, why, reason, cohort = told
    return PlaceRole(
        place=place.id,
        name=place.name,
        fips=place.fips,
        role=role,
        why=why,
        reason=reason,
        adopted=treatment.adopted if treatment else None,
        adopted_earliest=treatment.adopted_earliest if treatment else None,
        cohort=cohort,
        law=" ".join(treatment.began) if treatment else "",
        cluster=_state_of(place.id) if level == "state" else place.id,
    )


def _state_of(place: str) -> str:
    """The id of the state, or the like, that a place lies in."""
    return "/".join(place.split("/")[:3])


def _tell_role(
    treatment: Treatment | None, periods: Sequence[int], frequency: Frequency, options: Options
) -> _Told:
    if treatment is None:
        return "left out", "not-covered", "its law is not covered", None
    if treatment.already:
        return "left out", "already", "it met the condition before the first period", None
    if treatment.adopted is None:
        return _tell_control(treatment, options)
    cohort = treat_from(treatment.adopted, frequency, options.timing)
    earliest = treatment.adopted_earliest
    if earliest is None or treat_from(earliest, frequency, options.timing) != cohort:
        unsure = "its first day is not known well enough for its period"
        return "left out", "uncertain-dates", unsure, None
    if cohort > periods[-1]:
        within = treatment.adopted <= last_day(periods[-1], frequency)
        if within and options.comparison == "clean":
            partly = f"not clean: the law began on {treatment.adopted}, within the last period"
            return "left out", "not-clean", partly, None
        began = " had begun" if within else ""
        return "control", "late", f"it met the condition only after the last period{began}", None
    if cohort - options.anticipation <= periods[0]:
        return "left out", "already", "it is treated from the first period on", None
    if treatment.ended is not None:
        back = f"reversal: it met the condition until {treatment.ended} only"
        return "left out", "reversal", back, None
    return "treated", "treated", f"treated from {name_period(cohort, frequency)} on", cohort


def _tell_control(treatment: Treatment, options: Options) -> _Told:
    if treatment.ever is None and treatment.searched:
        unsure = "it may have met the condition on a day that is not known"
        return "left out", "uncertain-dates", unsure, None
    if treatment.ever is None:
        unseen = "its law was not searched for all of the window"
        return "left out", "not-searched", unseen, None
    if options.comparison == "clean" and treatment.partly:
        return "left out", "not-clean", f"not clean: {treatment.partly}", None
    return "control", "never", "it never met the condition", None


def _missing(values: Floats, kept: Mapping[str, Floats]) -> str:
    for name, row in (("the outcome", values), *kept.items()):
        gaps = int((~np.isfinite(row)).sum())
        if gaps:
            return f"{name} has no value in {gaps} of {len(row)} periods"
    return ""


def _refuse_empty(roles: Sequence[PlaceRole], condition: str) -> None:
    for what, words in (("treated", "is treated"), ("control", "is left to compare with")):
        if not any(one.role == what for one in roles):
            why = Counter(one.reason.split(":")[0] for one in roles if one.role != what)
            told = "; ".join(f"{count}: {reason}" for reason, count in why.most_common(4))
            raise BadEvaluation(
                f"No place {words} under {condition!r} within the periods. Places, and why: {told}."
            )


def _make_sample(
    roles: Sequence[PlaceRole],
    chosen: Sequence[int],
    periods: tuple[int, ...],
    values: Floats,
    kept: Mapping[str, Floats],
    options: Options,
) -> Sample:
    names = {cluster: n for n, cluster in enumerate(sorted({roles[row].cluster for row in chosen}))}
    cohorts = [
        len(periods) if (cohort := roles[row].cohort) is None else cohort - periods[0]
        for row in chosen
    ]
    first = min(cohorts)
    weights = _mean_before(options.weights, kept, chosen, first)
    if weights is not None and not (weights > 0).all():
        at = roles[chosen[int(np.argmin(weights))]].name
        raise BadEvaluation(
            f"The weight {options.weights} of {at} is {weights.min():.3g} on average before the "
            "law; weights are above 0."
        )
    return Sample(
        places=tuple(roles[row].place for row in chosen),
        periods=periods,
        outcomes=values[chosen],
        cohorts=np.array(cohorts, dtype=np.int64),
        clusters=np.array([names[roles[row].cluster] for row in chosen], dtype=np.int64),
        covariates={name: kept[name][chosen] for name in options.covariates},
        weights=weights,
        exposure=_mean_before(options.exposure, kept, chosen, first),
    )


def _mean_before(
    name: str | None, kept: Mapping[str, Floats], chosen: Sequence[int], first: int
) -> Floats | None:
    """A column's mean by place before the first treated period; None: no column is named."""
    if name is None:
        return None
    means: Floats = kept[name][chosen][:, :first].mean(axis=1)
    return means
