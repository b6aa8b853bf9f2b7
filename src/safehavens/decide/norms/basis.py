"""Basis: what a verdict rests on.

The rule is in docs/semantics.md: basis. A norm that rules, or that grants a power, is *firm*: where
one is found on an agency's action, "permitted" is either its grant or means that the rule does not
reach this case. Where there is none, only norms are left that say that a higher law does not
require the act, or nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safehavens.corpus.model import Basis, Norm, Verdict


@dataclass(frozen=True, slots=True)
class Footing:
    """What "permitted" can rest on among the norms of a position.

    Attributes
    ----------
    backed : Basis
        Its basis where one of the norms in `backing` stands.
    bare : Basis
        Its basis where none of them does.
    backing : frozenset of int
        The binding norms that give leave, or say that there is no duty, by their index.
    """

    backed: Basis
    bare: Basis
    backing: frozenset[int]

    def basis(self, verdict: Verdict, deciding: Iterable[int]) -> Basis:
        """What a verdict rests on, all facts known.

        Parameters
        ----------
        verdict : Verdict
            Not `depends`.
        deciding : iterable of int
            The norms that give it.
        """
        if verdict != "permitted":
            return "rule"
        return self.bare if self.backing.isdisjoint(deciding) else self.backed


def is_firm(norm: Norm) -> bool:
    """Whether a norm rules or grants a power, and does not only say that there is no duty."""
    return norm.grants != "no_duty"


def find_footing(binding: Sequence[Norm], taken_out: bool) -> Footing:
    """What "permitted" can rest on.

    Parameters
    ----------
    binding : sequence of Norm
        The binding norms on one action that reach an agency, in force.
    taken_out : bool
        A ruling keeps a firm norm from holding.
    """
    leaves = {i for i, norm in enumerate(binding) if norm.modality == "may"}
    if taken_out or any(map(is_firm, binding)):
        return Footing("power", "outside", frozenset(i for i in leaves if is_firm(binding[i])))
    return Footing("no_duty", "silence", frozenset(leaves))
