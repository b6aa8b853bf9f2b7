"""The words that free text may use: those of the law files, of offices, and the agency's own."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final, get_args

from safehavens.corpus.model import Basis, Confidence, Lawbook, Verdict
from safehavens.register.entries import closed_lists

_LOWER: Final = re.compile(r"(?<![\w'’])[a-z]+(?![\w'’])")
_NEVER: Final = frozenset({"b", "c", "d", "e", "f", "g", "m", "n", "s", "t", "x"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words in small letters, and those that an agency has added, as it writes them."""

    words: frozenset[str]
    added: frozenset[str]


@dataclass(frozen=True, slots=True)
class CommonNames:
    """Names that many people bear, in small letters: given names and surnames."""

    given: frozenset[str]
    surnames: frozenset[str]

    def __contains__(self, word: str) -> bool:
        return word in self.given or word in self.surnames


@dataclass(frozen=True, slots=True)
class ListedWords:
    """Words that free text may use beside the law's own: `listed_words.csv` beside this module.

    Attributes
    ----------
    office : frozenset of str
        Things, doings and times of offices, in small letters.
    proper : frozenset of str
        What may stand with a capital within a sentence, or in capitals.
    languages : frozenset of str
        They may stand where a language is meant: they are names of peoples, too.
    agencies : frozenset of str
        What names of agencies are made of, in small letters, beside the name of a place.
    groups : frozenset of str
        Countries and groups of people, by which statutes have totals counted.
    """

    office: frozenset[str]
    proper: frozenset[str]
    languages: frozenset[str]
    agencies: frozenset[str]
    groups: frozenset[str]


@cache
def load_listed_words() -> ListedWords:
    """The list of words: no names are on it."""
    rows = _read_table("listed_words.csv")

    def of(kind: str) -> frozenset[str]:
        return frozenset(row["word"] for row in rows if row["kind"] == kind)

    return ListedWords(of("office"), of("proper"), of("language"), of("agency"), of("group"))


def _read_table(name: str) -> list[dict[str, str]]:
    text = (resources.files(__package__ or "") / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def load_common_names() -> CommonNames:
    """The list of common names: `common_names.csv` beside this module."""
    rows = _read_table("common_names.csv")
    given = frozenset(row["word"] for row in rows if row["given"] == "1")
    return CommonNames(given, frozenset(row["word"] for row in rows if row["surname"] == "1"))


def make_lexicon(lawbook: Lawbook, added: Collection[str] = ()) -> Lexicon:
    """The words that free text may use.

    Parameters
    ----------
    lawbook : Lawbook
        Its words are those that its rules and questions use in small letters: names of persons and
        of peoples are written with a capital.
    added : collection of str
        Words that the agency's settings add.
    """
    return Lexicon(_words_of(_Held(lawbook)) | load_listed_words().office, frozenset(added))


def list_id_words(lawbook: Lawbook) -> frozenset[str]:
    """What the ids of the corpus and of the register's closed lists are made of, part by part."""
    return _id_words_of(_Held(lawbook))


class _Held:
    """A lawbook as the key of a cache: alike where its digest is."""

    def __init__(self, lawbook: Lawbook) -> None:
        self.lawbook = lawbook

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.lawbook.version == self.lawbook.version

    def __hash__(self) -> int:
        return hash(self.lawbook.version)


@lru_cache(maxsize=2)
def _words_of(held: _Held) -> frozenset[str]:
    lawbook = held.lawbook
    texts = [norm.says for norm in lawbook.norms.values()]
    texts += [fact.ask for fact in lawbook.facts.values()]
    texts += [paper.says for paper in lawbook.synonyms.papers]
    found = {word for text in texts for word in _LOWER.findall(text)}
    return frozenset(found - _NEVER)


@lru_cache(maxsize=2)
def _id_words_of(held: _Held) -> frozenset[str]:
    lawbook = held.lawbook
    ids = [*lawbook.norms, *lawbook.facts, *lawbook.vocabulary.actions, *lawbook.vocabulary.who]
    ids += [value for fact in lawbook.facts.values() for value in fact.values]
    ids += [paper.id for paper in lawbook.synonyms.papers]
    ids += [*closed_lists.list_words(), *get_args(Verdict), *get_args(Basis), *get_args(Confidence)]
    ids += [*lawbook.reports, *load_listed_words().groups]
    ids += [
        word for one in lawbook.reports.values() for total in one.totals
        for word in (total.name, *total.by)
    ]  # fmt: skip
    return frozenset(part for id in ids for part in re.split(r"[/#_\-]", id))
