"""What the SELECT says beside its SQL: whose law, of which days, from where, resting on what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from safehavens.corpus.model import Fact, FactValue, Lawbook, Verdict
from safehavens.decide.decision import DISCLAIMER, Citation
from safehavens.warehouse.dialects import wrapped
from safehavens.warehouse.law_spells import Law, Part, Spell
from safehavens.warehouse.readable import Term

_MODAL = {"must": "must", "must_not": "must not", "may": "may"}

VALUES = "A value that the fact cannot have (NaN and infinity are none): no verdict; mend the row."
IMPOSSIBLE = "These facts cannot all be so: no verdict; `safehavens ask` says why."
AGAINST = (
    "These facts contradict each other, or a presumption that was taken for a fact left out: "
    "no verdict; `safehavens ask` answers such a request."
)
BESIDES = "Settled as well, by what these facts imply or rule out:"
DEPENDS = "What is not known would change the answer."


def header(
    lawbook: Lawbook,
    place_name: str,
    note: str | None,
    who: str,
    action: str,
    law: Law,
    window: tuple[date | None, date | None],
    table: str,
    date_column: str | None,
) -> list[str]:
    """The lines above the SELECT."""
    vocabulary = lawbook.vocabulary
    lines = wrapped(
        f"{place_name}. {who}: {vocabulary.who[who]}. {action}: {vocabulary.actions[action]}."
    )
    if note:
        lines += wrapped(note)
    lines += wrapped(f"Law of {_days(*window)}, as coded in corpus {lawbook.version[:12]}.")
    lines += wrapped(DISCLAIMER)
    if date_column is not None:
        lines += wrapped(
            f"The law is that of the day in the column {date_column}; a row without one, or with "
            f"one outside these days, has no verdict."
        )
    if law.columns:
        lines += ["", f"Columns of {table} that are read; NULL in one says that it is not known:"]
        for name in law.columns:
            lines += wrapped(f"{name}: {_values(lawbook.facts[name])}", "  ")
    private = [name for name in law.columns if lawbook.facts[name].private]
    if private:
        lines += wrapped(
            f"About a person's own status, and better not kept in a table: {', '.join(private)}.",
            "  ",
        )
    if law.presumed or law.unknown or law.idle:
        lines += ["", "Facts that are no columns:"]
    for name, value in law.presumed.items():
        lines.append(f"  presumed: {name} = {_literal(value)}")
    for name in law.unknown:
        lines.append(f"  not known: {name}")
    for name in law.idle:
        lines.append(f"  settles nothing: {name}")
    return [*lines, ""]


def _days(start: date | None, end: date | None) -> str:
    last = None if end is None else end - timedelta(days=1)
    if start is not None and start == last:
        return str(start)
    if start is None and last is None:
        return "all days"
    if last is None:
        return f"{start} and after"
    return f"{last} and before" if start is None else f"{start} to {last}"


def _values(fact: Fact) -> str:
    if fact.type == "bool":
        return "true or false"
    if fact.type == "enum":
        return "text, " + ", ".join(f"'{value}'" for value in fact.values)
    return f"a number of {fact.unit}" + (", from 0" if fact.unit == "years" else "") \
        if fact.unit else "a number"  # fmt: skip


def _literal(value: FactValue) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return f"'{value}'" if isinstance(value, str) else f"{value:g}"


def spell_lines(spell: Spell) -> list[str]:
    """The days of a spell, and what happened on those on which the law changed."""
    return [f"===== {_days(spell.start, spell.end)}", *_change_lines(spell)]


def unmoved_lines(spell: Spell) -> list[str]:
    """Changes of the law that changed no answer, for a window that is one spell."""
    changes = _change_lines(spell)
    return ["The law changed within these days, but no answer did:", *changes] if changes else []


def _change_lines(spell: Spell) -> list[str]:
    lines: list[str] = []
    for day, changes in spell.began:
        said = []
        for change in changes:
            ruling = f" ({change.ruling})" if change.ruling else ""
            said.append(f"{change.norm} {change.what}{ruling}")
        lines += wrapped(f"{day}: {'; '.join(said)}.")
    return lines


class Citations:
    """Cites norms: in full when first met, by id after that."""

    def __init__(self) -> None:
        self._cited: set[str] = set()

    def of_ways(self, spell: Spell, verdict: Verdict, ways: Sequence[Term]) -> list[list[str]]:
        """The lines above each way to a verdict by the norms' own conditions."""
        part = spell.last
        ids = [norm.id for norm in part.stretch.position.norms]
        held = {ids[i] for way in ways for i in way.holding}
        found = []
        for number, way in enumerate(ways):
            lines: list[str] = []
            for i in way.holding:
                lines += self._norm(part, ids[i], spell)
            if way.failing:
                named = ", ".join(ids[i] for i in way.failing)
                start = "and not" if way.holding else "Where this does not hold" \
                    if len(way.failing) == 1 else "Where none of these holds"  # fmt: skip
                lines += wrapped(f"{start}: {named}.")
            if number == 0:
                lines += self.of_verdict(spell, verdict, held)
            found.append(lines)
        return found

    def of_verdict(self, spell: Spell, verdict: Verdict, besides: Iterable[str] = ()) -> list[str]:
        """The norms that give a verdict, but those cited elsewhere."""
        besides = set(besides)
        deciding = _deciding(spell, verdict)
        lines: list[str] = []
        for id, part in deciding.items():
            if id not in besides:
                lines += self._norm(part, id, spell)
        if not deciding and verdict == "permitted":
            lines.append("No norm coded here that stands decides this: the law leaves it open.")
        return lines

    def _norm(self, part: Part, id: str, spell: Spell) -> list[str]:
        """A norm; where it does not give the verdict all through the spell, since or until when."""
        citation = next(c.citation for c in part.stretch.considered if c.citation.norm == id)
        lines = [f"{id}: {_MODAL[citation.modality]}{_when(spell, id)}"]
        if id not in self._cited:
            self._cited.add(id)
            lines += wrapped(_said(citation), "  ")
            if citation.url:
                lines.append(f"  {citation.url}")
        return lines


def _deciding(spell: Spell, verdict: Verdict) -> dict[str, Part]:
    """The norms that give the verdict in some part of the spell, with the latest such part."""
    found: dict[str, Part] = {}
    for part in spell.parts:
        for i in part.patterns.deciding.get(verdict, ()):
            found[part.stretch.position.norms[i].id] = part
    return dict(sorted(found.items()))


def _when(spell: Spell, id: str) -> str:
    """In force in a part of the spell only: from which day, until which."""
    parts = [p for p in spell.parts if any(norm.id == id for norm in p.stretch.position.norms)]
    said = []
    if parts[0] is not spell.parts[0]:
        said.append(f"from {parts[0].stretch.start}")
    if parts[-1] is not spell.parts[-1]:
        said.append(f"until {parts[-1].stretch.end}")
    return f" ({', '.join(said)})" if said else ""


def _said(citation: Citation) -> str:
    says = citation.says.rstrip()
    return f"{citation.title}, {citation.cite}: {says}" + ("" if says.endswith(".") else ".")
