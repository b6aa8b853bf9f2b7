"""Which duties come with a request: those of its case, which its asks call for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from safehavens.corpus.consequences import Clock, ClockEvent
from safehavens.decide.decision import Duty

_ASKED_FOR: Final[Mapping[ClockEvent, str]] = {
    "interview": "allow_interview",
    "interview_requested": "allow_interview",
    "release_notice_given": "notify_release",
}
"""Events that come only where an action was asked for."""
_ELSEWHERE: Final[frozenset[ClockEvent]] = frozenset({"intake", "arrival"})
"""Events that no request brings."""
_BY_PERIOD: Final = frozenset({"report_requests", "record_requests"})
"""Duties that the book itself and its reports fulfill, unless a clock runs in the case."""


def list_case_duties(duties: Iterable[Duty], asks: Collection[str]) -> tuple[str, ...]:
    """The norms of the duties that a request calls for.

    Yearly reports are duties of the agency, not of the case: `safehavens.register.reports` has
    them. A consent form comes with an interview that was asked for, not with a detainer.

    Parameters
    ----------
    duties : iterable of Duty
        All that stand beside the answer.
    asks : collection of str
    """
    return tuple(dict.fromkeys(duty.citation.norm for duty in duties if _is_called(duty, asks)))


def _is_called(duty: Duty, asks: Collection[str]) -> bool:
    clock = duty.citation.clock
    if duty.action in _BY_PERIOD and (clock is None or clock.starts is None):
        return False
    return clock is None or _may_come(clock, asks)


def _may_come(clock: Clock, asks: Collection[str]) -> bool:
    for event in (clock.starts, clock.before):
        if event in _ELSEWHERE:
            return False
        needed = None if event is None else _ASKED_FOR.get(event)
        if needed is not None and needed not in asks:
            return False
    return True
