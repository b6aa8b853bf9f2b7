"""Who a sheet is for, and the ten questions that they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest
from safehavens.wording.labels import N_


@dataclass(frozen=True, slots=True)
class Audience:
    """The staff of one agency kind. `label` names where the sheet hangs."""

    label: str
    who: str
    actions: tuple[str, ...]


AUDIENCES: Final[Mapping[str, Audience]] = {
    "counter": Audience(N_("For a public counter"), "any_agency", (
        "inquire_status", "keep_status", "share_status", "share_personal_info",
        "allow_nonpublic_access", "assist_operation", "allow_property_use", "use_resources",
        "provide_services", "issue_municipal_id",
    )),
    "school": Audience(N_("For a school office"), "school", (
        "provide_k12", "inquire_status", "keep_status", "share_status", "share_personal_info",
        "allow_nonpublic_access", "assist_operation", "allow_property_use", "use_resources",
        "inform_person",
    )),
    "patrol": Audience(N_("For a patrol car"), "police", (
        "inquire_status", "arrest_civil", "keep_status", "share_status", "share_personal_info",
        "assist_operation", "allow_property_use", "use_resources", "certify_u_visa", "hold",
    )),
    "jail": Audience(N_("For a jail"), "jail", (
        "hold", "notify_release", "transfer", "allow_interview", "allow_jail_access",
        "inquire_status", "share_status", "share_personal_info", "inform_person",
        "report_requests",
    )),
    "hospital": Audience(N_("For a hospital desk"), "hospital", (
        "provide_emergency_care", "inquire_status", "keep_status", "share_status",
        "share_personal_info", "allow_nonpublic_access", "assist_operation",
        "allow_property_use", "use_resources", "inform_person",
    )),
    "library": Audience(N_("For a library desk"), "library", (
        "provide_services", "inquire_status", "keep_status", "share_status",
        "share_personal_info", "allow_nonpublic_access", "assist_operation",
        "allow_property_use", "use_resources", "inform_person",
    )),
}  # fmt: skip


def find_audience(name: str) -> Audience:
    """An audience by its name. Raises BadRequest with the nearest names, or all."""
    if not name:
        raise BadRequest(f"Say whom the sheet is for: {', '.join(AUDIENCES)}.")
    if name not in AUDIENCES:
        raise BadRequest(unknown("sheet", name, AUDIENCES))
    return AUDIENCES[name]
