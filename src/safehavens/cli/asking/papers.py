"""A paper among the words of a request: then every action that it asks for is asked about."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.api import Corpus
from safehavens.cli.asking.request_words import can_be_action, name_action
from safehavens.corpus.papers import Paper
from safehavens.corpus.vocabulary import FactValue


def find_paper(corpus: Corpus, words: Sequence[str]) -> Paper | None:
    """The paper that is asked about; None: there is none, or an action is named beside it.

    Of two papers, such as a detainer and the warrant that came with it, the one is meant that
    tells less by itself; the other says which warrant it is.

    Parameters
    ----------
    corpus : Corpus
    words : sequence of str
        As they stand on the command line.
    """
    named = {word: find_named(corpus, word) for word in words}
    papers = [paper for paper in named.values() if paper is not None]
    others = [word for word, paper in named.items() if paper is None]
    if name_action(corpus, others):
        return None
    return min(papers, key=lambda paper: len(paper.facts), default=None)


def find_named(corpus: Corpus, word: str) -> Paper | None:
    """The paper of a name, in any language, however it is spelled."""
    return corpus.reader.words.paper(word)


def put_action(corpus: Corpus, words: Sequence[str], paper: Paper, action: str) -> list[str]:
    """The words of a request with an action in place of the paper that asks for it."""
    return [action if find_named(corpus, word) is paper else word for word in words]


def leave_out(
    corpus: Corpus, words: Sequence[str], has_action: bool
) -> tuple[list[str], dict[str, FactValue]]:
    """The words of a request without papers, where an action is named beside them.

    Parameters
    ----------
    corpus : Corpus
    words : sequence of str
    has_action : bool
        Whether an option names the action; else one of the words may.

    Returns
    -------
    list of str
        The words that are left. A warrant stays: it is read as the value of a fact.
    dict
        What the papers that are left out tell.
    """
    papers = {word: paper for word in words if (paper := find_named(corpus, word)) is not None}
    others = [word for word in words if word not in papers]
    told: dict[str, FactValue] = {}
    if not has_action and not name_action(corpus, others):
        return list(words), told
    values = corpus.reader.words.facts_with_value
    out = {word for word in papers if can_be_action(corpus, word) or not values(word)}
    for word in out:
        told |= papers[word].facts
    return [word for word in words if word not in out], told
