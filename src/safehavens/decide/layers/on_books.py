"""On the books: what a government's own law says where higher law sets it aside."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from safehavens.corpus.model import Norm, Verdict
from safehavens.decide.brief import decide_briefly
from safehavens.decide.engine import Engine
from safehavens.decide.norms.timeline import Stretch
from safehavens.decide.norms.unsure import NormHere
from safehavens.decide.request import Given


@dataclass(frozen=True, slots=True)
class OnBooks:
    """What a government's own law would give, some of it being set aside.

    Attributes
    ----------
    verdict : str
        The verdict of its own binding norms alone.
    displaced : tuple of str
        Of the norms that give this verdict, those that higher law or a court's ruling sets aside.
    displaced_by : tuple of str
        The norms of higher law and the rulings that do it, by id.
    """

    verdict: Verdict
    displaced: tuple[str, ...]
    displaced_by: tuple[str, ...]


def find_on_books(
    engine: Engine, stretch: Stretch, place: str, who: str, facts: Given, public: bool = False
) -> OnBooks | None:
    """What a government's own law would give, where some of what gives it is set aside.

    A norm counts as set aside only where that is sure, whatever facts are not known: by a norm of a
    higher place that stands, or by a ruling that reaches the place.

    Parameters
    ----------
    engine : Engine
    stretch : Stretch
        The law on one action in a stretch of time.
    place, who : str
        The government whose agency answers, and its agency kind (`AgencyMap.home`).
    facts : mapping of str to value or None
        Checked facts.
    public : bool
        Whether they are nobody's own, such as a probe's, and may be kept.

    Returns
    -------
    OnBooks or None
        None: nothing of its own law is set aside that would decide.
    """
    own = _select_own(engine, stretch.held, place)
    suspended = _select_own(engine, stretch.suspended, place)
    by_norm = _find_displaced(engine, stretch, {one.norm.id for one in own}, place, facts, public)
    for considered in stretch.out:
        if considered.taken_out is not None:
            by_norm[considered.citation.norm] = (considered.taken_out.ruling,)
    if not suspended and not by_norm:
        return None
    circumstances = replace(stretch.position.circumstances, taken_out=frozenset())
    extent = engine.extents.of(place)
    alone = engine.positions.find((*own, *suspended), extent, who, circumstances)
    brief = decide_briefly(engine, alone, facts, questions=False, public=public)
    displaced = tuple(norm for norm in brief.deciding if norm in by_norm)
    if not displaced:
        return None
    by = sorted({one for norm in displaced for one in by_norm[norm]})
    return OnBooks(brief.verdict, displaced, tuple(by))


def tell_apart(engine: Engine, stretch: Stretch, place: str, who: str) -> Hashable:
    """What tells apart, beside the facts and the stretch's position, what is on the books.

    Places for which it is the same have the same on their books (`find_on_books`).
    """
    issuers = engine.lawbook.instruments
    norms = (*stretch.position.norms, *[one.norm for one in stretch.suspended])
    names = dict.fromkeys([issuers[norm.instrument].issuer for norm in norms])
    return (
        tuple([engine.extents.above(issuer, place) for issuer in names]),
        engine.extents.of(place).level,
        who,
        tuple([(one.norm.id, one.days, one.bound) for one in stretch.suspended]),
        tuple(
            [
                (one.citation.norm, one.taken_out.ruling)
                for one in stretch.out
                if one.taken_out is not None
            ]
        ),
    )


def _select_own(engine: Engine, norms: Iterable[NormHere], place: str) -> list[NormHere]:
    """The binding norms that no higher place made."""
    return [
        one
        for one in norms
        if engine.lawbook.instruments[one.norm.instrument].binding
        and not _is_higher(engine, one.norm, place)
    ]


def _find_displaced(
    engine: Engine, stretch: Stretch, own: set[str], place: str, facts: Given, public: bool
) -> dict[str, tuple[str, ...]]:
    """Of a place's own norms, those that are sure to be set aside by higher ones, and by which."""
    position = stretch.position
    norms = position.norms
    edges = [
        edge
        for edge in position.attacks
        if norms[edge.on].id in own and _is_higher(engine, norms[edge.by], place)
    ]
    if not edges:
        return {}
    truths = position.truths(engine.settle(position, facts, public).known)
    possible, certain = position.standing_between(truths)
    found: dict[str, tuple[str, ...]] = {}
    for edge in edges:
        if truths[edge.on] is not False and edge.on not in possible and edge.by in certain:
            on = norms[edge.on].id
            found[on] = (*found.get(on, ()), norms[edge.by].id)
    return found


def _is_higher(engine: Engine, norm: Norm, place: str) -> bool:
    issuer = engine.lawbook.instruments[norm.instrument].issuer
    return engine.extents.above(issuer, place)
