"""Whose agencies an instrument binds, place by place."""

from __future__ import annotations

import pytest

from safehavens.api import Corpus
from safehavens.corpus.places import load as load_gazetteer
from safehavens.corpus.reading.assemble import assemble
from safehavens.corpus.reading.law_files import LawFile
from safehavens.logic.conditions import read_conditions
from safehavens.logic.load import law_files

US = "ocd-division/country:us"
CA = f"{US}/state:ca"
NY = f"{US}/state:ny"
NYC = f"{NY}/place:new_york"
VOCABULARY = next(file for file in law_files(None, False) if file.name == "vocabulary.yaml")


def corpus(**fields: object) -> Corpus:
    """One instrument with one prohibition on `hold`; fields as in a law file."""
    form: dict[str, object] = {
        "id": "law",
        "title": "Law",
        "citation": "1 Code 1",
        "in_force": "[{from: 2000-01-01}]",
        "sources": "[{seen: recalled}]",
        "who": "[any_agency]",
    }
    form |= fields
    who, out = form.pop("who"), form.pop("except_who", "[]")
    text = "\n".join(f"{name}: {value}" for name, value in form.items())
    text += (
        f"\nnorms: [{{id: n, cite: '1', says: No., who: {who}, except_who: {out}, action: hold, "
        "modality: must_not, confidence: high}]\n"
    )
    lawbook = assemble([VOCABULARY, LawFile("law.yaml", text.encode())], load_gazetteer())
    gazetteer = load_gazetteer().with_ids(lawbook.places)
    return Corpus(lawbook, read_conditions(lawbook), gazetteer)


def binds(found: Corpus, place: str, who: str = "police") -> bool:
    return found.verdict(place, "hold", who=who, on="2020-01-01") == "prohibited"


@pytest.mark.parametrize(
    ("kind", "issuer", "place", "expected"),
    [
        # A statute reaches every place inside its issuer.
        ("statute", US, f"{CA}/place:fresno", True),
        ("statute", CA, f"{CA}/county:fresno", True),
        ("statute", CA, f"{CA}/place:fresno", True),
        ("statute", CA, CA, True),
        ("statute", CA, f"{US}/state:il/place:chicago", False),
        ("statute", CA, US, False),  # and nothing above it
        ("constitution", US, CA, True),
        ("regulation", CA, f"{CA}/place:fresno", True),
        ("case_law", CA, f"{CA}/place:fresno", True),
        ("treaty", US, f"{CA}/place:fresno", True),
        # What a place only tells its own agencies does not.
        ("executive_order", CA, f"{CA}/county:fresno", False),
        ("executive_order", CA, CA, True),
        ("agency_policy", US, CA, False),
        ("agreement", CA, f"{CA}/place:fresno", False),
        # A county's ordinance does not bind the police of a city in it.
        ("ordinance", f"{CA}/county:fresno", f"{CA}/county:fresno", True),
        ("ordinance", f"{CA}/county:fresno", f"{CA}/place:fresno", False),
        ("ordinance", f"{CA}/place:fresno", f"{CA}/county:fresno", False),
    ],
)
def test_kinds_of_instrument(kind: str, issuer: str, place: str, expected: bool) -> None:
    assert binds(corpus(kind=kind, issuer=issuer), place) is expected


def test_reach_says_otherwise() -> None:
    order = corpus(kind="executive_order", issuer=CA, reach="within")
    assert binds(order, f"{CA}/place:fresno")
    statute = corpus(kind="statute", issuer=CA, reach="own")
    assert binds(statute, CA)
    assert not binds(statute, f"{CA}/place:fresno")


def test_applies_to_takes_the_issuers_place() -> None:
    statute = corpus(kind="statute", issuer=CA, applies_to=f"['{CA}/county:san_diego']")
    assert binds(statute, f"{CA}/county:san_diego")
    assert not binds(statute, CA)
    assert not binds(statute, f"{CA}/county:fresno")
    european = corpus(
        kind="statute", issuer="ocd-division/region:eu",
        applies_to="['ocd-division/country:de', 'ocd-division/country:es']",
    )  # fmt: skip
    assert binds(european, "ocd-division/country:de")
    assert binds(european, "ocd-division/country:de/state:be")
    assert not binds(european, "ocd-division/country:gb")


def test_any_agency_is_every_kind_but_five() -> None:
    """Of kinds that may be public or private, the public bodies."""
    statute = corpus(kind="statute", issuer=CA)
    kinds = statute.lawbook.vocabulary.who
    unbound = {who for who in kinds if not binds(statute, CA, who)}
    mixed = {
        who for who in unbound
        if statute.verdict(CA, "hold", who=who, on="2020-01-01") == "depends"
    }  # fmt: skip
    assert unbound - mixed == {
        "legislature", "employer", "landlord", "funder", "federal_immigration",
    }  # fmt: skip
    assert mixed == {"hospital", "shelter"}
    for ownership, bound in (("public", True), ("private", False)):
        facts = {"ownership": ownership}
        for who in mixed:
            verdict = statute.verdict(CA, "hold", who=who, on="2020-01-01", facts=facts)
            assert (verdict == "prohibited") is bound, who


def test_except_who_takes_kinds_out() -> None:
    statute = corpus(kind="statute", issuer=CA, except_who="[prison, court]")
    assert not binds(statute, CA, "prison")
    assert not binds(statute, CA, "court")
    assert binds(statute, CA, "jail")


def test_a_kind_that_is_named_is_bound_even_where_it_is_no_agency() -> None:
    statute = corpus(kind="statute", issuer=CA, who="[any_agency, legislature]")
    assert binds(statute, CA, "legislature")
    assert not binds(statute, CA, "landlord")


@pytest.mark.parametrize("borough", ["kings", "queens", "bronx", "richmond", "new_york"])
def test_new_york_city_is_one_government(borough: str) -> None:
    city = corpus(kind="ordinance", issuer=NYC)
    assert binds(city, f"{NY}/county:{borough}")
    written_for_the_borough = corpus(kind="ordinance", issuer=f"{NY}/county:{borough}")
    assert binds(written_for_the_borough, NYC)
    assert binds(written_for_the_borough, f"{NY}/county:kings")
    assert not binds(written_for_the_borough, f"{NY}/county:westchester")


def test_san_francisco_is_city_and_county() -> None:
    for issuer in ("county", "place"):
        law = corpus(kind="ordinance", issuer=f"{CA}/{issuer}:san_francisco")
        assert binds(law, f"{CA}/county:san_francisco")
        assert binds(law, f"{CA}/place:san_francisco")
