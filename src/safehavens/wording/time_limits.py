"""Time limits, notices and remedies in words. What the law says of them stays in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.corpus.consequences import Clock, ClockEvent, Notice, Promptness, Remedy, Skipped
from safehavens.wording.labels import N_
from safehavens.wording.languages import Language

EVENT: Final[Mapping[ClockEvent, str]] = {
    "received": N_("the receipt of the request or notice"),
    "arrival": N_("the arrival of the person"),
    "otherwise_released": N_("the time at which the person would be released"),
    "released": N_("the release"),
    "interview": N_("the interview"),
    "interview_requested": N_("the request for an interview"),
    "release_notice_given": N_("the notice of release to immigration officers"),
    "query_sent": N_("the query to immigration authorities"),
    "refused": N_("the refusal"),
    "intake": N_("the intake"),
    "contact": N_("the contact"),
    "answer": N_("the answer to the request"),
}
SKIPPED: Final[Mapping[Skipped, str]] = {
    "weekends": N_("weekends"),
    "holidays": N_("holidays"),
    "federal_holidays": N_("federal holidays"),
    "state_holidays": N_("state holidays"),
}
_PROMPT: Final[Mapping[Promptness, str]] = {
    "at_once": N_("At once from %(start)s."),
    "promptly": N_("Promptly from %(start)s."),
}


def describe_clock(language: Language, clock: Clock) -> str:
    """When the act must be done, in a sentence or two."""
    parts = []
    time = _describe_span(language, clock)
    before = language.gettext(EVENT[clock.before]) if clock.before else None
    start = language.gettext(EVENT[clock.starts]) if clock.starts else None
    if time and before:
        text = language.gettext("At least %(time)s before: %(event)s.")
        parts.append(text % {"time": time, "event": before})
    elif time and start:
        text = language.gettext("Within %(time)s, counted from %(start)s.")
        parts.append(text % {"time": time, "start": start})
    elif before:
        parts.append(language.gettext("Before %(event)s.") % {"event": before})
    if clock.promptness and start:
        prompt = _PROMPT[clock.promptness]
        parts.append(language.gettext(prompt) % {"start": start})
    if clock.skips:
        skipped = ", ".join(language.gettext(SKIPPED[days]) for days in clock.skips)
        parts.append(language.gettext("Not counted: %(days)s.") % {"days": skipped})
    return " ".join([*parts, clock.note] if clock.note else parts)


def _describe_span(language: Language, clock: Clock) -> str | None:
    if clock.hours is not None:
        pattern = language.ngettext("%(count)s hour", "%(count)s hours", clock.hours)
        return pattern % {"count": language.number(clock.hours)}
    if clock.days is not None:
        pattern = language.ngettext("%(count)s day", "%(count)s days", clock.days)
        return pattern % {"count": language.number(clock.days)}
    return None


def describe_notice(language: Language, notice: Notice) -> str:
    """What must be told to whom, when, and in which languages."""
    parts = [
        language.gettext("To %(to)s: %(what)s.")
        % {"to": ", ".join(notice.to), "what": notice.what.rstrip(".")}
    ]
    if notice.when:
        parts.append(language.gettext("When: %(when)s.") % {"when": notice.when.rstrip(".")})
    if notice.languages:
        codes = ", ".join(notice.languages)
        parts.append(language.gettext("In these languages: %(codes)s.") % {"codes": codes})
    return " ".join(parts)


def describe_remedy(language: Language, remedy: Remedy) -> str:
    """What may follow a breach, and where that is written."""
    parts = []
    for pattern, text in (
        (N_("Who may sue: %(text)s."), remedy.who_may_sue),
        (N_("Penalty: %(text)s."), remedy.penalty),
        (N_("Money that may be lost: %(text)s."), remedy.funds_lost),
    ):
        if text:
            parts.append(language.gettext(pattern) % {"text": text.rstrip(".")})
    return f"{' '.join(parts)} ({remedy.cite})"
