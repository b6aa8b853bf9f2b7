"""Phrases by what they stand for, ranked by how well they fit what somebody typed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final

from safehavens.corpus.words.tokens import (
    fold_text,
    mark_stemmer,
    name_alike,
    negated_tokens,
    stem,
    tokens_of,
    words_of,
)
from safehavens.values.quick_dataclass import dataclass

_STRANGE: Final = 0.8
"""Weight of a word that stands in no phrase, as a share of the weight of the rarest."""
_ONE_WORD: Final = 0.5
"""The most that a phrase of one word scores where more was typed."""
_TWO_WORDS: Final = 0.55
"""The most that two words score where a word that stands in no phrase was typed besides."""
_ICE: Final = "ice"
_NO_ICE: Final = 0.75
"""What is left of the score of a phrase about ICE where ICE was not typed: to hand an inmate over
to a hospital is another matter."""
_KEY: Final = 0.7
"""What a key scores."""
_OF: Final = r"\b(?:del?|mi|el|la|los|las|un|una)\b"
"""What tells a Spanish phrase."""
_SHORTEST: Final = 5
"""Words of fewer letters are taken as they are spelled."""
_LONG: Final = 7
"""From so many letters on, a word may be misspelled in two places; below, in one."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What a phrase may stand for. `score` is 1.0 for a phrase of its own, down to 0.0."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """What a `PhraseIndex` knows of its phrases: plain parts, which a snapshot keeps.

    Attributes
    ----------
    exact : dict
        By a phrase as it is looked up whole, then by the thing, its folded spellings.
    phrases : list of tuple
        Each phrase's thing and its stems.
    phrases_with : dict
        By stem, the numbers of the phrases that have it.
    denials : dict
        By the stems of a phrase that denies something, the things that have it.
    keys, heads : list of tuple
        Each key's thing and its words; each head's thing and its stems.
    stems : dict
        The stem of each word.
    weights : dict
        What each stem weighs.
    strange : float
        What a word weighs that stands in no phrase.
    stemmer : str
        The stemmer that found the stems (`mark_stemmer`).
    """

    exact: dict[str, dict[str, list[str]]]
    phrases: list[tuple[str, frozenset[str]]]
    phrases_with: dict[str, list[int]]
    denials: dict[tuple[str, ...], set[str]]
    keys: list[tuple[str, frozenset[str]]]
    heads: list[tuple[str, tuple[str, ...]]]
    stems: dict[str, str]
    weights: dict[str, float]
    strange: float
    stemmer: str


def make_phrase_table(
    phrases: Mapping[str, Iterable[str]],
    keys: Mapping[str, Iterable[str]] = MappingProxyType({}),
    heads: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> PhraseTable:
    """Work out what a `PhraseIndex` has to know.

    Parameters
    ----------
    phrases : mapping of str to iterable of str
        For each thing, what people call it.
    keys : mapping of str to iterable of str
        For some, words that say by themselves that it is meant, whatever else is said, unless
        another thing has a longer phrase that fits.
    heads : mapping of str to iterable of str
        For some, nouns that say so where they are what a phrase is about: the last word in
        English ("night nurse"; a police union is no police), the first in Spanish.
    """
    exact: dict[str, dict[str, list[str]]] = {}
    phrases_with: dict[str, list[int]] = {}
    denials: dict[tuple[str, ...], set[str]] = {}
    listed: list[tuple[str, frozenset[str]]] = []
    stems: dict[str, str] = {}
    things_of: dict[str, set[str]] = {}
    for id, texts in phrases.items():
        for text in texts:
            if (denied := negated_tokens(text)) is not None:
                denials.setdefault(denied, set()).add(id)
            exact.setdefault(_exactly(text), {}).setdefault(id, []).append(fold_text(text))
            words = frozenset(tokens_of(text))
            listed.append((id, words))
            stems.update((word, stem(word)) for word in words_of(text))
            for word in words:
                things_of.setdefault(word, set()).add(id)
                phrases_with.setdefault(word, []).append(len(listed) - 1)
    count = max(len(set(phrases)), 2)
    return PhraseTable(
        exact=exact,
        phrases=listed,
        phrases_with=phrases_with,
        denials=denials,
        keys=[(id, frozenset(words_of(text))) for id, texts in keys.items() for text in texts],
        heads=[(id, tokens_of(text)) for id, texts in heads.items() for text in texts],
        stems=stems,
        weights={word: math.log(1 + count / len(things)) for word, things in things_of.items()},
        strange=_STRANGE * math.log(1 + count),
        stemmer=mark_stemmer(),
    )


class PhraseIndex:
    """Finds which of several things a phrase means.

    A thing has phrases. Each word of a phrase weighs the more, the fewer things it is said of
    (inverse document frequency; K. Spärck Jones, "A statistical interpretation of term
    specificity", Journal of Documentation 28, 1972). The score of a phrase is the harmonic mean of
    the shares of its own weight, and of the typed phrase's weight, that both have in common.

    Parameters
    ----------
    table : PhraseTable
    """

    def __init__(self, table: PhraseTable) -> None:
        self._exact = table.exact
        self._phrases_with = table.phrases_with
        self._denials = table.denials
        self._phrases = table.phrases
        self._keys = table.keys
        self._heads = table.heads
        self._stems = table.stems
        self._weights = table.weights
        self._strange = table.strange

    @cached_property
    def _long_words(self) -> list[str]:
        """The words that a misspelled one may be."""
        return [word for word in self._stems if len(word) >= _SHORTEST - 1]

    def rank(self, text: str) -> list[Scored]:
        """What a phrase may stand for, best first; nothing that has no word in common."""
        tokens = tokens_of(text)
        exact = self._exact.get(_exactly(text))
        if exact is None:
            tokens = tuple(self._spell(word) for word in words_of(text))
            exact = self._exact.get(" ".join(tokens))
        if exact:
            return [Scored(id, 1.0) for id in _nearest_spelled(text, exact)]
        typed = frozenset(tokens)
        weight = math.fsum(self._weight(word) for word in typed)  # in whatever order
        best: dict[str, float] = {}
        strange = not typed <= self._weights.keys()
        for number in {number for word in typed for number in self._phrases_with.get(word, ())}:
            id, words = self._phrases[number]
            both = words & typed
            common = math.fsum(self._weights[word] for word in both)
            own = common / math.fsum(self._weights[word] for word in words)
            theirs = common / weight
            score = 2 * own * theirs / (own + theirs)
            if _ICE in words and _ICE not in typed:
                score *= _NO_ICE
            if strange and len(both) == 2:
                score = min(score, _TWO_WORDS)
            if len(both) == 1 < len(typed):  # "hold a meeting" is no detainer
                score = min(score, _ONE_WORD)
            best[id] = max(best.get(id, 0.0), score)
        for id in self._named_outright(text):
            best[id] = max(best.get(id, 0.0), _KEY)
        ranked = [Scored(id, min(score, 0.99)) for id, score in best.items()]
        return sorted(ranked, key=lambda scored: (-scored.score, scored.id))

    def _named_outright(self, text: str) -> Iterator[str]:
        """What a key or a head names. They are not guessed: "weather" is no "teacher"."""
        spelled = set(words_of(text))  # to detain somebody is no detainer
        for id, words in self._keys:
            if words <= spelled:
                yield id
        tokens = tokens_of(text)
        spanish = re.search(_OF, fold_text(text)) is not None
        for id, head in self._heads:
            if (tokens[: len(head)] if spanish else tokens[-len(head) :]) == head:
                yield id

    def rank_with_denials(self, text: str) -> list[Scored]:
        """What a phrase may stand for, where to deny something is to say the opposite.

        A phrase with "not", "no" or "without" stands for what has that very phrase, or nothing.
        """
        denied = negated_tokens(text)
        if denied is None:
            return self.rank(text)
        return [Scored(id, 1.0) for id in sorted(self._denials.get(denied, ()))]

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._strange)

    def _spell(self, word: str) -> str:
        """The stem of a word; of a misspelled one, that of the nearest word of the phrases."""
        known = stem(word)
        if known in self._weights or len(word) < _SHORTEST or not word.isalpha():
            return known
        most = 1 if len(word) < _LONG else 2
        alike = [other for other in self._long_words if _may_be_near(word, other, most)]
        if not alike:
            return known
        from rapidfuzz import process  # only a word that is nearly one of ours pays for it
        from rapidfuzz.distance import OSA

        near = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=most)
        return known if near is None else self._stems[near[0]]


def _may_be_near(word: str, other: str, most: int) -> bool:
    """Whether a word may become another by so many changes: each changes two letters at most."""
    return (
        abs(len(word) - len(other)) <= most
        and len(set(word).symmetric_difference(other)) <= 2 * most
    )


def _exactly(text: str) -> str:
    """A phrase as it is looked up whole: its stems, or, if one is all that small words leave of
    it, as it is spelled ("ICE is here" is not "ICE")."""
    tokens = tokens_of(text)
    spelled = name_alike(fold_text(text)).split()
    return " ".join(spelled) if len(tokens) == 1 < len(spelled) else " ".join(tokens)


def _nearest_spelled(text: str, phrases: Mapping[str, list[str]]) -> list[str]:
    """Of the things whose phrases have the same stems, those spelled most like the text."""
    if len(phrases) == 1:
        return list(phrases)
    from rapidfuzz.distance import OSA

    typed = fold_text(text)
    distances = {
        id: min(OSA.distance(typed, own) for own in texts) for id, texts in phrases.items()
    }
    least = min(distances.values())
    return [id for id, distance in distances.items() if distance == least]
