"""Files of studies and claims, read into nouns; every error names its file and its entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeVar

from safehavens.decide.request import BadRequest
from safehavens.evidence.scales import hold_interval
from safehavens.evidence.studies import Bearing, Claim, Estimate, Study
from safehavens.files.yaml_entries import EntryErrors, forbid_others, read_entries

_Noun = TypeVar("_Noun")

SHIPPED: Final = Path(__file__).parent
"""The folder of the studies and claims of this package."""

STUDIES: Final = "studies.yaml"
CLAIMS: Final = "claims.yaml"

forbid_others(Estimate, Study, Bearing, Claim)


class EvidenceError(BadRequest):
    """Files of evidence that cannot be used. The message has one sentence for each error."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(self.errors))


def read_studies(folder: Path = SHIPPED) -> tuple[Study, ...]:
    """The studies of a folder's ``studies.yaml``. Raises EvidenceError with every error."""
    studies = read_list(folder / STUDIES, "study", Study)
    _raise(folder / STUDIES, _check_studies(studies))
    return studies


def read_claims(studies: Mapping[str, Study], folder: Path = SHIPPED) -> tuple[Claim, ...]:
    """The claims of a folder's ``claims.yaml``, on these studies. Raises EvidenceError."""
    claims = read_list(folder / CLAIMS, "claim", Claim)
    _raise(folder / CLAIMS, _check_claims(claims, studies))
    return claims


def read_list(path: Path, kind: str, noun: type[_Noun]) -> tuple[_Noun, ...]:
    """The entries of a file, as `read_entries`. Raises EvidenceError with every error."""
    try:
        return read_entries(path, kind, noun)
    except EntryErrors as error:
        raise EvidenceError(error.errors) from None


def _raise(path: Path, errors: Iterable[str]) -> None:
    sentences = [f"{path.name}, {error}." for error in errors]
    if sentences:
        raise EvidenceError(sentences)


def _check_studies(studies: tuple[Study, ...]) -> Iterator[str]:
    known: set[str] = set()
    for study in studies:
        if study.id in known:
            yield f"study {study.id}: the id is given twice"
        known.add(study.id)
    for study in studies:
        for other in study.overlaps:
            if other not in known:
                yield f"study {study.id}, overlaps: there is no study {other}"
        seen: set[str] = set()
        for number, estimate in enumerate(study.estimates, 1):
            where = f"study {study.id}, estimate {number}"
            if estimate.primary and estimate.family in seen:
                yield f"{where}: {estimate.family} has a primary estimate already"
            if estimate.primary:
                seen.add(estimate.family)
            yield from (f"{where}, {error}" for error in _check_estimate(estimate))


def _check_estimate(estimate: Estimate) -> Iterator[str]:
    if estimate.ci is not None and estimate.ci[0] > estimate.ci[1]:
        yield "ci: the lower end is above the upper one"
    if estimate.se is not None and estimate.se <= 0:
        yield "se: a standard error is more than 0"
    needs = {"reported": estimate.se, "ci": estimate.ci, "p": estimate.p}
    if estimate.se_from in needs and needs[estimate.se_from] is None:
        yield f"se_from: it is {estimate.se_from}, but none is given"
    if estimate.se_from == "none" and (estimate.se is not None or estimate.ci is not None):
        yield "se_from: it is none, but an error is given"
    interval = hold_interval(estimate)
    if interval is None or estimate.sign == "mixed":
        return
    low, high, still = interval
    told = "zero" if low <= still <= high else "positive" if low > still else "negative"
    if told != estimate.sign:
        yield (
            f"sign: it is {estimate.sign}, but the interval from {low:.4g} to {high:.4g} "
            f"says {told}"
        )


def _check_claims(claims: tuple[Claim, ...], studies: Mapping[str, Study]) -> Iterator[str]:
    known: set[str] = set()
    for claim in claims:
        if claim.id in known:
            yield f"claim {claim.id}: the id is given twice"
        known.add(claim.id)
        borne: set[str] = set()
        for bearing in claim.bears:
            if bearing.study not in studies:
                yield f"claim {claim.id}: there is no study {bearing.study}"
                continue
            if bearing.study in borne:
                yield f"claim {claim.id}: study {bearing.study} is given twice"
            borne.add(bearing.study)
            direction = studies[bearing.study].direction
            if bearing.direct and direction not in claim.about:
                yield (
                    f"claim {claim.id}: study {bearing.study} is called direct, but its policy "
                    f"is {direction}, and the claim is about {' or '.join(claim.about)}"
                )
