"""What residents ask of a place, and how each question is put to the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from safehavens.corpus.model import FactValue
from safehavens.wording.labels import N_


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A service that may stay open to all where others are refused: the facts that make it. `says`:
    its own words, where the value of the kind of benefit would not do."""

    facts: Mapping[str, FactValue]
    says: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One question. `power`: may they do this to me; `service`: can I have this.

    `facts` are those that the question itself says. `fits_too`: values of them that fit the
    question as well: the card names the fact only where its answer needs the value asked with.
    `county`: the agency is as a rule the county's. `other_rules`: what must be so beside what the
    law here is asked about, before one has it. `not_about`: values of facts that the question
    leaves aside. `from_above`: where no rule of the place gives it, the county's and the state's
    own answer stands for it. `also`: a case that is presumed away, and told all the same where law
    gives the service in it. `leaves_open`: facts of which nothing is presumed here. `names_law`:
    the card says what the rules say that give the service. `spares`: what the card names
    where no rule refuses it, beside what is refused; `spared_with`: facts beside which that is
    asked: a card that proves nothing shuts nobody out; `spared_by`: the action
    of which it is asked, if it is another. `named_aside`: of what it leaves aside, what its words
    name: no list of exceptions has to. `warns`: facts by which rules have staff report who asks.
    `of_nation`: an agency kind of the nation, whose own duties there the card tells beside it.
    """

    name: str
    asks: str
    kind: Literal["power", "service"]
    who: str
    action: str
    facts: Mapping[str, FactValue]
    fits_too: Mapping[str, tuple[FactValue, ...]] = field(default_factory=dict)
    county: bool = False
    other_rules: str = ""
    not_about: Mapping[str, tuple[FactValue, ...]] = field(default_factory=dict)
    from_above: bool = False
    also: Mapping[str, FactValue] = field(default_factory=dict)
    leaves_open: tuple[str, ...] = ()
    names_law: bool = False
    spares: tuple[OpenCase, ...] = ()
    spared_with: Mapping[str, FactValue] = field(default_factory=dict)
    spared_by: str = ""
    of_nation: str = ""
    named_aside: tuple[FactValue, ...] = ()
    warns: tuple[str, ...] = ()


_BY_A_JUDGE: Final[Mapping[str, tuple[FactValue, ...]]] = {"warrant": ("judicial",)}
_NO_WARRANT: Final[Mapping[str, tuple[FactValue, ...]]] = {"warrant": ("none",)}
"""A question without a judge's warrant is put with an immigration officer's."""
_REPORTED: Final = ("benefit_applicant_violation_found", "la_benefit_status_not_verified")
_NOTHING_PROVED: Final[Mapping[str, FactValue]] = {
    "identity_needed": False,
    "identity_proof": "none",
}


def _of_kinds(*kinds: str) -> tuple[OpenCase, ...]:
    return tuple(OpenCase({"benefit_kind": kind}) for kind in kinds)


TOPICS: Final = (
    Topic("asked", N_("May police ask about my immigration status here?"), "power", "police",
          "inquire_status", {}),
    Topic("arrested",
          N_("Without a judge’s warrant, may police stop or arrest me only because of my "
             "immigration status?"),
          "power", "police", "arrest_civil",
          {"purpose": "civil_immigration", "location": "street"},
          not_about=_BY_A_JUDGE),
    Topic("held",
          N_("May the jail hold me for immigration officers without a judge’s warrant?"),
          "power", "jail", "hold", {"warrant": "administrative"}, _NO_WARRANT, county=True,
          leaves_open=("nc_hold_hours",)),
    Topic("release",
          N_("Without a judge’s warrant, may the jail tell immigration officers when I will be "
             "released?"),
          "power", "jail", "notify_release", {"warrant": "administrative"}, _NO_WARRANT,
          county=True,
          leaves_open=("maricopa_ice_interest", "pima_ice_detainer", "sex_offender_registrant")),
    Topic("address",
          N_("Without a judge’s warrant, may police give my address to immigration authorities?"),
          "power", "police", "share_personal_info", {"information": "home_address"},
          not_about=_BY_A_JUDGE),
    Topic("classroom",
          N_("May the school let immigration officers into classrooms without a judge’s warrant?"),
          "power", "school", "allow_nonpublic_access",
          {"warrant": "administrative", "location": "school", "area": "nonpublic"}, _NO_WARRANT),
    Topic("school", N_("Can my child go to school?"), "service", "school", "provide_k12", {}),
    Topic("emergency", N_("Can I get emergency medical care?"), "service", "hospital",
          "provide_emergency_care", {"emergency_condition": True}),
    Topic("license", N_("Can I get a driver's license or privilege card?"), "service", "dmv",
          "issue_driver_license", {},
          other_rules=N_("you meet the other rules, such as those on age, tests and fees")),
    Topic("health", N_("Can I get health coverage from a public program?"), "service",
          "any_agency", "provide_health_coverage", {}, also={"pregnant_or_postpartum": True},
          leaves_open=("emergency_condition", "resident", "pregnancy_over", "other_insurance"),
          spares=_of_kinds("emergency_medical", "immunization_or_disease", "health_center",
                           "title_x"),
          spared_with={**_NOTHING_PROVED, "resident": True}, spared_by="provide_services",
          warns=_REPORTED),
    Topic("services",
          N_("Can I use public services, health coverage aside, that the city or county pays for?"),
          "service", "any_agency", "provide_services", {"benefit_source": "local"},
          other_rules=N_("you meet the other rules of the service"),
          not_about={"benefit_kind": ("health", "professional_license", "unemployment",
                                      "postsecondary", "title_x", "csbg")},
          named_aside=("health",), warns=_REPORTED,
          names_law=True,
          spares=(*_of_kinds("emergency_medical", "immunization_or_disease", "disaster_relief",
                             "life_safety_in_kind", "victim_services", "school_meals", "wic"),
                  OpenCase({"benefit_kind": "food", "usda_commodity_food": True},
                           N_("food-bank food from federal programs"))),
          spared_with=_NOTHING_PROVED),
    Topic("shelter", N_("Can I get shelter in an emergency?"), "service", "shelter",
          "provide_shelter", {"benefit_kind": "life_safety_in_kind"}),
    Topic("tuition", N_("Can a student pay resident tuition at a public college?"), "service",
          "college", "charge_resident_tuition", {},
          other_rules=N_("the student meets the other rules of the law")),
    Topic("local_id", N_("Can I get a local identity card?"), "service", "any_agency",
          "issue_municipal_id", {}),
    Topic("lawyer", N_("Will public money pay for a lawyer in immigration proceedings?"),
          "service", "any_agency", "provide_legal_defense", {}, from_above=True,
          of_nation="federal_immigration"),
)  # fmt: skip


def find_topic(name: str, who: str, action: str) -> Topic | None:
    """The topic of a name, if it asks this of that agency kind; else None."""
    topic = next((one for one in TOPICS if one.name == name), None)
    asked = topic is not None and (topic.who, topic.action) == (who, action)
    return topic if asked else None
