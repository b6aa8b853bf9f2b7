"""An evaluation as Markdown: what the report says, for people who keep text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from safehavens.evaluate.evaluating import Evaluation
from safehavens.evaluate.report.words import (
    NOT_ADVICE,
    name_estimator,
    number,
    write_design,
    write_headline,
)

_SEVERITIES = {"stop": "Stop", "warning": "Warning", "note": "Note"}


def write_markdown(evaluation: Evaluation) -> str:
    """The report as Markdown, findings before figures."""
    return "\n".join(_lines(evaluation)).rstrip() + "\n"


def _lines(evaluation: Evaluation) -> Iterator[str]:
    design = evaluation.design
    yield f"# {design.condition} and {design.outcome}"
    yield ""
    yield f"**{write_headline(evaluation)}**"
    yield ""
    yield write_design(evaluation)
    yield ""
    yield "## Read this first"
    yield ""
    for finding in evaluation.findings:
        yield (
            f"- **{_SEVERITIES[finding.severity]}: {finding.code}.** {finding.says} {finding.do}"
        )
    yield ""
    yield from _estimation(evaluation)
    yield from _synthetic(evaluation)
    yield "## Who is treated"
    yield ""
    yield from _table(
        ("place", "from", "day of the law", "law"),
        (
            (one.name, design.name(one.cohort), str(one.adopted), one.law)
            for one in design.roles
            if one.role == "treated" and one.cohort is not None
        ),
    )
    yield f"Plan {evaluation.plan.digest[:12]}, law {evaluation.corpus}, data "
    yield f"{evaluation.data[:12]}, seed {evaluation.question.effort.seed}. {NOT_ADVICE}"


def _estimation(evaluation: Evaluation) -> Iterator[str]:
    found = evaluation.estimation
    if found is None:
        return
    yield "## Estimates"
    yield ""
    permutation = "–" if found.permutation is None else f"{found.permutation.p:.3f}"
    yield from _table(
        ("estimator", "effect", "error", "95% interval", "p by its own error", "p by permutation"),
        (
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
    )
    yield f"The smallest effect found with a chance of 80%: {number(found.detectable)}."
    yield f"Two-way fixed effects by the wild cluster bootstrap: p = {found.wild_p:.3f}."
    yield ""
    yield "## By distance from the law"
    yield ""
    yield from _table(
        ("periods", "effect", "95% interval", "places"),
        (
            (
                f"{point.event_time:+d}",
                number(point.effect),
                f"{number(point.low)} to {number(point.high)}",
                str(point.places),
            )
            for point in found.points
        ),
    )
    if found.sensitivity is not None:
        yield "## If trends may part"
        yield ""
        yield from _table(
            ("bound on relative magnitudes", "95% interval of the first period's effect"),
            (
                (f"{one.bound:g}", f"{number(one.low)} to {number(one.high)}")
                for one in found.sensitivity.relative
            ),
        )
        yield f"No effect is possible from a bound of {number(found.sensitivity.breakdown)} on."
        yield ""
    yield "## Other choices"
    yield ""
    yield from _table(
        ("choice", "effect"), ((one.choice, number(one.effect)) for one in found.variants)
    )
    names = {one.cluster: one.name for one in evaluation.design.roles if one.place == one.cluster}
    yield from _table(
        ("headline without", "effect"),
        ((names.get(one.cluster, one.cluster), number(one.effect)) for one in found.left_out),
    )


def _synthetic(evaluation: Evaluation) -> Iterator[str]:
    for study in evaluation.synthetic:
        ranks = study.ranks
        yield f"## {study.name} and its synthetic control"
        yield ""
        yield from _table(
            ("gap", "of the level", "fit before", "p by ratio", "p by size", "donors"),
            [
                (
                    number(ranks.treated.effect),
                    f"{100 * ranks.treated.effect / study.level:+.1f}%",
                    number(ranks.treated.rmspe_before),
                    f"{ranks.p_ratio:.2f}",
                    f"{ranks.p_effect:.2f}",
                    ", ".join(f"{name} {weight:.2f}" for name, weight in study.donors),
                )
            ],
        )
        yield from _table(
            ("without the donor", "gap"), ((name, number(gap)) for name, gap in study.without)
        )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""
