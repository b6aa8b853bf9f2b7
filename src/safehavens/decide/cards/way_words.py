"""The ways to an answer in words, and answers told together where that takes fewer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from safehavens.corpus.model import Instrument, Lawbook
from safehavens.corpus.places.division import level, short
from safehavens.decide.cards.assumed_facts import Condition
from safehavens.decide.cards.conditional_answers import ConditionalAnswer, is_in_question
from safehavens.decide.cards.resident_cards import Card
from safehavens.decide.cards.ways.proved_ways import can_be_told
from safehavens.wording.answers import AnswerKind
from safehavens.wording.condition_phrases import (
    OTHER,
    describe_condition,
    is_told_by_exclusion,
    join_conditions,
    mark_foreign,
)
from safehavens.wording.labels import N_
from safehavens.wording.languages import Language
from safehavens.wording.phrases.facts_together import (
    OF_A_LOCAL_PROGRAM,
    OF_A_PROGRAM,
    OTHER_RULES,
    SAID_BY,
    TOGETHER,
)

_NONE_ABOVE: Final = N_("none of the above fits")


def join_answers(
    lawbook: Lawbook, answers: Sequence[ConditionalAnswer]
) -> ConditionalAnswer | None:
    """Answers of one verdict as one: what all of them assume stays what they assume, and the rest
    is said in the ways that need it. None where that could not be said.

    Parameters
    ----------
    lawbook : Lawbook
    answers : sequence of ConditionalAnswer
    """
    first = answers[0]
    apart = [(one.verdict, one.basis, one.unsure, one.by_policy, one.unless) for one in answers]
    if any(one != apart[0] for one in apart):
        return None
    shared = tuple(one for one in first.assumed if all(one in other.assumed for other in answers))
    own = [one for other in answers for one in other.assumed if one not in shared]
    if any(is_told_by_exclusion(lawbook.facts[one.fact], one.values, one.every) for one in own):
        return None
    return replace(
        first,
        ways=tuple(
            (*way, *(one for one in other.assumed if one not in shared))
            for other in answers
            for way in other.ways
        ),
        assumed=shared,
        any_status=all(other.any_status for other in answers),
        deciding=tuple(dict.fromkeys(id for other in answers for id in other.deciding)),
    )


def tell_ways(
    language: Language, lawbook: Lawbook, card: Card, kind: AnswerKind, outcome: ConditionalAnswer
) -> list[str]:
    """The ways to an answer that can be told. What the question says already is not said again.

    Parameters
    ----------
    language : Language
    lawbook : Lawbook
    card : Card
    kind : str
        The answer.
    outcome : ConditionalAnswer
    """
    ways = []
    for way in outcome.ways:
        if can_be_told(lawbook, way, kind == "required"):
            ways.append(
                [
                    _keep_to_topic(card, one)
                    for one in way
                    if not is_in_question(one, card.topic.not_about)
                ]
            )
    first_said = [language.gettext(_NONE_ABOVE)] if outcome.unless else []
    told = [list(_tell_all(language, lawbook, way, outcome.deciding)) for way in ways]
    also = [
        [] if kind != "required" else _tell_other_rules(language, card, [*way, *outcome.assumed])
        for way in ways
    ]
    if len(told) == 2 and len(told[0]) == len(told[1]) > 1 and also[0] == also[1]:
        first, second = told
        shared = [one for one in first if one in second]
        if len(shared) == len(first) - 1:
            one, other = (next(one for one in way if one not in shared) for way in told)
            last = language.gettext("either %(one)s or %(other)s") % {"one": one, "other": other}
            return [join_conditions(language, [*first_said, *shared, last, *also[0]])]
    return [
        join_conditions(language, [*first_said, *way, *more])
        for way, more in zip(told, also, strict=True)
    ]


def _tell_other_rules(language: Language, card: Card, conditions: Iterable[Condition]) -> list[str]:
    """That one meets the other rules, where the topic asks for it and no condition says so."""
    if not card.topic.other_rules or not OTHER_RULES.isdisjoint(one.fact for one in conditions):
        return []
    return [language.gettext(card.topic.other_rules)]


def _keep_to_topic(card: Card, condition: Condition) -> Condition:
    """A condition without the values that the question leaves aside: no list has to name them, but
    one of all that is not given."""
    aside = card.topic.not_about.get(condition.fact, ())
    if not aside or condition.spans:
        return condition
    for_others = OTHER in condition.values
    return replace(
        condition,
        values=tuple(value for value in condition.values if value not in aside),
        every=tuple(
            value
            for value in condition.every
            if value not in aside
            or (for_others and value not in (*card.never_refused, *card.topic.named_aside))
        ),
    )


def tell_conditions(
    language: Language,
    lawbook: Lawbook,
    conditions: Iterable[Condition],
    rules: Collection[str] = (),
) -> str:
    """Conditions that must all be met, as they are said after *if*; empty where there are none.

    Parameters
    ----------
    language : Language
    lawbook : Lawbook
    conditions : iterable of Condition
    rules : collection of str, optional
        The norms whose conditions they are: what is said of a program is told with its law's title.
    """
    return join_conditions(language, _tell_all(language, lawbook, conditions, rules))


def _tell_all(
    language: Language,
    lawbook: Lawbook,
    conditions: Iterable[Condition],
    rules: Collection[str],
) -> Iterator[str]:
    conditions = list(conditions)
    said = {one.fact for one in conditions if one.values == (False,)}
    given = {(one.fact, one.values[0]) for one in conditions if len(one.values) == 1}
    together = {pair: phrase for pair, phrase in TOGETHER.items() if given.issuperset(pair)}
    first_of = {first[0]: phrase for (first, _), phrase in together.items()}
    second_of = {second[0] for _, second in together}
    for one in conditions:
        if one.fact in second_of or (one.fact in said and SAID_BY.get(one.fact) in said):
            continue
        if one.fact in first_of:
            yield language.gettext(first_of[one.fact])
            continue
        fact = lawbook.facts[one.fact]
        told = describe_condition(language, fact, one.values, one.every, one.spans)
        law = _find_program(lawbook, one.fact, rules)
        yield f"{told} ({mark_foreign(language, law.title)})" if law else told


def _find_program(lawbook: Lawbook, fact: str, rules: Iterable[str]) -> Instrument | None:
    """The one law among those of some norms that has the program that a fact is about."""
    if fact not in OF_A_PROGRAM | OF_A_LOCAL_PROGRAM:
        return None
    norms = [lawbook.norms[rule] for rule in rules if rule in lawbook.norms]
    asking = {
        norm.instrument
        for norm in norms
        if re.search(rf"\b{fact}\b", f"{norm.when or ''} {norm.unless or ''}")
    }
    law = lawbook.instruments[asking.pop()] if len(asking) == 1 else None
    of_state = law is not None and level(short(law.issuer)) in ("national", "state")
    return None if of_state and fact in OF_A_LOCAL_PROGRAM else law
