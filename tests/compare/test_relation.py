"""Who goes further: proofs and the requests that show it, against every complete request."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from safehavens.compare.evaluator import Evaluator
from safehavens.compare.ground import Ground
from safehavens.compare.relation import EnginePosition, relate_positions, requests_further
from safehavens.compare.strictness import ORDERS
from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.norms.position import Position
from safehavens.logic.diagram import FALSE, TRUE
from tests.compare.drawn import complete_requests, decide_fully, examples, list_doubts, positions
from tests.strategies import Book, books, listed_books, requests

_MOST = 4000


@examples(60)
@given(st.one_of(books(most_norms=8), listed_books(most_norms=8)))
def test_diagrams_give_the_verdict_of_every_complete_request(book: Book) -> None:
    engine = book.engine()
    for position in positions(engine, 4):
        ground = Ground(engine.facts, [position])
        judged = ground.judged(position)
        for facts in itertools.islice(complete_requests(engine, [position]), 300):
            for doubts in list_doubts([position]):
                outcome = decide_fully(engine, position, facts, doubts)
                every = facts | doubts
                holds = partial(_holds, ground, engine, facts=every)
                true = [v for v, node in judged.verdicts.items() if holds(node)]
                assert true == [outcome.verdict]
                assert {i for i, s in enumerate(judged.stands) if holds(s)} == outcome.standing
                for edge in itertools.chain.from_iterable(outcome.aside.values()):
                    assert holds(judged.accepted[edge.by])


def _holds(ground: Ground, engine: Engine, node: int, facts: dict[str, FactValue]) -> bool:
    diagrams = ground.diagrams
    while node not in (FALSE, TRUE):
        level = diagrams.level[node]
        mask = engine.classes[diagrams.order[level]].of(facts[diagrams.order[level]])
        node = diagrams.branches[node][diagrams.group_of(level, mask)]
    return node == TRUE


@examples(60)
@given(st.one_of(books(most_norms=6), listed_books(most_norms=6)))
def test_relations_are_those_of_all_complete_requests(book: Book) -> None:
    engine = book.engine()
    evaluator = Evaluator(engine)
    found = positions(engine, 5)
    for one, other in itertools.combinations(found, 2):
        complete = list(itertools.islice(complete_requests(engine, [one, other]), _MOST))
        whole = len(complete) < _MOST
        for order, ranked in ORDERS.items():
            ground = Ground(engine.facts, [one, other])
            related = relate_positions(
                ground, EnginePosition(engine, one), EnginePosition(engine, other), order
            )
            every = [_list_ranks(engine, one, other, facts, ranked) for facts in complete]
            sure = [next(iter(pairs)) for pairs in every if len(pairs) == 1]
            possible = [pair for pairs in every for pair in pairs]
            ahead, behind = any(a < b for a, b in sure), any(a > b for a, b in sure)
            may_be = any(a < b for a, b in possible), any(a > b for a, b in possible)
            if whole:
                assert (related.more is not None, related.less is not None) == (ahead, behind)
                unsure = may_be != (ahead, behind) and not (ahead and behind)
                assert (related.relation == "unsure") == unsure
            else:
                assert related.more is not None or not ahead
                assert related.less is not None or not behind
            assert related.relation in ("unsure", {
                (False, False): "equal", (True, False): "more", (False, True): "less",
                (True, True): "neither",
            }[related.more is not None, related.less is not None])  # fmt: skip
            for request, sign in ((related.more, 1), (related.less, -1)):
                if request is not None:  # both answers are settled by what the request says
                    a, b = (ranked.index(engine.judge(p, request)) for p in (one, other))
                    assert (b - a) * sign > 0
            surely = evaluator.counterexample(one, other, order, sure=True)
            assert (surely is None) == (related.less is None)
            if whole:
                assert (evaluator.counterexample(one, other, order) is not None) == may_be[1]


def _list_ranks(
    engine: Engine,
    one: Position,
    other: Position,
    facts: dict[str, FactValue],
    ranked: Sequence[Verdict],
) -> set[tuple[int, int]]:
    """The places of both answers in an order, whatever is not known of the law itself."""
    ways = list_doubts([one, other])
    both = ([decide_fully(engine, p, facts, way).verdict for p in (one, other)] for way in ways)
    return {(ranked.index(a), ranked.index(b)) for a, b in both}


@examples(60)
@given(st.one_of(books(most_norms=6), listed_books(most_norms=6)), st.data())
def test_what_is_proved_carries_over_to_requests_that_leave_facts_out(
    book: Book, data: st.DataObject
) -> None:
    """The theorem of docs/proofs.md: bounds of what is possible are ordered alike."""
    engine = book.engine()
    for one, other in itertools.permutations(positions(engine, 4), 2):
        for order, ranked in ORDERS.items():
            ground = Ground(engine.facts, [one, other])
            if requests_further(ground, other, one, order) != FALSE:
                continue
            if one.circumstances.usual != other.circumstances.usual:
                continue  # lists say different things of the two agencies
            for _ in range(3):
                fixed = dict(one.circumstances.fixed + other.circumstances.fixed)
                given_ = {**data.draw(requests(book.facts)).facts, **fixed}  # of both agencies
                try:
                    a, b = (_possible(engine, position, given_) for position in (one, other))
                except Contradiction:
                    continue
                of_a, of_b = ({ranked.index(v) for v in found} for found in (a, b))
                assert max(of_a) <= max(of_b)
                assert min(of_a) <= min(of_b)


def _possible(
    engine: Engine, position: Position, facts: Mapping[str, FactValue | None]
) -> frozenset[Verdict]:
    settled = engine.settle(position, facts)
    truths = position.truths(settled.known)
    if None in truths:
        return engine.open_verdicts(position, truths, settled)
    return frozenset({position.outcome(truths).verdict})


@examples(40)
@given(st.one_of(books(most_norms=4, most_facts=5), listed_books(most_norms=4, most_facts=5)))
def test_no_request_that_says_fewer_facts_shows_it(book: Book) -> None:
    engine = book.engine()
    found = positions(engine, 4)
    for one, other in itertools.combinations(found, 2):
        names = sorted({*one.facts, *other.facts})
        if len(names) > 4 or any(engine.facts.tied(name) for name in names):
            continue  # implied facts are said for nothing; see simplest()
        ground = Ground(engine.facts, [one, other])
        related = relate_positions(
            ground, EnginePosition(engine, one), EnginePosition(engine, other), "limiting"
        )
        for request, sign in ((related.more, 1), (related.less, -1)):
            if request is None:
                continue
            for size in range(len(request)):
                for chosen in itertools.combinations(names, size):
                    values = (engine.classes[name].samples for name in chosen)
                    for picked in itertools.product(*values):
                        facts = dict(zip(chosen, picked, strict=True))
                        assert not _shows(engine, one, other, facts, sign)


def _shows(
    engine: Engine, one: Position, other: Position, facts: dict[str, FactValue], sign: int
) -> bool:
    ranked = ORDERS["limiting"]
    try:
        a, b = engine.judge(one, facts), engine.judge(other, facts)
    except Contradiction:
        return False
    return a in ranked and b in ranked and (ranked.index(b) - ranked.index(a)) * sign > 0
