"""Worked cases in files of their own: YAML lists of the form that law files use."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from safehavens.corpus.errors import Finding, LawError
from safehavens.corpus.model import Case, Lawbook
from safehavens.corpus.places import Gazetteer
from safehavens.corpus.reading.assemble import Assembly
from safehavens.corpus.reading.law_files import read_law_file
from safehavens.corpus.reading.law_forms import CaseForm
from safehavens.corpus.reading.validate import validate_as

_CASES = TypeAdapter(list[CaseForm])


def read_cases(path: Path, lawbook: Lawbook, gazetteer: Gazetteer) -> tuple[Case, ...]:
    """Read a file that holds a list of worked cases.

    Raises
    ------
    NoLaw
        The file cannot be read.
    LawError
        What is wrong in it, line by line.
    """
    file = read_law_file(path)
    read = validate_as(file, _CASES)
    if isinstance(read, list):
        raise LawError(read)
    work = Assembly.over(lawbook, gazetteer)
    cases = tuple(work.case(read, (i,), form) for i, form in enumerate(read.content))
    if work.findings:
        raise LawError(work.findings)
    if not cases:
        raise LawError([Finding("error", file.name, 1, "the list holds no case")])
    return cases
