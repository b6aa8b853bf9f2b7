"""How a name is read: the words, what they may stand for, and which of those is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from safehavens.corpus.places import division
from safehavens.corpus.places.place import Level, Match, Place, UnknownPlace
from safehavens.corpus.places.spelling import fold
from safehavens.corpus.places.table import Row

if TYPE_CHECKING:
    from safehavens.corpus.places.gazetteer import Gazetteer

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


class _Form(NamedTuple):
    """What a name says when "City of" or "County" is taken for the kind of place it names."""

    key: str
    levels: frozenset[Level]
    plain: bool


def find(gazetteer: Gazetteer, text: str) -> Match:
    """Read a name, a division id or a FIPS code; see :meth:`Gazetteer.find`."""
    asked = text.strip()
    if len(asked) > _LONGEST:
        raise UnknownPlace(f"No place has a name of {len(asked)} characters.", text)
    if asked.startswith("ocd-division/"):
        place = gazetteer.get(asked)
        row = gazetteer.row(division.short(asked))
        return Match(place, note=_part(gazetteer, row, place) if row else None)
    if asked.isascii() and asked.isdigit():
        return _coded(gazetteer, asked)
    asked = _DOTTED.get(asked.casefold(), asked)
    parts = [key for key in map(fold, asked.replace(";", ",").split(",")) if key]
    if not parts:
        raise UnknownPlace(f"{quoted(text)} names no place: it has no letters.", text)
    chosen = _candidates(gazetteer, parts[0], parts[1:])
    qualified = len(parts) > 1
    if qualified and not chosen:
        chosen = _candidates(gazetteer, " ".join(parts), [])
    if not chosen:
        qualified = True
        for head, tail in _cuts(parts[0]):
            chosen = _candidates(gazetteer, head, [tail, *parts[1:]])
            if chosen:
                break
    if not chosen:
        from safehavens.corpus.places import nearest  # only a miss pays for it

        name, above = parts[0], parts[1:]
        for head, tail in [] if above else _cuts(name):  # "chicgo il": look inside Illinois
            if any(division.level(upper) == "state" for upper in _qualifier(gazetteer, tail)):
                name, above = head, [tail]
                break
        raise nearest.unknown(gazetteer, text, name, above)
    return _decide(gazetteer, chosen, qualified)


def quoted(text: str) -> str:
    """Return a text as a message shows it: in quotes, on one line, not too long."""
    line = " ".join(text.split())
    return f'"{line if len(line) <= 60 else line[:59] + "…"}"'


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


def _candidates(gazetteer: Gazetteer, head: str, tail: list[str]) -> list[tuple[Row, bool]]:
    """Return what a name may stand for, and for each whether the bare name was used."""
    above = [_qualifier(gazetteer, key) for key in tail]
    for form in _forms(head):
        rows = [
            (row, form.plain)
            for row in gazetteer.rows(form.key)
            if division.level(row.id) in form.levels
        ]
        for ids in above:
            # "Charleston, Mississippi" is in the state before it is in Mississippi County, Missouri
            upper = {one for one in ids if division.level(one) in ("state", "national")}
            inside = [pair for pair in rows if _inside(gazetteer, pair[0], upper)]
            rows = inside or [pair for pair in rows if _inside(gazetteer, pair[0], ids - upper)]
        if rows:
            kind = _TYPES.get(head[len(form.key) :])  # "Orleans Parish" is no county
            return [pair for pair in rows if division.split(pair[0].id)[0] == kind] or rows
    return []


def _qualifier(gazetteer: Gazetteer, key: str) -> set[str]:
    """Return the short ids that a qualifier ("IL", "Switzerland", "Cook County") may stand for."""
    ids = {
        row.id
        for form in _forms(key)
        for row in gazetteer.rows(form.key)
        if division.level(row.id) in form.levels
    }
    for head, tail in () if ids else _cuts(key):  # "lewisham london england"
        ids |= {row.id for row, _ in _candidates(gazetteer, head, [tail])}
    return ids


def _inside(gazetteer: Gazetteer, row: Row, ids: set[str]) -> bool:
    """Tell whether a place lies in one of the places that a qualifier stands for."""
    if row.id == "us/district:dc" and row.id in ids:  # "Washington, DC": the district is in itself
        return True
    above = division.parent(row.id)
    while above is not None:
        if above in ids:
            return True
        above = division.parent(above)
    # "Cicero, Cook County": an id does not say which county a city lies in, its row does
    codes = {upper.fips for one in ids if (upper := gazetteer.row(one)) and "k" in upper.flags}
    return division.level(row.id) == "place" and row.fips in codes


def _coded(gazetteer: Gazetteer, digits: str) -> Match:
    note = None
    fips = digits
    if len(digits) in (1, 4, 6):  # a spreadsheet took the leading zero away
        fips = "0" + digits
        note = f"Read as FIPS code {fips}."
    if fips == "11001":
        fips = "11"
    elif fips == "66010":
        fips = "66"
    rows = gazetteer.coded(fips)
    if not rows:
        raise UnknownPlace(
            f"No state or county has the FIPS code {quoted(digits)}: a state's has two digits, a "
            "county's five (17031 is Cook County, Illinois); places are asked for by name.",
            digits,
        )
    match = _decide(gazetteer, [(row, False) for row in rows], qualified=True)
    notes = [line for line in (note, match.note) if line]
    return Match(match.place, match.others, " ".join(notes) or None)


def _decide(gazetteer: Gazetteer, chosen: list[tuple[Row, bool]], qualified: bool) -> Match:
    """Take the likeliest candidate and say what else there was."""
    ranked = sorted(
        chosen,
        key=lambda pair: (*_rank(gazetteer, pair[0], pair[1], qualified), pair[0].id),
    )
    first = ranked[0][0]
    place = gazetteer.get(division.full(first.id))
    by_code = first.id.startswith("us/state:") and not set(first.flags) & set("=-")
    rows: dict[str, Row] = {}
    for row, _ in ranked:
        # no quarter of a city, and no country by its code where a state's was read: LA is not Laos
        if "<" not in row.flags and not (by_code and division.level(row.id) == "national"):
            rows.setdefault(gazetteer.canonical(division.full(row.id)), row)
    rows.pop(place.id, None)
    others = sorted(
        ((gazetteer.get(whole), row) for whole, row in rows.items()),
        key=lambda pair: -_size(pair[0], pair[1]),
    )
    listed = not ranked[0][1] and division.level(first.id) == "county"  # "Lake County"
    worth = [
        other for other, row in others if listed or _worth_saying(gazetteer, place, other, row)
    ]
    notes = [_part(gazetteer, first, place), _choice(place, worth)]
    return Match(
        place,
        tuple(other for other, _ in others[:_OTHERS]),
        " ".join(note for note in notes if note) or None,
    )


def _rank(gazetteer: Gazetteer, row: Row, plain: bool, qualified: bool) -> tuple[float, float]:
    """Return a sort key: the likelier meaning sorts first.

    A bare name of a state is the state. Cities go by population; those that the corpus names count
    nearly twice, cities abroad less than a third and, where no law names them, hardly at all, since
    there is little to answer about them. A county is seldom called by its bare name.
    """
    level = division.level(row.id)
    american = row.id.startswith("us/") or row.id == "us"
    ours = gazetteer.in_corpus(row)
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


def _size(place: Place, row: Row) -> int:
    if place.level == "national" and place.population is None:
        return 10_000_000  # the gazetteer does not count countries
    if place.level == "state" and place.population is None:
        return 1_000_000
    return row.population or 0


def _worth_saying(gazetteer: Gazetteer, place: Place, other: Place, row: Row) -> bool:
    if gazetteer.in_corpus(row):
        return True
    share = _size(other, row) / max(_size(place, row._replace(population=place.population)), 1)
    if gazetteer.chain(other.id)[1:2] == gazetteer.chain(place.id)[1:2]:
        return share >= 0.01  # city and county of one name
    return share >= (0.25 if other.level == "county" else 0.05)


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


def _part(gazetteer: Gazetteer, row: Row, place: Place) -> str | None:
    """Return the sentence that says why another government than the one named was taken."""
    own = gazetteer.row(division.short(place.id))
    whole = own.name if own else place.name
    if "-" in row.flags:
        name, _, until = row.name.rstrip(")").rpartition(" (")
        return f"{name} was a county equivalent until {until}: read as {place.name}."
    if "<" in row.flags:
        return f"{row.name} is part of {whole}: asked about {whole}."
    line = gazetteer.merger(row.id)
    member = gazetteer.row(row.id)
    if line is None or member is None or line.kind == "spelling":
        return None
    part = row.name if "=" in row.flags else member.name
    if whole.startswith(part):  # Nashville; Nashville-Davidson
        return None
    if line.kind == "part":
        return f"{part} is part of {whole}: asked about {whole}."
    return f"{part} and {whole} are one government: asked about {whole}."
