"""A request as people write it: place, agency, action, day and facts in their own words.

Everything is read before anything is refused, so that all mistakes of a request are told together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from safehavens.corpus.model import Fact, FactValue
from safehavens.corpus.places import Match, UnknownPlace
from safehavens.corpus.reading.fact_values import wrong_value
from safehavens.corpus.words.days import DayReading, Order, UnreadableDay, read_day_text
from safehavens.corpus.words.word_reader import UnreadableWord, WordReader, WordReading
from safehavens.decide.brief import decide_briefly
from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest, Request
from safehavens.values.quick_dataclass import dataclass

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A request, and how its words were read: `notes` has a sentence for each decision."""

    request: Request
    match: Match
    notes: tuple[str, ...]


class RequestReader:
    """Reads requests over one engine's law. May be shared between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.words = WordReader(engine.lawbook)

    def read(
        self, place: object, who: str, action: str, on: object, facts: Mapping[str, object]
    ) -> ReadRequest:
        """Read a request.

        Parameters
        ----------
        place : str or int
            A name, an Open Civic Data id or a FIPS code.
        who, action : str
            Ids of the vocabulary, or what people call them.
        on : datetime.date, datetime.datetime or str, optional
            None: today. See `safehavens.corpus.words.days`; with numbers for day and month, the
            month comes first in the United States, else the day.
        facts : mapping
            By name or by what people call it; texts are read as on the command line.

        Raises
        ------
        UnknownPlace, BadRequest
            One sentence for each mistake; BadRequest where there are several.
        """
        mistakes = _Mistakes()
        attempt = mistakes.attempt
        match = attempt(lambda: self._engine.place_finder.find(_place_text(place)))
        level = match.place.level if match else None
        kind = attempt(lambda: self.words.who(_text(who, "who"), level))
        deed = attempt(lambda: self._deed(_text(action, "action"), kind))
        day = attempt(lambda: read_day_value(on, order_at(match)))
        known: dict[str, FactValue | None] = {}
        notes: list[str] = []
        for name, value in facts.items():
            fact = attempt(partial(self._fact, name, value))
            if fact is not None:
                known[fact[0]] = fact[1]
                notes += fact[2]
        if match is None or kind is None or deed is None or day is None or mistakes.met:
            raise mistakes.joined()
        request = Request(match.place.id, kind.id, deed.id, day.on, known)
        said = (match.note, deed.note, kind.note, day.note, self._within(request, day))
        return ReadRequest(request, match, (*(note for note in said if note), *notes))

    def who(self, text: str, match: Match | None = None) -> str:
        """The id of an agency kind. Raises BadRequest."""
        return self.who_reading(text, match).id

    def who_reading(self, text: str, match: Match | None = None) -> WordReading:
        """An agency kind, of the government that was read, and how it was read. BadRequest."""
        try:
            return self.words.who(text, match.place.level if match else None)
        except UnreadableWord as error:
            raise BadRequest(str(error)) from None

    def day(self, value: object, match: Match | None) -> DayReading:
        """The day of a text at a place. Raises BadRequest."""
        try:
            return read_day_value(value, order_at(match))
        except UnreadableDay as error:
            raise BadRequest(str(error)) from None

    def value(self, fact: Fact, text: str) -> FactValue | None:
        """A value of a fact. Raises BadRequest for a text that is none."""
        value = self.words.value(fact, text)
        if (wrong := wrong_value(fact, value)) is not None:
            raise BadRequest(wrong)
        return value

    def action(self, text: str) -> str:
        """The id of an action. Raises BadRequest."""
        return self.action_reading(text).id

    def action_reading(self, text: str) -> WordReading:
        """An action, and how it was read. Raises BadRequest."""
        try:
            return self.words.action(text)
        except UnreadableWord as error:
            raise BadRequest(str(error)) from None

    def describe_value(self, fact: Fact, text: str, value: FactValue | None) -> str | None:
        """How a value was read, where it is not the fact's own word; a private one is not told."""
        if fact.type != "enum" or value is None or value == text.strip().casefold():
            return None
        return f"Read {fact.name}." if fact.private else f"Read {fact.name}={text!r} as {value}."

    def _deed(self, text: str, kind: WordReading | None) -> WordReading:
        """An action; of several that a text may mean, the only one whose rules name the agency."""
        try:
            return self.words.action(text)
        except UnreadableWord as error:
            if not error.sure or kind is None:
                raise
            named = {
                action
                for norm in self._engine.lawbook.norms.values()
                if kind.id in norm.who_written
                for action in norm.actions
            }
            left = [id for id in error.candidates if id in named]
            if len(left) != 1:
                raise
            meaning = self.words.lawbook.vocabulary.actions[left[0]]
            return WordReading(left[0], f"Read {text!r} as {left[0]}: {meaning}.")

    def _fact(self, name: str, value: object) -> tuple[str, FactValue | None, list[str]]:
        """A fact's name, its value, and what was decided about either."""
        reading = self.words.fact(name)
        fact = self._engine.lawbook.facts[reading.id]
        notes = [reading.note] if reading.note else []
        if not isinstance(value, str):
            return fact.name, plain_value(value), notes
        read = self.value(fact, value)
        note = self.describe_value(fact, value, read)
        return fact.name, read, [*notes, note] if note else notes

    def _within(self, request: Request, day: DayReading) -> str | None:
        """Whether the answer changes within a month or year of which the first day was taken."""
        if day.last == day.on:
            return None
        timeline = self._engine.timeline(request.place, request.who, request.action)
        answers = {
            decide_briefly(self._engine, stretch.position, request.facts, False).verdict
            for stretch in timeline
            if (stretch.start is None or stretch.start <= day.last)
            and (stretch.end is None or stretch.end > day.on)
        }
        if len(answers) > 1:
            return f"The answer changes between {day.on} and {day.last}; give the day."
        return f"The answer is the same through {day.last}."


def order_at(match: Match | None) -> Order | None:
    """Which of day and month comes first where a place is: the month in the United States."""
    if match is None:
        return None
    return "mdy" if match.place.id.startswith("ocd-division/country:us") else "dmy"


def read_day_value(value: object, order: Order | None) -> DayReading:
    """A day from a date, a date with a time of day, a text, or today from None.

    Raises UnreadableDay, or BadRequest for what is neither.
    """
    if value is None:
        today = date.today()
        return DayReading(today, today)
    if isinstance(value, datetime):  # also a pandas.Timestamp; its own clock tells the day
        if value != value:  # NaT
            raise BadRequest("The day is missing.")
        return DayReading(value.date(), value.date())
    if isinstance(value, date):
        return DayReading(value, value)
    if isinstance(value, str):
        return read_day_text(value, order, date.today())
    raise BadRequest(f"{value!r} is not a day; give a date or a text such as 2024-05-01.")


def plain_value(value: object) -> FactValue | None:
    """A value as Python has it: that of a numpy scalar, and None for what pandas calls missing."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    item = getattr(value, "item", None)
    if callable(item):
        return plain_value(item())
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    raise BadRequest(f"A {type(value).__name__} is not a value of a fact.")


def _place_text(place: object) -> str:
    if isinstance(place, str):
        return place
    number = plain_value(place) if place is not None else None
    if isinstance(number, int) and not isinstance(number, bool):
        return str(number)
    if isinstance(number, float) and number.is_integer():
        return str(int(number))
    raise BadRequest("The place is missing; give a name, such as Chicago, IL, or a FIPS code.")


def _text(value: object, name: str) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise BadRequest(f"The {name} is missing.")


class _Mistakes:
    """What could not be read of one request."""

    def __init__(self) -> None:
        self.met: list[ValueError] = []

    def attempt(self, read: Callable[[], _Item]) -> _Item | None:
        """What reading gives; None where it is a mistake, which is kept."""
        try:
            return read()
        except (UnknownPlace, UnreadableWord, UnreadableDay, BadRequest) as error:
            self.met.append(error)
            return None

    def joined(self) -> ValueError:
        """The one mistake, or one error that tells them all."""
        if len(self.met) == 1 and isinstance(self.met[0], UnknownPlace | BadRequest):
            return self.met[0]
        return BadRequest("\n".join(str(mistake) for mistake in self.met))
