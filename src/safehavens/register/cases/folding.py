"""Entries folded into a book: cases, settings, totals, reports. Pure; can be done anew at any time.

Corrections are taken in from the last entry backwards, so that a correction that was itself
corrected counts as it should read. What was destroyed is left out wherever the `destroy` entry
stands, so a book folds alike before and after its bodies are blanked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeVar, cast

from safehavens.register.cases.case_states import (
    find_latest,
    is_contrary,
    list_open_duties,
    tell_state,
)
from safehavens.register.cases.corrections import Corrected, take_corrections
from safehavens.register.cases.register_case import FoldedBook, RegisterCase, Written
from safehavens.register.entries.bodies import (
    ActBody,
    AnswerBody,
    Body,
    CorrectionBody,
    DecisionBody,
    DutyBody,
    HoldBody,
    NilBody,
    ReportBody,
    RequestBody,
    SettingsBody,
    TallyBody,
    WithdrawalBody,
)
from safehavens.register.entries.entry import Entry

B = TypeVar("B", bound=Body)


def fold_entries(entries: Iterable[Entry]) -> FoldedBook:
    """All that the entries of one agency's book come to.

    Parameters
    ----------
    entries : iterable of Entry
        In the order of the book; the first few of them give the book as it stood then.

    Raises
    ------
    ValueError
        Entries of several agencies, or out of order.
    """
    listed = list(entries)
    _check_order(listed)
    gone = {one.no for one in listed if one.body is None}
    gone |= {one.target for one in listed if one.kind == "destroy" and one.target is not None}
    opened: dict[str, int] = {}
    for one in listed:
        if one.kind == "request" and one.case_no is not None:
            opened.setdefault(one.case_no, one.no)
    corrected, not_taken = _correct(listed, gone, opened)
    cases: dict[str, _Case] = {number: _Case(number) for number in opened}
    book = _Book()
    for one in listed:
        standing = corrected.get(one.no)
        number = one.case_no if standing is None else standing.case_no
        if number is not None and not _belongs(one, number, opened):
            not_taken.add(one.no)
        elif standing is None:
            if number is not None:
                cases[number].destroyed.append(one.no)
        else:
            written = _write(one, standing)
            book.take(written)
            if number is not None:
                cases[number].take(written)
    return FoldedBook(
        agency=listed[0].agency if listed else "",
        began=listed[0].at if listed else None,
        up_to=listed[-1].no if listed else 0,
        cases={number: case.build() for number, case in cases.items()},
        settings=SettingsBody(**book.settings),
        words=frozenset(book.words),
        tallies=tuple(_of(TallyBody, book.written)),
        nils=tuple(_of(NilBody, book.written)),
        reports=tuple(_of(ReportBody, book.written)),
        on_hold=bool(book.holds),
        destroyed=tuple(one.no for one in listed if one.no in gone),
        not_taken=tuple(sorted(not_taken)),
    )


def _check_order(entries: list[Entry]) -> None:
    if len({one.agency for one in entries}) > 1:
        raise ValueError("Entries of several agencies do not make one book.")
    if any(after.no <= before.no for before, after in pairwise(entries)):
        raise ValueError("The entries are not in the order of the book.")


def _belongs(entry: Entry, number: str, opened: dict[str, int]) -> bool:
    """Whether an entry opens its case, or its case was open; what was moved is checked before."""
    opener = opened.get(number)
    if opener is None or entry.kind == "request":
        return opener == entry.no
    return number != entry.case_no or opener < entry.no


def _correct(
    entries: list[Entry], gone: set[int], opened: dict[str, int]
) -> tuple[dict[int, Corrected], set[int]]:
    """Each entry that has a body, corrected; and the corrections that could not be taken in."""
    aimed: dict[int, list[tuple[int, CorrectionBody]]] = defaultdict(list)
    corrected: dict[int, Corrected] = {}
    not_taken: set[int] = set()
    for one in reversed(entries):
        mine = aimed.pop(one.no, [])[::-1]
        if one.no in gone:
            continue  # a correction of what was destroyed says nothing any more
        corrected[one.no], refused = take_corrections(one, mine, opened)
        not_taken.update(refused)
        body = corrected[one.no].body
        if isinstance(body, CorrectionBody):
            if one.target is None or one.target >= one.no:
                not_taken.add(one.no)
            else:
                aimed[one.target].append((one.no, body))
    not_taken.update(no for left in aimed.values() for no, _ in left)  # no such entry
    return corrected, not_taken


def _write(entry: Entry, standing: Corrected) -> Written[Body]:
    before = entry.body if standing.corrected_by else None
    return Written(entry.no, entry.at, standing.body, standing.corrected_by, before)


def _of(form: type[B], written: Iterable[Written[Body]]) -> list[Written[B]]:
    return [cast("Written[B]", one) for one in written if isinstance(one.body, form)]


class _Book:
    """What stands outside cases, while it is gathered."""

    def __init__(self) -> None:
        self.settings: dict[str, Any] = {}
        self.words: set[str] = set()
        self.holds: set[str] = set()
        self.written: list[Written[Body]] = []

    def take(self, written: Written[Body]) -> None:
        body = written.body
        if isinstance(body, SettingsBody):
            given = {name: value for name, value in body if value is not None and name != "word"}
            given["holidays"] = {**self.settings.get("holidays", {}), **(body.holidays or {})}
            self.settings.update(given)
            if body.word is not None:
                self.words.add(body.word)
        elif isinstance(body, HoldBody):
            (self.holds.add if body.state == "set" else self.holds.discard)(body.why)
        elif isinstance(body, TallyBody | NilBody | ReportBody):
            self.written.append(written)


class _Case:
    """A case while it is gathered."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.written: list[Written[Body]] = []
        self.destroyed: list[int] = []

    def take(self, written: Written[Body]) -> None:
        self.written.append(written)

    def build(self) -> RegisterCase:
        requests = _of(RequestBody, self.written)
        request = requests[0] if requests else None
        answers = _of(AnswerBody, self.written)
        decisions = [_judge(one, answers) for one in _of(DecisionBody, self.written)]
        acts, duties = _of(ActBody, self.written), _of(DutyBody, self.written)
        withdrawals = _of(WithdrawalBody, self.written)
        open_duties = list_open_duties(answers, duties)
        asks = () if request is None else request.body.asks
        return RegisterCase(
            self.number, request, tuple(answers), tuple(decisions), tuple(acts), tuple(duties),
            tuple(withdrawals), tuple(self.destroyed), open_duties,
            tell_state(asks, answers, decisions, acts, bool(withdrawals), open_duties),
        )  # fmt: skip


def _judge(
    decision: Written[DecisionBody], answers: list[Written[AnswerBody]]
) -> Written[DecisionBody]:
    """A decision that was corrected, judged anew by the answer that it was made on."""
    if not decision.corrected_by:
        return decision
    before = [answer for answer in answers if answer.no < decision.no]
    answer = find_latest(before, decision.body.action)
    contrary = answer is not None and is_contrary(decision.body.decided, answer.verdict)
    return replace(decision, body=decision.body.model_copy(update={"contrary": contrary}))
