"""The facts of an answer: given, known without being asked, and assumed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from safehavens.decide.decision import Decision, Presumed
from safehavens.decide.outline.section import Item, Section, paragraphs
from safehavens.wording.agency_sentences import listing_sentence
from safehavens.wording.answers import answer_words
from safehavens.wording.labels import N_
from safehavens.wording.languages import Language
from safehavens.wording.sentences import typed_presumption, typed_value

PRIVATE_USED: Final = N_("about the person's own status: used for this answer, not kept")


def list_facts(language: Language, decision: Decision) -> Iterator[Section]:
    """Sections of the facts: given, known without being asked, assumed. Of private ones no value.

    Parameters
    ----------
    language : Language
    decision : Decision
    """
    listings = {item.fact: listing_sentence(language, item) for item in decision.listed}
    given = [Item(f"{name} = {typed_value(value)}") for name, value in decision.given.items()]
    given += [Item(f"{name} ({language.gettext(PRIVATE_USED)})") for name in decision.private]
    yield Section(language.gettext("Given"), tuple(given))
    turning = [item for item in decision.presumed if item.otherwise]
    yield Section(
        language.gettext("Known without being asked"),
        tuple(_list_known(language, decision, listings, turning)),
    )
    yield Section(
        language.gettext("Assumed; another answer would change the verdict"),
        tuple(_tell_presumed(language, item, listings.get(item.fact)) for item in turning),
    )
    idle = [i for i in decision.presumed if not i.otherwise and i.fact not in listings]
    yield paragraphs(
        ", ".join(f"{item.fact} = {typed_presumption(language, item.value)}" for item in idle),
        heading=language.gettext("Assumed, with no effect on the verdict"),
    )


def _list_known(
    language: Language, decision: Decision, listings: dict[str, str], turning: list[Presumed]
) -> Iterator[Item]:
    for name, implied in decision.implied.items():
        fact = {"fact": f"{name} = {typed_value(implied)}"}
        yield Item(language.gettext("%(fact)s follows") % fact)
    for name, fixed in decision.fixed.items():
        fact = {"fact": f"{name} = {typed_value(fixed)}"}
        yield Item(language.gettext("%(fact)s, as the action says") % fact)
    told_below = {item.fact for item in turning}
    for name, sentence in listings.items():
        if name not in told_below:
            yield Item(f"{name}: {sentence}")


def _tell_presumed(language: Language, item: Presumed, listing: str | None) -> Item:
    because = listing or language.gettext(item.ask)
    return Item(
        f"{item.fact} = {typed_presumption(language, item.value)}: {because}",
        tuple(
            f"{other}: {answer_words(language, verdict, item.bases[other]).lower()}"
            for other, verdict in item.otherwise.items()
        ),
    )
