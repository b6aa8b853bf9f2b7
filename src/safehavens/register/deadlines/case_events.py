"""The events that clocks count from and the acts that meet duties, as a case tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from safehavens.corpus.consequences import Clock, ClockEvent
from safehavens.register.cases.register_case import RegisterCase
from safehavens.register.entries.closed_lists import ActDone

_ACTS: Final[Mapping[ClockEvent, tuple[ActDone, ...]]] = {
    "otherwise_released": ("held_from",),
    "released": ("released", "transferred"),
    "interview": ("interview_held",),
    "release_notice_given": ("notified_ice",),
    "query_sent": ("query_sent",),
    "refused": ("access_refused", "information_refused", "answered_none", "certification_refused"),
    "answer": ("notified_ice", "information_given", "answered_none", "access_given",
               "access_refused", "information_refused", "certified", "certification_refused"),
}  # fmt: skip
_TOLD: Final[tuple[ActDone, ...]] = ("served_copy", "told_person", "told_counsel", "told_designee")
_MEETS: Final[Mapping[str, tuple[ActDone, ...]]] = {
    "inform_court": ("told_court",),
    "hold": ("released", "transferred", "held_until"),
    "notify_release": ("notified_ice",),
    "transfer": ("transferred",),
    "inquire_status": ("query_sent", "query_answered"),
    "certify_u_visa": ("certified", "certification_refused"),
}
"""By action, the acts after which its time limit no longer runs."""


def find_event(case: RegisterCase, event: ClockEvent) -> datetime | None:
    """When an event of a case was; None: the book does not say.

    Arrival and intake are the jail system's to know: the book has no entry of them.
    """
    request = case.request
    if event in ("received", "contact") and request is not None:
        return request.body.received_at
    if event == "interview_requested" and request is not None:
        return request.body.received_at if "allow_interview" in request.body.asks else None
    return min(_times(case, _ACTS.get(event, ())), default=None)


def find_done(case: RegisterCase, action: str, clock: Clock | None) -> datetime | None:
    """When a duty was met, so far as acts tell; None: they do not.

    A duty to inform the person is one of several: which act meets it is told by its clock.
    """
    started = None if clock is None or clock.starts is None else find_event(case, clock.starts)
    if action == "inform_person":
        acts = _acts_of_telling(clock)
        after = started if clock is not None and clock.starts == "release_notice_given" else None
    else:
        acts = _MEETS.get(action, ())
        after = started if action == "hold" else None
    times = (at for at in _times(case, acts) if after is None or at >= after)
    return min(times, default=None)


def _acts_of_telling(clock: Clock | None) -> tuple[ActDone, ...]:
    if clock is None:
        return ()
    if clock.before == "interview" or clock.starts == "interview_requested":
        return ("consent_form_given", "consent_given", "consent_refused")
    if clock.starts == "release_notice_given":
        return _TOLD
    return ("served_copy", "told_person") if clock.starts == "received" else ()


def _times(case: RegisterCase, acts: tuple[ActDone, ...]) -> Iterator[datetime]:
    return (act.body.happened_at for act in case.acts if act.body.act in acts)
