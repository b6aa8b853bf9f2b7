"""Outside: rules on an action that were found and do not decide a case, and what takes them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from safehavens.corpus.model import FactValue, Lawbook
from safehavens.decide.decision import Outside, Reason
from safehavens.decide.norms.basis import is_firm
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.timeline import Stretch
from safehavens.logic.expression import Expression, Truth, facts_of, truth


def find_outside(
    position: Position,
    known: Mapping[str, FactValue],
    given: Collection[str],
    shown: Mapping[str, FactValue],
    truths: tuple[Truth, ...],
    reasons: Iterable[Reason],
) -> tuple[Outside, ...]:
    """The firm norms of a position that do not decide, each with what takes it out.

    The most local come first, and of these the ones that a given fact takes out.

    Parameters
    ----------
    position : Position
    known : mapping of str to value
        Every fact that is known.
    given : collection of str
        The facts that were given.
    shown : mapping of str to value
        Those whose values may be told: what follows from private facts alone is not among them.
    truths : tuple of Truth
        Of each of the position's norms.
    reasons : iterable of Reason
        What became of each norm considered, those suspended by a ruling included.
    """
    index = {norm.id: i for i, norm in enumerate(position.norms)}
    removed = _Removed(position, known)
    found: list[tuple[int, bool, Outside]] = []
    for reason in reasons:
        citation = reason.considered.citation
        if reason.decides or not citation.binding or citation.grants == "no_duty":
            continue
        ruling = reason.considered.taken_out
        i = index.get(reason.norm)
        names: list[str] = []
        if ruling is None and not reason.set_aside_by:
            if i is None or truths[i] is not False:
                continue
            names = removed.find_facts(i, given)
        outside = Outside(
            norm=reason.norm,
            facts={name: shown[name] for name in names if name in shown},
            private=tuple(name for name in names if name not in shown),
            ruling=ruling,
            set_aside_by=reason.set_aside_by,
        )
        presumed = not any(name in given for name in names)
        found.append((-citation.issuer.count("/"), presumed, outside))
    return tuple(outside for *_, outside in sorted(found, key=lambda item: item[:2]))


def list_outside(lawbook: Lawbook, stretch: Stretch, deciding: Collection[str]) -> tuple[str, ...]:
    """The firm norms of a stretch that do not decide, the most local first.

    Parameters
    ----------
    deciding : collection of str
        The norms that decide, or may, by id.
    """
    position = stretch.position
    found = [norm for norm in position.norms[: position.binding] if is_firm(norm)]
    suspended = (lawbook.norms[one.citation.norm] for one in stretch.out if one.citation.binding)
    found += filter(is_firm, suspended)
    found.sort(key=lambda norm: -lawbook.instruments[norm.instrument].issuer.count("/"))
    return tuple(norm.id for norm in found if norm.id not in deciding)


class _Removed:
    """The truths of a position's norms if one of the known facts were not known."""

    def __init__(self, position: Position, known: Mapping[str, FactValue]) -> None:
        self._position = position
        self._known = known
        self._without: dict[str, tuple[Truth, ...]] = {}

    def find_facts(self, i: int, given: Collection[str]) -> list[str]:
        """The known facts that keep norm `i` from holding.

        Those without any one of which it might hold; where no single one is needed, a few that
        are enough, and of them one that was given rather than one that is presumed.
        """
        condition = self._position.conditions[i]
        known = sorted(set(facts_of(condition)).intersection(self._known))
        needed = [fact for fact in known if self._truths(fact)[i] is not False]
        return needed or self._find_enough(condition, known, given)

    def _find_enough(
        self, condition: Expression, known: list[str], given: Collection[str]
    ) -> list[str]:
        """Facts that keep a condition from holding, none of which can be left out."""
        enough = {name: self._known[name] for name in known}
        for name in sorted(known, key=lambda fact: (fact in given, fact)):
            without = {other: value for other, value in enough.items() if other != name}
            if truth(condition, without) is False:
                enough = without
        return sorted(enough)

    def _truths(self, fact: str) -> tuple[Truth, ...]:
        truths = self._without.get(fact)
        if truths is None:
            others = {name: value for name, value in self._known.items() if name != fact}
            truths = self._without[fact] = self._position.truths(others)
        return truths
