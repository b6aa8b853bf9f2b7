"""What a sheet to hand out says: ten answers, until when it may be used, how far searched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from safehavens.corpus.model import Basis, FactValue, Verdict
from safehavens.corpus.places.place import Place
from safehavens.decide.coverage.level_coverage import LevelCoverage, cover_levels
from safehavens.decide.decision import Decision, Question
from safehavens.decide.engine import Engine
from safehavens.decide.outline.whole_answer import list_agency_sentences
from safehavens.decide.reasons import decide
from safehavens.decide.request import BadRequest, Request
from safehavens.decide.sheets.audiences import Audience, find_audience
from safehavens.wording.answers import answer_words, describe_value, join_alternatives
from safehavens.wording.condition_phrases import ask_marked
from safehavens.wording.coverage_sentences import search_sentence
from safehavens.wording.labels import DOMAIN
from safehavens.wording.languages import Language
from safehavens.wording.sentences import capitalize, count_sentence

MOST_DAYS: Final = timedelta(days=60)
"""So long a sheet may be used if no change of law is known."""
_MOST_ASSUMED: Final = 2
_MOST_CITES: Final = 2


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """One question of a sheet, answered in words.

    `details` are what it depends on, or what is assumed; `cites` the rules, in English.
    """

    question: str
    verdict: Verdict
    basis: Basis
    answer: str
    details: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet in one language.

    Attributes
    ----------
    place : Place
    name : str
        The audience's name.
    audience : Audience
    on, until : datetime.date
        The day whose law it is, and the last day on which it may be used.
    answers : tuple of SheetAnswer
    notes : tuple of str
        Whose agency it is, and how far the law was searched.
    corpus : str
    """

    place: Place
    name: str
    audience: Audience
    on: date
    until: date
    answers: tuple[SheetAnswer, ...]
    notes: tuple[str, ...]
    corpus: str


def make_sheet(language: Language, engine: Engine, place: Place, name: str, on: date) -> Sheet:
    """A sheet for an audience at a place.

    Parameters
    ----------
    language : Language
    engine : Engine
    place : Place
    name : str
        Of the audience.
    on : datetime.date
        The day whose law it is.

    Raises
    ------
    BadRequest
        There is no such audience; the day is not answered; the place's own law was not searched
        for half of the questions.
    """
    audience = find_audience(name)
    vocabulary = engine.lawbook.vocabulary
    actions = [action for action in audience.actions if action in vocabulary.actions]
    domains = list(dict.fromkeys(vocabulary.domain_of[action] for action in actions))
    levels = engine.levels(place.id)
    searches = {domain: cover_levels(engine.lawbook, levels, domain, on)[-1] for domain in domains}
    searched = [
        action for action in actions if searches[vocabulary.domain_of[action]].came is not None
    ]
    if 2 * len(searched) < len(actions):
        raise BadRequest(
            f"No sheet is made for {place.name}: its own law was searched for "
            f"{len(searched)} of the {len(actions)} questions, so that the sheet would mislead."
        )
    decisions = [decide(engine, Request(place.id, audience.who, action, on)) for action in actions]
    return Sheet(
        place,
        name,
        audience,
        on,
        _find_last_day(decisions, on),
        tuple(_tell_answer(language, engine, decision) for decision in decisions),
        tuple(_tell_notes(language, engine, decisions, searches, on)),
        engine.lawbook.version,
    )


def _find_last_day(decisions: Sequence[Decision], on: date) -> date:
    """The day before the next known change of any of the answers' law; at most some weeks on."""
    changes = [one.law_until for one in decisions if one.law_until is not None]
    return min([on + MOST_DAYS, *(day - timedelta(days=1) for day in changes if day > on)])


def _tell_answer(language: Language, engine: Engine, decision: Decision) -> SheetAnswer:
    question = language.gettext(engine.lawbook.vocabulary.actions[decision.action])
    cites = [
        f"{one.considered.citation.title}, {one.considered.citation.cite}"
        for one in decision.because
    ]
    more = len(cites) - _MOST_CITES
    told = cites[:_MOST_CITES]
    if more > 0:
        told.append(f"+ {language.number(more)}")
    return SheetAnswer(
        capitalize(question),
        decision.verdict,
        decision.basis,
        answer_words(language, decision.verdict, decision.basis),
        tuple(_tell_details(language, engine, decision)),
        tuple(told),
    )


def _tell_details(language: Language, engine: Engine, decision: Decision) -> Iterator[str]:
    for question in decision.questions[:1]:
        yield _tell_question(language, engine, question)
    left = len(decision.questions) - 1
    if left > 0:
        yield count_sentence(
            language, "One more fact may decide it.", "%(count)s more facts may decide it.", left
        )
    if decision.verdict == "depends":
        return
    turning = [item for item in decision.presumed if item.otherwise]
    for item in turning[:_MOST_ASSUMED]:
        yield language.gettext("Assumed: %(question)s %(answer)s") % {
            "question": ask_marked(language, item.ask),
            "answer": describe_value(language, engine.lawbook.facts[item.fact], item.value),
        }
    more = len(turning) - _MOST_ASSUMED
    if more > 0:
        yield count_sentence(
            language, "One more thing is assumed: ask for your case.",
            "%(count)s more things are assumed: ask for your case.", more,
        )  # fmt: skip


def _tell_question(language: Language, engine: Engine, question: Question) -> str:
    """The fact that decides first, and what its values lead to."""
    merged: dict[str, list[str]] = {}
    for label, verdicts in question.leads_to.items():
        words = [answer_words(language, v, question.bases.get(label)) for v in verdicts]
        value = _read_label(question, label)
        told = describe_value(language, engine.lawbook.facts[question.fact], value)
        merged.setdefault(join_alternatives(language, words).lower(), []).append(told)
    outcomes = "; ".join(f"{', '.join(values)}: {words}" for words, values in merged.items())
    return f"{ask_marked(language, question.ask)} {outcomes}."


def _read_label(question: Question, label: str) -> FactValue:
    return label == "true" if question.type == "bool" else label


def _tell_notes(
    language: Language,
    engine: Engine,
    decisions: Sequence[Decision],
    searches: dict[str, LevelCoverage],
    on: date,
) -> Iterator[str]:
    agencies = dict.fromkeys(
        sentence
        for decision in decisions[:1]
        for sentence in list_agency_sentences(language, engine.lawbook, decision)
    )
    yield from agencies
    by_result: dict[str, list[str]] = {}
    for domain, search in searches.items():
        sentence = search_sentence(language, search, on)
        by_result.setdefault(sentence, []).append(language.gettext(DOMAIN[domain]).lower())
    for sentence, domains in by_result.items():
        yield language.gettext("The place’s own law on %(subjects)s: %(searched)s.") % {
            "subjects": ", ".join(domains), "searched": sentence,
        }  # fmt: skip
