"""Basis: what a verdict rests on.

The rule is in docs/semantics.md: basis. A norm that rules or grants a power is *firm*; a `may`
that only says that its law does not require the act *releases* from a duty. A release is the basis
of "permitted" where no lower government has a firm norm on the matter: then nothing else was found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from safehavens.corpus.model import Basis, Norm, Verdict
from safehavens.values.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Footing:
    """What "permitted" can rest on among the norms of a position.

    Attributes
    ----------
    firm : bool
        There is a firm norm, be it one that a ruling keeps from holding.
    granting : frozenset of int
        The binding norms that grant a power or leave, by their index.
    releasing : frozenset of int
        Those that say that there is no duty, and have no firm norm of a lower place beside them.
    """

    firm: bool
    granting: frozenset[int]
    releasing: frozenset[int]

    @property
    def bare(self) -> Basis:
        """The basis of "permitted" where no leave or release stands."""
        return "outside" if self.firm else "silence"

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
        if not self.granting.isdisjoint(deciding):
            return "power"
        return self.bare if self.releasing.isdisjoint(deciding) else "no_duty"


def is_firm(norm: Norm) -> bool:
    """Whether a norm rules or grants a power, and does not only say that there is no duty."""
    return norm.grants != "no_duty"


def find_footing(
    binding: Sequence[Norm],
    issuer_of: Callable[[Norm], str],
    taken_out: Collection[str],
    above: Callable[[str, str], bool],
) -> Footing:
    """What "permitted" can rest on.

    Parameters
    ----------
    binding : sequence of Norm
        The binding norms on one action that reach an agency, in force.
    issuer_of : callable
        The place that made a norm.
    taken_out : collection of str
        The places that made firm norms which a ruling keeps from holding.
    above : callable
        ``above(a, b)``: place a is higher than place b.
    """
    firm = {*taken_out, *(issuer_of(norm) for norm in binding if is_firm(norm))}
    leaves = [(i, norm) for i, norm in enumerate(binding) if norm.modality == "may"]
    return Footing(
        bool(firm),
        frozenset(i for i, norm in leaves if is_firm(norm)),
        frozenset(
            i
            for i, norm in leaves
            if not is_firm(norm) and not any(above(issuer_of(norm), place) for place in firm)
        ),
    )
