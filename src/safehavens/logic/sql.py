"""Conditions as SQL: expressions, sets of classes and cubes as sqlglot trees.

Everything made here asks for facts with comparisons, AND, OR and NOT alone, so that SQL's NULL is
"not known": a condition is TRUE, FALSE or NULL where `safehavens.logic.expression.truth` says
True, False or None. Values become literals of the tree, never text pasted into text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Final

from sqlglot import exp

from safehavens.corpus.model import Fact
from safehavens.logic.classes import Classes
from safehavens.logic.expression import (
    Among,
    And,
    Compares,
    Comparison,
    Constant,
    Expression,
    Holds,
    Not,
    Or,
)
from safehavens.logic.implicants import Cube

_RELATIONS: Final[Mapping[Comparison, type[exp.Binary]]] = {
    "=": exp.EQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}
_DENIED: Final[Mapping[Comparison, type[exp.Binary]]] = {
    "=": exp.NEQ,
    "<": exp.GTE,
    "<=": exp.GT,
    ">": exp.LTE,
    ">=": exp.LT,
}
_HUGE: Final = 1e300
"""No fact is as large; NaN compares as larger than it, or as not between anything."""

_RESERVED_WORDS: Final = """
    all analyse analyze and anti any array as asc asof assert_rows_modified asymmetric at
    authorization between binary both by case cast check collate collation column columns
    concurrently connect constraint contains create cross cube current current_catalog
    current_date current_role current_schema current_time current_timestamp current_user default
    deferrable define delete desc describe distinct do drop else end enum escape except exclude
    exists extract false fetch filter following for foreign freeze from full function generated
    glob grant group grouping groups hash having if ignore ilike in increment initially inner
    insert intersect interval into is isnull issue join lambda lateral leading left like limit
    localtime localtimestamp lookup map merge minus natural new no not notnull null nulls of
    offset on only or order organization outer over overlaps partition pivot placing positional
    preceding primary proto qualify range recursive references regexp respect returning revoke
    right rlike rollup row rows sample schema select semi session_user set show similar some
    start struct summarize symmetric table tablesample then time to trailing treat trigger true
    try_cast tuple unbounded union unique unknown unnest unpack unpivot update user using values
    variadic verbose view when whenever where window with within
"""
"""Words that are reserved in PostgreSQL, DuckDB, Spark (ANSI), Snowflake or BigQuery."""

_RESERVED: Final = frozenset(_RESERVED_WORDS.split())


def column(name: str) -> exp.Column:
    """A fact's column; quoted where its name is a reserved word in a dialect."""
    return exp.Column(this=exp.to_identifier(name, quoted=name in _RESERVED or None))


def expression_sql(expression: Expression) -> exp.Expr:
    """A condition as SQL that reads as the condition does."""
    match expression:
        case Constant(value):
            return exp.Boolean(this=value)
        case Holds(fact):
            return column(fact)
        case Among(fact, values):
            return _among(fact, sorted(values), denied=False)
        case Compares(fact, relation, number):
            return _RELATIONS[relation](this=column(fact), expression=_number(number))
        case And(parts):
            return all_sql(expression_sql(part) for part in parts)
        case Or(parts):
            return any_sql(expression_sql(part) for part in parts)
        case Not(Among(fact, values)):
            return _among(fact, sorted(values), denied=True)
        case Not(Compares(fact, relation, number)):
            return _DENIED[relation](this=column(fact), expression=_number(number))
        case Not(part):
            return not_sql(expression_sql(part))


def cubes_sql(cubes: Iterable[Cube], classes: Mapping[str, Classes]) -> exp.Expr:
    """One of the cubes holds: an OR of ANDs; what all cubes demand is written once."""
    cubes = list(cubes)
    if not cubes:
        return exp.false()
    common = [
        literal for literal in cubes[0] if len(cubes) > 1 and all(literal in c for c in cubes)
    ]
    rests = [[literal for literal in cube if literal not in common] for cube in cubes]
    parts = [mask_sql(classes[fact], mask) for fact, mask in common]
    if all(rests):
        either = any_sql(all_sql(mask_sql(classes[f], m) for f, m in rest) for rest in rests)
        parts.append(either)
    return all_sql(parts)


def mask_sql(known: Classes, mask: int) -> exp.Expr:
    """A fact lies in these classes (some, not all of them).

    Where the fact has a value that `valid_sql` allows; NULL where it is NULL.
    """
    if known.thresholds is not None:
        return _within(known, mask)
    values = known.values(mask)
    if isinstance(values[0], bool):
        return column(known.fact) if values[0] else exp.Not(this=column(known.fact))
    others = known.values(known.all & ~mask)
    if len(values) <= 2 or len(values) <= len(others):
        return _among(known.fact, [str(value) for value in values], denied=False)
    return _among(known.fact, [str(value) for value in others], denied=True)


def invalid_sql(fact: Fact, *, numeric: bool = False) -> exp.Expr | None:
    """A column holds a value that the fact cannot have; None where any value will do.

    `numeric`: the dialect has no booleans, so a fact that is true or false is 1 or 0.
    """
    if fact.type == "bool" and numeric:
        numbers = [exp.Literal.number(number) for number in (0, 1)]
        return exp.Not(this=exp.In(this=column(fact.name), expressions=numbers))
    if fact.type == "enum":
        return _among(fact.name, list(fact.values), denied=True, always_in=True)
    if fact.type == "number":
        low = _number(0 if fact.unit == "years" else -_HUGE)
        return exp.Not(this=exp.Between(this=column(fact.name), low=low, high=_number(_HUGE)))
    return None


def all_sql(parts: Iterable[exp.Expr]) -> exp.Expr:
    """All of them; TRUE of none."""
    return _joined(exp.And, parts, exp.true())


def any_sql(parts: Iterable[exp.Expr]) -> exp.Expr:
    """Any of them; FALSE of none."""
    return _joined(exp.Or, parts, exp.false())


def not_sql(part: exp.Expr) -> exp.Expr:
    """Not it."""
    return exp.Not(this=exp.Paren(this=part) if isinstance(part, exp.Connector) else part)


def _joined(kind: type[exp.Connector], parts: Iterable[exp.Expr], neutral: exp.Expr) -> exp.Expr:
    trees = list(parts)
    if not trees:
        return neutral
    if len(trees) == 1:
        return trees[0]
    apart = [exp.Paren(this=part) if isinstance(part, exp.Connector) else part for part in trees]
    return reduce(lambda left, right: kind(this=left, expression=right), apart)


def _among(fact: str, values: list[str], *, denied: bool, always_in: bool = False) -> exp.Expr:
    literals = [exp.Literal.string(value) for value in values]
    if len(literals) == 1 and not always_in:
        return (exp.NEQ if denied else exp.EQ)(this=column(fact), expression=literals[0])
    membership = exp.In(this=column(fact), expressions=literals)
    return exp.Not(this=membership) if denied else membership


def _number(value: float) -> exp.Expr:
    size = abs(value)
    text = str(int(size)) if size < 1e15 and size == int(size) else repr(float(size))
    text = text.upper().replace("+", "")
    literal = exp.Literal.number(text)
    return exp.Neg(this=literal) if value < 0 else literal


def _within(known: Classes, mask: int) -> exp.Expr:
    """A number lies in these classes: runs of neighbors, each with its bounds."""
    runs = _runs(mask, len(known.samples))
    others = _runs(known.all & ~mask, len(known.samples))
    if len(others) == 1 and len(runs) > 1:  # all but one run in the middle
        middle = _run(known, *others[0])
        if isinstance(middle, exp.EQ):
            return exp.NEQ(this=middle.this, expression=middle.expression)
        return not_sql(middle)
    return any_sql(_run(known, first, last) for first, last in runs)


def _runs(mask: int, count: int) -> list[tuple[int, int]]:
    """The first and the last class of each run of neighbors."""
    runs: list[tuple[int, int]] = []
    for i in range(count):
        if mask >> i & 1:
            if runs and runs[-1][1] == i - 1:
                runs[-1] = (runs[-1][0], i)
            else:
                runs.append((i, i))
    return runs


def _run(known: Classes, first: int, last: int) -> exp.Expr:
    """A number lies between two classes, both included.

    Classes alternate: a gap, a threshold, a gap… (`Classes.skipped` leading ones left out), so an
    odd position is the threshold itself and is a bound that belongs to the run.
    """
    assert known.thresholds is not None
    low, high = first + known.skipped, last + known.skipped
    lower = known.thresholds[(low - 1) // 2] if first else None
    upper = known.thresholds[high // 2] if last < len(known.samples) - 1 else None
    low_in, high_in = bool(low % 2), bool(high % 2)

    def bound(
        inside: type[exp.Binary], outside: type[exp.Binary], held: bool, at: float
    ) -> exp.Expr:
        return (inside if held else outside)(this=column(known.fact), expression=_number(at))

    if lower is not None and lower == upper:
        return exp.EQ(this=column(known.fact), expression=_number(lower))
    if lower is not None and upper is not None and low_in and high_in:
        return exp.Between(this=column(known.fact), low=_number(lower), high=_number(upper))
    bounds = []
    if lower is not None:
        bounds.append(bound(exp.GTE, exp.GT, low_in, lower))
    if upper is not None:
        bounds.append(bound(exp.LTE, exp.LT, high_in, upper))
    return all_sql(bounds)
