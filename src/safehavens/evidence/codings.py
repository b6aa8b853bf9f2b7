"""Days on which others say that law began, to put beside our own."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, cast, get_args

from safehavens.evidence.evidence_files import SHIPPED, EvidenceError, read_list
from safehavens.files.yaml_entries import forbid_others

Claim = Literal["holds", "not", "begins", "ends"]
CLAIMS: Final[tuple[Claim, ...]] = get_args(Claim)
FOLDER: Final = SHIPPED / "codings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A published coding of a policy.

    Attributes
    ----------
    id, title, published, source : str
        What it is, who published it and when, and where.
    facts : mapping of str to tuple of str
        What the panel calls the same law, by the test of a row.
    """

    id: str
    title: str
    published: str
    source: str
    facts: dict[str, tuple[str, ...]]


class CodedDay(NamedTuple):
    """What a coding says of a place.

    `claim`: the law `holds` or not on the day `first`; `begins` or `ends` then, or between `first`
    and `last`. `test`: which of the coding's laws.
    """

    place: str
    test: str
    claim: Claim
    first: date
    last: date
    says: str


forbid_others(Coding)


@cache
def read_codings() -> tuple[Coding, ...]:
    """The codings that are shipped."""
    return read_list(SHIPPED / "codings.yaml", "coding", Coding)


@cache
def read_coded_days(coding: str, folder: Path = FOLDER) -> tuple[CodedDay, ...]:
    """The rows of a coding whose place is in the gazetteer.

    Raises
    ------
    EvidenceError
        A row cannot be read; the message names the file and the line.
    """
    found, errors = [], []
    path = folder / f"{coding}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            try:
                first = date.fromisoformat(row["first"])
                last = date.fromisoformat(row["last"] or row["first"])
            except ValueError:
                errors.append(f"{path.name}, line {line}: a day is written as in 2014-01-31.")
                continue
            if row["claim"] not in CLAIMS:
                errors.append(f"{path.name}, line {line}: a claim is {', '.join(CLAIMS)}.")
                continue
            claim = cast(Claim, row["claim"])
            if row["place"]:
                found.append(CodedDay(row["place"], row["test"], claim, first, last, row["says"]))
    if errors:
        raise EvidenceError(errors)
    return tuple(found)


def find_coded_days(facts: Collection[str]) -> tuple[tuple[Coding, CodedDay], ...]:
    """What codings say of the law that a condition names, if they are of that law alone.

    Parameters
    ----------
    facts : collection of str
        The probes, indices and indicators of the condition.
    """
    return tuple(
        (coding, row)
        for coding in read_codings()
        for test, measured in coding.facts.items()
        if set(facts) <= set(measured)
        for row in read_coded_days(coding.id)
        if row.test == test
    )
