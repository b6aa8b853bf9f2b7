"""A word or a few for each key of evidence and data sets, in English: keys of the catalogs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.wording.labels import N_
from safehavens.wording.languages import Language

TOPIC: Final[Mapping[str, str]] = {
    "crime": N_("crime"),
    "victimization": N_("being a victim of crime"),
    "crime_reporting": N_("reporting crime"),
    "trust": N_("trust in public agencies"),
    "deportation": N_("deportation"),
    "detainer_compliance": N_("compliance with detainers and with limits"),
    "benefits": N_("benefits"),
    "health": N_("health"),
    "birth_outcomes": N_("births"),
    "education": N_("schools"),
    "labor": N_("work and wages"),
    "economy": N_("local economy and budgets"),
    "housing": N_("housing"),
    "migration": N_("where immigrants live"),
    "elections": N_("elections"),
    "public_opinion": N_("public opinion"),
}
FAMILY: Final[Mapping[str, str]] = {
    "violent-crime": N_("violent crime"),
    "property-crime": N_("property crime"),
    "all-crime": N_("all recorded crime"),
    "clearance": N_("crimes cleared by police"),
    "homicide-of-women": N_("homicide of women"),
    "victimization": N_("victims of crime"),
    "reporting": N_("crimes and abuses reported"),
    "trust": N_("trust"),
    "profiling": N_("profiling"),
    "deportations": N_("deportations through local jails"),
    "deportations-of-violent-offenders": N_("deportations of people convicted of violence"),
    "arrests-outside-jails": N_("arrests outside jails"),
    "detainers": N_("detainers"),
    "compliance": N_("whether rules are followed"),
    "jail-stay": N_("time in jail"),
    "local-cost": N_("local costs"),
    "federal-money": N_("federal money"),
    "benefits-use": N_("use of benefits"),
    "health-coverage": N_("health coverage"),
    "care-use": N_("use of health care"),
    "services-use": N_("use of public services"),
    "registration": N_("registration with the city"),
    "mental-health": N_("mental health (better)"),
    "physical-health": N_("physical health (better)"),
    "birth-outcomes": N_("births (healthier)"),
    "mortality": N_("mortality"),
    "attendance": N_("school attendance"),
    "achievement": N_("school achievement"),
    "enrollment": N_("school enrollment"),
    "graduation": N_("graduation and college"),
    "native-employment": N_("jobs of US-born workers"),
    "native-wages": N_("wages of US-born workers"),
    "immigrant-employment": N_("jobs of immigrants"),
    "immigrant-earnings": N_("earnings of immigrants"),
    "employment": N_("jobs"),
    "wages": N_("wages"),
    "income": N_("household income"),
    "output": N_("business and spending"),
    "home-prices": N_("home prices"),
    "home-ownership": N_("owning a home"),
    "immigrants-present": N_("immigrants who live there"),
    "workplace-injuries": N_("injuries at work"),
    "road-crashes": N_("road crashes"),
    "fatal-crashes": N_("fatal crashes"),
    "hit-and-run": N_("hit-and-run"),
    "insured-drivers": N_("insured drivers"),
    "voting": N_("voting and registering to vote"),
    "opinion": N_("opinion"),
    "lasting-outcome": N_("lasting outcomes of shelters"),
}
SIDE: Final[Mapping[str, str]] = {
    "for": N_("supports the claim"),
    "against": N_("points the other way"),
    "null": N_("finds no effect"),
    "mixed": N_("points both ways, or bears on it loosely"),
}
DIRECTION: Final[Mapping[str, str]] = {
    "limiting": N_("law that limits help to immigration enforcement"),
    "compelling": N_("law that adds or demands such help"),
    "service": N_("law on whether a service asks for status"),
    "none": N_("no law is studied"),
}
DESIGN: Final[Mapping[str, str]] = {
    "experiment": N_("survey experiment"),
    "quasi_experiment": N_("places compared before and after dated changes"),
    "panel": N_("places or people followed over time"),
    "before_after": N_("before and after, without a comparison"),
    "cross_section": N_("different places or people compared at one time"),
    "descriptive": N_("counts, interviews, records"),
    "review": N_("review of studies"),
}
STATUS: Final[Mapping[str, str]] = {
    "published": N_("published"),
    "working_paper": N_("working paper"),
    "report": N_("report"),
    "thesis": N_("thesis"),
    "conference": N_("conference paper"),
    "book": N_("book"),
    "draft": N_("unpublished draft"),
}
STUDY_SEEN: Final[Mapping[str, str]] = {
    "primary": N_("its abstract, summary or tables were read"),
    "secondary": N_("an account of it was read"),
    "recall": N_("not read: from general knowledge"),
}
VOTE: Final[Mapping[str, str]] = {
    "less": N_("less with limits"),
    "none": N_("no change told"),
    "more": N_("more with limits"),
    "mixed": N_("both ways"),
}
COMMON_SCALE: Final[Mapping[str, str]] = {
    "log": N_("relative change (log)"),
    "log_odds": N_("odds (log)"),
    "points": N_("percentage points"),
    "per_100k": N_("per 100,000 people"),
    "sd": N_("standard deviations"),
    "grams": N_("grams"),
}

UNIT: Final[Mapping[str, str]] = {
    "proportion": N_("%(number)s%%"),
    "log": N_("%(number)s log points"),
    "pp": N_("%(number)s points"),
    "share_points": N_("%(number)s points"),
    "share": N_("a share of %(number)s%%"),
    "rate_per_100k": N_("%(number)s per 100,000 people"),
    "rate_per_10k": N_("%(number)s per 10,000 people"),
    "odds_ratio": N_("an odds ratio of %(number)s"),
    "risk_ratio": N_("a risk ratio of %(number)s"),
    "grams": N_("%(number)s grams"),
    "sd": N_("%(number)s standard deviations"),
    "score_points": N_("%(number)s points of a score"),
    "usd": N_("$%(number)s"),
    "usd_per_year": N_("$%(number)s a year"),
    "days": N_("%(number)s days"),
    "hours": N_("%(number)s hours"),
    "periods": N_("%(number)s class periods"),
}
"""An effect on each scale; others are shown as a number alone."""

_TIMES: Final = {"proportion": 100.0, "share": 100.0, "share_points": 100.0, "log": 100.0}
_LEVELS: Final = frozenset({"share", "odds_ratio", "risk_ratio", "count"})

WAY: Final[Mapping[str, str]] = {
    "shipped": N_("shipped with safehavens"),
    "fetch": N_("fetched by `safehavens data fetch`"),
    "by_hand": N_("downloaded by you, then read by `safehavens data fetch NAME --from FILE`"),
    "look_up": N_("described here, not fetched"),
}
REDISTRIBUTE: Final[Mapping[str, str]] = {
    "yes": N_("It may be passed on."),
    "no": N_("It may not be passed on."),
    "check": N_("Whether it may be passed on is to be checked."),
}
MEASURE: Final[Mapping[str, str]] = {
    "crime": N_("crime"),
    "trust": N_("trust in public agencies"),
    "services": N_("use of public services"),
    "economy": N_("local economy and budgets"),
    "deportation": N_("deportation"),
    "population": N_("population"),
    "votes": N_("votes"),
}

VOTES_NOT_SIZES: Final = N_(
    "These are votes, not sizes: a study of many places and a study of one count the same."
)
NOT_POOLED: Final = N_(
    "Nothing is pooled: that takes three independent studies of one outcome, one direction of "
    "policy and one scale, with errors that could be read."
)


def family_words(language: Language, family: str) -> str:
    """A family of outcomes in words; its key where it is one of a user's own."""
    words = FAMILY.get(family)
    return family.replace("-", " ") if words is None else language.gettext(words)


def effect_words(language: Language, scale: str, effect: float) -> str:
    """An effect with its sign and unit; relative changes as percent, shares as points."""
    value = round(effect * _TIMES.get(scale, 1.0), 2)
    sign = "" if scale in _LEVELS else "+" if value > 0 else "−" if value < 0 else ""
    size = abs(value) if sign else value
    number = sign + language.number(int(size) if size == int(size) else size)
    unit = UNIT.get(scale)
    return number if unit is None else language.gettext(unit) % {"number": number}
