"""The deadlines of a case: those of the law of the day of receipt, and the paper's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from safehavens.corpus.consequences import Clock, Notice
from safehavens.corpus.model import Norm
from safehavens.decide.engine import Engine
from safehavens.decide.request import Request
from safehavens.register.cases.register_case import FoldedBook, RegisterCase, Written
from safehavens.register.deadlines.case_events import find_done, find_event
from safehavens.register.deadlines.counting import Holidays, run_out
from safehavens.register.deadlines.deadline import Deadline, DeadlineState
from safehavens.register.entries.bodies import AnswerBody, DutyBody, RequestBody


@dataclass(frozen=True, slots=True)
class _Demand:
    """What is demanded of a case, before its time is worked out."""

    source: Literal["norm", "paper"]
    id: str
    action: str
    says: str
    cite: str
    certain: bool
    clock: Clock | None
    notice: Notice | None


def list_case_deadlines(
    engine: Engine, book: FoldedBook, case: RegisterCase, now: datetime
) -> tuple[Deadline, ...]:
    """What must be done in a case, and by when.

    Parameters
    ----------
    engine : Engine
        The law.
    book : FoldedBook
        Its settings give the zone and the agency's own holidays.
    case : RegisterCase
    now : datetime
        With its zone.

    Returns
    -------
    tuple of Deadline
        In the order of the answers; none where the request was destroyed.
    """
    if case.request is None:
        return ()
    zone = ZoneInfo(book.settings.zone or "UTC")
    holidays = book.settings.holidays or {}
    withdrawn = min((one.body.happened_at for one in case.withdrawals), default=None)
    entered = {duty.body.norm: duty for duty in case.duties}
    times = _Times(now, zone, holidays, withdrawn)
    demands = (*_of_the_law(engine, case), *_of_the_paper(engine, case.request.body))
    found = (times.place(case, demand, entered.get(demand.id)) for demand in demands)
    return tuple(found)


def _of_the_law(engine: Engine, case: RegisterCase) -> Iterator[_Demand]:
    """The duties that came with the answers, and the rules with a clock on what was asked for.

    What is reported by period is no matter of one case.
    """
    told = {report.duty for report in engine.lawbook.reports.values()}
    norms = engine.lawbook.norms
    for answer in case.answers:
        rules = [(norms[id], True) for id in answer.body.duties if id in norms]
        rules += _clocked_rules(engine, answer.body)
        for norm, certain in rules:
            if norm.id not in told:
                told.add(norm.id)
                action = answer.body.action if len(norm.actions) > 1 else norm.actions[0]
                yield _Demand(
                    "norm", norm.id, action, norm.says, _cite(engine, norm), certain, norm.clock,
                    norm.notice,
                )  # fmt: skip


def _clocked_rules(engine: Engine, body: AnswerBody) -> Iterator[tuple[Norm, bool]]:
    """The rules with a clock, in force on the day, whose condition the facts given leave open.

    What is presumed does not rule one out: that nobody has been held past the time of release is
    presumed, and it is the limit of just that which is wanted.
    """
    facts = {name: value for name, value in body.facts.items() if value is not None}
    request = Request(body.place, body.who, body.action, body.law_day, facts)
    position = engine.stretch(request).position
    settled = engine.settle(position, facts)
    known = {name: held for name, held in settled.known.items() if name not in settled.presumed}
    truths = position.truths(known)
    for at in range(position.binding):
        norm = position.norms[at]
        if norm.clock is not None and truths[at] is not False:
            yield norm, truths[at] is True


def _of_the_paper(engine: Engine, request: RequestBody) -> Iterator[_Demand]:
    """What the paper itself names: no law, and shown beside it."""
    for paper in engine.lawbook.synonyms.papers:
        if paper.id == request.form:
            for action, clock in paper.clocks.items():
                if action in request.asks:
                    yield _Demand("paper", paper.id, action, paper.says, "", True, clock, None)


def _cite(engine: Engine, norm: Norm) -> str:
    return f"{engine.lawbook.instruments[norm.instrument].title}, {norm.cite}"


@dataclass(frozen=True, slots=True)
class _Times:
    """What time it is, and how an agency counts."""

    now: datetime
    zone: ZoneInfo
    holidays: Holidays
    withdrawn: datetime | None

    def place(
        self, case: RegisterCase, demand: _Demand, entered: Written[DutyBody] | None
    ) -> Deadline:
        """A demand in time."""
        clock = demand.clock
        starts = None if clock is None else clock.starts
        started = None if starts is None else find_event(case, starts)
        ends = None
        if clock is not None and clock.before is None and started is not None:
            ends = run_out(started, clock, self.zone, self.holidays)
        due = None if ends is None else ends.at
        done = self._find_done(case, demand, entered)
        return Deadline(
            case_no=case.number, source=demand.source, id=demand.id, action=demand.action,
            says=demand.says, cite=demand.cite, certain=demand.certain, clock=clock,
            notice=demand.notice, started=started, due=due,
            may_be_due=None if ends is None else ends.may_be,
            unsure_of=() if ends is None else ends.unsure_of,
            state=self._tell_state(case, demand, entered, started, due, done), done_at=done,
        )  # fmt: skip

    def _find_done(
        self, case: RegisterCase, demand: _Demand, entered: Written[DutyBody] | None
    ) -> datetime | None:
        if entered is not None and entered.body.state == "done":
            acts = {act.no: act.body.happened_at for act in case.acts}
            return acts.get(entered.body.act or 0, entered.at)
        return find_done(case, demand.action, demand.clock)

    def _tell_state(
        self,
        case: RegisterCase,
        demand: _Demand,
        entered: Written[DutyBody] | None,
        started: datetime | None,
        due: datetime | None,
        done: datetime | None,
    ) -> DeadlineState:
        clock = demand.clock
        if entered is not None and entered.body.state != "done":
            return entered.body.state
        if done is not None:
            before = None if clock is None or clock.before is None else clock.before
            event = None if before is None else find_event(case, before)
            too_late = (due is not None and done > due) or (event is not None and done > event)
            return "done_late" if too_late else "done"
        if clock is None:  # the law gives no time
            return "now" if demand.certain or demand.notice is not None else "waiting"
        if clock.before is not None and (event := find_event(case, clock.before)) is not None:
            return "late" if event <= self.now else "running"
        if self.withdrawn is not None and (started is None or due is None or due > self.withdrawn):
            return "not_applicable"
        if started is None:
            return "waiting"
        if due is None:
            return "now"
        return "late" if due < self.now else "running"
