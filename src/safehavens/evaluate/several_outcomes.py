"""Several outcomes of one table under one law, in processes of this machine."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from safehavens.decide.engine import Engine
from safehavens.evaluate.evaluating import evaluate_prepared, order_findings, plan_prepared
from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.nouns import BadEvaluation, Finding
from safehavens.evaluate.preparing import Prepared, Preparer
from safehavens.evaluate.question import Question

Done = Callable[[], None]


@dataclass(frozen=True, slots=True)
class NamedEvaluation:
    """One outcome of several.

    Attributes
    ----------
    name : str
        What the outcome is called.
    evaluation : Evaluation
        With the finding `many`.
    p : float
        Its headline's p-value; NaN: it has none.
    q : float
        The same with all outcomes counted (Benjamini and Hochberg 1995).
    """

    name: str
    evaluation: Evaluation
    p: float
    q: float


def evaluate_several(
    engine: Engine, questions: Mapping[str, Question], jobs: int = 1, done: Done = lambda: None
) -> tuple[NamedEvaluation, ...]:
    """Evaluate several outcomes. Each estimate is the same as by itself.

    All tables are read, and the law is asked, before anything is estimated.

    Parameters
    ----------
    engine : Engine
    questions : mapping of str to Question
        By the name of the outcome.
    jobs : int
        How many processes; 1: none but this one.
    done : callable
        Called after each outcome.

    Raises
    ------
    BadEvaluation
        An outcome cannot be evaluated; the sentence begins with its name.
    """
    if not questions:
        raise BadEvaluation("No outcome was named; give at least one.")
    prepared = _prepare_all(engine, questions)
    found: dict[str, Evaluation] = {}
    for name, evaluation in _run(prepared, min(jobs, len(prepared))):
        found[name] = replace(evaluation, question=questions[name])
        done()
    return _count_all({name: found[name] for name in questions})


def plan_several(engine: Engine, questions: Mapping[str, Question]) -> tuple[NamedEvaluation, ...]:
    """The designs alone; takes and raises what `evaluate_several` does."""
    prepared = _prepare_all(engine, questions)
    return tuple(
        NamedEvaluation(name, plan_prepared(one), math.nan, math.nan)
        for name, one in prepared.items()
    )


def find_headline_p(evaluation: Evaluation) -> float:
    """The p-value of an evaluation's headline; of several places, the least times their number."""
    found = evaluation.estimation
    if found is not None:
        return found.headline.p if found.permutation is None else found.permutation.p
    if not evaluation.synthetic:
        return math.nan
    least = min(study.ranks.p_ratio for study in evaluation.synthetic)
    return min(1.0, least * len(evaluation.synthetic))


def correct_for_many(p_values: Sequence[float]) -> list[float]:
    """Each p-value with all of them counted: Benjamini and Hochberg's q; NaN stays NaN."""
    known = sorted((p, at) for at, p in enumerate(p_values) if not math.isnan(p))
    found = [math.nan] * len(p_values)
    least = 1.0
    for rank in range(len(known), 0, -1):
        p, at = known[rank - 1]
        least = min(least, p * len(known) / rank)
        found[at] = least
    return found


def _prepare_all(engine: Engine, questions: Mapping[str, Question]) -> dict[str, Prepared]:
    preparer = Preparer(engine)
    prepared = {}
    for name, question in questions.items():
        with _Naming(name, questions):
            prepared[name] = preparer.prepare(question)
    return prepared


def _run(prepared: Mapping[str, Prepared], jobs: int) -> Iterator[tuple[str, Evaluation]]:
    if jobs <= 1:
        for name, one in prepared.items():
            with _Naming(name, prepared):
                yield name, evaluate_prepared(one)
        return
    # A new interpreter each: nothing of this one's threads is inherited half-way.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        names = {
            pool.submit(evaluate_prepared, _without_frame(one)): name
            for name, one in prepared.items()
        }
        try:
            for ended in as_completed(names):
                with _Naming(names[ended], prepared):
                    yield names[ended], ended.result()
        except BrokenProcessPool:
            raise BadEvaluation(
                "A process ended while it estimated, perhaps for lack of memory; use fewer jobs."
            ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _without_frame(prepared: Prepared) -> Prepared:
    """The same without a frame of outcomes, which the design holds already."""
    if isinstance(prepared.question.outcome, str | Path):
        return prepared
    return replace(prepared, question=replace(prepared.question, outcome=""))


class _Naming:
    """Puts an outcome's name before what is wrong with it, where there are several."""

    def __init__(self, name: str, all: Mapping[str, object]) -> None:
        self._prefix = f"{name}: " if len(all) > 1 else ""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, BadEvaluation):
            raise BadEvaluation(f"{self._prefix}{error}") from None


def _count_all(found: Mapping[str, Evaluation]) -> tuple[NamedEvaluation, ...]:
    p_values = [find_headline_p(one) for one in found.values()]
    counted = correct_for_many(p_values)
    return tuple(
        NamedEvaluation(name, _tell_many(one, p, q, len(found)), p, q)
        for (name, one), p, q in zip(found.items(), p_values, counted, strict=True)
    )


def _tell_many(evaluation: Evaluation, p: float, q: float, count: int) -> Evaluation:
    if count < 2 or math.isnan(p):
        return evaluation
    finding = Finding(
        "many",
        "warning" if p <= 0.05 < q else "note",
        f"This is one of {count} outcomes that were tried under one law; with all of them counted "
        f"its p of {p:.3f} becomes {q:.3f} (Benjamini–Hochberg).",
        "Show all of them, never the best.",
    )
    return replace(evaluation, findings=order_findings((*evaluation.findings, finding)))
