"""Lint of one norm's condition: whether it can hold, whether each part of it does anything."""

from __future__ import annotations

from collections.abc import Iterator

from safehavens.compare.lint.findings import LintFinding, find_in_norm
from safehavens.corpus.model import Norm
from safehavens.corpus.places.place import Level
from safehavens.decide.engine import Engine
from safehavens.logic.diagram import FALSE, TRUE, Diagrams
from safehavens.logic.expression import facts_of
from safehavens.logic.residual import Residual, is_in, residual


def lint_condition(engine: Engine, norm: Norm) -> Iterator[LintFinding]:
    """What is odd in the condition of a norm, whatever other norms say."""
    if norm.when is None and norm.unless is None:
        return
    work = _Condition(engine, norm)
    if work.possible(work.when) == FALSE:
        yield find_in_norm(
            "never-applies",
            norm,
            f"`when` can never hold: {_one_line(norm.when)}",
            "Look for parts that exclude each other, or that an implication or the level of "
            "government excludes; write the condition that the text has.",
            line=norm.condition_lines[0],
        )
        return
    if work.possible(work.when, work.negated(work.unless)) == FALSE:
        yield find_in_norm(
            "swallowed",
            norm,
            f"the exception covers every case of the rule: unless {_one_line(norm.unless)}",
            "Narrow `unless`, or leave the norm out.",
            line=norm.condition_lines[1],
        )
        return
    if norm.when is not None and work.possible(work.negated(work.when)) == FALSE:
        yield find_in_norm(
            "always-true",
            norm,
            f"`when` always holds: {_one_line(norm.when)}",
            "Leave `when` out, or write the condition that the text has.",
            line=norm.condition_lines[0],
        )
        return
    if norm.unless is not None and work.possible(work.when, work.unless) == FALSE:
        yield find_in_norm(
            "always-true",
            norm,
            "the exception never bears on the rule, so NOT "
            f"({_one_line(norm.unless)}) always holds",
            "Leave `unless` out, or widen `when`.",
            line=norm.condition_lines[1],
        )
    for name in work.idle():
        yield find_in_norm(
            "idle-fact",
            norm,
            f"the fact {name} changes nothing: the other facts settle the condition without it",
            f"Leave {name} out of the condition.",
        )


def _one_line(condition: str | None) -> str:
    return " ".join((condition or "TRUE").split())


class _Condition:
    """`when` and `unless` as diagrams, with what implications and the place demand."""

    def __init__(self, engine: Engine, norm: Norm) -> None:
        when, unless = engine.conditions.when[norm.id], engine.conditions.unless[norm.id]
        classes = engine.classes
        parts = [residual(when, classes), residual(unless, classes)]
        self.names = tuple(dict.fromkeys((*facts_of(when), *facts_of(unless))))
        constraints: list[Residual] = [*engine.facts.constraints(self.names)]
        for name in self.names:
            if engine.lawbook.facts[name].derived:
                levels = levels_reached(engine, norm)
                domain = classes[name].all
                mask = sum(classes[name].of(level) for level in levels)
                constraints.append(is_in(name, mask, domain))
        self.diagrams = Diagrams([*parts, *constraints], classes, [norm])
        self.when, self.unless = (self.diagrams.read(part) for part in parts)
        self._demand = self.diagrams.join(map(self.diagrams.read, constraints), TRUE)

    def possible(self, *parts: int) -> int:
        return self.diagrams.join((*parts, self._demand), TRUE)

    def negated(self, part: int) -> int:
        return self.diagrams.negated(part)

    def idle(self) -> Iterator[str]:
        """Facts that the condition mentions, and that can be left out of it without a change.

        A condition that does not mention the fact and means the same is there if and only if no
        choice of the other facts that it mentions makes both the condition and its contrary
        possible.
        """
        diagrams = self.diagrams
        applies = self._about_its_facts(self.possible(self.when, self.negated(self.unless)))
        contrary = diagrams.join((self.negated(self.when), self.unless), FALSE)
        fails = self._about_its_facts(self.possible(contrary))
        for name in self.names:
            level = diagrams.levels.get(name)
            if level is None:  # a constant came of every part that mentions it
                yield name
                continue
            both = (diagrams.without(applies, level), diagrams.without(fails, level))
            if diagrams.join(both, TRUE) == FALSE:
                yield name

    def _about_its_facts(self, node: int) -> int:
        """What a diagram says of the facts that the condition mentions, whatever the others are."""
        mentioned = {
            self.diagrams.levels[name] for name in self.names if name in self.diagrams.levels
        }
        for level in sorted(self.diagrams.asks((node,)) - mentioned, reverse=True):
            node = self.diagrams.without(node, level)
        return node


def levels_reached(engine: Engine, norm: Norm) -> tuple[Level, ...]:
    """The levels of government whose agencies a norm can reach."""
    instrument = engine.lawbook.instruments[norm.instrument]
    levels = {engine.gazetteer.get(place).level for place in instrument.bound}
    if instrument.reach == "within":
        below: tuple[Level, ...] = ("national", "state", "county", "place")
        highest = min(below.index(level) for level in levels)
        levels |= set(below[highest:])
    return tuple(levels)
