"""A data set by its name, for those who measure with it: its file, columns and what to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from safehavens.datasets.data_set_files import SHIPPED, find_data_set
from safehavens.datasets.data_sets import Break, DataSet
from safehavens.datasets.fetching import fetched_path
from safehavens.decide.request import BadRequest


@dataclass(frozen=True, slots=True)
class OpenDataSet:
    """A data set that is on this machine.

    Attributes
    ----------
    path : Path
        Its table, as Parquet.
    place, time : str
        Its columns of the place (a FIPS code or a state's letters) and of the period.
    columns : mapping of str to str
        Every column, with what it is and its unit.
    notes : tuple of str
        What to know before using it: caveats, license, carrier.
    breaks : tuple of Break
        Where its series break.
    measures : tuple of str
    data_set : DataSet
    """

    path: Path
    place: str
    time: str
    columns: Mapping[str, str]
    notes: tuple[str, ...]
    breaks: tuple[Break, ...]
    measures: tuple[str, ...]
    data_set: DataSet


def open_data_set(name: str) -> OpenDataSet:
    """Find a data set that is shipped, or that was fetched.

    Raises
    ------
    BadRequest
        There is none of that name, or it was not fetched yet.
    """
    one = find_data_set(name)
    path = SHIPPED / one.shipped if one.shipped is not None else fetched_path(name)
    if not path.is_file():
        how = {
            "fetch": f"`safehavens data fetch {name}` fetches it",
            "by_hand": f"download it at {one.url}, then `safehavens data fetch {name} --from FILE`",
        }.get(one.way, f"it is only described here; see {one.url}")
        raise BadRequest(f"{name} is not on this machine; {how}.")
    assert one.place is not None
    assert one.time is not None
    notes = [one.caveats, f"License: {one.license}."]
    if one.via is not None:
        notes.append(f"Carried by {one.via}.")
    return OpenDataSet(
        path, one.place, one.time, one.columns, tuple(notes), one.breaks, one.measures, one
    )
