"""The Python interface: a Corpus that answers."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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
