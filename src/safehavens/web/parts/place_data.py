"""What a place's page shows, as plain values."""

from __future__ import annotations

from typing import Any

from safehavens.corpus.places.place import Place
from safehavens.decide.decision import plain
from safehavens.decide.place_law import Overview
from safehavens.web.site import Site


def place_data(site: Site, place: Place, overview: Overview) -> dict[str, Any]:
    """A place on a day, with what is above it and inside it."""
    values: dict[str, Any] = plain(overview)
    return {
        "level": place.level,
        "fips": place.fips,
        "population": place.population,
        **values,
        "above": [plain(item.place) for item in site.law.above(place.id)],
        "inside": [plain(item.place) for item in site.law.lawmakers_inside(place.id)],
        "corpus": site.corpus.version,
    }
