"""What is presumed for an answer, and needed for it: everything else may be as it will."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import Final

from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.cards.answer_sureness import is_answer_unsure, is_unsure
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.request import Given
from safehavens.logic.classes import Span
from safehavens.logic.expression import facts_of
from safehavens.logic.implicants import Cube

_MOST_TOGETHER: Final = 64
"""As many combinations of values that several presumed facts may have are tried together."""
_NOTHING: Final[Mapping[str, Collection[FactValue]]] = MappingProxyType({})

CubeRequests = tuple[Cube, Sequence[Given]]
"""A cube, and a request for every combination of its values that can be."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact is one of these values; `every` are all values that it might have.

    Of a number, a value stands for a range of them (`safehavens.logic.classes`), and `spans` are
    those ranges.
    """

    fact: str
    values: tuple[FactValue, ...]
    every: tuple[FactValue, ...]
    spans: tuple[Span, ...] = ()


def write_condition(engine: Engine, fact: str, mask: int) -> Condition:
    """A condition on a fact, of the classes that lie in a mask."""
    known = engine.classes[fact]
    return Condition(fact, known.values(mask), known.samples, known.spans(mask))


def read_mask(engine: Engine, condition: Condition) -> int:
    """The classes in which a condition's values lie."""
    return sum({engine.classes[condition.fact].of(value) for value in condition.values})


def leave_others_open(search: CaseSearch, facts: Given) -> Given:
    """Facts, and beside them as not known those that hang together with what the law here asks for,
    that it does not ask for itself, and that would be presumed.

    What is presumed of a fact that only another state's law asks for is no ground of a claim here:
    no card could tell it.
    """
    asked = frozenset(search.position.facts)
    presumed = search.settle(facts).presumed
    return {**{name: None for name in presumed if name not in asked}, **facts}


def list_assumed(
    search: CaseSearch,
    facts: Given,
    verdict: Verdict,
    fits_too: Mapping[str, Collection[FactValue]] = _NOTHING,
) -> tuple[Condition, ...]:
    """What is presumed beside the facts of a request, and needed for its answer.

    Parameters
    ----------
    search : CaseSearch
    facts : mapping of str to value or None
        Checked facts.
    verdict : Verdict
        Their answer.
    fits_too : mapping of str to values, optional
        Of some of these facts, other values that fit the question as well.
    """
    return list_needed(search, [((), [facts])], verdict, fits_too)


def list_needed(
    search: CaseSearch,
    cubes: Sequence[CubeRequests],
    verdict: Verdict,
    fits_too: Mapping[str, Collection[FactValue]] = _NOTHING,
    before: tuple[Condition, ...] | None = None,
) -> tuple[Condition, ...]:
    """What must be so beside the conditions of a cube for its requests to have their answer: what
    is presumed, and, of facts of which other values fit the question as well, what they are.

    Such a fact is not named where the answer is the same and as sure with the other values, and no
    more has to be assumed for it.

    Parameters
    ----------
    search : CaseSearch
    cubes : sequence of (Cube, requests)
        Checked facts, all with the same answer.
    verdict : Verdict
        That answer.
    fits_too : mapping of str to values, optional
    before : tuple of Condition, optional
        The same without them, if it was worked out before.
    """
    named: list[Condition] = []
    needed = _list_presumed(search, cubes, verdict) if before is None else before
    for fact, values in fits_too.items():
        wide = [_fit(search, cube, requests, fact, values) for cube, requests in cubes]
        if _are_alike(search, wide, fact):
            fewer = _list_presumed(search, wide, verdict)
            if len(fewer) <= len(needed):
                cubes, needed = wide, fewer
                continue
        given = {request[fact] for _, requests in cubes for request in requests}
        known = search.engine.classes[fact]
        mask = sum({known.of(value) for value in given if value is not None})
        named.append(write_condition(search.engine, fact, mask))
    return (*named, *needed)


def _fit(
    search: CaseSearch,
    cube: Cube,
    requests: Sequence[Given],
    fact: str,
    values: Collection[FactValue],
) -> CubeRequests:
    """A cube and its requests, and the same ones with other values of a fact."""
    known = search.engine.classes[fact]
    given = {request[fact] for request in requests}
    mask = sum({known.of(value) for value in (*given, *values) if value is not None})
    others = [{**request, fact: value} for request in requests for value in values]
    return (*cube, (fact, mask)), [*requests, *others]


def _are_alike(search: CaseSearch, cubes: Sequence[CubeRequests], fact: str) -> bool:
    """Whether requests that differ in a fact alone have one answer, and are equally sure of it."""
    for _, requests in cubes:
        found: dict[frozenset[tuple[str, FactValue | None]], tuple[str, str, bool]] = {}
        for given in requests:
            try:
                brief = search.decide(given)
            except Contradiction:
                continue
            rest = frozenset((name, value) for name, value in given.items() if name != fact)
            answer = (brief.verdict, brief.basis, is_unsure(search.engine, brief.deciding))
            if found.setdefault(rest, answer) != answer:
                return False
    return True


def list_fitting(
    facts: Given, fits_too: Mapping[str, Collection[FactValue]], assumed: Iterable[Condition]
) -> list[Given]:
    """Facts, and the same with every other value that fits the question as well, of what no
    assumption names."""
    named = {one.fact for one in assumed}
    fitting = [facts]
    for name, values in fits_too.items():
        if name not in named:
            fitting += [{**given, name: value} for given in fitting for value in values]
    return fitting


def _list_presumed(
    search: CaseSearch, cubes: Sequence[CubeRequests], verdict: Verdict
) -> tuple[Condition, ...]:
    """What is presumed in some of these requests, and needed for their answer.

    All that is presumed is said, then taken back fact by fact as far as the answer stays with the
    fact not known, first what says more than another: that one is neither a nonimmigrant nor a
    parolee. So with what is left, the answer is proved whatever else is so. Of what is left,
    the other values beside which the answer stays are told together with the one presumed.

    Parameters
    ----------
    search : CaseSearch
    cubes : sequence of (Cube, requests)
        Checked facts, all with the same answer.
    verdict : Verdict
        That answer.
    """
    engine, asked = search.engine, frozenset(search.position.facts)
    assumed: dict[str, FactValue] = {}
    for _, requests in cubes:
        for given in requests:
            presumed = search.settle(given).presumed
            assumed.update((name, presumed[name]) for name in presumed if name in asked)
    declared = engine.lawbook.facts
    say_more = _list_wider(engine, [name for name, value in assumed.items() if value is False])
    own_first = sorted(
        assumed,
        key=lambda name: (name not in say_more, declared[name].file == "vocabulary.yaml"),
    )
    open_cubes = [_OpenCube(search, cube, requests) for cube, requests in cubes]
    every = [given for _, requests in cubes for given in requests]

    def take_back(*checks: Callable[[Given], bool]) -> dict[str, FactValue | None]:
        left: dict[str, FactValue | None] = dict(assumed)
        for name in own_first:
            fewer = {**left, name: None}
            if all(check(fewer) for check in checks):
                left = fewer
        return left

    def is_answer(left: Given) -> bool:
        return all(cube.answers(left, verdict) for cube in open_cubes)

    def is_firm(left: Given) -> bool:
        return _are_firm(search, every, left)

    left = take_back(is_answer)
    if not is_firm(left) and is_firm(assumed):
        left = take_back(is_answer, is_firm)
    return tuple(
        write_condition(engine, name, sum({engine.classes[name].of(value) for value in values}))
        for name, values in _widen(engine, open_cubes, left, verdict).items()
    )


def _list_wider(engine: Engine, names: Iterable[str]) -> set[str]:
    """The facts that some facts imply where they are so, by whatever steps: that these are not so
    says more than that those are not."""
    implied, wider, left = engine.conditions.implied, set[str](), list(names)
    while left:
        name = left.pop()
        more = set(facts_of(implied[name])) - wider if name in implied else set[str]()
        wider |= more
        left += more
    return wider


def _are_firm(search: CaseSearch, requests: Iterable[Given], left: Given) -> bool:
    """Whether no request is answered, beside these facts, by norms of low confidence alone."""
    if all(norm.confidence != "low" for norm in search.position.norms):
        return True
    for given in requests:
        facts = {**left, **given}
        try:
            brief = search.decide(facts)
        except Contradiction:
            continue
        if brief.verdict != "depends" and is_answer_unsure(search, facts, brief):
            return False
    return True


def _widen(
    engine: Engine,
    cubes: Sequence[_OpenCube],
    left: Mapping[str, FactValue | None],
    verdict: Verdict,
) -> dict[str, list[FactValue]]:
    """Of each fact that is needed, the values beside which the answer stays, whichever of theirs
    the others have: that it is one model of an agreement and not another may change nothing."""
    kept = {name: [value] for name, value in left.items() if value is not None}
    open_facts = {name: None for name, value in left.items() if value is None}
    for name, values in kept.items():
        samples = engine.classes[name].samples
        if len(samples) <= 2:
            continue
        others = {fact: among for fact, among in kept.items() if fact != name}
        together = [dict(zip(others, chosen, strict=True)) for chosen in product(*others.values())]
        if len(together) > _MOST_TOGETHER:
            continue
        for sample in samples:
            if sample not in values and all(
                cube.answers({**open_facts, **chosen, name: sample}, verdict)
                for cube in cubes
                for chosen in together
            ):
                values.append(sample)
    return kept


class _OpenCube:
    """The requests of a cube, with nothing presumed that the law here does not ask for."""

    def __init__(self, search: CaseSearch, cube: Cube, requests: Iterable[Given]) -> None:
        self._search = search
        self._cube = cube
        self._requests = [leave_others_open(search, given) for given in requests]
        self._shared: dict[str, FactValue | None] = {}
        for given in self._requests:
            self._shared.update(given)
        self._shared.update(dict.fromkeys(fact for fact, _ in cube))

    def answers(self, also: Given, verdict: Verdict) -> bool:
        """Whether all requests that can be so beside these facts have the answer."""
        together = self._search.answers_always({**also, **self._shared}, self._cube, verdict)
        if together is not None:
            return together
        for given in self._requests:
            try:
                if self._search.judge({**also, **given}) != verdict:
                    return False
            except Contradiction:
                continue
        return True
