"""What is left of a position's law once the facts of a request are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from safehavens.corpus.model import FactValue
from safehavens.decide.norms.position import Position
from safehavens.logic.classes import Classes
from safehavens.logic.expression import Truth
from safehavens.logic.residual import Residual, find_bearing, residual


class Left(NamedTuple):
    """What is left of a position's law for one request: of its binding norms' conditions, and of
    what implications demand of the facts that these turn on."""

    norms: tuple[Residual, ...]
    demands: tuple[Residual, ...]


def find_left(
    position: Position,
    classes: Mapping[str, Classes],
    truths: tuple[Truth, ...],
    known: Mapping[str, FactValue],
    live: Iterable[Residual],
) -> Left:
    """What is left of a position's law for one request.

    Parameters
    ----------
    position : Position
    classes : mapping of str to Classes
    truths : tuple of bool or None
        Of the norms' conditions.
    known : mapping of str to value
        Every fact that is known.
    live : iterable of Residual
        What implications still demand of facts that are not known.
    """
    conditions = position.conditions[: position.binding]
    norms = tuple(
        [
            residual(condition, classes, known=known) if truth is None else truth
            for condition, truth in zip(conditions, truths, strict=False)  # advisory ones are last
        ]
    )
    return Left(norms, tuple(find_bearing(norms, live)))
