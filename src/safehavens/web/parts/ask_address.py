"""A question as it comes from an address or a form, and how it goes back into one.

Facts marked private are taken from the body of a POST alone, and no address made here holds one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from safehavens.api import Corpus
from safehavens.corpus.model import Fact, FactValue
from safehavens.corpus.places import Match
from safehavens.corpus.reading.fact_values import parse_value
from safehavens.decide.decision import Decision
from safehavens.decide.request import BadRequest, check_facts, check_words, read_day
from safehavens.web.parts.place_names import spoken
from safehavens.web.problem import PrivateInAddress

QUESTION = ("place", "who", "action", "on")
WORDS = frozenset({*QUESTION, "show", "asked", "change", "lang"})
"""What an address says beside facts."""

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said so far. Texts as they came; an empty one was not said.

    `facts` are as written. `show`: show the answer though facts are open. `asked`: the fact whose
    question was just sent back. `change`: the fact whose question is wanted.
    """

    place: str = ""
    who: str = ""
    action: str = ""
    on: str = ""
    facts: Mapping[str, str] | None = None
    show: bool = False
    asked: str = ""
    change: str = ""

    @property
    def said(self) -> Mapping[str, str]:
        """The facts as written, by name."""
        return self.facts or {}

    def values(self, declared: Mapping[str, Fact]) -> dict[str, FactValue | None]:
        """The facts as values; what is no value of its fact stays text."""
        return {
            name: parse_value(text, declared[name]) if name in declared else text
            for name, text in self.said.items()
        }

    def without(self, name: str) -> Asked:
        """The same, with one thing not said."""
        if name in QUESTION:
            left = {word: getattr(self, word) for word in QUESTION if word != name}
            return Asked(**left, facts=self.facts)
        kept = {fact: text for fact, text in self.said.items() if fact != name}
        return replace(self, facts=kept, asked="", change="")

    def changing(self, name: str) -> Asked:
        """The same, about to change a fact."""
        return replace(self.without(name), change=name, show=False)

    def public(self, declared: Mapping[str, Fact]) -> Asked:
        """The same without facts marked private."""
        kept = {name: text for name, text in self.said.items() if not is_private(declared, name)}
        return replace(self, facts=kept, asked="", change="")

    def pairs(self) -> list[tuple[str, str]]:
        """The names and values that an address or the hidden parts of a form hold."""
        found = [(name, str(getattr(self, name))) for name in QUESTION if getattr(self, name)]
        found += self.said.items()
        if self.change:
            found.append(("change", self.change))
        if self.show:
            found.append(("show", "1"))
        return found


def read(pairs: Pairs, declared: Mapping[str, Fact], *, address: bool) -> Asked:
    """What an address or a form says.

    Parameters
    ----------
    pairs : iterable of (str, str)
    declared : mapping
        The facts that there are.
    address : bool
        Whether it is an address, where no private fact may be.

    Raises
    ------
    PrivateInAddress
        It is an address, and names a private fact.
    BadRequest
        Something is said twice.
    """
    words: dict[str, str] = {}
    facts: dict[str, str] = {}
    for name, text in pairs:
        private = is_private(declared, name) or (
            name in ("asked", "change") and is_private(declared, text)
        )
        if address and private:
            raise PrivateInAddress
        into = words if name in WORDS else facts
        if name in into:
            shown = name if name in WORDS or name in declared else "A name"
            raise BadRequest(f"{shown} is given twice.")
        if text.strip():
            into[name] = text.strip()
    return Asked(
        place=words.get("place", ""),
        who=words.get("who", ""),
        action=words.get("action", ""),
        on=words.get("on", ""),
        facts=facts,
        show="show" in words,
        asked=words.get("asked", ""),
        change=words.get("change", ""),
    )


def is_private(declared: Mapping[str, Fact], name: str) -> bool:
    """Whether a fact is about a person's own status."""
    fact = declared.get(name)
    return fact is not None and fact.private


def decided(corpus: Corpus, asked: Asked) -> Decision:
    """The answer. Raises UnknownPlace and BadRequest with one sentence each."""
    for name in ("place", "who", "action"):
        if not getattr(asked, name):
            raise BadRequest(f"Say {_MISSING[name]}: {name} is missing.")
    return corpus.ask(
        asked.place,
        asked.action,
        who=asked.who,
        on=asked.on or None,
        facts=asked.values(corpus.lawbook.facts),
    )


_MISSING = {"place": "where", "who": "who is asked", "action": "what is asked for"}


def check(corpus: Corpus, asked: Asked) -> tuple[Match | None, date]:
    """Read the place and the day, if they are said, and check the words that are.

    Raises
    ------
    UnknownPlace, BadRequest
    """
    match = corpus.place(asked.place) if asked.place else None
    day = read_day(asked.on or None)
    vocabulary = corpus.lawbook.vocabulary
    check_words(
        corpus.lawbook,
        asked.who or next(iter(vocabulary.who)),
        asked.action or next(iter(vocabulary.actions)),
    )
    check_facts(corpus.lawbook, asked.values(corpus.lawbook.facts))
    return match, day


def settled_address(corpus: Corpus, asked: Asked, match: Match, day: date) -> Asked:
    """The same question as it is best kept: the place by its full name, the day written out."""
    return replace(
        asked,
        place=spoken(corpus, match.place),
        on=day.isoformat(),
        facts=dict(asked.said),
        asked="",
    )
