"""What is asked, from words: every choice checked before anything is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypedDict, TypeVar, Unpack, get_args

from safehavens.corpus.near import unknown
from safehavens.evaluate.design.design import Options
from safehavens.evaluate.estimation import ESTIMATORS, Effort
from safehavens.evaluate.estimators.library_estimates import HEADLINE
from safehavens.evaluate.nouns import COMPARISONS, TIMINGS, BadEvaluation
from safehavens.evaluate.question import Question, Searched
from safehavens.evidence.library import shipped_evidence

SEARCHED: Final[tuple[Searched, ...]] = get_args(Searched)
CLUSTERS: Final = ("law", "state", "place")
FEWEST_DRAWS: Final = 99
MOST_DRAWS: Final = 100_000
WIDEST: Final = 120

_Word = TypeVar("_Word", bound=str)


class Choices(TypedDict, total=False):
    """How to evaluate; what each is, the options of `safehavens evaluate` say."""

    place: str | None
    time: str | None
    start: str | int | None
    end: str | int | None
    only: Iterable[str]
    leave_out: Iterable[str]
    controls: str
    searched: str
    timing: str
    anticipation: int
    cluster: str
    covariates: Iterable[str]
    weights: str | None
    exposure: str | None
    log: bool
    specs: bool
    estimators: Iterable[str] | None
    window: Sequence[int]
    draws: int
    seed: int
    largest: float | None
    family: str | None


def make_question(
    find_place: Callable[[str], str],
    condition: str,
    outcome: Any,
    y: str,
    **choices: Unpack[Choices],
) -> Question:
    """A question from plain values.

    Parameters are those of `safehavens.api.Corpus.evaluate`. `find_place`: from the name of a
    place to its id.

    Raises
    ------
    BadEvaluation
        A word is none of those allowed, or a number is out of its range.
    UnknownPlace
        No place has this name.
    """
    draws, seed = choices.get("draws", 999), choices.get("seed", 0)
    anticipation = choices.get("anticipation", 0)
    _check_range("draws", draws, FEWEST_DRAWS, MOST_DRAWS)
    _check_range("anticipation", anticipation, 0, WIDEST)
    _check_range("seed", seed, 0, 2**63 - 1)
    first, last = _read_window(choices.get("window", (-8, 5)))
    start, end = choices.get("start"), choices.get("end")
    return Question(
        condition=condition,
        outcome=outcome,
        y=y,
        logged=choices.get("log", False),
        curve=choices.get("specs", False),
        place=choices.get("place"),
        time=choices.get("time"),
        start=None if start is None else str(start),
        end=None if end is None else str(end),
        only=tuple(find_place(name) for name in choices.get("only", ())),
        leave_out=tuple(find_place(name) for name in choices.get("leave_out", ())),
        searched=_one_of("searched", choices.get("searched", "all"), SEARCHED),
        options=Options(
            timing=_one_of("timing", choices.get("timing", "first-full"), TIMINGS),
            comparison=_one_of("controls", choices.get("controls", "clean"), COMPARISONS),
            anticipation=anticipation,
            cluster=_one_of("cluster", choices.get("cluster", "law"), CLUSTERS),
            covariates=tuple(choices.get("covariates", ())),
            weights=choices.get("weights"),
            exposure=choices.get("exposure"),
        ),
        effort=Effort(_read_estimators(choices.get("estimators")), draws, (first, last), seed),
        largest=choices.get("largest"),
        family=_read_family(choices.get("family")),
    )


def _read_family(name: str | None) -> str | None:
    if name is None:
        return None
    known = {one.family for study in shipped_evidence().studies.values() for one in study.estimates}
    if name not in known:
        other = "`safehavens evidence` shows what studies measure."
        raise BadEvaluation(unknown("family of outcomes", name, known, other=other))
    return name


def _read_estimators(names: Iterable[str] | None) -> tuple[str, ...]:
    if names is None:
        return ESTIMATORS
    chosen = [_one_of("estimator", name, ESTIMATORS) for name in names]
    return tuple(dict.fromkeys([HEADLINE, *chosen]))


def _read_window(window: Sequence[int]) -> tuple[int, int]:
    if len(window) != 2 or not -WIDEST <= window[0] <= -1 or not 0 <= window[1] <= WIDEST:
        raise BadEvaluation(
            f"The window {':'.join(map(str, window))} is not valid; it goes from a number of "
            f"periods before the law (-{WIDEST} to -1) to one after it (0 to {WIDEST}), as in -8:5."
        )
    return window[0], window[1]


def _one_of(what: str, word: str, allowed: tuple[_Word, ...]) -> _Word:
    for one in allowed:
        if word == one:
            return one
    raise BadEvaluation(f"{word!r} is not valid for {what}; allowed: {', '.join(allowed)}.")


def _check_range(what: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise BadEvaluation(f"{what} is {value}; it is between {low} and {high}.")
