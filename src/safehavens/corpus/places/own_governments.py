"""Governments of their own: school districts, universities, tribes, airports and the like.

They are no city, county or state, and its law does not bind them, or not in the same way. They are
recognized so that nobody is answered with another government's law; their own is not covered.
"""

from __future__ import annotations

import re

from safehavens.corpus.places.place import UnknownPlace, quote

_KINDS: tuple[tuple[str, str], ...] = (
    ("a school district",
     r"\b(?:school|schools) (?:district|dist|system|corporation|administrative unit)\b|"
     r"\b(?:[icu]|un)s ?d\b|\bcisd\b|"
     r"\b(?:public|unified|city|county|independent|metropolitan) schools\b|"
     r"\bboard of education\b|\bdistrito escolar\b|\bunified school\b|\bhisd\b|\blausd\b"),
    ("a regional or joint body", r"\bregional (?:police|jail|detention|airport)|\bjoint\b|"
     r"\b(?:police|jail) cooperative\b|\bregional jail authority\b"),
    ("a university or college",
     r"\b(?:university|universidad|college|colleges|polytechnic|institute of technology)\b"),
    ("an airport or port authority",
     r"\b(?:airport|airports|aviation authority|port authority|port district|port of)\b"),
    ("a hospital district", r"\b(?:hospital|health ?care|health) (?:district|authority|system)\b"),
    ("a transit authority", r"\b(?:transit|transportation) (?:authority|district|police)\b"),
    ("a tribe",
     r"\b(?:\w+ nations?|tribe|tribes|tribal|rancheria|indians?|reservation|pueblo of|band of|"
     r"native village|confederated tribes|community of .* indians)\b"),
    ("an agency of the United States",
     r"\b(?:federal bureau|(?:us|u s|united states) department|bureau of prisons|fbi|"
     r"u s marshals?|us marshals?|ice|"
     r"immigration and customs enforcement|border patrol|customs and border protection|uscis)\b|"
     r"^department of homeland security\b"),
)  # fmt: skip
# One of these words is in whatever a pattern fits.
_WORDS = frozenset({
    "school", "schools", "isd", "cisd", "usd", "unsd", "csd", "i", "c", "u", "education", "escolar",
    "hisd", "lausd", "regional", "joint", "cooperative", "university", "universidad", "college",
    "colleges", "polytechnic", "institute", "airport", "airports", "aviation", "port", "hospital",
    "health", "healthcare", "transit", "transportation", "nation", "nations", "tribe", "tribes",
    "tribal", "rancheria", "indian", "indians", "reservation", "pueblo", "band", "village",
    "confederated", "federal", "bureau", "fbi", "marshal", "marshals", "ice", "immigration",
    "border", "uscis", "department",
})  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)


class OwnGovernment(UnknownPlace):
    """A government that is known to exist, and whose law is not covered.

    Attributes
    ----------
    text : str
        What was asked for.
    kind : str
        What it is: "a school district", "a tribe".
    """

    def __init__(self, message: str, text: str = "", kind: str = "") -> None:
        super().__init__(message, text)
        self.kind = kind


def kind_of(key: str) -> str | None:
    """Return what kind of government of its own a folded name says, or None.

    Parameters
    ----------
    key : str
        What :func:`safehavens.corpus.places.spelling.fold` returns.
    """
    if _WORDS.isdisjoint(key.split()):
        return None
    return next((kind for kind, pattern in _PATTERNS if pattern.search(key)), None)


def refusal(text: str, kind: str) -> OwnGovernment:
    """Return the error for a government of its own.

    Parameters
    ----------
    text : str
        Its name as written.
    kind : str
        As :func:`kind_of` returns it.
    """
    return OwnGovernment(
        f"{quote(text)} is a government of its own ({kind}): it is known to exist, but its law is "
        "not covered here.",
        text,
        kind,
    )
