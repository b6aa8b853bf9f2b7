"""The rules of standing as formulas, against the rules worked out on one set of true norms."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from random import Random

from hypothesis import given

from safehavens.corpus.model import Norm
from safehavens.decide.norms.judged import judge_formulas
from safehavens.decide.norms.standing import Attack, settle
from tests.compare.drawn import examples
from tests.strategies import Book, InstrumentDraft, NormDraft, chances


class Plain:
    """The logic of known truths."""

    def constant(self, value: bool) -> bool:
        return value

    def negated(self, part: bool) -> bool:
        return not part

    def all_of(self, parts: Iterable[bool]) -> bool:
        return all([*parts])

    def any_of(self, parts: Iterable[bool]) -> bool:
        return any([*parts])

    def same(self, one: bool, other: bool) -> bool:
        return one == other


class Blind(Plain):
    """One that never sees that two formulas are one, as Z3 may not."""

    def same(self, one: bool, other: bool) -> bool:
        return False


def norm() -> Norm:
    draft = NormDraft("i#n", ("jail",), (), ("hold",), "may", None, None, (), (), "no", ())
    book = Book((), (InstrumentDraft("i", "statute", "x", None, (), True, (draft,)),))
    return next(iter(book.lawbook().norms.values()))


NORM = norm()


@examples(400)
@given(chances)
def test_rules_as_formulas(chance: Random) -> None:
    """Long chains and circles of norms that set each other aside among them."""
    count = chance.randint(1, 7)
    norms = [
        replace(NORM, modality=chance.choice(("must", "must_not", "may"))) for _ in range(count)
    ]
    pairs = list(itertools.permutations(range(count), 2))
    edges = tuple(
        Attack(by, on, "defeats")
        for by, on in chance.sample(pairs, min(len(pairs), chance.randint(0, 9)))
    )
    if chance.random() < 0.3:  # a chain as long as there are norms
        edges = tuple(Attack(i, i + 1, "defeats") for i in range(count - 1))
    clashes = tuple(chance.sample(pairs, min(len(pairs), chance.choice((0, 0, 1, 2)))))
    for true in itertools.product((False, True), repeat=count):
        outcome = settle(norms, edges, clashes, frozenset(i for i in range(count) if true[i]))
        for logic in (Plain(), Blind()):
            found = judge_formulas(norms, true, edges, clashes, logic)
            assert [v for v, holds in found.verdicts.items() if holds] == [outcome.verdict]
            assert {i for i, s in enumerate(found.stands) if s} == outcome.standing
            winners = {edge.by for won in outcome.aside.values() for edge in won}
            losers = {e.on for e in edges if found.accepted[e.by] and true[e.on]}
            assert losers == outcome.aside.keys()
            assert all(found.accepted[i] for i in winners)
