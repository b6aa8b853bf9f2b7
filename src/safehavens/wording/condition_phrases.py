"""Conditions in the voice of the person who asks: what stands after *if*."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from safehavens.corpus.model import Fact, FactValue
from safehavens.logic.classes import Span
from safehavens.wording.answers import describe_value
from safehavens.wording.labels import N_, YES_NO
from safehavens.wording.languages import Language

ENGLISH_BEGINS: Final = "\x02"
ENGLISH_ENDS: Final = "\x03"
"""Around words that have no translation, for pages to mark; `strip_marks` takes them out."""

_YES: Final[Mapping[str, str]] = {
    "came_to_ed": N_("you come to the emergency department and ask for care"),
    "court_order": N_("a court orders it"),
    "daca": N_("you have DACA"),
    "emergency_condition": N_("it is a medical emergency (labor and delivery included)"),
    "hs_graduate_in_state": N_("the student graduated, or earned an equivalent diploma, in the "
                               "state"),
    "identity_proved": N_("you have proved your identity with papers that the program accepts"),
    "income_eligible": N_("your household meets the income limit"),
    "lawful_presence": N_("you can show that you are lawfully present"),
    "lives_in_school_area": N_("your child lives in the area that the school serves"),
    "medicaid_status_hr1": N_("you are a U.S. citizen or national, a lawful permanent resident, a "
                              "Cuban or Haitian entrant, or a migrant under a Compact of Free "
                              "Association"),
    "medicare_hospital_with_ed": N_("the hospital takes part in Medicare and has an emergency "
                                    "department"),
    "meets_other_medicaid_rules": N_("you meet the state’s Medicaid rules but for immigration "
                                     "status"),
    "mixed_household": N_("at least one member of your household is eligible"),
    "otherwise_eligible": N_("you meet every other rule of the program"),
    "qualifications_met": N_("you meet every other requirement of the occupation"),
    "qualified_alien": N_("you are a U.S. citizen, a national or a “qualified alien” (8 U.S.C. "
                          "§ 1641)"),
    "removability_probable_cause": N_("the papers show probable cause that you can be removed"),
    "resident": N_("you live here"),
    "status_affidavit": N_("the student has filed the affidavit that the law asks for, or it asks "
                           "for none"),
    "victim_or_witness": N_("you are a victim of or witness to a crime"),
    "work_authorized": N_("you are authorized to work in the United States"),
}  # fmt: skip
_NO: Final[Mapping[str, str]] = {
    "citizens_equally_eligible": N_("U.S. citizens cannot get the same benefit wherever they live"),
    "court_order": N_("no court orders it"),
    "daca": N_("you do not have DACA"),
    "emergency_condition": N_("it is not a medical emergency"),
    "federal_request": N_("no federal immigration officer asks for the arrest or directs it"),
    "hs_graduate_in_state": N_("the student did not graduate, or earn an equivalent diploma, in "
                               "the state"),
    "identity_needed": N_("the service needs no proof of identity or residence"),
    "identity_proved": N_("you have not proved your identity with papers that the program accepts"),
    "income_eligible": N_("your household does not meet the income limit"),
    "intent_to_conceal": N_("it is not meant to hide you from immigration officers"),
    "lawful_presence": N_("you cannot show that you are lawfully present"),
    "lives_in_school_area": N_("your child does not live in the area that the school serves"),
    "medicaid_status_hr1": N_("you are not a U.S. citizen or national, a lawful permanent "
                              "resident, a Cuban or Haitian entrant, or a migrant under a Compact "
                              "of Free Association"),
    "meets_other_medicaid_rules": N_("you do not meet the state’s Medicaid rules even apart from "
                                     "immigration status"),
    "mixed_household": N_("no member of your household is eligible"),
    "needed_for_benefit": N_("your status is not needed to decide on a benefit that you ask for"),
    "needed_for_criminal_investigation": N_("it is not needed for a criminal investigation"),
    "nonimmigrant_or_parolee": N_("you are not in valid nonimmigrant status, and were not paroled "
                                  "in for less than a year"),
    "organ_transplant": N_("it is not an organ transplant"),
    "pregnant_or_postpartum": N_("you are not pregnant, and not in the covered time after a "
                                 "pregnancy"),
    "publicly_available": N_("the information is not public already"),
    "qualifications_met": N_("you do not meet every other requirement of the occupation"),
    "qualified_alien": N_("you are not a U.S. citizen, a national or a “qualified alien” (8 U.S.C. "
                          "§ 1641)"),
    "reentry_felon_confirmed": N_("the Department of Homeland Security has not confirmed that you "
                                  "are a felon who came back after removal"),
    "required_by_law": N_("no other law and no lawful order says otherwise"),
    "resident": N_("you do not live here"),
    "status_affidavit": N_("the student has not filed the affidavit that the law asks for"),
    "stop_prolonged": N_("the stop is not made longer only to look into immigration status"),
    "usda_commodity_food": N_("it is not food from a federal commodity program, such as a food "
                              "bank’s"),
    "victim_or_witness": N_("you are neither a victim of nor a witness to a crime"),
}  # fmt: skip
_AGREED: Final = frozenset({"287g_jail", "287g_warrant_service", "287g_task_force"})
_CHARGED: Final = frozenset({"misdemeanor", "felony", "serious_felony", "violent_felony"})
_ONE_OF: Final[Mapping[tuple[str, frozenset[str]], str]] = {
    ("agreement", frozenset({"none"})): N_("officers have no 287(g) agreement"),
    ("agreement", frozenset({"none", "detention_contract"})): N_(
        "the officers do not act under a 287(g) agreement"
    ),
    ("agreement", _AGREED): N_("the officers act under a 287(g) agreement"),
    ("agreement", frozenset({"287g_task_force"})): N_(
        "the officers act under a 287(g) agreement of the task force model"
    ),
    ("agreement", frozenset({"287g_warrant_service"})): N_(
        "the officers act under a 287(g) agreement of the warrant service model"
    ),
    ("agreement", frozenset({"287g_jail", "287g_warrant_service"})): N_(
        "the officers act under a 287(g) agreement of the jail or the warrant service model"
    ),
    ("agreement", frozenset({"none", "287g_jail", "287g_warrant_service", "detention_contract"})):
        N_("the officers do not act under a 287(g) agreement of the task force model"),
    ("benefit_source", frozenset({"federal"})): N_("federal money pays for it"),
    ("benefit_source", frozenset({"private"})): N_("private money pays for it"),
    ("benefit_source", frozenset({"federal", "private"})): N_(
        "federal or private money pays for it"
    ),
    ("benefit_source", frozenset({"federal", "state"})): N_("federal or state money pays for it"),
    ("benefit_source", frozenset({"state", "local"})): N_("state or local money pays for it"),
    ("benefit_source", frozenset({"federal", "state", "local"})): N_("public money pays for it"),
    ("charged_with", frozenset({"none"})): N_("no criminal charge is pending against you"),
    ("charged_with", _CHARGED): N_("a criminal charge is pending against you"),
    ("charged_with", frozenset({"none", "misdemeanor"})): N_(
        "no charge of a felony is pending against you"
    ),
    ("location", frozenset({"jail"})): N_("you are in jail"),
    ("location", frozenset({"school"})): N_("you are at a school"),
    ("ownership", frozenset({"public"})): N_("the institution is public"),
    ("ownership", frozenset({"private"})): N_("the institution is private"),
    ("purpose", frozenset({"civil_immigration"})): N_("it is about civil immigration enforcement"),
    ("tuition_basis", frozenset({"residence"})): N_("the tuition rule goes by residence"),
    ("warrant", frozenset({"none"})): N_("there is no warrant"),
    ("warrant", frozenset({"administrative"})): N_("an immigration officer has signed a warrant"),
    ("warrant", frozenset({"none", "administrative"})): N_("no judge has signed a warrant"),
    ("warrant", frozenset({"administrative", "judicial"})): N_("there is a warrant"),
}  # fmt: skip
_NOT_ONE_OF: Final[Mapping[tuple[str, frozenset[str]], str]] = {
    ("location", frozenset({"jail"})): N_("you are not in jail"),
}
_AMONG: Final[Mapping[str, tuple[str, str]]] = {
    "benefit_kind": (N_("it is: %(values)s"), N_("it is none of these: %(values)s")),
    "identity_proof": (
        N_("you prove who you are with: %(values)s"),
        N_("you prove who you are with none of these: %(values)s"),
    ),
}
_NUMBER: Final[Mapping[str, str]] = {
    "age": N_("your age is %(range)s"),
    "hs_years_in_state": N_("the student’s years of high school in the state are %(range)s"),
    "hours_past_release": N_("the hours since you should have been released are %(range)s"),
    "years_since_conviction": N_("the years since the conviction are %(range)s"),
}


def describe_condition(
    language: Language,
    fact: Fact,
    values: Sequence[FactValue],
    every: Sequence[FactValue],
    spans: Sequence[Span] = (),
) -> str:
    """That a fact has one of some values, as it is said after *if*.

    Parameters
    ----------
    language : Language
    fact : Fact
    values, every : sequence of values
        Those that it may have, and all that there are.
    spans : sequence of Span
        Of a number: the ranges that the values stand for.
    """
    say = language.gettext
    if fact.type == "bool":
        phrase = (_YES if values[0] else _NO).get(fact.name)
        return say(phrase) if phrase else _quote(language, fact, [say(YES_NO[bool(values[0])])])
    if fact.type == "number":
        ranges = [describe_span(language, span) for span in spans]
        told = say(" or ").join(ranges)
        phrase = _NUMBER.get(fact.name)
        return say(phrase) % {"range": told} if phrase else _quote(language, fact, [told])
    chosen = frozenset(str(value) for value in values)
    left = frozenset(str(value) for value in every) - chosen
    phrase = _ONE_OF.get((fact.name, chosen)) or _NOT_ONE_OF.get((fact.name, left))
    if phrase:
        return say(phrase)
    if fact.name in _AMONG:
        few = not is_told_by_exclusion(fact, values, every)
        told = ", ".join(_tell_values(language, fact, every, chosen if few else left))
        return say(_AMONG[fact.name][not few]) % {"values": told}
    return _quote(language, fact, _tell_values(language, fact, every, chosen))


def is_told_by_exclusion(
    fact: Fact, values: Sequence[FactValue], every: Sequence[FactValue]
) -> bool:
    """Whether the words for these values only name those that it is not: *none of these*."""
    chosen = frozenset(str(value) for value in values)
    left = frozenset(str(value) for value in every) - chosen
    has_phrase = (fact.name, chosen) in _ONE_OF or (fact.name, left) in _NOT_ONE_OF
    return fact.name in _AMONG and not has_phrase and len(chosen) > len(left)


def describe_span(language: Language, span: Span) -> str:
    """A range of numbers."""
    say, number = language.gettext, language.number
    low = high = ""
    if span.low is not None:
        text = N_("%(number)s or more") if span.with_low else N_("more than %(number)s")
        low = say(text) % {"number": number(span.low)}
    if span.high is not None:
        text = N_("%(number)s or less") if span.with_high else N_("less than %(number)s")
        high = say(text) % {"number": number(span.high)}
    if span.low is not None and span.low == span.high:
        return number(span.low)
    return say(" and ").join(part for part in (low, high) if part) or say("any number")


def join_conditions(language: Language, conditions: Iterable[str]) -> str:
    """Conditions that must all be met."""
    return language.gettext(", and ").join(conditions)


def ask_marked(language: Language, ask: str) -> str:
    """A fact's question; in English, and marked so, where it has no translation."""
    return language.gettext(ask) if language.knows(ask) else f"{ENGLISH_BEGINS}{ask}{ENGLISH_ENDS}"


def strip_marks(text: str) -> str:
    """A text without the marks of what is not translated."""
    return text.replace(ENGLISH_BEGINS, "").replace(ENGLISH_ENDS, "")


def _tell_values(
    language: Language, fact: Fact, every: Sequence[FactValue], chosen: frozenset[str]
) -> list[str]:
    words = [describe_value(language, fact, value) for value in every if str(value) in chosen]
    return [word[:1].lower() + word[1:] for word in words]


def _quote(language: Language, fact: Fact, answers: Sequence[str]) -> str:
    """The question and its answer, where a fact has no phrase of its own."""
    question = ask_marked(language, fact.ask)
    either = language.gettext(" or ")
    return language.gettext("the answer to “%(question)s” is “%(answer)s”") % {
        "question": question,
        "answer": either.join(answers),
    }
