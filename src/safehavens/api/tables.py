"""Questions about many requests or many places: tables, SQL, panels."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from safehavens.api.loaded import Loaded
from safehavens.decide.request import read_day

if TYPE_CHECKING:
    import pyarrow as pa

    from safehavens.screen.requests import Options as ScreenOptions


class Tables(Loaded):
    """Answers by the table."""

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
            start=today if start is None else read_day(start),
            end=today if end is None else read_day(end),
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

        options = screening(place, who, action, on, columns, prefix, map, values, blank)
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

        options = screening(place, who, action, on, columns, prefix, map, values, blank)
        return screen_spark(frame, self._lawbook, self._conditions, options)


def screening(
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
    """What `screen` and its kin are asked for, as options."""
    from safehavens.screen.column_map import read_maps
    from safehavens.screen.outputs import OUTPUT
    from safehavens.screen.requests import Options

    return Options(
        place=place, who=who, action=action, on=None if on is None else read_day(on),
        columns=OUTPUT if columns is None else tuple(columns), prefix=prefix,
        maps=read_maps({"columns": map, "values": values}), blank=blank,
    )  # fmt: skip
