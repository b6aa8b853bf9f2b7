"""One layer of law at a time: a place's own law alone, and the law on places without their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from safehavens import Corpus
from safehavens.corpus.model import Lawbook, Verdict
from safehavens.decide.decision import Decision
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.layers.on_books import OnBooks, find_on_books
from safehavens.decide.reasons import decide
from tests import reference
from tests.decide.test_properties import book_and_requests, examples
from tests.docs.test_rules import COOK, ILLINOIS, US, instrument, norm, ruling
from tests.docs.test_rules import law as law  # the fixture
from tests.strategies import CA, FRESNO, FRESNO_COUNTY, Book, Request

Load = Callable[..., Corpus]
seen = {"set aside": 0, "nothing": 0}


def on_books(engine: Engine, request: Request) -> OnBooks | None:
    home = engine.agencies.home(request.place, request.who, request.on)
    stretch = engine.stretch(request)
    return find_on_books(engine, stretch, home.place, home.who, request.facts)


def own_law(lawbook: Lawbook, place: str) -> Lawbook:
    """What no higher place made, rulings left out."""
    own = {
        id: one
        for id, one in lawbook.instruments.items()
        if one.binding and not reference.is_higher(one.issuer, place)
    }
    norms = {norm.id: norm for one in own.values() for norm in one.norms}
    return replace(lawbook, instruments=own, norms=norms, rulings={})


def set_aside_from_above(engine: Engine, decision: Decision, place: str) -> set[str]:
    """The norms that a ruling or a norm of a higher place sets aside, told by a full decision."""
    issuers = {
        norm.id: engine.lawbook.instruments[norm.instrument].issuer
        for norm in engine.lawbook.norms.values()
    }
    return {
        reason.norm
        for reason in decision.reasons
        if reason.considered.taken_out is not None
        or any(reference.is_higher(issuers[by.by], place) for by in reason.set_aside_by)
    }


@examples(1500)
@given(book_and_requests(count=6))
def test_own_law_alone_is_what_the_plain_reading_gives(drawn: tuple[Book, list[Request]]) -> None:
    book, asked = drawn
    engine = book.engine()
    for request in asked:
        home = engine.agencies.home(request.place, request.who, request.on)
        try:
            decision = decide(engine, request)
            found = on_books(engine, request)
            alone = reference.decide(
                own_law(engine.lawbook, home.place), book.conditions(), request.place, request.who,
                request.action, request.on, request.facts,
            )  # fmt: skip
        except (Contradiction, reference.Impossible):
            continue
        beaten = set_aside_from_above(engine, decision, home.place)
        if found is None:
            seen["nothing"] += 1
            if len(decision.possible) == 1 and not decision.uncertain_in_time:
                suspended = {r.norm for r in decision.reasons if r.considered.taken_out}
                assert not alone.deciding & suspended
            continue
        seen["set aside"] += 1
        assert found.verdict == alone.verdict
        assert set(found.displaced) <= alone.deciding
        assert set(found.displaced).isdisjoint(reason.norm for reason in decision.because)
        holds = {r.norm for r in decision.reasons if r.holds or r.considered.taken_out}
        assert holds.intersection(found.displaced) <= beaten
        if holds.issuperset(found.displaced):  # of a norm not known to hold, no more is told
            by = {by.by for r in decision.reasons for by in r.set_aside_by}
            by |= {
                r.considered.taken_out.ruling for r in decision.reasons if r.considered.taken_out
            }
            assert set(found.displaced_by) <= by


def test_both_were_met() -> None:
    assert seen["set aside"] > 60
    assert seen["nothing"] > 1000


BAN = instrument("us/il/cook-county/ban", COOK, norm("no", "must_not"), kind="ordinance")


def find(corpus: Corpus, place: str = COOK) -> OnBooks | None:
    return on_books(corpus.engine, Request(place, "jail", "hold", date(2020, 1, 1), {}))


def test_a_duty_of_the_state_sets_a_county_ban_aside(law: Load) -> None:
    found = find(law(BAN, instrument("us/il/duty", ILLINOIS, norm("yes", "must"))))
    assert found == OnBooks("prohibited", ("us/il/cook-county/ban#no",), ("us/il/duty#yes",))


def test_a_ruling_sets_a_county_ban_aside(law: Load) -> None:
    stop = {"norm": "us/il/cook-county/ban#no", "effect": "enjoined", "from": "2019-01-01",
            "scope": {"places": [COOK]}}  # fmt: skip
    found = find(law(BAN, ruling("us/courts/x", stop)))
    assert found == OnBooks("prohibited", ("us/il/cook-county/ban#no",), ("us/courts/x",))


def test_what_does_not_apply_is_not_set_aside(law: Load) -> None:
    ban = instrument("us/il/cook-county/ban", COOK, norm("no", "must_not", when="minor"),
                     kind="ordinance")  # fmt: skip
    assert find(law(ban, instrument("us/il/duty", ILLINOIS, norm("yes", "must")))) is None


def test_what_a_place_repealed_itself_is_not_set_aside_by_higher_law(law: Load) -> None:
    own = instrument(
        "us/il/cook-county/ban", COOK, norm("no", "must_not"),
        norm("leave", "may", defeats=["us/il/cook-county/ban#no"]), kind="ordinance",
    )  # fmt: skip
    assert find(law(own)) is None
    assert find(law(own, instrument("us/duty", US, norm("yes", "must")))) is None


@pytest.mark.parametrize(
    ("level", "expected"),
    [("county", "prohibited"), ("place", "permitted"), ("state", "permitted")],
)
def test_bare_law_is_that_of_a_place_without_its_own(
    law: Load, level: str, expected: Verdict
) -> None:
    counties = norm("no", "must_not", when="agency_level = 'county'")
    corpus = law(instrument("us/ca/act", CA, counties))
    engine = corpus.engine
    timeline = engine.bare_timeline(CA, level, "jail", "hold")  # type: ignore[arg-type]
    assert engine.judge(timeline.at(date(2020, 1, 1)).position, {}) == expected
    place = {"county": FRESNO_COUNTY, "place": FRESNO, "state": CA}[level]
    assert corpus.verdict(place, "hold", who="jail", on="2020-01-01") == expected
    nation = engine.bare_timeline(US, level, "jail", "hold")  # type: ignore[arg-type]
    assert engine.judge(nation.at(date(2020, 1, 1)).position, {}) == "permitted"
