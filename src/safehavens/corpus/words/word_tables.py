"""What people call the words of a lawbook, as tables of phrases; they may come ready made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from safehavens.corpus.model import Lawbook
from safehavens.corpus.words.phrase_index import PhraseTable, make_phrase_table
from safehavens.corpus.words.tokens import fold_text, learn_stems, mark_stemmer

ACTIONS: Final = "words of actions"
KINDS: Final = "words of agency kinds"
FACTS: Final = "words of facts"
VALUES: Final = "words of values of "
"""The names of the tables among the parts that come ready made (`Lawbook.ready`); that of values
goes on with the fact."""
PAPERS: Final = "names of papers"


def find_table(lawbook: Lawbook, name: str) -> PhraseTable:
    """A table by its name: the one that came with the lawbook, else worked out."""
    kept = lawbook.ready.get(name)
    if not isinstance(kept, PhraseTable) or kept.stemmer != mark_stemmer():
        return _make_table(lawbook, name)
    learn_stems(kept.stems)
    return kept


def find_paper_names(lawbook: Lawbook) -> dict[str, str]:
    """The ids of papers by their names, folded: those that came with the lawbook, else made."""
    kept = lawbook.ready.get(PAPERS)
    return kept if isinstance(kept, dict) else _name_papers(lawbook)


def make_word_parts(lawbook: Lawbook) -> Iterator[tuple[str, object]]:
    """Every table, and the names of papers, each with the name under which it is kept."""
    values = (VALUES + fact for fact in lawbook.synonyms.values)
    for name in (ACTIONS, KINDS, FACTS, *values):
        yield name, _make_table(lawbook, name)
    yield PAPERS, _name_papers(lawbook)


def _make_table(lawbook: Lawbook, name: str) -> PhraseTable:
    vocabulary, synonyms = lawbook.vocabulary, lawbook.synonyms
    if name == ACTIONS:
        phrases = _called(vocabulary.actions, synonyms.actions)
        return make_phrase_table(phrases, keys=_of(phrases, synonyms.keys))
    if name == KINDS:
        phrases = _called(vocabulary.who, synonyms.who)
        return make_phrase_table(phrases, heads=_of(phrases, synonyms.keys))
    if name == FACTS:
        names = {name: fact.ask for name, fact in lawbook.facts.items() if not fact.derived}
        return make_phrase_table(_called(names, synonyms.facts))
    values = synonyms.values[name.removeprefix(VALUES)]
    return make_phrase_table(
        {value: (value.replace("_", " "), *texts) for value, texts in values.items()}
    )


def _name_papers(lawbook: Lawbook) -> dict[str, str]:
    names: dict[str, str] = {}
    for paper in lawbook.synonyms.papers:
        for name in paper.names:
            names.setdefault(fold_text(name), paper.id)
    return names


def _called(
    meanings: Mapping[str, str], synonyms: Mapping[str, Iterable[str]]
) -> dict[str, tuple[str, ...]]:
    """By id, its own words, its meaning, and what people call it."""
    return {
        id: (id.replace("_", " "), meaning, *synonyms.get(id, ()))
        for id, meaning in meanings.items()
    }


def _of(ids: Iterable[str], keys: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {id: keys[id] for id in ids if id in keys}
