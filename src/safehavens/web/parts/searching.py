"""`safehavens.corpus.search` with its documents made ready once instead of for every search."""

from __future__ import annotations

from functools import lru_cache

from safehavens.corpus.model import Lawbook
from safehavens.corpus.search import Hit, documents, fold


class Searcher:
    """Searches one lawbook."""

    def __init__(self, lawbook: Lawbook) -> None:
        self._documents = tuple(documents(lawbook))
        self._every = tuple("".join(text for _, text in doc[4]) for doc in self._documents)
        self.search = lru_cache(maxsize=500)(self._search)

    def _search(self, words: str, limit: int) -> tuple[Hit, ...]:
        """What has every one of the words, the best first, as `Corpus.search` has it."""
        wanted = [f" {word}" for word in dict.fromkeys(fold(words).split())]
        if not wanted:
            return ()
        scored = []
        for every, (kind, id, title, text, fields) in zip(
            self._every, self._documents, strict=True
        ):
            if not all(word in every for word in wanted):
                continue
            score = sum(
                max((weight for weight, said in fields if word in said), default=0.0)
                for word in wanted
            )
            scored.append(Hit(kind, id, title, text, score))
        scored.sort(key=lambda hit: (-hit.score, hit.id))
        return tuple(scored[:limit])
