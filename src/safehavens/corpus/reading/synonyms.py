"""What people call things: every id, fact and value of `synonyms.yaml` is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Fact, Synonyms, Vocabulary
from safehavens.corpus.near import unknown
from safehavens.corpus.reading.forms.word_forms import Called, SynonymsForm
from safehavens.corpus.reading.validate import CheckedFile


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
    )
    return synonyms, list(_check(read, form, vocabulary, facts))


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


def _unknown(
    read: CheckedFile, path: tuple[str, ...], kind: str, named: Iterable[str], known: Iterable[str]
) -> Iterator[Finding]:
    words = tuple(known)
    for word in named:
        if word not in words:
            at = (*path, word)
            message = unknown(kind, word, words).removesuffix(".")
            yield Finding("error", read.file.name, read.line(*at), message, None, ".".join(at))
