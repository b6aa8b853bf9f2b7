"""The words of a request as they are typed, in any order: which is the action, which the agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from safehavens.api import Corpus
from safehavens.cli.asking.facts import BadFact, read_fact_file
from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.words.word_reader import UnreadableWord, WordReader
from safehavens.decide.request import BadRequest


@dataclass(slots=True)
class RequestWords:
    """What each word of a request is. `action` and `who` are None where no word is one."""

    place: str
    action: str | None = None
    who: str | None = None
    facts: dict[str, object] = field(default_factory=dict)


def sort_words(
    corpus: Corpus, words: Sequence[str], who: str | None, fact_file: str | None
) -> RequestWords:
    """Tell the words of a request apart.

    The first word that is a place is the place. A word with `=` is a fact. Of the others, what can
    only be an action, an agency or a value of a fact (`I-200`) is taken for that.

    Parameters
    ----------
    corpus : Corpus
    words : sequence of str
        As they stand on the command line.
    who : str, optional
        The agency, where an option says it.
    fact_file : str, optional
        A file with more facts; words win.

    Raises
    ------
    BadRequest, BadFact
        Words that cannot be told apart, a fact given twice, a file that cannot be read.
    """
    place, others = _find_place(corpus, words)
    sorted_words = RequestWords(place, None, who, dict(read_fact_file(fact_file)))
    typed: set[str] = set()
    unsorted = []
    for word in others:
        name, equals, value = word.partition("=")
        if equals:
            _add_fact(sorted_words, typed, name.strip(), value)
        else:
            unsorted.append(word)
    roles = {word: _roles_of(corpus.reader.words, word) for word in unsorted}
    for most in (1, 3):  # what has one meaning first; it narrows the rest
        for word in list(unsorted):
            fitting = [role for role in roles[word] if _is_open(sorted_words, role)]
            if len(fitting) == 1 or (fitting and most == 3):
                _take(corpus, sorted_words, typed, word, fitting[0])
                unsorted.remove(word)
    for word in unsorted:
        if sorted_words.action is None:
            sorted_words.action = word  # read in earnest later: its meaning is not plain
        elif sorted_words.who is None and not _is_fact(corpus, word):
            sorted_words.who = word
        else:
            raise BadFact(_explain_word(corpus, word))
    if sorted_words.action is None:
        raise BadRequest(
            "Say what is asked about: an action, such as hold, notify_release or inquire_status."
        )
    return sorted_words


def can_be_action(corpus: Corpus, word: str) -> bool:
    """Whether a word is an action, by its id or in words that people use."""
    return "=" not in word and "action" in _roles_of(corpus.reader.words, word)


def name_action(corpus: Corpus, words: Sequence[str]) -> bool:
    """Whether one of some words is an action.

    Ids come first, as they need no reading, and then the last words, as places stand first.
    """
    ids = corpus.lawbook.vocabulary.actions
    named = any(word in ids for word in words)
    return named or any(can_be_action(corpus, word) for word in reversed(words))


def split_actions(corpus: Corpus, text: str | None) -> list[str]:
    """The actions of a list with commas; none where nothing is given.

    Raises
    ------
    BadRequest
        One of them is no action.
    """
    words = [] if text is None else [word.strip() for word in text.split(",")]
    try:
        return [corpus.reader.words.action(word).id for word in words if word]
    except UnreadableWord as error:
        raise BadRequest(str(error)) from None


def _find_place(corpus: Corpus, words: Sequence[str]) -> tuple[str, list[str]]:
    """The place among the words, and the others. The first word, if none is a place."""
    first, *others = words
    leading = list(takewhile(lambda word: _may_be_unquoted(corpus, word), words))
    for size in range(len(leading), 1, -1):  # King County WA hold
        try:
            corpus.place(" ".join(leading[:size]))
        except UnknownPlace:
            continue
        return " ".join(leading[:size]), list(words[size:])
    for i, word in enumerate(words):
        if "=" in word or (i and _roles_of(corpus.reader.words, word)):
            continue
        try:
            corpus.place(word)
        except UnknownPlace:
            continue
        if i == 0 or _roles_of(corpus.reader.words, first):
            return word, [other for j, other in enumerate(words) if j != i]
        break
    return first, others


def _roles_of(reader: WordReader, word: str) -> list[str]:
    """What a word can be: `action`, `who`, or `FACT=` for a value; its own ids alone, if any."""
    vocabulary = reader.lawbook.vocabulary
    if word in vocabulary.actions:
        return ["action"]
    if word in vocabulary.who:
        return ["who"]
    roles = [role for role, read in (("action", reader.action), ("who", reader.who))
             if _reads(read, word)]  # fmt: skip
    return roles or [f"{fact}=" for fact in reader.facts_with_value(word)]


def _reads(read: object, word: str) -> bool:
    assert callable(read)
    try:
        read(word)
    except UnreadableWord as error:
        return error.sure
    return True


def _is_open(words: RequestWords, role: str) -> bool:
    if role.endswith("="):
        return role[:-1] not in words.facts
    return (words.action if role == "action" else words.who) is None


def _take(corpus: Corpus, words: RequestWords, typed: set[str], word: str, role: str) -> None:
    if role == "action":
        words.action = word
    elif role == "who":
        words.who = word
    else:
        _add_fact(words, typed, role[:-1], word)


def _add_fact(words: RequestWords, typed: set[str], name: str, value: str) -> None:
    if name in typed:
        raise BadFact(f"The fact {name} is given twice.")
    typed.add(name)
    words.facts[name] = value


def _may_be_unquoted(corpus: Corpus, word: str) -> bool:
    """Whether a word may be part of a place that stands without quotes: King County WA."""
    vocabulary = corpus.lawbook.vocabulary
    named = word in vocabulary.actions or word in vocabulary.who
    return word.rstrip(",").replace(".", "").isalpha() and not named


def _is_fact(corpus: Corpus, word: str) -> bool:
    return word in corpus.lawbook.facts


def _explain_word(corpus: Corpus, word: str) -> str:
    """What is wrong with a word that is neither action nor agency, and has no `=`."""
    fact = corpus.lawbook.facts.get(word)
    if fact is None:
        return (
            f"{word!r} cannot be placed; write a fact as FACT=VALUE, such as warrant=judicial, and "
            "put a place or a phrase of several words in quotes."
        )
    example = fact.values[-1] if fact.values else "5" if fact.type == "number" else "yes"
    return f"{word} needs a value, such as {word}={example}."
