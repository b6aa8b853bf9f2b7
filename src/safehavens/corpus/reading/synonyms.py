"""What people call things, and what papers ask for: every id in `synonyms.yaml` is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Fact, Vocabulary
from safehavens.corpus.near import unknown
from safehavens.corpus.papers import Paper, Synonyms
from safehavens.corpus.reading.forms.word_forms import Called, SynonymsForm
from safehavens.corpus.reading.validate import CheckedFile
from safehavens.corpus.reading.vocabulary_reader import learn_words
from safehavens.corpus.words.tokens import fold_text


def read_synonyms(
    read: CheckedFile, form: SynonymsForm, vocabulary: Vocabulary, facts: Mapping[str, Fact]
) -> tuple[Synonyms, list[Finding]]:
    """The synonyms of a file that fits its form, and what is wrong in it."""
    own = form.flags
    flags = {"true": own.yes, "false": own.no, "unknown": own.unknown} if own else {}
    synonyms = Synonyms(
        who=_in_all_languages(form.who),
        actions=_in_all_languages(form.actions),
        facts=_in_all_languages(form.facts),
        keys={id: tuple(words) for id, words in form.keys.items()},
        values={fact: _in_all_languages(values) for fact, values in form.values.items()},
        flags=_in_all_languages(flags),
        papers=_read_papers(form),
        same_words=tuple(map(tuple, form.same_words)),
    )
    wrong = [*_check(read, form, vocabulary, facts), *_check_same_words(read, form)]
    return synonyms, [*wrong, *_check_papers(read, form, vocabulary, facts)]


def _in_all_languages(called: Mapping[str, Called]) -> dict[str, tuple[str, ...]]:
    return {
        id: tuple(text for texts in by_language.values() for text in texts)
        for id, by_language in called.items()
    }


def _check(
    read: CheckedFile, form: SynonymsForm, vocabulary: Vocabulary, facts: Mapping[str, Fact]
) -> Iterator[Finding]:
    yield from _unknown(read, ("who",), "agency kind", form.who, vocabulary.who)
    yield from _unknown(read, ("actions",), "action", form.actions, vocabulary.actions)
    key_words = (*vocabulary.who, *vocabulary.actions)
    yield from _unknown(read, ("keys",), "agency kind or action", form.keys, key_words)
    yield from _unknown(read, ("facts",), "fact", form.facts, facts)
    yield from _unknown(read, ("values",), "fact", form.values, facts)
    for fact, values in form.values.items():
        if fact in facts:
            known = facts[fact].values
            yield from _unknown(read, ("values", fact), f"value of {fact}", values, known)


def _check_same_words(read: CheckedFile, form: SynonymsForm) -> Iterator[Finding]:
    """A word stands in one group: else the groups would be one."""
    seen: dict[str, int] = {}
    for number, words in enumerate(form.same_words):
        for word in words:
            if seen.setdefault(fold_text(word), number) != number or words.count(word) > 1:
                message = f"{word!r} stands in same_words twice"
                line = read.line("same_words", number)
                yield Finding("error", read.file.name, line, message, None, "same_words")


def _unknown(
    read: CheckedFile, path: tuple[str, ...], kind: str, named: Iterable[str], known: Iterable[str]
) -> Iterator[Finding]:
    words = tuple(known)
    for word in named:
        if word not in words:
            at = (*path, word)
            message = unknown(kind, word, words).removesuffix(".")
            yield Finding("error", read.file.name, read.line(*at), message, None, ".".join(at))


# ---- papers -------------------------------------------------------------------------------------


def _read_papers(form: SynonymsForm) -> tuple[Paper, ...]:
    """The papers of a file that fits its form."""
    return tuple(
        Paper(
            id,
            paper.says,
            tuple(paper.names),
            tuple(paper.actions),
            dict(paper.facts),
            tuple(paper.read_off),
            {action: form.clock() for action, form in paper.clocks.items()},
        )
        for id, paper in form.papers.items()
    )


def _check_papers(
    read: CheckedFile, form: SynonymsForm, vocabulary: Vocabulary, facts: Mapping[str, Fact]
) -> Iterator[Finding]:
    """What is wrong in the papers: unknown actions and facts, one name for two of them.

    Their translations are learned with those of the vocabulary.
    """
    named: dict[str, str] = {}
    for id, paper in form.papers.items():
        at = ("papers", id)
        for action in paper.actions:
            if action not in vocabulary.actions:
                yield _paper_error(
                    read, (*at, "actions"), unknown("action", action, vocabulary.actions)
                )
        for action in paper.clocks:
            if action not in paper.actions:
                known = unknown("action of the paper", action, paper.actions)
                yield _paper_error(read, (*at, "clocks", action), known)
        for fact in paper.facts:
            if fact not in facts:
                yield _paper_error(read, (*at, "facts", fact), unknown("fact", fact, tuple(facts)))
        for name in paper.names:
            other = named.setdefault(fold_text(name), id)
            if other != id:
                yield _paper_error(read, (*at, "names"), f"{name!r} is a name of {other}, too")
        words = [(paper.says, paper.es)]
        if len(paper.read_off_es) not in (0, len(paper.read_off)):
            yield _paper_error(read, (*at, "read_off_es"), "there must be one for each of read_off")
        words += list(zip(paper.read_off, paper.read_off_es, strict=False))
        yield from learn_words(read, at, words, vocabulary)


def _paper_error(read: CheckedFile, at: tuple[str, ...], message: str) -> Finding:
    line = read.line(*at)
    return Finding("error", read.file.name, line, message.removesuffix("."), None, ".".join(at))
