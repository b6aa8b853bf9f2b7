"""Whom norms address, on what and where: enough to find the norms of a question by their ids."""

from __future__ import annotations

from typing import Final

from safehavens.corpus.model import Lawbook, Reach
from safehavens.values.quick_dataclass import dataclass

ADDRESSES: Final = "addresses"
"""The name of this part among those that come ready made (`Lawbook.ready`)."""


@dataclass(frozen=True, slots=True)
class NormAddresses:
    """Whom the norms of a lawbook address, on what, and where.

    Attributes
    ----------
    on : dict of str to tuple of str
        By action, the ids of the norms on it, in the order of the lawbook.
    who : dict of str to frozenset of str
        By norm, the agency kinds that it addresses.
    instrument_of : dict of str to str
        By norm, the id of its instrument.
    reach : dict of str to str
        By instrument, its reach: `own` or `within`.
    bound : dict of str to tuple of str
        By instrument, the places that it binds.
    """

    on: dict[str, tuple[str, ...]]
    who: dict[str, frozenset[str]]
    instrument_of: dict[str, str]
    reach: dict[str, Reach]
    bound: dict[str, tuple[str, ...]]


def find_addresses(lawbook: Lawbook) -> NormAddresses:
    """The addresses of a lawbook's norms: those that came with it, else worked out."""
    kept = lawbook.ready.get(ADDRESSES)
    return kept if isinstance(kept, NormAddresses) else make_addresses(lawbook)


def make_addresses(lawbook: Lawbook) -> NormAddresses:
    """Work out the addresses of a lawbook's norms."""
    on: dict[str, list[str]] = {action: [] for action in lawbook.vocabulary.actions}
    for norm in lawbook.norms.values():
        for action in norm.actions:
            on[action].append(norm.id)
    return NormAddresses(
        on={action: tuple(ids) for action, ids in on.items()},
        who={norm.id: norm.who for norm in lawbook.norms.values()},
        instrument_of={norm.id: norm.instrument for norm in lawbook.norms.values()},
        reach={one.id: one.reach for one in lawbook.instruments.values()},
        bound={one.id: one.bound for one in lawbook.instruments.values()},
    )
