"""How far the law was searched, in sentences; and why a day is not answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Protocol

from safehavens.corpus.searches import Came, Depth, FirstDay
from safehavens.wording.labels import DOMAIN, N_
from safehavens.wording.languages import Language
from safehavens.wording.translated.place_words import name_place

DEPTH: Final[Mapping[Depth, str]] = {
    "text": N_("the law's own text"),
    "copies": N_("copies of the text"),
    "descriptions": N_("descriptions"),
    "lists": N_("lists of places"),
}
CAME: Final[Mapping[Came, str]] = {
    "coded": N_("coded"),
    "none_found": N_("not found in the public copies searched"),
    "named_only": N_("named in a source, its text not read"),
}
NOT_SEARCHED: Final = N_("not searched")


class Searched(Protocol):
    """What a search looked for and what came of it; all None: nothing is on record."""

    @property
    def came(self) -> Came | None: ...  # noqa: D102
    @property
    def depth(self) -> Depth | None: ...  # noqa: D102
    @property
    def back_to(self) -> date | None: ...  # noqa: D102
    @property
    def through(self) -> date | None: ...  # noqa: D102


class SearchedLevel(Searched, Protocol):
    """A search for the law of one government."""

    @property
    def place_name(self) -> str: ...  # noqa: D102


def level_sentence(language: Language, level: SearchedLevel, on: date | None) -> str:
    """What a search tells of the law of one government, by its name; without a full stop."""
    return f"{name_place(language, level.place_name)}: {search_sentence(language, level, on)}"


def search_sentence(language: Language, search: Searched | None, on: date | None) -> str:
    """What a search tells of the law of a day, in small letters and without a full stop.

    Parameters
    ----------
    language : Language
    search : Searched or None
        None: nothing is on record.
    on : datetime.date, optional
        None: no day is asked about.
    """
    if (
        search is None
        or search.came is None
        or search.depth is None
        or search.back_to is None
        or search.through is None
    ):
        return language.gettext(NOT_SEARCHED)
    words = {
        "depth": language.gettext(DEPTH[search.depth]),
        "came": language.gettext(CAME[search.came]),
        "from": language.day(search.back_to),
        "through": language.day(search.through),
    }
    if on is None:
        text = N_("searched for the law of %(from)s through %(through)s (%(depth)s): %(came)s")
    elif search.back_to <= on <= search.through:
        text = N_("searched through %(through)s (%(depth)s): %(came)s")
    elif on > search.through:
        text = N_("searched through %(through)s, before this day (%(depth)s): %(came)s")
    elif search.back_to == search.through:
        text = N_("not searched for this day; searched for the law of %(through)s "
                  "(%(depth)s): %(came)s")  # fmt: skip
    else:
        text = N_("not searched for this day; searched for the law of %(from)s through "
                  "%(through)s (%(depth)s): %(came)s")  # fmt: skip
    return language.gettext(text) % words


def enacted_sentence(language: Language, day: date) -> str:
    """As of which day later law is not known."""
    text = N_("The law as enacted by %(date)s, the last day searched; later changes are not known.")
    return language.gettext(text) % {"date": language.day(day)}


def too_early_sentence(language: Language, on: date, first: FirstDay) -> str:
    """Why a day is not answered that lies before the first day of its domain."""
    text = N_("%(date)s is before %(first)s, the first day that is answered for “%(domain)s”, "
              "because %(why)s.")  # fmt: skip
    words = {
        "date": language.day(on),
        "first": language.day(first.on),
        "domain": language.gettext(DOMAIN.get(first.domain, first.domain)),
        "why": language.gettext(first.why),
    }
    return language.gettext(text) % words


def too_late_sentence(language: Language, on: date, last: date) -> str:
    """Why a day is not answered that lies after the last."""
    text = N_("%(date)s is after %(last)s, the last day that is answered: a year after the last "
              "change of law that is coded.")  # fmt: skip
    return language.gettext(text) % {"date": language.day(on), "last": language.day(last)}
