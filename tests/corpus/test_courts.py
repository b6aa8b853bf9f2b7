"""The table of federal courts against courts-db and the statute."""

from __future__ import annotations

import pytest
from courts_db import courts

from safehavens.corpus.courts import places_under

US = "ocd-division/country:us"
POSTAL = {"Alaska": "ak", "California": "ca", "Illinois": "il", "New York": "ny", "Texas": "tx",
          "Pennsylvania": "pa", "Massachusetts": "ma", "Washington": "wa"}  # fmt: skip


def test_the_ninth_circuit() -> None:
    """28 U.S.C. § 41: nine states, Guam and the Northern Mariana Islands."""
    states = {place.rsplit(":", 1)[1] for place in places_under("ca9")}
    assert states == {"ak", "az", "ca", "hi", "id", "mt", "nv", "or", "wa", "gu", "mp"}


def test_every_state_lies_under_one_circuit() -> None:
    circuits = [f"ca{n}" for n in range(1, 12)] + ["cadc"]
    places = [place for circuit in circuits for place in places_under(circuit)]
    assert len(places) == len(set(places)) == 50 + 1 + 4  # states, DC, PR, VI, GU, MP


@pytest.mark.parametrize(
    ("court", "places"),
    [
        ("cand", (f"{US}/state:ca",)),
        ("dcd", (f"{US}/district:dc",)),
        ("prd", (f"{US}/territory:pr",)),
        ("nmid", (f"{US}/territory:mp",)),
        ("scotus", (US,)),
        ("nysupct", ()),
        ("xxd", ()),
    ],
)
def test_districts(court: str, places: tuple[str, ...]) -> None:
    assert places_under(court) == places


def test_districts_lie_where_courts_db_says() -> None:
    checked = 0
    for court in courts:
        postal = POSTAL.get(str(court.get("location")))
        if court.get("parent") == "usdistct" and postal and not court["id"].startswith("usdist"):
            assert places_under(court["id"]) == (f"{US}/state:{postal}",), court["id"]
            checked += 1
    assert checked > 10
