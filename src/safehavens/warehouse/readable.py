"""A verdict by the norms' own conditions, where that is proved to be exact.

A verdict is a function of which norms hold, so it can be written as "this norm holds", "that one
holds and this one does not"… SQL judges each condition by itself. Where facts repeat or
implications tie them, that may leave open what is settled, so a reading is held against each prime
implicant of the verdict (`safehavens.decide.facts.settling`): is it TRUE of a row of which that
much is known, and no more? More being known never unsettles a condition that is TRUE. So a
reading, with those implicants beside it of which it is not TRUE, is TRUE wherever the verdict is
settled; and nowhere else, as it says the same as the verdict where all is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from safehavens.logic.classes import Classes
from safehavens.logic.expression import (
    FALSE,
    TRUE,
    And,
    Constant,
    Expression,
    Not,
    Or,
    atoms,
    conjunction,
    disjunction,
    negation,
    truth,
)
from safehavens.logic.implicants import Cube, settled_by
from safehavens.logic.residual import groups, residual
from safehavens.warehouse.patterns import Pattern, Patterns

_MOST_NORMS: Final = 6
_MOST_TRIES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Term:
    """A way to a verdict: these norms hold, those do not; and the condition that says so."""

    holding: tuple[int, ...]
    failing: tuple[int, ...]
    condition: Expression


@dataclass(frozen=True, slots=True)
class Reading:
    """A verdict by the norms' own conditions, and the cubes that settle it though these do not."""

    terms: tuple[Term, ...]
    besides: tuple[Cube, ...]


def read_by_norms(
    patterns: Patterns,
    verdict: str,
    cubes: Sequence[Cube],
    impossible: Sequence[Cube],
    given: Collection[str],
    classes: Mapping[str, Classes],
) -> Reading | None:
    """A verdict by the norms' own conditions.

    Parameters
    ----------
    patterns : Patterns
    verdict : str
    cubes, impossible : sequences of Cube
        What settles the verdict, and what cannot be (`Settling`).
    given : collection of str
        The facts that requests give. Others are not known.
    classes : mapping of str to Classes

    Returns
    -------
    Reading or None
        None: every reading found is much longer than the cubes, or too little of them.
    """
    if patterns.verdicts is None:
        return None
    best: Reading | None = None
    for terms in _list_readings(patterns, patterns.verdicts, verdict):
        ways = tuple(
            Term(holding, failing, _write_condition(patterns, holding, failing, given))
            for holding, failing in terms
        )
        ways = tuple(term for term in ways if term.condition != FALSE)
        whole = disjunction(*(term.condition for term in ways))
        besides = _find_left_open(whole, cubes, impossible, classes)
        if besides is None or len(besides) == len(cubes):
            continue
        length = sum(1 for _ in atoms(whole)) + sum(map(len, besides))
        short = length <= 2 * sum(map(len, cubes)) + 4
        if short and (best is None or len(besides) < len(best.besides)):
            best = Reading(ways, besides)
        if best is not None and not best.besides:
            break
    return best


# ---- ways to a verdict -------------------------------------------------------------------------

_Way = tuple[tuple[int, ...], tuple[int, ...]]


def _list_readings(
    patterns: Patterns, verdicts: Mapping[Pattern, str], verdict: str
) -> Iterable[list[_Way]]:
    """Readings to try, the shortest first: few norms and ways, then all."""
    needed = _find_needed_norms(patterns, verdicts, verdict, ())
    if len(needed) > _MOST_NORMS:
        return
    ways = _list_ways(verdicts, verdict, needed)
    few = _choose_cover(verdicts, verdict, ways)
    yield few
    if len(few) < len(ways):
        yield ways
    for kept in _find_deciding(patterns, verdict):  # another norm may say more of what is settled
        others = _find_needed_norms(patterns, verdicts, verdict, (kept,))
        if others != needed and len(others) <= _MOST_NORMS:
            yield _list_ways(verdicts, verdict, others)


def _find_needed_norms(
    patterns: Patterns, verdicts: Mapping[Pattern, str], verdict: str, keep: tuple[int, ...]
) -> tuple[int, ...]:
    """Norms whose truth tells whether the verdict is this one: the long-winded go first."""
    deciding = {*_find_deciding(patterns, verdict)}
    left = list(range(len(patterns.conditions)))
    for i in sorted(
        (i for i in left if i not in keep),
        key=lambda i: (i in deciding, -sum(1 for _ in atoms(patterns.conditions[i])), -i),
    ):
        others = [j for j in left if j != i]
        is_verdict: dict[Pattern, bool] = {}
        if all(
            is_verdict.setdefault(tuple(pattern[j] for j in others), given == verdict)
            == (given == verdict)
            for pattern, given in verdicts.items()
        ):
            left = others
    return tuple(left)


def _list_ways(verdicts: Mapping[Pattern, str], verdict: str, norms: Sequence[int]) -> list[_Way]:
    """Every shortest pattern of these norms that suffices for the verdict."""
    shortest: list[_Way] = []
    different = {
        (tuple(pattern[i] for i in norms), given): pattern for pattern, given in verdicts.items()
    }
    for size in range(len(norms) + 1):
        for chosen in combinations(norms, size):
            for truths in product((True, False), repeat=size):
                literals = dict(zip(chosen, truths, strict=True))
                meant = {v for (_, v), p in different.items() if _matches(p, literals)}
                if meant == {verdict} and not any(_asks_no_more(way, literals) for way in shortest):
                    shortest.append(
                        (
                            tuple(i for i in chosen if literals[i]),
                            tuple(i for i in chosen if not literals[i]),
                        )
                    )
    return shortest


def _matches(pattern: Pattern, literals: Mapping[int, bool]) -> bool:
    return all(pattern[i] == truth for i, truth in literals.items())


def _asks_no_more(way: _Way, literals: Mapping[int, bool]) -> bool:
    """Whether the way asks for nothing but what these literals say."""
    return all(literals.get(i) is True for i in way[0]) and all(
        literals.get(i) is False for i in way[1]
    )


def _choose_cover(
    verdicts: Mapping[Pattern, str], verdict: str, ways: Sequence[_Way]
) -> list[_Way]:
    """Some of the ways that together cover every pattern with the verdict."""
    left = {pattern for pattern, given in verdicts.items() if given == verdict}
    kept = []
    for way in ways:
        literals = {**dict.fromkeys(way[0], True), **dict.fromkeys(way[1], False)}
        covered = {pattern for pattern in left if _matches(pattern, literals)}
        if covered:
            kept.append(way)
            left -= covered
    return kept


def _find_deciding(patterns: Patterns, verdict: str) -> tuple[int, ...]:
    """The norms that give the verdict."""
    return next((norms for given, norms in patterns.deciding.items() if given == verdict), ())


# ---- conditions --------------------------------------------------------------------------------


def _write_condition(
    patterns: Patterns, holding: Iterable[int], failing: Iterable[int], given: Collection[str]
) -> Expression:
    parts = [patterns.conditions[i] for i in holding]
    parts += [negation(patterns.conditions[i]) for i in failing]
    return conjunction(*(_assume_unknown(part, given, True) for part in parts))


def _assume_unknown(part: Expression, given: Collection[str], true: bool) -> Expression:
    """The condition, an atom on a fact not given (so never known) taken for not `true`.

    It is TRUE (for `true` False: FALSE) of the same rows as before; elsewhere it may be FALSE
    instead of not known.
    """
    match part:
        case Constant():
            return part
        case Not(inner):
            return negation(_assume_unknown(inner, given, not true))
        case And(parts):
            return conjunction(*(_assume_unknown(p, given, true) for p in parts))
        case Or(parts):
            return disjunction(*(_assume_unknown(p, given, true) for p in parts))
        case atom:
            return atom if atom.fact in given else FALSE if true else TRUE


def _find_left_open(
    condition: Expression,
    cubes: Iterable[Cube],
    impossible: Sequence[Cube],
    classes: Mapping[str, Classes],
) -> tuple[Cube, ...] | None:
    """The cubes that a row may be known to lie in, and no more, without the condition being TRUE.

    None: that takes too long to find out.
    """
    nodes = [residual(condition, classes)]
    nodes += [("is", fact, mask) for cube in impossible for fact, mask in cube]
    left_open = []
    tries = 0
    for cube in cubes:
        # One try for each choice of values that neither the condition nor `impossible` tells apart.
        for chosen in product(*(groups(nodes, fact, mask) for fact, mask in cube)):
            tries += 1
            if tries > _MOST_TRIES:
                return None
            values = {
                fact: classes[fact].values(part)[0]
                for (fact, _), part in zip(cube, chosen, strict=True)
            }
            if truth(condition, values) is not True:
                known = {fact: classes[fact].of(value) for fact, value in values.items()}
                if not settled_by(impossible, known):
                    left_open.append(cube)
                    break
    return tuple(left_open)
