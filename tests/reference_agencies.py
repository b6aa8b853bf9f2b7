"""Who is bound, and what lists say of an agency: docs/semantics.md a second time, to be read.

Belongs to `tests/reference.py`; nothing here comes from `safehavens.decide`, or from the modules
that look up governments for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from safehavens.corpus.agencies.registers import Entry, Register
from safehavens.corpus.model import Fact, FactValue, Instrument, Lawbook, Norm
from safehavens.decide.request import Request
from safehavens.logic.expression import Among, And, Expression


def lies_in(place: str) -> list[str]:
    """The place and every place that it lies in."""
    parts = place.split("/")
    return ["/".join(parts[:n]) for n in range(2, len(parts) + 1)]


def level(place: str) -> str:
    kind = place.split("/")[-1].split(":")[0]
    return {"country": "national", "region": "national", "state": "state", "county": "county"}.get(
        kind, "place"
    )


# ---- whose agency it is --------------------------------------------------------------------------


def answers(lawbook: Lawbook, request: Request) -> Request:
    """The request as put to the government whose agency serves the place on that day.

    Where that one is said to have no such agency either, the place answers for itself.
    """
    asked = request
    for _ in range(4):
        for row in lawbook.governments.services.get(request.place, ()):
            begun = row.since is None or row.since <= request.on
            if row.who == request.who and begun and (row.until is None or request.on < row.until):
                request = replace(request, place=row.by, who=row.by_who)
                break
        else:
            break
    return asked if has(lawbook, request.place, request.who) == "no" else request


def has(lawbook: Lawbook, place: str, who: str) -> str:
    """Whether a government has an agency of a kind: yes, no, not_known."""
    governments = lawbook.governments
    if not set(lies_in(place)) & governments.nations:
        return "yes"
    if any(row.who == who and row.until is None for row in governments.services.get(place, ())):
        return "no"
    if who == "school" and place in governments.schools:
        return "yes"
    row = governments.facts.get((place, None, who))
    return "not_known" if row is None else row.has


def elected(lawbook: Lawbook, place: str, who: str) -> str:
    """Whether its head is elected apart from the government: yes, no, not_known."""
    row = lawbook.governments.facts.get((place, None, who))
    if row is None or row.has == "no":
        return "no"
    if row.elected is not None:
        return row.elected
    if who == "jail" and row.run_by == "sheriff":
        return elected(lawbook, place, "sheriff")
    unsure = who == "sheriff" or (who == "jail" and row.run_by == "not_known")
    return "not_known" if unsure else "no"


def binds(lawbook: Lawbook, instrument: Instrument, norm: Norm, place: str, who: str) -> str:
    """Whether a norm that reaches a place binds its agency: yes, no, not_known."""
    local = instrument.reach == "own" and level(place) in ("county", "place")
    if not local or who in norm.who_written:
        return "yes"
    if who == "school":
        claimed = set(lies_in(place)) & lawbook.governments.nations
        return "yes" if place in lawbook.governments.schools or not claimed else "no"
    if has(lawbook, place, who) == "no":
        return "no"
    return "yes" if elected(lawbook, place, who) == "no" else "not_known"


# ---- what is fixed or usual ----------------------------------------------------------------------


def fixed_facts(lawbook: Lawbook, who: str, action: str) -> dict[str, FactValue]:
    """What the action and the kind of agency settle."""
    deed = lawbook.vocabulary.deeds.get(action)
    fixed = {} if deed is None else dict(deed.fixes)
    ownership = lawbook.vocabulary.kinds[who].ownership
    if ownership in ("public", "private"):
        fixed["ownership"] = ownership
    return {name: value for name, value in fixed.items() if name in lawbook.facts}


def usual_values(lawbook: Lawbook, request: Request) -> Mapping[str, list[FactValue]]:
    """Values that stand in place of a fact's own presumption."""
    deed = lawbook.vocabulary.deeds.get(request.action)
    presumes = {} if deed is None else deed.presumes
    usual = {name: list(values) for name, values in presumes.items() if name in lawbook.facts}
    for fact in lawbook.facts.values():
        values = register_value(
            lawbook, fact, request.place, request.who, request.on, request.action
        )
        if values is not None:
            usual[fact.name] = values
    kind = lawbook.vocabulary.kinds[request.who]
    if kind.ownership == "presumed_public" and "ownership" in lawbook.facts:
        usual.setdefault("ownership", ["public"])
    return usual


def with_bodies(lawbook: Lawbook, norm: Norm, who: str, condition: Expression) -> Expression:
    """A condition, with the bodies that the norm binds where they may be public or private."""
    ownership = lawbook.vocabulary.kinds[who].ownership
    if ownership not in ("presumed_public", "asked") or "ownership" not in lawbook.facts:
        return condition
    instrument = lawbook.instruments[norm.instrument]
    bodies = norm.bodies
    if bodies is None:
        every = who in norm.who_written and instrument.reach == "within" and ownership == "asked"
        bodies = "any" if every else "public"
    return (
        condition if bodies == "any" else And((condition, Among("ownership", frozenset({bodies}))))
    )


# ---- registers -----------------------------------------------------------------------------------


def register_value(
    lawbook: Lawbook, fact: Fact, place: str, who: str, on: date, action: str
) -> list[FactValue] | None:
    """The values that a fact may have of an agency on a day, for an action.

    One is presumed; of several it is not known which. None: no register is about this agency, and
    the fact's own presumption stands.
    """
    register = lawbook.registers.get(fact.register or "")
    if register is None or who not in register.kinds or register.within not in lies_in(place):
        return None
    status = {
        entry: in_force_as_listed(register, entry, on)
        for entry in register.find_entries(place, who)
    }
    sure = {entry.value for entry, holds in status.items() if holds is True}
    may_be = {entry.value for entry, holds in status.items() if holds is not False}
    complete = any(s.start <= on < s.end and who in s.kinds for s in register.complete)
    doing_it = {value for value, actions in register.covers.items() if action in actions}
    if sure & doing_it:  # it acts under one that covers the act
        found = may_be & doing_it
    elif sure:
        found = may_be
    elif complete:
        found = may_be | {register.absent}
    else:
        found = set(register.values)
    return [value for value in register.values if value in found]


def in_force_as_listed(register: Register, entry: Entry, on: date) -> bool | None:
    """Whether an entry's value is in force on a day; None: that is not known."""
    if entry.start is not None:
        begun = entry.start <= on
    elif entry.first_listed is None or entry.first_listed <= on:
        begun = True
    elif any(on <= day < entry.first_listed for day in register.lists):
        begun = False  # a list of that day or later does not have it yet
    else:
        begun = None
    later = [day for day in register.lists if entry.last_listed and entry.last_listed < day]
    if entry.end is not None:
        ended = entry.end <= on
    elif not later or (entry.last_listed and on <= entry.last_listed):
        ended = False  # what the newest list has is taken as in force
    elif any(day <= on for day in later):
        ended = True  # a list up to that day has it no more
    else:
        ended = None
    if begun is False or ended is True:
        return False
    return True if begun and ended is False else None
