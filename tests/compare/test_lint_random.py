"""Lint on random law: what it says of a norm is what trying every complete request says."""

from __future__ import annotations

import itertools
from datetime import date

from hypothesis import given

from safehavens.compare.everywhere import find_positions
from safehavens.compare.lint.lint import lint
from safehavens.decide.engine import Engine
from safehavens.decide.norms.position import Position
from tests.compare.drawn import complete_requests, examples
from tests.strategies import DAYS, PLACES, Book, books

_MOST = 400


def all_positions(
    engine: Engine, on: date | None = None
) -> dict[tuple[tuple[str, ...], str], Position]:
    """Every position of the places that random law is about, by norms and level."""
    found = {}
    vocabulary = engine.lawbook.vocabulary
    for place, who, action in itertools.product(PLACES, vocabulary.who, vocabulary.actions):
        timeline = engine.timeline(place, who, action)
        for stretch in timeline if on is None else [timeline.at(on)]:
            if stretch.position.norms:
                ids = tuple(sorted(norm.id for norm in stretch.position.norms))
                found[ids, engine.gazetteer.get(place).level] = stretch.position
    return found


@examples(25)
@given(books())
def test_everywhere_leaves_no_position_out(book: Book) -> None:
    engine = book.engine()
    seen, current = set(), set()
    for spot in find_positions(engine, DAYS[2]):
        ids = tuple(sorted(norm.id for norm in spot.stretch.position.norms))
        seen.add((ids, engine.gazetteer.get(spot.place).level))
        assert spot.stretch is engine.timeline(spot.place, spot.who, spot.action).at(spot.on)
        if spot.current:
            current.add((ids, engine.gazetteer.get(spot.place).level))
    assert all_positions(engine).keys() <= seen
    assert all_positions(engine, DAYS[2]).keys() <= current


@examples(40)
@given(books(most_norms=7, most_facts=4))
def test_norms_that_never_decide(book: Book) -> None:
    engine = book.engine()
    findings = lint(engine, DAYS[2])
    silent = {finding.norm for finding in findings if finding.kind == "decides-nothing"}
    dead = {finding.norm for finding in findings if finding.kind in ("never-applies", "swallowed")}
    deciding: set[str] = set()
    applying: set[str] = set()
    whole = True
    for position in all_positions(engine).values():
        tried = list(itertools.islice(complete_requests(engine, [position]), _MOST))
        whole = whole and len(tried) < _MOST
        for facts in tried:
            settled = engine.settle(position, facts)
            truths = position.truths(settled.known)
            applying |= {n.id for n, true in zip(position.norms, truths, strict=True) if true}
            deciding |= {position.norms[i].id for i in position.outcome(truths).deciding}
    assert silent.isdisjoint(deciding)
    assert dead.isdisjoint(applying)
    if whole:  # places beyond those tried may let a norm decide, so this is one way only
        binding = {
            norm.id for i in engine.lawbook.instruments.values() if i.binding for norm in i.norms
        }
        assert silent <= (applying & binding) - deciding


@examples(40)
@given(books(most_norms=7))
def test_every_finding_is_shown_by_its_request(book: Book) -> None:
    engine = book.engine()
    for finding in lint(engine, DAYS[2]):
        if finding.example is None:
            continue
        said = finding.example
        position = engine.timeline(said.place, said.who, said.action).at(said.on).position
        if position.hidden:  # lint looks at a doubtful norm as if it were in force
            continue
        settled = engine.settle(position, said.facts)
        truths = position.truths(settled.known)
        i = next(i for i, norm in enumerate(position.norms) if norm.id == finding.norm)
        assert truths[i] is True
        outcome = position.outcome(tuple(truth is True for truth in truths))
        if finding.kind == "set-aside":
            assert {position.norms[e.by].id for e in outcome.aside[i]} >= set(finding.others)
        elif finding.kind == "decides-nothing":
            assert i not in outcome.deciding
        elif finding.kind == "contradiction":
            standing = {position.norms[j].id for j in outcome.standing}
            assert {finding.norm, *finding.others} <= standing
