"""Papers that people have in hand, and what each of them asks for."""

from __future__ import annotations

from dataclasses import dataclass

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
    read_off : tuple of str
        What to look for on the paper, a sentence each.
    """

    id: str
    says: str
    names: tuple[str, ...]
    actions: tuple[str, ...]
    facts: dict[str, FactValue]
    read_off: tuple[str, ...]
