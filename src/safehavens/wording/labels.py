"""A word or a few for each key of the data, in English: each is a key of the catalogs.

`N_` marks a string for translation where it stands; it is looked up when it is shown. Commands and
pages show the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.corpus.model import Confidence, Modality, Seen, Verdict


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """The text as it is: only a mark for those who collect strings."""
    return text


VERDICT_WORDS: Final[Mapping[Verdict, str]] = {
    "prohibited": N_("Prohibited"),
    "required": N_("Required"),
    "permitted": N_("Permitted"),
    "conflict": N_("Conflict"),
    "depends": N_("Depends"),
}
MODALITY: Final[Mapping[Modality, str]] = {
    "must": N_("must"),
    "must_not": N_("must not"),
    "may": N_("may"),
}
CONFIDENCE: Final[Mapping[Confidence, str]] = {
    "high": N_("high"),
    "medium": N_("medium"),
    "low": N_("low"),
}
SEEN: Final[Mapping[Seen, str]] = {
    "official": N_("the official text was read"),
    "copy": N_("a copy of the text was read"),
    "described": N_("a description of it was read"),
    "recalled": N_("not read: from general knowledge"),
}
RULE: Final[Mapping[str, str]] = {
    "defeats": N_("it names the other as the rule that it defeats"),
    "yields_to": N_("the other says that it gives way to it"),
    "preempts": N_("it comes from a higher place and preempts"),
    "higher": N_("it is a duty laid down by a higher place"),
}
KIND: Final[Mapping[str, str]] = {
    "constitution": N_("constitution"),
    "treaty": N_("treaty"),
    "statute": N_("statute"),
    "regulation": N_("regulation"),
    "ordinance": N_("ordinance"),
    "resolution": N_("resolution"),
    "executive_order": N_("executive order"),
    "agency_policy": N_("agency policy"),
    "agreement": N_("agreement"),
    "consent_decree": N_("consent decree"),
    "guidance": N_("guidance"),
    "case_law": N_("case law"),
}
CHANGE: Final[Mapping[str, str]] = {
    "begins": N_("begins"),
    "ends": N_("ends"),
    "enjoined": N_("enjoined by a court"),
    "stayed": N_("stayed by a court"),
    "struck": N_("struck down by a court"),
    "revived": N_("back in force by a court's ruling"),
    "upheld": N_("upheld by a court"),
    "narrowed": N_("narrowed by a court"),
    "no longer enjoined": N_("no longer enjoined"),
    "no longer stayed": N_("no longer stayed"),
    "no longer struck": N_("no longer struck down"),
    "no longer revived": N_("the ruling that put it back no longer applies"),
    "no longer narrowed": N_("no longer narrowed"),
}
EVENT: Final[Mapping[str, str]] = {
    "adoption": N_("adoption"),
    "other": N_("event"),
    "preemption_bill": N_("bill to override local law"),
    "lawsuit_filed": N_("lawsuit filed"),
    "repeal": N_("repeal"),
    "referendum": N_("referendum"),
    "executive_order": N_("executive order"),
    "funding_threat": N_("threat to funding"),
    "federal_list": N_("federal list"),
}
OUTCOME: Final[Mapping[str, str]] = {
    "won": N_("The local limit on cooperation prevailed."),
    "lost": N_("The local limit on cooperation did not prevail."),
    "mixed": N_("The outcome was mixed."),
}
INDEX: Final[Mapping[str, str]] = {
    "overall": N_("Overall"),
    "settled": N_("Settled"),
    "no_status_inquiry": N_("No inquiry into status"),
    "no_local_resources": N_("No local resources"),
    "detainer_needs_judge": N_("Detainer needs a judge"),
    "lockup_needs_judge": N_("Lockup needs a judge"),
}
"""Indices and indicators of the shipped battery; one named for a domain has its label."""

DOMAIN: Final[Mapping[str, str]] = {
    "custody": N_("Custody"),
    "status_and_information": N_("Status and information"),
    "field": N_("In the field"),
    "agreements_and_money": N_("Agreements and money"),
    "sensitive_places": N_("Sensitive places"),
    "services": N_("Services"),
    "work": N_("Work"),
    "governance": N_("Policy and reporting"),
}
HIT: Final[Mapping[str, str]] = {
    "instrument": N_("instrument"),
    "norm": N_("rule"),
    "ruling": N_("ruling"),
    "fact": N_("fact"),
    "action": N_("action"),
    "agency kind": N_("agency kind"),
}
YES_NO: Final[Mapping[bool, str]] = {True: N_("Yes"), False: N_("No")}

VALUE: Final[Mapping[tuple[str, str], str]] = {
    ("warrant", "none"): N_("No warrant"),
    ("warrant", "administrative"): N_(
        "An administrative warrant, signed by an immigration officer"
    ),
    ("warrant", "judicial"): N_("A warrant signed by a judge"),
    ("purpose", "civil_immigration"): N_("Civil immigration enforcement"),
    ("purpose", "criminal"): N_("A criminal matter"),
    ("charged_with", "none"): N_("No charge is pending"),
    ("charged_with", "misdemeanor"): N_("A misdemeanor"),
    ("charged_with", "felony"): N_("A felony"),
    ("charged_with", "serious_felony"): N_("A felony that the law here calls serious"),
    ("charged_with", "violent_felony"): N_("A violent felony"),
    ("information", "citizenship_or_status"): N_("Citizenship or immigration status"),
    ("information", "release_date"): N_("The date of release"),
    ("information", "home_address"): N_("A home address"),
    ("information", "work_address"): N_("A work address"),
    ("information", "contact"): N_("Contact details"),
    ("information", "other"): N_("Something else"),
    ("location", "jail"): N_("In a jail"),
    ("location", "street"): N_("On the street"),
    ("location", "school"): N_("At a school"),
    ("location", "hospital"): N_("At a hospital or clinic"),
    ("location", "courthouse"): N_("At a courthouse"),
    ("location", "library"): N_("At a library"),
    ("location", "shelter"): N_("At a shelter"),
    ("location", "worship"): N_("At a place of worship"),
    ("location", "workplace"): N_("At a workplace"),
    ("location", "home"): N_("At a home"),
    ("location", "city_property"): N_("On public property"),
    ("area", "public"): N_("Yes, it is open to the public"),
    ("area", "nonpublic"): N_("No, it is not open to the public"),
    ("agreement", "none"): N_("No agreement"),
    ("agreement", "287g_jail"): N_("A 287(g) agreement, jail enforcement model"),
    ("agreement", "287g_warrant_service"): N_("A 287(g) agreement, warrant service model"),
    ("agreement", "287g_task_force"): N_("A 287(g) agreement, task force model"),
    ("agreement", "detention_contract"): N_("A contract to detain people"),
    ("benefit_kind", "cash"): N_("Cash assistance"),
    ("benefit_kind", "food"): N_("Food assistance"),
    ("benefit_kind", "health"): N_("Health coverage"),
    ("benefit_kind", "housing"): N_("Housing"),
    ("benefit_kind", "postsecondary"): N_("Aid for college or university"),
    ("benefit_kind", "professional_license"): N_("A professional license"),
    ("benefit_kind", "unemployment"): N_("Unemployment benefit"),
    ("benefit_kind", "head_start"): N_("Head Start"),
    ("benefit_kind", "health_center"): N_("A community health center"),
    ("benefit_kind", "title_x"): N_("Family planning (Title X)"),
    ("benefit_kind", "csbg"): N_("Community services (block grant)"),
    ("benefit_kind", "adult_education"): N_("Adult education"),
    ("benefit_kind", "postsecondary_cte"): N_("Career and technical education"),
    ("benefit_kind", "emergency_medical"): N_("Emergency medical care"),
    ("benefit_kind", "immunization_or_disease"): N_(
        "Vaccination, or care for a contagious disease"
    ),
    ("benefit_kind", "disaster_relief"): N_("Disaster relief"),
    ("benefit_kind", "life_safety_in_kind"): N_("In-kind help that protects life or safety"),
    ("benefit_kind", "k12"): N_("School (primary and secondary)"),
    ("benefit_kind", "school_meals"): N_("School meals"),
    ("benefit_kind", "wic"): N_("Food for women, infants and children (WIC)"),
    ("benefit_kind", "victim_services"): N_("Help for victims of crime"),
    ("benefit_kind", "other"): N_("Another kind"),
    ("benefit_source", "federal"): N_("National"),
    ("benefit_source", "state"): N_("State"),
    ("benefit_source", "local"): N_("Local"),
    ("benefit_source", "private"): N_("Private"),
    ("identity_proof", "passport"): N_("A passport"),
    ("identity_proof", "state_id"): N_("A state identity card"),
    ("identity_proof", "consular_card"): N_("A consular card"),
    ("identity_proof", "local_id"): N_("A local identity card"),
    ("identity_proof", "none"): N_("With nothing"),
    ("remedy", "wages_earned"): N_("Wages earned"),
    ("remedy", "backpay_not_worked"): N_("Pay for work that was not done"),
    ("remedy", "reinstatement"): N_("Reinstatement"),
    ("remedy", "penalty"): N_("A penalty"),
    ("remedy", "other"): N_("Another remedy"),
    ("agency_level", "national"): N_("National"),
    ("agency_level", "state"): N_("State"),
    ("agency_level", "county"): N_("County"),
    ("agency_level", "place"): N_("City, town or other place"),
}

AGENCY: Final[Mapping[str, str]] = {
    "police": N_("police"),
    "sheriff": N_("sheriff"),
    "jail": N_("jail"),
    "prison": N_("prison"),
    "probation": N_("probation"),
    "prosecutor": N_("prosecutor"),
    "court": N_("court"),
    "school": N_("school"),
    "college": N_("college"),
    "hospital": N_("hospital"),
    "library": N_("library"),
    "shelter": N_("shelter"),
    "dmv": N_("driver's license agency"),
    "labor_agency": N_("labor agency"),
    "any_agency": N_("other agencies"),
    "legislature": N_("legislature"),
    "employer": N_("employer"),
    "landlord": N_("landlord"),
    "funder": N_("funder"),
    "federal_immigration": N_("immigration officers"),
}
"""Kinds of agency in a word or two; the vocabulary has them in full."""
MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
COUNTS: Final = (
    N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"), N_("nine"),
)  # fmt: skip
"""The numbers that a sentence spells out: 2 to 9. A language that inflects them gives digits."""
