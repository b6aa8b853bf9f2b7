"""What studies found of such law on such outcomes, to stand beside an estimate."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.design.treatment import Treatments
from safehavens.evidence.kinds_of_law import OPPOSED
from safehavens.evidence.library import shipped_evidence
from safehavens.evidence.scales import CommonEffect, hold_interval, to_common
from safehavens.evidence.studies import Estimate, Study

Relation = Literal["same", "near", "opposite"]
"""Of a study's law to the one that is evaluated: of one kind; of a kind studied together with it;
law that goes the other way."""

_Z: Final = 1.959963984540054
_WIDER: Final = {"violent-crime": ("all-crime",), "property-crime": ("all-crime",)}
"""Families whose studies bear on another."""
_ORDER: Final[tuple[Relation, ...]] = ("same", "near", "opposite")
_LOG: Final = re.compile(r"\s*log\s*\(")
_PER_100K: Final = re.compile(r"\*\s*(?:1e5|100_?000)(?:\.0+)?\s*\)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PublishedEstimate:
    """What a study found.

    Attributes
    ----------
    study, cite : str
    relation : str
    policy, place_period, design : str
        What law it studies, where and when, and by what kind of design.
    family, outcome : str
    effect : float or None
        The change under the study's own law, on its own `scale`.
    scale : str
    low, high, error : float or None
        Its 95% interval and standard error, where they were read.
    says : str
        Whether there is `more`, `less` or `no change` of the outcome under law such as the one
        that is evaluated; `mixed`, or `not told`.
    here, here_low, here_high : float or None
        The same in the unit of the outcome that is evaluated, where that can be told.
    seen : str
        How the study was read.
    """

    study: str
    cite: str
    relation: Relation
    policy: str
    place_period: str
    design: str
    family: str
    outcome: str
    effect: float | None
    scale: str
    low: float | None
    high: float | None
    error: float | None
    says: str
    here: float | None
    here_low: float | None
    here_high: float | None
    seen: str


def list_published(
    treatments: Treatments, design: Design, families: Collection[str]
) -> tuple[PublishedEstimate, ...]:
    """What studies found of law of this kind on outcomes of these families.

    Parameters
    ----------
    treatments : Treatments
        Their `kind` of law.
    design : Design
        Its outcomes of treated places before treatment say what a relative change is in its unit.
    families : collection of str
        Of the outcome; empty: nothing is found.

    Returns
    -------
    tuple of PublishedEstimate
        One a study and family: law of the same kind first, the better designs first.
    """
    kind = treatments.kind
    if kind is None:
        return ()
    relations: dict[str, Relation] = {
        **dict.fromkeys(kind.mirror, "opposite"),
        **dict.fromkeys(kind.near, "near"),
        kind.id: "same",
    }
    duty = treatments.duty and kind.id in OPPOSED
    wanted = widen_families(families)
    level = _find_level(design)
    found = []
    for study in shipped_evidence().studies.values():
        related = [relations[law] for law in study.laws if law in relations]
        if not related:
            continue
        relation = min(related, key=_ORDER.index)
        if duty:
            relation = "near" if study.is_mirror else "opposite"
        elif study.is_mirror:
            relation = "opposite"
        for family in wanted:
            one = study.find_primary(family) or _first(study, family)
            if one is not None:
                found.append((study, _put_beside(study, one, relation, duty, level, design)))
    return tuple(
        one
        for _, one in sorted(
            found, key=lambda pair: (_ORDER.index(pair[1].relation), -pair[0].strength, pair[0].id)
        )
    )


def widen_families(families: Iterable[str]) -> tuple[str, ...]:
    """These families of outcomes, and those whose studies bear on them."""
    narrow = tuple(families)
    return tuple(dict.fromkeys([*narrow, *(w for one in narrow for w in _WIDER.get(one, ()))]))


def find_largest(published: Iterable[PublishedEstimate]) -> PublishedEstimate | None:
    """The study with the largest effect in the unit of the outcome, of law that is not opposite."""
    sized = [one for one in published if one.here is not None and one.relation != "opposite"]
    return max(sized, key=lambda one: abs(one.here or 0.0), default=None)


def _first(study: Study, family: str) -> Estimate | None:
    return next((one for one in study.estimates if one.family == family), None)


def _put_beside(
    study: Study, one: Estimate, relation: Relation, duty: bool, level: float, design: Design
) -> PublishedEstimate:
    interval = hold_interval(one)
    turn = None if one.oriented is None else one.oriented * (-1 if duty else 1)
    common = to_common(one)
    here: tuple[float | None, float | None, float | None] = (None, None, None)
    if common is not None and turn is not None:
        here = _carry(common, turn, level, design.outcome)
    return PublishedEstimate(
        study=study.id,
        cite=study.cite,
        relation=relation,
        policy=study.policy,
        place_period=study.place_period,
        design=study.design_kind,
        family=one.family,
        outcome=one.outcome,
        effect=one.effect,
        scale=one.scale,
        low=None if interval is None else interval[0],
        high=None if interval is None else interval[1],
        error=one.se,
        says=_tell_sign(one.sign, turn),
        here=here[0],
        here_low=here[1],
        here_high=here[2],
        seen=study.seen,
    )


def _tell_sign(sign: str, turn: int | None) -> str:
    if sign == "mixed":
        return "mixed"
    if sign == "zero":
        return "no change"
    if turn is None:
        return "not told"
    return "more" if (sign == "positive") == (turn > 0) else "less"


def _carry(
    common: CommonEffect, turn: int, level: float, outcome: str
) -> tuple[float | None, float | None, float | None]:
    """An effect and its interval in the unit of the outcome; None where that cannot be told."""
    half = None if common.error is None else _Z * common.error
    ends = [0.0] if half is None else [0.0, -half, half]
    if common.scale == "log":
        values = [turn * (common.effect + end) for end in ends]
        if not _LOG.match(outcome):
            if not math.isfinite(level) or level <= 0:
                return None, None, None
            values = [level * math.expm1(value) for value in values]
    elif common.scale == "per_100k" and _PER_100K.search(outcome):
        values = [turn * (common.effect + end) for end in ends]
    else:
        return None, None, None
    if half is None:
        return values[0], None, None
    return values[0], min(values[1:]), max(values[1:])


def _find_level(design: Design) -> float:
    """The mean outcome of treated places before treatment."""
    sample = design.sample
    before = [
        sample.outcomes[row, : int(sample.cohorts[row])].mean()
        for row in range(len(sample.places))
        if sample.treated[row]
    ]
    return float(sum(before) / len(before)) if before else float("nan")
