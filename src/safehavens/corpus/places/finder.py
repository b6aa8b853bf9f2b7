"""How a name is read: the words, what they may stand for, and which of those is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from safehavens.corpus.places import division
from safehavens.corpus.places.gazetteer import Gazetteer
from safehavens.corpus.places.place import Level, Match, Place, UnknownPlace, quote
from safehavens.corpus.places.spelling import fold
from safehavens.corpus.places.table import Row

_LONGEST = 200  # characters; no name in the table has half of that
_PLACE: frozenset[Level] = frozenset({"place"})
_COUNTY: frozenset[Level] = frozenset({"county"})
_LOCAL = _PLACE | _COUNTY
_ANY: frozenset[Level] = frozenset({"national", "state", "county", "place"})
_BEFORE = (
    ("the ", _ANY), ("city and county of ", _LOCAL), ("city and borough of ", _LOCAL),
    ("city of ", _PLACE), ("town of ", _PLACE), ("village of ", _PLACE), ("township of ", _PLACE),
    ("borough of ", _LOCAL), ("municipality of ", _LOCAL), ("county of ", _COUNTY),
    ("parish of ", _COUNTY),
)  # fmt: skip
_AFTER = (
    (" county", _COUNTY), (" parish", _COUNTY), (" city and borough", _COUNTY),
    (" city and county", _LOCAL), (" borough", _LOCAL), (" census area", _COUNTY),
    (" municipality", _COUNTY), (" municipio", _COUNTY), (" planning region", _COUNTY),
    (" district", _COUNTY), (" island", _COUNTY), (" state", frozenset[Level]({"state"})),
    (" city", _PLACE), (" town", _PLACE), (" township", _PLACE),
)  # fmt: skip
_TYPES = {" county": "county", " parish": "parish", " municipio": "municipio"}
# With full stops it is the city; without, the postal code of Louisiana comes first.
_DOTTED = {"l.a.": "Los Angeles"}
_OTHERS = 5
_REMEMBERED = 100_000  # matches; a service must not grow without end with what strangers type


class _Form(NamedTuple):
    """What a name says when "City of" or "County" is taken for the kind of place it names."""

    key: str
    levels: frozenset[Level]
    plain: bool


class PlaceFinder:
    """Reads what people call places, over a gazetteer that knows them by id.

    Matches are remembered; an instance may be shared between threads, because what is remembered
    never changes.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where to look.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._matches: dict[str, Match] = {}

    def find(self, text: str) -> Match:
        """Read a name, a division id or a FIPS code.

        Accents, case, punctuation and "City of" are ignored. A bare state name is the state; among
        cities of one name the most populous in the United States is taken, places that the corpus
        names first where it is close; the rest is in ``others``.

        Parameters
        ----------
        text : str
            "Chicago", "Chicago, IL", "Cook County, Illinois", "17031", "NYC",
            "ocd-division/country:us/state:il/place:chicago".

        Returns
        -------
        Match
            The place, the other places of that name, and a note where something was decided.

        Raises
        ------
        UnknownPlace
            Nothing is called that; the message names what is spelled alike.
        """
        match = self._matches.get(text)
        if match is None:
            match = self._find(text)
            if len(self._matches) < _REMEMBERED:
                self._matches[text] = match
        return match

    def by_id(self, id: str) -> Place:
        """Return the place of a division id, as :meth:`Gazetteer.get` does.

        Raises
        ------
        UnknownPlace
            Nothing is known under the id; the message names what is spelled alike.
        """
        try:
            return self._gazetteer.get(id)
        except UnknownPlace:
            if not division.well_formed(id):
                raise
            from safehavens.corpus.places import nearest  # only a miss pays for it

            slug = division.split(division.short(self._gazetteer.canonical(id)))[1]
            raise nearest.unknown(self._gazetteer, id, slug.replace("_", " ")) from None

    def _find(self, text: str) -> Match:
        words = text.strip()
        if len(words) > _LONGEST:
            raise UnknownPlace(f"No place has a name of {len(words)} characters.", text)
        if words.startswith("ocd-division/"):
            place = self.by_id(words)
            row = self._gazetteer.row(division.short(words))
            return Match(place, note=self._part(row, place) if row else None)
        if words.isascii() and words.isdigit():
            return self._coded(words)
        words = _DOTTED.get(words.casefold(), words)
        parts = [key for key in map(fold, words.replace(";", ",").split(",")) if key]
        if not parts:
            raise UnknownPlace(f"{quote(text)} names no place: it has no letters.", text)
        chosen = self._candidates(parts[0], parts[1:])
        qualified = len(parts) > 1
        if qualified and not chosen:
            chosen = self._candidates(" ".join(parts), [])
        if not chosen:
            qualified = True
            for head, tail in _cuts(parts[0]):
                chosen = self._candidates(head, [tail, *parts[1:]])
                if chosen:
                    break
        if not chosen:
            from safehavens.corpus.places import nearest  # only a miss pays for it

            name, above = parts[0], parts[1:]
            for head, tail in [] if above else _cuts(name):  # "chicgo il": look inside Illinois
                if any(division.level(upper) == "state" for upper in self._qualifier(tail)):
                    name, above = head, [tail]
                    break
            raise nearest.unknown(self._gazetteer, text, name, above)
        return self._decide(chosen, qualified)

    def _candidates(self, head: str, tail: list[str]) -> list[tuple[Row, bool]]:
        """Return what a name may stand for, and for each whether the bare name was used."""
        above = [self._qualifier(key) for key in tail]
        for form in _forms(head):
            rows = [
                (row, form.plain)
                for row in self._gazetteer.rows(form.key)
                if division.level(row.id) in form.levels
            ]
            for ids in above:
                # "Charleston, Mississippi": the state comes before Mississippi County, Missouri
                upper = {one for one in ids if division.level(one) in ("state", "national")}
                inside = [pair for pair in rows if self._inside(pair[0], upper)]
                rows = inside or [pair for pair in rows if self._inside(pair[0], ids - upper)]
            if rows:
                kind = _TYPES.get(head[len(form.key) :])  # "Orleans Parish" is not a county
                return [pair for pair in rows if division.split(pair[0].id)[0] == kind] or rows
        return []

    def _qualifier(self, key: str) -> set[str]:
        """Return the short ids that a qualifier ("IL", "Cook County") may stand for."""
        ids = {
            row.id
            for form in _forms(key)
            for row in self._gazetteer.rows(form.key)
            if division.level(row.id) in form.levels
        }
        for head, tail in () if ids else _cuts(key):  # "lewisham london england"
            ids |= {row.id for row, _ in self._candidates(head, [tail])}
        return ids

    def _inside(self, row: Row, ids: set[str]) -> bool:
        """Tell whether a place lies in one of the places that a qualifier stands for."""
        if (
            row.id == "us/district:dc" and row.id in ids
        ):  # "Washington, DC": the district is in itself
            return True
        above = division.parent(row.id)
        while above is not None:
            if above in ids:
                return True
            above = division.parent(above)
        # "Cicero, Cook County": an id does not say which county a city lies in, its row does
        codes = {
            upper.fips for one in ids if (upper := self._gazetteer.row(one)) and "k" in upper.flags
        }
        return division.level(row.id) == "place" and row.fips in codes

    def _coded(self, digits: str) -> Match:
        note = None
        fips = digits
        if len(digits) in (1, 4, 6):  # a spreadsheet took the leading zero away
            fips = "0" + digits
            note = f"Read as FIPS code {fips}."
        if fips == "11001":
            fips = "11"
        elif fips == "66010":
            fips = "66"
        rows = self._gazetteer.coded(fips)
        if not rows:
            raise UnknownPlace(
                f"No state or county has the FIPS code {quote(digits)}: a state's has two digits, "
                "a county's five (17031 is Cook County, Illinois); places are asked for by name.",
                digits,
            )
        match = self._decide([(row, False) for row in rows], qualified=True)
        notes = [line for line in (note, match.note) if line]
        return Match(match.place, match.others, " ".join(notes) or None)

    def _decide(self, chosen: list[tuple[Row, bool]], qualified: bool) -> Match:
        """Take the likeliest candidate and say what else there was."""
        ranked = sorted(
            chosen,
            key=lambda pair: (*self._rank(pair[0], pair[1], qualified), pair[0].id),
        )
        first = ranked[0][0]
        place = self._gazetteer.get(division.full(first.id))
        by_code = first.id.startswith("us/state:") and not set(first.flags) & set("=-")
        rows: dict[str, Row] = {}
        for row, _ in ranked:
            # no quarter of a city; no country by its code where a state's was read (LA, Laos)
            if "<" not in row.flags and not (by_code and division.level(row.id) == "national"):
                rows.setdefault(self._gazetteer.canonical(division.full(row.id)), row)
        rows.pop(place.id, None)
        others = sorted(
            ((self._gazetteer.get(whole), row) for whole, row in rows.items()),
            key=lambda pair: -_size(pair[0], pair[1]),
        )
        listed = not ranked[0][1] and division.level(first.id) == "county"  # "Lake County"
        worth = [other for other, row in others if listed or self._worth_saying(place, other, row)]
        notes = [self._part(first, place), _choice(place, worth)]
        return Match(
            place,
            tuple(other for other, _ in others[:_OTHERS]),
            " ".join(note for note in notes if note) or None,
        )

    def _rank(self, row: Row, plain: bool, qualified: bool) -> tuple[float, float]:
        """Return a sort key: the likelier meaning sorts first.

        A bare name of a state is the state. Cities go by population; those that the corpus names
        count nearly twice, cities abroad less than a third and, where no law names them, hardly at
        all, since there is little to answer about them. A county is seldom called by its bare name.
        """
        level = division.level(row.id)
        american = row.id.startswith("us/") or row.id == "us"
        ours = self._gazetteer.in_corpus(row)
        if "<" in row.flags:
            tier = 2.7 if qualified else 2.0  # a village of that name comes before a city's quarter
        elif level == "state":
            tier = 0.0 if american else 1.0 if ours else 3.0
        elif level == "national":
            tier = 1.0
        else:
            tier = 2.5 if qualified and level == "county" else 2.0
        weight = float(row.population or (1_000 if ours else 300))
        weight *= 1.8 if ours and american else 1
        if plain and level == "county" and not set(row.flags) & set("=<"):
            weight *= 1 if division.split(row.id)[0] == "municipio" else 0.03
        weight *= 1 if american else 0.3 if ours else 0.01
        weight *= 0.3 if "<" in row.flags else 1
        return tier, -weight

    def _worth_saying(self, place: Place, other: Place, row: Row) -> bool:
        if self._gazetteer.in_corpus(row):
            return True
        share = _size(other, row) / max(_size(place, row._replace(population=place.population)), 1)
        if self._gazetteer.chain(other.id)[1:2] == self._gazetteer.chain(place.id)[1:2]:
            return share >= 0.01  # city and county of one name
        return share >= (0.25 if other.level == "county" else 0.05)

    def _part(self, row: Row, place: Place) -> str | None:
        """Return the sentence that says why another government than the one named was taken."""
        own = self._gazetteer.row(division.short(place.id))
        whole = own.name if own else place.name
        if "-" in row.flags:
            name, _, until = row.name.rstrip(")").rpartition(" (")
            return f"{name} was a county equivalent until {until}: read as {place.name}."
        if "<" in row.flags:
            return f"{row.name} is part of {whole}: asked about {whole}."
        line = self._gazetteer.merger(row.id)
        member = self._gazetteer.row(row.id)
        if line is None or member is None or line.kind == "spelling":
            return None
        part = row.name if "=" in row.flags else member.name
        if whole.startswith(part):  # Nashville; Nashville-Davidson
            return None
        if line.kind == "part":
            return f"{part} is part of {whole}: asked about {whole}."
        return f"{part} and {whole} are one government: asked about {whole}."


def _cuts(key: str) -> Iterator[tuple[str, str]]:
    """Yield a name without a comma as a place and what is above it: "chicago", "il"."""
    words = key.split()
    for size in range(1, min(5, len(words))):
        yield " ".join(words[:-size]), " ".join(words[-size:])


def _forms(key: str) -> Iterator[_Form]:
    yield _Form(key, _ANY, True)
    for start, levels in _BEFORE:
        if key.startswith(start):
            yield _Form(key[len(start) :], levels, levels is _ANY)
    for end, levels in _AFTER:
        if key.endswith(end):
            yield _Form(key[: -len(end)], levels, False)


def _size(place: Place, row: Row) -> int:
    if place.level == "national" and place.population is None:
        return 10_000_000  # the gazetteer does not count countries
    if place.level == "state" and place.population is None:
        return 1_000_000
    return row.population or 0


def _choice(place: Place, others: list[Place]) -> str | None:
    if not others:
        return None
    names = [other.name for other in others[:3]]
    kind = ""
    if place.level in ("state", "national"):  # "New York (the state)"
        kind = f" (the {division.split(division.short(place.id))[0]})"
    if len(others) == 1:
        return f'Read as {place.name}{kind}; for {names[0]}, say "{names[0]}".'
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    return f"Read as {place.name}{kind}; there is also {'; '.join(names)}{more}."
