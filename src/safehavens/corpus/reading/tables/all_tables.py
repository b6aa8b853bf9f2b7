"""Every table of a corpus into its noun."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from safehavens.corpus.errors import Finding
from safehavens.corpus.governments import Governments
from safehavens.corpus.model import Norm, Vocabulary
from safehavens.corpus.reading.tables.coverage_rows import read_coverage
from safehavens.corpus.reading.tables.government_rows import read_governments
from safehavens.corpus.reading.validate import CheckedFile
from safehavens.corpus.searches import Coverage

Place = Callable[[CheckedFile, tuple[str | int, ...], str], str]


@dataclass(frozen=True, slots=True)
class Tables:
    """What the tables of a corpus hold."""

    coverage: Coverage
    governments: Governments


def read_tables(
    read: Iterable[CheckedFile],
    vocabulary: Vocabulary,
    norms: Iterable[Norm],
    place: Place,
    place_beside_law: Place,
) -> tuple[Tables, list[Finding]]:
    """The nouns of a corpus's tables, and what is wrong in them.

    Parameters
    ----------
    read : iterable of CheckedFile
        The files of the corpus.
    vocabulary : Vocabulary
    norms : iterable of Norm
    place : callable
        Gives the canonical id of a place that a file names at a path, and notes what is wrong.
    place_beside_law : callable
        The same, for tables whose places are not counted among those that the law names.
    """
    read = tuple(read)
    coverage, wrong = read_coverage(read, vocabulary, norms, place)
    governments, also_wrong = read_governments(read, vocabulary, place_beside_law)
    return Tables(coverage, governments), [*wrong, *also_wrong]
