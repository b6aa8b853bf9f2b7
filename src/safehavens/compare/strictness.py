"""Orders of strictness: which of two verdicts goes further.

The law of this field points in two directions, and services in a third, so there is no one order.
Each is stated here, from what goes furthest to what goes least far; docs/proofs.md says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from safehavens.corpus.model import Lawbook, Verdict
from safehavens.decide.request import BadRequest
from safehavens.wording.labels import N_

Strictness = Literal["limiting", "compelling", "serving"]

ORDERS: Final[Mapping[Strictness, tuple[Verdict, ...]]] = {
    "limiting": ("prohibited", "conflict", "permitted", "required"),
    "compelling": ("required", "conflict", "permitted", "prohibited"),
    "serving": ("required", "permitted", "conflict", "prohibited"),
}
"""Verdicts from the one that goes furthest to the one that goes least far."""

VERB: Final[Mapping[Strictness, str]] = {
    "limiting": N_("limits"),
    "compelling": N_("compels"),
    "serving": N_("gives"),
}


def read_strictness(word: str) -> Strictness:
    """An order by its name. Raises BadRequest with those there are."""
    for known in ORDERS:
        if word == known:
            return known
    raise BadRequest(f"There is no order of strictness {word!r}; known: {', '.join(ORDERS)}.")


def usual_strictness(lawbook: Lawbook, action: str) -> Strictness:
    """The order that fits an action where none is chosen.

    `serving` where the corpus's battery counts a duty for and not against (services, duties to
    inform), else `limiting`.
    """
    probes = lawbook.battery.probes.values() if lawbook.battery is not None else ()
    counts = [probe.counts.get("required", 0) for probe in probes if probe.action == action]
    return "serving" if counts and min(counts) > 0 else "limiting"
