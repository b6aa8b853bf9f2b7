"""What lies around a design: other law, days that others published, borders."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from safehavens.decide.engine import Engine
from safehavens.evaluate.design.design import Design
from safehavens.evaluate.design.neighbors import find_neighbors
from safehavens.evaluate.design.other_laws import OtherLaw, find_other_laws
from safehavens.evaluate.design.published_dates import DateBeside, compare_dates
from safehavens.evaluate.design.treatment import Treatments


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around a design.

    Attributes
    ----------
    other_laws : tuple of OtherLaw
        Law that began in treated places within a year.
    dates : tuple of DateBeside
        Days that others published of the same law, those that differ first.
    bordering : frozenset of str
        The controls that border a treated place.
    """

    other_laws: tuple[OtherLaw, ...]
    dates: tuple[DateBeside, ...]
    bordering: frozenset[str]


def look_around(
    engine: Engine,
    design: Design,
    treatments: Treatments,
    facts: Collection[str],
    families: Collection[str],
) -> Surroundings:
    """Find what lies around a design.

    Parameters
    ----------
    engine : Engine
    design : Design
    treatments : Treatments
    facts : collection of str
        The probes, indices and indicators of the condition.
    families : collection of str
        Of the outcome.
    """
    neighbors = find_neighbors(engine.gazetteer)
    treated = {one.place for one in design.roles if one.role == "treated"}
    return Surroundings(
        find_other_laws(engine, design, treatments, families),
        compare_dates(facts, design, treatments),
        frozenset(
            one.place
            for one in design.roles
            if one.role == "control" and treated & neighbors.get(one.place, frozenset())
        ),
    )
