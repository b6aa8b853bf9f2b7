"""Conditions as formulas of a solver (Z3), over all requests at once.

A bool fact is a Boolean, an enum fact a bounded integer (the place of its value in the list), a
number a real, so that the solver reasons about thresholds itself and does not depend on
`safehavens.logic.classes`. Implications are axioms. A fact that is not known is a variable left
free: what holds in every model holds whatever the fact turns out to be (L. de Moura and
N. Bjørner, "Z3: An Efficient SMT Solver", TACAS 2008).

Z3 is an optional part: `pip install safehavens[prove]`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from safehavens.corpus.model import Fact, FactValue
from safehavens.logic.expression import (
    Among,
    And,
    Compares,
    Constant,
    Expression,
    Holds,
    Not,
    Or,
    facts_of,
)

Formula = Any
"""A Z3 Boolean expression (Z3 has no types of its own to check against)."""


class NoSolver(ModuleNotFoundError):
    """Z3 is not installed. The message says how to get it."""


def z3() -> Any:
    """The Z3 module. Raises NoSolver where it is not installed."""
    try:
        return importlib.import_module("z3")  # half a second and 100 MB: only when it is asked for
    except ImportError:
        raise NoSolver(
            "This needs the solver Z3, which is not installed: pip install 'safehavens[prove]'.",
            name="z3",
        ) from None


class Terms:
    """Variables for facts, and formulas over them. Not for several threads at once.

    Parameters
    ----------
    facts : mapping of str to Fact
        The declared facts.
    implied : mapping of str to Expression
        What holds where a fact is true.
    defined : frozenset of str
        The facts that are true exactly there.
    """

    def __init__(
        self,
        facts: Mapping[str, Fact],
        implied: Mapping[str, Expression],
        defined: frozenset[str] = frozenset(),
    ) -> None:
        self._z3 = z3()
        self.context = self._z3.Context()
        self._facts = facts
        self._implied = implied
        self._defined = defined
        self._variables: dict[str, Any] = {}
        self._read: dict[Expression, Formula] = {}
        self._beside: dict[str, dict[str, None]] = {}  # in one order for any hash seed
        for name, condition in implied.items():
            for other in facts_of(condition):
                self._beside.setdefault(name, {})[other] = None
                self._beside.setdefault(other, {})[name] = None

    # ---- formulas ---------------------------------------------------------------------------

    def variable(self, name: str) -> Any:
        """The variable that stands for a fact; one that is not declared is true or false."""
        variable = self._variables.get(name)
        if variable is None:
            make = {"bool": self._z3.Bool, "enum": self._z3.Int, "number": self._z3.Real}
            kind = self._facts[name].type if name in self._facts else "bool"
            variable = make[kind](name, self.context)
            self._variables[name] = variable
        return variable

    def formula(self, expression: Expression) -> Formula:
        """A condition as a formula."""
        formula = self._read.get(expression)
        if formula is None:
            formula = self._read[expression] = self._formula(expression)
        return formula

    def _formula(self, expression: Expression) -> Formula:
        match expression:
            case Constant(value):
                return self.constant(value)
            case Holds(fact):
                return self.variable(fact)
            case Among(fact, values):
                places = (self._facts[fact].values.index(value) for value in sorted(values))
                return self.any_of([self.variable(fact) == place for place in places])
            case Compares(fact, relation, number):
                left, right = self.variable(fact), self._real(number)
                match relation:
                    case "=":
                        return left == right
                    case "<":
                        return left < right
                    case "<=":
                        return left <= right
                    case ">":
                        return left > right
                    case ">=":
                        return left >= right
            case Not(part):
                return self.negated(self.formula(part))
            case And(parts):
                return self.all_of([self.formula(part) for part in parts])
            case Or(parts):
                return self.any_of([self.formula(part) for part in parts])

    def is_value(self, name: str, value: FactValue) -> Formula:
        """The fact has this value."""
        variable = self.variable(name)
        if isinstance(value, bool):
            return variable if value else self.negated(variable)
        if isinstance(value, str):
            return variable == self._facts[name].values.index(value)
        return variable == self._real(value)

    def axioms(self, names: Iterable[str]) -> Formula:
        """What every request keeps to, of these facts and all that implications tie to them.

        Enum facts have one of their values, years are not negative, implications hold.
        """
        left, done = list(names), set[str]()
        parts = []
        while left:
            name = left.pop()
            if name in done:
                continue
            done.add(name)
            left += self._beside.get(name, ())
            fact = self._facts[name]
            if fact.type == "enum":
                parts += [self.variable(name) >= 0, self.variable(name) < len(fact.values)]
            elif fact.unit == "years":
                parts.append(self.variable(name) >= 0)
            if name in self._implied:
                condition = self.formula(self._implied[name])
                parts.append(self.any_of([self.negated(self.variable(name)), condition]))
                if name in self._defined:
                    parts.append(self.any_of([self.variable(name), self.negated(condition)]))
        return self.all_of(parts)

    def _real(self, number: float | int) -> Any:
        exact = Fraction(number)
        return self._z3.RealVal(f"{exact.numerator}/{exact.denominator}", self.context)

    # ---- truth functions --------------------------------------------------------------------

    def constant(self, value: bool) -> Formula:
        """TRUE or FALSE."""
        return self._z3.BoolVal(value, self.context)

    def negated(self, part: Formula) -> Formula:
        """Not it; constants and double negations fold away."""
        if self._z3.is_true(part) or self._z3.is_false(part):
            return self.constant(self._z3.is_false(part))
        return part.arg(0) if self._z3.is_not(part) else self._z3.Not(part)

    def all_of(self, parts: Iterable[Formula]) -> Formula:
        """All of them."""
        kept = [part for part in parts if not self._z3.is_true(part)]
        if any(map(self._z3.is_false, kept)):
            return self.constant(False)
        return self._z3.And(kept) if len(kept) > 1 else kept[0] if kept else self.constant(True)

    def any_of(self, parts: Iterable[Formula]) -> Formula:
        """Any of them."""
        kept = [part for part in parts if not self._z3.is_false(part)]
        if any(map(self._z3.is_true, kept)):
            return self.constant(True)
        return self._z3.Or(kept) if len(kept) > 1 else kept[0] if kept else self.constant(False)

    def same(self, one: Formula, other: Formula) -> bool:
        """Whether two formulas are written alike (the same node of Z3's)."""
        return bool(one.eq(other))

    def whatever(self, formula: Formula, names: Iterable[str]) -> Formula:
        """Where a formula holds whatever these facts, true or false, are."""
        for name in names:
            either = (self.constant(value) for value in (False, True))
            variable = self.variable(name)
            formula = self.all_of(
                [self._z3.simplify(self._z3.substitute(formula, (variable, v))) for v in either]
            )
        return formula

    # ---- models -----------------------------------------------------------------------------

    def solver(self) -> Solver:
        """A fresh solver over these terms."""
        return Solver(self, self._z3)

    def value(self, model: Any, name: str) -> FactValue:
        """A fact's value in a model; any value that it can have where the model leaves it open."""
        fact = self._facts.get(name)
        number = model.eval(self.variable(name), model_completion=True)
        if fact is None or fact.type == "bool":
            return bool(self._z3.is_true(number))
        if fact.type == "enum":
            place = number.as_long()
            return fact.values[place if 0 <= place < len(fact.values) else 0]
        return float(Fraction(number.numerator_as_long(), number.denominator_as_long()))


class Solver:
    """Asks whether formulas can hold together; kept apart so that what is added can be reused."""

    def __init__(self, terms: Terms, module: Any) -> None:
        self._terms = terms
        self._z3 = module
        self._solver = module.SolverFor("QF_LIRA", ctx=terms.context)

    def add(self, formula: Formula) -> None:
        """Take a formula for granted from now on."""
        self._solver.add(formula)

    def model(self, *formulas: Formula) -> Any | None:
        """A model of these formulas together with what was added; None: there is none.

        Raises
        ------
        RuntimeError
            Z3 gave up. With conditions of this language it always can decide.
        """
        self._solver.push()
        try:
            self._solver.add(*formulas)
            outcome = self._solver.check()
            if outcome == self._z3.unknown:
                raise RuntimeError(f"Z3 gave up: {self._solver.reason_unknown()}")
            return self._solver.model() if outcome == self._z3.sat else None
        finally:
            self._solver.pop()

    def possible(self, *formulas: Formula) -> bool:
        """Whether the formulas can hold together with what was added."""
        return self.model(*formulas) is not None
