"""The nouns: a data set, the breaks in its series, and how it is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

Redistribute = Literal["yes", "no", "check"]
Format = Literal["parquet", "csv", "tsv", "csv_in_zip", "json_rows"]
Measure = Literal["crime", "trust", "services", "economy", "deportation", "population", "votes"]
Seen = Literal["primary", "secondary", "recall"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A break in a series: from a period on, columns mean something else or are not there.

    Attributes
    ----------
    columns : tuple of str
        Empty: all of them.
    start : str
        The first period that differs, such as ``2013`` or ``2022-07``.
    note : str
        What changed, in a sentence.
    """

    start: str
    note: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A file with one row a series and month, as the Bureau of Labor Statistics writes.

    Attributes
    ----------
    id, year, period, value : str
        Their columns; `period` is ``M01`` to ``M12``, others are left out.
    fips, measure : tuple of int
        Where the county and the measure stand in the id: first character, from 0, and the one
        after the last.
    measures : mapping of str to str
        Code of a measure: our column.
    """

    id: str
    year: str
    period: str
    value: str
    fips: tuple[int, int]
    measure: tuple[int, int]
    measures: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """How a data set comes onto a user's machine, and which columns of it are kept.

    Attributes
    ----------
    url : str or None
        ``{year}`` stands for each year of `years`. None: a person must download it, since the
        publisher asks for an account; `fetch --from FILE` then reads the file.
    format : str
    years : tuple of int or None
        The first and last year that there is.
    tried : date or None
        The day on which the address last answered with this layout; None: not tried.
    sha256 : str or None
        Of the file, where the publisher's file does not change.
    personal : bool
        Whether its rows are about persons: they are counted, and the rows are not kept.
    select : mapping of str to str
        Our column: theirs.
    where, where_not : mapping of str to tuple of str
        Rows to keep, and to leave out, by the values of their columns.
    fips : tuple of str
        Their columns that make the FIPS code: one, or state and county.
    county_names, city_names : tuple of str
        Their columns of state and county, or state and city, by name.
    month_of : str or None
        Their column with the day, for counts by month.
    count : str or None
        Our name of the number of rows by place and period.
    series : Series or None
        How rows of single series become columns.
    """

    url: str | None = None
    format: Format
    years: tuple[int, int] | None = None
    tried: date | None = None
    sha256: str | None = None
    personal: bool = False
    select: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    where_not: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fips: tuple[str, ...] = ()
    county_names: tuple[str, str] | None = None
    city_names: tuple[str, str] | None = None
    month_of: str | None = None
    count: str | None = None
    series: Series | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """A table of outcomes or covariates by place and period.

    Attributes
    ----------
    id, title, publisher, unit, period : str
    license : str
        Its terms, in a sentence.
    redistribute : str
        Whether others may be given it: ``yes``, ``no``, or ``check`` where that is not clear.
    url : str
        Its page.
    caveats : str
        What to know before using it.
    place, time : str or None
        Our columns of the place and the period.
    columns : mapping of str to str
        Our columns, with what they are and their unit.
    families : mapping of str to str
        The family of outcomes (docs/evidence.md) of our columns that studies look at.
    breaks : tuple of Break
    shipped : str or None
        The file of this package.
    via : str or None
        Who carried it to us, where that is not the publisher.
    fetch : Fetch or None
    """

    id: str
    title: str
    publisher: str
    unit: str
    period: str
    license: str
    redistribute: Redistribute
    url: str
    caveats: str
    measures: tuple[Measure, ...]
    seen: Seen
    place: str | None = None
    time: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    shipped: str | None = None
    via: str | None = None
    fetch: Fetch | None = None
    join_keys: tuple[str, ...] = ()

    @property
    def way(self) -> Literal["shipped", "fetch", "by_hand", "look_up"]:
        """How it is had: it is here, the program fetches it, a person does, or only its page."""
        if self.shipped is not None:
            return "shipped"
        if self.fetch is None:
            return "look_up"
        return "by_hand" if self.fetch.url is None else "fetch"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table in our columns.

    Attributes
    ----------
    table : pyarrow.Table
    rows : int
        How many rows of the publisher's were kept by their values.
    unplaced : int
        How many of these had no place that could be read, and were left out.
    """

    table: pa.Table
    rows: int
    unplaced: int
