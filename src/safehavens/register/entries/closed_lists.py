"""The closed lists of the register. What is not on a list cannot be written into a book.

Papers, actions, facts, places and norms are words of the corpus and are checked against it
(`safehavens.register.entries.reading_bodies`).
"""

from __future__ import annotations

from typing import Final, Literal, get_args

Kind = Literal[
    "request", "answer", "decision", "act", "duty", "withdrawal", "correction", "tally", "nil",
    "report", "settings", "key", "head", "destroy", "hold",
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Role = Literal["clerk", "supervisor", "auditor", "system"]
Channel = Literal[
    "fax", "email", "portal", "paper", "in_person", "phone", "ncic", "subpoena", "teletype",
]  # fmt: skip
Sender = Literal[
    "ice_ero", "ice_hsi", "cbp", "uscis", "usms", "fbi", "other_federal", "foreign", "state_local",
    "unknown",
]  # fmt: skip
Office = Literal[
    "ATL", "BAL", "BOS", "BUF", "CHI", "DAL", "DEN", "DET", "ELP", "HLG", "HOU", "LOS", "MIA",
    "NEW", "NOL", "NYC", "PHI", "PHO", "SEA", "SFR", "SLC", "SNA", "SND", "SPM", "WAS", "OTH",
]  # fmt: skip
"""Field offices of ICE by their three letters (OTH: another), so that no initials stand there."""
Language = Literal[
    "am", "ar", "bn", "bs", "de", "en", "es", "fa", "fr", "gu", "hi", "hmn", "ht", "hy", "id", "it",
    "ja", "km", "ko", "ku", "lo", "mam", "ml", "mn", "my", "ne", "om", "pa", "pl", "ps", "pt",
    "quc", "ro", "ru", "so", "sq", "sr", "sw", "ta", "te", "th", "ti", "tl", "tr", "uk", "ur", "uz",
    "vi", "wo", "yo", "yue", "zh", "zh-Hans", "zh-Hant", "other",
]  # fmt: skip
"""Languages by their codes (BCP 47)."""
Warrant = Literal["none", "administrative", "judicial"]
WarrantForm = Literal["i_200", "i_205", "i_203", "i_286", "ncic", "court", "other"]
OtherForm = Literal[
    "letter", "telephone_call", "visit", "interview_request", "database_message", "other",
]  # fmt: skip
"""What no paper of the corpus is."""
Box = Literal["1", "2", "none"]
Location = Literal[
    "jail", "courthouse", "station", "street", "school", "clinic", "hospital", "library", "shelter",
    "office", "workplace", "home", "data_system", "other",
]  # fmt: skip
OfficerIdentity = Literal["on_paper", "refused", "not_asked", "not_applicable"]
LateReason = Literal["offline", "night_shift", "paper_arrived_late", "system_down", "oversight"]

Decided = Literal["comply", "comply_in_part", "decline", "no_action", "referred_to_counsel"]
Ground = Literal[
    "judicial_warrant", "court_order", "consent", "law", "policy", "no_custody", "withdrawn",
    "resources", "counsel_advice",
]  # fmt: skip
OffenseGround = Literal[
    "serious_or_violent_felony", "state_prison_felony", "listed_conviction", "registrant",
    "federal_aggravated_felony", "outstanding_federal_warrant", "charge_held_to_answer", "other",
]  # fmt: skip
"""The ground on which an act was allowed, where a statute counts by it (Gov. Code § 7282.5 (a))."""

ActDone = Literal[
    "served_copy", "told_person", "told_counsel", "told_designee", "told_court", "told_board",
    "told_management", "consent_form_given", "consent_given", "consent_refused", "interview_held",
    "notified_ice", "answered_none", "held_from", "held_until", "released", "transferred",
    "access_given", "access_refused", "information_given", "information_refused",
    "operation_supported", "bail_posted", "ice_arrived", "ice_did_not_come", "query_sent",
    "query_answered", "taken_before_judge", "certified", "certification_refused", "filed_paper",
]  # fmt: skip
How = Literal["in_person", "mail", "fax", "email", "phone", "portal", "interpreter", "posted"]
Addressee = Literal[
    "person", "counsel", "designee", "court", "board", "management", "ice", "cbp",
    "other_federal", "state_local", "public", "attorney_general", "council", "own_file",
]  # fmt: skip

DutyState = Literal["done", "not_applicable", "missed"]
DutyWhy = Literal[
    "person_released_first", "person_refused", "request_withdrawn", "no_such_event",
    "done_on_paper", "language_not_available", "oversight", "system_down", "counsel_advice",
]  # fmt: skip
WithdrawnBy = Literal["dhs", "agency", "court"]
CorrectionWhy = Literal["typing", "misread_form", "new_information", "wrong_case"]
DrawnFrom = Literal["jail_system", "hand_count", "task_force", "records_system"]
SentHow = Literal["email", "portal", "mail", "posted_on_website", "in_person"]
DestroyWhy = Literal["personal_data", "retention", "court_order"]
HoldWhy = Literal["litigation", "audit", "records_request"]
HoldState = Literal["set", "lifted"]


def list_words() -> list[str]:
    """Every word of every list."""
    return [word for listed in globals().values() for word in get_args(listed)]
