"""The cases of a book, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

from safehavens.cli.speech import language, say, say_count
from safehavens.register.cases.register_case import RegisterCase


def list_cases(cases: Sequence[RegisterCase], zone: str | None, json: bool) -> None:
    """Write cases in the order in which they came.

    Parameters
    ----------
    cases : sequence of RegisterCase
    zone : str or None
        Where the agency is; times are told as they were there.
    json : bool
    """
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json([_data(case) for case in cases])
        return
    from safehavens.cli.output.console import make_table, print_line, wide_console

    console = wide_console()
    if not cases:
        print_line(console, say("There are none."))
        return
    table = make_table(
        say("case"), say("received"), say("paper"), say("asks"), say("state"), say("open duties"),
        numbers=(5,),
    )  # fmt: skip
    for case in cases:
        request = case.request.body if case.request is not None else None
        local = None if request is None else request.received_at.astimezone(_find_zone(zone))
        table.add_row(
            case.number,
            say("destroyed") if local is None else local.strftime("%Y-%m-%d %H:%M"),
            "" if request is None else request.form,
            "" if request is None else ", ".join(request.asks),
            case.state,
            str(len(case.open_duties) or ""),
        )
    console.print(table)
    count = say_count("%(count)s case", "%(count)s cases", len(cases))
    number = language().number(sum(case.state != "closed" for case in cases))
    print_line(console, f"{count}, " + say("%(number)s not closed", number=number))


def _find_zone(zone: str | None) -> tzinfo:
    return UTC if zone is None else ZoneInfo(zone)


def _data(case: RegisterCase) -> dict[str, object]:
    request = case.request.body if case.request is not None else None
    return {
        "case": case.number,
        "received_at": None if request is None else request.received_at.isoformat(),
        "form": None if request is None else request.form,
        "asks": None if request is None else list(request.asks),
        "state": case.state,
        "open_duties": list(case.open_duties),
        "destroyed": list(case.destroyed),
    }
