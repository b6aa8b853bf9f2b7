"""What comes next: the first change of an answer after the day that was asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safehavens.corpus.model import Basis, Verdict
from safehavens.decide.brief import Brief, decide_briefly
from safehavens.decide.cited import Citation, cite_deciding
from safehavens.decide.engine import Engine
from safehavens.decide.norms.timeline import Stretch
from safehavens.decide.request import Request
from safehavens.values.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class NextAnswer:
    """The next answer to the same request: another verdict, or another basis of it.

    Attributes
    ----------
    on : datetime.date
        The first day on which it is the answer for sure.
    earliest : datetime.date or None
        Where no source gives the exact day: the first on which it may be the answer. None: it is
        known.
    verdict : str
    basis : str
        As in `safehavens.decide.decision.Decision`.
    deciding : tuple of str
        The norms that give it, or may, by id.
    citation : Citation or None
        The first of those that say what the verdict says, one that begins after the day asked
        about if there is one; None: no norm decides.
    """

    on: date
    earliest: date | None
    verdict: Verdict
    basis: Basis
    deciding: tuple[str, ...]
    citation: Citation | None


def find_next_answer(
    engine: Engine, request: Request, verdict: Verdict, basis: Basis, uncertain_in_time: bool
) -> NextAnswer | None:
    """The first other answer after the request's day; None: none is on record.

    Parameters
    ----------
    engine : Engine
    request : Request
        Words and facts are checked already.
    verdict, basis, uncertain_in_time
        The answer of the day: whether a day that no source gives would change it.
    """
    now = (verdict, basis)
    may_be_so_already = uncertain_in_time
    unsure: list[tuple[Stretch, Brief]] = []
    for stretch, answer in _answer_later(engine, request):
        if answer.uncertain_in_time:
            unsure.append((stretch, answer))
        elif (answer.verdict, answer.basis) != now:
            earliest = unsure[0][0].start if unsure else None
            return _describe(
                request, stretch, answer, request.on if may_be_so_already else earliest
            )
        elif unsure and not may_be_so_already:
            break  # the same answer after days on which it may have been another
        else:
            may_be_so_already, unsure = False, []
    if may_be_so_already:
        return None
    for stretch, answer in unsure:  # of those that are not sure, the first that is another
        if (answer.verdict, answer.basis) != now:
            earliest = unsure[0][0].start
            return _describe(
                request, stretch, answer, None if earliest == stretch.start else earliest
            )
    return None


def _answer_later(engine: Engine, request: Request) -> Iterator[tuple[Stretch, Brief]]:
    timeline = engine.timeline(request.place, request.who, request.action)
    day = timeline.at(request.on).end
    while day is not None:
        stretch = timeline.at(day)
        yield stretch, decide_briefly(engine, stretch.position, request.facts, questions=False)
        day = stretch.end


def _describe(
    request: Request, stretch: Stretch, answer: Brief, earliest: date | None
) -> NextAnswer:
    assert stretch.start is not None
    begun = [one for one in stretch.considered if one.start > request.on]
    cited = cite_deciding(begun, answer.verdict, answer.deciding)
    if cited is None:
        cited = cite_deciding(stretch.considered, answer.verdict, answer.deciding)
    return NextAnswer(stretch.start, earliest, answer.verdict, answer.basis, answer.deciding, cited)
