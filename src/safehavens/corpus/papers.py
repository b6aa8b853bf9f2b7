"""What people call the words of the law, and the papers that they have in hand."""

from __future__ import annotations

from dataclasses import field
from typing import Final

from safehavens.corpus.consequences import Clock
from safehavens.corpus.vocabulary import FactValue
from safehavens.values.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """A form, or what somebody stands at the door with.

    Attributes
    ----------
    id : str
    says : str
        What it is, in a few plain words.
    names : tuple of str
        What people call it, in any language.
    actions : tuple of str
        What it asks the agency to do, most usual first.
    facts : dict
        What the paper itself tells.
    clocks : dict
        By action, the time limit that the paper itself names; it is no law.
    read_off : tuple of str
        What to look for on the paper, a sentence each.
    """

    id: str
    says: str
    names: tuple[str, ...]
    actions: tuple[str, ...]
    facts: dict[str, FactValue]
    read_off: tuple[str, ...]
    clocks: dict[str, Clock] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What people call the words of the vocabulary, in any language.

    Attributes
    ----------
    who, actions, facts : dict
        By id, what people call it.
    keys : dict
        By agency kind or action, words that by themselves say that it is meant.
    values : dict
        By fact, then by value.
    flags : dict
        How people write `yes`, `no`, `unknown`.
    papers : tuple of Paper
        Forms and the like that ask for one or more actions.
    same_words : tuple of tuple of str
        Words that search takes for one.
    """

    who: dict[str, tuple[str, ...]]
    actions: dict[str, tuple[str, ...]]
    facts: dict[str, tuple[str, ...]]
    keys: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, tuple[str, ...]]]
    flags: dict[str, tuple[str, ...]]
    papers: tuple[Paper, ...] = ()
    same_words: tuple[tuple[str, ...], ...] = ()


NO_SYNONYMS: Final = Synonyms({}, {}, {}, {}, {}, {})
