"""Which agencies governments have, whose agency serves whom, and who runs the schools.

These are the rows of `governments/`, each with its source. What they say of one place is worked
out by `safehavens.corpus.agencies.agency_map`.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from safehavens.corpus.sources import Seen
from safehavens.values.quick_dataclass import dataclass

if TYPE_CHECKING:
    from safehavens.corpus.places import Level

Known = Literal["yes", "no", "not_known"]
"""What a source says, or that no source was found."""
RunBy = Literal["sheriff", "police", "county", "place", "state", "regional", "not_known"]
"""Who runs a jail: the sheriff, a department of a level of government, or a regional body."""


@dataclass(frozen=True, slots=True)
class GovernmentFact:
    """One row of a table of `governments/`: that a government has, or has not, an agency.

    Attributes
    ----------
    place : str
        Open Civic Data id of one government; or, where `level` is given, of a state or nation
        whose governments of that level it is about.
    level : str or None
    who : str
        Agency kind.
    has : str
    by : str or None
        Where `has` is "no": the level that has it instead, "district" included.
    elected : str or None
        Whether its head is elected apart from the government's own council and executive.
    run_by : str or None
        Of a jail: who runs it.
    source : str
        An address or a citation.
    seen : str
    checked : datetime.date
    note : str or None
    file, line : str, int
        Where it is written.
    """

    place: str
    level: Level | None
    who: str
    has: Known
    by: Level | Literal["district"] | None
    elected: Known | None
    run_by: RunBy | None
    source: str
    seen: Seen
    checked: date
    note: str | None
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Service:
    """One row of `governments/serves.csv`: another government's agency serves a government.

    `place` has no agency of kind `who` of its own; what one would do there, the agency `by_who` of
    the government `by` does, from `since` (None: not known) until `until` (None: still).
    """

    place: str
    who: str
    by: str
    by_who: str
    since: date | None
    until: date | None
    source: str
    seen: Seen
    checked: date
    note: str | None
    file: str
    line: int

    def holds(self, on: date) -> bool:
        """Whether it is so on a day, as far as is known."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class SchoolGovernment:
    """One row of `governments/schools.csv`: a charter or statute puts schools under a place."""

    place: str
    cite: str
    source: str
    seen: Seen
    checked: date
    since: date | None
    until: date | None
    note: str | None
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class DistrictKind:
    """One row of `governments/districts.csv`: a type of division id, and the agencies it has."""

    type: str
    who: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Governments:
    """All that a corpus says of governments and their agencies.

    Attributes
    ----------
    facts : dict
        By place, level (None: of that very place) and agency kind.
    services : dict of str to tuple of Service
        By the place served.
    schools : dict of str to SchoolGovernment
        By place.
    districts : dict of str to DistrictKind
        By type: "school_district".
    nations : frozenset of str
        The nations that some row is about. Of the others nothing is claimed.
    """

    facts: dict[tuple[str, Level | None, str], GovernmentFact] = field(default_factory=dict)
    services: dict[str, tuple[Service, ...]] = field(default_factory=dict)
    schools: dict[str, SchoolGovernment] = field(default_factory=dict)
    districts: dict[str, DistrictKind] = field(default_factory=dict)
    nations: frozenset[str] = frozenset()


NO_GOVERNMENTS: Final = Governments()
