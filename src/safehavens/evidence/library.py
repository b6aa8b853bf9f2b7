"""The evidence as a whole: every study and claim, and what bears on one of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self, TypeVar

from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest
from safehavens.evidence.evidence_files import SHIPPED, read_claims, read_studies
from safehavens.evidence.studies import SIDES, TOPICS, Bearing, Claim, Side, Study
from safehavens.evidence.synthesis import Cell, Point, list_points, pool_cells

_Item = TypeVar("_Item")


class UnknownEvidence(BadRequest):
    """There is no such claim, topic or study. The message is one sentence, with the nearest."""


@dataclass(frozen=True, slots=True)
class Bears:
    """A study beside how it bears on a claim."""

    study: Study
    bearing: Bearing


@dataclass(frozen=True, slots=True)
class ClaimEvidence:
    """A claim with the studies that bear on it, direct and mirror evidence apart.

    Attributes
    ----------
    direct, mirror : mapping of str to tuple of Bears
        By side (``for``, ``against``, ``null``, ``mixed``), the better designs first.
    points : tuple of Point
        The oriented primary estimates of these studies, in the families of the claim.
    cells : tuple of Cell
        What of these can be put beside each other, pooled where that is allowed.
    """

    claim: Claim
    direct: Mapping[Side, tuple[Bears, ...]]
    mirror: Mapping[Side, tuple[Bears, ...]]
    points: tuple[Point, ...]
    cells: tuple[Cell, ...]

    @property
    def studies(self) -> tuple[Study, ...]:
        """The studies, direct evidence first."""
        groups = (*self.direct.values(), *self.mirror.values())
        return tuple(one.study for group in groups for one in group)


@dataclass(frozen=True, slots=True)
class TopicEvidence:
    """The studies of a topic, and the claims that they bear on."""

    topic: str
    studies: tuple[Study, ...]
    claims: tuple[Claim, ...]
    points: tuple[Point, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Evidence:
    """Studies of what such laws do, and the claims of the public debate. Immutable.

    Attributes
    ----------
    studies : mapping of str to Study
    claims : mapping of str to Claim
    """

    studies: Mapping[str, Study]
    claims: Mapping[str, Claim]

    @classmethod
    def load(cls, folder: str | os.PathLike[str] | None = None) -> Self:
        """Read the evidence that is shipped, or that of a folder of your own.

        Parameters
        ----------
        folder : path, optional
            A folder with ``studies.yaml`` and ``claims.yaml`` (docs/evidence.md).

        Raises
        ------
        EvidenceError
            The files cannot be used; one sentence for each error.
        """
        path = SHIPPED if folder is None else Path(folder)
        studies = {study.id: study for study in read_studies(path)}
        return cls(studies, {claim.id: claim for claim in read_claims(studies, path)})

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that have studies, in a fixed order."""
        found = {study.topic for study in self.studies.values()}
        return tuple(topic for topic in TOPICS if topic in found)

    def claim(self, id: str) -> ClaimEvidence:
        """A claim with what bears on it. Raises UnknownEvidence with the nearest ids."""
        claim = _find(id, "claim", self.claims)
        sides: dict[bool, dict[Side, tuple[Bears, ...]]] = {
            direct: {side: self._bearing(claim, side, direct) for side in SIDES}
            for direct in (True, False)
        }
        studies = [
            one.study
            for direct in (True, False)
            for side in SIDES
            for one in sides[direct][side]
        ]  # fmt: skip
        points = tuple(p for family in claim.families for p in list_points(studies, family))
        return ClaimEvidence(claim, sides[True], sides[False], points, pool_cells(points))

    def topic(self, name: str) -> TopicEvidence:
        """The studies of a topic. Raises UnknownEvidence with the nearest names."""
        _find(name, "topic", dict.fromkeys(self.topics, name))
        studies = tuple(
            sorted(
                (one for one in self.studies.values() if one.topic == name),
                key=lambda one: (-one.strength, one.id),
            )
        )
        ids = {study.id for study in studies}
        claims = tuple(
            claim
            for claim in self.claims.values()
            if any(bearing.study in ids for bearing in claim.bears)
        )
        points = list_points(studies)
        return TopicEvidence(name, studies, claims, points, pool_cells(points))

    def study(self, id: str) -> Study:
        """One study by its id. Raises UnknownEvidence with the nearest ids."""
        return _find(id, "study", self.studies)

    def _bearing(self, claim: Claim, side: Side, direct: bool) -> tuple[Bears, ...]:
        found = [
            Bears(self.studies[one.study], one)
            for one in claim.bears
            if one.bears == side and one.direct == direct
        ]
        return tuple(sorted(found, key=lambda one: (-one.study.strength, one.study.id)))


@cache
def shipped_evidence() -> Evidence:
    """The evidence of this package, read once."""
    return Evidence.load()


def _find(id: str, kind: str, known: Mapping[str, _Item]) -> _Item:
    try:
        return known[id]
    except KeyError:
        raise UnknownEvidence(unknown(kind, id, known)) from None
