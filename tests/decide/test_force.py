"""Whether a norm is in force: its own spells, and what courts did to it."""

from __future__ import annotations

from datetime import date

import pytest

from safehavens.decide.reasons import decide
from safehavens.decide.request import Request
from tests.strategies import (
    CA,
    CHICAGO,
    FRESNO,
    FRESNO_COUNTY,
    IL,
    US,
    Book,
    EffectDraft,
    InstrumentDraft,
    NormDraft,
    Spell,
)  # fmt: skip

Scope = dict[str, list[str]] | None


def day(text: str) -> date:
    return date.fromisoformat(f"{text}-01-01" if len(text) == 4 else text)


def spell(text: str) -> Spell:
    """`2001` (open) or `2001..2003` (its last day is the last of 2002)."""
    start, _, end = text.partition("..")
    return Spell(day(start), day(end) if end else None)


def book(*spells: str, effects: list[tuple[str, str, Scope]] | None = None) -> Book:
    """A national prohibition with these spells and what rulings did to it."""
    norm = NormDraft(
        id="law#n", who=("any_agency",), except_who=(), actions=("hold",), modality="must_not",
        when=None, unless=None, defeats=(), yields_to=(), preempts="no",
        spells=tuple(spell(text) for text in spells or ("2000",)),
    )  # fmt: skip
    rulings = {
        f"case{i}": (EffectDraft("law#n", kind, spell(when), scope),)
        for i, (kind, when, scope) in enumerate(effects or [])
    }
    return Book(
        ("agency_level",),
        (InstrumentDraft("law", "statute", US, None, (), True, (norm,)),),
        rulings,
    )


def in_force(law: Book, on: str, place: str = FRESNO) -> bool:
    return law.engine().verdict(Request(place, "jail", "hold", day(on))) == "prohibited"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("1999-12-31", False),
        ("2000-01-01", True),  # the first day counts
        ("2002-12-31", True),
        ("2003-01-01", False),  # `to` is the first day on which it no longer holds
        ("2004-12-31", False),  # a gap
        ("2005-01-01", True),
        ("2026-01-01", True),
    ],
)
def test_spells(on: str, expected: bool) -> None:
    assert in_force(book("2000..2003", "2005"), on) is expected


@pytest.mark.parametrize("kind", ["enjoined", "stayed", "struck"])
def test_what_takes_a_norm_out(kind: str) -> None:
    law = book(effects=[(kind, "2005", None)])
    assert in_force(law, "2004-12-31")
    assert not in_force(law, "2005-01-01")


@pytest.mark.parametrize("kind", ["upheld", "narrowed", "revived"])
def test_what_does_not(kind: str) -> None:
    assert in_force(book(effects=[(kind, "2005", None)]), "2006")


@pytest.mark.parametrize(
    ("effects", "on", "expected"),
    [
        # an injunction that ended
        ([("enjoined", "2005..2007")], "2006", False),
        ([("enjoined", "2005..2007")], "2007", True),
        # enjoined, then revived, then struck
        ([("enjoined", "2005"), ("revived", "2007")], "2006", False),
        ([("enjoined", "2005"), ("revived", "2007")], "2007", True),
        ([("enjoined", "2005"), ("revived", "2007"), ("struck", "2009")], "2010", False),
        # a revival for a time: then what went before counts again
        ([("enjoined", "2005"), ("revived", "2007..2008")], "2007", True),
        ([("enjoined", "2005"), ("revived", "2007..2008")], "2008", False),
        # the latest counts, however early the other ends
        ([("revived", "2004"), ("enjoined", "2005")], "2006", False),
        ([("enjoined", "2005"), ("stayed", "2006..2007")], "2008", False),
        # what upholds or narrows does not undo an injunction
        ([("enjoined", "2005"), ("upheld", "2006")], "2007", False),
        # taken out and revived on one day: it holds
        ([("revived", "2005"), ("enjoined", "2005")], "2006", True),
    ],
)
def test_the_latest_effect_counts(effects: list[tuple[str, str]], on: str, expected: bool) -> None:
    given: list[tuple[str, str, Scope]] = [(kind, when, None) for kind, when in effects]
    assert in_force(book(effects=given), on) is expected
    assert in_force(book(effects=given[::-1]), on) is expected


PARTY = {"parties": ["Jane Roe"]}


@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        (None, {US, CA, FRESNO_COUNTY, FRESNO, IL, CHICAGO}),
        ({"places": [CA]}, {CA, FRESNO_COUNTY, FRESNO}),
        ({"places": [FRESNO]}, {FRESNO}),
        ({"places": [FRESNO_COUNTY]}, {FRESNO_COUNTY}),  # the city lies in the state, by its id
        ({"courts": ["ca9"]}, {CA, FRESNO_COUNTY, FRESNO}),
        ({"courts": ["ilnd"]}, {IL, CHICAGO}),
        ({"courts": ["scotus"]}, {US, CA, FRESNO_COUNTY, FRESNO, IL, CHICAGO}),
        ({"parties": [CHICAGO]}, {CHICAGO}),
        (PARTY, set()),
        ({"courts": ["ca9"], "parties": [CHICAGO]}, {CA, FRESNO_COUNTY, FRESNO, CHICAGO}),
        # where places are named, they alone count
        ({"places": [IL], "courts": ["ca9"], "parties": [FRESNO]}, {IL, CHICAGO}),
    ],
)
def test_whom_an_injunction_reaches(scope: Scope, reached: set[str]) -> None:
    law = book(effects=[("enjoined", "2005", scope)])
    places = {US, CA, FRESNO_COUNTY, FRESNO, IL, CHICAGO}
    assert {place for place in places if not in_force(law, "2006", place)} == reached


def test_a_revival_elsewhere_revives_nothing_here() -> None:
    law = book(effects=[("enjoined", "2005", None), ("revived", "2006", {"places": [IL]})])
    assert not in_force(law, "2007", FRESNO)
    assert in_force(law, "2007", CHICAGO)


def test_a_norm_taken_out_is_still_shown_with_the_ruling() -> None:
    law = book(effects=[("enjoined", "2005", None)])
    found = decide(law.engine(), Request(FRESNO, "jail", "hold", day("2006")))
    (reason,) = found.reasons
    assert (found.verdict, found.basis) == ("permitted", "outside")
    assert reason.considered.taken_out is not None
    assert reason.considered.taken_out.ruling == "case0"
    assert (reason.holds, reason.stands, reason.decides) == (None, False, False)


def test_a_ruling_for_a_party_alone_is_shown_beside_the_norm() -> None:
    law = book(effects=[("enjoined", "2005", PARTY)])
    found = decide(law.engine(), Request(FRESNO, "jail", "hold", day("2006")))
    (touch,) = found.reasons[0].considered.rulings
    assert found.verdict == "prohibited"
    assert (touch.reaches, touch.parties) == (False, ("Jane Roe",))
