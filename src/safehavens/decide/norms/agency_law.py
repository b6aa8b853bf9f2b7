"""The law that binds one agency of a place on an action, and what is special to it.

The rule is in docs/semantics.md: who is bound. A local instrument binds the agencies that its
issuer has; a school system that is a government of its own is not among them, and whether an
elected sheriff is, is not known unless the text names him.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from safehavens.corpus.agencies.agency_map import AgencyMap
from safehavens.corpus.agencies.governments import Known
from safehavens.corpus.agencies.registers import Register
from safehavens.corpus.model import Bodies, FactValue, Instrument, Lawbook, Norm
from safehavens.corpus.vocabulary import AgencyKind
from safehavens.decide.norms.circumstances import Circumstances, Usual
from safehavens.decide.norms.reach import Extent, NormIndex
from safehavens.values.quick_dataclass import dataclass

OWNERSHIP: Final = "ownership"
"""The fact that says whether a body is public or private, where the vocabulary has it."""

_LOCAL: Final = frozenset({"county", "place"})


@dataclass(frozen=True, slots=True)
class AgencyLaw:
    """The norms that bind an agency, or may, on an action.

    Attributes
    ----------
    who : str
        The agency kind.
    norms : tuple of Norm
        Of any day, by id.
    may_not_bind : frozenset of str
        Those of which it is not known whether they bind the agency, by id.
    circumstances : callable
        What is special to the agency and the action on a day, beside the places whose norms
        rulings have taken out.
    days : tuple of datetime.date
        The days on which that changes.
    listed : bool
        A register has the place, so that this may be the law of no other.
    registers : tuple of Register
        Those with a fact that the norms ask for, or that is tied to one.
    """

    who: str
    norms: tuple[Norm, ...]
    may_not_bind: frozenset[str]
    circumstances: Callable[[date, frozenset[str]], Circumstances]
    days: tuple[date, ...]
    listed: bool
    registers: tuple[Register, ...]


class AgencyLaws:
    """Finds the law of agencies.

    Parameters
    ----------
    lawbook : Lawbook
    agencies : AgencyMap
    facts_behind : callable
        The facts that a norm's condition asks for, and those tied to them.

    Attributes
    ----------
    index : NormIndex
    """

    def __init__(
        self,
        lawbook: Lawbook,
        agencies: AgencyMap,
        facts_behind: Callable[[Norm], frozenset[str]],
    ) -> None:
        self._lawbook = lawbook
        self._agencies = agencies
        self._facts_behind = facts_behind
        self.index = NormIndex(lawbook)
        self._registers = tuple(lawbook.registers.values())
        self._asked: dict[str, frozenset[str]] = {}

    def is_listed(self, place: str, who: str) -> bool:
        """Whether a register has the place, so that its law may be that of no other."""
        return any(place in register.rows for register in self._registers)

    def find(self, place: str, extent: Extent, who: str, action: str) -> AgencyLaw:
        """The law of an agency on an action.

        Parameters
        ----------
        place : str
            The government whose agency it is.
        extent : Extent
            That of the place.
        who, action : str
        """
        norms, may_not_bind = [], set[str]()
        instruments = self._lawbook.instruments
        for norm in self.index.reaching(action, who, extent):
            binds = self._binds(instruments[norm.instrument], norm, place, extent, who)
            if binds != "no":
                norms.append(norm)
            if binds == "not_known":
                may_not_bind.add(norm.id)
        registers = self._find_registers(norms)
        fixed = self._find_fixed(who, action)
        usual = self._find_usual(who, action)

        def circumstances(on: date, taken_out: frozenset[str]) -> Circumstances:
            if not registers:
                return Circumstances(taken_out, fixed, usual)
            listed = ((r.fact, r.value(place, who, on, action)) for r in registers)
            by_list = ((fact, found.values) for fact, found in listed if found is not None)
            return Circumstances(taken_out, fixed, (*usual, *by_list))

        return AgencyLaw(
            who,
            tuple(norms),
            frozenset(may_not_bind),
            circumstances,
            tuple(sorted({day for r in registers for day in r.days(place, who, action)})),
            any(place in register.rows for register in registers),
            registers,
        )

    def _find_registers(self, norms: Iterable[Norm]) -> tuple[Register, ...]:
        """Those with a fact that norms ask for, or that is tied to one."""
        if not self._registers:
            return ()
        asked: set[str] = set()
        for norm in norms:
            behind = self._asked.get(norm.id)
            if behind is None:
                behind = self._asked[norm.id] = self._facts_behind(norm)
            asked |= behind
        return tuple([register for register in self._registers if register.fact in asked])

    def is_mixed(self, who: str) -> bool:
        """Whether bodies of an agency kind may be public or private, and law can ask which."""
        kind = self._lawbook.vocabulary.kinds.get(who)
        return (
            kind is not None
            and kind.ownership in ("presumed_public", "asked")
            and OWNERSHIP in self._lawbook.facts
        )

    def _find_fixed(self, who: str, action: str) -> tuple[tuple[str, FactValue], ...]:
        """What the action and the agency kind settle."""
        vocabulary, facts = self._lawbook.vocabulary, self._lawbook.facts
        kind = vocabulary.kinds.get(who)
        fixed = dict(vocabulary.fixes(action))
        if kind is not None and kind.ownership in ("public", "private"):
            fixed[OWNERSHIP] = kind.ownership
        return tuple(sorted((name, value) for name, value in fixed.items() if name in facts))

    def _find_usual(self, who: str, action: str) -> Usual:
        """What the action and the agency kind have presumed."""
        vocabulary, facts = self._lawbook.vocabulary, self._lawbook.facts
        kind = vocabulary.kinds.get(who)
        presumed = dict(vocabulary.presumes(action))
        if kind is not None and kind.ownership == "presumed_public":
            presumed[OWNERSHIP] = ("public",)
        return tuple(sorted(item for item in presumed.items() if item[0] in facts))

    def _binds(
        self, instrument: Instrument, norm: Norm, place: str, extent: Extent, who: str
    ) -> Known:
        """Whether a norm that reaches the place binds its agency of this kind."""
        if instrument.reach != "own" or extent.level not in _LOCAL or who in norm.who_written:
            return "yes"
        if who == "school":
            return "yes" if self._agencies.runs_schools(place) else "no"
        if self._agencies.has(place, who) == "no":
            return "no"
        return "yes" if self._agencies.elected(place, who) == "no" else "not_known"


def find_bodies(norm: Norm, instrument: Instrument, kind: AgencyKind) -> Bodies:
    """Whether a norm binds public or private bodies of an agency kind that may be either.

    Law on "agencies" means public ones, and so does what a government says to its own. Law that
    reaches within and names hospitals means every hospital; of a kind that is presumed public
    (a school), the public ones.
    """
    if norm.bodies is not None:
        return norm.bodies
    named = kind.name in norm.who_written
    if not named or instrument.reach == "own" or kind.ownership == "presumed_public":
        return "public"
    return "any"
