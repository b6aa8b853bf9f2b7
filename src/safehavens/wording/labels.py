"""A word or a few for each key of the data, in English: each is a key of the catalogs.

`N_` marks a string for translation where it stands; it is looked up when it is shown. Commands and
pages show the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.corpus.model import Basis, Confidence, Modality, Seen
from safehavens.corpus.places.place import Level


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """The text as it is: only a mark for those who collect strings."""
    return text


HEADINGS: Final[Mapping[str, str]] = {
    "outside": N_("Rules found that do not decide this case"),
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
BASIS: Final[Mapping[Basis, str]] = {
    "rule": N_("a rule that demands or forbids it"),
    "power": N_("a rule that grants it"),
    "outside": N_("a rule that does not apply"),
    "no_duty": N_("only that higher law does not require it"),
    "silence": N_("no rule found"),
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
    "has begun": N_("has begun by this day"),
    "ends": N_("ends"),
    "has ended": N_("has ended by this day"),
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
LEVEL: Final[Mapping[str, str]] = {
    "national": N_("nation"),
    "state": N_("state"),
    "county": N_("county"),
    "place": N_("city or other place"),
}
LAW_OF: Final[Mapping[tuple[Level, ...], str]] = {
    ("national",): N_("national law"),
    ("state",): N_("state law"),
    ("county",): N_("county law"),
    ("place",): N_("local law"),
    ("national", "state"): N_("national and state law"),
    ("national", "county"): N_("national and county law"),
    ("national", "place"): N_("national and local law"),
    ("state", "county"): N_("state and county law"),
    ("state", "place"): N_("state and local law"),
    ("county", "place"): N_("county and local law"),
    ("national", "state", "county"): N_("national, state and county law"),
    ("national", "state", "place"): N_("national, state and local law"),
    ("national", "county", "place"): N_("national, county and local law"),
    ("state", "county", "place"): N_("state, county and local law"),
    ("national", "state", "county", "place"): N_("national, state, county and local law"),
}
"""Whose law an answer rests on, by the levels of the governments, the highest first."""

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
    "license_any_status": N_("License whatever the status"),
    "e_verify_mandate": N_("E-Verify for the largest employers"),
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
    "card": N_("Questions people ask"),
    "ask": N_("Ask the law"),
    "place": N_("Places"),
    "paper": N_("Papers"),
    "law": N_("Laws"),
    "ruling": N_("Rulings"),
    "rule": N_("Rules"),
    "fact": N_("Facts of a request"),
}
"""Groups of what a search finds."""
YES_NO: Final[Mapping[bool, str]] = {True: N_("Yes"), False: N_("No")}
MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
COUNTS: Final = (
    N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"), N_("nine"),
)  # fmt: skip
"""The numbers that a sentence spells out: 2 to 9. A language that inflects them gives digits."""
