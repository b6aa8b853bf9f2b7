"""The lists of `validation/`, and how each row of them compares with the panel."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from safehavens import Corpus
from safehavens.corpus.model import VERDICTS, Battery
from safehavens.decide.brief import Brief, decide_briefly
from safehavens.decide.request import Request, find_answered_days
from safehavens.logic.expression import Expression, facts_of, truth
from safehavens.measure.adoption import read_condition
from safehavens.measure.index import IndexFormulas, index_names
from safehavens.measure.probes import choose_battery, narrow_battery

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "validation"
AGREEMENT_KINDS = ("police", "sheriff", "jail")
CLAIMS = ("holds", "not", "begins", "ends")
REASONS = {
    "law missing": "A source names a rule that is not coded.",
    "rule is narrower": "A rule is coded, and does less than the list's claim asks for.",
    "higher law": "Higher law sets local law aside, or forbids it, on that day.",
    "nothing found": "A search for the place's own rules found none, and the list names none.",
    "not searched": "No search for the place's own rules is on record, and the list names none.",
    "list stale": "The list names what had ended by its day, or had not begun.",
    "another measure": "The list counts something else than the panel does.",
    "day differs": "Both have the rule and give other days; the law's day has a source.",
    "whose law": "The rule is another government's or another agency's than the one asked.",
}


class Row(NamedTuple):
    """One claim: that a condition holds on a day, or does not, or when it begins or ends."""

    place: str
    name: str
    test: str
    claim: str
    first: str
    last: str
    says: str


class Reason(NamedTuple):
    """Why the panel differs from a list in a place, or in all places under it."""

    list: str
    test: str
    place: str
    kind: str
    reason: str
    source: str

    def explains(self, list_id: str, row: Row) -> bool:
        """Whether a row's disagreement has this reason."""
        inside = row.place == self.place or row.place.startswith(self.place + "/")
        return self.list == list_id and self.test in ("", row.test) and inside


@dataclass(frozen=True)
class Compared:
    """A row, how it compares (agrees, near, bounds, disagrees, unread), and what the panel has."""

    row: Row
    outcome: str
    panel: str = ""


@dataclass
class Condition:
    """A condition on the panel, answered for a place and a day.

    A probe that is open only because a day is not known takes each of its verdicts in turn.
    """

    corpus: Corpus
    battery: Battery
    expression: Expression
    _answers: dict[tuple[int, str], Brief] = field(default_factory=dict)

    @cached_property
    def formulas(self) -> IndexFormulas:
        """The indices and indicators that the condition names."""
        return IndexFormulas(self.battery)

    def answer(self, place: str, day: date) -> dict[str, Brief]:
        """What each probe answers."""
        engine = self.corpus.engine
        answers = {}
        for probe in self.battery.probes.values():
            request = Request(place, probe.who, probe.action, day, probe.facts)
            position = engine.stretch(request).position
            key = (id(position), probe.id)
            if key not in self._answers:
                self._answers[key] = decide_briefly(engine, position, probe.facts, questions=False)
            answers[probe.id] = self._answers[key]
        return answers

    def holds(self, answers: Mapping[str, Brief]) -> bool | None:
        """Whether the condition holds; None if that depends on a day that is not known."""
        options = [
            (("prohibited", False), ("required", False), ("permitted", True), ("permitted", False))
            if brief.uncertain_in_time
            else ((brief.verdict, brief.basis == "power"),)
            for brief in answers.values()
        ]
        met = {self._holds_of(given) for given in itertools.product(*options)}
        return met.pop() if len(met) == 1 else None

    def _holds_of(self, answers: tuple[tuple[str, bool], ...]) -> bool:
        verdicts = [verdict for verdict, _ in answers]
        codes = np.array([[VERDICTS.index(verdict)] for verdict in verdicts], dtype=np.int8)
        granted = np.array(
            [[power and verdict == "permitted"] for verdict, power in answers], dtype=np.bool_
        )
        values = self.formulas.evaluate(codes, granted)[:, 0]
        facts = {
            **dict(zip(self.battery.probes, verdicts, strict=True)),
            **dict(zip(index_names(self.battery), map(float, values), strict=True)),
        }
        return truth(self.expression, facts) is True

    def spells(self, place: str) -> Iterator[tuple[date, bool | None]]:
        """The days on which the condition begins or ceases to hold."""
        engine, probes = self.corpus.engine, self.battery.probes.values()
        first = find_answered_days(engine.lawbook, (p.action for p in probes)).start or date.min
        days = {first}
        for probe in probes:
            timeline = engine.timeline(place, probe.who, probe.action)
            days.update(s.start for s in timeline if s.start is not None and s.start > first)
        before: bool | str | None = "nothing"
        for day in sorted(days):
            now = self.holds(self.answer(place, day))
            if now != before:
                yield day, now
            before = now


def compare_row(row: Row, condition: Condition, tolerance: int) -> Compared:
    """Compare one claim of a list with the panel."""
    if not row.place:
        return Compared(row, "unread")
    first = date.fromisoformat(row.first)
    if row.claim in ("holds", "not"):
        answers = condition.answer(row.place, first)
        met = condition.holds(answers)
        outcome = "bounds" if met is None else "agrees" if met is (row.claim == "holds") else ""
        return Compared(row, outcome or "disagrees", write_answers(answers))
    last = date.fromisoformat(row.last or row.first)
    turns = list(find_turns(condition.spells(row.place), row.claim == "begins"))
    apart = min((days_apart(turn, first, last) for turn in turns), default=None)
    if any(first <= turn[1] <= last for turn in turns):
        outcome = "agrees"
    elif apart == 0:
        outcome = "bounds"
    else:
        outcome = "near" if apart is not None and apart <= tolerance else "disagrees"
    return Compared(row, outcome, write_turns(turns))


def find_turns(
    spells: Iterable[tuple[date, bool | None]], begins: bool
) -> Iterator[tuple[date, date]]:
    """The days on which a condition begins (or ceases) to hold: the earliest and the latest."""
    unsure: date | None = None
    held: bool | None = None
    for day, now in spells:
        if now is None:
            unsure = unsure or day
            continue
        if held is not None and now is not held and now is begins:
            yield unsure or day, day
        elif held is None and now and begins:  # on the first day that is answered
            yield date.min, day
        held, unsure = now, None


def days_apart(turn: tuple[date, date], first: date, last: date) -> int:
    """How many days lie between two intervals; 0 if they meet."""
    return max(0, (turn[0] - last).days, (first - turn[1]).days)


def write_turns(turns: list[tuple[date, date]]) -> str:
    """What the panel has for a beginning or an end."""
    texts = [
        f"by {end}" if start == date.min else f"{end}" if start == end else f"{start} to {end}"
        for start, end in turns
    ]
    return "; ".join(texts) or "never"


def write_answers(answers: Mapping[str, Brief]) -> str:
    """What the panel answers, if that is short."""
    texts = {f"{brief.verdict} ({brief.basis})" for brief in answers.values()}
    return texts.pop() if len(texts) == 1 else "the condition is not met"


def compare_list(corpus: Corpus, about: Mapping[str, object], rows: list[Row]) -> list[Compared]:
    """Compare every row of a list, and the states that a complete list does not name."""
    battery = choose_battery(corpus.lawbook, None)
    conditions = {}
    for test, text in about["tests"].items():
        expression = read_condition(text, battery)
        conditions[test] = Condition(
            corpus, narrow_battery(battery, facts_of(expression)), expression
        )
    if day := about.get("complete"):
        named = {(row.test, row.place) for row in rows}
        rows = rows + [
            Row(state.id, state.name, test, "not", day, "", "not named")
            for test in conditions
            for state in corpus.gazetteer.states()
            if "/territory:" not in state.id and (test, state.id) not in named
        ]
    tolerance = about.get("tolerance", 0)
    return [
        compare_row(row, conditions[row.test], tolerance)
        if row.test in conditions
        else Compared(row, "not measured")
        for row in rows
    ]


def read_rows(path: Path) -> list[Row]:
    """The rows of a list. Raises ValueError with the line of one that cannot be read."""
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        for line, record in enumerate(csv.DictReader(file), 2):
            row = Row(**record)
            if row.claim not in CLAIMS:
                raise ValueError(
                    f"{path}:{line}: {row.claim!r} is not a claim: {', '.join(CLAIMS)}."
                )
            rows.append(row)
    return rows


def read_register_rows(path: Path) -> list[Row]:
    """The rows of a register as claims: each agency that is listed had its agreement that day."""
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            kinds = [kind for kind in record["who"].split(";") if kind in AGREEMENT_KINDS]
            day = record["from"] or record["first_listed"]
            for kind in kinds:
                rows.append(
                    Row(record["place"], record["agency"], kind, "holds", day, "", record["form"])
                )
    return rows


def read_reasons() -> list[Reason]:
    """The reasons of disagreements, the most local first."""
    with (FOLDER / "reasons.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[1:]
    reasons = []
    for number, cells in enumerate(lines, 2):
        if len(cells) != len(Reason._fields):
            raise ValueError(f"reasons.csv:{number}: {len(cells)} cells; quote those with commas.")
        if cells[3] not in REASONS:
            raise ValueError(f"reasons.csv:{number}: {cells[3]!r} is not in {', '.join(REASONS)}.")
        reasons.append(Reason(*cells))
    return sorted(reasons, key=lambda reason: (-reason.place.count("/"), -len(reason.test)))
