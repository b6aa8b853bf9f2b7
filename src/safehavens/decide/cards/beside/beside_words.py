"""The rules beside an answer in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from safehavens.corpus.model import Lawbook
from safehavens.decide.cards.resident_cards import Card
from safehavens.wording.condition_phrases import mark_foreign
from safehavens.wording.labels import N_
from safehavens.wording.languages import Language
from safehavens.wording.translated.law_words import tell_rule

_CAREFUL: Final = N_("Careful: %(rule)s")
_ALSO: Final = N_("Ask about this too: %(rule)s")


def tell_rules_beside(language: Language, lawbook: Lawbook, card: Card) -> Iterator[str]:
    """That staff must report who asks, and what a higher government may give.

    Parameters
    ----------
    language : Language
    lawbook : Lawbook
    card : Card
    """
    beside = card.beside_rules
    told = {*card.deciding, *(rule for one in card.outcomes for rule in one.deciding)}
    for says, rules in ((_CAREFUL, beside.warnings), (_ALSO, beside.from_above)):
        for norm in (lawbook.norms[rule] for rule in rules if rule not in told):
            title = mark_foreign(language, lawbook.instruments[norm.instrument].title)
            yield language.gettext(says) % {"rule": f"{title}: {tell_rule(language, norm)}"}
