"""What is evaluated, and how: a question, once its words are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from safehavens.evaluate.design.design import Options
from safehavens.evaluate.estimation import Effort

Searched = Literal["all", "state", "none"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is evaluated, and how.

    Attributes
    ----------
    condition : str
        On probes and indices of the panel, such as `hold_clean = 'prohibited'`.
    outcome : Any
        A CSV or Parquet file, or a frame.
    y : str
        The outcome: a column, or an expression over columns.
    logged : bool
        Whether the logarithm of it is the outcome.
    place, time : str or None
        The columns of places and time; None: the first that is known by name.
    start, end : str or None
        The first and last period, such as `2000` or `2000-06`; None: the outcome's own.
    only : tuple of str
        Ids of places; of those that met the condition, only these count as treated.
    leave_out : tuple of str
        Ids of places that are left out of all.
    searched : str
        Of which governments silence counts as no law.
    options : Options
    effort : Effort
    curve : bool
        Whether the headline is also made under every other choice.
    largest : float or None
        The largest effect worth finding, in the outcome's unit.
    family : str or None
        What kind of outcome it is, as studies have it; None: what its data set says.
    """

    condition: str
    outcome: Any
    y: str
    logged: bool = False
    place: str | None = None
    time: str | None = None
    start: str | None = None
    end: str | None = None
    only: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    searched: Searched = "all"
    options: Options = field(default_factory=Options)
    effort: Effort = field(default_factory=Effort)
    curve: bool = False
    largest: float | None = None
    family: str | None = None
