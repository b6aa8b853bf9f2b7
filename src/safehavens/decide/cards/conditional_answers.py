"""An answer that depends, under conditions that settle it: each proved.

The conditions are prime implicants (`safehavens.decide.facts.settling`): nothing can be left out of
one, and whatever the facts are that it does not name, the answer stays. Each is put to the one-case
engine once more, with every combination of its values, before it is told; of values that no
condition of the law here tells apart, with one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from safehavens.corpus.model import BASES, VERDICTS, Basis, FactValue, Verdict
from safehavens.decide.brief import Brief
from safehavens.decide.cards.answer_sureness import is_unsure
from safehavens.decide.cards.assumed_facts import (
    Condition,
    leave_others_open,
    list_fitting,
    list_needed,
    write_condition,
)
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.cards.policy_share import (
    PolicyShare,
    find_policy_share,
    join_policy_shares,
)
from safehavens.decide.cards.status_conditions import tells_status
from safehavens.decide.cards.ways.cube_order import order_cubes
from safehavens.decide.cards.ways.proved_ways import (
    AboveWays,
    Confirmed,
    ProvedWay,
    can_be_told,
    prove_ways,
)
from safehavens.decide.engine import Engine
from safehavens.decide.facts.settled_answers import SettledAnswer
from safehavens.decide.facts.settled_basis import find_settled_basis
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.request import Given
from safehavens.logic.implicants import Cube, TooComplex

_NOTHING: Final[Mapping[str, Collection[FactValue]]] = MappingProxyType({})
_NOTHING_TOLD: Final[Mapping[Verdict, Sequence[Cube]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ConditionalAnswer:
    """An answer, and the ways to it: each a few conditions that are enough.

    `assumed` is what is presumed, and would change it; `deciding` are norms that give it. `unsure`:
    in each of its ways there are cases where every norm that gives it is of low confidence.
    `any_status`: no fact about the status of the person or of others of the household changes it.
    `by_policy`: the cases in which no law gives it, and a policy does. `unless`: what earlier
    answers tell of, where it is given only if none of that fits. `more`: there are other ways to
    it, which are not told.
    """

    verdict: Verdict
    basis: Basis
    ways: tuple[tuple[Condition, ...], ...]
    assumed: tuple[Condition, ...]
    deciding: tuple[str, ...]
    unsure: bool
    any_status: bool
    by_policy: PolicyShare
    unless: tuple[tuple[Condition, ...], ...] = ()
    more: bool = False

    @property
    def facts(self) -> frozenset[str]:
        """The facts that its conditions name."""
        return frozenset(condition.fact for way in self.ways for condition in way)


def find_conditional_answers(
    search: CaseSearch,
    facts: Given,
    most_ways: Mapping[Verdict, int],
    not_about: Mapping[str, Collection[FactValue]] = _NOTHING,
    told_already: Mapping[Verdict, Sequence[Cube]] = _NOTHING_TOLD,
    fits_too: Mapping[str, Collection[FactValue]] = _NOTHING,
    told_before: Sequence[ConditionalAnswer] = (),
    order: Sequence[Verdict] = (),
) -> tuple[ConditionalAnswer, ...]:
    """The answers that a request may have, each with the fewest conditions that settle it.

    Ways to a verdict that are sure and ways that are not are answers of their own, and so are ways
    for people of any status and ways that turn on it, and ways for which different things must be
    assumed. Leave that a rule gives is told apart from what no rule forbids or demands. Of cases
    that earlier answers tell of, a way may leave it to them: it holds where none of them fits.

    Parameters
    ----------
    search : CaseSearch
    facts : mapping of str to value or None
        What the request gives. What it leaves out is presumed where there is a presumption.
    most_ways : mapping of Verdict to int
        As many ways to a verdict are looked for, the shortest first.
    not_about : mapping of str to values, optional
        Values of facts that the question is not about.
    told_already : mapping of Verdict to cubes, optional
        Ways that are told elsewhere: what they cover is left out.
    fits_too : mapping of str to values, optional
        Of facts that the request gives, other values that fit the question as well.
    told_before : sequence of ConditionalAnswer, optional
        Answers that are told before these.
    order : sequence of Verdict, optional
        Verdicts of which the later leave to the earlier what these tell; then what no rule forbids
        or demands is none of the answers. None does if empty.
    """
    engine, position = search.engine, search.position
    open_facts = leave_others_open(search, facts)
    settled = search.settle(open_facts)
    asked = {name for name in position.facts if name not in settled.known}
    others = {name for name, value in open_facts.items() if value is None}
    known = {name: value for name, value in open_facts.items() if value is not None}

    def find_cubes(one: SettledAnswer, beside: Sequence[Cube]) -> list[Cube]:
        cubes = [
            about
            for cube in settled_answers.list_cubes(one, beside)
            if asked.issuperset(fact for fact, _ in cube)
            if (about := _leave_out(engine, cube, not_about)) is not None
        ]
        return order_cubes(engine, cubes, refuses=bool(order) and one.verdict == "prohibited")

    answers: list[ConditionalAnswer] = []
    same: dict[Verdict, list[Cube]] = {}
    told = list(told_before)
    try:
        settled_answers = search.find_answers(asked | others, known)
        in_order = sorted(
            settled_answers.answers,
            key=lambda one: (one.unsure, (*order, *VERDICTS).index(one.verdict)),
        )
        for one in in_order:
            bare = one.verdict == "permitted" and not one.power
            if not most_ways[one.verdict] or (order and bare):
                continue
            alone = one.verdict == "conflict" or (one.unsure and not order)
            above = AboveWays(engine, () if alone else _list_told(engine, told))
            before = same.setdefault(one.verdict, list(told_already.get(one.verdict, ())))
            ways = prove_ways(
                search,
                open_facts,
                one.verdict,
                find_cubes(one, ()),
                most_ways[one.verdict] + 1,
                "power" if one.power else None,
                before,
                above,
                find_cubes(one, above.cubes) if above.cubes else (),
                apart=one.unsure,
            )
            told_ways = ways[: most_ways[one.verdict]]
            before += [way.cube for way in told_ways]
            found = _write_answers(search, facts, one.verdict, told_ways, one.unsure, fits_too)
            if len(told_ways) < len(ways):
                found = (*found[:-1], replace(found[-1], more=True))
            answers += found
            if order and one.verdict != "conflict":
                told += found
    except TooComplex:
        return ()
    return tuple(answers)


def _list_told(
    engine: Engine, answers: Iterable[ConditionalAnswer]
) -> list[tuple[tuple[Condition, ...], tuple[Condition, ...]]]:
    """The ways to answers that are told as sure, and what is assumed beside each."""
    return [
        (way, answer.assumed)
        for answer in answers
        if not answer.unsure
        for way in answer.ways
        if can_be_told(engine.lawbook, way, answer.verdict == "required")
    ]


def _leave_out(
    engine: Engine, cube: Cube, not_about: Mapping[str, Collection[FactValue]]
) -> Cube | None:
    """A cube without values that the question is not about; None where nothing is left."""
    left: list[tuple[str, int]] = []
    for fact, mask in cube:
        classes = engine.classes[fact]
        for value in not_about.get(fact, ()):
            mask &= ~classes.of(value)
        if not mask:
            return None
        left.append((fact, mask))
    return tuple(left)


def is_in_question(condition: Condition, not_about: Mapping[str, Collection[FactValue]]) -> bool:
    """Whether a condition only says that a fact has none of the values that a question is not
    about."""
    return {*condition.values, *not_about.get(condition.fact, ())}.issuperset(condition.every)


def find_leaves(
    search: CaseSearch,
    facts: Given,
    most_ways: int,
    fits_too: Mapping[str, Collection[FactValue]] = _NOTHING,
) -> tuple[ConditionalAnswer, ...]:
    """Of what is permitted whatever the facts: the conditions under which a rule gives leave.

    Without this, an answer would say no more than that no rule decides, although a program of the
    place pays for whoever meets its terms.

    Parameters
    ----------
    search : CaseSearch
    facts : mapping of str to value or None
        What the request gives. What it leaves out is presumed where there is a presumption.
    most_ways : int
        As many ways are looked for, the shortest first.
    fits_too : mapping of str to values, optional
        Of facts that the request gives, other values that fit the question as well.
    """
    position = search.position
    if not position.footing.granting:
        return ()
    engine = search.engine
    settled = search.settle(facts)
    asked = {name for name in position.facts if name not in settled.known}
    try:
        bases = find_settled_basis(engine, position, asked | set(facts)).bases
    except TooComplex:
        return ()
    cubes = sorted(dict(bases).get("power", ()), key=len)
    given = {
        name: engine.classes[name].of(value) for name, value in facts.items() if value is not None
    }
    own = [
        tuple((fact, mask) for fact, mask in cube if fact not in given)
        for cube in cubes
        if all(mask & given.get(fact, mask) for fact, mask in cube)
    ]
    ways = prove_ways(search, facts, "permitted", own, most_ways, "power")
    return _write_answers(search, facts, "permitted", ways, False, fits_too)


def _write_answers(
    search: CaseSearch,
    facts: Given,
    verdict: Verdict,
    ways: Iterable[ProvedWay],
    unsure: bool,
    fits_too: Mapping[str, Collection[FactValue]],
) -> tuple[ConditionalAnswer, ...]:
    """Ways to a verdict as answers: together those that are equally sure, turn on somebody's status
    or do not, and hold under the same assumptions. What one way needs is not said of others."""
    engine = search.engine
    groups: dict[tuple[bool, bool, tuple[Condition, ...], bool], list[ProvedWay]] = {}
    for way in ways:
        needed = {
            one.fact: one
            for one in list_needed(search, way.requests, verdict, fits_too, way.needed)
        }
        assumed = tuple({**needed, **way.limits}.values())
        fitting = [
            (part, _confirm_fitting(search, given, fits_too, assumed))
            for part, given in way.requests
        ]
        way = replace(way, parts=fitting)
        status = tells_status(search, _write_way(engine, way))
        weak = unsure or _is_way_unsure(engine, way)
        groups.setdefault((weak, status, assumed, bool(way.unless)), []).append(way)
    return tuple(
        _write_answer(
            search, list_fitting(facts, fits_too, key[2]), verdict, groups[key], key[0], key[2]
        )
        for key in sorted(groups, key=lambda key: key[:2])
    )


def _confirm_fitting(
    search: CaseSearch,
    requests: Iterable[Given],
    fits_too: Mapping[str, Collection[FactValue]],
    assumed: Sequence[Condition],
) -> Confirmed:
    """What the engine says of requests, whatever fits their question as well."""
    confirmed: list[tuple[Given, Brief]] = []
    for given in requests:
        for one in list_fitting(given, fits_too, assumed):
            try:
                confirmed.append((one, search.decide(one)))
            except Contradiction:
                continue
    return confirmed


def _write_answer(
    search: CaseSearch,
    fitting: Iterable[Given],
    verdict: Verdict,
    ways: Sequence[ProvedWay],
    unsure: bool,
    assumed: tuple[Condition, ...],
) -> ConditionalAnswer:
    engine = search.engine
    briefs = [brief for way in ways for _, brief in way.confirmed]
    told = tuple(_write_way(engine, way) for way in ways)
    deciding = tuple(dict.fromkeys(id for brief in briefs for id in brief.deciding))
    return ConditionalAnswer(
        verdict,
        max((brief.basis for brief in briefs), key=BASES.index),
        told,
        assumed,
        deciding,
        unsure,
        not unsure and not any(tells_status(search, (*way, *assumed)) for way in told),
        join_policy_shares(
            find_policy_share(search, facts, verdict, deciding, told, assumed) for facts in fitting
        ),
        ways[0].unless,
    )


def _write_way(engine: Engine, way: ProvedWay) -> tuple[Condition, ...]:
    return tuple(write_condition(engine, fact, mask) for fact, mask in way.cube)


def _is_way_unsure(engine: Engine, way: ProvedWay) -> bool:
    return any(is_unsure(engine, brief.deciding) for _, brief in way.confirmed)
