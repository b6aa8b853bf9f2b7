"""What was decided in reading a place's name, told on standard error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from safehavens.measure.places.named_places import GROUPS

if TYPE_CHECKING:
    from safehavens.api import Corpus


def tell_places(corpus: Corpus, names: Iterable[str | None]) -> None:
    """Tell what was decided in reading the names of places, each note once.

    Parameters
    ----------
    names : iterable of str or None
        As the command was given them; None and the words of `GROUPS` are left out.

    Raises
    ------
    UnknownPlace
    """
    from safehavens.cli.speech import say_message
    from safehavens.cli.terminal import tell

    named = [name for name in names if name is not None and name not in GROUPS]
    for note in dict.fromkeys(corpus.place(name).note for name in named):
        if note is not None:
            tell(say_message(note))
