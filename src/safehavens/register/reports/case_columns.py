"""What a report can say of a case and count by: one column each, worked out of its entries.

A value is None where the book does not say, so that a count tells what is not known apart from what
is not so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, cast, get_args
from zoneinfo import ZoneInfo

from safehavens.corpus.model import VERDICTS, Fact, Lawbook
from safehavens.register.cases.register_case import RegisterCase, Written
from safehavens.register.entries import closed_lists as lists
from safehavens.register.entries.bodies import ActBody, RequestBody

CaseValue = bool | str | int | date | datetime | None
_Value = Callable[[RegisterCase], CaseValue]
_ENDS: Final[tuple[lists.ActDone, ...]] = ("held_until", "released", "transferred")


@dataclass(frozen=True, slots=True)
class CaseColumn:
    """A column.

    Attributes
    ----------
    name, says : str
    type : str
        `bool`, `enum`, `number`, `day` or `time`; conditions take the first three.
    values : tuple of str
        Of an enum.
    tell : callable
        Its value of a case; times with their zone.
    """

    name: str
    says: str
    type: Literal["bool", "enum", "number", "day", "time"]
    values: tuple[str, ...]
    tell: _Value


def list_case_columns(lawbook: Lawbook, zone: ZoneInfo) -> dict[str, CaseColumn]:
    """Every column by name.

    Parameters
    ----------
    lawbook : Lawbook
        Its papers and actions are values.
    zone : ZoneInfo
        The agency's: days are counted in it.
    """
    columns = [*_of_requests(lawbook), *_of_acts(), *_days_of_acts(zone)]
    columns.append(
        CaseColumn("received_on", "the day of receipt", "day", (), _on_day(_received_at, zone))
    )
    columns.append(CaseColumn("received_at", "the time of receipt", "time", (), _received_at))
    columns.append(CaseColumn("month", "the month of receipt", "enum", (), _month(zone)))
    for action in lawbook.vocabulary.actions:
        columns.append(_asks(action))
        columns.append(_decided(action))
        columns.append(_verdict(action))
    return {column.name: column for column in columns}


def list_condition_facts(columns: Mapping[str, CaseColumn]) -> dict[str, Fact]:
    """The columns that conditions of templates may ask for, as the logic reads facts."""
    return {
        name: Fact(name, cast(Literal["bool", "enum", "number"], column.type), column.says,
                   column.values)
        for name, column in columns.items()
        if column.type in ("bool", "number") or column.values
    }  # fmt: skip


def _of_requests(lawbook: Lawbook) -> list[CaseColumn]:
    papers = (*(paper.id for paper in lawbook.synonyms.papers), *get_args(lists.OtherForm))
    information = lawbook.facts["information"].values if "information" in lawbook.facts else ()

    def field(name: str, says: str, values: tuple[str, ...]) -> CaseColumn:
        return CaseColumn(name, says, "enum", values, lambda case: _of_request(case, name))

    return [
        field("form", "the paper", papers),
        field("sender", "who sent it", get_args(lists.Sender)),
        field("channel", "how it came", get_args(lists.Channel)),
        field("warrant", "the warrant that came with it", get_args(lists.Warrant)),
        field("location", "where", get_args(lists.Location)),
        field("information", "the information asked for", information),
        CaseColumn("signed", "signed", "bool", (), lambda case: _of_request(case, "signed")),
        CaseColumn("response", "what was resolved", "enum", _RESPONSES, _response),
        CaseColumn("state", "how far the case is", "enum",
                   ("open", "answered", "decided", "acted", "closed"), lambda case: case.state),
        CaseColumn("withdrawn", "taken back", "bool", (), lambda case: bool(case.withdrawals)),
        CaseColumn("withdrawn_by", "who took it back", "enum",
                   ("none", *get_args(lists.WithdrawnBy)), _withdrawn_by),
        CaseColumn("ground", "on what ground", "enum", ("none", *get_args(lists.Ground)), _ground),
    ]  # fmt: skip


def _of_acts() -> list[CaseColumn]:
    def did(name: str, says: str, *acts: lists.ActDone) -> CaseColumn:
        return CaseColumn(name, says, "bool", (), lambda case: _last_of(case, acts) is not None)

    return [
        did("held_past_release", "held past the time of release", "held_from"),
        did("transferred", "transferred", "transferred"),
        did("released", "released", "released"),
        did("notified_ice", "immigration officers were told", "notified_ice"),
        did("interviewed", "an interview was held", "interview_held"),
        did("consent_given", "consent was given", "consent_given"),
        did("consent_refused", "consent was refused", "consent_refused"),
        did("information_given", "information was given", "information_given"),
        did("access_given", "access was given", "access_given"),
        did("operation_supported", "an operation was supported", "operation_supported"),
        did("copy_served", "a copy was served", "served_copy"),
        did("taken_before_judge", "taken before a judicial official", "taken_before_judge"),
        did("ice_took_custody", "immigration officers came", "ice_arrived"),
        did("ice_did_not_come", "immigration officers did not come", "ice_did_not_come"),
        did("certified", "certified", "certified"),
        did("certification_refused", "certification was refused", "certification_refused"),
        CaseColumn("assistance_given", "assistance was given", "bool", (), _assistance),
        CaseColumn("held_hours", "hours held past the time of release", "number", (), _held_hours),
        CaseColumn("outcome", "released or transferred", "enum", ("released", "transferred"),
                   _outcome),
        CaseColumn("transferred_to", "to whom", "enum", get_args(lists.Addressee),
                   lambda case: _field_of(case, ("transferred",), "to")),
        CaseColumn("offense_ground", "the ground that allowed it", "enum",
                   get_args(lists.OffenseGround),
                   lambda case: _field_of(case, ("transferred", "notified_ice", "held_from"),
                                          "offense_ground")),
        CaseColumn("answered", "certified or refused", "enum",
                   ("certified", "certification_refused"),
                   lambda case: _field_of(case, ("certified", "certification_refused"), "act")),
    ]  # fmt: skip


def _days_of_acts(zone: ZoneInfo) -> list[CaseColumn]:
    def times(name: str, says: str, *acts: lists.ActDone) -> list[CaseColumn]:
        def at(case: RegisterCase) -> datetime | None:
            found = _last_of(case, acts)
            return None if found is None else found.body.happened_at

        return [
            CaseColumn(f"{name}_at", f"the time of: {says}", "time", (), at),
            CaseColumn(f"{name}_on", f"the day of: {says}", "day", (), _on_day(at, zone)),
        ]

    return [
        *times("bail_posted", "bail posted", "bail_posted"),
        *times("outcome", "release or transfer", "released", "transferred"),
        *times("transferred", "transfer", "transferred"),
        *times("notified_ice", "notice to immigration officers", "notified_ice"),
        *times("interviewed", "interview", "interview_held"),
        *times("answered", "certified or refused", "certified", "certification_refused"),
        *times("access_given", "access given", "access_given"),
        *times("held_from", "held from", "held_from"),
    ]


def _asks(action: str) -> CaseColumn:
    def tell(case: RegisterCase) -> bool | None:
        return None if case.request is None else action in case.request.body.asks

    return CaseColumn(f"asks_{action}", f"it asks for {action}", "bool", (), tell)


def _decided(action: str) -> CaseColumn:
    def tell(case: RegisterCase) -> str:
        found = [one.body.decided for one in case.decisions if one.body.action == action]
        return found[-1] if found else "none"

    values = ("none", *get_args(lists.Decided))
    return CaseColumn(f"decided_{action}", f"what was resolved on {action}", "enum", values, tell)


def _verdict(action: str) -> CaseColumn:
    def tell(case: RegisterCase) -> str | None:
        found = [one.body.verdict for one in case.answers if one.body.action == action]
        return found[0] if found else None

    says = f"what the law said of {action}, on public facts"
    return CaseColumn(f"verdict_{action}", says, "enum", VERDICTS, tell)


_RESPONSES: Final = ("complied", "complied_in_part", "declined", "referred", "no_action", "none")


def _response(case: RegisterCase) -> str:
    """What the decisions come to, one for each action asked for."""
    latest = {one.body.action: one.body.decided for one in case.decisions}
    found = set(latest.values())
    if not found:
        return "none"
    if found == {"comply"}:
        return "complied"
    if found & {"comply", "comply_in_part"}:
        return "complied_in_part"
    if "referred_to_counsel" in found:
        return "referred"
    return "declined" if "decline" in found else "no_action"


def _assistance(case: RegisterCase) -> bool:
    acts = {act.body.act for act in case.acts}
    helped = {"notified_ice", "transferred", "held_from", "information_given", "access_given",
              "interview_held", "operation_supported"}  # fmt: skip
    return bool(acts & helped)


def _withdrawn_by(case: RegisterCase) -> str:
    return case.withdrawals[0].body.withdrawn_by if case.withdrawals else "none"


def _ground(case: RegisterCase) -> str:
    """A norm as a ground is `law`."""
    if not case.decisions:
        return "none"
    ground = case.decisions[-1].body.ground
    return "law" if "#" in ground else ground


def _held_hours(case: RegisterCase) -> int | None:
    """Whole hours, rounded up: a part of an hour is an hour."""
    start = min((a.body.happened_at for a in case.acts if a.body.act == "held_from"), default=None)
    if start is None:
        return 0
    ends = [a.body.happened_at for a in case.acts if a.body.act in _ENDS]
    after = [end for end in ends if end >= start]
    return -(-int((min(after) - start).total_seconds()) // 3600) if after else None


def _outcome(case: RegisterCase) -> CaseValue:
    found = _last_of(case, ("released", "transferred"))
    return None if found is None else found.body.act


def _received_at(case: RegisterCase) -> datetime | None:
    return None if case.request is None else case.request.body.received_at


def _on_day(at: Callable[[RegisterCase], datetime | None], zone: ZoneInfo) -> _Value:
    def tell(case: RegisterCase) -> date | None:
        time = at(case)
        return None if time is None else time.astimezone(zone).date()

    return tell


def _month(zone: ZoneInfo) -> _Value:
    def tell(case: RegisterCase) -> str | None:
        time = _received_at(case)
        return None if time is None else f"{time.astimezone(zone):%Y-%m}"

    return tell


def _of_request(case: RegisterCase, field: str) -> CaseValue:
    body: RequestBody | None = None if case.request is None else case.request.body
    return None if body is None else cast(CaseValue, getattr(body, field))


def _last_of(case: RegisterCase, acts: tuple[lists.ActDone, ...]) -> Written[ActBody] | None:
    found = [act for act in case.acts if act.body.act in acts]
    return max(found, key=lambda act: (act.body.happened_at, act.no), default=None)


def _field_of(case: RegisterCase, acts: tuple[lists.ActDone, ...], field: str) -> CaseValue:
    found = _last_of(case, acts)
    return None if found is None else cast(CaseValue, getattr(found.body, field))
