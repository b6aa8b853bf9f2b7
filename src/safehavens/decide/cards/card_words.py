"""A resident's card in words: the answer in the voice of the question, with its conditions."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from safehavens.corpus.model import Lawbook
from safehavens.corpus.places.division import level, short
from safehavens.decide.cards.beside.beside_words import tell_rules_beside
from safehavens.decide.cards.conditional_answers import ConditionalAnswer
from safehavens.decide.cards.policy_share import PolicyShare
from safehavens.decide.cards.refusals.refused_values import Refusal
from safehavens.decide.cards.resident_cards import Card
from safehavens.decide.cards.way_words import join_answers, tell_conditions, tell_ways
from safehavens.wording.answers import AnswerKind, answer_kind
from safehavens.wording.condition_phrases import (
    is_for_all_others,
    list_values,
    mark_foreign,
)
from safehavens.wording.labels import N_
from safehavens.wording.languages import Language
from safehavens.wording.resident_topics import Topic
from safehavens.wording.translated.law_words import quote_rule

_POWER: Final[Mapping[AnswerKind, tuple[str, str]]] = {
    "prohibited": (N_("They may not"), N_("The law forbids it.")),
    "required": (N_("They must"), N_("The law requires it.")),
    "permitted": (N_("They may"), N_("The law allows it.")),
    "not_required": (N_("They are not obliged to"), N_("Whether they may is not known.")),
    "does_not_apply": (N_("No rule decides it"), N_(
        "What was found on this does not apply here. That does not mean that it is allowed."
    )),
    "no_rule": (N_("No rule found"), N_("That does not mean that it is allowed.")),
    "conflict": (N_("Not settled"), N_("Rules disagree.")),
    "depends": (N_("It depends"), N_("It depends on facts that are not known yet.")),
}  # fmt: skip
_SERVICE: Final[Mapping[AnswerKind, tuple[str, str]]] = {
    "prohibited": (N_("You cannot"), N_("The law forbids it.")),
    "required": (N_("You can"), N_("The law requires that it be given.")),
    "permitted": (N_("They may give it"), N_("The law allows it, and does not require it.")),
    "not_required": (N_("They need not give it"), N_(
        "The law does not require it, and no rule found forbids it. Ask the agency."
    )),
    "does_not_apply": (N_("No rule decides it"), N_(
        "What was found on this does not apply here. Ask the agency."
    )),
    "no_rule": (N_("No rule found"), N_("Ask the agency.")),
    "conflict": (N_("Not settled"), N_("Rules disagree.")),
    "depends": (N_("It depends"), N_("It depends on facts that are not known yet.")),
}  # fmt: skip
_FIRST: Final[Mapping[str, tuple[AnswerKind, ...]]] = {
    "power": ("prohibited", "required", "permitted", "conflict", "not_required",
              "does_not_apply", "no_rule"),
    "service": ("required", "permitted", "prohibited", "conflict", "not_required",
                "does_not_apply", "no_rule"),
}  # fmt: skip
_WORD_SAYS_ALL: Final = frozenset({"prohibited", "required", "permitted"})
_DEFINITE: Final = frozenset({"prohibited", "required", "permitted", "not_required", "conflict"})
_GIVEN: Final = frozenset({"required", "not_required"})
Answered = Literal["answered", "outcomes", "no_rule", "depends"]


@dataclass(frozen=True, slots=True)
class CardOutcome:
    """An answer under conditions: the word, the ways to it, and all of them as one text.

    `holds` says what is assumed beside them, and that it is a policy; empty where nothing is that
    would change it.
    `leads`: the status of the person or the household does not matter to it, and its conditions are
    about the person and not about which service is meant, unless it is any but some, so that it may
    stand for the usual case. `rules`: the norms that give it.
    """

    kind: AnswerKind
    word: str
    ways: tuple[str, ...]
    conditions: str
    holds: str
    leads: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardText:
    """A card in words.

    Attributes
    ----------
    kind : str
        What the first word says (`safehavens.wording.answers.AnswerKind`).
    word, says : str
        The answer in a word or a few, and what stands after it.
    outcomes : tuple of CardOutcome
        Other answers, each with the conditions under which it is given.
    notes : tuple of str
        What holds beside all of it.
    answered : str
        `answered`; `outcomes`: it depends, and says on what and how; `no_rule`; `depends`: it says
        no more than that.
    rules : tuple of str
        The norms that give what is told, or that were found and do not decide.
    """

    kind: AnswerKind
    word: str
    says: str
    outcomes: tuple[CardOutcome, ...]
    notes: tuple[str, ...]
    answered: Answered
    rules: tuple[str, ...]


def voice_answer(
    language: Language,
    topic: Topic,
    kind: AnswerKind,
    unsure: bool = False,
    by_policy: PolicyShare = "none",
) -> tuple[str, str]:
    """An answer to a topic's question in its voice, and what it means.

    Parameters
    ----------
    language : Language
    topic : Topic
    kind : str
    unsure : bool
        All rules that give it are of low confidence: then it is told as not settled.
    by_policy : str
        The cases in which no law gives it, and a policy does.
    """
    words = _POWER if topic.kind == "power" else _SERVICE
    told = _doubt(kind, unsure)
    word, means = words["no_rule" if told == "open" else told]
    if told != kind:
        means = _UNSURE
    says = language.gettext(means)
    if told == "conflict" and topic.kind == "service":
        says = f"{says} {language.gettext(_ASK_AGENCY)}"
    policy = _tell_policy(language, told, by_policy)
    if policy:
        says = policy if by_policy == "all" else f"{says} {policy}"
    return language.gettext(word), says


def _tell_policy(language: Language, kind: AnswerKind, by_policy: PolicyShare) -> str:
    """That an answer is a policy, where it is; a policy that demands nothing needs no word."""
    if by_policy == "none" or kind not in _WORD_SAYS_ALL:
        return ""
    return language.gettext(_POLICY if by_policy == "all" else _PARTLY_POLICY)


def write_card(language: Language, lawbook: Lawbook, card: Card) -> CardText:
    """A card in words.

    Parameters
    ----------
    language : Language
    lawbook : Lawbook
    card : Card
    """
    text = _write_answer(language, lawbook, card)
    if card.beside is None:
        return text
    beside = card.beside
    kind = answer_kind(beside.verdict, beside.basis)
    word, means = voice_answer(language, card.topic, kind, by_policy=beside.by_policy)
    also = language.gettext(_BESIDE) % {"answer": word, "meaning": means}
    return replace(text, notes=(also, *text.notes))


def _write_answer(language: Language, lawbook: Lawbook, card: Card) -> CardText:
    say = language.gettext
    kind = answer_kind(card.verdict, card.basis)
    word, means = voice_answer(language, card.topic, kind, card.unsure, card.by_policy)
    kind = _doubt(kind, card.unsure)
    beside = tuple(tell_rules_beside(language, lawbook, card))
    if kind != "depends" and (card.outcomes or card.of_nation):
        leaves = tuple(_tell_outcomes(language, lawbook, card))
        if leaves:
            if kind != "not_required":
                kind, (word, means) = "depends", voice_answer(language, card.topic, "depends")
            told = means if kind == "not_required" else ""
            usual = () if card.outcomes else card.deciding
            rules = tuple(dict.fromkeys((*usual, *_list_rules(leaves))))
            more = (*_name_nation(language, card), *_name_more(language, card))
            notes = (*more, *beside, say(_ELSE))
            return CardText(kind, word, told, leaves, notes, "outcomes", rules)
    if kind != "depends":
        says = means
        assumed = card.assumed
        of_no_use = kind == "does_not_apply" and card.topic.kind == "service"
        if assumed and not of_no_use and not (card.unsure and kind == "conflict"):
            told = tell_conditions(language, lawbook, assumed, card.deciding)
            says = say("if %(conditions)s.") % {"conditions": told}
            policy = _tell_policy(language, kind, card.by_policy)
            says = f"{says} {policy}".rstrip()
            if kind not in _WORD_SAYS_ALL:
                says = say("%(meaning)s This holds if %(conditions)s.") % {
                    "meaning": means, "conditions": told,
                }  # fmt: skip
        if kind in _GIVEN and card.topic.kind == "service" and card.any_status:
            says = f"{says} {say(_ANY_STATUS)}"
        answered: Answered = "answered" if kind in _DEFINITE else "no_rule"
        laws = _name_laws(language, lawbook, card, card.deciding if kind == "required" else ())
        first = (card.because,) if card.because else ()
        rules = tuple(dict.fromkeys((*first, *card.deciding)))
        return CardText(kind, word, says, (), (*laws, *beside), answered, rules)
    outcomes = list(_tell_outcomes(language, lawbook, card))
    rules = _list_rules(outcomes)
    if not any(outcome.kind in _DEFINITE for outcome in outcomes):
        return CardText(kind, word, means, tuple(outcomes), (), "depends", rules)
    opening = [
        one.deciding
        for one in card.outcomes
        if one.verdict == "required" and one.any_status and _gives_all_others(lawbook, one)
    ]
    laws = _name_laws(language, lawbook, card, itertools.chain.from_iterable(opening))
    spared = _name_spared(language, lawbook, card, outcomes)
    more = (*_name_nation(language, card), *_name_more(language, card))
    notes = (*laws, *spared, *more, *beside, say(_ELSE))
    leads: list[CardOutcome] = []
    if card.topic.kind == "service":
        leads += itertools.takewhile(lambda one: one.kind == "required" and one.leads, outcomes)
    if leads:
        parts: list[str] = []
        for one in leads:
            begins = say("Or if %(conditions)s.") if parts else say("if %(conditions)s.")
            parts += [begins % {"conditions": one.conditions}, one.holds]
        told = " ".join(part for part in (*parts, say(_ANY_STATUS)) if part)
        rest = tuple(outcomes[len(leads) :])
        return CardText(leads[0].kind, leads[0].word, told, rest, notes, "outcomes", rules)
    return CardText(kind, word, "", tuple(outcomes), notes, "outcomes", rules)


def _list_rules(outcomes: Iterable[CardOutcome]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule for one in outcomes for rule in one.rules))


def _gives_all_others(lawbook: Lawbook, outcome: ConditionalAnswer) -> bool:
    """Whether a service of any kind is given, but for some."""
    return any(
        is_for_all_others(lawbook.facts[one.fact], one.values)
        for way in outcome.ways
        for one in way
    )


def _name_laws(
    language: Language, lawbook: Lawbook, card: Card, rules: Iterable[str]
) -> tuple[str, ...]:
    """Where the topic asks for it: which laws of the place and its state open services to all, and
    what they say."""
    if not card.topic.names_law:
        return ()
    norms = [lawbook.norms[rule] for rule in dict.fromkeys(rules) if rule in lawbook.norms]
    named = [(lawbook.instruments[norm.instrument], norm) for norm in norms]
    return tuple(
        quote_rule(language, mark_foreign(language, law.title), norm)
        for law, norm in named
        if level(short(law.issuer)) != "national"
    )


def _name_spared(
    language: Language, lawbook: Lawbook, card: Card, outcomes: Iterable[CardOutcome]
) -> Iterator[str]:
    """Where something is refused: what is near it, and no rule refuses, or only a disputed one; and
    that it is refused to the person alone whose status it is."""
    refused = [one for one in card.outcomes if one.verdict == "prohibited" and not one.unsure]
    if any(one.kind == "prohibited" for one in outcomes):
        for refusal, says in _SPARED.items():
            told = [
                language.gettext(case.says) if case.says else list_values(language, fact, [value])
                for case, found in card.spared
                if found == refusal
                for fact, value in [(lawbook.facts["benefit_kind"], case.facts["benefit_kind"])]
            ]
            if told:
                yield language.gettext(says) % {"values": ", ".join(told)}
        told_by_status = any(lawbook.facts[fact].private for one in refused for fact in one.facts)
        if card.topic.spares and told_by_status:
            yield language.gettext(_EACH_ALONE)


def _name_nation(language: Language, card: Card) -> Iterator[str]:
    """That it is the nation that must give it, where nobody else must."""
    if card.of_nation and all(one.verdict != "required" for one in card.outcomes):
        yield language.gettext(_OF_NATION)


def _name_more(language: Language, card: Card) -> Iterator[str]:
    """That not all ways to what is asked for are told."""
    given = ("required", "permitted")
    if any(one.more and not one.unsure and one.verdict in given for one in card.outcomes):
        yield language.gettext(_MORE)


_MORE: Final = N_("There are more ways than are told here: see the rules.")
_OF_NATION: Final = N_("Where you can have it, it is the national government that must give it.")
_SPARED: Final[Mapping[Refusal, str]] = {
    "never": N_("No rule that was found shuts anybody out of: %(values)s."),
    "disputed": N_("Whether anybody is shut out is disputed, ask there: %(values)s."),
}
_EACH_ALONE: Final = N_(
    "Where status decides, each person’s own counts: a child who is a citizen may get what a "
    "parent cannot."
)
_ELSE: Final = N_(
    "Where none of this fits, ask for your case: it depends on more, or no rule was found."
)
_UNSURE: Final = N_(
    "A rule was found, but it is not certain what it says or whether it still applies."
)
_BESIDE: Final = N_("This is said of the county’s jail. Of the city’s own: %(answer)s. %(meaning)s")
_POLICY: Final = N_(
    "This is a policy of the agency or of its government, not a law. It can change."
)
_PARTLY_POLICY: Final = N_(
    "In some cases only a policy of the agency or of its government says so. It can change."
)
_ASK_AGENCY: Final = N_("Ask the agency.")
_ANY_STATUS: Final = N_("Immigration status does not matter.")


def _tell_outcomes(language: Language, lawbook: Lawbook, card: Card) -> Iterator[CardOutcome]:
    """The answers with their conditions, what helps the one who asks to know most first.

    That a service need not be given is none of them: other law may command what it takes in, such
    as school, and who reads it stays away.
    """
    order = _FIRST[card.topic.kind]
    service = card.topic.kind == "service"
    kinds = [
        (_doubt(answer_kind(one.verdict, one.basis), one.unsure), one)
        for one in (*card.outcomes, *card.of_nation)
    ]
    kinds.sort(key=lambda item: (order.index(item[0]), service and not item[1].any_status))
    for kind, like in itertools.groupby(kinds, key=lambda item: item[0]):
        if kind not in _DEFINITE or (kind == "not_required" and service):
            continue
        told: list[tuple[ConditionalAnswer, CardOutcome]] = []
        for _, outcome in like:
            own = _tell_outcome(language, lawbook, card, kind, outcome)
            if own is None:
                continue
            if told:
                before, said = told[-1]
                joined = join_answers(lawbook, [before, outcome])
                both = joined and _tell_outcome(language, lawbook, card, kind, joined)
                may_lead = service and kind == "required"
                alike = both and (not may_lead or said.leads == own.leads == both.leads)
                if joined and both and alike and _count_letters(both) < _count_letters(said, own):
                    told[-1] = (joined, both)
                    continue
            told.append((outcome, own))
        yield from (said for _, said in told)


def _count_letters(*outcomes: CardOutcome) -> int:
    return sum(len(f"{one.word} {one.conditions} {one.holds}") for one in outcomes)


def _tell_outcome(
    language: Language, lawbook: Lawbook, card: Card, kind: AnswerKind, outcome: ConditionalAnswer
) -> CardOutcome | None:
    topic = card.topic
    told = tell_ways(language, lawbook, card, kind, outcome)
    if not told:
        return None
    word, _ = voice_answer(language, topic, kind)
    joined = language.gettext("; or if ").join(told)
    holds = tell_conditions(language, lawbook, outcome.assumed, outcome.deciding)
    if holds:
        holds = language.gettext("This holds if %(conditions)s.") % {"conditions": holds}
    policy = _tell_policy(language, kind, outcome.by_policy)
    holds = f"{holds} {policy}".strip()
    about_person = "benefit_kind" not in outcome.facts or _gives_all_others(lawbook, outcome)
    if kind == "conflict" and topic.kind == "service":
        holds = f"{holds} {language.gettext(_ASK_AGENCY)}".strip()
    leads = outcome.any_status and about_person
    return CardOutcome(kind, word, tuple(told), joined, holds, leads, outcome.deciding)


def _doubt(kind: AnswerKind, unsure: bool) -> AnswerKind:
    """What is told of an answer: nothing definite where its rules are of low confidence."""
    return "conflict" if unsure and kind in _DEFINITE else kind
