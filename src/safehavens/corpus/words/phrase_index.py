"""Phrases by what they stand for, ranked by how well they fit what somebody typed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from safehavens.corpus.words.tokens import fold_text, tokens_of

_STRANGE: Final = 0.8
"""Weight of a word that stands in no phrase, as a share of the weight of the rarest."""
_LONG: Final = 9
"""From so many letters on, a word may be misspelled in two places; from five on, in one."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What a phrase may stand for. `score` is 1.0 for a phrase of its own, down to 0.0."""

    id: str
    score: float


class PhraseIndex:
    """Finds which of several things a phrase means.

    A thing has phrases. Each word of a phrase weighs the more, the fewer things it is said of
    (inverse document frequency; K. Spärck Jones, "A statistical interpretation of term
    specificity", Journal of Documentation 28, 1972). The score of a phrase is the harmonic mean of
    the shares of its own weight, and of the typed phrase's weight, that both have in common.

    Parameters
    ----------
    phrases : mapping of str to iterable of str
        For each thing, what people call it.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, dict[str, list[str]]] = {}
        self._phrases: list[tuple[str, frozenset[str]]] = []
        things_of: dict[str, set[str]] = {}
        for id, texts in phrases.items():
            for text in texts:
                exact = self._exact.setdefault(" ".join(tokens_of(text)), {})
                exact.setdefault(id, []).append(fold_text(text))
                words = frozenset(tokens_of(text))
                self._phrases.append((id, words))
                for word in words:
                    things_of.setdefault(word, set()).add(id)
        count = max(len(set(phrases)), 2)
        self._weights = {
            word: math.log(1 + count / len(things)) for word, things in things_of.items()
        }
        self._long_words = [word for word in self._weights if len(word) > 3]
        self._strange = _STRANGE * math.log(1 + count)

    def rank(self, text: str) -> list[Scored]:
        """What a phrase may stand for, best first; nothing that has no word in common."""
        tokens = tokens_of(text)
        exact = self._exact.get(" ".join(tokens))
        if exact is None:
            tokens = tuple(self._spelled(word) for word in tokens)
            exact = self._exact.get(" ".join(tokens))
        if exact:
            return [Scored(id, 1.0) for id in _nearest_spelled(text, exact)]
        typed = frozenset(tokens)
        weight = sum(self._weight(word) for word in typed)
        best: dict[str, float] = {}
        for id, words in self._phrases:
            common = sum(self._weights[word] for word in words & typed)
            if common:
                own = common / sum(self._weights[word] for word in words)
                theirs = common / weight
                best[id] = max(best.get(id, 0.0), 2 * own * theirs / (own + theirs))
        ranked = [Scored(id, min(score, 0.99)) for id, score in best.items()]
        return sorted(ranked, key=lambda scored: (-scored.score, scored.id))

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._strange)

    def _spelled(self, word: str) -> str:
        """A word as the index has it; a misspelled one is taken for the nearest that it has."""
        if word in self._weights or len(word) < 5 or not word.isalpha():
            return word
        from rapidfuzz import process  # only a word that nobody uses pays for it
        from rapidfuzz.distance import OSA

        near = process.extractOne(
            word,
            self._long_words,
            scorer=OSA.distance,
            score_cutoff=1 if len(word) < _LONG else 2,
        )
        return word if near is None else str(near[0])


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
