"""What is inconsistent in a corpus, as far as it takes the engine to see it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Case
from safehavens.decide.cases import run_case
from safehavens.decide.engine import Engine
from safehavens.logic.residual import residual, satisfiable


def find_inconsistencies(engine: Engine, names: Collection[str] | None = None) -> Iterator[Finding]:
    """What of a lawbook contradicts itself.

    Cases that fail or whose facts break an implication, facts that can never be true, and
    presumptions that cannot all hold. Cases are run of these files, where `names` are given.
    """
    for case in engine.lawbook.cases:
        if names is None or case.file in names:
            yield from _case(engine, case)
    for name, condition in engine.conditions.implied.items():
        fact = engine.lawbook.facts[name]
        field = f"facts.{name}.{'means' if fact.means is not None else 'implies'}"
        if not satisfiable([residual(condition, engine.classes)], engine.facts.domains):
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
