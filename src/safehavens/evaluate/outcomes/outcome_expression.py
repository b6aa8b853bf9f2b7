"""Rates and logs of columns, such as `violent / population * 1e5` or `log(homicide + 1)`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from safehavens.evaluate.nouns import BadEvaluation

Floats = NDArray[np.float64]

_FUNCTIONS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "log": np.log,
    "log1p": np.log1p,
    "sqrt": np.sqrt,
    "asinh": np.arcsinh,
}
_OPERATORS: Final[Mapping[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}
_LONGEST: Final = 1_000
_DEEPEST: Final = 50
_ALLOWED: Final = "columns, numbers, + - * / **, parentheses, and the functions " + ", ".join(
    _FUNCTIONS
)


class OutcomeExpression:
    """An expression over columns of numbers.

    Parameters
    ----------
    text : str
    logged : bool
        Whether the natural logarithm of it is the outcome.

    Raises
    ------
    BadEvaluation
        It cannot be read.
    """

    def __init__(self, text: str, logged: bool = False) -> None:
        self.text = text.strip()
        self.logged = logged
        if len(self.text) > _LONGEST:
            raise BadEvaluation(
                f"The outcome has {len(self.text)} characters; at most {_LONGEST} are allowed."
            )
        try:
            self._tree = ast.parse(self.text, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise BadEvaluation(
                f"The outcome {self.text!r} cannot be read; it takes {_ALLOWED}."
            ) from None
        self._check(self._tree, 0)
        names = {node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name)}
        self.columns: tuple[str, ...] = tuple(sorted(names - set(_FUNCTIONS)))
        """The columns that it reads."""
        if not self.columns:
            raise BadEvaluation(f"The outcome {self.text!r} names no column.")

    @property
    def says(self) -> str:
        """The outcome as it is written, with its logarithm."""
        return f"log({self.text})" if self.logged else self.text

    def compute(self, columns: Mapping[str, Floats]) -> Floats:
        """The values, row by row, before a logarithm is taken; NaN where one is not finite.

        Parameters
        ----------
        columns : mapping of str to array
            At least `self.columns`, all of one length.
        """
        with np.errstate(all="ignore"):
            values = np.asarray(self._value(self._tree, columns), dtype=float)
        length = len(columns[self.columns[0]])
        spread = np.broadcast_to(values, (length,)).copy()
        spread[~np.isfinite(spread)] = np.nan
        return spread

    def _check(self, node: ast.expr, depth: int) -> None:
        if depth > _DEEPEST:
            raise BadEvaluation(f"The outcome is nested more than {_DEEPEST} levels deep.")
        match node:
            case ast.Name():
                return
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                self._check(left, depth + 1)
                self._check(right, depth + 1)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                self._check(operand, depth + 1)
            case ast.Call(func=ast.Name(id=name), args=[inner], keywords=[]) if name in _FUNCTIONS:
                self._check(inner, depth + 1)
            case _:
                piece = ast.get_source_segment(self.text, node) or self.text
                raise BadEvaluation(f"{piece!r} is not allowed in an outcome; it takes {_ALLOWED}.")

    def _value(self, node: ast.expr, columns: Mapping[str, Floats]) -> Any:
        match node:
            case ast.Name(id=name):
                return columns[name]
            case ast.Constant(value=int() | float() as value):
                return float(value)
            case ast.BinOp(left=left, op=op, right=right):
                return _OPERATORS[type(op)](self._value(left, columns), self._value(right, columns))
            case ast.UnaryOp(op=op, operand=operand):
                value = self._value(operand, columns)
                return -value if isinstance(op, ast.USub) else value
            case ast.Call(func=ast.Name(id=name), args=[inner]):
                return _FUNCTIONS[name](self._value(inner, columns))
        raise AssertionError(node)
