"""The report as one list of blocks, which Markdown and HTML walk: findings before figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.nouns import Finding
from safehavens.evaluate.report.published_words import (
    ABOUT_PUBLISHED,
    RELATIONS,
    tell_effect,
    tell_published,
    tell_study,
)
from safehavens.evaluate.report.words import (
    NOT_ADVICE,
    name_estimator,
    number,
    tell_breakdown,
    tell_departures,
    tell_exposure,
    write_design,
    write_headline,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `strong` where it is the conclusion."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """What must be read first."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; columns of numbers by their places in `numbers`."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where a picture stands: its name, and what it shows in words."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A link to another page beside this one."""

    text: str
    address: str


Block = Heading | Paragraph | Findings | Rows | Drawing | Reading


def list_blocks(evaluation: Evaluation, departures: Sequence[str] | None = None) -> Iterator[Block]:
    """The blocks of a report, in order.

    Parameters
    ----------
    evaluation : Evaluation
    departures : sequence of str, optional
        In what it departed from its plan, where one was named.
    """
    design = evaluation.design
    yield Heading(f"{design.condition} and {design.outcome}", 1)
    yield Paragraph(write_headline(evaluation), strong=True)
    yield Paragraph(write_design(evaluation))
    if departures is not None:
        yield Paragraph(tell_departures(departures))
    yield Heading("Read this first")
    yield Findings(evaluation.findings)
    yield from _list_estimates(evaluation)
    yield from _list_synthetic(evaluation)
    yield from _list_published(evaluation)
    yield Heading("Who is treated, and from when")
    yield Drawing("treated", "which places are treated, controls or left out")
    yield Rows(
        ("Place", "From", "Day of the law", "Law"),
        tuple(
            (one.name, design.name(one.cohort), str(one.adopted), one.law)
            for one in design.roles
            if one.role == "treated" and one.cohort is not None
        ),
    )
    yield from _list_dates(evaluation)
    left = [one for one in design.roles if one.role == "left out"]
    if left:
        yield Heading("Left out")
        yield Rows(("Place", "Why"), tuple((one.name, one.reason) for one in left))
    yield Paragraph(
        f"Plan {evaluation.plan.digest[:12]}, law {evaluation.corpus[:12]}, data "
        f"{evaluation.data[:12]}, seed {evaluation.question.effort.seed}. {NOT_ADVICE}"
    )


def _list_estimates(evaluation: Evaluation) -> Iterator[Block]:
    found = evaluation.estimation
    if found is None:
        return
    permutation = "–" if found.permutation is None else f"{found.permutation.p:.3f}"
    yield Heading("Effect by distance from the law")
    yield Drawing("event-study", "the effect in each period before and after the law")
    yield Rows(
        ("Periods", "Effect", "95% interval", "Places"),
        tuple(
            (
                f"{point.event_time:+d}",
                number(point.effect),
                f"{number(point.low)} to {number(point.high)}",
                str(point.places),
            )
            for point in found.points
        ),
        (0, 1, 3),
    )
    yield Heading("Average effect")
    yield Rows(
        ("Estimator", "Effect", "Error", "95% interval", "p, own error", "p, permutation"),
        tuple(
            (
                name_estimator(one.estimator) + (" (headline)" if one.headline else ""),
                number(one.effect),
                number(one.error),
                f"{number(one.low)} to {number(one.high)}",
                f"{one.p:.3f}",
                permutation if one.headline else "",
            )
            for one in found.estimates
        ),
        (1, 2, 4, 5),
    )
    yield Paragraph(
        f"The smallest effect found with a chance of 80% is {number(found.detectable)}. Two-way "
        f"fixed effects by the wild cluster bootstrap have p = {found.wild_p:.3f}."
    )
    yield from _list_sensitivity(evaluation)
    yield Heading("Under other choices")
    yield Rows(
        ("Choice", "Effect"),
        tuple((one.choice, number(one.effect)) for one in found.variants),
        (1,),
    )
    if evaluation.curve:
        yield Rows(
            ("Every set of choices", "Treated", "Compared with", "Effect"),
            tuple(
                (one.choice, str(one.treated), str(one.compared), number(one.effect))
                for one in evaluation.curve
            ),
            (1, 2, 3),
        )
    if found.by_exposure is not None:
        yield Paragraph(tell_exposure(evaluation, found.by_exposure))
    names = {one.cluster: one.name for one in evaluation.design.roles if one.place == one.cluster}
    yield Rows(
        ("Headline without", "Effect"),
        tuple((names.get(one.cluster, one.cluster), number(one.effect)) for one in found.left_out),
        (1,),
    )


def _list_sensitivity(evaluation: Evaluation) -> Iterator[Block]:
    found = evaluation.estimation
    if found is None or found.sensitivity is None:
        return
    yield Heading("If trends may part after the law")
    yield Drawing("sensitivity", "the interval of the first period’s effect under each bound")
    yield Rows(
        ("As much as before it, times", "95% interval of the first period’s effect"),
        tuple(
            (f"{one.bound:g}", f"{number(one.low)} to {number(one.high)}")
            for one in found.sensitivity.relative
        ),
        (0,),
    )
    yield Paragraph(tell_breakdown(found.sensitivity.breakdown))
    if found.sensitivity.smooth:
        yield Rows(
            (
                "Change of slope, times the largest before it",
                "Slope may change each period by",
                "95% interval of the first period’s effect",
            ),
            tuple(
                (
                    f"{one.bound:g}" + (" (straight trends)" if one.bound == 0 else ""),
                    number(one.slope),
                    f"{number(one.low)} to {number(one.high)}",
                )
                for one in found.sensitivity.smooth
            ),
            (1,),
        )


def _list_synthetic(evaluation: Evaluation) -> Iterator[Block]:
    for study in evaluation.synthetic:
        ranks = study.ranks
        share = f"{100 * ranks.treated.effect / study.level:+.1f}%" if study.level else "–"
        yield Heading(f"{study.name} and its synthetic control")
        yield Drawing(
            f"synthetic-{study.name}", f"the outcome of {study.name} and its synthetic control"
        )
        yield Rows(
            ("Gap", "Of its level", "Fit before", "p by ratio of fits", "p by size"),
            (
                (
                    number(ranks.treated.effect),
                    share,
                    number(ranks.treated.rmspe_before),
                    f"{ranks.p_ratio:.2f}",
                    f"{ranks.p_effect:.2f}",
                ),
            ),
            (0, 1, 2, 3, 4),
        )
        yield Rows(
            ("Donor", "Weight", "Gap without it"),
            tuple(
                (name, f"{weight:.2f}", number(dict(study.without).get(name, float("nan"))))
                for name, weight in study.donors
            ),
            (1, 2),
        )


def _list_published(evaluation: Evaluation) -> Iterator[Block]:
    yield Heading("What others found")
    yield Paragraph(tell_published(evaluation))
    if not evaluation.published:
        return
    yield Rows(
        ("Study", "Its law", "Outcome", "Its effect", "95% interval", "Says", "In the unit here"),
        (
            *(
                ("This estimate", "", evaluation.design.outcome, effect, interval, says, effect)
                for effect, interval, says in _own_effects(evaluation)
            ),
            *(
                (
                    tell_study(one),
                    RELATIONS[one.relation],
                    one.outcome,
                    "–" if one.effect is None else tell_effect(one.effect, one.scale),
                    _interval(one.low, one.high),
                    one.says,
                    "–" if one.here is None else number(one.here),
                )
                for one in evaluation.published
            ),
        ),
        (6,),
    )
    yield Paragraph(ABOUT_PUBLISHED)


def _own_effects(evaluation: Evaluation) -> Iterator[tuple[str, str, str]]:
    """The headline's effect, interval and direction, or those of each synthetic control."""
    found = evaluation.estimation
    if found is not None:
        one = found.headline
        p = one.p if found.permutation is None else found.permutation.p
        yield (
            number(one.effect),
            _interval(one.low, one.high),
            _direction(evaluation, one.effect, p),
        )
    for study in evaluation.synthetic:
        gap = study.ranks.treated.effect
        yield number(gap), "–", _direction(evaluation, gap, study.ranks.p_ratio)


def _direction(evaluation: Evaluation, effect: float, p: float) -> str:
    if not evaluation.identified:
        return "not identified"
    return "no change" if p > 0.05 else "more" if effect > 0 else "less"


def _interval(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{number(low)} to {number(high)}"


def _list_dates(evaluation: Evaluation) -> Iterator[Block]:
    dates = evaluation.around.dates
    if not dates:
        yield Paragraph("No published coding of this law is shipped to put its days beside.")
        return
    apart = sum(one.differs for one in dates)
    yield Paragraph(
        f"{len(dates)} published {'day' if len(dates) == 1 else 'days'} of this law "
        f"{'was' if len(dates) == 1 else 'were'} put beside ours; {apart} "
        f"{'differs' if apart == 1 else 'differ'} by more than one {evaluation.design.frequency}."
    )
    yield Rows(
        ("Place", "Here", "There", "By", "Differs"),
        tuple(
            (one.name, one.here, one.there, one.says or one.coding, "yes" if one.differs else "")
            for one in dates
        ),
    )
