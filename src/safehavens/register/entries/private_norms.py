"""Norms whose conditions ask for a private fact: to name one as the reason would tell the fact."""

from __future__ import annotations

import re
from typing import Final

from safehavens.corpus.model import Lawbook, Norm

_WORD: Final = re.compile(r"[a-z_][a-z0-9_]*")


def asks_private_fact(lawbook: Lawbook, norm: Norm) -> bool:
    """Whether a norm's condition, or a term that it uses, asks for a private fact.

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
            if fact is not None and fact.private:
                return True
            if word in terms:
                waiting.append(terms[word])
    return False
