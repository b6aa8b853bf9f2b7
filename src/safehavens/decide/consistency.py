"""What is inconsistent in a corpus, as far as it takes the engine to see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Case, Norm
from safehavens.decide.cases import run_case
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import reaches
from safehavens.logic.residual import OutOfSteps, residual, satisfiable
from safehavens.wording.languages import ENGLISH
from safehavens.wording.sentences import describe_spell

_MOST_TRIED: Final = 50_000
"""Values that are tried for facts, to see whether a condition can hold."""


def find_inconsistencies(engine: Engine, names: Collection[str] | None = None) -> Iterator[Finding]:
    """What of a lawbook contradicts itself.

    Cases that fail, whose facts break an implication, or whose day is one on which a norm may be
    in force or may not; facts that can never be true; and presumptions that cannot all hold. Cases
    are run of these files, where `names` are given.
    """
    unsure = [
        norm
        for norm in engine.lawbook.norms.values()
        if not all(spell.is_exact for spell in norm.spells)
    ]
    for case in engine.lawbook.cases:
        if names is None or case.file in names:
            yield from _case(engine, case)
            yield from _unsure_days(engine, case, unsure)
    for name, condition in engine.conditions.implied.items():
        fact = engine.lawbook.facts[name]
        field = f"facts.{name}.{'means' if fact.means is not None else 'implies'}"
        implied, steps = residual(condition, engine.classes), iter(range(_MOST_TRIED))
        try:
            possible = satisfiable([implied], engine.facts.domains, steps)
        except OutOfSteps:
            message = f"{_MOST_TRIED:,} steps do not tell whether what it implies can hold"
            yield Finding("error", fact.file, fact.line, message, None, field)
            continue
        if not possible:
            message = f"{name} can never be true: what it implies cannot hold"
            yield Finding("error", fact.file, fact.line, message, None, field)
        if not engine.facts.presumable(name):
            message = "the presumptions of the facts that this ties together cannot all hold"
            yield Finding("error", fact.file, fact.line, message, None, field)


def _case(engine: Engine, case: Case) -> Iterator[Finding]:
    problem = run_case(engine, case).problem
    if problem is not None:
        message = f"case {case.name!r}: {problem}"
        yield Finding("error", case.file, case.line, message, None, "cases")


def _unsure_days(engine: Engine, case: Case, unsure: Iterable[Norm]) -> Iterator[Finding]:
    """Norms that the case's question meets on a day on which they may be in force or may not."""
    extent = engine.extents.of(case.place)
    for norm in unsure:
        if case.who not in norm.who or case.action not in norm.actions:
            continue
        if not reaches(engine.lawbook.instruments[norm.instrument], extent):
            continue
        for spell in norm.spells:
            if spell.unsure_on(case.date):
                message = (
                    f"case {case.name!r}: it is not known whether {norm.id} was in force on "
                    f"{case.date} (it is, {describe_spell(ENGLISH, spell)}); ask about a day on "
                    "which it surely was or was not"
                )
                yield Finding("error", case.file, case.line, message, None, "cases")
