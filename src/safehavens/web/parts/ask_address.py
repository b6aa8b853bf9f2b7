"""A question as it comes from an address or a form, and how it goes back into one.

Facts marked private are taken from the body of a POST alone, and no address made here holds one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from safehavens.api import Corpus
from safehavens.corpus.model import Fact, FactValue
from safehavens.corpus.near import unknown
from safehavens.corpus.places import Match
from safehavens.decide.beside.whole_answers import answer_request
from safehavens.decide.decision import Decision
from safehavens.decide.request import BadRequest, check_day
from safehavens.decide.request_reader import ReadRequest
from safehavens.web.parts.place_names import spoken
from safehavens.web.private_facts import is_private, names_private_fact
from safehavens.web.problem import PrivateInAddress

QUESTION = ("place", "who", "action", "on")
WORDS = frozenset({*QUESTION, "show", "asked", "change", "topic", "lang"})
"""What an address says beside facts."""

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AskAddress:
    """What an address or a form says so far. Texts as they came; an empty one was not given.

    `facts` are as written. `show`: show the answer though facts are open. `asked`: the fact whose
    question was just sent back. `change`: the fact whose question is wanted. `topic`: the
    resident's question that it began with. `notes`: how its words were read, where they were not
    the vocabulary's own.
    """

    place: str = ""
    who: str = ""
    action: str = ""
    on: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    show: bool = False
    asked: str = ""
    change: str = ""
    topic: str = ""
    notes: tuple[str, ...] = ()

    def without(self, name: str) -> AskAddress:
        """The same, with one thing not said."""
        if name in QUESTION:
            left = {word: getattr(self, word) for word in QUESTION if word != name}
            topic = self.topic if name in ("place", "on") else ""
            return AskAddress(**left, facts=self.facts, topic=topic)
        kept = {fact: text for fact, text in self.facts.items() if fact != name}
        return replace(self, facts=kept, asked="", change="")

    def changing(self, name: str) -> AskAddress:
        """The same, about to change a fact."""
        return replace(self.without(name), change=name, show=False)

    def at_place(self, name: str) -> AskAddress:
        """The same question of another place."""
        return replace(self, place=name, asked="", change="", show=False, notes=())

    def public(self, declared: Mapping[str, Fact]) -> AskAddress:
        """The same without facts marked private."""
        kept = {name: text for name, text in self.facts.items() if not is_private(declared, name)}
        return replace(self, facts=kept, asked="", change="")

    def pairs(self) -> list[tuple[str, str]]:
        """The names and values that an address or the hidden parts of a form hold."""
        pairs = [(name, str(getattr(self, name))) for name in QUESTION if getattr(self, name)]
        if self.topic:
            pairs.append(("topic", self.topic))
        pairs += self.facts.items()
        if self.change:
            pairs.append(("change", self.change))
        if self.show:
            pairs.append(("show", "1"))
        return pairs


def read_address(pairs: Pairs, declared: Mapping[str, Fact]) -> AskAddress:
    """What an address says.

    Parameters
    ----------
    pairs : iterable of (str, str)
    declared : mapping of str to Fact
        The facts that there are.

    Raises
    ------
    PrivateInAddress
        It names a private fact.
    BadRequest
        A name is given twice.
    """
    pairs = list(pairs)
    if names_private_fact(pairs, declared):
        raise PrivateInAddress
    return read_form(pairs, declared)


def read_form(pairs: Pairs, declared: Mapping[str, Fact]) -> AskAddress:
    """What a posted form says, where private facts may be. The rest is as in `read_address`."""
    words: dict[str, str] = {}
    facts: dict[str, str] = {}
    for name, text in pairs:
        into = words if name in WORDS else facts
        if name in into:
            shown = name if name in WORDS or name in declared else "A name"
            raise BadRequest(f"{shown} is given twice.")
        if text.strip():
            into[name] = text.strip()
    return AskAddress(
        place=words.get("place", ""),
        who=words.get("who", ""),
        action=words.get("action", ""),
        on=words.get("on", ""),
        facts=facts,
        show="show" in words,
        asked=words.get("asked", ""),
        change=words.get("change", ""),
        topic=words.get("topic", ""),
    )


def read_request(corpus: Corpus, address: AskAddress) -> ReadRequest:
    """The request that an address asks, with how its words were read.

    Raises
    ------
    UnknownPlace, BadRequest
        One sentence each.
    """
    for name in ("place", "who", "action"):
        if not getattr(address, name):
            raise BadRequest(f"Say {_MISSING[name]}: {name} is missing.")
    for name in address.facts:
        if name not in corpus.lawbook.facts:  # by no other name: a synonym may be of a private one
            raise BadRequest(unknown("fact", name, corpus.lawbook.facts))
    return corpus.reader.read(
        address.place, address.who, address.action, address.on or None, address.facts
    )


_MISSING = {"place": "where", "who": "who is asked", "action": "what is asked for"}


def decide_address(corpus: Corpus, address: AskAddress) -> Decision:
    """The answer to an address. Errors as in `read_request`."""
    read = read_request(corpus, address)
    notes = dict.fromkeys((*address.notes, *read.notes))
    return answer_request(corpus.engine, read.request, " ".join(notes) or None)


def check_address(corpus: Corpus, address: AskAddress) -> tuple[AskAddress, Match | None, date]:
    """Read what an address gives so far: its words as the vocabulary has them, place and day.

    Raises
    ------
    UnknownPlace, BadRequest
    """
    match = corpus.place(address.place) if address.place else None
    reader, declared = corpus.reader, corpus.lawbook.facts
    day = reader.day(address.on or None, match)
    facts, notes = {}, [match.note if match else None, day.note]
    for name, text in address.facts.items():
        if name not in declared:
            raise BadRequest(unknown("fact", name, declared))
        value = reader.value(declared[name], text)
        facts[name] = _as_text(value)
        notes.append(reader.describe_value(declared[name], text, value))
    who = action = ""
    if address.who:
        reading = reader.who_reading(address.who, match)
        who = reading.id
        notes.append(reading.note)
    if address.action:
        reading = reader.action_reading(address.action)
        action = reading.id
        notes.append(reading.note)
        check_day(corpus.lawbook, action, day.on)
    told = tuple(note for note in notes if note)
    return replace(address, who=who, action=action, facts=facts, notes=told), match, day.on


def _as_text(value: FactValue | None) -> str:
    """A value as an address has it."""
    if value is None:
        return "?"
    return str(value).lower() if isinstance(value, bool) else str(value)


def settled_address(corpus: Corpus, address: AskAddress, match: Match, day: date) -> AskAddress:
    """The same question as it is best kept: the place by its full name, the day written out."""
    return replace(
        address,
        place=spoken(corpus, match.place),
        on=day.isoformat(),
        facts=dict(address.facts),
        asked="",
    )
