"""What the law did in each place: when it met a condition, and what else it did there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from safehavens.decide.engine import Engine
from safehavens.evaluate.nouns import BadEvaluation
from safehavens.evidence.kinds_of_law import LawKind, find_law_kind
from safehavens.logic.expression import Among, Compares, Expression, atoms, facts_of
from safehavens.measure.adopting.condition import read_condition
from safehavens.measure.adoption import find_adoption
from safehavens.measure.panel import Panel, ask_panel, read_layout
from safehavens.measure.probes import BadProbe, choose_battery, narrow_battery

_ID: Final = re.compile(r"[\w./-]+#[\w.-]+")


@dataclass(frozen=True, slots=True)
class Treatment:
    """What the law did in one place in a window.

    Attributes
    ----------
    place, name : str
    state : str or None
        Postal code of its state.
    adopted, adopted_earliest : datetime.date or None
        The day on which it surely met the condition, and the first on which it may have.
    already : bool
        It met it before the window.
    ended : datetime.date or None
        The day on which it no longer surely met it.
    ever : bool or None
        None: that it never met it is not known.
    searched : bool
        Whether its governments were searched for all of the window.
    began : tuple of str
        The norms that began or changed on the day of adoption.
    issuers : tuple of str
        The governments whose norms these are.
    partly : str
        What it had of the condition without meeting it; empty: nothing.
    """

    place: str
    name: str
    state: str | None
    adopted: date | None
    adopted_earliest: date | None
    already: bool
    ended: date | None
    ever: bool | None
    searched: bool
    began: tuple[str, ...]
    issuers: tuple[str, ...]
    partly: str


@dataclass(frozen=True, slots=True)
class Treatments:
    """What the law did in all places.

    Attributes
    ----------
    condition : str
    corpus : str
        Digest of the law.
    start, end : datetime.date
        The window: its first day and its last.
    places : dict of str to Treatment
        By id of place.
    facts : frozenset of str
        The probes, indices and indicators of the condition.
    kind : LawKind or None
        The kind of law that it is about.
    duty : bool
        Whether it asks for duties alone: the verdict `required`.
    """

    condition: str
    corpus: str
    start: date
    end: date
    places: Mapping[str, Treatment]
    facts: frozenset[str]
    kind: LawKind | None
    duty: bool


def find_treatments(
    engine: Engine, condition: str, places: Iterable[str], start: date, end: date, searched: str
) -> Treatments:
    """Find what the law did in places over a window.

    Parameters
    ----------
    engine : Engine
    condition : str
        On probes and indices, such as `hold_clean = 'prohibited'`.
    places : iterable of str
        Ids of places.
    start, end : datetime.date
        The first and last day of the window, which is of whole months.
    searched : str
        Of which governments silence counts as no law: `all`, `state` or `none`.

    Raises
    ------
    BadEvaluation
        The condition cannot be read, or the window is not answered.
    """
    governments = {place: engine.gazetteer.canonical(place) for place in places}
    ids = sorted(set(governments.values()))
    try:
        battery = choose_battery(engine.lawbook, None)
        read = read_condition(condition, battery)
        adoption = find_adoption(engine, condition, ids, start, end, None, None, searched)
        narrowed = narrow_battery(battery, facts_of(read))
        panel = ask_panel(engine, ids, start, end, localities=False, battery=narrowed)
    except BadProbe as error:
        raise BadEvaluation(str(error)) from None
    partly = _find_partly(panel, read)
    found = {}
    for row in adoption.table.to_pylist():
        began = tuple(dict.fromkeys(_ID.findall(row["began"] or "")))
        found[row["place"]] = Treatment(
            place=row["place"],
            name=row["name"],
            state=row["state"],
            adopted=row["adopted"],
            adopted_earliest=row["adopted_earliest"],
            already=bool(row["already"]),
            ended=row["ended"],
            ever=row["ever"],
            searched=bool(row["searched"]),
            began=began,
            issuers=_issuers(engine, row["place"], began),
            partly=partly.get(row["place"], ""),
        )
    window = adoption.window
    last = window.end - timedelta(days=1)
    by_place = {
        place: replace(found[government], place=place)
        for place, government in governments.items()
        if government in found
    }
    domains = {probe.id: probe.domain for probe in battery.probes.values()}
    facts = frozenset(facts_of(read))
    return Treatments(
        condition,
        engine.lawbook.version,
        window.start,
        last,
        by_place,
        facts,
        find_law_kind(facts, domains),
        _is_duty(read),
    )


def _is_duty(condition: Expression) -> bool:
    asked = [atom.values for atom in atoms(condition) if isinstance(atom, Among)]
    return bool(asked) and all(values == {"required"} for values in asked)


def _issuers(engine: Engine, place: str, norms: Iterable[str]) -> tuple[str, ...]:
    book = engine.lawbook
    known = [book.norms[norm].instrument for norm in norms if norm in book.norms]
    return tuple(sorted({book.instruments[instrument].maker_for(place) for instrument in known}))


def _find_partly(panel: Panel, condition: Expression) -> dict[str, str]:
    """By place, the first thing that it had of a condition without surely meeting it."""
    found: dict[str, str] = {}
    asked: dict[str, frozenset[str]] = {}
    for atom in atoms(condition):
        if isinstance(atom, Among):
            asked[atom.fact] = asked.get(atom.fact, frozenset()) | atom.values
    rows = panel.table(read_layout("spell", "long")).to_pylist() if asked else []
    for row in rows:
        words = _name_part(row["verdict"], row["basis"], asked.get(row["probe"]))
        if words is not None and row["place"] not in found:
            law = row["deciding"] or "no rule named"
            found[row["place"]] = f"{row['probe']} {words} from {row['start']} ({law})"
    numbers = [atom for atom in atoms(condition) if isinstance(atom, Compares)]
    rows = panel.table(read_layout("spell", "long"), "indices").to_pylist() if numbers else []
    opening: dict[tuple[str, str], float] = {}
    for row in rows:
        key = (row["place"], row["index"])
        before = opening.setdefault(key, row["value"])
        for atom in numbers:
            upward = atom.relation in (">", ">=")
            toward = row["value"] > before if upward else row["value"] < before
            if atom.fact == row["index"] and toward and row["place"] not in found:
                found[row["place"]] = (
                    f"{atom.fact} went from {before:.3g} to {row['value']:.3g} on {row['start']}"
                )
    return found


def _name_part(verdict: str, basis: str, asked: frozenset[str] | None) -> str | None:
    """What a verdict has of those asked for, though it is none of them; None: nothing."""
    if asked is None or verdict in asked:
        return None
    if verdict in ("depends", "conflict"):
        return f"is {verdict!r}"
    if verdict == "permitted" and basis == "power" and "required" in asked:
        return "is permitted by a rule"
    return None
