"""The files of `registers/` into nouns; every place, agency kind, fact and value is looked up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from safehavens.corpus.agencies.registers import Complete, Register, RegisterValue, Row
from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Fact, Source, Vocabulary
from safehavens.corpus.near import unknown
from safehavens.corpus.reading.tables.register_forms import EntryForm, RegisterForm
from safehavens.corpus.reading.validate import CheckedFile
from safehavens.corpus.sources import order_sources

_Place = Callable[[CheckedFile, tuple[str | int, ...], str], str]


def read_registers(
    read: Iterable[CheckedFile],
    vocabulary: Vocabulary,
    facts: Mapping[str, Fact],
    place: _Place,
    broken: Collection[str],
) -> tuple[dict[str, Register], list[Finding]]:
    """The registers of a corpus, and what is wrong in their files.

    Parameters
    ----------
    read : iterable of CheckedFile
        The files of the corpus.
    vocabulary : Vocabulary
    facts : mapping of str to Fact
    place : callable
        Gives the canonical id of a place that a file names at a path, and notes what is wrong.
    broken : collection of str
        The names of files that do not fit their form, of which that is told already.
    """
    files = {file.file.name: file for file in read if file.file.name.startswith("registers/")}
    work = _Registers(files, vocabulary, facts, place, broken)
    registers: dict[str, Register] = {}
    for file in files.values():
        if file.file.kind == "register":
            id = file.file.id.removeprefix("registers/")
            registers[id] = work.read(file, id, file.content)
        else:
            work.check_table(file)
    if files:  # a folder of law without registers may use words that name them
        work.check_facts(registers)
    return registers, work.findings


@dataclass
class _Registers:
    files: Mapping[str, CheckedFile]
    vocabulary: Vocabulary
    facts: Mapping[str, Fact]
    place: _Place
    broken: Collection[str]
    findings: list[Finding] = field(default_factory=list)

    def read(self, file: CheckedFile, id: str, form: RegisterForm) -> Register:
        """A register with the rows of its table."""
        fact = self.facts.get(form.fact)
        self._check_fact(file, id, form.fact, fact)
        values = _values_of(fact)
        self._check_value(file, ("absent",), form.absent, fact)
        self._check_kinds(file, ("kinds",), form.kinds)
        lists = tuple(form.lists)
        for before, after in pairwise(lists):
            if after <= before:
                message = f"{after} follows {before}; the days are written in order, each once"
                self._error(file, ("lists",), message)
        table = self.files.get(f"registers/{id}.csv")
        if table is None and f"registers/{id}.csv" not in self.broken:
            self._error(file, (), f"its table is missing: registers/{id}.csv")
        unread = self.files.get(f"registers/{id}-unread.csv")
        return Register(
            id=id,
            title=form.title,
            fact=form.fact,
            values=values,
            absent=form.absent,
            within=self.place(file, ("within",), form.within),
            kinds=frozenset(form.kinds),
            lists=lists,
            complete=tuple(self._complete(file, form)),
            covers=self._covers(file, form, fact),
            rows={} if table is None else self._rows(table, form, fact),
            unread=0 if unread is None else len(unread.content),
            sources=order_sources(Source(s.url, s.seen, s.checked) for s in form.sources),
            note=form.note,
            file=file.file.name,
        )

    def check_table(self, file: CheckedFile) -> None:
        """Tell of a table that belongs to no register."""
        of = file.file.name.removesuffix(".csv").removesuffix("-unread") + ".yaml"
        if of not in self.files and of not in self.broken:
            self._error(file, (), f"the register of this table is missing: {of}")

    def check_facts(self, registers: Mapping[str, Register]) -> None:
        """Tell of facts that name a register which is not there."""
        for fact in self.facts.values():
            if fact.register is None or f"registers/{fact.register}.yaml" in self.broken:
                continue
            register = registers.get(fact.register)
            message = None
            if register is None:
                message = unknown("register", fact.register, registers, 1, 0.6).removesuffix(".")
            elif register.fact != fact.name:
                message = f"the register {register.id} gives the fact {register.fact}"
            if message is not None:
                at = f"facts.{fact.name}.register"
                self.findings.append(Finding("error", fact.file, fact.line, message, None, at))

    def _check_fact(self, file: CheckedFile, id: str, name: str, fact: Fact | None) -> None:
        if fact is None:
            message = unknown("declared fact", name, self.facts, 1, 0.6).removesuffix(".")
        elif fact.type == "number":
            message = f"{name} is a number; a register gives a bool or an enum fact"
        elif fact.derived or fact.private:
            message = f"{name} is about a person or read off the place; no register gives it"
        elif fact.register != id:
            message = f"{name} does not name this register: register: {id} is missing there"
        else:
            return
        self._error(file, ("fact",), message)

    def _check_value(
        self, file: CheckedFile, at: tuple[str | int, ...], value: object, fact: Fact | None
    ) -> None:
        if fact is None or fact.type == "number" or value in _values_of(fact):
            return
        known = ("true", "false") if fact.type == "bool" else fact.values
        message = unknown(f"value of {fact.name}", str(value), known, 1, 0.6).removesuffix(".")
        self._error(file, at, message)

    def _check_kinds(
        self, file: CheckedFile, at: tuple[str | int, ...], kinds: Iterable[str]
    ) -> None:
        for kind in kinds:
            if self.vocabulary.who and kind not in self.vocabulary.who:
                message = unknown("agency kind", kind, self.vocabulary.who, 1, 0.6)
                self._error(file, at, message.removesuffix("."))

    def _complete(self, file: CheckedFile, form: RegisterForm) -> Iterator[Complete]:
        for i, spell in enumerate(form.complete):
            at = ("complete", i)
            kinds = form.kinds if spell.kinds is None else spell.kinds
            self._check_kinds(file, (*at, "kinds"), kinds)
            for kind in kinds:
                if kind not in form.kinds:
                    message = f"{kind} is not among the kinds of the register"
                    self._error(file, (*at, "kinds"), message)
            yield Complete(spell.start, spell.end, frozenset(kinds))

    def _covers(
        self, file: CheckedFile, form: RegisterForm, fact: Fact | None
    ) -> dict[RegisterValue, frozenset[str]]:
        covers: dict[RegisterValue, frozenset[str]] = {}
        for name, actions in form.covers.items():
            value = _read_value(name, fact)
            self._check_value(file, ("covers", name), value, fact)
            for action in actions:
                if self.vocabulary.actions and action not in self.vocabulary.actions:
                    message = unknown("action", action, self.vocabulary.actions, 1, 0.6)
                    self._error(file, ("covers", name), message.removesuffix("."))
            covers[value] = frozenset(actions)
        return covers

    def _rows(
        self, table: CheckedFile, register: RegisterForm, fact: Fact | None
    ) -> dict[str, tuple[Row, ...]]:
        rows: dict[str, list[Row]] = {}
        forms: tuple[EntryForm, ...] = table.content
        for i, form in enumerate(forms):
            value = _read_value(form.value, fact)
            self._check_value(table, (i, "value"), value, fact)
            for kind in form.who:
                if kind not in register.kinds:
                    known = register.kinds
                    message = unknown("agency kind of the register", kind, known, 1, 0.6)
                    self._error(table, (i, "who"), message.removesuffix("."))
            for name in ("first_listed", "last_listed"):
                day: date | None = getattr(form, name)
                if day is not None and day not in register.lists:
                    message = f"{day} is not the day of a list that was read"
                    self._error(table, (i, name), message)
            days = (form.start, form.end, form.first_listed, form.last_listed)
            start, end, first, last = (None if day is None else day.toordinal() for day in days)
            place = self.place(table, (i, "place"), form.place)
            if not (place == register.within or place.startswith(f"{register.within}/")):
                message = f"the register lists agencies within {register.within}"
                self._error(table, (i, "place"), message)
            rows.setdefault(place, []).append(
                (
                    " ".join(form.who),
                    value,
                    start,
                    end,
                    first,
                    last,
                    form.agency,
                    form.form,
                    form.note,
                    table.line(i),
                )
            )
        return {place: tuple(found) for place, found in rows.items()}

    def _error(self, file: CheckedFile, path: tuple[str | int, ...], message: str) -> None:
        table = file.file.name.endswith(".csv")
        shown = ".".join(str(part) for part in (path[1:] if table else path)) or None
        self.findings.append(
            Finding("error", file.file.name, file.line(*path), message, None, shown)
        )


def _values_of(fact: Fact | None) -> tuple[RegisterValue, ...]:
    if fact is None:
        return ()
    return (False, True) if fact.type == "bool" else fact.values


def _read_value(cell: str, fact: Fact | None) -> RegisterValue:
    """What a cell says; what is not a value of the fact stays as written."""
    if fact is not None and fact.type == "bool":
        return {"true": True, "false": False}.get(cell, cell)
    return cell
