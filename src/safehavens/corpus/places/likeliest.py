"""Which of the places of one name is meant, and what is said about the others."""

from __future__ import annotations

from safehavens.corpus.places import codes, division
from safehavens.corpus.places.gazetteer import Gazetteer
from safehavens.corpus.places.place import Match, Place
from safehavens.corpus.places.table import Row

_OTHERS = 5


def decide(gazetteer: Gazetteer, chosen: list[tuple[Row, bool]], qualified: bool) -> Match:
    """Take the likeliest candidate and say what else there was.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where the candidates are from.
    chosen : list[tuple[Row, bool]]
        Each candidate, and whether its bare name was used.
    qualified : bool
        Whether what lies above the place was said.
    """
    ranked = sorted(
        chosen,
        key=lambda pair: (*_rank(gazetteer, pair[0], pair[1], qualified), pair[0].id),
    )
    first = ranked[0][0]
    place = gazetteer.get(division.full(first.id))
    by_code = first.id.startswith("us/state:") and not set(first.flags) & set("=-")
    rows: dict[str, Row] = {}
    for row, _ in ranked:
        # no quarter of a city; no country by its code where a state's was read (LA, Laos)
        if "<" not in row.flags and not (by_code and division.level(row.id) == "national"):
            rows.setdefault(gazetteer.canonical(division.full(row.id)), row)
    rows.pop(place.id, None)
    others = sorted(
        ((gazetteer.get(whole), row) for whole, row in rows.items()),
        key=lambda pair: -_size(pair[0], pair[1]),
    )
    # "Lake County"; "Jackson Township"
    listed = (not ranked[0][1] and division.level(first.id) == "county") or "/county:" in (
        first.id.rpartition("/")[0]
    )
    worth = [
        other for other, row in others if listed or _worth_saying(gazetteer, place, other, row)
    ]
    notes = [codes.part_of(gazetteer, first, place), _choice(place, worth)]
    return Match(
        place,
        tuple(other for other, _ in others[:_OTHERS]),
        " ".join(note for note in notes if note) or None,
    )


def _rank(gazetteer: Gazetteer, row: Row, plain: bool, qualified: bool) -> tuple[float, float]:
    """Return a sort key: the likelier meaning sorts first.

    A bare name of a state is the state. Cities go by population; those that the corpus names
    count nearly twice, cities abroad less than a third and, where no law names them, hardly at
    all, since there is little to answer about them. A county is seldom called by its bare name.
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


def _worth_saying(gazetteer: Gazetteer, place: Place, other: Place, row: Row) -> bool:
    if gazetteer.in_corpus(row):
        return True
    share = _size(other, row) / max(_size(place, row._replace(population=place.population)), 1)
    if gazetteer.chain(other.id)[1:2] == gazetteer.chain(place.id)[1:2]:
        return share >= 0.01  # city and county of one name
    return share >= (0.25 if other.level == "county" else 0.05)


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
