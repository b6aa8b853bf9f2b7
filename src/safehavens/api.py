"""The Python interface: a Corpus that answers."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from safehavens.corpus.model import (
    Case,
    Event,
    Fact,
    FactValue,
    Instrument,
    Lawbook,
    Norm,
    Ruling,
    Verdict,
)
from safehavens.corpus.places import Gazetteer, Match
from safehavens.corpus.places import load as load_gazetteer
from safehavens.corpus.search import Hit, search
from safehavens.decide.cases import CaseResult, run_cases
from safehavens.decide.decision import Decision
from safehavens.decide.engine import Engine
from safehavens.decide.facts import Given
from safehavens.decide.history import VerdictSpell, history
from safehavens.decide.overview import Overview, overview
from safehavens.decide.reach import reaches
from safehavens.decide.reasons import decide
from safehavens.decide.request import BadRequest
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import facts_of
from safehavens.logic.load import law_files, load_law

if TYPE_CHECKING:
    import pyarrow as pa

    from safehavens.compare.comparison import Comparison
    from safehavens.compare.whatif import WhatIf
    from safehavens.screen.requests import Options as ScreenOptions

FactArgument = FactValue | None


class NotFound(LookupError):
    """An id that names nothing in the corpus. The message is one sentence."""


class Corpus:
    """The law, read and ready to answer. Immutable: loading other law makes another Corpus.

    Make one with `Corpus.load`.
    """

    def __init__(self, lawbook: Lawbook, conditions: Conditions, gazetteer: Gazetteer) -> None:
        self._lawbook = lawbook
        self._conditions = conditions
        self._gazetteer = gazetteer

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None, *, over: bool = False) -> Corpus:
        """Read a corpus.

        Parameters
        ----------
        path : path, optional
            A folder of your own law files (see docs/coding-law.md). Left out: the shipped corpus.
        over : bool
            Your own law together with the shipped corpus; a file of the same name takes the
            shipped one's place. False: your own law alone, with the shipped vocabulary where
            you have none.

        Raises
        ------
        NoLaw
            The path is no folder, or holds no law file.
        LawError
            Law files that cannot be used: every error with file, line, norm and field.
        """
        files = law_files(None if path is None else Path(path), over)
        lawbook, conditions = load_law(files)
        return cls(lawbook, conditions, load_gazetteer().with_ids(lawbook.places))

    @cached_property
    def engine(self) -> Engine:
        """The engine underneath, for those who ask a million times."""
        return Engine(self._lawbook, self._conditions, self._gazetteer)

    @property
    def lawbook(self) -> Lawbook:
        """Everything the corpus holds, as typed values."""
        return self._lawbook

    @property
    def conditions(self) -> Conditions:
        """The lawbook's conditions, read."""
        return self._conditions

    @property
    def gazetteer(self) -> Gazetteer:
        """Knows places by name, id and FIPS code."""
        return self._gazetteer

    @property
    def version(self) -> str:
        """A digest of the law files' names and contents (64 hexadecimal digits)."""
        return self._lawbook.version

    # ---- questions --------------------------------------------------------------------------

    def ask(
        self,
        place: str,
        action: str,
        *,
        who: str,
        on: date | str | None = None,
        facts: Given | None = None,
        **more_facts: FactArgument,
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
            Verdict, reasons, citations, presumptions, and what is still to be known.

        Raises
        ------
        UnknownPlace, BadRequest
            One clear sentence each.
        """
        match = self.place(place)
        given: Given = {**(facts or {}), **more_facts}
        return decide(self.engine, match.place.id, who, action, as_date(on), given, match.note)

    def verdict(
        self,
        place: str,
        action: str,
        *,
        who: str,
        on: date | str | None = None,
        facts: Given | None = None,
        **more_facts: FactArgument,
    ) -> Verdict:
        """The verdict alone. Parameters and errors are those of `ask`."""
        given: Given = {**(facts or {}), **more_facts}
        return self.engine.verdict(self.place(place).place.id, who, action, as_date(on), given)

    def history(
        self,
        place: str,
        action: str,
        *,
        who: str,
        facts: Given | None = None,
        **more_facts: FactArgument,
    ) -> tuple[VerdictSpell, ...]:
        """The verdict over all time, oldest first: each spell, what decides it, what began it."""
        given: Given = {**(facts or {}), **more_facts}
        return history(self.engine, self.place(place).place.id, who, action, given)

    def overview(self, place: str, on: date | str | None = None) -> Overview:
        """A place on a day at a glance: actions, instruments, changes, rulings, events."""
        return overview(self.engine, self.place(place).place.id, as_date(on))

    def panel(
        self,
        places: str | Iterable[str] = "counties",
        *,
        start: date | str | None = None,
        end: date | str | None = None,
        freq: str = "spell",
        shape: str = "long",
        values: str = "verdicts",
        probes: str | os.PathLike[str] | None = None,
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
            ``spell``: a row for each stretch of one verdict for one reason. ``month``, ``quarter``,
            ``year``: a row for each, with the verdict of its first day.
        shape : str
            ``long``: a row for each probe. ``wide``: a column for each probe.
        values : str
            ``verdicts``, or ``indices``: the numbers that the battery reads off them.
        probes : path, optional
            A file of probes in place of the corpus's own.

        Raises
        ------
        BadRequest, UnknownPlace, LawError
            One clear sentence each; of a file of probes, every error with its line.
        """
        from safehavens.measure.panel import kind_of_values, layout, panel

        wanted, kind = layout(freq, shape), kind_of_values(values)
        file = None if probes is None else Path(probes)
        return panel(self.engine, places, start, end, file).table(wanted, kind)

    def adoption(
        self,
        of: str,
        places: str | Iterable[str] = "counties",
        *,
        start: date | str | None = None,
        end: date | str | None = None,
        probes: str | os.PathLike[str] | None = None,
    ) -> pa.Table:
        """When each place first fulfilled a condition: one row a place, null where it never did.

        Parameters
        ----------
        of : str
            A condition on probes (verdicts), indices and indicators (numbers), such as
            ``detainer_needs_judge >= 1`` or ``hold_clean = 'prohibited' AND custody > 0.5``.

        The other parameters, and the errors, are those of `panel`.
        """
        from safehavens.measure.adoption import adoption

        file = None if probes is None else Path(probes)
        return adoption(self.engine, of, places, start, end, file).table

    def sql(
        self,
        place: str,
        action: str,
        *,
        who: str,
        start: date | str | None = None,
        end: date | str | None = None,
        dialect: str = "duckdb",
        table: str = "requests",
        date_column: str | None = None,
        facts: Iterable[str] = (),
        only: bool = False,
    ) -> str:
        """The law of a question as one SELECT over a table of requests (docs/sql.md).

        Parameters
        ----------
        place, action, who : str
            As in `ask`.
        start, end : datetime.date or str, optional
            First and last day of the law wanted. One left out: open. Both: today's law.
        dialect : str
            duckdb, postgres, spark, snowflake or bigquery.
        table : str
            The table's name, as SQL writes it.
        date_column : str, optional
            The column with each request's day. Left out: ``date``, where the answers change
            between `start` and `end`, else none.
        facts : iterable of str
            Facts that the table has columns for, beside those that settle the answer and have
            no presumption. A fact that is no column takes its presumption.
        only : bool
            No column but `facts`.

        Raises
        ------
        UnknownPlace, BadRequest
            One clear sentence each.
        """
        from safehavens.warehouse.select import Question, select_text  # sqlglot is slow to import

        match = self.place(place)
        today = date.today() if start is None and end is None else None
        asked = Question(
            place=match.place.id,
            place_name=match.place.name,
            note=match.note,
            who=who,
            action=action,
            start=today if start is None else as_date(start),
            end=today if end is None else as_date(end),
        )
        return select_text(
            self.engine,
            asked,
            dialect=dialect,
            table=table,
            date_column=date_column,
            facts=tuple(facts),
            only=only,
        )

    # ---- tables -----------------------------------------------------------------------------

    def screen(
        self,
        frame: Any,
        *,
        place: str | None = None,
        who: str | None = None,
        action: str | None = None,
        on: date | str | None = None,
        columns: Sequence[str] | None = None,
        prefix: str = "",
        map: Mapping[str, str] | None = None,
        values: Mapping[str, Mapping[Any, Any]] | None = None,
        blank: Literal["unknown", "presumed"] = "unknown",
        strict: bool = False,
    ) -> Any:
        """Ask once for each row of a table (extra `tables`).

        Parameters
        ----------
        frame : table
            pyarrow, pandas, polars, duckdb, or whatever else speaks Arrow, with columns place,
            who, action, date and any facts, by name; other columns are left as they are. A null
            cell says that the fact is not known; a fact without a column is presumed.
        place, who, action, on : optional
            One value for all rows of a table that has no such column.
        columns : sequence of str, optional
            What to add, of verdict, deciding, waits_for, confidence and problem. Left out: all.
        prefix : str
            Put before the names of what is added.
        map : mapping of str to str, optional
            From the table's names of columns to ours; to "" where one is to be left alone.
        values : mapping, optional
            For our name of a column, from the table's values to ours.
        blank : {"unknown", "presumed"}
            Whether a null cell of a fact takes the fact's presumption.
        strict : bool
            Whether a bad row is an error. Otherwise its verdict is null and `problem` says why.

        Returns
        -------
        table
            Of the caller's kind, with the columns added. (A pyarrow.RecordBatchReader gives
            another: batches are screened as they are asked for.)

        Raises
        ------
        BadRequest, UnknownPlace
            One clear sentence each, before the first row is screened; if `strict`, for a row.
        """
        from safehavens.screen.frames import screen_frame
        from safehavens.screen.requests import Requests

        options = _screening(place, who, action, on, columns, prefix, map, values, blank)
        return screen_frame(frame, Requests(self.engine, options), strict)

    def screen_spark(
        self,
        frame: Any,
        *,
        place: str | None = None,
        who: str | None = None,
        action: str | None = None,
        on: date | str | None = None,
        columns: Sequence[str] | None = None,
        prefix: str = "",
        map: Mapping[str, str] | None = None,
        values: Mapping[str, Mapping[Any, Any]] | None = None,
        blank: Literal["unknown", "presumed"] = "unknown",
    ) -> Any:
        """Ask once for each row of a Spark data frame, on its cluster (extra `spark`).

        Parameters and errors are those of `screen`. The law travels to the workers; they need
        this package installed.

        Returns
        -------
        pyspark.sql.DataFrame
            With the columns added, as strings.
        """
        from safehavens.screen.spark import screen_spark

        options = _screening(place, who, action, on, columns, prefix, map, values, blank)
        return screen_spark(frame, self._lawbook, self._conditions, options)

    # ---- other law --------------------------------------------------------------------------

    def with_draft(self, path: str | os.PathLike[str]) -> Corpus:
        """This corpus with a draft in it: a law file, or a folder laid out as the corpus is.

        A file of the same name takes the other's place. What the draft does not change is shared.

        Raises
        ------
        NoLaw, LawError, BadRequest
            The draft cannot be used: one clear sentence, or every error with file and line.
        """
        from safehavens.compare.variants import with_draft

        known = (self._lawbook, self._conditions)
        lawbook, conditions = with_draft(known, Path(path), self._gazetteer)
        return Corpus(lawbook, conditions, self._gazetteer.with_ids(lawbook.places))

    def without(self, ids: Iterable[str]) -> Corpus:
        """This corpus without some norms (`instrument#norm`) or whole instruments.

        Raises BadRequest for an id that is neither.
        """
        from safehavens.compare.variants import without

        left = without(self._lawbook, [ids] if isinstance(ids, str) else ids)
        return Corpus(left, self._conditions, self._gazetteer)

    def compare(
        self,
        a: str,
        b: str | None = None,
        *,
        action: str | Iterable[str] | None = None,
        who: str | Iterable[str] | None = None,
        on: date | str | None = None,
        on_b: date | str | None = None,
        order: str | None = None,
        other: Corpus | None = None,
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
            Prove everything a second time with the solver Z3.

        Raises
        ------
        UnknownPlace, BadRequest
            One clear sentence each.
        NoSolver
            `check`, and Z3 is not installed.
        """
        from safehavens.compare.comparison import Side, compare
        from safehavens.compare.strictness import strictness

        day = as_date(on)
        second = other or self
        one, two = self.place(a).place, second.place(a if b is None else b).place
        return compare(
            Side(self.engine, one.id, day, one.name),
            Side(second.engine, two.id, day if on_b is None else as_date(on_b), two.name),
            [action] if isinstance(action, str) else action,
            [who] if isinstance(who, str) else who,
            None if order is None else strictness(order),
            check,
        )

    def whatif(
        self,
        table: Any,
        *,
        draft: str | os.PathLike[str] | None = None,
        without: Iterable[str] = (),
        law_of: date | str | None = None,
        other: Corpus | None = None,
        by: Iterable[str] = (),
        changed: str | os.PathLike[str] | None = None,
        place: str | None = None,
        who: str | None = None,
        action: str | None = None,
        on: date | str | None = None,
        map: Mapping[str, str] | None = None,
        values: Mapping[str, Mapping[Any, Any]] | None = None,
        blank: Literal["unknown", "presumed"] = "unknown",
    ) -> WhatIf:
        """What would change in a table of requests under another law (extra `tables`).

        Parameters
        ----------
        table : table or path
            Whatever speaks Arrow, or a file: CSV, JSON Lines, Parquet or Arrow.
        draft, without, law_of, other : optional
            The other law: with a draft, without norms or instruments, that of a day for every
            row, or that of another corpus. At least one of them.
        by : iterable of str
            Columns to count by, besides action and who.
        changed : path, optional
            A file for the rows whose answer changes, with both answers and what decides them.

        The others are those of `screen`.

        Raises
        ------
        NoLaw, LawError, BadRequest, UnknownPlace
            One clear sentence each, before the first row is read.
        """
        from safehavens.compare.whatif import Law, TableSource, then, whatif
        from safehavens.screen.files import Sink, format_of, open_source

        options = _screening(place, who, action, on, ("verdict",), "", map, values, blank)
        day = None if law_of is None else as_date(law_of)
        out = [without] if isinstance(without, str) else [*without]
        law = other or self
        law = law if draft is None else law.with_draft(draft)
        law = law.without(out) if out else law
        if law is self and day is None:
            raise BadRequest("Say what is to be other: draft, without, law_of or other.")
        is_path = isinstance(table, str | os.PathLike)
        source = open_source(os.fspath(table)) if is_path else TableSource(table)
        sink = None
        if changed is not None:
            path = os.fspath(changed)
            sink = Sink(path, format_of(path, None, "a name"))
        later = then(law.engine, options, day, source.schema.names)
        said = [f"with {os.fspath(draft)}"] if draft is not None else []
        said += [f"without {', '.join(out)}"] if out else []
        said += [f"of {day} for every row"] if day is not None else []
        what = f"the law {', '.join(said) or 'of another corpus'}"
        return whatif(source, Law(self.engine, options), later, what, [*by], sink)

    # ---- what there is ----------------------------------------------------------------------

    def place(self, text: str) -> Match:
        """Read a place's name. Raises UnknownPlace with the nearest names."""
        return self._gazetteer.find(text)

    def norms(
        self,
        *,
        place: str | None = None,
        on: date | str | None = None,
        who: str | None = None,
        action: str | None = None,
    ) -> tuple[Norm, ...]:
        """The norms that answer to all of these, by id.

        Parameters
        ----------
        place : str, optional
            Norms that reach the agencies of this place.
        on : datetime.date or str, optional
            Norms in a spell of their own on this day (a ruling may still take one out: `ask`
            and `history` tell).
        who, action : str, optional
            Norms that address this agency kind or action.
        """
        lawbook = self._lawbook
        found: Iterable[Norm] = lawbook.norms.values()
        if place is not None:
            extent = self.engine.extents.of(self.place(place).place.id)
            found = [n for n in found if reaches(lawbook.instruments[n.instrument], extent)]
        if on is not None:
            day = as_date(on)
            found = [n for n in found if any(spell.holds(day) for spell in n.spells)]
        if who is not None:
            found = [n for n in found if who in n.who]
        if action is not None:
            found = [n for n in found if action in n.actions]
        return tuple(sorted(found, key=lambda norm: norm.id))

    def norm(self, id: str) -> Norm:
        """One norm by its id, `instrument#norm`. Raises NotFound with the nearest ids."""
        return _get(self._lawbook.norms, id, "norm")

    def instrument(self, id: str) -> Instrument:
        """One instrument by its id. Raises NotFound with the nearest ids."""
        return _get(self._lawbook.instruments, id, "instrument")

    def ruling(self, id: str) -> Ruling:
        """One ruling by its id. Raises NotFound with the nearest ids."""
        return _get(self._lawbook.rulings, id, "ruling")

    def fact(self, name: str) -> Fact:
        """One declared fact. Raises NotFound with the nearest names."""
        return _get(self._lawbook.facts, name, "fact")

    def facts_asked(self, norm: str) -> tuple[str, ...]:
        """The facts that a norm's condition asks for, in reading order. Raises NotFound."""
        return facts_of(self._conditions.applies[self.norm(norm).id])

    @property
    def events(self) -> tuple[Event, ...]:
        """The events on record, oldest first."""
        return self._lawbook.events

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Instruments, norms, rulings, facts and vocabulary that have these words, best first."""
        return search(self._lawbook, words, limit)

    def run_cases(self, cases: Iterable[Case] | None = None) -> tuple[CaseResult, ...]:
        """Run worked cases: the corpus's own, or others of the same form."""
        return tuple(run_cases(self.engine, self._lawbook.cases if cases is None else cases))


def _screening(
    place: str | None,
    who: str | None,
    action: str | None,
    on: date | str | None,
    columns: Sequence[str] | None,
    prefix: str,
    map: Mapping[str, str] | None,
    values: Mapping[str, Mapping[Any, Any]] | None,
    blank: Literal["unknown", "presumed"],
) -> ScreenOptions:
    from safehavens.screen.maps import read_maps
    from safehavens.screen.outputs import OUTPUT
    from safehavens.screen.requests import Options

    return Options(
        place=place, who=who, action=action, on=None if on is None else as_date(on),
        columns=OUTPUT if columns is None else tuple(columns), prefix=prefix,
        maps=read_maps({"columns": map, "values": values}), blank=blank,
    )  # fmt: skip


def as_date(value: date | str | None) -> date:
    """A day from a date, from YYYY-MM-DD, or today from None.

    Raises
    ------
    BadRequest
        The text is no date.
    """
    if value is None:
        return date.today()
    if isinstance(value, date):
        return value
    try:
        if len(value) != len("2024-05-01"):  # fromisoformat reads other forms too
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise BadRequest(f"{value!r} is no date; write YYYY-MM-DD, such as 2024-05-01.") from None


_Item = TypeVar("_Item")


def _get(found: Mapping[str, _Item], id: str, kind: str) -> _Item:
    try:
        return found[id]
    except KeyError:
        near = difflib.get_close_matches(id, found, 3, 0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else "."
        raise NotFound(f"There is no {kind} {id!r}{hint}") from None
