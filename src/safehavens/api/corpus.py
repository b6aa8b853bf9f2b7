"""Corpus: the law, read and ready to answer. Every method asks a stage below and gives its answer.

What is slow to import (pyarrow, sqlglot, z3, …) is imported by the method that needs it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

from safehavens.api.measurements import Measurements
from safehavens.corpus.model import (
    Case,
    FactValue,
    Verdict,
)
from safehavens.corpus.places import load as load_gazetteer
from safehavens.decide.beside.whole_answers import answer_request
from safehavens.decide.decision import Decision
from safehavens.decide.request import BadRequest, Given, read_day
from safehavens.logic.kept.kept_law import LACKING_PLACES
from safehavens.logic.load import law_files, load_law, load_shipped_law

if TYPE_CHECKING:
    from safehavens.compare.comparison import Comparison
    from safehavens.compare.whatif import WhatIf
    from safehavens.decide.cases import CaseResult
    from safehavens.decide.history import VerdictSpell
    from safehavens.decide.place_law import Overview, PlaceLaw
    from safehavens.screen.arguments import ScreenArguments

_PathLike = str | os.PathLike[str]
_Day = date | str | None


class Corpus(Measurements):
    """The law, read and ready to answer. Immutable: loading other law makes another Corpus.

    Make one with `Corpus.load`. Words of the vocabulary, places and days are as in `ask`; every
    error is one clear sentence.
    """

    @classmethod
    def load(cls, path: _PathLike | None = None, *, over: bool = False) -> Self:
        """Read a corpus.

        Parameters
        ----------
        path : path, optional
            A folder of your own law files (docs/coding-law.md). Left out: the shipped corpus.
        over : bool
            Whether your own law stands over the shipped corpus, file by file, or alone.

        Raises NoLaw for a path without law files, and LawError with every error in them.
        """
        if path is None:
            lawbook, conditions = load_shipped_law()
        else:
            lawbook, conditions = load_law(law_files(Path(path), over))
        lacking = lawbook.ready.get(LACKING_PLACES)
        return cls(lawbook, conditions, load_gazetteer().with_ids(lawbook.places, lacking))

    @cached_property
    def place_law(self) -> PlaceLaw:
        """The law of places, with what has been worked out of it so far."""
        from safehavens.decide.place_law import PlaceLaw

        return PlaceLaw(self.engine)

    # ---- one request ------------------------------------------------------------------------

    def ask(
        self,
        place: str,
        action: str,
        *,
        who: str,
        on: _Day = None,
        facts: Given | None = None,
        **more_facts: FactValue | None,
    ) -> Decision:
        """Ask one question.

        Parameters
        ----------
        place : str
            A name ("Chicago, IL"), an Open Civic Data id or a FIPS code.
        action, who : str
            Words of the vocabulary, such as ``hold`` and ``jail``.
        on : datetime.date or str, optional
            The day whose law is asked, YYYY-MM-DD. Left out: today.
        facts, **more_facts : bool, str, number or None
            What is known of the request, by fact. Left out: presumed where the fact has a
            presumption, else not known. None: not known.

        Returns
        -------
        Decision
            Verdict, reasons, citations, presumptions, what is still to be known, what comes next,
            and neighboring actions.

        Raises
        ------
        UnknownPlace, BadRequest
        """
        read = self.reader.read(place, who, action, on, {**(facts or {}), **more_facts})
        return answer_request(self.engine, read.request, " ".join(read.notes) or None)

    def verdict(
        self,
        place: str,
        action: str,
        *,
        who: str,
        on: _Day = None,
        facts: Given | None = None,
        **more_facts: FactValue | None,
    ) -> Verdict:
        """The verdict alone. Parameters and errors are those of `ask`."""
        read = self.reader.read(place, who, action, on, {**(facts or {}), **more_facts})
        return self.engine.verdict(read.request)

    def history(
        self,
        place: str,
        action: str,
        *,
        who: str,
        facts: Given | None = None,
        **more_facts: FactValue | None,
    ) -> tuple[VerdictSpell, ...]:
        """The verdict over all time, oldest first: each spell, what decides it, what began it."""
        from safehavens.decide.history import trace_history

        read = self.reader.read(place, who, action, None, {**(facts or {}), **more_facts})
        return trace_history(self.engine, read.request)

    def overview(self, place: str, on: _Day = None) -> Overview:
        """A place on a day at a glance: actions, instruments, changes, rulings, events."""
        return self.place_law.overview(self.place(place).place.id, read_day(on))

    def run_cases(self, cases: Iterable[Case] | None = None) -> tuple[CaseResult, ...]:
        """Run worked cases: the corpus's own, or others of the same form."""
        from safehavens.decide.cases import run_cases

        return tuple(run_cases(self.engine, self.lawbook.cases if cases is None else cases))

    # ---- tables -----------------------------------------------------------------------------

    def screen(
        self, frame: Any, *, strict: bool = False, **arguments: Unpack[ScreenArguments]
    ) -> Any:
        """Ask once for each row of a table (extra `tables`; docs/screen.md).

        Parameters
        ----------
        frame : table
            pyarrow, pandas, polars, duckdb, or whatever else speaks Arrow, with columns place,
            who, action, date and any facts; other columns are left as they are. A null cell says
            that the fact is not known; a fact without a column is presumed.
        strict : bool
            Whether a bad row is an error. Otherwise its verdict is null and `problem` says why.
        **arguments
            Described by `safehavens.screen.arguments.ScreenArguments`.

        Returns a table of the caller's kind, with the columns added; a RecordBatchReader gives
        another, which screens as it is read.
        """
        from safehavens.screen.arguments import read_arguments
        from safehavens.screen.frames import screen_frame
        from safehavens.screen.requests import Requests

        return screen_frame(frame, Requests(self.engine, read_arguments(arguments)), strict)

    def screen_spark(self, frame: Any, **arguments: Unpack[ScreenArguments]) -> Any:
        """Ask once for each row of a Spark data frame, on its cluster (extra `spark`).

        Parameters and errors are those of `screen`. The law travels to the workers; they need
        this package installed. Returns a pyspark.sql.DataFrame with the columns added, as strings.
        """
        from safehavens.screen.arguments import read_arguments
        from safehavens.screen.spark import screen_spark

        return screen_spark(frame, self.lawbook, self.conditions, read_arguments(arguments))

    def whatif(
        self,
        table: Any,
        *,
        draft: _PathLike | None = None,
        without: Iterable[str] = (),
        law_of: _Day = None,
        other: Self | None = None,
        by: Iterable[str] = (),
        changed: _PathLike | None = None,
        **arguments: Unpack[ScreenArguments],
    ) -> WhatIf:
        """What would change in a table of requests under another law (extra `tables`).

        Parameters
        ----------
        table : table or path
            Whatever speaks Arrow, or a file: CSV, JSON Lines, Parquet or Arrow.
        draft, without, law_of, other : optional
            The other law: with a draft, without norms or instruments, that of one day for every
            row, or that of another corpus. At least one of them.
        by : iterable of str
            Columns to count by, besides action and who.
        changed : path, optional
            A file for the rows whose answer changes, with both answers and what decides them.
        **arguments
            Those of `screen`.
        """
        from safehavens.compare.ask_whatif import ask_whatif, describe_other_law
        from safehavens.screen.arguments import read_arguments

        options = read_arguments({**arguments, "columns": ("verdict",), "prefix": ""})
        day = None if law_of is None else read_day(law_of)
        ids = (without,) if isinstance(without, str) else tuple(without)
        law = other or self
        law = law if draft is None else law.with_draft(draft)
        law = law.without(ids) if ids else law
        if law is self and day is None:
            raise BadRequest("Say what is to be other: draft, without, law_of or other.")
        title = describe_other_law(draft, ids, day)
        return ask_whatif(self.engine, law.engine, table, options, day, title, [*by], changed)

    def sql(
        self,
        place: str,
        action: str,
        *,
        who: str,
        start: _Day = None,
        end: _Day = None,
        dialect: str = "duckdb",
        table: str = "requests",
        date_column: str | None = None,
        facts: Iterable[str] = (),
        only: bool = False,
        basis: bool = True,
    ) -> str:
        """The law of a request, from day `start` to day `end`, as one SELECT over a table of
        requests (docs/sql.md). One day left out: open; both: today's law.

        `dialect` is one of `safehavens.warehouse.dialects.DIALECTS`, or another name of one;
        `safehavens.warehouse.select.select_text` describes the other parameters.
        """
        from safehavens.warehouse.select import select_text
        from safehavens.warehouse.select_request import SelectRequest

        match = self.place(place)
        today = date.today() if start is None and end is None else None
        first = today if start is None else read_day(start)
        last = today if end is None else read_day(end)
        request = SelectRequest(
            match.place.id, self.reader.who(who, match), self.reader.action(action),
            first, last,
            place_name=match.place.name, place_note=match.note,
        )  # fmt: skip
        return select_text(
            self.engine,
            request,
            dialect=dialect,
            table=table,
            date_column=date_column,
            facts=tuple(facts),
            only=only,
            basis=basis,
        )

    # ---- other law beside this --------------------------------------------------------------

    def with_draft(self, path: _PathLike) -> Self:
        """This corpus with a draft in it: a law file, or a folder laid out as the corpus is.

        A file of the same name takes the other's place. Raises NoLaw, LawError or BadRequest.
        """
        from safehavens.compare.variants import add_draft

        known = (self.lawbook, self.conditions)
        lawbook, conditions = add_draft(known, Path(path), self.gazetteer)
        return type(self)(lawbook, conditions, self.gazetteer.with_ids(lawbook.places))

    def without(self, ids: Iterable[str]) -> Self:
        """This corpus without some norms (`instrument#norm`) or instruments. Raises BadRequest."""
        from safehavens.compare.variants import leave_out

        left = leave_out(self.lawbook, [ids] if isinstance(ids, str) else ids)
        return type(self)(left, self.conditions, self.gazetteer)

    def compare(
        self,
        a: str,
        b: str | None = None,
        *,
        action: str | Iterable[str] | None = None,
        who: str | Iterable[str] | None = None,
        on: _Day = None,
        on_b: _Day = None,
        order: str | None = None,
        other: Self | None = None,
        check: bool = False,
    ) -> Comparison:
        """Who goes further, for every request: proved, or shown by the simplest request.

        Parameters
        ----------
        a, b : str
            Places. Without b: the same place, on another day or under other law.
        action, who : str or iterable of str, optional
            Left out: every action and agency kind of which the law of either speaks.
        on, on_b : datetime.date or str, optional
            The day of both (left out: today), and of b where it is another.
        order : str, optional
            ``limiting``, ``compelling`` or ``serving``. Left out: the one that fits the action.
        other : Corpus, optional
            The law of b, where it is other law (see `with_draft` and `without`).
        check : bool
            Prove everything a second time with Z3. Raises NoSolver where it is not installed.
        """
        from safehavens.compare.comparison import Side, compare
        from safehavens.compare.strictness import read_strictness

        day = read_day(on)
        second = other or self
        one, two = self.place(a).place, second.place(a if b is None else b).place
        return compare(
            Side(self.engine, one.id, day, one.name),
            Side(second.engine, two.id, day if on_b is None else read_day(on_b), two.name),
            _read_each(who, self.reader.who),
            _read_each(action, self.reader.action),
            None if order is None else read_strictness(order),
            check,
        )


def _read_each(words: str | Iterable[str] | None, read: Callable[[str], str]) -> list[str] | None:
    """One word, several, or none: what each is read as."""
    if words is None:
        return None
    return [read(word) for word in ([words] if isinstance(words, str) else words)]
