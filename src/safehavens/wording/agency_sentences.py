"""Whose agency an answer is about, and what public lists say of it, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from safehavens.corpus.model import FactValue
from safehavens.corpus.vocabulary import Vocabulary
from safehavens.wording.labels import N_
from safehavens.wording.languages import Language
from safehavens.wording.translated.place_words import fit_articles, name_place


class Agency(Protocol):
    """What `safehavens.decide.decision.AgencyAsked` says."""

    @property
    def place_name(self) -> str: ...  # noqa: D102
    @property
    def who(self) -> str: ...  # noqa: D102
    @property
    def elsewhere(self) -> bool: ...  # noqa: D102
    @property
    def has(self) -> str: ...  # noqa: D102
    @property
    def district(self) -> bool: ...  # noqa: D102


class Listing(Protocol):
    """What `safehavens.decide.decision.FactListed` says."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def values(self) -> Sequence[FactValue]: ...  # noqa: D102
    @property
    def listed(self) -> date | None: ...  # noqa: D102
    @property
    def entries(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def since(self) -> date | None: ...  # noqa: D102


def agency_sentences(
    language: Language,
    vocabulary: Vocabulary,
    place_name: str,
    who: str,
    agency: Agency,
    private_body: bool = False,
) -> list[str]:
    """What a reader must know of the agency that the answer is about; often nothing.

    Parameters
    ----------
    language : Language
    vocabulary : Vocabulary
    place_name, who : str
        The place and the agency kind that were asked about.
    agency : Agency
        The one that answers.
    private_body : bool
        Whether the question is about a private body: no government's agency answers for it.
    """
    if private_body:
        return []
    words = {
        "place": name_place(language, place_name),
        "kind": language.gettext(vocabulary.name_kind(who)),
        "other": name_place(language, agency.place_name),
        "other_kind": language.gettext(vocabulary.name_kind(agency.who)),
    }
    texts = []
    if agency.elsewhere:
        texts.append(
            N_(
                "Another government's agency does this for %(place)s (%(kind)s): %(other_kind)s of "
                "%(other)s. The answer is for that agency."
            )
        )
    if agency.district:
        texts.append(
            N_(
                "The answer is for the public school district that serves %(other)s. It is a "
                "government of its own: local law binds it only where that law names schools."
            )
        )
    elif agency.has == "no":
        texts.append(
            N_("As far as is known, %(other)s has no such agency (%(other_kind)s) of its own.")
        )
    elif agency.has == "not_known":
        texts.append(
            N_("It is not known here whether %(other)s has such an agency (%(other_kind)s).")
        )
    return [fit_articles(language, language.gettext(text) % words) for text in texts]


def listing_sentence(language: Language, listing: Listing) -> str:
    """What a public list says of the agency, with its day."""
    words = {
        "title": listing.title,
        "day": "" if listing.listed is None else language.day(listing.listed),
        "entries": "; ".join(listing.entries),
        "since": "" if listing.since is None else language.day(listing.since),
    }
    if listing.entries and listing.listed is not None:
        text = N_("Listed on %(day)s in “%(title)s”: %(entries)s.")
        if listing.since is not None:
            text = N_("Listed on %(day)s in “%(title)s”: %(entries)s (since %(since)s).")
    elif len(listing.values) == 1 and listing.listed is not None:
        text = N_("Not listed on %(day)s in “%(title)s”.")
    elif len(listing.values) == 1:
        text = N_("“%(title)s” has no entry for this day.")
    elif listing.listed is not None:
        text = N_(
            "“%(title)s” does not say for this day: the last list read before it is of %(day)s, "
            "and the agency is not on it."
        )
    else:
        text = N_("“%(title)s” says nothing of this day.")
    return language.gettext(text) % words
