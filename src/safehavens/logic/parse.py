"""Read a condition: SQL text into an Expression, or one sentence that says what is not allowed.

sqlglot parses; what it found is then taken over node by node, and anything outside the subset of
FORMAT.md (AND, OR, NOT, =, <>, <, <=, >, >=, IN, BETWEEN, literals, declared facts) is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError, TokenError

from safehavens.corpus.errors import quoted
from safehavens.corpus.model import Fact
from safehavens.corpus.near import unknown
from safehavens.corpus.reading.forms.law_bounds import (
    DEEPEST_CONDITION,
    LONGEST_CONDITION,
    MOST_PARTS,
)
from safehavens.logic.expression import (
    Among,
    Compares,
    Comparison,
    Constant,
    Expression,
    Holds,
    conjunction,
    count_parts,
    disjunction,
    find_depth,
    negation,
)
from safehavens.values.quick_dataclass import dataclass

_RELATIONS: Final[Mapping[type[exp.Expression], Comparison]] = {
    exp.EQ: "=",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_MIRRORED: Final[Mapping[Comparison, Comparison]] = {
    "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=",
}  # fmt: skip
_ALLOWED: Final = "AND, OR, NOT, =, <>, <, <=, >, >=, IN, BETWEEN, literals and declared facts"


_QUOTED: Final = re.compile(r"'[^']*'")
_OTHER_SPELLING: Final = re.compile(r"==|!=|\|\||&&|,\s*\)")
"""What sqlglot takes for one of the allowed signs, though it is not written as one."""


class ConditionError(ValueError):
    """A condition that is not in the subset. The message is one sentence."""


def _say_where(error: SqlglotError | RecursionError) -> str:
    """What is wrong with a text that does not parse, and near which of its characters."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if not isinstance(error, ParseError) or not error.errors:
        return "a quotation is not closed" if isinstance(error, TokenError) else "it does not parse"
    first = error.errors[0]
    missing = "a ) is missing" if "Expecting )" in first["description"] else (
        "something is missing or out of place"
    )  # fmt: skip
    return f"{missing} near {first['highlight']!r}, at character {first['col']}"


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads conditions over these facts; `terms` are expressions that have a name."""

    facts: Mapping[str, Fact]
    terms: Mapping[str, Expression]
    _parts: list[int] = field(default_factory=lambda: [0])
    """How much the condition comes to that is being read."""

    def read(self, text: str) -> Expression:
        """Read one condition.

        Raises
        ------
        ConditionError
            Bad syntax, an undeclared fact, a value the fact cannot have, or anything that the
            subset leaves out.
        """
        if len(text) > LONGEST_CONDITION:
            raise ConditionError(
                f"a condition of {len(text):,} characters; at most {LONGEST_CONDITION:,} are read"
            )
        if (spelled := _OTHER_SPELLING.search(_QUOTED.sub("''", text))) is not None:
            raise ConditionError(
                f"{spelled[0]!r} is not allowed in a condition; allowed: {_ALLOWED}"
            )
        self._parts[0] = 0
        try:
            parsed = sqlglot.parse(text, dialect="postgres")
        except (SqlglotError, RecursionError) as error:
            raise ConditionError(f"not a condition: {_say_where(error)}") from None
        if len(parsed) != 1 or parsed[0] is None:
            raise ConditionError("one condition is expected")
        root: exp.Expression = parsed[0]  # type: ignore[assignment]  # sqlglot's older name
        if any(node.comments for node in root.walk()):
            raise ConditionError("a condition holds no comments; write a note instead")
        expression = self._boolean(root)
        if find_depth(expression) > DEEPEST_CONDITION:
            raise ConditionError(
                f"more than {DEEPEST_CONDITION} connectives within each other, terms filled in"
            )
        return expression

    def _count(self, parts: int) -> None:
        """Raise ConditionError where the condition has come to too much."""
        self._parts[0] += parts
        if self._parts[0] > MOST_PARTS:
            raise ConditionError(
                f"it comes to more than {MOST_PARTS:,} comparisons and connectives, terms filled in"
            )

    def _boolean(self, node: exp.Expression) -> Expression:
        self._count(1)
        kind = type(node)
        if kind is exp.Paren:
            return self._boolean(node.this)
        if kind is exp.And:
            return conjunction(*(self._boolean(part) for part in _chain(node, exp.And)))
        if kind is exp.Or:
            return disjunction(*(self._boolean(part) for part in _chain(node, exp.Or)))
        if kind is exp.Not:
            return negation(self._boolean(node.this))
        if kind is exp.Boolean:
            return Constant(bool(node.this))
        if kind is exp.Column:
            return self._name(node)
        if kind is exp.NEQ:
            return negation(self._compare(node, "="))
        if kind in _RELATIONS:
            return self._compare(node, _RELATIONS[kind])
        if kind is exp.In:
            return self._among(node)
        if kind is exp.Between:
            return self._between(node)
        raise ConditionError(f"{_sql(node)} is not allowed in a condition; allowed: {_ALLOWED}")

    def _name(self, node: exp.Expression) -> Expression:
        name = self._bare(node)
        if name in self.terms:
            term = self.terms[name]
            self._count(count_parts(term))
            return term
        if self._fact(name).type != "bool":
            raise ConditionError(f"{name} is not a bool; compare it with a value")
        return Holds(name)

    def _bare(self, node: exp.Expression) -> str:
        identifier = node.this
        if type(node) is not exp.Column or len(node.parts) != 1 or identifier.quoted:
            raise ConditionError(f"{_sql(node)} stands where a fact's name was expected")
        return str(identifier.this)

    def _fact(self, name: str) -> Fact:
        fact = self.facts.get(name)
        if fact is None:
            known = [*self.facts, *self.terms]
            raise ConditionError(unknown("declared fact", name, known, 1, 0.6))
        return fact

    def _compare(self, node: exp.Expression, relation: Comparison) -> Expression:
        left, right = node.this, node.expression
        if type(left) is not exp.Column and type(right) is exp.Column:
            left, right, relation = right, left, _MIRRORED[relation]
        fact = self._fact(self._bare(left))
        if fact.type == "number":
            return Compares(fact.name, relation, _number(fact, right))
        if relation != "=":
            raise ConditionError(f"{fact.name} is not a number; compare it with =, <> or IN")
        if fact.type == "enum":
            return Among(fact.name, frozenset({_word(fact, right)}))
        if type(right) is not exp.Boolean:
            raise ConditionError(f"{fact.name} is a bool; {_sql(right)} is not a valid value of it")
        return Holds(fact.name) if right.this else negation(Holds(fact.name))

    def _among(self, node: exp.Expression) -> Expression:
        fact = self._fact(self._bare(node.this))
        values = node.expressions
        self._count(len(values))
        if not values or any(node.args.get(key) for key in ("query", "unnest", "field")):
            raise ConditionError("IN takes a list of values in parentheses")
        if fact.type == "enum":
            return Among(fact.name, frozenset(_word(fact, value) for value in values))
        if fact.type == "number":
            return disjunction(
                *(Compares(fact.name, "=", _number(fact, value)) for value in values)
            )
        raise ConditionError(f"{fact.name} is a bool; write it alone, or with NOT")

    def _between(self, node: exp.Expression) -> Expression:
        fact = self._fact(self._bare(node.this))
        if fact.type != "number" or node.args.get("symmetric"):
            raise ConditionError(f"BETWEEN compares numbers; {fact.name} is not a number")
        return conjunction(
            Compares(fact.name, ">=", _number(fact, node.args["low"])),
            Compares(fact.name, "<=", _number(fact, node.args["high"])),
        )


def _sql(node: exp.Expression) -> str:
    return quoted(node.sql())


def _chain(node: exp.Expression, kind: type[exp.Expression]) -> list[exp.Expression]:
    """The parts of a AND b AND c…, left to right (walked, as long chains nest deeply)."""
    parts: list[exp.Expression] = []
    while type(node) is kind:
        parts.append(node.expression)
        node = node.this
    return [node, *reversed(parts)]


def _word(fact: Fact, node: exp.Expression) -> str:
    if type(node) is not exp.Literal or not node.is_string:
        raise ConditionError(f"{fact.name} is compared with words in single quotes")
    value = str(node.this)
    if value not in fact.values:
        allowed = ", ".join(fact.values)
        raise ConditionError(
            f"{quoted(value)} is not a valid value of {fact.name}; allowed: {allowed}"
        )
    return value


def _number(fact: Fact, node: exp.Expression) -> float:
    sign = 1.0
    if type(node) is exp.Neg:
        sign, node = -1.0, node.this
    if type(node) is not exp.Literal or node.is_string:
        raise ConditionError(f"{fact.name} is compared with numbers")
    number = sign * float(node.this)
    if math.isinf(number):
        raise ConditionError(
            f"{fact.name} is compared with a number that is too large to reckon with"
        )
    return number
