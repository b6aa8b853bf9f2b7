"""Every condition of a lawbook, read: the stage between the law's text and the engine."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from pathlib import PurePosixPath
from typing import Any

from safehavens.corpus.errors import Finding, LawError
from safehavens.corpus.model import Fact, Instrument, Lawbook, Norm
from safehavens.corpus.reading.forms.law_bounds import (
    LONGEST_CONDITIONS,
    MOST_ERRORS,
    MOST_THRESHOLDS,
)
from safehavens.logic.expression import (
    FALSE,
    TRUE,
    Compares,
    Expression,
    atoms,
    conjunction,
    facts_of,
    negation,
)
from safehavens.values.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Conditions:
    """`applies[norm id]` is `when AND NOT unless`; `implied[fact]` what holds where it is true.

    Of the facts in `defined`, what is implied holds exactly where they are true.

    `presumed_unless` are the conditions under which a fact's presumption is not taken.

    `when` and `unless` keep the two apart, for reasons and for lint.
    """

    applies: Mapping[str, Expression]
    when: Mapping[str, Expression]
    unless: Mapping[str, Expression]
    implied: Mapping[str, Expression]
    defined: frozenset[str] = frozenset()
    presumed_unless: Mapping[str, Expression] = field(default_factory=dict)
    ready: Mapping[str, Any] = field(init=False, compare=False, repr=False, default_factory=dict)
    """What was worked out of these very conditions and kept beside them, by name."""


def read_conditions(lawbook: Lawbook) -> Conditions:
    """Read every `when`, `unless`, term and `implies` of a lawbook.

    Raises
    ------
    LawError
        With every condition that cannot be read: syntax, undeclared facts, facts declared where
        the instrument may not look, wrong values, terms that refer to each other in a circle.
    """
    work = _ConditionReader(lawbook, [])
    implied = work.implications()
    presumed_unless = work.presumptions(implied)
    when: dict[str, Expression] = {}
    unless: dict[str, Expression] = {}
    for instrument in lawbook.instruments.values():
        terms = work.terms(instrument)
        for norm in instrument.norms:
            when[norm.id] = work.condition(instrument, norm, "when", terms, TRUE)
            unless[norm.id] = work.condition(instrument, norm, "unless", terms, FALSE)
    if work.findings:
        raise LawError(work.findings)
    applies = {id: conjunction(when[id], negation(unless[id])) for id in when}
    defined = frozenset(fact.name for fact in lawbook.facts.values() if fact.means is not None)
    return Conditions(applies, when, unless, implied, defined, presumed_unless)


@dataclass
class _ConditionReader:
    lawbook: Lawbook
    findings: list[Finding]
    characters: Counter[str] = field(default_factory=Counter)
    """Of each file: how long its conditions are, all together."""
    errors: Counter[str] = field(default_factory=Counter)
    """Of each file: how many of them cannot be read."""
    thresholds: dict[str, set[float]] = field(default_factory=dict)
    """What the number facts are compared with."""

    def implications(self) -> dict[str, Expression]:
        implied: dict[str, Expression] = {}
        for fact in self.lawbook.facts.values():
            text, field = (fact.implies, "implies") if fact.means is None else (fact.means, "means")
            if text is None:
                continue
            at = Finding("error", fact.file, fact.line, "", None, f"facts.{fact.name}.{field}")
            expression = self._read(text, {}, at, fact.file)
            if expression is not None:
                if fact.name in facts_of(expression):
                    self._add(at, f"{fact.name} implies a condition on itself")
                for name in facts_of(expression):
                    if self.lawbook.facts[name].derived:
                        self._add(at, f"{name} is read off the place; nothing given implies it")
                implied[fact.name] = expression
        return implied

    def presumptions(self, implied: Mapping[str, Expression]) -> dict[str, Expression]:
        """When a fact is not presumed.

        `implied` is what facts imply or mean: through what one means, a presumption may hang on
        itself.
        """
        unless: dict[str, Expression] = {}
        for fact in self.lawbook.facts.values():
            if fact.presume_unless is None:
                continue
            field = f"facts.{fact.name}.presume_unless"
            at = Finding("error", fact.file, fact.line, "", None, field)
            expression = self._read(fact.presume_unless, {}, at, fact.file)
            if expression is not None:
                if fact.name in facts_of(expression):
                    self._add(at, f"the presumption of {fact.name} depends on itself")
                for name in facts_of(expression):
                    if self.lawbook.facts[name].derived:
                        self._add(at, f"{name} is read off the place; no presumption depends on it")
                unless[fact.name] = expression
        self._find_circles(unless, implied)
        return unless

    def _find_circles(
        self, unless: Mapping[str, Expression], implied: Mapping[str, Expression]
    ) -> None:
        """Presumptions that depend on each other: which is taken first would decide."""
        hangs_on = {name: set(facts_of(condition)) for name, condition in unless.items()}
        for name, condition in implied.items():
            if self.lawbook.facts[name].means is not None:
                hangs_on.setdefault(name, set()).update(facts_of(condition))
        told: set[str] = set()
        for name in unless:
            if name in told or name in hangs_on[name]:
                continue
            circle = _find_circle(name, hangs_on)
            if circle:
                told.update(circle)
                fact = self.lawbook.facts[name]
                field = f"facts.{name}.presume_unless"
                at = Finding("error", fact.file, fact.line, "", None, field)
                facts = " → ".join((*circle, name))
                self._add(at, f"the presumption of {name} depends on itself in a circle: {facts}")

    def terms(self, instrument: Instrument) -> dict[str, Expression]:
        """Terms may use each other; they are read in whatever order makes that possible."""
        terms: dict[str, Expression] = {}
        waiting = dict(instrument.terms)
        while waiting:
            ready = [
                name
                for name, text in waiting.items()
                if waiting.keys().isdisjoint(re.findall(r"\w+", text))
            ]
            if not ready:
                name = next(iter(waiting))
                at = self._at_term(instrument, name)
                self._add(at, f"the terms {', '.join(waiting)} refer to each other in a circle")
                return {**terms, **dict.fromkeys(waiting, TRUE)}
            for name in ready:
                at = self._at_term(instrument, name)
                if name in self.lawbook.facts:
                    self._add(at, f"{name} is the name of a fact; call the term something else")
                expression = self._read(waiting.pop(name), terms, at, instrument.file)
                terms[name] = TRUE if expression is None else expression
        return terms

    def condition(
        self,
        instrument: Instrument,
        norm: Norm,
        field: str,
        terms: Mapping[str, Expression],
        absent: Expression,
    ) -> Expression:
        text = norm.when if field == "when" else norm.unless
        if text is None:
            return absent
        line = norm.condition_lines[0 if field == "when" else 1]
        at = Finding("error", norm.file, line, "", norm.id.partition("#")[2], field)
        return self._read(text, terms, at, instrument.file) or absent

    def _at_term(self, instrument: Instrument, name: str) -> Finding:
        line = instrument.term_lines[name]
        return Finding("error", instrument.file, line, "", None, f"terms.{name}")

    def _add(self, at: Finding, message: str) -> None:
        self.findings.append(Finding(at.severity, at.file, at.line, message, at.norm, at.field))

    def _read(
        self, text: str, terms: Mapping[str, Expression], at: Finding, file: str
    ) -> Expression | None:
        from safehavens.logic.parse import ConditionError, Reader  # sqlglot is slow to import

        if not self._is_within_bounds(text, at):
            return None
        try:
            expression = Reader(self.lawbook.facts, terms).read(text)
        except ConditionError as error:
            self.errors[file] += 1
            self._add(at, str(error))
            return None
        self._note_thresholds(expression, at)
        for name in facts_of(expression):
            fact = self.lawbook.facts[name]
            if not may_ask(file, fact):
                self._add(
                    at,
                    f"the fact {name} is declared in {fact.file}, which this file may not use; "
                    f"declare it in a facts.yaml above both, or in vocabulary.yaml",
                )
        return expression

    def _is_within_bounds(self, text: str, at: Finding) -> bool:
        """Whether a file's conditions are still few enough to be read."""
        before = self.characters[at.file]
        self.characters[at.file] += len(text)
        if self.characters[at.file] > LONGEST_CONDITIONS:
            if before <= LONGEST_CONDITIONS:
                self._add(
                    at,
                    f"with this condition, those of the file have more than "
                    f"{LONGEST_CONDITIONS:,} characters",
                )
            return False
        return self.errors[at.file] < MOST_ERRORS

    def _note_thresholds(self, expression: Expression, at: Finding) -> None:
        for atom in atoms(expression):
            if not isinstance(atom, Compares):
                continue
            numbers = self.thresholds.setdefault(atom.fact, set())
            before = len(numbers)
            numbers.add(atom.number)
            if before == MOST_THRESHOLDS < len(numbers):
                self._add(
                    at,
                    f"with this condition, {atom.fact} is compared with more than "
                    f"{MOST_THRESHOLDS} numbers",
                )


def _find_circle(start: str, hangs_on: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The facts from one back to itself, each hanging on the next; none: there is no circle."""
    paths: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while paths:
        path = paths.pop(0)
        for name in sorted(hangs_on.get(path[-1], ())):
            if name == start:
                return path
            if name not in seen:
                seen.add(name)
                paths.append((*path, name))
    return ()


def may_ask(file: str, fact: Fact) -> bool:
    """Whether a law file may ask for a fact: its own, one of a folder above it, or a shared one."""
    if fact.file in (file, "vocabulary.yaml"):
        return True
    declared = PurePosixPath(fact.file)
    return declared.name == "facts.yaml" and declared.parent in PurePosixPath(file).parents
