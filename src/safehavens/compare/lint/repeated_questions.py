"""Lint of facts: two questions that are nearly the same, of which no answer settles the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Final

from safehavens.compare.lint.findings import LintFinding
from safehavens.corpus.model import Fact, FactValue, Norm
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.logic.expression import facts_of

_ALIKE: Final = 75
"""Questions count as nearly the same from this likeness of their telling words, of 100."""

_LEAST: Final = 3
"""So many telling words has a question that may lie whole in a longer one."""

_COMMON_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "a an and any are as at be been by did do does for from has have in is it no not of on or "
        "person such that the there this to under was were who with",
    )
)


def lint_questions(
    engine: Engine, is_linted: Callable[[Norm], bool] = lambda norm: True
) -> Iterator[LintFinding]:
    """Pairs of facts that are asked though what was given answers them.

    A pair counts where norms on one action, for one agency, ask for both; where the words of the
    two questions are nearly the same, or all telling words of one stand in the other; and where
    no value of either fact settles the other by `implies` or `means`.

    Parameters
    ----------
    engine : Engine
    is_linted : callable
        Whether findings that a norm has part in are wanted.

    Notes
    -----
    Likeness is that of the sorted words (Levenshtein's indel distance, by rapidfuzz). It finds
    what is repeated in like words only: whether two facts are one in law is for a reader to say.
    """
    from rapidfuzz import fuzz  # only lint compares texts

    asked = _norms_that_ask(engine)
    facts = [engine.lawbook.facts[name] for name in sorted(asked)]
    words = {fact.name: _telling_words(fact.ask) for fact in facts}
    meet = _Meetings(engine)
    for one, other in combinations(facts, 2):
        first, second = words[one.name], words[other.name]
        alike = fuzz.token_sort_ratio(" ".join(first), " ".join(second))
        short, long = sorted((set(first), set(second)), key=len)
        if alike < _ALIKE and not (len(short) >= _LEAST and short <= long):
            continue
        norms = meet.find(asked[one.name], asked[other.name])
        if not norms or not any(map(is_linted, norms)):
            continue
        if _settles(engine, one, other) or _settles(engine, other, one):
            continue
        yield _finding(*_own_last(one, other), norms)


def _norms_that_ask(engine: Engine) -> dict[str, list[Norm]]:
    asked: dict[str, list[Norm]] = {}
    for norm in engine.lawbook.norms.values():
        for name in facts_of(engine.conditions.applies[norm.id]):
            if not engine.lawbook.facts[name].derived:
                asked.setdefault(name, []).append(norm)
    return asked


def _telling_words(question: str) -> list[str]:
    return [w for w in re.findall(r"[a-z0-9]+", question.lower()) if w not in _COMMON_WORDS]


class _Meetings:
    """Whether two facts can be asked in one question: of one agency, about one action."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._above: dict[str, frozenset[str]] = {}

    def find(self, ones: Sequence[Norm], others: Sequence[Norm]) -> tuple[Norm, ...]:
        """Two norms that ask for one each and can bear on one question; empty: there are none."""
        for one in ones:
            for other in others:
                if (
                    not one.who.isdisjoint(other.who)
                    and not set(one.actions).isdisjoint(other.actions)
                    and self._nested(one, other)
                ):
                    return (one, other) if one is not other else (one,)
        return ()

    def _nested(self, one: Norm, other: Norm) -> bool:
        return any(
            a in self._chain(b) or b in self._chain(a)
            for a in self._engine.lawbook.instruments[one.instrument].bound
            for b in self._engine.lawbook.instruments[other.instrument].bound
        )

    def _chain(self, place: str) -> frozenset[str]:
        if place not in self._above:
            self._above[place] = frozenset(self._engine.gazetteer.chain(place))
        return self._above[place]


def _settles(engine: Engine, given: Fact, other: Fact) -> bool:
    """Whether some value of one fact settles another. Of numbers: whether they are tied at all."""
    facts = engine.facts
    if not (facts.tied(given.name) and facts.tied(other.name)):
        return False
    values: tuple[FactValue, ...] = (True, False) if given.type == "bool" else given.values
    if not values:
        return True
    for value in values:
        try:
            settled = facts.settle({given.name: value}, (given.name, other.name))
        except Contradiction:
            continue
        if other.name in settled.implied:
            return True
    return False


def _own_last(one: Fact, other: Fact) -> tuple[Fact, Fact]:
    """The pair with the fact that fewer law files may ask for behind."""

    def shared(fact: Fact) -> tuple[bool, bool, str]:
        return (fact.file != "vocabulary.yaml", not fact.file.endswith("facts.yaml"), fact.name)

    first, second = sorted((one, other), key=shared)
    return first, second


def _finding(fact: Fact, own: Fact, norms: tuple[Norm, ...]) -> LintFinding:
    accepted = [
        a.because for f in (own, fact) for a in f.accepted if a.finding == "asked-though-answered"
    ]
    return LintFinding(
        "asked-though-answered",
        own.file,
        own.line,
        None,
        f"{own.name} is asked though {fact.name} was answered: the questions are nearly the same, "
        "and no answer to one settles the other",
        None,
        f"Ask for {fact.name} instead, or tie {own.name} to it with `means` or `implies`; if the "
        f"two differ in law, say how under `lint` of {own.name}.",
        tuple(norm.id for norm in norms),
        accepted[0] if accepted else None,
    )
