"""The tables of `governments/` into nouns; every place and agency kind is looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from safehavens.corpus.agencies.governments import (
    DistrictKind,
    GovernmentFact,
    Governments,
    SchoolGovernment,
    Service,
)
from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Vocabulary
from safehavens.corpus.near import unknown
from safehavens.corpus.places import Level, division
from safehavens.corpus.reading.tables.cited_rows import cite_row, row_error
from safehavens.corpus.reading.tables.government_forms import (
    AgencyForm,
    DistrictForm,
    SchoolForm,
    ServiceForm,
)
from safehavens.corpus.reading.validate import CheckedFile

_Place = Callable[[CheckedFile, tuple[str | int, ...], str], str]


def read_governments(
    read: Iterable[CheckedFile], vocabulary: Vocabulary, place: _Place
) -> tuple[Governments, list[Finding]]:
    """What a corpus says of governments and their agencies, and what is wrong in its tables.

    Parameters
    ----------
    read : iterable of CheckedFile
        The files of the corpus.
    vocabulary : Vocabulary
    place : callable
        Gives the canonical id of a place that a file names at a path, and notes what is wrong.
    """
    work = _GovernmentReader(vocabulary, place)
    readers: dict[str, Callable[[CheckedFile], None]] = {
        "agencies": work.read_agencies,
        "serves": work.read_services,
        "schools": work.read_schools,
        "districts": work.read_districts,
    }
    for file in read:
        if (reader := readers.get(file.file.kind)) is not None:
            reader(file)
    work.check_services()
    return work.governments(), work.findings


@dataclass
class _GovernmentReader:
    vocabulary: Vocabulary
    place: _Place
    findings: list[Finding] = field(default_factory=list)
    facts: dict[tuple[str, Level | None, str], GovernmentFact] = field(default_factory=dict)
    services: dict[str, list[Service]] = field(default_factory=dict)
    schools: dict[str, SchoolGovernment] = field(default_factory=dict)
    districts: dict[str, DistrictKind] = field(default_factory=dict)

    def governments(self) -> Governments:
        """What was read."""
        places = {*(place for place, _, _ in self.facts), *self.services, *self.schools}
        return Governments(
            facts=self.facts,
            services={place: tuple(rows) for place, rows in self.services.items()},
            schools=self.schools,
            districts=self.districts,
            nations=frozenset("/".join(place.split("/", 2)[:2]) for place in places),
        )

    def read_agencies(self, file: CheckedFile) -> None:
        """Rows on who has what."""
        rows: tuple[AgencyForm, ...] = file.content
        for i, row in enumerate(rows):
            place = self.place(file, (i, "place"), row.place)
            level = division.level(division.short(place)) if place else None
            if level == "national" and row.level is None:
                message = "a row about a nation needs a level: state, county or place"
                self._error(file, (i, "level"), message)
            if level in ("county", "place") and row.level is not None:
                message = "is for rows about a state or a nation; this row is about one government"
                self._error(file, (i, "level"), message)
            # a state's own agencies are those of its level
            own: Level | None = row.level or ("state" if level == "state" else None)
            for who in row.who:
                self._word(file, (i, "who"), who)
                key = (place, own, who)
                if (before := self.facts.get(key)) is not None:
                    where = f"{before.file}:{before.line}"
                    self._error(file, (i, "who"), f"{who} of this place and level is in {where}")
                self.facts[key] = GovernmentFact(
                    place=place,
                    level=row.level,
                    who=who,
                    has=row.has,
                    by=row.by,
                    elected=row.elected,
                    run_by=row.run_by,
                    **cite_row(file, i, row),
                )

    def read_services(self, file: CheckedFile) -> None:
        """Rows on whose agency serves whom."""
        rows: tuple[ServiceForm, ...] = file.content
        for i, row in enumerate(rows):
            self._word(file, (i, "who"), row.who)
            self._word(file, (i, "by_who"), row.by_who or row.who)
            service = Service(
                place=self.place(file, (i, "place"), row.place),
                who=row.who,
                by=self.place(file, (i, "by"), row.by),
                by_who=row.by_who or row.who,
                since=row.since,
                until=row.until,
                **cite_row(file, i, row),
            )
            others = self.services.setdefault(service.place, [])
            for other in others:
                if other.who == service.who and _overlap(other, service):
                    where = f"{other.file}:{other.line}"
                    message = f"{where} already says who serves this place on some of these days"
                    self._error(file, (i, "who"), message)
            others.append(service)

    def read_schools(self, file: CheckedFile) -> None:
        """Rows on who runs schools."""
        rows: tuple[SchoolForm, ...] = file.content
        for i, row in enumerate(rows):
            place = self.place(file, (i, "place"), row.place)
            if place in self.schools:
                self._error(file, (i, "place"), "the place is there twice")
            self.schools[place] = SchoolGovernment(
                place=place,
                cite=row.cite,
                since=row.since,
                until=row.until,
                **cite_row(file, i, row),
            )

    def read_districts(self, file: CheckedFile) -> None:
        """Rows on types of districts."""
        rows: tuple[DistrictForm, ...] = file.content
        for i, row in enumerate(rows):
            for who in row.who:
                self._word(file, (i, "who"), who)
            if row.type in self.districts:
                self._error(file, (i, "type"), f"the type {row.type} is there twice")
            self.districts[row.type] = DistrictKind(row.type, row.who, row.note)

    def check_services(self) -> None:
        """An agency that serves others is its government's own: nobody serves in its place."""
        for rows in self.services.values():
            for row in rows:
                for other in self.services.get(row.by, ()):
                    if other.who == row.by_who and _overlap(row, other):
                        message = (
                            f"{row.by} is itself served by another, in {other.file}:{other.line}; "
                            "name the government whose agency it is"
                        )
                        self.findings.append(
                            Finding("error", row.file, row.line, message, None, "by")
                        )

    def _word(self, file: CheckedFile, path: tuple[int, str], who: str) -> None:
        known = [word for word in self.vocabulary.who if word != "any_agency"]
        if known and who not in known:
            message = unknown("agency kind", who, known, 1, 0.6).removesuffix(".")
            self._error(file, path, message)

    def _error(self, file: CheckedFile, path: tuple[int, str], message: str) -> None:
        self.findings.append(row_error(file, path, message))


def _overlap(a: Service, b: Service) -> bool:
    """Whether two spells have a day in common."""
    a_first = a.until is None or b.since is None or b.since < a.until
    return a_first and (b.until is None or a.since is None or a.since < b.until)
