"""Names of agencies and facilities: the government that one belongs to, and the kind it says it is.

``COOK COUNTY JAIL, IL`` is Cook County's jail. A sheriff's office is read as the sheriff although
it may run a jail; constables, wardens and the National Guard are no kind that the law here knows.
"""

from __future__ import annotations

import csv
import os.path
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from safehavens.corpus.places import division, own_governments
from safehavens.corpus.places.place import AmbiguousPlace, Match, UnknownPlace
from safehavens.corpus.places.spelling import county_written_out, fold

Find = Callable[[str], Match]
"""Reads a place's name; raises UnknownPlace."""


@dataclass(frozen=True, slots=True)
class AgencyReading:
    """How the name of an agency or a facility was read.

    Attributes
    ----------
    match : Match
        The government it belongs to, with the note that says so.
    who : str | None
        The kind of agency that the name says, as the vocabulary names it, or None where it says
        none that the vocabulary has.
    """

    match: Match
    who: str | None


class _Known(NamedTuple):
    id: str
    who: str
    full: str


_STATE_WIDE = (
    r"state (?:police|patrol|troopers?|guard|fire marshal|auditor)|highway patrol|"
    r"national guard|attorneys? general(?:s office)?|military department|bureau of \w+|"
    r"department of law enforcement|law enforcement division|public safety crime .*|"
    r"(?:division|department|office|bureau|commission) of .*|alcohol .*|fish .*|gaming .*|"
    r"lottery .*|(?:supreme|superior) court.*"
)
# What is cut from a name, with the kind it says. The first that fits counts; the prison of a county
# or a city is its jail.
_KINDS: tuple[tuple[str | None, str], ...] = (
    (None, r"constables?(?: office)?|constable .*"),
    ("sheriff", r"(?:office of the )?sheriffs?(?: (?:office|department|dept|dep|so))?|"
                r"sheriff and jail|so|oficina del (?:sheriff|alguacil)"),
    ("prosecutor", r"(?:criminal )?(?:district|states?|commonwealths?|circuit|prosecuting) "
                   r"attorneys?(?: office)?|attorneys? office|prosecutors?(?: office)?|"
                   r"(?:office of the )?attorneys? general(?:s office)?|solicitors? office|"
                   r"attorneys? (?:office )?specialized .*|"
                   r"office of the (?:states?|district) attorneys?.*"),
    ("jail", r"(?:central |main |adult |mens |womens |regional )*(?:jails?|gaol)"
             r"(?: (?:complex|annex|facility|division|bureau|farm|center|authority))?|"
             r"(?:adult |juvenile |pretrial |regional )?"
             r"(?:detention|correctional|corrections?|justice|holding) "
             r"(?:cent(?:er|re)|ctr|facility|fac|complex|institution|annex)|"
             r"(?:dept|department|division|bureau) of (?:corrections?|detention)|"
             r"corrections?(?: (?:department|division|dept|and rehabilitation))?|prison|lockup|"
             r"house of corrections?|work ?house|cárcel|carcel"),
    ("prison", r"(?:dept|department|division|bureau) of (?:corrections?|correctional)"
               r"(?: (?:services|and rehabilitation|and community supervision))?|"
               r"(?:dept|department) of criminal justice|state prison|penitentiary|"
               r"doc|state penitentiary|department of public safety (?:and )?corrections?"),
    ("police", r"(?:metropolitan |metro )?police(?: (?:services )?"
               r"(?:department|departement|dept|dep|dpt|force|bureau|division|services|station))?|"
               r"(?:dept|department|division|bureau) of police|pd|"
               r"(?:dept|department) of public safety|public safety(?: (?:department|dept))?|dps|"
               r"(?:city |town )?marshals?(?: office)?|highway patrol|state patrol|troopers?|"
               r"department of law enforcement|law enforcement division|policia|departamento de "
               r"policia|division of criminal investigation"),
    ("probation", r"(?:adult |juvenile )?probation(?: (?:and parole|department|office|dept|"
                  r"services))*|parole(?: (?:board|office))?"),
    ("court", r"(?:superior|circuit|district|municipal|county|family|juvenile|probate|justice) "
              r"courts?|court(?:house)?|clerk of courts?"),
    ("dmv", r"(?:dept|department|bureau|registry|division) of (?:motor vehicles|licensing)|dmv|rmv|"
            r"motor vehicle (?:division|department|administration|commission)"),
    ("library", r"(?:public |county |free )*librar(?:y|ies)(?: system)?"),
    ("any_agency", r"city hall|city council|board of (?:county )?(?:commissioners|supervisors)|"
                   r"(?:mayors?|clerks?|county clerks?) office"),
)  # fmt: skip
_COMPILED = tuple((who, re.compile(rf"(?:^| )(?:{pattern})$")) for who, pattern in _KINDS)
_FRONT = re.compile(
    r"^(?:the )?(?:(?:city|county|office|dept|department) of )?(?:the )?"
    r"(?P<kind>police(?: department)? of|sheriffs? (?:office )?of|jail of|constable|"
    r"departamento de policia de|policia de|carcel d?e?l? ?|"
    r"(?:office of the )?district attorney of)"
    r" (?:the )?(?P<name>.+)$"
)
_FRONT_KINDS = {"pol": "police", "dep": "police", "she": "sheriff", "jai": "jail", "car": "jail"}
_WORD = re.compile(
    r"\b(?:sheriffs?|police|law enforcement|policia|pd|so|jails?|carcel|detention|correctional|"
    r"corrections?|prison|penitentiary|constables?|marshals?|attorneys?|prosecutors?|"
    r"public safety|highway patrol|state patrol|troopers?|probation|parole|court|courthouse|"
    r"courts|dmv|rmv|doc|dps|library|"
    r"national guard|guard|bureau of|division of|department|dept|departamento|commission|"
    r"justice|office|lockup|board of|alcohol|military|motor vehicles?|city hall)\b"
)
_TOWNSHIP = re.compile(r"\b(?:township|twp)\b")
# One of these is in whatever _WORD fits.
_FIRST_WORDS = frozenset({
    "sheriff", "sheriffs", "police", "policia", "law", "pd", "so", "jail", "jails", "carcel",
    "detention", "correctional", "correction", "corrections", "prison", "penitentiary",
    "constable", "constables", "marshal", "marshals", "attorney", "attorneys", "prosecutor",
    "prosecutors", "public", "highway", "state", "trooper", "troopers", "probation", "parole",
    "court", "courthouse", "courts", "dmv", "rmv", "doc", "dps", "library", "national", "guard",
    "bureau", "division", "department", "dept", "departamento", "commission", "justice", "office",
    "lockup", "board", "alcohol", "military", "motor", "city", "rikers",
})  # fmt: skip
_CONSTABLE = re.compile(r"\bconstables?\b")
# A constable of Pennsylvania bears the state's name, and is of a township or borough.
_STATE_ONLY = re.compile(r"^\w+ state constables?\b")
_STATE_OFFICE = re.compile(
    rf"(?:^| )(?:{_STATE_WIDE}|office of the (?:state |district )?attorney.*|office of .*)$"
)
_TAIL = re.compile(
    r" (?:precinct|pct|district|ward|zone|area|beat|station|unit|troop)s? ?(?:no )?\w{1,5}$|"
    r" (?:first|second|third|fourth|fifth|sixth|\d+\w*) ward$"
)


@lru_cache(maxsize=1)
def _known() -> dict[str, _Known]:
    path = os.path.join(os.path.dirname(__file__), "known_agencies.csv")
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {fold(name): _Known(id, who, full) for name, id, who, full in rows}


def says_agency(key: str) -> bool:
    """Tell whether a folded name may say an agency, quickly.

    Parameters
    ----------
    key : str
        What :func:`safehavens.corpus.places.spelling.fold` returns.
    """
    return not _FIRST_WORDS.isdisjoint(key.split()) or key in _known()


def read_agency(text: str, find: Find, state: str | None = None) -> AgencyReading | None:
    """Read the name of an agency or a facility.

    Parameters
    ----------
    text : str
        "COOK COUNTY JAIL, IL", "Maricopa County Sheriff's Office", "LAPD".
    find : Find
        How the name of its government is read.
    state : str | None
        The name of the state it is in, where a table says it; appended to what is read.

    Returns
    -------
    AgencyReading | None
        None where the text says no agency.

    Raises
    ------
    UnknownPlace
        It says an agency of a government that is not known.
    AmbiguousPlace
        ``find`` cannot tell which government.
    OwnGovernment
        It is of a government of its own, whose law is not covered.
    """
    written, _ = county_written_out(" ".join(text.split()))
    parts = [part for part in (fold(part) for part in re.split("[,;/]| - |- | -", written)) if part]
    if not parts:
        return None
    known = _known().get(fold(text)) or _known().get(parts[0])
    if known is not None:
        return _reading_of(known, text, find)
    if not any(_WORD.search(part) for part in parts):
        return None
    return _Reader(text, find, state).read(parts)


def _reading_of(known: _Known, text: str, find: Find) -> AgencyReading:
    if not known.id:
        kind = own_governments.kind_of(fold(known.full)) or "an authority"
        raise own_governments.refusal(known.full, kind)
    match = find(division.full(known.id))
    note = f"{known.full}: read as {match.place.name}."
    return AgencyReading(Match(match.place, (), note), known.who)


class _Reader:
    """One reading of a name that says an agency."""

    def __init__(self, text: str, find: Find, state: str | None) -> None:
        self._text = text
        self._find_place = find
        self._state = state

    def read(self, parts: list[str]) -> AgencyReading | None:
        at = next(at for at, part in enumerate(parts) if _WORD.search(part))
        key, above = parts[at], parts[at + 1 :]
        before = parts[:at]
        kind = own_governments.kind_of(" ".join(parts))
        who, name = _cut(key)
        for part in (
            parts[at + 1 :] if who in (None, "any_agency") and not _CONSTABLE.search(key) else []
        ):
            who = _cut(part)[0] or who
        if kind is not None and not self._is_place(name, above):
            raise own_governments.refusal(self._text, kind)
        for candidate, upper in self._candidates(who, name, key, before, above):
            match = self._read(candidate, upper)
            if match is not None and self._fits(match, candidate, who):
                if who == "sheriff" and candidate == f"{name} county":
                    self._check_city(match, name, upper)
                return self._agency(match, who, parts)
        raise UnknownPlace(
            f"{_shown(self._text)} says an agency, but not of which government that is known here: "
            "write its city, county or state.",
            self._text,
        )

    def _candidates(
        self, who: str | None, name: str, key: str, before: list[str], above: list[str]
    ) -> list[tuple[str, list[str]]]:
        """What in the name may be the government, the likeliest first."""
        whole = " ".join([*before, key, *above])
        named = [part for part in (*above, *before, key) if _TOWNSHIP.search(part)]
        if named:
            return _townships(named[0], above)
        out: list[tuple[str, list[str]]] = []
        if before:
            out.append((before[0], [*before[1:], *above]))
        if name and not _STATE_ONLY.search(whole):
            bare = re.sub(r"^(?:the )?(?:city|town|village|borough) of |^metropolitan ", "", name)
            if who == "sheriff" and not re.search(r"\b(?:county|parish|city)\b", bare):
                out.append((f"{bare} county", above))  # a city seldom has a sheriff
            out += [(name, above), (bare, above)]
            if re.search(r" (?:city|village|town|metro)$", bare):
                out.append((bare.rpartition(" ")[0], above))
        if above and not name:
            out.append((above[0], above[1:]))
        state = re.match(rf"^(.+?) (?:{_STATE_WIDE})$", whole)
        if state:
            out.append((f"state of {state[1].removesuffix(' state')}", []))
            out.append((state[1], []))
        county = re.match(r"^(.*?\b(?:county|parish))\b", whole)
        if county:
            out.append((county[1], above))
        if self._state is not None and _STATE_OFFICE.search(whole):
            out.append((fold(self._state), []))
        return out

    def _agency(self, match: Match, who: str | None, parts: list[str]) -> AgencyReading:
        level = match.place.level
        words = " ".join(parts)
        if level == "state" and who == "jail":
            who = "prison"
        elif level != "state" and who == "prison":
            who = "jail"
        if level == "state" and re.search(r"\bmarshal|guard\b", words):
            who = None
        note = match.note or f"Read as {match.place.name}."
        note += f" The name says the agency: {who}." if who else " The name says an agency."
        return AgencyReading(Match(match.place, match.others, note), who)

    def _check_city(self, county: Match, name: str, above: list[str]) -> None:
        """Refuse the sheriff of a county where an independent city of its name has one too."""
        city = self._read(f"{name} city", above)
        if city is None or city.place.fips is None or city.place.id == county.place.id:
            return
        raise AmbiguousPlace(
            f"{_shown(self._text)} may be of {county.place.name} or {city.place.name}: say which.",
            self._text,
            (county.place, city.place),
        )

    def _fits(self, match: Match, candidate: str, who: str | None) -> bool:
        """Tell whether a name that says "County" was read as one, and no state runs a township."""
        if re.search(r"\bcounty\b", candidate) and match.place.level == "state":
            return False
        return who != "sheriff" or match.place.level != "state"

    def _is_place(self, name: str, above: list[str]) -> bool:
        return (
            bool(name)
            and own_governments.kind_of(name) is not None
            and (self._read(name, above) is not None)
        )

    def _read(self, name: str, above: list[str]) -> Match | None:
        upper = [one for one in above if not _WORD.search(one)]
        if self._state is not None and not upper:
            upper = [self._state]
        own = fold(self._state) if self._state is not None else ""
        names = [", ".join([name, *upper])]
        if name.removeprefix("state of ") == own:
            names = [f"state of {own}", own]  # a territory is no state
        for one in names:
            try:
                return self._find_place(one)
            except AmbiguousPlace:
                raise
            except UnknownPlace:
                continue
        return None


def _townships(part: str, above: list[str]) -> list[tuple[str, list[str]]]:
    """Return what a part that names a township may mean, with its county where one is named."""
    start = re.match(r"^.*\b(?:office|constable|police)\b (?=.*\b(?:township|twp)\b)", part)
    name = re.sub(r"\b(?:township|twp)\b.*", "township", part[start.end() :] if start else part)
    out = []
    for other in (above_part for above_part in above if above_part != part):
        county = re.sub(r" (?:city|county)$", "", _cut(other)[1] or other)
        out.append((name, [f"{county} county"]))
    if (after := re.search(r"\b(?:township|twp) (\w+) (?:city|county)$", part)) is not None:
        out.append((name, [f"{after[1]} county"]))
    return [*out, (name, [])]


def _cut(key: str) -> tuple[str | None, str]:
    """Return the kind that a folded name says, and the name without it."""
    key = re.sub(r"^(?:the )", "", key)
    while (shorter := _TAIL.sub("", key)) != key:
        key = shorter
    front = _FRONT.match(key)
    if front is not None:
        return _FRONT_KINDS.get(front["kind"][:3]), front["name"]
    for who, pattern in _COMPILED:
        end = pattern.search(key)
        if end is not None:
            name = _TAIL.sub("", key[: end.start()].strip())
            return who, re.sub(r"\bcounty county$", "county", name)
    return None, key


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line if len(line) <= 60 else line[:59] + "…"}"'
