"""A place at a glance: what its law says of the questions asked most, and whose law that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from safehavens.corpus.model import Basis, Lawbook, Verdict
from safehavens.corpus.places.division import level, short
from safehavens.corpus.places.place import Level
from safehavens.decide.place_law import Overview
from safehavens.wording.resident_topics import TOPICS

_USUAL: Final = (
    ("hold", "jail"), ("notify_release", "jail"), ("transfer", "jail"),
    ("inquire_status", "police"), ("share_status", "police"), ("arrest_civil", "police"),
    ("use_resources", "police"), ("allow_nonpublic_access", "school"), ("join_287g", "sheriff"),
    ("issue_driver_license", "dmv"),
)  # fmt: skip
"""The questions answered at a glance: an action, and the agency that it is mostly asked of."""

USUALLY_ASKED: Final[tuple[str, ...]] = (
    "police", "jail", "sheriff", "school", "hospital", "dmv", "shelter", "college", "court",
    "any_agency",
)  # fmt: skip
"""The agencies that people ask about most, the most wanted first."""

CORE_AGENCIES: Final = frozenset({"police", "sheriff", "jail", "school", "any_agency"})
"""The agencies that people meet most: what is asked of them stands first."""


@dataclass(frozen=True, slots=True)
class UsualAnswer:
    """One question's answer before anything of the request is known.

    `levels` are those of the governments whose rules decide it, or may, the highest first.
    """

    action: str
    who: str
    verdict: Verdict
    basis: Basis
    levels: tuple[Level, ...]


def list_usual_actions(who: str) -> tuple[str, ...]:
    """What is mostly asked of an agency: at a glance, and by residents."""
    pairs = (*_USUAL, *((topic.action, topic.who) for topic in TOPICS))
    return tuple(dict.fromkeys(action for action, agency in pairs if agency == who))


def list_usual_answers(lawbook: Lawbook, overview: Overview) -> Iterator[UsualAnswer]:
    """The answers to the questions asked most.

    Parameters
    ----------
    lawbook : Lawbook
    overview : Overview
        The place's law on a day.
    """
    for action, who in _USUAL:
        view = next((v for v in overview.actions if v.action == action and who in v.who), None)
        if view is None:
            continue
        decide = [lawbook.norms[id] for id in view.deciding if id in lawbook.norms]
        issuers = {lawbook.instruments[norm.instrument].issuer for norm in decide}
        of = {level(short(issuer)) for issuer in issuers}
        levels = tuple(one for one in _FROM_ABOVE if one in of)
        yield UsualAnswer(action, who, view.verdict, view.basis, levels)


_FROM_ABOVE: Final[tuple[Level, ...]] = ("national", "state", "county", "place")
