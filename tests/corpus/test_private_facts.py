"""What tells a person's status is private, also where it is a suspicion, a finding or an order."""

from __future__ import annotations

import re

from safehavens.api import Corpus

_OF_A_PERSON = re.compile(
    r"suspect that the (?:\w+ )?person|suspicion (?:that the person|of unlawful stay)|"
    r"probable cause to believe (?:that )?the|order of (?:deportation|removal)|deportation or|"
    r"authorized to work|(?:lawfully|legally) present\?|reason to (?:believe|think)",
    re.IGNORECASE,
)


_OF_OTHERS = {"fl_issuer_serves_all", "tompkins_terror_cause"}
"""Who issues identity cards; terrorism, not a status."""


def test_a_suspicion_or_an_order_about_a_status_is_private(corpus: Corpus) -> None:
    told = {
        fact.name
        for fact in corpus.lawbook.facts.values()
        if not fact.private and _OF_A_PERSON.search(fact.ask)
    }
    assert told == _OF_OTHERS
