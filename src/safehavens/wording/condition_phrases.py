"""Conditions in the voice of the person who asks: what stands after *if*."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from safehavens.corpus.model import Fact, FactValue
from safehavens.logic.classes import Span
from safehavens.wording.answers import describe_value
from safehavens.wording.labels import N_, YES_NO
from safehavens.wording.languages import DEFAULT, Language
from safehavens.wording.phrases import fact_phrases, program_phrases, state_phrases
from safehavens.wording.phrases.fact_phrases import NUMBER

ENGLISH_BEGINS: Final = "\x02"
ENGLISH_ENDS: Final = "\x03"
"""Around words that have no translation, for pages to mark; `strip_marks` takes them out."""

_YES: Final = {**fact_phrases.YES, **program_phrases.YES, **state_phrases.YES}
_NO: Final = {**fact_phrases.NO, **program_phrases.NO, **state_phrases.NO}
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
    ("agreement", frozenset({"none", "287g_task_force", "detention_contract"})): N_(
        "the officers do not act under a 287(g) agreement of the jail or the warrant service model"
    ),
    ("agreement", frozenset({"none", "287g_jail", "287g_warrant_service", "detention_contract"})):
        N_("the officers do not act under a 287(g) agreement of the task force model"),
    ("benefit_source", frozenset({"federal"})): N_("federal money pays for it"),
    ("benefit_source", frozenset({"state"})): N_("state money pays for it"),
    ("benefit_source", frozenset({"local"})): N_("city, county or district money pays for it"),
    ("benefit_source", frozenset({"private"})): N_("private money pays for it"),
    ("benefit_source", frozenset({"federal", "private"})): N_(
        "federal or private money pays for it"
    ),
    ("benefit_source", frozenset({"federal", "state"})): N_("federal or state money pays for it"),
    ("benefit_source", frozenset({"state", "local"})): N_("state or local money pays for it"),
    ("benefit_source", frozenset({"state", "local", "private"})): N_(
        "no federal money pays for it"
    ),
    ("benefit_source", frozenset({"federal", "state", "local"})): N_("public money pays for it"),
    ("charged_with", frozenset({"none"})): N_("no criminal charge is pending against you"),
    ("charged_with", _CHARGED): N_("a criminal charge is pending against you"),
    ("charged_with", frozenset({"felony"})): N_(
        "a charge of a felony that the law here calls neither serious nor violent is pending "
        "against you"
    ),
    ("charged_with", frozenset({"misdemeanor"})): N_(
        "a charge of a misdemeanor is pending against you, and none of a felony"
    ),
    ("charged_with", frozenset({"felony", "serious_felony", "violent_felony"})): N_(
        "a charge of a felony is pending against you"
    ),
    ("charged_with", frozenset({"none", "misdemeanor"})): N_(
        "no charge of a felony is pending against you"
    ),
    ("charged_with", frozenset({"none", "misdemeanor", "felony"})): N_(
        "no charge of a felony that the law here calls serious or violent is pending against you"
    ),
    ("benefit_source", frozenset({"local", "private"})): N_("a local or private program pays"),
    ("charged_with", frozenset({"none", "serious_felony", "violent_felony"})): N_(
        "any charge pending against you is of a felony that the law here calls serious or violent"
    ),
    ("location", frozenset({"jail"})): N_("you are in jail"),
    ("location", frozenset({"school"})): N_("you are at a school"),
    ("ownership", frozenset({"public"})): N_("the institution is public"),
    ("ownership", frozenset({"private"})): N_("the institution is private"),
    ("purpose", frozenset({"civil_immigration"})): N_("it is about civil immigration enforcement"),
    ("tuition_basis", frozenset({"residence"})): N_("the tuition rule goes by residence"),
    ("warrant", frozenset({"none"})): N_("there is no warrant"),
    ("warrant", frozenset({"administrative"})): N_("an immigration officer has signed a warrant"),
    ("warrant", frozenset({"none", "judicial"})): N_(
        "there is no warrant, or a judge has signed one"
    ),
    ("warrant", frozenset({"none", "administrative"})): N_("no judge has signed a warrant"),
    ("warrant", frozenset({"administrative", "judicial"})): N_("there is a warrant"),
}  # fmt: skip
_NOT_ONE_OF: Final[Mapping[tuple[str, frozenset[str]], str]] = {
    ("location", frozenset({"jail"})): N_("you are not in jail"),
}
OTHER: Final = "other"
_AMONG: Final[Mapping[str, tuple[str, str]]] = {
    "benefit_kind": (N_("it is: %(values)s"), N_("it is a service other than: %(values)s")),
    "identity_proof": (
        N_("you prove who you are with: %(values)s"),
        N_("you prove who you are with none of these: %(values)s"),
    ),
}

_VALUES: Final[Mapping[tuple[str, str], str]] = {
    ("benefit_kind", "disaster_relief"): N_("short-term help in kind after a disaster"),
    ("benefit_kind", "food"): N_("food assistance (other than a soup kitchen or a food bank)"),
    ("benefit_kind", "housing"): N_("housing (other than a night shelter)"),
    ("benefit_kind", "immunization_or_disease"): N_("vaccination and care for contagious diseases"),
    ("benefit_kind", "life_safety_in_kind"): N_(
        "in-kind help that protects life or safety (such as a night shelter, a soup kitchen, a "
        "food bank or crisis counseling)"
    ),
    ("benefit_kind", "school_meals"): N_("meals at school, in summer programs and in day care"),
}
"""Values as lists say them, where their labels would not do."""


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
        phrase = NUMBER.get(fact.name)
        return say(phrase) % {"range": told} if phrase else _quote(language, fact, [told])
    chosen = frozenset(str(value) for value in values)
    left = frozenset(str(value) for value in every) - chosen
    phrase = _ONE_OF.get((fact.name, chosen)) or _NOT_ONE_OF.get((fact.name, left))
    if phrase:
        return say(phrase)
    if fact.name in _AMONG:
        few = not is_told_by_exclusion(fact, values, every)
        named = chosen if few else left
        told = list_values(language, fact, [value for value in every if str(value) in named])
        return say(_AMONG[fact.name][not few]) % {"values": told}
    return _quote(
        language, fact, [_tell_value(language, fact, one) for one in every if str(one) in chosen]
    )


def is_told_by_exclusion(
    fact: Fact, values: Sequence[FactValue], every: Sequence[FactValue]
) -> bool:
    """Whether the words for these values only name those that it is not: *other than these*."""
    chosen = frozenset(str(value) for value in values)
    left = frozenset(str(value) for value in every) - chosen
    has_phrase = (fact.name, chosen) in _ONE_OF or (fact.name, left) in _NOT_ONE_OF
    if fact.name not in _AMONG or has_phrase:
        return False
    return len(chosen) > len(left) or is_for_all_others(fact, values)


def is_for_all_others(fact: Fact, values: Sequence[FactValue]) -> bool:
    """Whether these values are all but some, whatever kinds there are that have no name."""
    return fact.name in _AMONG and OTHER in values


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


def mark_foreign(language: Language, text: str) -> str:
    """A text that is English in every language, marked so in all others."""
    return text if language.code == DEFAULT else f"{ENGLISH_BEGINS}{text}{ENGLISH_ENDS}"


def strip_marks(text: str) -> str:
    """A text without the marks of what is not translated."""
    return text.replace(ENGLISH_BEGINS, "").replace(ENGLISH_ENDS, "")


def list_values(language: Language, fact: Fact, values: Iterable[FactValue]) -> str:
    """Values of a fact as a list."""
    return ", ".join(_tell_value(language, fact, value) for value in values)


def _tell_value(language: Language, fact: Fact, value: FactValue) -> str:
    said = _VALUES.get((fact.name, str(value)))
    word = language.gettext(said) if said else describe_value(language, fact, value)
    return word if _is_name(word) else word[:1].lower() + word[1:]


def _is_name(words: str) -> bool:
    """Whether words are a name, as those of Head Start: the second is capitalized, too."""
    return words.split(" ")[1:2] != [] and words.split(" ")[1][:1].isupper()


def _quote(language: Language, fact: Fact, answers: Sequence[str]) -> str:
    """The question and its answer, where a fact has no phrase of its own."""
    question = ask_marked(language, fact.ask)
    either = language.gettext(" or ")
    return language.gettext("the answer to “%(question)s” is “%(answer)s”") % {
        "question": question,
        "answer": either.join(answers),
    }
