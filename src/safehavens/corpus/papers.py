"""Papers that people have in hand, and what each of them asks for."""

from __future__ import annotations

from dataclasses import dataclass, field

from safehavens.corpus.consequences import Clock
from safehavens.corpus.vocabulary import FactValue


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
