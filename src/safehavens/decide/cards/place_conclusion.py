"""What a place's law comes to, in a few sentences: whose it is, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from safehavens.corpus.model import Basis, Lawbook, Verdict
from safehavens.decide.cards.usual_answers import UsualAnswer, list_usual_answers
from safehavens.decide.engine import Engine
from safehavens.decide.place_law import Overview
from safehavens.wording.answers import AnswerKind, answer_kind
from safehavens.wording.labels import LAW_OF
from safehavens.wording.languages import Language
from safehavens.wording.sentences import capitalize, count_sentence
from safehavens.wording.translated.place_words import name_place

_ORDER: Final[tuple[AnswerKind, ...]] = (
    "prohibited", "required", "permitted", "conflict", "depends", "not_required",
    "does_not_apply", "no_rule",
)  # fmt: skip
_RULED: Final = frozenset({"prohibited", "required", "permitted", "conflict", "depends"})


@dataclass(frozen=True, slots=True)
class ToldAnswers:
    """The usual questions that have one answer, told in a list."""

    verdict: Verdict
    basis: Basis
    told: str


@dataclass(frozen=True, slots=True)
class PlaceConclusion:
    """What a reader should know of a place first.

    Attributes
    ----------
    whose : str
        Whether the place has law of its own, and whose law applies.
    has_own : bool
    answers : tuple of ToldAnswers
        What the law says of the questions asked most, if nothing is known about the request.
    """

    whose: str
    has_own: bool
    answers: tuple[ToldAnswers, ...]


def conclude_place(language: Language, engine: Engine, overview: Overview) -> PlaceConclusion:
    """What a place's law comes to.

    Parameters
    ----------
    language : Language
    engine : Engine
    overview : Overview
        The place's law on a day.
    """
    own = sum(overview.place in one.makers for one in overview.instruments)
    return PlaceConclusion(
        _tell_whose(language, engine, overview, own),
        own > 0,
        tuple(_tell_answers(language, engine.lawbook, overview)),
    )


def _tell_whose(language: Language, engine: Engine, overview: Overview, own: int) -> str:
    above = [
        name_place(language, engine.gazetteer.get(id).name)
        for id in engine.gazetteer.chain(overview.place)[1:]
    ]
    words = {"place": name_place(language, overview.place_name), "above": ", ".join(above)}
    if not own and not above:
        return language.gettext("%(place)s has no law on this coded here.") % words
    if not own:
        return (
            language.gettext(
                "%(place)s has no law of its own coded here. The law above it applies: %(above)s."
            )
            % words
        )
    counted = count_sentence(
        language, "%(count)s law of its own is in force.",
        "%(count)s laws of its own are in force.", own,
    )  # fmt: skip
    if not above:
        return counted
    applies = language.gettext("The law above it applies, too: %(above)s.") % words
    return f"{counted} {applies}"


def _tell_answers(
    language: Language, lawbook: Lawbook, overview: Overview
) -> Iterator[ToldAnswers]:
    by_kind: dict[AnswerKind, list[UsualAnswer]] = {}
    for answer in list_usual_answers(lawbook, overview):
        by_kind.setdefault(answer_kind(answer.verdict, answer.basis), []).append(answer)
    for kind in _ORDER:
        if kind in by_kind:
            told = "; ".join(_tell_answer(language, lawbook, one) for one in by_kind[kind])
            first = by_kind[kind][0]
            yield ToldAnswers(first.verdict, first.basis, f"{capitalize(told)}.")


def _tell_answer(language: Language, lawbook: Lawbook, answer: UsualAnswer) -> str:
    vocabulary = lawbook.vocabulary
    action = language.gettext(vocabulary.actions[answer.action])
    about = language.gettext(vocabulary.name_kind(answer.who))
    if answer.levels and answer_kind(answer.verdict, answer.basis) in _RULED:
        about += f"; {language.gettext(LAW_OF[answer.levels])}"
    return f"{action} ({about})"
