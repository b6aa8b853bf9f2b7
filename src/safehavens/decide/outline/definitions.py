"""What laws mean by a fact that is asked for, where they differ."""

from __future__ import annotations

from typing import Final

from safehavens.corpus.model import Instrument, Lawbook
from safehavens.decide.decision import Decision
from safehavens.wording.labels import N_
from safehavens.wording.languages import Language

MEANT: Final = N_("In “%(law)s”: %(says)s.")


def find_definitions(
    lawbook: Lawbook, decision: Decision, fact: str
) -> list[tuple[Instrument, str]]:
    """The laws that may decide and say what they mean by a fact, each with what it says.

    Parameters
    ----------
    lawbook : Lawbook
    decision : Decision
    fact : str
        Its name.
    """
    laws = dict.fromkeys(lawbook.norms[reason.norm].instrument for reason in decision.because)
    instruments = [lawbook.instruments[id] for id in laws]
    return [(one, one.defines[fact]) for one in instruments if fact in one.defines]


def tell_definitions(
    language: Language, lawbook: Lawbook, decision: Decision, fact: str
) -> list[str]:
    """The same, a sentence each."""
    return [
        language.gettext(MEANT) % {"law": law.title, "says": language.gettext(says)}
        for law, says in find_definitions(lawbook, decision, fact)
    ]
