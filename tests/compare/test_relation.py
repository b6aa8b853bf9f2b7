"""Who goes further: proofs and the requests that show it, against every complete request."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from safehavens.compare.evaluator import Evaluator
from safehavens.compare.ground import Ground
from safehavens.compare.relation import EnginePosition, relate_positions, requests_further
from safehavens.compare.strictness import ORDERS
from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.facts.known_facts import Contradiction
from safehavens.decide.norms.position import Position
from safehavens.logic.diagram import FALSE, TRUE
from tests.compare.drawn import complete_requests, examples, positions
from tests.strategies import Book, books, requests

_MOST = 4000


@examples(60)
@given(books(most_norms=8))
def test_diagrams_give_the_verdict_of_every_complete_request(book: Book) -> None:
    engine = book.engine()
    for position in positions(engine, 4):
        ground = Ground(engine.facts, [position])
        judged = ground.judged(position)
        for facts in itertools.islice(complete_requests(engine, [position]), 300):
            settled = engine.facts.settle(facts, position.facts)
            outcome = position.outcome(position.truths(settled.known))
            true = [v for v, node in judged.verdicts.items() if _holds(ground, engine, node, facts)]
            assert true == [outcome.verdict]
            standing = {i for i, s in enumerate(judged.stands) if _holds(ground, engine, s, facts)}
            assert standing == outcome.standing
            for edge in itertools.chain.from_iterable(outcome.aside.values()):
                assert _holds(ground, engine, judged.accepted[edge.by], facts)


def _holds(ground: Ground, engine: Engine, node: int, facts: dict[str, FactValue]) -> bool:
    diagrams = ground.diagrams
    while node not in (FALSE, TRUE):
        level = diagrams.level[node]
        mask = engine.classes[diagrams.order[level]].of(facts[diagrams.order[level]])
        node = diagrams.branches[node][diagrams.group_of(level, mask)]
    return node == TRUE


@examples(60)
@given(books(most_norms=6))
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
            steps = {
                ranked.index(engine.judge(other, facts)) - ranked.index(engine.judge(one, facts))
                for facts in complete
            }
            ahead, behind = max(steps, default=0) > 0, min(steps, default=0) < 0
            if whole:
                assert (related.more is not None) == ahead
                assert (related.less is not None) == behind
            else:
                assert related.more is not None or not ahead
                assert related.less is not None or not behind
            assert related.relation == {
                (False, False): "equal", (True, False): "more", (False, True): "less",
                (True, True): "neither",
            }[related.more is not None, related.less is not None]  # fmt: skip
            for request, sign in ((related.more, 1), (related.less, -1)):
                if request is not None:  # both answers are settled by what the request says
                    a, b = (ranked.index(engine.judge(p, request)) for p in (one, other))
                    assert (b - a) * sign > 0
            assert (evaluator.counterexample(one, other, order) is None) == (related.less is None)


@examples(60)
@given(books(most_norms=6), st.data())
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
            for _ in range(3):
                given_ = data.draw(requests(book.facts)).facts
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
    settled = engine.facts.settle(facts, position.facts)
    truths = position.truths(settled.known)
    if None in truths:
        return engine.open_verdicts(position, truths, settled)
    return frozenset({position.outcome(truths).verdict})


@examples(40)
@given(books(most_norms=4, most_facts=5))
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
