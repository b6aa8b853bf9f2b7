"""Other law that began beside the law that is evaluated, in the same places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from safehavens.corpus.model import Lawbook
from safehavens.decide.engine import Engine
from safehavens.evaluate.design.design import Design
from safehavens.evaluate.design.treatment import Treatments
from safehavens.evidence.kinds_of_law import find_coincident_laws

NEAR: Final = timedelta(days=365)
"""How far from the law another may begin."""


@dataclass(frozen=True, slots=True)
class OtherLaw:
    """Law that began in a treated place within a year of the law that is evaluated.

    Attributes
    ----------
    place, name : str
        The treated place.
    law, title : str
        The id of the instrument, or of a law outside the corpus, and what it is called.
    start : datetime.date
        The first day of its first rule that began then.
    same : bool
        Whether it is the same instrument: other rules of it.
    outside : bool
        Whether it lies outside the corpus.
    """

    place: str
    name: str
    law: str
    title: str
    start: date
    same: bool
    outside: bool


def find_other_laws(
    engine: Engine, design: Design, treatments: Treatments, families: Collection[str]
) -> tuple[OtherLaw, ...]:
    """The other laws of treated places, and of the states that they lie in.

    National law is left out: it binds controls too.

    Parameters
    ----------
    engine : Engine
    design : Design
    treatments : Treatments
    families : collection of str
        Of the outcome; laws outside the corpus count only where it may show them.
    """
    book = engine.lawbook
    begun = _list_beginnings(book)
    found: list[OtherLaw] = []
    for one in design.roles:
        if one.role != "treated" or one.adopted is None:
            continue
        low, high = one.adopted - NEAR, one.adopted + NEAR
        mine = treatments.places[one.place].began
        own = {book.norms[norm].instrument for norm in mine if norm in book.norms}
        first: dict[str, date] = {}
        for government in _governments(engine, one.place):
            for norm, instrument, start in begun.get(government, ()):
                if norm not in mine and low <= start <= high:
                    first[instrument] = min(start, first.get(instrument, start))
        found += [
            OtherLaw(
                one.place,
                one.name,
                instrument,
                book.instruments[instrument].title,
                start,
                instrument in own,
                False,
            )
            for instrument, start in sorted(first.items())
        ]
        found += [
            OtherLaw(one.place, one.name, law.id, law.says, law.start, False, True)
            for law in find_coincident_laws(one.place, families)
            if low <= law.start <= high
        ]
    return tuple(found)


def _governments(engine: Engine, place: str) -> list[str]:
    chain = engine.gazetteer.chain(place)
    return [one for one in {*chain, place} if one.count("/") > 1]


def _list_beginnings(book: Lawbook) -> Mapping[str, list[tuple[str, str, date]]]:
    """By government, each of its norms that is in force for a time, and from when."""
    found: dict[str, list[tuple[str, str, date]]] = defaultdict(list)
    for norm in book.norms.values():
        for maker in book.instruments[norm.instrument].makers:
            found[maker] += [(norm.id, norm.instrument, spell.start) for spell in norm.spells]
    return found
