"""What is said of published numbers beside an estimate."""

from __future__ import annotations

from typing import Final

from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.published import PublishedEstimate, Relation, widen_families
from safehavens.evidence.library import shipped_evidence
from safehavens.wording.evidence_labels import DESIGN, effect_words, family_words
from safehavens.wording.languages import ENGLISH

RELATIONS: Final[dict[Relation, str]] = {
    "same": "such law",
    "near": "law studied together with it",
    "opposite": "law that goes the other way",
}
ABOUT_PUBLISHED: Final = (
    "“Says” is what the study finds under law such as the one here: of law that goes the other way "
    "it is turned around. The last column has relative changes as changes of the mean of treated "
    "places before the law. `safehavens evidence --study ID` shows a study in full."
)


def tell_published(evaluation: Evaluation) -> str:
    """How many studies stand beside an estimate, or why none do."""
    kind, families = evaluation.kind, evaluation.families
    if kind is None:
        return (
            "The condition is not of one kind of law that studies look at, so none are put beside "
            "this estimate."
        )
    if not families:
        return (
            "Which kind of outcome this is was not said, so no study is put beside this estimate; "
            "`--family` names it, such as violent-crime or attendance."
        )
    of = " or ".join(family_words(ENGLISH, one) for one in widen_families(families))
    found = {one.study: one for one in evaluation.published}
    whole = len(shipped_evidence().studies)
    if not found:
        return (
            f"None of the {whole} studies of the evidence that is shipped measures {of} under "
            f"{kind.says}."
        )
    same = sum(one.relation == "same" for one in found.values())
    errors = sum(one.low is not None for one in evaluation.published)
    return (
        f"{len(found)} of the {whole} studies of the evidence that is shipped measure {of} under "
        f"law to compare with: {same} of {kind.says}. {errors} of their "
        f"{len(evaluation.published)} numbers have an error that could be read."
    )


def tell_effect(effect: float, scale: str) -> str:
    """A published effect with its unit."""
    return effect_words(ENGLISH, scale, effect)


def tell_study(one: PublishedEstimate) -> str:
    """A study with how it was designed."""
    return f"{one.study} ({DESIGN[one.design]})"
