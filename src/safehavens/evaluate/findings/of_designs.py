"""Findings that a design gives before anything is estimated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.design.treatment import Treatments
from safehavens.evaluate.nouns import Finding, PlaceRole
from safehavens.evaluate.outcomes.outcome_table import OutcomeTable
from safehavens.evaluate.outcomes.periods import first_day, treat_from

FEW_CLUSTERS: Final = 10
FEW_LAWS: Final = 5
_SHOWN: Final = 6
_PANDEMIC: Final = 2020


def check_design(
    design: Design, treatments: Treatments, outcomes: OutcomeTable
) -> Iterator[Finding]:
    """Every finding of a design, the gravest kinds first."""
    for check in (
        _check_few,
        _check_clustered,
        _check_clean,
        _check_searched,
        _check_dates,
        _check_reversals,
        _check_already,
        _check_late,
        _check_gaps,
        _check_pandemic,
        _check_covariates,
    ):
        yield from check(design, treatments)
    yield Finding("read-as", "note", " ".join(outcomes.notes), "Compare with your table.")


def _check_few(design: Design, _: Treatments) -> Iterator[Finding]:
    if design.treated_clusters < FEW_CLUSTERS or design.laws < FEW_LAWS:
        yield Finding(
            "few-treated",
            "warning",
            f"{_count(design.treated_clusters, 'government')} "
            f"{'is' if design.treated_clusters == 1 else 'are'} treated, by "
            f"{_count(design.laws, 'decision')} of law. Errors that rest on many clusters are too "
            "small here.",
            "Read the permutation p-value. With fewer than 3 treated, read the synthetic control.",
        )


def _check_clustered(design: Design, _: Treatments) -> Iterator[Finding]:
    treated = design.count("treated")
    if design.clustered_by == "state" and treated > 1.5 * design.treated_clusters:
        yield Finding(
            "clustered-law",
            "warning",
            f"{treated} places are treated, but by the law of {design.treated_clusters} states: "
            f"{_count(design.laws, 'decision')} of law in all. Errors are clustered by state.",
            f"Think of the sample as {design.treated_clusters} treated, not {treated}.",
        )


def _check_clean(design: Design, treatments: Treatments) -> Iterator[Finding]:
    dropped = [one for one in design.roles if one.reason.startswith("not clean")]
    if dropped:
        yield Finding(
            "controls-not-clean",
            "warning",
            f"{_count(len(dropped), 'place')} had some of the law without meeting the condition, "
            f"and {_are(dropped)} no control: {_list(f'{o.name} ({_after(o)})' for o in dropped)}.",
            "Widen the condition if these count as treated; `--controls never` keeps them.",
        )
    kept = [
        one for one in design.roles if one.role == "control" and treatments.places[one.place].partly
    ]
    if kept:
        told = (f"{one.name} ({treatments.places[one.place].partly})" for one in kept)
        yield Finding(
            "controls-not-clean",
            "warning",
            f"{_count(len(kept), 'control')} had some of the law: {_list(told)}.",
            "`--controls clean` leaves them out.",
        )


def _check_searched(design: Design, treatments: Treatments) -> Iterator[Finding]:
    unsearched = [one for one in design.roles if "not searched" in one.reason]
    if unsearched:
        yield Finding(
            "not-searched",
            "warning",
            f"{_count(len(unsearched), 'place')} cannot be controls: their law was not searched "
            f"for all of the window: {_list(one.name for one in unsearched)}.",
            "Shorten the window, or say `--searched none` to take silence for no law.",
        )
    silent = [
        one
        for one in design.roles
        if one.role == "control" and not treatments.places[one.place].searched
    ]
    if silent:
        yield Finding(
            "silence-taken-as-no-law",
            "warning",
            f"The law of {_count(len(silent), 'control')} was not searched for all of the window; "
            "that nothing was found there is taken for no law, as you asked.",
            "`safehavens coverage PLACE` says what was searched. A law that was missed pulls the "
            "estimate toward 0.",
        )


def _check_dates(design: Design, _: Treatments) -> Iterator[Finding]:
    unsure = [
        one
        for one in design.roles
        if "not known well enough" in one.reason or "day that is not known" in one.reason
    ]
    if unsure:
        yield Finding(
            "uncertain-dates",
            "warning",
            f"The first day of {_count(len(unsure), 'place')} is not known well enough, and they "
            f"are not used: {_list(one.name for one in unsure)}.",
            "Longer periods (years) may settle it.",
        )


def _check_reversals(design: Design, _: Treatments) -> Iterator[Finding]:
    back = [one for one in design.roles if one.reason.startswith("reversal")]
    if back:
        yield Finding(
            "reversal",
            "warning",
            f"{_count(len(back), 'place')} met the condition for a time only and "
            f"{_are(back)} not used: {_list(one.name for one in back)}.",
            "End the window before the law ended to keep them.",
        )


def _check_already(design: Design, _: Treatments) -> Iterator[Finding]:
    early = [
        one
        for one in design.roles
        if "before the first period" in one.reason or "from the first period" in one.reason
    ]
    if early:
        yield Finding(
            "already",
            "note",
            f"{_count(len(early), 'place')} met the condition from the start and "
            f"{_are(early)} not used: {_list(one.name for one in early)}.",
            "Begin the window earlier to use them.",
        )


def _check_late(design: Design, _: Treatments) -> Iterator[Finding]:
    late = [one for one in design.roles if "only after the last period" in one.reason]
    if late:
        yield Finding(
            "late",
            "note",
            f"{_count(len(late), 'place')} met the condition only after the last period and "
            f"{'is a control' if len(late) == 1 else 'are controls'}: "
            f"{_list(one.name for one in late)}.",
            "Nothing, unless the law was expected.",
        )


def _check_gaps(design: Design, _: Treatments) -> Iterator[Finding]:
    gaps = [one for one in design.roles if "has no value in" in one.reason]
    if gaps:
        yield Finding(
            "unbalanced",
            "note",
            f"{_count(len(gaps), 'place')} {'lacks' if len(gaps) == 1 else 'lack'} values in some "
            f"periods and {_are(gaps)} not used: {_list(one.name for one in gaps)}.",
            "Choose a window in which all have values.",
        )


def _check_pandemic(design: Design, _: Treatments) -> Iterator[Finding]:
    last = design.days[1].year
    if last < _PANDEMIC:
        return
    after = [number for number in design.periods if _year_of(design, number) >= _PANDEMIC]
    cells = total = 0
    for one in design.roles:
        if one.role == "treated" and one.cohort is not None:
            mine = [number for number in design.periods if number >= one.cohort]
            total += len(mine)
            cells += sum(number in after for number in mine)
    if cells > total / 2:
        yield Finding(
            "covid",
            "warning",
            f"{cells} of {total} treated cells lie in 2020 or later, when the pandemic changed "
            "most outcomes.",
            "End the window in 2019, or say why the pandemic touched both sides alike.",
        )


def _check_covariates(design: Design, _: Treatments) -> Iterator[Finding]:
    for name in design.options.covariates:
        yield Finding(
            "bad-control",
            "note",
            f"The covariate {name} is taken at each period. If the law can move it, it takes part "
            "of the effect away.",
            "Use values from before the law.",
        )


def _year_of(design: Design, number: int) -> int:
    return first_day(number, design.frequency).year


def timing_matters(design: Design) -> int:
    """How many treated places would begin in another period under another rule of timing."""
    moved = 0
    for one in design.roles:
        if one.role == "treated" and one.adopted is not None:
            told = {
                treat_from(one.adopted, design.frequency, rule) for rule in ("any", "first-full")
            }
            moved += len(told) > 1
    return moved


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _are(places: list[PlaceRole]) -> str:
    return "is" if len(places) == 1 else "are"


def _after(one: PlaceRole) -> str:
    return one.reason.split(": ", 1)[-1]


def _list(names: Iterable[str]) -> str:
    all_names = list(names)
    more = f" and {len(all_names) - _SHOWN} more" if len(all_names) > _SHOWN else ""
    return "; ".join(all_names[:_SHOWN]) + more
