"""Other law beside this: drafts, norms left out, comparison, what if."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from safehavens.api.loaded import Loaded
from safehavens.api.tables import screening
from safehavens.decide.request import BadRequest, read_day

if TYPE_CHECKING:
    from safehavens.compare.comparison import Comparison
    from safehavens.compare.whatif import WhatIf


class Variants(Loaded):
    """Answers about law that differs."""

    def with_draft(self, path: str | os.PathLike[str]) -> Self:
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
        return type(self)(lawbook, conditions, self._gazetteer.with_ids(lawbook.places))

    def without(self, ids: Iterable[str]) -> Self:
        """This corpus without some norms (`instrument#norm`) or whole instruments.

        Raises BadRequest for an id that is neither.
        """
        from safehavens.compare.variants import without

        left = without(self._lawbook, [ids] if isinstance(ids, str) else ids)
        return type(self)(left, self._conditions, self._gazetteer)

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

        day = read_day(on)
        second = other or self
        one, two = self.place(a).place, second.place(a if b is None else b).place
        return compare(
            Side(self.engine, one.id, day, one.name),
            Side(second.engine, two.id, day if on_b is None else read_day(on_b), two.name),
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
        other: Self | None = None,
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
        from safehavens.screen.files.formats import Sink, format_of, open_source

        options = screening(place, who, action, on, ("verdict",), "", map, values, blank)
        day = None if law_of is None else read_day(law_of)
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
