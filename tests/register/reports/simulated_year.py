"""A year of requests that never were, as a book and, apart from it, as a plain list to count by."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from safehavens.corpus.model import Lawbook
from safehavens.register.book import Book
from safehavens.register.entries.entry import NEW_CASE, SAME_CASE, NewEntry
from tests.register.bodies import new

FORMS = {
    "i_247a": ["hold", "notify_release"],
    "i_247g": ["notify_release"],
    "i_247x": ["hold", "transfer", "notify_release"],
    "i_200": ["hold"],
    "interview_request": ["allow_interview"],
    "administrative_subpoena": ["share_personal_info"],
    "i_918b": ["certify_u_visa"],
    "visit": ["allow_nonpublic_access"],
}
SENDERS = ["ice_ero", "ice_hsi", "cbp", "state_local"]


@dataclass
class Told:
    """What was done in one case, as somebody with a notebook would have it."""

    received: datetime
    form: str
    sender: str
    warrant: str | None
    decided: dict[str, str] = field(default_factory=dict)
    ground: str | None = None
    acts: dict[str, datetime] = field(default_factory=dict)
    offense: str | None = None
    to: str | None = None
    withdrawn_by: str | None = None

    def response(self) -> str:
        made = set(self.decided.values())
        if not made:
            return "none"
        if made == {"comply"}:
            return "complied"
        if "comply" in made or "comply_in_part" in made:
            return "complied_in_part"
        if "referred_to_counsel" in made:
            return "referred"
        return "declined" if "decline" in made else "no_action"


def live_a_year(
    book: Book, lawbook: Lawbook, year: int, cases: int, seed: int, zone: ZoneInfo
) -> list[Told]:
    """Write a year into a book; what is given back was never read from it."""
    draw = random.Random(seed)
    begin = datetime(year, 1, 1, tzinfo=zone)
    minutes = int((datetime(year + 1, 1, 1, tzinfo=zone) - begin) / timedelta(minutes=1))
    ledger = []
    for _ in range(cases):
        told, entries = _one_case(draw, begin + timedelta(minutes=draw.randrange(minutes)))
        book.append(entries, by="clerk-1")
        ledger.append(told)
    return ledger


def _one_case(draw: random.Random, received: datetime) -> tuple[Told, list[NewEntry]]:
    form = draw.choice([*FORMS, "i_247a", "i_247a"])
    warrant = draw.choice([None, "none", "administrative", "judicial"])
    told = Told(received, form, draw.choice(SENDERS), warrant)
    fields: dict[str, Any] = {
        "received_at": received.isoformat(), "channel": "fax", "sender": told.sender,
        "form": form, "asks": FORMS[form],
    }  # fmt: skip
    if warrant:
        fields["warrant"] = warrant
    entries = [new("request", NEW_CASE, **fields)]
    for action in FORMS[form]:
        if draw.random() < 0.8:
            told.decided[action] = draw.choice(["comply", "decline", "decline", "no_action"])
            told.ground = draw.choice(["policy", "counsel_advice", "resources"])
            entries.append(
                new("decision", SAME_CASE, action=action, decided=told.decided[action],
                    ground=told.ground, contrary=False)
            )  # fmt: skip
    for entry in _acts(draw, told):
        entries.append(entry)
    if draw.random() < 0.1:
        told.withdrawn_by = draw.choice(["dhs", "agency"])
        entries.append(
            new("withdrawal", SAME_CASE, withdrawn_by=told.withdrawn_by,
                happened_at=(received + timedelta(hours=50)).isoformat())
        )  # fmt: skip
    return told, entries


def _acts(draw: random.Random, told: Told) -> list[NewEntry]:
    at = told.received.astimezone(UTC)

    def act(name: str, hours: float, **fields: Any) -> NewEntry:
        told.acts[name] = at + timedelta(hours=hours)
        return new("act", SAME_CASE, act=name, happened_at=told.acts[name].isoformat(), **fields)

    if told.form == "i_918b":
        answer = draw.choice(["certified", "certification_refused", None])
        return [] if answer is None else [act(answer, draw.randrange(24, 2000))]
    done = []
    if draw.random() < 0.3:
        done.append(act("bail_posted", draw.randrange(1, 30)))
    if draw.random() < 0.4:
        done.append(act("notified_ice", draw.randrange(1, 20)))
    if draw.random() < 0.2:
        done.append(act("held_from", draw.randrange(30, 40)))
    if told.form == "interview_request" and draw.random() < 0.5:
        done.append(act("interview_held", 10))
    if draw.random() < 0.3:
        told.offense, told.to = draw.choice(["registrant", "listed_conviction"]), "ice"
        done.append(
            act("transferred", draw.randrange(40, 90), offense_ground=told.offense, to="ice")
        )
    elif draw.random() < 0.5:
        done.append(act("released", draw.randrange(40, 90)))
    if draw.random() < 0.1:
        done.append(act("taken_before_judge", 2))
    if told.form == "visit" and draw.random() < 0.3:
        done.append(act("access_given", 0))
    return done
