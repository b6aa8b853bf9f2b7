"""A norm as an answer cites it, and what rulings do to it: values, ready for JSON."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from safehavens.corpus.consequences import Clock, Notice, Remedy
from safehavens.corpus.model import Confidence, EffectKind, Grant, Modality, Seen, Spell, Verdict
from safehavens.values.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A norm and where it is written. `url`, `seen` and `checked` are of its best source."""

    norm: str
    instrument: str
    title: str
    kind: str
    issuer: str
    cite: str
    citation: str
    says: str
    modality: Modality
    grants: Grant | None
    when: str | None
    unless: str | None
    binding: bool
    confidence: Confidence
    note: str | None
    url: str | None
    seen: Seen
    checked: datetime.date | None
    clock: Clock | None = None
    notice: Notice | None = None
    remedies: tuple[Remedy, ...] = ()
    says_es: str | None = None


@dataclass(frozen=True, slots=True)
class RulingTouch:
    """What a ruling does to a norm. `reaches` is False where it binds only its parties."""

    ruling: str
    title: str
    citation: str
    effect: EffectKind
    start: datetime.date
    end: datetime.date | None
    reaches: bool
    parties: tuple[str, ...]
    held: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Considered:
    """A norm that addresses the agency's action, as things stand at the date.

    From `start` until `end` it surely holds; where a day is not known, it may from `starts_from`
    and until `ends_by` (as in `safehavens.corpus.model.Spell`). `taken_out` is the ruling that
    keeps it from holding; None: it is in force.
    """

    citation: Citation
    start: datetime.date
    end: datetime.date | None
    starts_from: datetime.date | None
    ends_by: datetime.date | None
    rulings: tuple[RulingTouch, ...]
    taken_out: RulingTouch | None

    @property
    def spell(self) -> Spell:
        """The days on which it holds, and those on which it may."""
        return Spell(self.start, self.end, self.starts_from, self.ends_by)


_SAYS: Final[Mapping[Verdict, tuple[Modality, ...]]] = {
    "prohibited": ("must_not",),
    "required": ("must",),
    "permitted": ("may",),
    "conflict": ("must", "must_not"),
    "depends": ("must", "must_not"),
}


def cite_deciding(
    considered: Iterable[Considered], verdict: Verdict, deciding: Collection[str]
) -> Citation | None:
    """The first of the norms that decide, and say what the verdict says; else the first of them.

    Parameters
    ----------
    considered : iterable of Considered
        The norms of a position, in its order.
    deciding : collection of str
        The ids of the norms that decide, or may. None of them: None is returned.
    """
    cited = [one.citation for one in considered if one.citation.norm in deciding]
    fit = (citation for citation in cited if citation.modality in _SAYS[verdict])
    return next(fit, cited[0] if cited else None)
