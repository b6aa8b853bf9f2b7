"""What a search gives: hits in groups, how the words were read, and where to go on from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from safehavens.corpus.model import FactValue

HitKind = Literal["card", "ask", "place", "paper", "law", "ruling", "rule", "fact"]
KINDS: Final[tuple[HitKind, ...]] = get_args(HitKind)
"""The groups, in the order in which they stand where none fits better than another."""


class NoSearchEngine(RuntimeError):
    """Python's SQLite was built without FTS5. The message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found.

    Attributes
    ----------
    kind : str
        `card` is a question as residents ask it, `ask` an action or an agency to ask about.
    id : str
        Of a law, a rule, a ruling, a place, a paper or a fact; of a question, its action; where an
        agency is asked about, that.
    title, text : str
        What it is called and what it says, in English.
    score : float
        Higher is better, over all groups.
    who, action, place : str or None
        What is asked already, where the hit leads to a question.
    facts : dict
        What the question takes as known.
    """

    kind: HitKind
    id: str
    title: str
    text: str
    score: float
    who: str | None = None
    action: str | None = None
    place: str | None = None
    facts: dict[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind: how many there are, and those from one on, best first."""

    kind: HitKind
    count: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What a search gives.

    Attributes
    ----------
    words : str
        What was typed.
    read_as : dict
        For each word that nobody uses, the word that was looked for in its place.
    whole : bool
        Whether what was found has all the words; False: it has some of them.
    count : int
        How many hits there are in all groups.
    groups : tuple of Group
        The group with the best hit first.
    place : str or None
        The id of the place that the words name, where they name one.
    """

    words: str
    read_as: dict[str, str]
    whole: bool
    count: int
    groups: tuple[Group, ...]
    place: str | None = None

    def __iter__(self) -> Iterator[Hit]:
        """Every hit that is given, group by group."""
        return (hit for group in self.groups for hit in group.hits)
