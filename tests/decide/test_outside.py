"""What an answer rests on, in words: the rule that does not apply and what takes it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from safehavens import Corpus, Decision
from tests.docs.test_rules import CHICAGO, COOK, ILLINOIS, US, instrument, norm, ruling
from tests.docs.test_rules import law as law  # the fixture

Load = Callable[..., Corpus]

JUDGES = norm("judges", "must_not", when="warrant <> 'judicial'")


def ask(corpus: Corpus, place: str = CHICAGO, **facts: Any) -> Decision:
    return corpus.ask(place, "hold", who="jail", on="2024-05-01", **facts)


def test_the_fact_that_takes_a_rule_out_is_named(law: Load) -> None:
    corpus = law(instrument("us/il/act", ILLINOIS, JUDGES))
    found = ask(corpus, warrant="judicial")
    (outside,) = found.outside
    assert (found.verdict, found.basis) == ("permitted", "outside")
    assert (outside.norm, outside.facts) == ("us/il/act#judges", {"warrant": "judicial"})
    assert "us/il/act, § 1 does not apply, because the warrant is judicial." in found.summary
    assert " may " not in found.summary.replace("may apply", "")
    assert ask(corpus, warrant="none").outside == ()


def test_where_no_single_fact_takes_a_rule_out_all_are_named(law: Load) -> None:
    rule = norm("both", "must", when="minor OR victim_or_witness OR resident")
    found = ask(law(instrument("us/act", US, rule)), minor=False, victim_or_witness=False,
                resident=False)  # fmt: skip
    (outside,) = found.outside
    assert outside.facts == {"minor": False, "victim_or_witness": False, "resident": False}


def test_of_facts_that_would_each_do_the_one_that_was_given_is_named(law: Load) -> None:
    rule = norm("late", "must_not", when="minor", unless="court_order OR warrant = 'judicial'")
    (outside,) = ask(law(instrument("us/act", US, rule)), warrant="judicial").outside
    assert outside.facts == {"warrant": "judicial"}  # not: and because the person is an adult


def test_only_the_facts_without_which_it_might_hold_are_named(law: Load) -> None:
    rule = norm("both", "must", when="minor AND (victim_or_witness OR resident)")
    found = ask(law(instrument("us/act", US, rule)), minor=False, victim_or_witness=True)
    (outside,) = found.outside
    assert outside.facts == {"minor": False}


def test_no_value_of_a_private_fact_is_told(law: Load) -> None:
    rule = norm("status", "must", when="NOT daca AND warrant = 'judicial'")
    found = ask(law(instrument("us/act", US, rule)), daca=True, warrant="judicial")
    (outside,) = found.outside
    assert (outside.facts, outside.private) == ({}, ("daca",))
    assert "what was said of the person's own status takes it out" in found.summary
    assert "deferred action" not in found.summary


def test_the_most_local_rule_comes_first_and_of_these_what_was_given(law: Load) -> None:
    presumed = norm("aaa", "must", when="minor")  # presumed false
    corpus = law(
        instrument("us/act", US, JUDGES),
        instrument("us/il/act", ILLINOIS, presumed, JUDGES),
    )
    found = ask(corpus, warrant="judicial")
    assert [outside.norm for outside in found.outside] == [
        "us/il/act#judges", "us/il/act#aaa", "us/act#judges",
    ]  # fmt: skip


def test_a_ruling_that_stopped_a_rule_is_named(law: Load) -> None:
    stopped = ruling("us/courts/case", {"norm": "us/act#judges", "effect": "enjoined",
                                        "from": "2010-01-01"})  # fmt: skip
    found = ask(law(instrument("us/act", US, JUDGES), stopped), warrant="none")
    (outside,) = found.outside
    assert outside.ruling is not None
    assert outside.ruling.ruling == "us/courts/case"
    assert "a court ruling suspends it (us/courts/case, 1 F.4th 1)" in found.summary


def test_norms_that_only_say_what_is_not_required_are_not_outside(law: Load) -> None:
    corpus = law(
        instrument("us/act", US, norm("free", "may", grants="no_duty")),
        instrument("us/il/act", ILLINOIS, JUDGES),
    )
    found = ask(corpus, warrant="judicial")
    assert [outside.norm for outside in found.outside] == ["us/il/act#judges"]
    assert "Federal law does not require this." in found.summary
    assert "No state or local rule was found" not in found.summary


@pytest.mark.parametrize(
    ("issuer", "place", "said"),
    [
        (US, CHICAGO, "Federal law does not require this. No state or local rule was found. "
         "Whether state law gives the power to do it is a separate question."),
        (US, US, "Federal law does not require this. No other rule was found. "),
        (ILLINOIS, CHICAGO, "State law does not require this. No other rule was found. "),
        (COOK, COOK, "The law found here does not require this. No other rule was found. "),
        ("ocd-division/country:de", "ocd-division/country:de/state:be",
         "National law does not require this. No other rule was found. "),
    ],
)  # fmt: skip
def test_no_duty_is_said_of_the_level_whose_law_it_is(
    law: Load, issuer: str, place: str, said: str
) -> None:
    corpus = law(instrument("act", issuer, norm("free", "may", grants="no_duty")))
    found = ask(corpus, place)
    assert (found.verdict, found.basis) == ("permitted", "no_duty")
    assert said in found.summary
    assert " may " not in found.summary


def test_federal_and_state_law_are_named_together(law: Load) -> None:
    free = norm("free", "may", grants="no_duty")
    found = ask(law(instrument("us/act", US, free), instrument("us/il/act", ILLINOIS, free)))
    assert "Neither federal nor state law requires this. No other rule" in found.summary


def test_silence_is_no_permission(law: Load) -> None:
    corpus = law(instrument("us/act", US, JUDGES))
    found = corpus.ask(CHICAGO, "transfer", who="jail", on="2024-05-01")
    assert (found.verdict, found.basis, found.outside) == ("permitted", "silence", ())
    assert "No rule in the corpus covers this. This is not permission" in found.summary
    assert "the agency that runs the local jail may" not in found.summary


def test_where_even_no_duty_is_not_sure_no_rule_is_said_to_decide(law: Load) -> None:
    free = norm("free", "may", grants="no_duty", when="warrant <> 'judicial'")
    found = ask(law(instrument("us/act", US, free)), warrant=None)
    assert (found.verdict, found.basis) == ("permitted", "silence")
    assert "at most, one says that its law does not require it" in found.summary


NOT_A_REQUEST = "A judge's warrant or a court order is not a request: obey it, or ask counsel."


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"warrant": "judicial"}, True),
        ({"court_order": True}, True),
        ({"warrant": "administrative"}, False),
        ({"court_order": False}, False),
        ({"warrant": None}, False),
        ({}, False),
    ],
)
def test_a_judges_warrant_is_no_request(law: Load, facts: dict[str, Any], said: bool) -> None:
    corpus = law(instrument("us/act", US, norm("any", "must_not"), JUDGES))
    found = ask(corpus, **facts)
    assert found.not_a_request is said
    assert (NOT_A_REQUEST in found.summary) is said


def test_a_warrant_that_no_norm_on_the_action_asks_for_is_nothing_to_obey(law: Load) -> None:
    school = norm("school", "must", who=["school"], action="provide_k12")
    corpus = law(instrument("us/act", US, school, JUDGES))
    found = corpus.ask(CHICAGO, "provide_k12", who="school", on="2024-05-01", warrant="judicial")
    assert found.not_a_request is False


def test_each_outcome_has_its_own_basis(law: Load) -> None:
    power = norm("power", "may", when="warrant = 'judicial'")
    by_order = norm("order", "must_not", when="warrant = 'none'")
    found = ask(law(instrument("us/act", US, power, by_order)), warrant=None)
    (question,) = found.questions
    assert question.leads_to == {
        "none": ("prohibited",), "administrative": ("permitted",), "judicial": ("permitted",),
    }  # fmt: skip
    assert question.bases == {"administrative": "outside", "judicial": "power"}
    assert found.bases == {"prohibited": "rule", "permitted": "outside"}


def test_what_another_value_of_a_presumption_would_rest_on(law: Load) -> None:
    rules = (norm("grown", "must_not", when="NOT minor"), norm("young", "may", when="minor"))
    found = ask(law(instrument("us/act", US, *rules)))
    (presumed,) = found.presumed
    assert (presumed.otherwise, presumed.bases) == ({"true": "permitted"}, {"true": "power"})


def test_history_tells_when_a_rule_that_does_not_apply_came(law: Load) -> None:
    later = instrument("us/act", US, JUDGES, in_force=[{"from": "2010-01-01"}])
    corpus = law(later)
    spells = corpus.history(CHICAGO, "hold", who="jail", warrant="judicial")
    found = [(str(s.start), s.verdict, s.basis) for s in spells]
    assert found == [("None", "permitted", "silence"), ("2010-01-01", "permitted", "outside")]


def test_the_law_of_a_place_names_the_rules_that_do_not_decide(law: Load) -> None:
    minors = norm("minors", "must_not", when="minor")  # presumed false
    corpus = law(instrument("us/act", US, minors))
    views = [v for v in corpus.overview(CHICAGO, "2024-05-01").actions if v.action == "hold"]
    by_who = {who: view for view in views for who in view.who}
    assert (by_who["jail"].basis, by_who["jail"].outside) == ("outside", ("us/act#minors",))
    assert (by_who["school"].basis, by_who["school"].outside) == ("silence", ())
