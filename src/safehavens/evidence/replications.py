"""Evaluations that can be run by name: a published study done again, or a design that misleads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest
from safehavens.evidence.evidence_files import SHIPPED, read_list
from safehavens.files.yaml_entries import forbid_others


@dataclass(frozen=True, slots=True, kw_only=True)
class Replication:
    """An evaluation that is run by its name.

    Attributes
    ----------
    id, title : str
    study : str or None
        The id of the study that is done again.
    published : str
        What it found.
    see : str
        What to look at in ours.
    condition : str
        The law.
    outcome : str
        A data set, by its name.
    outcomes : dict of str to str
        Expressions over its columns, by what they are called.
    choices : dict
        How it is evaluated; the rest is as `Corpus.evaluate` has it.
    """

    id: str
    title: str
    study: str | None = None
    published: str
    see: str
    condition: str
    outcome: str
    outcomes: dict[str, str]
    choices: dict[str, Any] = field(default_factory=dict)


forbid_others(Replication)


@cache
def read_replications() -> Mapping[str, Replication]:
    """The replications that are shipped, by id."""
    path = SHIPPED / "replications.yaml"
    return {one.id: one for one in read_list(path, "replication", Replication)}


def find_replication(name: str) -> Replication:
    """A replication by its id. Raises BadRequest with the nearest ids."""
    known = read_replications()
    if name not in known:
        raise BadRequest(unknown("replication", name, known))
    return known[name]
