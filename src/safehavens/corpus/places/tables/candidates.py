"""What a name in a table may be: rows of the gazetteer inside a state and a scope."""

from __future__ import annotations

from dataclasses import replace

from safehavens.corpus.places import division
from safehavens.corpus.places.gazetteer import Gazetteer
from safehavens.corpus.places.place import Level
from safehavens.corpus.places.spelling import COUNTY_TYPES, forms, township
from safehavens.corpus.places.table import Row
from safehavens.corpus.places.tables.place_scope import PlaceScope


class Candidates:
    """Looks up what folded names may be.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where to look.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def american(self, key: str) -> list[Row]:
        """Return the rows of a folded name in the United States."""
        return [row for row in self._gazetteer.rows(key) if row.id.startswith("us")]

    def named(self, key: str, within: str | None, scope: PlaceScope) -> list[Row]:
        """Return what a folded name may be within a state and a scope; wholes before parts."""
        name = township(key)
        if name is not None and scope.level in (None, "place") and within is not None:
            rows = self.townships(name, within)
            if rows and (key.endswith(("ship", "twp")) or "ship of " in key):
                return rows
        country = scope.country
        for form in forms(key):
            rows = []
            for row in self._gazetteer.rows(form.key):
                id = row.id
                if country is not None and id != country and not id.startswith(country + "/"):
                    continue
                if within is not None and not inside(id, within):
                    continue
                if division.level(id) in form.levels and self._fits(row, scope.level):
                    rows.append(row)
            if rows and within is None and key.endswith(" city"):  # Franklin City; Franklin city
                rows += [row for row in self.american(key[:-5]) if _is_independent(row)]
            if rows:
                kind = COUNTY_TYPES.get(key[len(form.key) :])
                rows = [row for row in rows if division.split(row.id)[0] == kind] or rows
                return [row for row in rows if not set(row.flags) & set("<-")] or rows
        return []

    def _fits(self, row: Row, level: Level | None) -> bool:
        own = division.level(row.id)
        if level is None or own == level or row.id in ("us/district:dc", "us/territory:gu"):
            return True
        if level == "county":
            return "k" in row.flags
        if level == "place":
            if "/municipio:" in row.id or row.id.startswith("us/territory:"):
                return True
            whole = self._gazetteer.canonical(division.full(row.id))
            return "=" in row.flags and division.level(division.short(whole)) == "place"
        return False

    def townships(self, key: str, within: str | None) -> list[Row]:
        """Return the townships of a folded name, in a state if one is said."""
        name = township(key) or key
        return [
            row
            for row in self._gazetteer.subdivisions(name)
            if within is None or row.id.startswith(within + "/")
        ]

    def abroad(self, head: str, above: list[str], scope: PlaceScope) -> list[Row]:
        """Return the rows of a folded name inside what the other parts say."""
        rows = self.named(head, None, scope)
        for part in above:
            ids = {row.id for row in self._gazetteer.rows(part)}
            rows = [row for row in rows if any(row.id.startswith(id + "/") for id in ids)]
        return rows

    def in_county(
        self, rows: list[Row], county: str, within: str | None, scope: PlaceScope
    ) -> list[Row]:
        """Return those rows that may lie in a county of a folded name."""
        if within is None and scope.country != "us":
            return rows
        uppers = self.named(county, within, replace(scope, level="county"))
        if not uppers:
            return []
        ids = {row.id for row in uppers}
        fips = {own.fips for row in uppers if (own := self._gazetteer.row(row.id)) is not None}
        whole = {self._gazetteer.canonical(division.full(id)) for id in ids}
        return [
            row
            for row in rows
            if division.parent(row.id) in ids
            or row.fips in fips
            or (not row.fips and division.level(row.id) == "place" and "/county:" not in row.id)
            or self._gazetteer.canonical(division.full(row.id)) in whole
        ]


def inside(id: str, state: str) -> bool:
    """Tell whether a short id is a state's, or lies in it."""
    return id == state or id.startswith(state + "/")


def _is_independent(row: Row) -> bool:
    """Tell whether a row is a city that is a county equivalent."""
    return "k" in row.flags and division.level(row.id) == "place"
