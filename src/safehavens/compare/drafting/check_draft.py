"""A draft against today's law: errors, lint, what changes for whom, which probes change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from safehavens.compare.comparison import Comparison, Side, compare
from safehavens.compare.lint.findings import LintFinding
from safehavens.compare.lint.lint import Tick, lint, lint_day
from safehavens.compare.strictness import Strictness
from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Verdict
from safehavens.corpus.places import load as load_gazetteer
from safehavens.corpus.reading.citations import unread_citations
from safehavens.corpus.reading.file_warnings import lint as check_form
from safehavens.decide.cases import run_case
from safehavens.decide.decision import Decision
from safehavens.decide.engine import Engine
from safehavens.decide.reasons import decide
from safehavens.decide.request import BadRequest, Request

_LAWMAKERS: Final = "legislature"
_ADOPT: Final = "adopt_limiting_policy"


@dataclass(frozen=True, slots=True)
class ProbeChange:
    """A standard request that the draft answers otherwise, in a place."""

    probe: str
    says: str
    place: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class DraftReport:
    """What there is to say of a draft.

    Attributes
    ----------
    on : datetime.date
        The day for which it is said: today, or the first day on which the draft would be law.
    errors : tuple of Finding
        What is wrong or odd in its form, and cases that come out otherwise than it expects.
    lint : tuple of LintFinding
        What lint finds, what higher law sets aside among it.
    adoption : tuple of Decision
        For each place below the nation that issues law in it: whether today's law lets its
        lawmakers adopt policy that limits enforcement at all, which a draft may do.
    compared : tuple of Comparison
        For each place that issues law in it: today's law (A) against the law with it (B).
    probes : tuple of ProbeChange
    """

    on: date
    errors: tuple[Finding, ...]
    lint: tuple[LintFinding, ...]
    adoption: tuple[Decision, ...]
    compared: tuple[Comparison, ...]
    probes: tuple[ProbeChange, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing in it has to be looked at."""
        odd = any(finding.accepted is None and not finding.note for finding in self.lint)
        return not odd and all(finding.severity == "notice" for finding in self.errors)


def check_draft(
    today: Engine,
    draft: Engine,
    files: set[str],
    on: date | None,
    order: Strictness | None = None,
    tick: Tick = lambda _: None,
) -> DraftReport:
    """Check a draft.

    Parameters
    ----------
    today, draft : Engine
        The law without and with the draft.
    files : set of str
        The draft's law files.
    on : datetime.date, optional
        Left out: today, or the first day on which the draft would be law.
    order : str, optional
    tick : callable

    Raises
    ------
    BadRequest
        The draft makes no law (it has rulings or facts alone).
    """
    issued = [i for i in draft.lawbook.instruments.values() if i.file in files]
    if not issued:
        raise BadRequest("The draft holds no instrument, so there is nothing to check it for.")
    day = on or lint_day(draft, files, date.today())
    # A place that only the draft names is under higher law alone today.
    today = Engine(today.lawbook, today.conditions, draft.gazetteer)
    makers = dict.fromkeys(place for i in issued for place in i.makers)
    places = list(dict.fromkeys(place for i in issued for place in (*i.makers, *i.bound)))
    return DraftReport(
        on=day,
        errors=tuple(sorted(_check_form(draft, files), key=Finding.sort_key)),
        lint=tuple(lint(draft, day, files, tick)),
        adoption=tuple(_ask_adoption(today, makers, day)),
        compared=tuple(_compare_place(today, draft, place, day, order) for place in places),
        probes=tuple(_compare_probes(today, draft, places, day)),
    )


def _check_form(draft: Engine, files: set[str]) -> Iterator[Finding]:
    """What `safehavens check` says of the draft's files."""
    gazetteer = load_gazetteer()
    lawbook = draft.lawbook
    alone = replace(
        lawbook,
        instruments={id: i for id, i in lawbook.instruments.items() if i.file in files},
        rulings={id: r for id, r in lawbook.rulings.items() if r.file in files},
    )
    for finding in (*check_form(lawbook, gazetteer), *unread_citations(alone)):
        if finding.file in files:
            yield finding
    for case in draft.lawbook.cases:
        if case.file in files and (problem := run_case(draft, case).problem) is not None:
            yield Finding("error", case.file, case.line, f"case {case.name!r}: {problem}",
                          None, "cases")  # fmt: skip


def _ask_adoption(today: Engine, issuers: Iterable[str], on: date) -> Iterator[Decision]:
    vocabulary = today.lawbook.vocabulary
    if _ADOPT not in vocabulary.actions or _LAWMAKERS not in vocabulary.who:
        return
    for place in issuers:
        if today.gazetteer.get(place).level != "national":
            decision = decide(today, Request(place, _LAWMAKERS, _ADOPT, on))
            if decision.because:
                yield decision


def _compare_place(
    today: Engine, draft: Engine, place: str, on: date, order: Strictness | None
) -> Comparison:
    name = draft.gazetteer.get(place).name
    before = Side(today, place, on, f"the law of {name} as it is")
    after = Side(draft, place, on, f"the law of {name} with the draft")
    comparison = compare(before, after, order=order)
    changed = tuple(item for item in comparison.actions if item.relation != "equal")
    return Comparison(comparison.a, comparison.b, comparison.on_a, comparison.on_b, changed)


def _compare_probes(
    today: Engine, draft: Engine, places: list[str], on: date
) -> Iterator[ProbeChange]:
    battery = draft.lawbook.battery
    for place in places if battery is not None else ():
        assert battery is not None
        for probe in battery.probes.values():
            before, after = (
                engine.verdict(Request(place, probe.who, probe.action, on, probe.facts))
                for engine in (today, draft)
            )
            if before != after:
                yield ProbeChange(probe.id, probe.says, place, before, after)
