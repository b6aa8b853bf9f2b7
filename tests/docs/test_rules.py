"""docs/semantics.md's rules on the smallest law that shows each: one test a rule.

The page's own examples come from the shipped corpus, which may change; these do not.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from safehavens import BadRequest, Corpus, Decision

US = "ocd-division/country:us"
ILLINOIS = f"{US}/state:il"
COOK = f"{ILLINOIS}/county:cook"
CHICAGO = f"{ILLINOIS}/place:chicago"
ALWAYS = [{"from": "2000-01-01"}]
READ = {"url": "https://example.org/act", "seen": "copy", "checked": "2020-01-01"}

Law = dict[str, Any]


def norm(id: str, modality: str, **more: Any) -> Law:
    return {
        "id": id, "cite": "§ 1", "says": "A rule.", "who": ["jail"], "action": "hold",
        "modality": modality, "confidence": "high",
        **({"grants": "power"} if modality == "may" else {}), **more,
    }  # fmt: skip


def instrument(id: str, issuer: str, *norms: Law, kind: str = "statute", **more: Any) -> Law:
    return {
        "id": id, "title": id, "kind": kind, "issuer": issuer, "citation": "Act 1",
        "in_force": ALWAYS, "sources": [READ], "norms": list(norms), **more,
    }  # fmt: skip


def ruling(id: str, *effects: Law) -> Law:
    return {
        "id": id, "title": id, "citation": "1 F.4th 1", "court": "ca7", "decided": "2010-01-01",
        "issue": "preemption", "held": "It was held.", "effects": list(effects),
        "outcome_for_haven": "won", "sources": [{"seen": "recalled"}],
    }  # fmt: skip


@pytest.fixture
def law(tmp_path: Path) -> Callable[..., Corpus]:
    """A corpus of just these files, with the shipped vocabulary."""

    def load(*files: Law) -> Corpus:
        for file in files:
            path = tmp_path / f"{file['id']}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(file), "utf-8")  # JSON is YAML
        return Corpus.load(tmp_path)

    return load


def ask(corpus: Corpus, place: str = CHICAGO, on: str = "2020-01-01", **facts: Any) -> Decision:
    action, who = facts.pop("action", "hold"), facts.pop("who", "jail")
    return corpus.ask(place, action, who=who, on=on, **facts)


def decides(decision: Decision) -> list[str]:
    return [reason.norm for reason in decision.because]


def set_aside(decision: Decision) -> dict[str, list[tuple[str, str]]]:
    return {
        reason.norm: [(by.by, by.rule) for by in reason.set_aside_by]
        for reason in decision.reasons
        if reason.set_aside_by
    }


def test_reach(law: Callable[..., Corpus]) -> None:
    corpus = law(
        instrument("il", ILLINOIS, norm("a", "must", action="transfer")),
        instrument("cook", COOK, norm("b", "must_not"), kind="ordinance"),
        instrument("two", US, norm("c", "must", action="allow_interview"), applies_to=[COOK]),
        instrument("any", US, norm("d", "must", who=["any_agency"], except_who=["school"])),
    )
    for place in (ILLINOIS, COOK, CHICAGO):
        assert ask(corpus, place, action="transfer").verdict == "required"
    assert ask(corpus, f"{US}/state:tx", action="transfer").verdict == "permitted"
    assert decides(ask(corpus, COOK, action="allow_interview")) == ["two#c"]
    assert ask(corpus, CHICAGO, action="allow_interview").basis == "silence"
    assert "cook#b" not in [reason.norm for reason in ask(corpus, CHICAGO).reasons]
    assert ask(corpus, who="library").verdict == "required"
    for kind in ("school", "legislature", "employer", "landlord", "funder", "federal_immigration"):
        assert ask(corpus, who=kind).basis == "silence"


def test_spells(law: Callable[..., Corpus]) -> None:
    spells = [{"from": "2001-01-01", "to": "2002-01-01"}, {"from": "2003-01-01"}]
    corpus = law(instrument("il", ILLINOIS, norm("a", "must", in_force=spells)))
    found = {
        on: ask(corpus, on=on).verdict
        for on in ("2000-12-31", "2001-01-01", "2001-12-31", "2002-01-01", "2003-01-01")
    }
    assert list(found.values()) == ["permitted", "required", "required", "permitted", "required"]


def test_rulings(law: Callable[..., Corpus]) -> None:
    def effect(kind: str, start: str, **more: Any) -> Law:
        return {"norm": "il#a", "effect": kind, "from": start, **more}

    corpus = law(
        instrument("il", ILLINOIS, norm("a", "must")),
        ruling("first", effect("enjoined", "2010-01-01", to="2012-01-01")),
        ruling("second", effect("revived", "2011-01-01"), effect("narrowed", "2011-01-01")),
        ruling("third", effect("struck", "2014-01-01")),
        ruling("fourth", effect("revived", "2014-01-01", to="2015-01-01")),
        ruling("fifth", effect("upheld", "2014-01-01")),
    )
    spells = corpus.history(CHICAGO, "hold", who="jail")
    assert [(spell.start and spell.start.year, spell.verdict) for spell in spells] == [
        (None, "permitted"), (2000, "required"), (2010, "permitted"), (2011, "required"),
        (2015, "permitted"),
    ]  # fmt: skip
    out = ask(corpus, on="2010-06-01").reasons[0].considered.taken_out
    assert out is not None
    assert out.effect == "enjoined"


def test_scope_of_rulings(law: Callable[..., Corpus]) -> None:
    def scoped(**scope: list[str]) -> Law:
        return {"norm": "us#a", "effect": "enjoined", "from": "2010-01-01", "scope": scope}

    files = instrument("us", US, norm("a", "must"))
    for scope, reached in (
        ({"places": [COOK]}, [COOK]),
        ({"courts": ["ca7"]}, [COOK, CHICAGO, f"{US}/state:wi"]),
        ({"courts": ["ilnd"]}, [COOK, CHICAGO]),
        ({"courts": ["ca7"], "places": [CHICAGO]}, [CHICAGO]),
        ({"parties": [CHICAGO, "the mayor"]}, [CHICAGO]),
        ({"parties": ["the mayor"]}, []),
    ):
        corpus = law(files, ruling("ruling", scoped(**scope)))
        for place in (COOK, CHICAGO, f"{US}/state:wi", f"{US}/state:tx"):
            expected = "permitted" if place in reached else "required"
            assert ask(corpus, place).verdict == expected, (scope, place)
    beside = ask(corpus).reasons[0].considered
    assert beside.taken_out is None
    assert not beside.rulings[0].reaches


FACTS = {
    "robbery": {"type": "bool", "implies": "crime", "ask": "Robbery?"},
    "crime": {"type": "bool", "ask": "Crime?"},
    "usual": {"type": "bool", "presume": False, "ask": "The usual case?"},
    "odd": {"type": "bool", "presume": False, "implies": "NOT usual", "ask": "The odd case?"},
    "status": {"type": "bool", "private": True, "ask": "Status?"},
}


def test_facts(law: Callable[..., Corpus]) -> None:
    condition = "(crime OR robbery) AND NOT usual AND NOT odd AND (status OR NOT status)"
    corpus = law(instrument("il", ILLINOIS, norm("a", "must", when=condition), facts=FACTS))
    given = ask(corpus, robbery=True, status=True)
    assert given.verdict == "required"
    assert given.given == {"robbery": True}
    assert given.private == ("status",)
    assert given.implied == {"crime": True}
    assert {p.fact: p.otherwise for p in given.presumed} == {
        "odd": {"true": "permitted"}, "usual": {"true": "permitted"},
    }  # fmt: skip
    assert ask(corpus, crime=True, usual=None).verdict == "depends"
    assert ask(corpus, crime=True).verdict == "required"
    assert ask(corpus).verdict == "depends"
    with pytest.raises(BadRequest, match="robbery=true contradicts crime=false"):
        ask(corpus, robbery=True, crime=False)
    assert ask(corpus, robbery=None, crime=False).implied == {"robbery": False}


def test_truth(law: Callable[..., Corpus]) -> None:
    facts = {name: {"type": "bool", "ask": "?"} for name in "pqr"}
    rule = norm("a", "must", when="p AND q", unless="r")
    corpus = law(instrument("il", ILLINOIS, rule, facts=facts))
    for p, q, r, expected in (
        (True, True, False, True), (True, True, True, False), (True, True, None, None),
        (True, None, False, None), (False, None, None, False), (None, None, True, False),
    ):  # fmt: skip
        assert ask(corpus, p=p, q=q, r=r).reasons[0].holds is expected


def test_explicit_relations(law: Callable[..., Corpus]) -> None:
    corpus = law(
        instrument("us", US, norm("ban", "must_not", preempts=True)),
        instrument("il", ILLINOIS, norm("duty", "must", defeats=["us#ban"])),
    )
    found = ask(corpus)
    assert found.verdict == "required"
    assert set_aside(found) == {"us#ban": [("il#duty", "defeats")]}
    corpus = law(
        instrument("us", US, norm("ban", "must_not", yields_to=["il#duty"])),
        instrument("il", ILLINOIS, norm("duty", "must")),
    )
    assert set_aside(ask(corpus)) == {"us#ban": [("il#duty", "yields_to")]}


def test_preempts(law: Callable[..., Corpus]) -> None:
    lower = instrument("il", ILLINOIS, norm("ban", "must_not"))
    corpus = law(instrument("us", US, norm("leave", "may", preempts=True)), lower)
    assert set_aside(ask(corpus)) == {"il#ban": [("us#leave", "preempts")]}
    assert ask(corpus).verdict == "permitted"
    corpus = law(
        instrument("us", US, norm("leave", "may")),
        instrument("il", ILLINOIS, norm("ban", "must_not", preempts=True)),
    )
    assert set_aside(ask(corpus)) == {}  # nothing rises against a higher place
    assert ask(corpus).verdict == "prohibited"


@pytest.mark.parametrize(
    ("above", "below"), [("must", "must_not"), ("must_not", "must"), ("must_not", "may")]
)
def test_higher_duty(law: Callable[..., Corpus], above: str, below: str) -> None:
    corpus = law(
        instrument("us", US, norm("a", above)), instrument("il", ILLINOIS, norm("b", below))
    )
    assert set_aside(ask(corpus)) == {"il#b": [("us#a", "higher")]}
    assert decides(ask(corpus)) == ["us#a"]


@pytest.mark.parametrize(
    ("below", "verdict"), [("must_not", "prohibited"), ("must", "required"), ("may", "permitted")]
)
def test_higher_leave(law: Callable[..., Corpus], below: str, verdict: str) -> None:
    corpus = law(
        instrument("us", US, norm("a", "may")), instrument("il", ILLINOIS, norm("b", below))
    )
    assert ask(corpus).verdict == verdict
    assert set_aside(ask(corpus)) == {}


def test_disputed(law: Callable[..., Corpus]) -> None:
    def with_state(modality: str, **more: Any) -> Decision:
        return ask(law(disputed, instrument("il", ILLINOIS, norm("b", modality, **more))))

    disputed = instrument("us", US, norm("a", "may", preempts="disputed"))
    assert with_state("must_not").verdict == "conflict"
    assert with_state("must").verdict == "required"  # not contrary
    assert with_state("must_not", yields_to=["us#a"]).verdict == "permitted"  # settled expressly
    disputed = instrument("us", US, norm("a", "may"))
    assert with_state("must_not", preempts="disputed").verdict == "prohibited"  # the lower one's


def test_advisory(law: Callable[..., Corpus]) -> None:
    corpus = law(
        instrument(
            "us", US, norm("a", "must_not", preempts=True, defeats=["il#b"]), force="advisory"
        ),
        instrument("il", ILLINOIS, norm("b", "must")),
    )
    found = ask(corpus)
    assert decides(found) == ["il#b"]
    assert set_aside(found) == {}
    assert [(r.norm, r.holds) for r in found.reasons if not r.stands] == [("us#a", True)]


def test_chain(law: Callable[..., Corpus]) -> None:
    corpus = law(
        instrument(
            "il", ILLINOIS,
            norm("ban", "must_not"),
            norm("leave", "may", defeats=["il#ban"]),
            norm("withdrawal", "must_not", when="minor", defeats=["il#leave"]),
        )
    )  # fmt: skip
    assert ask(corpus).verdict == "permitted"
    assert decides(ask(corpus, minor=True)) == ["il#ban", "il#withdrawal"]


def test_circle(law: Callable[..., Corpus]) -> None:
    corpus = law(
        instrument(
            "il", ILLINOIS,
            norm("a", "must", defeats=["il#b"]),
            norm("b", "must_not", defeats=["il#c"]),
            norm("c", "may", defeats=["il#a"]),
        )
    )  # fmt: skip
    found = ask(corpus)
    assert found.verdict == "conflict"
    assert set_aside(found) == {}
    assert all(reason.stands for reason in found.reasons)


@pytest.mark.parametrize(
    ("norms", "verdict"),
    [
        ([], "permitted"),
        (["may"], "permitted"),
        (["may", "must"], "required"),
        (["may", "must_not"], "prohibited"),
        (["may", "must", "must_not"], "conflict"),
    ],
)
def test_order_of_verdicts(law: Callable[..., Corpus], norms: list[str], verdict: str) -> None:
    others = [norm(f"n{i}", modality) for i, modality in enumerate(norms)]
    found = ask(law(instrument("il", ILLINOIS, norm("x", "must", when="minor"), *others)))
    assert found.verdict == verdict
    assert found.basis == ("rule" if verdict != "permitted" else "power" if norms else "outside")


def test_depends_is_exact(law: Callable[..., Corpus]) -> None:
    corpus = law(
        instrument(
            "il", ILLINOIS,
            norm("young", "must", when="age < 19"),
            norm("old", "must", when="age >= 19"),
            norm("never", "must_not", when="convicted_violent_felony AND NOT convicted_felony"),
        )
    )  # fmt: skip
    found = ask(corpus)
    assert (found.verdict, found.possible, found.questions) == ("required", ("required",), ())


def test_questions(law: Callable[..., Corpus]) -> None:
    facts = {name: {"type": "bool", "ask": f"{name}?"} for name in ("alone", "both", "too", "idle")}
    condition = "alone OR (both AND too) OR (idle AND NOT idle)"
    corpus = law(instrument("il", ILLINOIS, norm("a", "must", when=condition), facts=facts))
    found = ask(corpus)
    assert [question.fact for question in found.questions] == ["alone", "both", "too"]
    assert found.questions[0].leads_to == {
        "false": ("required", "permitted"), "true": ("required",),
    }  # fmt: skip


def test_confidence(law: Callable[..., Corpus]) -> None:
    corpus = law(
        instrument(
            "il", ILLINOIS,
            norm("a", "may", confidence="high"),
            norm("b", "must_not", confidence="low"),
            norm("c", "may", confidence="medium", defeats=["il#b"]),
            norm("d", "must", confidence="low", when="minor"),
        )
    )  # fmt: skip
    assert ask(corpus).confidence == "medium"  # a, c decide; b, d are off the path
    assert ask(corpus, action="transfer").confidence is None
    silent = instrument("il", ILLINOIS, norm("d", "must", confidence="low", when="minor"))
    assert ask(law(silent)).confidence == "low"


@pytest.mark.parametrize(
    ("seen", "confidence", "not_read"),
    [
        ("official", "high", ()),
        ("copy", "high", ()),
        ("described", "medium", ("il#a",)),
        ("recalled", "low", ("il#a",)),
    ],
)
def test_a_text_that_was_not_read(
    law: Callable[..., Corpus], seen: str, confidence: str, not_read: tuple[str, ...]
) -> None:
    described = {**READ, "seen": "described"}
    sources = [{**READ, "seen": "recalled"}, *([described] * (seen != "recalled")),
               {**READ, "seen": seen}]  # fmt: skip
    found = ask(law(instrument("il", ILLINOIS, norm("a", "must"), sources=sources)))
    assert (found.confidence, found.seen, found.not_read) == (confidence, seen, not_read)
    assert found.because[0].considered.citation.seen == seen


def test_duties(law: Callable[..., Corpus]) -> None:
    corpus = law(
        instrument(
            "il", ILLINOIS,
            norm("hold", "must_not"),
            norm("tell", "must", action="inform_person"),
            norm("report", "must", action="report_requests", when="convicted_felony"),
            norm("no", "must", action="inform_person", when="minor"),
        )
    )  # fmt: skip
    found = [(duty.citation.norm, duty.certain) for duty in ask(corpus).duties]
    assert found == [("il#tell", True), ("il#report", False)]
    assert ask(corpus, action="provide_shelter").duties == ()


def test_what_comes_next(law: Callable[..., Corpus]) -> None:
    month = [{"from": "2021-06"}]
    corpus = law(
        instrument(
            "il", ILLINOIS,
            norm("until", "must_not", in_force=[{"from": "2000-01-01", "to": "2021-02-01"}]),
            norm("same", "must_not", in_force=[{"from": "2020-06-01", "to": "2021-02-01"}]),
            norm("later", "must", in_force=month),
        )
    )  # fmt: skip
    lifted = ask(corpus).next  # another reason, from 2020-06-01 on, is no other answer
    assert lifted is not None
    assert (lifted.on, lifted.earliest) == (date(2021, 2, 1), None)
    assert (lifted.verdict, lifted.basis, lifted.citation) == ("permitted", "silence", None)
    ordered = ask(corpus, on="2021-03-01").next
    assert ordered is not None
    assert (ordered.verdict, ordered.on) == ("required", date(2021, 6, 30))
    assert ordered.earliest == date(2021, 6, 1)
    assert ordered.citation is not None
    assert ordered.citation.norm == "il#later"
    already = ask(corpus, on="2021-06-10").next
    assert already is not None
    assert (already.on, already.earliest) == (date(2021, 6, 30), date(2021, 6, 10))
    assert ask(corpus, on="2021-07-01").next is None


def test_see_also(law: Callable[..., Corpus]) -> None:
    corpus = law(
        instrument(
            "il", ILLINOIS,
            norm("hold", "must_not"),
            norm("notify", "must", action="notify_release", when="minor"),
            norm("transfer", "may", action="transfer", grants="no_duty"),
            norm("spend", "must_not", action="use_resources"),
            norm("far", "must_not", action="provide_shelter"),
        )
    )  # fmt: skip

    def near(**facts: object) -> list[tuple[str, str, str]]:
        found = ask(corpus, **facts).see_also
        return [(one.action, one.verdict, one.citation.norm) for one in found]

    spend = ("use_resources", "prohibited", "il#spend")
    assert near() == [spend]  # nobody is presumed to be a minor, and no duty is no rule
    assert near(minor=True) == [("notify_release", "required", "il#notify"), spend]
    assert near(minor=None) == [spend, ("notify_release", "depends", "il#notify")]


def test_consolidated(law: Callable[..., Corpus]) -> None:
    county, city = (f"{US}/state:ca/{kind}:san_francisco" for kind in ("county", "place"))
    corpus = law(instrument("sf", county, norm("a", "must_not"), kind="ordinance"))
    assert {ask(corpus, place).place for place in (county, city, "06075")} == {city}
    assert ask(corpus, city).verdict == "prohibited"
    assert ask(corpus, city).note is None
    assert "one government" in (ask(corpus, county).note or "")


def test_agency_level(law: Callable[..., Corpus]) -> None:
    rule = norm("a", "must", when="agency_level IN ('county', 'state')")
    corpus = law(instrument("us", US, rule))
    found = {place: ask(corpus, place).verdict for place in (US, ILLINOIS, COOK, CHICAGO)}
    assert list(found.values()) == ["permitted", "required", "required", "permitted"]
    with pytest.raises(BadRequest, match="read off the place"):
        ask(corpus, agency_level="county")


def test_a_date_is_the_law_of_that_day(law: Callable[..., Corpus]) -> None:
    corpus = law(instrument("il", ILLINOIS, norm("a", "must")))
    assert ask(corpus).on == date(2020, 1, 1)
    assert (ask(corpus).law_since, ask(corpus).law_until) == (date(2000, 1, 1), None)
