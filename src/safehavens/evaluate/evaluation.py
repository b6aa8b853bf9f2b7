"""An evaluation whole: what was asked, the design, what to mind, what was computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.design.surroundings import Surroundings
from safehavens.evaluate.estimation import Estimation
from safehavens.evaluate.evaluation_tables import make_tables
from safehavens.evaluate.nouns import Finding
from safehavens.evaluate.planning import Plan
from safehavens.evaluate.published import PublishedEstimate
from safehavens.evaluate.question import Question
from safehavens.evaluate.specification_curve import Specification
from safehavens.evaluate.synthetic_study import SyntheticStudy
from safehavens.evidence.kinds_of_law import LawKind

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation whole.

    Attributes
    ----------
    question : Question
    design : Design
    plan : Plan
        What was settled before any outcome after treatment was read.
    findings : tuple of Finding
        What must be read first, the gravest first.
    estimation : Estimation or None
        None: too few governments are treated, or only a plan was asked for.
    synthetic : tuple of SyntheticStudy
    curve : tuple of Specification
        The effect under every other choice, where that was asked for.
    around : Surroundings
        Other law, days that others published, borders.
    kind : LawKind or None
        The kind of law that the condition is about.
    families : tuple of str
        The kinds of outcome that it is; empty: not known.
    published : tuple of PublishedEstimate
        What studies found of such law on such outcomes.
    corpus : str
        Digest of the law.
    data : str
        SHA-256 of the outcome's file.
    """

    question: Question
    design: Design
    plan: Plan
    findings: tuple[Finding, ...]
    estimation: Estimation | None
    synthetic: tuple[SyntheticStudy, ...]
    curve: tuple[Specification, ...]
    around: Surroundings
    kind: LawKind | None
    families: tuple[str, ...]
    published: tuple[PublishedEstimate, ...]
    corpus: str
    data: str

    @property
    def identified(self) -> bool:
        """Whether no finding says that the design identifies nothing."""
        return not any(finding.severity == "stop" for finding in self.findings)

    @property
    def tables(self) -> Mapping[str, pa.Table]:
        """All that it says as Arrow tables, by name; one that has nothing to say has no rows.

        `design` (a row a place), `estimates`, `event-study`, `sensitivity`, `leave-one-out`,
        `specifications`, `published`, `dates` (ours beside others'), `other-laws`, `synthetic`,
        `synthetic-ranks`, `exposure`, `findings`.
        """
        return make_tables(
            self.design,
            self.estimation,
            self.synthetic,
            self.curve,
            self.around,
            self.published,
            self.findings,
        )
