"""Search: every word, wherever it stands; better places first."""

from __future__ import annotations

import pytest

from safehavens import Corpus
from safehavens.corpus import search
from safehavens.corpus.model import Lawbook
from safehavens.corpus.search import SearchIndex, documents, fold


@pytest.fixture(scope="module")
def index(corpus: Corpus) -> SearchIndex:
    return SearchIndex(corpus.lawbook)


def plainly(lawbook: Lawbook, words: str) -> list[tuple[float, str]]:
    """Scores and ids, read off the documents word by word."""
    hits = []
    for document in documents(lawbook):
        best = []
        for word in set(fold(words).split()):
            weights = [
                weight
                for weight, text in document.fields
                if any(each.startswith(word) for each in text.split())
            ]
            best.append(max(weights, default=None))
        if best and None not in best:
            hits.append((-sum(weight for weight in best if weight), document.id))
    return sorted(hits)


@pytest.mark.parametrize(
    "words",
    ["warrant", "warr", "detainer administrative", "galarza", "Cañon", "hold hold", "xyzzy", "?!"],
)
def test_hits_and_their_order(corpus: Corpus, index: SearchIndex, words: str) -> None:
    hits = index.search(words, 10_000)
    assert [(-hit.score, hit.id) for hit in hits] == plainly(corpus.lawbook, words)
    assert index.search(words, 3) == hits[:3]


def test_case_accents_and_repeats_are_ignored(index: SearchIndex) -> None:
    assert index.search("Détainer  detainer WARRANT") == index.search("detainer warrant")
    assert index.search("detainer")


def test_documents_are_made_ready_once(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(search, "documents", lambda book: made.append(book) or documents(book))
    index = SearchIndex(corpus.lawbook)
    assert not made
    assert index.search("warrant") == index.search("warrant")
    assert index.search("jail")
    assert made == [corpus.lawbook]
