"""Kinds of law that studies look at, and law outside the corpus that came beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from safehavens.evidence.evidence_files import SHIPPED, read_list
from safehavens.files.yaml_entries import forbid_others

OPPOSED: Final = frozenset({"agreement-limits", "jail-limits", "sanctuary", "status-limits"})
"""Kinds whose duty (the verdict `required`) is law that goes the other way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawKind:
    """A kind of law.

    Attributes
    ----------
    id, says : str
    facts : tuple of str
        The probes, indices and indicators of the panel that measure it.
    domains : tuple of str
        The domains of probes that are of this kind.
    near, mirror : tuple of str
        Kinds that are studied together with it, and those that go the other way.
    """

    id: str
    says: str
    facts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    mirror: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoincidentLaw:
    """Law outside the corpus that came beside law within it.

    Attributes
    ----------
    place : str
        The id of the state, county or city that has it; it counts for every place inside.
    start : datetime.date
        The first day on which it applied.
    families : tuple of str
        The families of outcomes that may show it.
    source : str
        Where it is written.
    """

    id: str
    place: str
    says: str
    start: date
    families: tuple[str, ...]
    source: str


forbid_others(LawKind, CoincidentLaw)


@cache
def read_law_kinds() -> Mapping[str, LawKind]:
    """The kinds of law that are shipped, by id, in the order in which they are tried."""
    return {one.id: one for one in read_list(SHIPPED / "laws.yaml", "kind of law", LawKind)}


@cache
def read_coincident_laws() -> tuple[CoincidentLaw, ...]:
    """The laws outside the corpus that are shipped."""
    return read_list(SHIPPED / "coincident.yaml", "law", CoincidentLaw)


def find_law_kind(facts: Collection[str], domains: Mapping[str, str]) -> LawKind | None:
    """The kind of law that a condition is about; None: of none, or of several.

    Parameters
    ----------
    facts : collection of str
        The probes, indices and indicators that it names.
    domains : mapping of str to str
        The domain of each probe.
    """
    kinds = read_law_kinds().values()
    for kind in kinds:
        if set(facts) <= set(kind.facts):
            return kind
    for kind in kinds:
        if all(fact in kind.facts or domains.get(fact) in kind.domains for fact in facts):
            return kind
    return None


def find_coincident_laws(place: str, families: Iterable[str]) -> tuple[CoincidentLaw, ...]:
    """The laws outside the corpus of a place, and of those it lies in, that outcomes may show.

    Parameters
    ----------
    place : str
        Its id.
    families : iterable of str
        Of the outcome; empty: of any.
    """
    wanted = set(families)
    return tuple(
        law
        for law in read_coincident_laws()
        if (place == law.place or place.startswith(law.place + "/"))
        and (not wanted or wanted & set(law.families))
    )
