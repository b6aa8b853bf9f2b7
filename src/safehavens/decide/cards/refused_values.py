"""Of values that a question may be about, those for which no rule refuses what is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from safehavens.corpus.model import FactValue
from safehavens.decide.engine import Engine
from safehavens.decide.facts.completions import Completions
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given


def list_never_refused(
    engine: Engine,
    position: Position,
    facts: Given,
    among: Mapping[str, Collection[FactValue]],
) -> Iterator[FactValue]:
    """The values beside which nothing is forbidden or disputed, whatever the other facts are.

    Parameters
    ----------
    engine : Engine
    position : Position
    facts : mapping of str to value or None
        What the request gives. Nothing is presumed beside it.
    among : mapping of str to values
        Of facts that the request does not give, the values to be tried.
    """
    for fact, values in among.items():
        if fact not in position.facts:
            continue
        for value in values:
            given: Given = {**facts, fact: value}
            presumed = engine.settle(position, given).presumed
            settled = engine.settle(position, {**dict.fromkeys(presumed), **given})
            workspace = engine.workspace(position)
            search = Completions(workspace, settled.known, workspace.find_live(settled))
            if search.verdicts().isdisjoint({"prohibited", "conflict"}):
                yield value
