"""The comments of the SELECT: whose law it is, of which days, and which norms it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from safehavens.corpus.model import Fact, FactValue, Lawbook, Verdict
from safehavens.decide.cited import Citation
from safehavens.decide.decision import DISCLAIMER
from safehavens.decide.facts.left_out.fallen import Way
from safehavens.decide.norms.unsure import Doubt
from safehavens.warehouse.dialects import TITLES
from safehavens.warehouse.readable import Term
from safehavens.warehouse.select_request import SelectRequest
from safehavens.warehouse.settled_stretch import SettledStretch
from safehavens.warehouse.sql_text import wrap_comment
from safehavens.warehouse.window_law import AnswerSpell, WindowLaw

_MODAL = {"must": "must", "must_not": "must not", "may": "may"}

VALUES = "A value that the fact cannot have (NaN and infinity too): no verdict; correct the row."
IMPOSSIBLE = "These facts cannot all be true: no verdict; `safehavens ask` says why."
AGAINST = (
    "What is presumed of facts left out cannot all be so beside these: no verdict; "
    "`safehavens ask` answers such a request."
)
BESIDES = "Also settled, by what these facts imply or rule out:"
DEPENDS = "The answer depends on what is not known."
BASIS = (
    "basis: what the verdict rests on; of several, the weakest that is possible. From firm to "
    "weak: rule (a rule decides), power (a rule gives leave), outside (a rule was found, and does "
    "not decide this), no_duty (a higher law does not require it), silence (no rule was found)."
)
DOUBTS: Final[Mapping[Doubt, str]] = {
    "day": "uncertain_in_time: a rule's first or last day is not known, and would change the "
    "verdict.",
    "bound": "may_not_bind: it is not known whether a rule binds the agency, and that would change "
    "the verdict.",
}


def describe_dialect(dialect: str, name: str) -> list[str]:
    """Which dialect it is, where it was asked for by another name."""
    return [] if name == dialect else [f"Written for {TITLES[dialect]} (dialect {dialect})."]


def describe_law(
    lawbook: Lawbook,
    request: SelectRequest,
    law: WindowLaw,
    window: tuple[date | None, date | None],
    table: str,
    date_column: str | None,
    numeric: bool,
) -> list[str]:
    """The lines above the SELECT. `numeric`: facts that are true or false are numbers."""
    vocabulary = lawbook.vocabulary
    lines = wrap_comment(
        f"{request.place_name}. {request.who}: {vocabulary.who[request.who]}. "
        f"{request.action}: {vocabulary.actions[request.action]}."
    )
    if request.place_note:
        lines += wrap_comment(request.place_note)
    lines += wrap_comment(
        f"Law of {_describe_days(*window)}, as coded in corpus {lawbook.version[:12]}."
    )
    lines += wrap_comment(DISCLAIMER)
    if date_column is not None:
        lines += wrap_comment(
            f"The law is that of the day in the column {date_column}; a row without one, or with "
            f"one outside these days, has no verdict."
        )
    if law.columns:
        lines += ["", f"Columns of {table} that are read; NULL means not known:"]
        for name in law.columns:
            lines += wrap_comment(f"{name}: {_describe_values(lawbook.facts[name], numeric)}", "  ")
    private = [name for name in law.columns if lawbook.facts[name].private]
    if private:
        lines += wrap_comment(
            f"About a person's own status, and better not kept in a table: {', '.join(private)}.",
            "  ",
        )
    if law.presumed or law.unless or law.unknown or law.idle:
        lines += ["", "Facts that are not columns:"]
    for name, value in law.presumed.items():
        lines.append(f"  presumed: {name} = {write_value(value, numeric)}")
    for name in law.unless:
        fact = lawbook.facts[name]
        assert fact.presume is not None
        value = write_value(fact.presume, numeric)
        lines += wrap_comment(f"presumed: {name} = {value}, unless {fact.presume_unless}", "  ")
    for name in law.unknown:
        lines.append(f"  not known: {name}")
    for name in law.idle:
        lines.append(f"  settles nothing: {name}")
    return [*lines, ""]


def _describe_days(start: date | None, end: date | None) -> str:
    last = None if end is None else end - timedelta(days=1)
    if start is not None and start == last:
        return str(start)
    if start is None and last is None:
        return "all days"
    if last is None:
        return f"{start} and after"
    return f"{last} and before" if start is None else f"{start} to {last}"


def _describe_values(fact: Fact, numeric: bool) -> str:
    if fact.type == "bool":
        return "1 (true) or 0 (false)" if numeric else "true or false"
    if fact.type == "enum":
        return "text, " + ", ".join(f"'{value}'" for value in fact.values)
    return f"a number of {fact.unit}" + (", from 0" if fact.unit == "years" else "") \
        if fact.unit else "a number"  # fmt: skip


def write_value(value: FactValue, numeric: bool) -> str:
    """A fact's value as SQL writes it."""
    if isinstance(value, bool):
        return str(int(value)) if numeric else str(value).upper()
    return f"'{value}'" if isinstance(value, str) else f"{value:g}"


def describe_way(way: Way, numeric: bool) -> list[str]:
    """What rows show of facts that a presumption is not made of."""
    shown = [f"{name} = {write_value(value, numeric)}" for name, value in sorted(way.known.items())]
    shown += [f"{name} is known" for name in sorted(way.told)]
    return wrap_comment(f"These facts show it, so it is not presumed: {'; '.join(shown)}.")


def describe_doubts(spell: AnswerSpell) -> list[str]:
    """What is not known of the law itself in a spell."""
    days: set[str] = set()
    binds: set[str] = set()
    for part in spell.parts:
        position = part.stretch.position
        days |= {*position.find_doubtful(position.hidden, "day")}
        binds |= {*position.find_doubtful(position.hidden, "bound")}
    lines: list[str] = []
    if days:
        lines += wrap_comment(
            f"Not known, in some or all of these days: whether this has begun, or has ended: "
            f"{', '.join(sorted(days))}."
        )
    if binds:
        lines += wrap_comment(
            f"Not known: whether this binds the agency: {', '.join(sorted(binds))}."
        )
    return lines


def describe_spell(spell: AnswerSpell) -> list[str]:
    """The days of a spell, and what happened on those on which the law changed."""
    return [f"===== {_describe_days(spell.start, spell.end)}", *_describe_changes(spell)]


def describe_silent_changes(spell: AnswerSpell) -> list[str]:
    """Changes of the law that changed no answer, for a window that is one spell."""
    changes = _describe_changes(spell)
    return ["The law changed within these days, but no answer did:", *changes] if changes else []


def _describe_changes(spell: AnswerSpell) -> list[str]:
    lines: list[str] = []
    for day, changes in spell.began:
        events = []
        for change in changes:
            ruling = f" ({change.ruling})" if change.ruling else ""
            events.append(f"{change.norm} {change.what}{ruling}")
        lines += wrap_comment(f"{day}: {'; '.join(events)}.")
    return lines


class Citations:
    """Cites norms: in full when first met, by id after that."""

    def __init__(self) -> None:
        self._cited: set[str] = set()

    def cite_ways(
        self, spell: AnswerSpell, verdict: Verdict, ways: Sequence[Term]
    ) -> list[list[str]]:
        """The lines above each way to a verdict by the norms' own conditions."""
        part = spell.last
        ids = [norm.id for norm in part.stretch.position.norms]
        cited_by_ways = {ids[i] for way in ways for i in way.holding}
        lines_of_ways = []
        for number, way in enumerate(ways):
            lines: list[str] = []
            for i in way.holding:
                lines += self._cite_norm(part, ids[i], spell)
            if way.failing:
                named = ", ".join(ids[i] for i in way.failing)
                start = "and not" if way.holding else "Where this does not hold" \
                    if len(way.failing) == 1 else "Where none of these holds"  # fmt: skip
                lines += wrap_comment(f"{start}: {named}.")
            if number == 0:
                lines += self.cite_verdict(spell, verdict, cited_by_ways)
            lines_of_ways.append(lines)
        return lines_of_ways

    def cite_verdict(
        self, spell: AnswerSpell, verdict: Verdict, besides: Iterable[str] = ()
    ) -> list[str]:
        """The norms that give a verdict, but those cited elsewhere."""
        besides = set(besides)
        deciding = _find_deciding(spell, verdict)
        lines: list[str] = []
        for id, part in deciding.items():
            if id not in besides:
                lines += self._cite_norm(part, id, spell)
        if not deciding and verdict == "permitted":
            lines.append("No norm coded here that stands decides this.")
        return lines

    def _cite_norm(self, part: SettledStretch, id: str, spell: AnswerSpell) -> list[str]:
        """A norm; where it does not give the verdict all through the spell, since or until when."""
        citation = next(c.citation for c in part.stretch.considered if c.citation.norm == id)
        lines = [f"{id}: {_MODAL[citation.modality]}{_describe_time(spell, id)}"]
        if id not in self._cited:
            self._cited.add(id)
            lines += wrap_comment(_describe_citation(citation), "  ")
            if citation.url:
                lines.append(f"  {citation.url}")
        return lines


def _find_deciding(spell: AnswerSpell, verdict: Verdict) -> dict[str, SettledStretch]:
    """The norms that give the verdict in some part of the spell, with the latest such part."""
    latest: dict[str, SettledStretch] = {}
    for part in spell.parts:
        for i in part.patterns.deciding.get(verdict, ()):
            latest[part.stretch.position.norms[i].id] = part
    return dict(sorted(latest.items()))


def _describe_time(spell: AnswerSpell, id: str) -> str:
    """In force in a part of the spell only: from which day, until which."""
    parts = [p for p in spell.parts if any(norm.id == id for norm in p.stretch.position.norms)]
    limits = []
    if parts[0] is not spell.parts[0]:
        limits.append(f"from {parts[0].stretch.start}")
    if parts[-1] is not spell.parts[-1]:
        limits.append(f"until {parts[-1].stretch.end}")
    return f" ({', '.join(limits)})" if limits else ""


def _describe_citation(citation: Citation) -> str:
    says = citation.says.rstrip()
    return f"{citation.title}, {citation.cite}: {says}" + ("" if says.endswith(".") else ".")
