"""The positions of a lawbook, each made once for all places and days under the same law."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from safehavens.corpus.model import FactValue, Lawbook, Norm, Spell
from safehavens.corpus.places import Level
from safehavens.decide.norms.agency_law import OWNERSHIP, AgencyLaws, find_bodies
from safehavens.decide.norms.basis import find_footing
from safehavens.decide.norms.circumstances import Circumstances
from safehavens.decide.norms.position import Asking, Position
from safehavens.decide.norms.reach import Extent, Extents
from safehavens.decide.norms.standing import Patterns
from safehavens.decide.norms.unsure import NormHere, make_hidden
from safehavens.logic.classes import Classes
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import Among, Expression, conjunction, facts_of, substitute

_HereKey = tuple[str, tuple[Spell, ...], bool]
_Fixed = tuple[tuple[str, FactValue], ...]


class Positions:
    """Makes positions, and keeps them as long as it lives.

    Parameters
    ----------
    lawbook : Lawbook
    conditions : Conditions
    extents : Extents
    laws : AgencyLaws
    classes : dict of str to Classes
        Those of the hidden facts that positions ask for are added here.
    """

    def __init__(
        self,
        lawbook: Lawbook,
        conditions: Conditions,
        extents: Extents,
        laws: AgencyLaws,
        classes: dict[str, Classes],
    ) -> None:
        self._lawbook = lawbook
        self._applies = conditions.applies
        self._extents = extents
        self._laws = laws
        self._classes = classes
        self._derived = {fact.name for fact in lawbook.facts.values() if fact.derived}
        self._asked_for: dict[
            tuple[tuple[_HereKey, ...], Level, str | None, Circumstances], Position
        ] = {}
        self._positions: dict[tuple[tuple[str, ...], tuple[int, ...], Circumstances], Position] = {}
        self._here: dict[_HereKey, _HereKey] = {}
        self._conditions: dict[tuple[_HereKey, Level, str | None, _Fixed], Expression] = {}
        self._one_of: dict[Expression, Expression] = {}
        self._facts_of: dict[int, tuple[str, ...]] = {}
        self._asking: dict[Asking, Asking] = {}
        self._laws_met: dict[Hashable, Hashable] = {}
        self._like: dict[Hashable, tuple[Hashable, Patterns]] = {}

    def find(
        self, norms: Sequence[NormHere], extent: Extent, who: str, circumstances: Circumstances
    ) -> Position:
        """The position of norms in force.

        Parameters
        ----------
        norms : sequence of NormHere
            Binding ones come first in the position; else in this order.
        extent : Extent
            That of the government whose agency it is.
        who : str
            The agency kind.
        circumstances : Circumstances
        """
        mixed = who if self._laws.is_mixed(who) else None
        keys = [(one.norm.id, one.days, one.bound) for one in norms]
        here = tuple(map(self._here.setdefault, keys, keys))  # one object each, as many are kept
        key = (here, extent.level, mixed, circumstances)
        position = self._asked_for.get(key)
        if position is None:
            instruments = self._lawbook.instruments
            norms = sorted(norms, key=lambda n: not instruments[n.norm.instrument].binding)
            conditions = [self._condition(one, extent.level, mixed, circumstances) for one in norms]
            ids = tuple([one.norm.id for one in norms])
            same = (ids, tuple(map(id, conditions)), circumstances)
            position = self._positions.get(same)
            if position is None:
                position = self._make([one.norm for one in norms], conditions, circumstances)
                self._positions[same] = position
            self._asked_for[key] = position
        return position

    def _make(
        self, norms: list[Norm], conditions: list[Expression], circumstances: Circumstances
    ) -> Position:
        instruments = self._lawbook.instruments
        binding = [norm for norm in norms if instruments[norm.instrument].binding]
        position = Position(
            binding,
            norms[len(binding) :],
            conditions,
            self._above,
            find_footing(
                binding,
                lambda norm: instruments[norm.instrument].issuer,
                circumstances.taken_out,
                self._extents.above,
            ),
            circumstances,
            lambda condition: self._facts_of[id(condition)],
        )
        self._classes.update(make_hidden(position.hidden))
        position.asking = self._asking.setdefault(position.asking, position.asking)
        ids = tuple([norm.id for norm in norms])
        law = (ids, tuple(map(id, conditions)), position.footing, circumstances.fixed)
        position.law = self._laws_met.setdefault(law, law)
        kinds = tuple([(norm.modality, norm.grants) for norm in binding])
        structure = (kinds, position.attacks, position.clashes, position.footing)
        like = self._like.setdefault(structure, (structure, position.patterns))
        position.structure, position.patterns = like
        return position

    def _condition(
        self,
        here: NormHere,
        level: Level,
        mixed: str | None,
        circumstances: Circumstances,
    ) -> Expression:
        """The norm's condition, with what is fixed and what is derived from the place filled in,
        and what is not known of its being in force beside it: of equal ones, always the same.

        `mixed` is the agency kind where its bodies may be public or private.
        """
        key = ((here.norm.id, here.days, here.bound), level, mixed, circumstances.fixed)
        condition = self._conditions.get(key)
        if condition is None:
            filled = self._fill_in(here, level, mixed, circumstances)
            condition = self._one_of.setdefault(filled, filled)
            self._facts_of.setdefault(id(condition), facts_of(condition))
            self._conditions[key] = condition  # last, as another thread may take it at once
        return condition

    def _fill_in(
        self, here: NormHere, level: Level, mixed: str | None, circumstances: Circumstances
    ) -> Expression:
        condition = self._applies[here.norm.id]
        if mixed is not None:
            instrument = self._lawbook.instruments[here.norm.instrument]
            bodies = find_bodies(here.norm, instrument, self._lawbook.vocabulary.kinds[mixed])
            if bodies != "any":
                condition = conjunction(condition, Among(OWNERSHIP, frozenset({bodies})))
        names = facts_of(condition)
        for name, value in circumstances.fixed:
            if name in names:
                condition = substitute(condition, name, value)
        for name in self._derived.intersection(names):
            condition = substitute(condition, name, level)
        return conjunction(condition, here.condition)

    def _above(self, a: Norm, b: Norm) -> bool:
        instruments = self._lawbook.instruments
        return self._extents.above(
            instruments[a.instrument].issuer, instruments[b.instrument].issuer
        )
