"""Every table of a corpus, and its reports, into their nouns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from safehavens.corpus.agencies.governments import Governments
from safehavens.corpus.agencies.registers import Register
from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Fact, Norm, Vocabulary
from safehavens.corpus.reading.tables.coverage_rows import read_coverage
from safehavens.corpus.reading.tables.government_rows import read_governments
from safehavens.corpus.reading.tables.register_rows import read_registers
from safehavens.corpus.reading.tables.reports_reader import read_reports
from safehavens.corpus.reading.validate import CheckedFile
from safehavens.corpus.report_templates import ReportTemplate
from safehavens.corpus.searches import Coverage
from safehavens.values.quick_dataclass import dataclass

Place = Callable[[CheckedFile, tuple[str | int, ...], str], str]


@dataclass(frozen=True, slots=True)
class Tables:
    """What the tables of a corpus hold, and its reports."""

    coverage: Coverage
    governments: Governments
    registers: dict[str, Register]
    reports: dict[str, ReportTemplate]


def read_tables(
    read: Iterable[CheckedFile],
    vocabulary: Vocabulary,
    facts: Mapping[str, Fact],
    norms: Iterable[Norm],
    place: Place,
    place_beside_law: Place,
    broken: Collection[str],
) -> tuple[Tables, list[Finding]]:
    """The nouns of a corpus's tables, and what is wrong in them.

    Parameters
    ----------
    read : iterable of CheckedFile
        The files of the corpus.
    vocabulary : Vocabulary
    facts : mapping of str to Fact
    norms : iterable of Norm
    place : callable
        Gives the canonical id of a place that a file names at a path, and notes what is wrong.
    place_beside_law : callable
        The same, for tables whose places are not counted among those that the law names.
    broken : collection of str
        The names of files that do not fit their form, of which that is told already.
    """
    read, norms = tuple(read), tuple(norms)
    coverage, wrong = read_coverage(read, vocabulary, norms, place)
    governments, of_governments = read_governments(read, vocabulary, place_beside_law)
    registers, of_registers = read_registers(read, vocabulary, facts, place_beside_law, broken)
    reports, of_reports = read_reports(read, vocabulary, {norm.id for norm in norms}, broken)
    tables = Tables(coverage, governments, registers, reports)
    return tables, [*wrong, *of_governments, *of_registers, *of_reports]
