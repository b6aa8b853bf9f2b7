"""What a corpus measures: policy by place and time, when it was adopted, and what it did."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from safehavens.api.holdings import Holdings

if TYPE_CHECKING:
    import pyarrow as pa

    from safehavens.evaluate.asking import Choices
    from safehavens.evaluate.evaluation import Evaluation
    from safehavens.evaluate.several_outcomes import NamedEvaluation

_PathLike = str | os.PathLike[str]
_Day = date | str | None


class Measurements(Holdings):
    """The part of a corpus that measures. What is slow to import is imported where it is used."""

    def panel(
        self,
        places: str | Iterable[str] = "counties",
        *,
        start: _Day = None,
        end: _Day = None,
        freq: str = "spell",
        shape: str = "long",
        values: str = "verdicts",
        probes: _PathLike | None = None,
        census: _PathLike | None = None,
    ) -> pa.Table:
        """Policy by place and time: the verdict of every place on every probe (docs/panel.md).

        Parameters
        ----------
        places : str or iterable of str
            ``counties``, ``states``, ``corpus`` (every place with law of its own), or places by
            name, id or FIPS code.
        start, end : str or datetime.date, optional
            First and last month, YYYY-MM. Left out: January 1985 and the present month.
        freq : str
            ``spell`` (a row for each stretch of one verdict for one reason), or ``month``,
            ``quarter``, ``year`` (a row for each, with the verdict of its first day).
        shape, values : str
            ``long`` or ``wide``: a row or a column for each probe. ``verdicts``, ``indices`` or
            ``agreements`` (which are in force, by model).
        probes, census : path, optional
            Probes in place of the corpus's own (LawError has all errors); codes of 2020's cities.
        """
        from safehavens.measure.panel import ask_panel, read_layout, read_values

        rows, kind = read_layout(freq, shape), read_values(values)
        file = None if probes is None else Path(probes)
        panel = ask_panel(self.engine, places, start, end, file, census=census)
        return panel.table(rows, kind)

    def adoption(
        self,
        of: str,
        places: str | Iterable[str] = "counties",
        *,
        start: _Day = None,
        end: _Day = None,
        probes: _PathLike | None = None,
        spells: bool = False,
        searched: str = "all",
        census: _PathLike | None = None,
    ) -> pa.Table:
        """When each place met a condition: a row a place, or with `spells`, a row each time.

        `of` is a condition on probes (verdicts), indices and indicators (numbers), such as
        ``hold_clean = 'prohibited' AND custody > 0.5``. That it was never met is said only where
        ``all`` governments were searched, the nation's and the ``state``'s, or of any (``none``).
        """
        from safehavens.measure.adoption import find_adoption

        file = None if probes is None else Path(probes)
        found = find_adoption(self.engine, of, places, start, end, file, None, searched, census)
        return found.spells if spells else found.table

    def evaluate(
        self, condition: str, outcome: Any, y: str, **choices: Unpack[Choices]
    ) -> Evaluation:
        """What a law did to an outcome, with the checks that keep one honest (docs/evaluate.md).

        Parameters
        ----------
        condition : str
            The law: on probes and indices, such as ``hold_clean = 'prohibited'``.
        outcome : path or frame
            A CSV or Parquet file, or a table of pandas, Polars, Arrow or DuckDB, with one row for
            each place and period.
        y : str
            A column, or an expression over columns: ``violent_crime / population * 1e5``.
        **choices
            ``place``, ``time``, ``start``, ``end``, ``only``, ``leave_out``, ``controls``,
            ``searched``, ``timing``, ``anticipation``, ``cluster``, ``covariates``,
            ``weights``, ``exposure``, ``log``, ``specs``, ``estimators``, ``window``, ``draws``,
            ``seed``, ``largest``, ``family``, as the options of ``safehavens evaluate``.

        Raises
        ------
        BadEvaluation
            One sentence: what cannot be evaluated, and what is allowed.
        """
        from safehavens.evaluate.asking import make_question
        from safehavens.evaluate.evaluating import evaluate

        question = make_question(
            lambda name: self.place(name).place.id, condition, outcome, y, **choices
        )
        return evaluate(self.engine, question)

    def evaluate_outcomes(
        self,
        condition: str,
        outcome: Any,
        outcomes: Mapping[str, str] | Iterable[str],
        *,
        jobs: int = 1,
        **choices: Unpack[Choices],
    ) -> tuple[NamedEvaluation, ...]:
        """Several outcomes of one table under one law; the table and the law are read once.

        Parameters
        ----------
        outcomes : mapping of str to str, or iterable of str
            Expressions over columns, by what they are called; without names, by themselves.
        jobs : int
            How many at a time, each in a process of its own (``if __name__ == "__main__":`` must
            stand in a script that asks for more than one).
        condition, outcome, **choices
            As of `evaluate`.

        Returns
        -------
        tuple of NamedEvaluation
            Each as `evaluate` gives it by itself, with ``q``, its p-value with all counted, and
            the finding ``many``.

        Raises
        ------
        BadEvaluation
            As of `evaluate`; the sentence begins with the outcome's name.
        """
        from safehavens.evaluate.asking import make_question
        from safehavens.evaluate.several_outcomes import evaluate_several

        named = outcomes if isinstance(outcomes, Mapping) else {text: text for text in outcomes}
        questions = {
            name: make_question(
                lambda place: self.place(place).place.id, condition, outcome, text, **choices
            )
            for name, text in named.items()
        }
        return evaluate_several(self.engine, questions, jobs)

    def replicate(self, name: str, *, jobs: int = 1) -> tuple[NamedEvaluation, ...]:
        """A published study again, or a design that misleads, by its name (docs/evaluate.md).

        Raises BadRequest where there is no such name.
        """
        from safehavens.evidence.replications import find_replication

        named = find_replication(name)
        return self.evaluate_outcomes(
            named.condition, named.outcome, named.outcomes, jobs=jobs, **named.choices
        )

    def plan_evaluation(
        self, condition: str, outcome: Any, y: str, **choices: Unpack[Choices]
    ) -> Evaluation:
        """The design of `evaluate` and its power alone; takes and raises what it does.

        No outcome of a treated place after treatment is used.
        """
        from safehavens.evaluate.asking import make_question
        from safehavens.evaluate.evaluating import plan_evaluation

        question = make_question(
            lambda name: self.place(name).place.id, condition, outcome, y, **choices
        )
        return plan_evaluation(self.engine, question)
