"""The nearest known words, for a word that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LISTED: Final = 40
"""As many known words as a message lists."""


def nearest(word: str, known: Iterable[str], most: int = 3, least: float = 0.5) -> list[str]:
    """Return the known words that are spelled most like a word, nearest first.

    Parameters
    ----------
    word : str
    known : iterable of str
    most : int
        How many to return at most.
    least : float
        How alike they must be, from 0 to 1 (Ratcliff and Obershelp 1988, as `difflib` has it).
    """
    import difflib  # only a miss pays for it

    return difflib.get_close_matches(word, tuple(known), most, least)


def unknown(
    kind: str,
    word: str,
    known: Iterable[str],
    most: int = 3,
    least: float = 0.5,
    other: str = "",
    listed: int = LISTED,
) -> str:
    """One sentence that says that a word is not known, and what the writer may have meant.

    Parameters
    ----------
    kind : str
        What the word was to be, such as ``action``.
    most, least
        As for `nearest`.
    other : str
        What to say, as a full sentence, where nothing is near and there is too much to list.
    listed : int
        Up to this many known words are listed where nothing is near.
    """
    words = tuple(known)
    near = nearest(word, words, most, least)
    if near:
        return f"There is no {kind} {word!r}; did you mean {' or '.join(near)}?"
    if words and len(words) <= listed:
        return f"There is no {kind} {word!r}; known: {', '.join(words)}."
    return f"There is no {kind} {word!r}." + (f" {other}" if other else "")
