"""Facts settled by tables against facts settled one request at a time: random law, random facts."""

from __future__ import annotations

import gc
import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import FunctionType, ModuleType

import pytest
from hypothesis import given

from safehavens.api import Corpus
from safehavens.corpus.model import Fact, FactValue, Verdict
from safehavens.decide.decision import Decision
from safehavens.decide.engine import Engine
from safehavens.decide.facts import asked_facts
from safehavens.decide.facts.fact_tables import COURT_PAPERS, CannotTabulate, FactTables
from safehavens.decide.facts.known_facts import FactBook
from safehavens.decide.facts.tied_facts import Contradiction, Settled
from safehavens.decide.norms.circumstances import Circumstances
from safehavens.decide.reasons import decide
from safehavens.decide.request import Given, Request
from safehavens.logic.classes import classes_of
from safehavens.logic.conditions import Conditions
from safehavens.logic.parse import Reader
from safehavens.logic.residual import Residual, restrict
from tests.decide.test_properties import book_and_requests, examples
from tests.strategies import Book, chances

NEVER = 1_000_000_000


def settle_plainly(engine: Engine, request: Request) -> Settled | None:
    """One request at a time; None: its facts contradict each other."""
    position = engine.stretch(request).position
    try:
        return engine.settle(position, request.facts, public=True)
    except Contradiction:
        return None


def decide_each(engine: Engine, request: Request) -> tuple[Verdict, Decision] | str:
    """The verdict and the decision, or what is said of facts that contradict each other."""
    try:
        return engine.verdict(request), decide(engine, request)
    except Contradiction as error:
        return str(error)


def vary(engine: Engine, request: Request, chance: random.Random) -> Iterator[Request]:
    """The same request with some facts new, not known or left out, or all that are asked given."""
    position = engine.stretch(request).position
    for _ in range(3):
        facts: dict[str, FactValue | None] = {}
        for name in dict.fromkeys((*request.facts, *position.facts)):
            kind = chance.random()
            if kind < 0.7:
                facts[name] = chance.choice(engine.classes[name].samples)
            elif kind < 0.85:
                facts[name] = None
        fixed = dict(position.circumstances.fixed)
        yield replace(request, facts={n: fixed.get(n, v) for n, v in facts.items()})


def asked_of(engine: Engine, request: Request, settled: Settled) -> tuple[object, ...]:
    """What is settled of the facts that norms ask for, and of court papers."""
    asked = {*engine.stretch(request).position.facts}
    return tuple(
        {name: value for name, value in values.items() if name in about}
        for values, about in (
            (settled.known, asked),
            (settled.implied, asked.union(COURT_PAPERS)),
            (settled.presumed, asked),
        )
    )


@examples(400)
@given(book_and_requests(), chances)
def test_tables_settle_facts_as_they_are_settled_one_by_one(
    drawn: tuple[Book, list[Request]], chance: random.Random
) -> None:
    book, asked = drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asked_facts, "_SELDOM", 0)
        engine, plain = book.engine(), book.engine()
        for request in asked:
            for varied in [request, *vary(engine, request, chance)]:
                expected = settle_plainly(plain, varied)
                position = engine.stretch(varied).position
                if expected is None:
                    with pytest.raises(Contradiction):
                        engine.settle_asked(position, varied.facts)
                    continue
                settled = engine.settle_asked(position, varied.facts)
                assert asked_of(engine, varied, settled) == asked_of(plain, varied, expected)


@examples(400)
@given(book_and_requests(), chances)
def test_decisions_by_tables_are_the_decisions_without(
    drawn: tuple[Book, list[Request]], chance: random.Random
) -> None:
    book, asked = drawn
    engine, plain = book.engine(), book.engine()
    for request in asked:
        for varied in [request, *vary(engine, request, chance)]:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(asked_facts, "_SELDOM", 0)
                by_tables = decide_each(engine, varied)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(asked_facts, "_SELDOM", NEVER)
                assert by_tables == decide_each(plain, varied)


# ---- what is kept --------------------------------------------------------------------------------


def test_no_value_is_kept_after_the_call(monkeypatch: pytest.MonkeyPatch, corpus: Corpus) -> None:
    """Tables hold what law says, and names of facts; nothing is kept where a fact is private."""
    monkeypatch.setattr(asked_facts, "_SELDOM", 2)
    engine = Engine(corpus.lawbook, corpus.conditions, corpus.gazetteer)
    place = corpus.place("Fresno County, CA").place.id
    own = 41.40625  # a number that no law has
    for on in (date(2024, 5, 1), date(2024, 6, 1)):
        for felony in (True, False, None, True, False):
            facts: Given = {
                "years_since_conviction": own,
                "convicted_felony": felony,
                "lawful_presence": False,  # private
            }
            engine.verdict(Request(place, "jail", "notify_release", on, facts))
    assert any(isinstance(one, FactTables) for one in reach_from(engine._asked_facts))
    assert not any(isinstance(one, float) and one == own for one in reach_from(engine))


def reach_from(root: object) -> Iterator[object]:
    """Everything that an object refers to, and what that refers to; no modules and no classes."""
    seen: set[int] = set()
    left = [root]
    while left:
        one = left.pop()
        if id(one) in seen or isinstance(one, ModuleType | type | FunctionType):
            continue
        seen.add(id(one))
        yield one
        left += gc.get_referents(one)


# ---- random facts, tied in every way -------------------------------------------------------------

NAMES = ("a", "b", "c", "d", "kind", "age")
ATOMS = (
    "a", "b", "c", "d", "NOT a", "NOT b", "NOT c", "kind = 'one'", "kind <> 'two'", "age < 18",
    "age >= 21", "age = 18",
)  # fmt: skip


def make_text(chance: random.Random, without: str) -> str:
    atoms = [atom for atom in ATOMS if without not in atom.split()]
    chosen = chance.sample(atoms, chance.choice((1, 1, 2, 3)))
    return chance.choice((" AND ", " OR ")).join(chosen)


def make_book(chance: random.Random) -> FactBook:
    """Facts that follow from others, are defined by them and are presumed, on conditions or not."""
    facts: dict[str, Fact] = {}
    defined: set[str] = set()
    for name in NAMES:
        kind = {"kind": "enum", "age": "number"}.get(name, "bool")
        values = ("one", "two", "three") if kind == "enum" else ()
        presume = {"enum": "two", "number": 30}.get(kind, chance.random() < 0.3)
        bound = kind == "bool" and chance.random() < 0.6
        text = make_text(chance, name) if bound else None
        if bound and chance.random() < 0.4:
            defined.add(name)
        facts[name] = Fact(
            name=name, ask="?", type=kind, values=values, implies=text,  # type: ignore[arg-type]
            presume=presume if chance.random() < 0.6 else None,
            unit="years" if kind == "number" else None,
        )  # fmt: skip
    reader = Reader(facts, {})
    implied = {n: reader.read(f.implies) for n, f in facts.items() if f.implies is not None}
    unless = {
        name: reader.read(make_text(chance, name))
        for name, fact in facts.items()
        if fact.presume is not None and fact.type != "number" and chance.random() < 0.5
    }
    conditions = Conditions({}, {}, {}, implied, frozenset(defined), unless)
    return FactBook(facts, conditions, classes_of(facts, [*implied.values(), *unless.values()]))


@examples(600)
@given(chances)
def test_facts_tied_in_every_way(chance: random.Random) -> None:
    book = make_book(chance)
    for _ in range(4):
        asked = tuple(sorted(chance.sample(NAMES, chance.randint(1, 4))))
        facts: dict[str, FactValue | None] = {}
        for name in chance.sample(NAMES, chance.randint(0, len(NAMES))):
            values = (None, *book.classes[name].samples)
            facts[name] = chance.choice(values)
        usual = ()
        free = [name for name in ("kind", "a") if name not in facts]
        if free and chance.random() < 0.3:
            name = chance.choice(free)
            values = book.classes[name].samples
            usual = ((name, tuple(chance.sample(values, chance.randint(1, len(values))))),)
        circumstances = Circumstances(usual=usual)
        try:
            expected = book.settle(facts, asked, None, circumstances)
        except Contradiction:
            expected = None
        try:
            tables = FactTables(book, (asked, ()), frozenset(facts), usual)
        except CannotTabulate:
            continue
        settled = tables.settle(facts)
        if settled is None:
            continue  # such a request is settled alone
        assert expected is not None
        for mine, theirs in (
            (settled.known, expected.known),
            (settled.implied, expected.implied),
            (settled.presumed, expected.presumed),
        ):
            assert {n: mine[n] for n in asked if n in mine} == {
                n: theirs[n] for n in asked if n in theirs
            }
        assert settled.demands is not None
        given_all = {n: v for n, v in expected.known.items() if n in (*asked, *facts)}
        assert completions(book, asked, settled.demands.nodes, given_all) == completions(
            book, asked, expected.live, expected.known
        )


def completions(
    book: FactBook, asked: tuple[str, ...], nodes: tuple[Residual, ...], known: Given
) -> set[tuple[FactValue, ...]]:
    """What is possible of the facts asked for, tried one by one."""
    found = set()
    choices = [
        (known[name],) if known.get(name) is not None else book.classes[name].samples
        for name in NAMES
    ]
    for values in itertools.product(*choices):
        left = list(nodes)
        for name, value in zip(NAMES, values, strict=True):
            mask = book.classes[name].of(value)
            left = [restrict(node, name, mask) for node in left]
        if all(left):
            found.add(tuple(v for n, v in zip(NAMES, values, strict=True) if n in asked))
    return found
