"""Bodies of entries, as clerks would write them."""

from __future__ import annotations

from typing import Any

from safehavens.register.entries.bodies import Body, SettingsBody
from safehavens.register.entries.closed_lists import Kind
from safehavens.register.entries.entry import NEW_CASE, NewEntry
from safehavens.register.entries.reading_bodies import read_body

SETTINGS = SettingsBody(
    agency_name="Sheriff of Los Angeles County",
    place="ocd-division/country:us/state:ca/county:los_angeles",
    who=("jail",),
    zone="America/Los_Angeles",
)


def make_request(**fields: Any) -> Body:
    return read_body("request", {
        "received_at": "2026-11-29T03:12:00-08:00", "channel": "fax", "sender": "ice_ero",
        "form": "i_247a", "asks": ["hold", "notify_release"], **fields,
    })  # fmt: skip


def new_request(key: str | None = None, **fields: Any) -> NewEntry:
    return NewEntry("request", make_request(**fields), NEW_CASE, key=key)


def new(
    kind: Kind, case_no: str | None = None, target: int | None = None, **fields: Any
) -> NewEntry:
    return NewEntry(kind, read_body(kind, fields), case_no, target)


def act(case_no: str, **fields: Any) -> NewEntry:
    return new("act", case_no, act="served_copy", happened_at="2026-11-29T05:00:00-08:00", **fields)
