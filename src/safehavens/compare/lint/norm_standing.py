"""Lint of norms among others: what never decides, what contradicts, what higher law sets aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from safehavens.compare.doubts import assume_in_force
from safehavens.compare.everywhere import FoundPosition
from safehavens.compare.ground import Ground
from safehavens.compare.lint.findings import Example, LintFinding, find_in_norm
from safehavens.compare.relation import find_simplest
from safehavens.compare.simplest import Facts
from safehavens.corpus.model import Modality, Norm, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.norms.judged import Judged
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.standing import Outcome, contrary
from safehavens.logic.diagram import FALSE
from safehavens.logic.expression import truth

_CARRIES: Final[Mapping[Modality, Verdict]] = {
    "must_not": "prohibited",
    "must": "required",
    "may": "permitted",
}


@dataclass
class NormRecord:
    """What became of a norm in the positions looked at so far.

    `applies`: somewhere its condition can hold; `decides`: somewhere it gives the verdict; `wins`:
    norms that keep it from that, where it applies; `spot`: one place where they do.
    """

    norm: Norm
    seen: bool = False
    applies: bool = False
    decides: bool = False
    wins: dict[str, None] = field(default_factory=dict)
    spot: Example | None = None


class StandingLint:
    """Goes through positions one by one.

    Parameters
    ----------
    engine : Engine
    wanted : callable
        Whether findings about a norm are asked for.
    """

    def __init__(self, engine: Engine, wanted: Callable[[Norm], bool]) -> None:
        self._engine = engine
        self._wanted = wanted
        self._met = {n.id: NormRecord(n) for n in engine.lawbook.norms.values() if wanted(n)}
        self._pairs: set[tuple[str, str]] = set()
        self._under: set[str] = set()

    def look(self, spot: FoundPosition) -> Iterator[LintFinding]:
        """What one position shows."""
        position = spot.stretch.position
        watched = [i for i, norm in enumerate(position.norms) if norm.id in self._met]
        for i in watched:
            self._met[position.norms[i].id].seen = True
        binding = [i for i in watched if i < position.binding]
        if not binding:
            return
        ground = Ground(self._engine.facts, [position], assume_in_force)
        judged = ground.judged(position)
        for i in binding:
            self._follow(ground, judged, spot, i)
        yield from self._contradictions(ground, judged, spot, set(binding))
        if spot.current:
            yield from self._aside(ground, judged, spot, binding)

    def rest(self) -> Iterator[LintFinding]:
        """What is known only once every position has been looked at."""
        for met in self._met.values():
            norm = met.norm
            binding = self._engine.lawbook.instruments[norm.instrument].binding
            if not met.seen:
                yield find_in_norm(
                    "never-applies",
                    norm,
                    "it is never in force for anybody: no agency of the places bound, or a "
                    "ruling has taken it out as long as it lasts",
                    "Look at `who`, `except_who`, `applies_to`, `in_force` and the rulings; "
                    "leave the norm out if nothing is left of it.",
                )
            elif binding and met.applies and not met.decides:
                others = tuple(met.wins)
                yield find_in_norm(
                    "decides-nothing",
                    norm,
                    f"it decides nothing anywhere: wherever it applies, "
                    f"{_listed(others)} {'prevails' if len(others) == 1 else 'prevail'}",
                    "If it is meant as an exception, let it defeat what prevails (`defeats`); if "
                    "the other norm already says as much, leave it out.",
                    met.spot,
                    others,
                )

    # ---- one position -----------------------------------------------------------------------

    def _follow(self, ground: Ground, judged: Judged[int], spot: FoundPosition, i: int) -> None:
        position = spot.stretch.position
        met = self._met[position.norms[i].id]
        applies = ground.possible(judged.true[i])
        if applies == FALSE or met.decides:
            return
        met.applies = True
        if ground.possible(self._deciding(ground, judged, position, i)) != FALSE:
            met.decides = True
            return
        facts = find_simplest(ground, applies, lambda said: i in self._true(position, said))
        outcome = self._outcome(position, facts)
        prevailing = [edge.by for edge in outcome.aside.get(i, ())] or list(outcome.deciding)
        met.wins.update(dict.fromkeys(position.norms[w].id for w in prevailing))
        met.spot = met.spot or _example(spot, facts)

    def _deciding(self, ground: Ground, judged: Judged[int], position: Position, i: int) -> int:
        """The requests in which a norm is among those that give the verdict."""
        modality = position.norms[i].modality
        ways = [judged.verdicts[_CARRIES[modality]]]
        if modality != "may":
            ways.append(judged.verdicts["conflict"])
        ways += [judged.stands[a if b == i else b] for a, b in position.clashes if i in (a, b)]
        return ground.all_of((judged.stands[i], ground.any_of(ways)))

    def _contradictions(
        self, ground: Ground, judged: Judged[int], spot: FoundPosition, asked: set[int]
    ) -> Iterator[LintFinding]:
        """Norms of equal standing that hold together and say the contrary, neither giving way.

        A ban and a duty; and of one instrument, as a note, a ban and a leave: it may be meant as
        an exception, which only `defeats` would make it.
        """
        position = spot.stretch.position
        tied = {frozenset((edge.by, edge.on)) for edge in position.attacks}
        tied |= {frozenset(pair) for pair in position.clashes}
        for i, j in combinations(range(position.binding), 2):
            one, other = position.norms[i], position.norms[j]
            if not contrary(one, other) or asked.isdisjoint((i, j)) or frozenset((i, j)) in tied:
                continue
            leave = next((norm for norm in (one, other) if norm.modality == "may"), None)
            if (one.id, other.id) in self._pairs or (
                leave is not None and one.instrument != other.instrument
            ):
                continue
            both = ground.possible(judged.stands[i], judged.stands[j])
            if both == FALSE:
                continue
            self._pairs.add((one.id, other.id))

            def shows(said: Facts, i: int = i, j: int = j) -> bool:
                return {i, j} <= self._standing(position, said)

            about = leave or (one if one.id in self._met else other)
            against = other if about is one else one
            after = "which prevails there" if leave else "neither gives way"
            yield find_in_norm(
                "contradiction",
                about,
                f"it says {_MODAL[about.modality]}, and {against.id} says "
                f"{_MODAL[against.modality]}; {after}",
                f"Say which prevails: `defeats: [{against.id}]` here, or `yields_to`; or let the "
                "conditions exclude each other.",
                _example(spot, find_simplest(ground, both, shows)),
                (against.id,),
                note=leave is not None,
            )

    def _aside(
        self, ground: Ground, judged: Judged[int], spot: FoundPosition, asked: list[int]
    ) -> Iterator[LintFinding]:
        """Norms that law of a higher place sets aside, by its rank."""
        position = spot.stretch.position
        for i in asked:
            norm = position.norms[i]
            higher = [e.by for e in position.attacks if e.on == i and e.rule != "defeats"
                      and e.rule != "yields_to"]  # fmt: skip
            if norm.id in self._under or not higher:
                continue
            lost = ground.possible(
                judged.true[i], ground.any_of(judged.accepted[by] for by in higher)
            )
            if lost == FALSE:
                continue
            self._under.add(norm.id)

            def shows(said: Facts, i: int = i, higher: list[int] = higher) -> bool:
                if i not in self._true(position, said):
                    return False
                aside = self._outcome(position, said).aside.get(i, ())
                return any(edge.by in higher for edge in aside)

            facts = find_simplest(ground, lost, shows)
            winners = tuple(
                position.norms[e.by].id
                for e in self._outcome(position, facts).aside[i]
                if e.by in higher
            )
            left = ground.possible(judged.stands[i])
            always = "always" if left == FALSE else "for some requests"
            yield find_in_norm(
                "set-aside",
                norm,
                f"higher law sets it aside {always}: {_listed(winners)}",
                "Leave out what higher law forbids; or if the text yields on its own words, write "
                "that as a condition.",
                _example(spot, facts),
                winners,
                note=left != FALSE,
            )

    # ---- asked of the one-case engine -------------------------------------------------------

    def _true(self, position: Position, said: Facts) -> frozenset[int]:
        """The norms that hold for sure."""
        try:
            settled = self._engine.settle(position, said)
        except Contradiction:
            return frozenset()
        if position.hidden:
            known = {**settled.known, **dict.fromkeys(position.hidden, True)}
            truths = tuple(truth(condition, known) for condition in position.conditions)
        else:
            truths = position.truths(settled.known)
        return frozenset(i for i, holds in enumerate(truths) if holds is True)

    def _outcome(self, position: Position, said: Facts) -> Outcome:
        """What comes of the norms that hold for sure (others may, where facts are open)."""
        true = self._true(position, said)
        return position.outcome(tuple(i in true for i in range(len(position.norms))))

    def _standing(self, position: Position, said: Facts) -> frozenset[int]:
        return self._outcome(position, said).standing


_MODAL = {"must": "must", "must_not": "must not", "may": "may"}


def _example(spot: FoundPosition, facts: Facts) -> Example:
    return Example(spot.place, spot.who, spot.action, spot.on, facts)


def _listed(norms: tuple[str, ...]) -> str:
    if len(norms) > 3:
        return f"{', '.join(norms[:3])} and {len(norms) - 3} more"
    return " and ".join([", ".join(norms[:-1]), norms[-1]] if len(norms) > 1 else norms)
