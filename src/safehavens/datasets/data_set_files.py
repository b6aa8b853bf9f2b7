"""The files of data sets, a YAML file each, read into nouns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from safehavens.corpus.near import unknown
from safehavens.datasets.data_sets import Break, DataSet, Fetch, Series
from safehavens.decide.request import BadRequest
from safehavens.files.yaml_entries import EntryErrors, forbid_others, read_entry

_HERE: Final = Path(__file__).parent
SHIPPED: Final = _HERE / "shipped"
ELSEWHERE: Final = _HERE / "elsewhere"

forbid_others(Break, Series, Fetch, DataSet)


class DataSetError(BadRequest):
    """Files of data sets that cannot be used; one sentence for each error."""


def read_data_sets(folders: Iterable[Path] = (SHIPPED, ELSEWHERE)) -> dict[str, DataSet]:
    """The data sets of folders, by id: those that are shipped first.

    Raises DataSetError with every error.
    """
    found: dict[str, DataSet] = {}
    errors: list[str] = []
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            try:
                one = read_entry(path, DataSet)
            except EntryErrors as error:
                errors += error.errors
                continue
            errors += [f"{path.name}, {sentence}." for sentence in _check(one, path)]
            found[one.id] = one
    if errors:
        raise DataSetError("\n".join(errors))
    return found


def _check(one: DataSet, path: Path) -> Iterable[str]:
    if one.id != path.stem:
        yield f"id: it is {one.id}, but the file is called {path.stem}"
    for name in (one.place, one.time):
        if name is not None and name not in one.columns:
            yield f"columns: there is no {name}, which is its place or time"
    if one.shipped is not None:
        if one.redistribute != "yes":
            yield f"shipped: its license does not let it be shipped ({one.redistribute})"
        if not (path.parent / one.shipped).is_file():
            yield f"shipped: there is no file {one.shipped}"
    if one.fetch is not None:
        if (one.place is None) or (one.time is None):
            yield "fetch: a table needs a place and a time"
        if one.fetch.url is not None and ("{year}" in one.fetch.url) != bool(one.fetch.years):
            yield "fetch: {year} and years go together"
        ways = (
            one.fetch.fips, one.fetch.county_names, one.fetch.city_names, one.fetch.series,
        )  # fmt: skip
        if one.place == "fips" and sum(map(bool, ways)) != 1:
            yield "fetch: fips needs one of fips, county_names, city_names and series"


@cache
def known_data_sets() -> Mapping[str, DataSet]:
    """The data sets of this package, by id, read once."""
    return read_data_sets()


def find_data_set(name: str) -> DataSet:
    """A data set by its id. Raises BadRequest with the nearest ids."""
    known = known_data_sets()
    if name not in known:
        other = "`safehavens data list` lists them."
        raise BadRequest(unknown("data set", name, known, other=other))
    return known[name]
