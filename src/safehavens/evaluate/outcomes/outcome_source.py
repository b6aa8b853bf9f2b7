"""Where an outcome comes from: a file, a frame, or a data set by its name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from safehavens.datasets.data_sets import Break
from safehavens.evaluate.nouns import Finding
from safehavens.evaluate.outcomes.outcome_expression import OutcomeExpression
from safehavens.evaluate.outcomes.outcome_table import OutcomeTable
from safehavens.evaluate.outcomes.periods import number_of, read_period
from safehavens.evaluate.outcomes.raw_table import RawTable, read_raw

_RECORDED: Final = "crime"
_BY_POLICE: Final = frozenset(
    {"violent-crime", "property-crime", "all-crime", "clearance", "homicide-of-women", "reporting"}
)
"""Families of outcomes that police record."""


@dataclass(frozen=True, slots=True)
class OutcomeSource:
    """An outcome's table, and what is known of it where it is a data set.

    Attributes
    ----------
    raw : RawTable
    place, time : str or None
        Its columns, where the data set says.
    breaks : tuple of Break
    measures : tuple of str
    notes : tuple of str
    families : dict of str to str
        The family of outcomes of its columns, where the data set says.
    """

    raw: RawTable
    place: str | None = None
    time: str | None = None
    breaks: tuple[Break, ...] = ()
    measures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    families: Mapping[str, str] = field(default_factory=dict)


def open_outcome(source: Any) -> OutcomeSource:
    """Open a file, a frame, or a data set by its name.

    A name without a folder and a suffix is a data set's, unless a file is called so.

    Raises
    ------
    BadRequest
        There is no such file or data set, or it cannot be read.
    """
    if isinstance(source, str | Path):
        text = str(source)
        if Path(text).name == text and not Path(text).suffix and not Path(text).exists():
            return _open_data_set(text)
    return OutcomeSource(read_raw(source))


def _open_data_set(name: str) -> OutcomeSource:
    from safehavens.datasets.open_data_set import open_data_set

    opened = open_data_set(name)
    raw = read_raw(opened.path)
    named = RawTable(name, raw.table, raw.numbers, raw.digest)
    return OutcomeSource(
        named,
        opened.place,
        opened.time,
        opened.breaks,
        opened.measures,
        opened.notes,
        opened.data_set.families,
    )


def find_families(
    source: OutcomeSource, expression: OutcomeExpression, given: str | None
) -> tuple[str, ...]:
    """The families of outcomes that are measured: that which is given, else the columns'."""
    if given is not None:
        return (given,)
    told = [source.families[name] for name in expression.columns if name in source.families]
    return tuple(dict.fromkeys(told))


def check_source(
    source: OutcomeSource,
    expression: OutcomeExpression,
    outcomes: OutcomeTable,
    last: int,
    families: Collection[str],
) -> Iterator[Finding]:
    """What to mind about a data set: breaks in its series, and who recorded it.

    Parameters
    ----------
    source : OutcomeSource
    expression : OutcomeExpression
    outcomes : OutcomeTable
    last : int
        The last period of the design.
    families : collection of str
        Of the outcome.
    """
    for one in source.breaks:
        touched = [name for name in expression.columns if not one.columns or name in one.columns]
        if touched and _begins(one.start, outcomes) <= last:
            yield Finding(
                "break-in-series",
                "warning",
                f"The series of {', '.join(touched)} breaks in {one.start}: {one.note}",
                "End the window before it, or say why it touches both sides alike.",
            )
    if _RECORDED in source.measures or not _BY_POLICE.isdisjoint(families):
        yield Finding(
            "reporting",
            "note",
            "The outcome is what police recorded: it mixes how much was done with how much was "
            "reported, and the law may change both.",
            "Look for an outcome that does not pass through the police; `safehavens evidence "
            "--topic crime_reporting` has what studies found of reporting.",
        )
    for note in source.notes:
        yield Finding("about-the-data", "note", note, "Cite it so.")


def _begins(start: str, outcomes: OutcomeTable) -> int:
    return number_of(read_period(start)[1], outcomes.frequency)
