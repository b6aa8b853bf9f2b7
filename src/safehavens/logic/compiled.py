"""Conditions as Python code: the truth of many at once, in a microsecond or two.

The text that is compiled is made here from Expressions alone; nothing from a law file gets into
it but fact names and values, which are bound as variables and constants. One argument for each
fact, None where it is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from safehavens.logic.expression import (
    Among,
    And,
    Compares,
    Constant,
    Expression,
    Holds,
    Not,
    Or,
    Truth,
)

Truths = Callable[..., tuple[Truth, ...]]


def compile_truths(
    conditions: Sequence[Expression], facts: Sequence[str], known: bool = False
) -> Truths:
    """A function from the facts' values to the truth of every condition.

    Parameters
    ----------
    conditions : sequence of Expression
    facts : sequence of str
        Every fact that the conditions ask for: the order of the function's arguments.
    known : bool
        Whether it is only asked with all facts known: it is faster.
    """
    writer = _Writer({fact: f"f{i}" for i, fact in enumerate(facts)})
    if known:
        texts = [f"bool({writer.true(condition, known=True)})" for condition in conditions]
    else:
        texts = [
            f"(True if {writer.true(condition, known=False)} else "
            f"False if {writer.false(condition)} else None)"
            for condition in conditions
        ]
    return writer.function(", ".join(f"f{i}" for i in range(len(facts))), texts)


class _Writer:
    """Writes Python expressions; values become named constants."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.constants: dict[str, Any] = {}

    def function(self, arguments: str, texts: Sequence[str]) -> Truths:
        body = "".join(f"{text}, " for text in texts)
        compiled: Truths = eval(f"lambda {arguments}: ({body})", {**self.constants})  # noqa: S307
        return compiled

    def constant(self, value: Any) -> str:
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    def true(self, expression: Expression, known: bool) -> str:
        """Text that is truthy exactly where the expression is known to hold."""
        match expression:
            case Constant(value):
                return str(value)
            case Not(part):
                return f"(not {self.true(part, known)})" if known else self.false(part)
            case And(parts):
                return "(" + " and ".join(self.true(part, known) for part in parts) + ")"
            case Or(parts):
                return "(" + " or ".join(self.true(part, known) for part in parts) + ")"
            case Holds(fact):
                return self.names[fact] if known else f"({self.names[fact]} is True)"
            case Among(fact, values):
                return f"({self.names[fact]} in {self.constant(values)})"
            case Compares(fact, relation, number):
                name, python = self.names[fact], "==" if relation == "=" else relation
                test = f"{name} {python} {self.constant(number)}"
                return f"({test})" if known else f"({name} is not None and {test})"

    def false(self, expression: Expression) -> str:
        """Text that is truthy exactly where the expression is known not to hold."""
        match expression:
            case Constant(value):
                return str(not value)
            case Not(part):
                return self.true(part, known=False)
            case And(parts):
                return "(" + " or ".join(self.false(part) for part in parts) + ")"
            case Or(parts):
                return "(" + " and ".join(self.false(part) for part in parts) + ")"
            case Holds(fact):
                return f"({self.names[fact]} is False)"
            case Among(fact, values):
                name = self.names[fact]
                return f"({name} is not None and {name} not in {self.constant(values)})"
            case Compares(fact, relation, number):
                name, python = self.names[fact], "==" if relation == "=" else relation
                return f"({name} is not None and not {name} {python} {self.constant(number)})"
