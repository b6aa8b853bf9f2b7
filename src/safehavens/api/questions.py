"""Questions about one request, and what the corpus holds."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from safehavens.api.loaded import Loaded
from safehavens.corpus.model import (
    Case,
    Event,
    Fact,
    FactValue,
    Instrument,
    Norm,
    Ruling,
    Verdict,
)
from safehavens.corpus.search import Hit, search
from safehavens.decide.cases import CaseResult, run_cases
from safehavens.decide.decision import Decision
from safehavens.decide.history import VerdictSpell, history
from safehavens.decide.norms.reach import reaches
from safehavens.decide.place_law import Overview, overview
from safehavens.decide.reasons import decide
from safehavens.decide.request import Given, Request, read_day
from safehavens.logic.expression import facts_of

FactArgument = FactValue | None


class NotFound(LookupError):
    """An id that names nothing in the corpus. The message is one sentence."""


class Questions(Loaded):
    """Answers, one at a time."""

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
        request = Request(
            match.place.id, who, action, read_day(on), {**(facts or {}), **more_facts}
        )
        return decide(self.engine, request, match.note)

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
        where = self.place(place).place.id
        return self.engine.verdict(
            Request(where, who, action, read_day(on), {**(facts or {}), **more_facts})
        )

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
        where = self.place(place).place.id
        return history(
            self.engine,
            Request(where, who, action, date.today(), {**(facts or {}), **more_facts}),
        )

    def overview(self, place: str, on: date | str | None = None) -> Overview:
        """A place on a day at a glance: actions, instruments, changes, rulings, events."""
        return overview(self.engine, self.place(place).place.id, read_day(on))

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
            day = read_day(on)
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


_Item = TypeVar("_Item")


def _get(found: Mapping[str, _Item], id: str, kind: str) -> _Item:
    try:
        return found[id]
    except KeyError:
        near = difflib.get_close_matches(id, found, 3, 0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else "."
        raise NotFound(f"There is no {kind} {id!r}{hint}") from None
