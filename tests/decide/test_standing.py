"""Which norms stand, rule by rule, in cases that a lawyer can read.

Every norm is true here: the question is only which of them set which aside.
"""

from __future__ import annotations

from datetime import date

import pytest

from safehavens.decide.decision import Decision
from safehavens.decide.reasons import decide
from safehavens.decide.request import Request
from tests.strategies import CA, EU, FRESNO, US, Book, InstrumentDraft, NormDraft, Spell

ON = date(2020, 1, 1)


def norm(
    name: str,
    modality: str,
    place: str = CA,
    *,
    defeats: str = "",
    yields_to: str = "",
    preempts: str = "no",
    binding: bool = True,
) -> InstrumentDraft:
    """One norm in a statute of its own that binds Fresno."""
    draft = NormDraft(
        id=f"{name}#n",
        who=("any_agency",),
        except_who=(),
        actions=("hold",),
        modality=modality,
        when=None,
        unless=None,
        defeats=tuple(f"{other}#n" for other in defeats.split()),
        yields_to=tuple(f"{other}#n" for other in yields_to.split()),
        preempts=preempts,
        spells=(Spell(date(2000, 1, 1)),),
    )
    applies_to = (US,) if place == EU else ()
    return InstrumentDraft(name, "statute", place, None, applies_to, binding, (draft,))


def judge(*norms: InstrumentDraft) -> tuple[str, set[str], dict[str, set[tuple[str, str]]]]:
    """The verdict, the norms that decide, and what set the others aside by which rule."""
    found: Decision = decide(
        Book(("agency_level",), norms).engine(), Request(FRESNO, "jail", "hold", ON)
    )
    aside = {
        short(r.norm): {(short(by.by), by.rule) for by in r.set_aside_by}
        for r in found.reasons
        if r.set_aside_by
    }
    return found.verdict, {short(r.norm) for r in found.because}, aside


def short(norm: str) -> str:
    return norm.removesuffix("#n")


def test_silence_permits() -> None:
    assert judge() == ("permitted", set(), {})


@pytest.mark.parametrize(
    ("modality", "verdict"),
    [("must_not", "prohibited"), ("must", "required"), ("may", "permitted")],
)
def test_a_norm_alone_decides(modality: str, verdict: str) -> None:
    assert judge(norm("a", modality)) == (verdict, {"a"}, {})


# ---- side by side, none higher ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "verdict", "deciding"),
    [
        ("must_not", "must", "conflict", {"a", "b"}),
        ("must_not", "may", "prohibited", {"a"}),
        ("must", "may", "required", {"a"}),
        ("must", "must", "required", {"a", "b"}),
        ("must_not", "must_not", "prohibited", {"a", "b"}),
        ("may", "may", "permitted", {"a", "b"}),
    ],
)
def test_equals_do_not_set_each_other_aside(
    one: str, other: str, verdict: str, deciding: set[str]
) -> None:
    assert judge(norm("a", one), norm("b", other)) == (verdict, deciding, {})


# ---- (c) a higher must or must_not -----------------------------------------------------------


@pytest.mark.parametrize(
    ("high", "low", "verdict", "deciding", "aside"),
    [
        ("must_not", "must", "prohibited", {"high"}, True),
        ("must_not", "may", "prohibited", {"high"}, True),
        ("must", "must_not", "required", {"high"}, True),
        ("must", "may", "required", {"high"}, False),
        ("may", "must_not", "prohibited", {"low"}, False),  # leave to act is no duty to act
        ("may", "must", "required", {"low"}, False),
    ],
)
@pytest.mark.parametrize("places", [(US, CA), (US, FRESNO), (CA, FRESNO), (EU, US)])
def test_higher_duties_set_the_contrary_aside(
    high: str, low: str, verdict: str, deciding: set[str], aside: bool, places: tuple[str, str]
) -> None:
    found = judge(norm("low", low, places[1]), norm("high", high, places[0]))
    assert found == (verdict, deciding, {"low": {("high", "higher")}} if aside else {})


# ---- (b) preemption --------------------------------------------------------------------------


def test_a_preempting_leave_sets_a_lower_prohibition_aside() -> None:
    found = judge(norm("high", "may", US, preempts="yes"), norm("low", "must_not", FRESNO))
    assert found == ("permitted", {"high"}, {"low": {("high", "preempts")}})


def test_preemption_does_nothing_between_equals_or_upward() -> None:
    equal = judge(norm("a", "may", preempts="yes"), norm("b", "must_not"))
    assert equal == ("prohibited", {"b"}, {})
    upward = judge(norm("low", "may", FRESNO, preempts="yes"), norm("high", "must_not", US))
    assert upward == ("prohibited", {"high"}, {"low": {("high", "higher")}})


# ---- (a) explicit relations ------------------------------------------------------------------


def test_defeats_and_yields_to_say_the_same_from_either_side() -> None:
    defeats = judge(norm("rule", "must_not"), norm("exception", "may", defeats="rule"))
    yields = judge(norm("rule", "must_not", yields_to="exception"), norm("exception", "may"))
    assert defeats == ("permitted", {"exception"}, {"rule": {("exception", "defeats")}})
    assert yields == ("permitted", {"exception"}, {"rule": {("exception", "yields_to")}})


def test_between_two_that_name_each_other_rank_is_not_asked() -> None:
    lower_wins = judge(norm("high", "must_not", US), norm("low", "may", FRESNO, defeats="high"))
    assert lower_wins == ("permitted", {"low"}, {"high": {("low", "defeats")}})
    gives_way = judge(norm("high", "must", US, yields_to="low"), norm("low", "must_not", FRESNO))
    assert gives_way == ("prohibited", {"low"}, {"high": {("low", "yields_to")}})


def test_a_norm_can_set_aside_one_that_is_not_contrary() -> None:
    found = judge(norm("old", "must_not", US), norm("new", "must_not", US, defeats="old"))
    assert found == ("prohibited", {"new"}, {"old": {("new", "defeats")}})


# ---- reinstatement and circles ---------------------------------------------------------------


def test_what_a_set_aside_norm_would_have_beaten_stands() -> None:
    found = judge(
        norm("first", "must_not"),
        norm("second", "may", defeats="first"),
        norm("third", "must_not", defeats="second"),
    )
    assert found == ("prohibited", {"first", "third"}, {"second": {("third", "defeats")}})


def test_a_long_chain_alternates() -> None:
    chain = [norm("n0", "must_not")] + [
        norm(f"n{i}", "may" if i % 2 else "must_not", defeats=f"n{i - 1}") for i in range(1, 6)
    ]
    verdict, deciding, aside = judge(*chain)
    assert (verdict, deciding) == ("permitted", {"n1", "n3", "n5"})
    assert aside.keys() == {"n0", "n2", "n4"}


def test_two_in_a_circle_both_stand() -> None:
    found = judge(norm("a", "must_not", defeats="b"), norm("b", "must", defeats="a"))
    assert found == ("conflict", {"a", "b"}, {})


def test_a_circle_of_three_all_stand_and_beat_nothing_outside() -> None:
    found = judge(
        norm("a", "may", defeats="b"),
        norm("b", "may", defeats="c"),
        norm("c", "may", defeats="a d"),
        norm("d", "must_not"),
    )
    assert found == ("prohibited", {"d"}, {})


def test_a_circle_that_something_outside_breaks() -> None:
    found = judge(
        norm("a", "must_not", defeats="b"),
        norm("b", "may", defeats="a"),
        norm("outside", "must", defeats="a"),
    )
    # Without `a`, `b` stands safely, and so it too sets `a` aside.
    assert found == ("required", {"outside"}, {"a": {("outside", "defeats"), ("b", "defeats")}})


def test_a_set_aside_duty_does_not_conflict() -> None:
    found = judge(
        norm("nation", "must", US), norm("state", "must_not", CA), norm("city", "may", FRESNO)
    )
    assert found == ("required", {"nation"}, {"state": {("nation", "higher")}})


# ---- disputed --------------------------------------------------------------------------------


@pytest.mark.parametrize(("high", "low"), [("may", "must_not"), ("must", "must_not"),
                                            ("must_not", "must"), ("must_not", "may")])  # fmt: skip
@pytest.mark.parametrize("place", [US, CA])
def test_a_disputed_norm_beside_its_contrary_is_a_conflict(high: str, low: str, place: str) -> None:
    found = judge(norm("disputed", high, US, preempts="disputed"), norm("other", low, place))
    assert found == ("conflict", {"disputed", "other"}, {})


def test_a_disputed_norm_is_itself_set_aside_by_a_higher_one() -> None:
    found = judge(norm("disputed", "may", CA, preempts="disputed"), norm("high", "must_not", US))
    assert found == ("prohibited", {"high"}, {"disputed": {("high", "higher")}})


def test_a_disputed_norm_alone_or_beside_its_like_is_as_any_other() -> None:
    assert judge(norm("a", "must", preempts="disputed")) == ("required", {"a"}, {})
    beside = judge(norm("a", "must", preempts="disputed"), norm("b", "may", FRESNO))
    assert beside == ("required", {"a"}, {})


def test_an_explicit_relation_ends_the_dispute() -> None:
    found = judge(
        norm("disputed", "may", US, preempts="disputed"),
        norm("low", "must_not", FRESNO, yields_to="disputed"),
    )
    assert found == ("permitted", {"disputed"}, {"low": {("disputed", "yields_to")}})


# ---- advisory --------------------------------------------------------------------------------


def test_advisory_norms_are_shown_and_decide_nothing() -> None:
    advice = norm("advice", "must_not", US, preempts="yes", defeats="law", binding=False)
    verdict, deciding, aside = judge(advice, norm("law", "must", FRESNO))
    assert (verdict, deciding, aside) == ("required", {"law"}, {})
    engine = Book(("agency_level",), (advice,)).engine()
    alone = decide(engine, Request(FRESNO, "jail", "hold", ON))
    assert [(r.norm, r.holds, r.stands, r.decides) for r in alone.reasons] == [
        ("advice#n", True, False, False)
    ]
    assert (alone.verdict, alone.basis) == ("permitted", "silence")
