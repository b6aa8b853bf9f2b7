"""The nearest known words, for a word that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from safehavens.corpus.errors import quoted

LISTED: Final = 40
"""As many known words as a message lists."""
_COMPARED: Final = 5_000
"""As many words are compared; of more, those that begin alike."""
_BEGINNING: Final = 6
_LONGEST: Final = 200
"""Characters of a word that something can be near to."""


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

    words = tuple(known)
    if len(words) > _COMPARED:
        begins = word[:_BEGINNING]
        words = tuple(one for one in words if one.startswith(begins))[:_COMPARED]
    return difflib.get_close_matches(word, words, most, least)


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
    near = nearest(word, words, most, least) if len(word) <= _LONGEST else []
    if near:
        return f"There is no {kind} {quoted(word)}; did you mean {' or '.join(near)}?"
    if words and len(words) <= listed:
        return f"There is no {kind} {quoted(word)}; known: {', '.join(words)}."
    return f"There is no {kind} {quoted(word)}." + (f" {other}" if other else "")
