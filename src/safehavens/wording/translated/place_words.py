"""Names of places as a language writes them: *Condado de Cook, Illinois*; *Nueva York*.

A gazetteer's names are English. What a language calls a nation, a state or a great city differently
is in its catalog, and so is how it says *county*. Every other part of a name stays as it is.
"""

from __future__ import annotations

import re
from typing import Final

from safehavens.wording.labels import N_
from safehavens.wording.languages import DEFAULT, Language

NAMES: Final = frozenset(
    {
        N_("United States"), N_("New York"), N_("New Mexico"), N_("New Jersey"),
        N_("New Hampshire"), N_("North Carolina"), N_("South Carolina"), N_("North Dakota"),
        N_("South Dakota"), N_("West Virginia"), N_("Pennsylvania"), N_("Louisiana"),
        N_("Mississippi"), N_("Missouri"), N_("Hawaii"), N_("Oregon"), N_("District of Columbia"),
        N_("American Samoa"), N_("Northern Mariana Islands"), N_("U.S. Virgin Islands"),
        N_("Belgium"), N_("Brazil"), N_("British Columbia"), N_("Canada"),
        N_("Council of Europe"), N_("England"), N_("European Union"), N_("France"), N_("Germany"),
        N_("Italy"), N_("London"), N_("Netherlands"), N_("Scotland"), N_("Spain"),
        N_("Switzerland"), N_("United Kingdom"),
    }
)  # fmt: skip
"""Nations, states and what is as well known, by their English names."""

WHOLE: Final = frozenset(
    {
        N_("New York City, New York"), N_("Los Angeles, California"),
        N_("Philadelphia, Pennsylvania"), N_("New Orleans, Louisiana"),
        N_("Amsterdam, Netherlands"), N_("Bavaria, Germany"), N_("Berlin, Germany"),
        N_("British Columbia, Canada"), N_("England, United Kingdom"), N_("London, England"),
        N_("Munich, Germany"), N_("Scotland, United Kingdom"), N_("Zurich, Switzerland"),
    }
)  # fmt: skip
"""Places below a nation or a state that have a name of their own in other languages, in full."""

_KINDS: Final = (
    (re.compile("(.+) County"), N_("%(name)s County")),
    (re.compile("(.+) Parish"), N_("%(name)s Parish")),
    (re.compile("(.+) Borough"), N_("%(name)s Borough")),
    (re.compile("(.+) Census Area"), N_("%(name)s Census Area")),
)


_BEFORE_COUNTY: Final = re.compile(
    r"\b([Ee]n|de|a|para|por|que) (Condado|Parroquia|Borough|Distrito|Área censal) de\b"
)


def name_place(language: Language, name: str) -> str:
    """The name of a place in a language.

    Parameters
    ----------
    language : Language
    name : str
        As the gazetteer has it: "Cook County, Illinois"; "Cook County" within its state.
    """
    if language.code == DEFAULT:
        return name
    if name in WHOLE:
        return language.gettext(name)
    first, *above = name.split(", ")
    return ", ".join(
        [_name_part(language, first, above), *(_name_known(language, a) for a in above)]
    )


def fit_articles(language: Language, text: str) -> str:
    """A sentence with the articles that names of places take in it: *en el Condado de Cook*."""
    return _BEFORE_COUNTY.sub(_with_article, text) if language.code == "es" else text


def _with_article(found: re.Match[str]) -> str:
    before, kind = found.groups()
    article = "la" if kind == "Parroquia" else "el"
    joined = {"de el": "del", "a el": "al"}.get(f"{before} {article}", f"{before} {article}")
    return f"{joined} {kind} de"


def _name_part(language: Language, name: str, above: list[str]) -> str:
    for kind, said in _KINDS:
        if found := kind.fullmatch(name):
            inner = ", ".join([found[1], *above])
            named = language.gettext(inner).partition(", ")[0] if inner in WHOLE else found[1]
            named = _name_known(language, named) if named in above else named  # New York County
            return language.gettext(said) % {"name": named}
    return name if above else _name_known(language, name)  # "Oregon, Wisconsin" is no state


def _name_known(language: Language, name: str) -> str:
    return language.gettext(name) if name in NAMES else name
