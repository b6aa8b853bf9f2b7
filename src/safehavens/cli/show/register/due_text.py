"""What must be done and by when, as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_count
from safehavens.register.deadlines.deadline import Deadline, DeadlineState
from safehavens.wording.labels import N_
from safehavens.wording.time_limits import describe_clock

STATE: Final[dict[DeadlineState, str]] = {
    "late": N_("LATE"),
    "now": N_("NOW"),
    "running": N_("RUNNING"),
    "waiting": N_("WAITING"),
    "missed": N_("MISSED"),
    "done_late": N_("DONE LATE"),
    "done": N_("DONE"),
    "not_applicable": N_("NOT CALLED FOR"),
}


def show_deadlines(
    deadlines: Sequence[Deadline], waiting: int, zone: str | None, json: bool
) -> None:
    """Write deadlines, in their order.

    Parameters
    ----------
    deadlines : sequence of Deadline
    waiting : int
        How many others wait for their event and are not among them.
    zone : str or None
        Where the agency is; times are told as they are there.
    json : bool
    """
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json([_data(one) for one in deadlines])
        return
    where: tzinfo = UTC if zone is None else ZoneInfo(zone)
    page = Page()
    if not deadlines:
        page.line(say("Nothing is due."))
    for deadline in deadlines:
        _add(page, deadline, where)
    if waiting:
        page.line()
        page.line(
            say_count(
                "%(count)s more waits for an event; --all lists it.",
                "%(count)s more wait for an event; --all lists them.",
                waiting,
            )
        )
    page.show()


def _add(page: Page, deadline: Deadline, zone: tzinfo) -> None:
    what = deadline.case_no or say("report for %(period)s", period=str(deadline.period))
    page.titled(say(STATE[deadline.state]), f"  {what}{_tell_time(deadline, zone)}")
    page.line(deadline.says, 2)
    if deadline.clock is not None:
        page.line(describe_clock(language(), deadline.clock), 2)
    if deadline.may_be_due is not None:
        days = ", ".join(day.isoformat() for day in deadline.unsure_of)
        page.line(
            say(
                "It may end only on %(time)s if these days do not count: %(days)s.",
                time=_tell(deadline.may_be_due, zone), days=days,
            ),
            2,
        )  # fmt: skip
    if not deadline.certain:
        page.line(say("Whether it is called for depends on facts that are not in the book."), 2)
    if deadline.source == "paper":
        page.line(say("The form asks for it; it is not law."), 2)
    else:
        page.line(f"{deadline.cite} [{deadline.id}]", 2)


def _tell_time(deadline: Deadline, zone: tzinfo) -> str:
    if deadline.done_at is not None:
        return "  " + say("done %(time)s", time=_tell(deadline.done_at, zone))
    if deadline.due is not None:
        return "  " + say("by %(time)s", time=_tell(deadline.due, zone))
    return ""


def _tell(time: datetime, zone: tzinfo) -> str:
    return time.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _data(deadline: Deadline) -> dict[str, Any]:
    def tell(time: datetime | None) -> str | None:
        return None if time is None else time.astimezone(UTC).isoformat(timespec="minutes")

    return {
        "case": deadline.case_no,
        "state": deadline.state,
        "source": deadline.source,
        "id": deadline.id,
        "action": deadline.action,
        "period": deadline.period,
        "says": deadline.says,
        "cite": deadline.cite or None,
        "certain": deadline.certain,
        "started": tell(deadline.started),
        "due": tell(deadline.due),
        "may_be_due": tell(deadline.may_be_due),
        "unsure_of": [day.isoformat() for day in deadline.unsure_of],
        "done": tell(deadline.done_at),
    }
