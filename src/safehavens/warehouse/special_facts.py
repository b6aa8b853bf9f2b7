"""Comments on facts that the agency or the action settles, or that a register says something of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from datetime import date

from safehavens.corpus.agencies.registers import Listed, Register
from safehavens.decide.engine import Engine
from safehavens.warehouse.comments import write_value
from safehavens.warehouse.select_request import SelectRequest
from safehavens.warehouse.sql_text import wrap_comment
from safehavens.warehouse.window_law import AnswerSpell, WindowLaw


def describe_special_facts(
    engine: Engine, request: SelectRequest, law: WindowLaw, spell: AnswerSpell, numeric: bool
) -> list[str]:
    """The lines on a spell: one for each fact and what is taken to be so of it.

    Parameters
    ----------
    engine : Engine
    request : SelectRequest
    law : WindowLaw
        The facts that it has columns for are left out.
    spell : AnswerSpell
    numeric : bool
        Facts that are true or false are numbers.
    """
    texts: dict[str, None] = {}
    named = {*law.columns, *law.idle}
    for part in spell.parts:
        position = part.stretch.position
        about = engine.facts.tied_with(position.facts) - named
        for name, value in position.circumstances.fixed:
            if name in about or name in named:
                said = write_value(value, numeric)
                texts[f"Settled by the action or the kind of agency: {name} = {said}."] = None
        for name, values in position.circumstances.usual:
            if name in about and engine.lawbook.facts[name].register is None:
                said = " or ".join(write_value(value, numeric) for value in values)
                texts[f"Presumed of the action or the kind of agency: {name} = {said}."] = None
        start = max((d for d in (spell.start, part.stretch.start) if d is not None), default=None)
        on = date.min if start is None else start
        texts |= dict.fromkeys(_describe_listed(engine, request, on, about, numeric))
    return [line for text in texts for line in wrap_comment(text)]


def _describe_listed(
    engine: Engine, request: SelectRequest, on: date, about: Collection[str], numeric: bool
) -> Iterator[str]:
    """What registers say on a day of these facts of the agency."""
    homes = engine.agencies.homes(request.place, request.who)
    home = homes[bisect_right([start for start, _ in homes if start is not None], on)][1]
    for register in engine.lawbook.registers.values():
        name = register.fact
        listed = register.value(home.place, home.who, on, request.action)
        if name not in about or listed is None:
            continue
        if listed.presumed is None:
            either = " or ".join(write_value(value, numeric) for value in listed.values)
            yield f"Not known by the list ({register.title}): whether {name} is {either}."
        else:
            value = write_value(listed.presumed, numeric)
            yield f"Presumed: {name} = {value}, {_describe_list(register, listed)}."


def _describe_list(register: Register, listed: Listed) -> str:
    day = "" if listed.listed is None else f" on {listed.listed}"
    return f"{'not ' if listed.absent else ''}listed{day} ({register.title})"
