"""Findings that a design gives before anything is estimated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.design.treatment import Treatments
from safehavens.evaluate.findings.telling import tell_count, tell_list
from safehavens.evaluate.nouns import Finding, PlaceRole, Severity, Why
from safehavens.evaluate.outcomes.outcome_table import OutcomeTable
from safehavens.evaluate.outcomes.periods import first_day, treat_from

FEW_CLUSTERS: Final = 10
FEW_LAWS: Final = 5
_PANDEMIC: Final = 2020


@dataclass(frozen=True, slots=True)
class _Named:
    """A finding that names the places of one reason; `says` is filled in by `_name_places`."""

    code: str
    why: Why
    says: str
    do: str
    severity: Severity = "warning"


_NAMED: Final = (
    _Named(
        "controls-not-clean",
        "not-clean",
        "{places} had some of the law without meeting the condition, and {are} no control: {told}.",
        "Widen the condition if these count as treated; `--controls never` keeps them.",
    ),
    _Named(
        "not-searched",
        "not-searched",
        "{places} cannot be controls: their law was not searched for all of the window: {names}.",
        "Shorten the window, or say `--searched none` to take silence for no law.",
    ),
    _Named(
        "uncertain-dates",
        "uncertain-dates",
        "The first day of {places} is not known well enough, and they are not used: {names}.",
        "Longer periods (years) may settle it.",
    ),
    _Named(
        "reversal",
        "reversal",
        "{places} met the condition for a time only and {are} not used: {names}.",
        "End the window before the law ended to keep them.",
    ),
    _Named(
        "already",
        "already",
        "{places} met the condition from the start and {are} not used: {names}.",
        "Begin the window earlier to use them.",
        "note",
    ),
    _Named(
        "late",
        "late",
        "{places} met the condition only after the last period, or within it, and {are} "
        "{controls}: {names}.",
        "Nothing, unless the law was expected.",
        "note",
    ),
    _Named(
        "unbalanced",
        "unbalanced",
        "{places} {lack} values in some periods and {are} not used: {names}.",
        "Choose a window in which all have values.",
        "note",
    ),
)


def check_design(
    design: Design, treatments: Treatments, outcomes: OutcomeTable
) -> Iterator[Finding]:
    """Every finding of a design, the gravest kinds first."""
    yield from _check_few(design)
    yield from _check_clustered(design)
    for named in _NAMED:
        yield from _name_places(design, named)
    yield from _check_kept(design, treatments)
    yield from _check_silent(design, treatments)
    yield from _check_pandemic(design)
    yield Finding("read-as", "note", " ".join(outcomes.notes), "Compare with your table.")


def _name_places(design: Design, named: _Named) -> Iterator[Finding]:
    found = [one for one in design.roles if one.why == named.why]
    if not found:
        return
    alone = len(found) == 1
    says = named.says.format(
        places=tell_count(len(found), "place"),
        are="is" if alone else "are",
        lack="lacks" if alone else "lack",
        controls="a control" if alone else "controls",
        names=tell_list(one.name for one in found),
        told=tell_list(f"{one.name} ({one.reason.split(': ', 1)[-1]})" for one in found),
    )
    yield Finding(named.code, named.severity, says, named.do)


def _check_few(design: Design) -> Iterator[Finding]:
    if design.treated_clusters < FEW_CLUSTERS or design.laws < FEW_LAWS:
        yield Finding(
            "few-treated",
            "warning",
            f"{tell_count(design.treated_clusters, 'government')} "
            f"{'is' if design.treated_clusters == 1 else 'are'} treated, by "
            f"{tell_count(design.laws, 'decision')} of law. Errors that rest on many clusters are "
            "too small here.",
            "Read the permutation p-value. With fewer than 3 treated, read the synthetic control.",
        )


def _check_clustered(design: Design) -> Iterator[Finding]:
    treated = design.count("treated")
    if design.clustered_by == "state" and treated > 1.5 * design.treated_clusters:
        yield Finding(
            "clustered-law",
            "warning",
            f"{treated} places are treated, but by the law of {design.treated_clusters} states: "
            f"{tell_count(design.laws, 'decision')} of law in all. Errors are clustered by state.",
            f"Think of the sample as {design.treated_clusters} treated, not {treated}.",
        )


def _controls(design: Design) -> list[PlaceRole]:
    return [one for one in design.roles if one.role == "control"]


def _check_kept(design: Design, treatments: Treatments) -> Iterator[Finding]:
    kept = [one for one in _controls(design) if treatments.places[one.place].partly]
    if kept:
        told = (f"{one.name} ({treatments.places[one.place].partly})" for one in kept)
        yield Finding(
            "controls-not-clean",
            "warning",
            f"{tell_count(len(kept), 'control')} had some of the law: {tell_list(told)}.",
            "`--controls clean` leaves them out.",
        )


def _check_silent(design: Design, treatments: Treatments) -> Iterator[Finding]:
    silent = [one for one in _controls(design) if not treatments.places[one.place].searched]
    if silent:
        yield Finding(
            "silence-taken-as-no-law",
            "warning",
            f"The law of {tell_count(len(silent), 'control')} was not searched for all of the "
            "window; that nothing was found there is taken for no law, as you asked.",
            "`safehavens coverage PLACE` says what was searched. A law that was missed pulls the "
            "estimate toward 0.",
        )


def _check_pandemic(design: Design) -> Iterator[Finding]:
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
