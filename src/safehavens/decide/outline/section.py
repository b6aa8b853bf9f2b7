"""The parts of an answer, before any form is given to them."""

from __future__ import annotations

from safehavens.corpus.model import Basis, Verdict
from safehavens.values.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph, or an entry of a list, and what is told below it."""

    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Something that an answer tells. `listed`: its items are entries of a list."""

    heading: str | None
    items: tuple[Item, ...]
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Outline:
    """An answer: the verdict and its basis, in words, then its sections in order.

    `title` says what was asked of whom; `beside` what stands next to the verdict.
    """

    title: str
    verdict: Verdict
    basis: Basis
    words: str
    beside: str | None
    sections: tuple[Section, ...]


def paragraphs(*texts: str | None, heading: str | None = None) -> Section:
    """A section of plain paragraphs; what is None or empty is left out."""
    return Section(heading, tuple(Item(text) for text in texts if text), listed=False)
