"""Words of the vocabulary as people type them: agency kinds, actions, facts and their values.

A word is read where it has one meaning, and what it was read as is said. Where it has several, all
are shown with their meaning, best first. Where it has none, what comes nearest is shown, as
something to choose from: nothing is taken in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from safehavens.corpus.model import Fact, FactValue, Lawbook
from safehavens.corpus.papers import Paper
from safehavens.corpus.reading.fact_values import parse_value
from safehavens.corpus.words.phrase_index import PhraseIndex, Scored
from safehavens.corpus.words.tokens import fold_text, tokens_of
from safehavens.corpus.words.word_tables import (
    ACTIONS,
    FACTS,
    KINDS,
    VALUES,
    find_paper_names,
    find_table,
)
from safehavens.values.quick_dataclass import dataclass

_SURE: Final = 0.6
"""A phrase that is no phrase of its own is read from this score on, …"""
_APART: Final = 0.15
"""… and if the next meaning scores this much less."""
_WORTH_SHOWING: Final = 0.3
_MOST_SHOWN: Final = 5
_LONGEST: Final = 200
"""Characters of a phrase that is read."""
_LONGEST_NAME: Final = 5
"""The most words of which the name of an agency kind is made."""
_ASKED: Final = (
    r"(?i)\W*(?:can|could|may|must|shall|should|does|do|is|are|has|have|puede|pueden|debe|deben|"
    r"tiene que|tienen que)\s+(?:(?:the|a|an|our|my|your|local|la|las|el|los|un|una)\s+)*"
)
"""How a question begins, before whom it asks about."""
_JOINED: Final = frozenset({"or", "and", "o", "u", "y", "e"})
"""What joins another agency to the one that is named."""

_STATE_KINDS: Final = frozenset({"prison", "dmv"})
"""Agency kinds that states have and that their cities and counties do not."""
_LOCAL_KINDS: Final = frozenset({"jail"})


@dataclass(frozen=True, slots=True)
class WordReading:
    """A word as it was read. `note` says so where it is not the vocabulary's own word."""

    id: str
    note: str | None = None


class UnreadableWord(ValueError):
    """A word that has no meaning here, or several. The message is for people.

    Attributes
    ----------
    kind : str
        `action`, `agency kind`, `fact`, or `value of` a fact.
    candidates : tuple of str
        What it may stand for, best first; empty where nothing is near.
    sure : bool
        Whether it surely stands for one of them; False: they only come nearest.
    """

    def __init__(
        self, message: str, kind: str, candidates: Sequence[str], sure: bool = False
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.candidates = tuple(candidates)
        self.sure = sure


class WordReader:
    """Reads words by one lawbook's vocabulary and synonyms. May be shared between threads."""

    def __init__(self, lawbook: Lawbook) -> None:
        self.lawbook = lawbook

    # ---- actions and agency kinds -----------------------------------------------------------

    def action(self, text: str) -> WordReading:
        """Read an action. Raises UnreadableWord."""
        actions = self.lawbook.vocabulary.actions
        if text in actions:
            return WordReading(text)
        return self._read(text, "action", actions, self._actions.rank(_cut(text)))

    def who(self, text: str, level: str | None = None) -> WordReading:
        """Read an agency kind.

        Parameters
        ----------
        text : str
        level : str, optional
            The level of the government asked about (`state`, `county`, `place`…): it tells
            "corrections" of a state, its prisons, from that of a county, its jail.

        Raises
        ------
        UnreadableWord
        """
        kinds = self.lawbook.vocabulary.who
        if text in kinds:
            return WordReading(text)
        ranked = self._kinds.rank(_cut(text))
        best = [scored for scored in ranked if scored.score == 1.0]
        if len(best) > 1 and level is not None:
            unfit = _LOCAL_KINDS if level == "state" else _STATE_KINDS
            ranked = [s for s in best if s.id not in unfit] or ranked
        return self._read(text, "agency kind", kinds, ranked)

    def find_subject(self, text: str) -> str | None:
        """Whom a question asks about, where it says so first.

        Parameters
        ----------
        text : str
            A question in English or Spanish: "Can the county jail tell ICE when…".

        Returns
        -------
        str or None
            The words that name an agency kind, "county jail". Only words that a kind is called
            count, none that come near; immigration officers are no agency that a place's law is
            asked of. None: the question begins with nobody, or with two.
        """
        asked = re.match(_ASKED, text)
        if asked is None:
            return None
        words = text[asked.end() :].split()
        named: tuple[str, str] | None = None
        for size in range(min(len(words), _LONGEST_NAME), 0, -1):
            name = " ".join(words[:size]).rstrip("?,")
            meant = {scored.id for scored in self._kinds.rank(name) if scored.score == 1.0}
            if len(meant) == 1 and (named is None or named[0] in meant):
                (kind,) = meant
                named = kind, name  # "hospital have to" is "hospital"
        if named is None or named[0] == "federal_immigration":
            return None
        after = text[asked.end() :].partition(named[1])[2].split()
        return None if after and fold_text(after[0]) in _JOINED else named[1]

    def _read(
        self, text: str, kind: str, meanings: Mapping[str, str], ranked: Sequence[Scored]
    ) -> WordReading:
        sure = _sure(text, ranked)
        if len(sure) == 1:
            id = sure[0].id
            same = fold_text(text).replace("_", " ").strip() == id.replace("_", " ")
            return WordReading(
                id, None if same else f"Read {_shown(text)} as {id}: {meanings[id]}."
            )
        if sure:
            raise UnreadableWord(
                f"{_shown(text)} may mean more than one {kind}; choose one:"
                + _listed([scored.id for scored in sure], meanings),
                kind,
                [scored.id for scored in sure],
                sure=True,
            )
        near = [s.id for s in ranked if s.score >= _WORTH_SHOWING][:_MOST_SHOWN]
        if near:
            raise UnreadableWord(
                f"{_shown(text)} is not {_a(kind)}. These come nearest; is it one of them?"
                + _listed(near, meanings),
                kind,
                near,
            )
        is_agency = self.lawbook.vocabulary.is_agency
        shown = [id for id in meanings if kind == "action" or is_agency(id)]
        raise UnreadableWord(
            f"{_shown(text)} is not {_a(kind)}. Choose one of: {', '.join(shown)}.", kind, ()
        )

    def rank_actions(self, text: str) -> list[Scored]:
        """The actions that a text may be about, best first, nothing decided."""
        return self._actions.rank(_cut(text))

    def rank_agencies(self, text: str) -> list[Scored]:
        """The agency kinds that a text may be about, best first, nothing decided."""
        return self._kinds.rank(_cut(text))

    # ---- facts ------------------------------------------------------------------------------

    def fact(self, text: str) -> WordReading:
        """Read the name of a fact. Raises UnreadableWord."""
        facts = self.lawbook.facts
        name = fold_text(text).strip().replace(" ", "_").replace("-", "_")
        for known in (text, name):
            if known in facts:
                return WordReading(known)
        questions = {name: fact.ask for name, fact in facts.items()}
        ranked = self._fact_names.rank_with_denials(_cut(text))
        sure = _sure(text, ranked)
        if len(sure) == 1:
            return WordReading(sure[0].id, f"Read {_shown(text)} as the fact {sure[0].id}.")
        near = [s.id for s in ranked if s.score >= _WORTH_SHOWING][:_MOST_SHOWN]
        if near:
            raise UnreadableWord(
                f"There is no fact {_shown(text)}. These come nearest; is it one of them?"
                + _listed(near, questions),
                "fact",
                near,
                sure=bool(sure),
            )
        raise UnreadableWord(
            f"There is no fact {_shown(text)}; `safehavens search WORDS` finds facts by their "
            "question.",
            "fact",
            (),
        )

    def value(self, fact: Fact, text: str) -> FactValue | None:
        """Read a value of a fact: a flag, a number, one of the fact's own words, or a synonym.

        What is not a value of the fact comes back as the text, for the engine to refuse. None:
        not known.
        """
        value = parse_value(text, fact)
        if value is None or fact.type == "number" or isinstance(value, bool):
            return self._flag_or_number(fact, text, value)
        if fact.type == "bool":
            return self._flags.get(_key(text), value)
        if value in fact.values:
            return value
        folded = fold_text(text).strip().replace(" ", "_").replace("-", "_")
        if folded in fact.values:
            return folded
        if _key(text) in self._unknown:
            return None
        called = self._values.get(fact.name)
        sure = _sure(text, called.rank_with_denials(_cut(text))) if called else ()
        return sure[0].id if len(sure) == 1 else text

    def _flag_or_number(self, fact: Fact, text: str, value: FactValue | None) -> FactValue | None:
        if isinstance(value, str) and _key(text) in self._unknown:
            return None
        return value

    def facts_with_value(self, text: str) -> list[str]:
        """The shared facts of which a text can only be a value, such as `warrant` for `I-200`.

        Only facts with words of their own for values count: "yes" may answer any question.
        """
        return [
            fact
            for fact, index in self._values.items()
            if (sure := _sure(text, index.rank_with_denials(_cut(text))))
            and len(sure) == 1
            and sure[0].score == 1.0
            and _key(text) not in self._flags
        ]

    # ---- what people call things ------------------------------------------------------------

    def paper(self, text: str) -> Paper | None:
        """The paper of a name, in any language, however it is spelled; None: there is none."""
        id = self._paper_names.get(fold_text(text))
        papers = self.lawbook.synonyms.papers
        return None if id is None else next(paper for paper in papers if paper.id == id)

    @cached_property
    def _paper_names(self) -> dict[str, str]:
        return find_paper_names(self.lawbook)

    @cached_property
    def _actions(self) -> PhraseIndex:
        return PhraseIndex(find_table(self.lawbook, ACTIONS))

    @cached_property
    def _kinds(self) -> PhraseIndex:
        return PhraseIndex(find_table(self.lawbook, KINDS))

    @cached_property
    def _fact_names(self) -> PhraseIndex:
        return PhraseIndex(find_table(self.lawbook, FACTS))

    @cached_property
    def _values(self) -> dict[str, PhraseIndex]:
        """By fact, what people call its values."""
        return {
            fact: PhraseIndex(find_table(self.lawbook, VALUES + fact))
            for fact in self.lawbook.synonyms.values
        }

    @cached_property
    def _flags(self) -> dict[str, FactValue | None]:
        flags = self.lawbook.synonyms.flags
        read: dict[str, FactValue | None] = dict.fromkeys(map(_key, flags.get("true", ())), True)
        read.update(dict.fromkeys(map(_key, flags.get("false", ())), False))
        read.update(dict.fromkeys(self._unknown, None))
        return read

    @cached_property
    def _unknown(self) -> frozenset[str]:
        return frozenset(map(_key, self.lawbook.synonyms.flags.get("unknown", ())))


def _sure(text: str, ranked: Sequence[Scored]) -> list[Scored]:
    """The meanings that a phrase surely has: one to be taken, several to choose from."""
    if not ranked:
        return []
    best = ranked[0].score
    if best == 1.0:
        return [scored for scored in ranked if scored.score == 1.0]
    if best < _SURE or len(set(tokens_of(text))) < 2:
        return []  # one word that is part of a phrase says too little
    return [scored for scored in ranked if scored.score > best - _APART][:_MOST_SHOWN]


def _key(text: str) -> str:
    """A value as it is compared: forms in one way, no accents, no punctuation."""
    return " ".join("".join(c if c.isalnum() or c == "?" else " " for c in fold_text(text)).split())


def _cut(text: str) -> str:
    return text[:_LONGEST]


def _shown(text: str) -> str:
    """What was typed, within a message."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _listed(ids: Iterable[str], meanings: Mapping[str, str]) -> str:
    return "".join(f"\n  {id}: {meanings[id]}" for id in ids)
