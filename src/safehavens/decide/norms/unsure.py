"""What is not known of the law itself: a day that its source does not give, or whom it binds.

Each is a hidden fact, true or false, that a norm's condition asks for besides its own. Nobody can
be asked for it, so it is never given; all else is as with any fact that is not known: the verdict
is worked out both ways. Norms of one instrument with the same unsure day share one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from safehavens.corpus.model import Norm, Spell
from safehavens.logic.classes import Classes
from safehavens.logic.expression import TRUE, Expression, Holds, conjunction, disjunction
from safehavens.values.quick_dataclass import dataclass

Doubt = Literal["day", "bound"]
"""What is not known: the day a norm begins or ends, or whether it binds the agency."""

DOUBTS: Final[tuple[Doubt, ...]] = ("day", "bound")

_MARKS: Final[dict[Doubt, str]] = {"day": "~day ", "bound": "~bound "}


@dataclass(frozen=True, slots=True)
class NormHere:
    """A norm as it is in force for an agency on a day.

    `days` are the spells that it may be in (empty: it is surely in one); `bound` says that it may
    not bind the agency.
    """

    norm: Norm
    days: tuple[Spell, ...]
    bound: bool

    @property
    def condition(self) -> Expression:
        """What has to be so for the norm to hold beside its own condition; TRUE: nothing."""
        in_spell = disjunction(*(Holds(_name_day(self.norm, spell)) for spell in self.days))
        bound = Holds(_MARKS["bound"] + self.norm.instrument)
        return conjunction(in_spell if self.days else TRUE, bound if self.bound else TRUE)


def _name_day(norm: Norm, spell: Spell) -> str:
    bounds = (spell.earliest_start, spell.start, spell.end, spell.latest_end)
    return f"{_MARKS['day']}{norm.instrument} {' '.join(map(str, bounds))}"


def is_hidden(fact: str) -> bool:
    """Whether a fact is one that nobody can be asked for."""
    return fact.startswith("~")


def find_doubt(fact: str) -> Doubt:
    """What is not known where this hidden fact is not."""
    return "day" if fact.startswith(_MARKS["day"]) else "bound"


def make_hidden(facts: Iterable[str]) -> dict[str, Classes]:
    """The values of hidden facts."""
    return {fact: Classes(fact, (False, True)) for fact in facts if is_hidden(fact)}
