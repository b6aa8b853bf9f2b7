"""Facts that no book keeps: the private ones, and any whose question speaks of a person's status.

The law marks as private what is a person's own status. Beside these it asks for much that would
tell it all the same: a removal order that came with the paper, a reasonable suspicion, an offense
that only foreigners can commit. The register keeps none of them. It errs on the side of silence: a
verdict that hangs on such a fact is kept as `depends`.
"""

from __future__ import annotations

import re
from typing import Final

from safehavens.corpus.model import Fact, Lawbook, Norm

_STATUS: Final = re.compile(
    r"citizen|nationals?\b|nationality|\baliens?\b|\bvisas?\b|asylum|refugee|deport|remov(?:al|ed|able)|"
    r"inadmissible|unlawful(?:ly)? (?:present|presence|stay)|lawful(?:ly)? (?:present|residen)|"
    r"in(?:to)? the (?:country|united states)|authorized to work|\bstatus\b|foreign|re-entry|"
    r"\bentry\b|immigrant|undocumented|immigration (?:violation|crime|offense|law)|irregular",
    re.IGNORECASE,
)
_OF_AGENCIES: Final = frozenset({
    "ca_contract_before_2017_06_15", "ca_contract_before_2018", "ca_ice_interview_planned",
    "mo_sanctuary_policy", "mo_status_reported", "nm_for_immigration_detention",
    "policy_restricts_status_sharing", "qualifying_crime", "removability_probable_cause",
    "requester_immigration_agency", "tn_criminal_alien_program", "vt_emergency_agreement",
})  # fmt: skip
"""Questions that use such a word and are about an agency, a policy, a crime or the paper's box."""
_WORD: Final = re.compile(r"[a-z_][a-z0-9_]*")


def is_kept_outside(fact: Fact) -> bool:
    """Whether no book keeps a fact.

    Parameters
    ----------
    fact : Fact
    """
    if fact.private:
        return True
    return fact.name not in _OF_AGENCIES and _STATUS.search(fact.ask) is not None


def asks_kept_outside(lawbook: Lawbook, norm: Norm) -> bool:
    """Whether a norm's condition, or a term that it uses, asks for a fact that no book keeps.

    To name such a norm as what a decision rests on, or to say what became of a duty under it,
    would tell the fact.

    Parameters
    ----------
    lawbook : Lawbook
    norm : Norm
    """
    terms = lawbook.instruments[norm.instrument].terms
    waiting, seen = [norm.when or "", norm.unless or ""], set[str]()
    while waiting:
        for word in set(_WORD.findall(waiting.pop())) - seen:
            seen.add(word)
            fact = lawbook.facts.get(word)
            if fact is not None and is_kept_outside(fact):
                return True
            if word in terms:
                waiting.append(terms[word])
    return False
