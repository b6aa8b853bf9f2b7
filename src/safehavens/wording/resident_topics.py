"""What residents ask of a place, in plain words: each question, and the request that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from safehavens.corpus.model import FactValue
from safehavens.wording.labels import N_


@dataclass(frozen=True, slots=True)
class Topic:
    """One question. `power`: may they do this to me; `service`: can I have this.

    `county`: the agency is as a rule the county's.
    """

    asks: str
    kind: Literal["power", "service"]
    who: str
    action: str
    facts: Mapping[str, FactValue]
    county: bool = False


TOPICS: Final = (
    Topic(N_("May police ask about my immigration status here?"), "power", "police",
          "inquire_status", {}),
    Topic(N_("May police stop or arrest me only because of my immigration status?"), "power",
          "police", "arrest_civil", {}),
    Topic(N_("May the jail hold me for immigration officers without a warrant signed by a judge?"),
          "power", "jail", "hold", {"warrant": "administrative"}, county=True),
    Topic(N_("May the jail tell immigration officers when I will be released?"), "power", "jail",
          "notify_release", {"warrant": "administrative"}, county=True),
    Topic(N_("May police give my address to immigration authorities?"), "power", "police",
          "share_personal_info", {"information": "home_address"}),
    Topic(N_("May the school let immigration officers into classrooms without a judge’s warrant?"),
          "power", "school", "allow_nonpublic_access",
          {"warrant": "administrative", "location": "school", "area": "nonpublic"}),
    Topic(N_("Can my child go to school?"), "service", "school", "provide_k12", {}),
    Topic(N_("Can I get emergency medical care?"), "service", "hospital",
          "provide_emergency_care", {"emergency_condition": True}),
    Topic(N_("Can I use local public services?"), "service", "any_agency", "provide_services",
          {"benefit_source": "local"}),
    Topic(N_("Can I get health coverage from a public program?"), "service", "any_agency",
          "provide_health_coverage", {}),
    Topic(N_("Can I get a driver's license or privilege card?"), "service", "dmv",
          "issue_driver_license", {}),
    Topic(N_("Can I get a local identity card?"), "service", "any_agency",
          "issue_municipal_id", {}),
    Topic(N_("Can a student pay resident tuition at a public college?"), "service", "college",
          "charge_resident_tuition", {}),
    Topic(N_("Can I get shelter in an emergency?"), "service", "shelter", "provide_shelter", {}),
    Topic(N_("Will public money pay for a lawyer in immigration proceedings?"), "service",
          "any_agency", "provide_legal_defense", {}),
)  # fmt: skip
