"""The forms of `registers/`: a register, its table, and the table of what was left out."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from safehavens.corpus.reading.law_forms import (
    Day,
    Division,
    FactName,
    Form,
    SourceForm,
    Text,
    Word,
)

Value = bool | Annotated[str, Field(min_length=1)]


def _split(value: object) -> object:
    """The words of a cell, parted by semicolons."""
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(";"))


class CompleteForm(Form):
    """A spell in which the list is complete: `from` its first day, `to` the first day after it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)
    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    kinds: Annotated[list[Word], Field(min_length=1)] | None = Field(
        default=None, description="the agency kinds for which it is complete; absent: all"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"`to` ({self.end}) must come after `from` ({self.start})")
        return self


class RegisterForm(Form):
    """A register: which fact its table gives, of whom, and where it is complete."""

    title: Text
    fact: FactName = Field(description="the fact whose values the table gives")
    absent: Value = Field(
        description="the value presumed of an agency that is not listed where the list is complete"
    )
    within: Division = Field(description="the place whose agencies it lists")
    kinds: Annotated[list[Word], Field(min_length=1)] = Field(
        description="the agency kinds that it lists"
    )
    lists: list[Day] = Field(default=[], description="the days of the lists that were read")
    complete: list[CompleteForm] = Field(default=[])
    covers: dict[str, list[Word]] = Field(
        default={}, description="by value, the actions for which it counts among values at once"
    )
    sources: Annotated[list[SourceForm], Field(min_length=1)]
    note: Text | None = None


class EntryForm(Form):
    """A row of a register: a value that agencies of a place had for a time."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)
    place: Division
    who: Annotated[tuple[Word, ...], BeforeValidator(_split)] = Field(
        description="the agency kinds that have the value, parted by semicolons"
    )
    value: Text
    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")
    first_listed: Day | None = Field(default=None, description="the first list that has it")
    last_listed: Day | None = Field(default=None, description="the last list that has it")
    agency: Text = Field(description="the agency's name as listed")
    form: Text | None = Field(default=None, description="what the list calls the value")
    note: Text | None = None

    @model_validator(mode="after")
    def _days_fit(self) -> Self:
        if (self.first_listed is None) != (self.last_listed is None):
            raise ValueError("first_listed and last_listed are both given, or neither")
        if self.start is None and self.first_listed is None:
            raise ValueError("an entry has the day `from`, or first_listed")
        days = (self.start, self.first_listed, self.last_listed, self.end)
        names = ("from", "first_listed", "last_listed", "to")
        given = [(day, name) for day, name in zip(days, names, strict=True) if day is not None]
        for (before, one), (after, other) in pairwise(given):
            if after < before or (after == before and other == "to"):
                raise ValueError(f"{one} ({before}) must come before {other} ({after})")
        return self


class UnreadForm(Form):
    """A row of a table of what was left out of a register, and why."""

    state: Text
    agency: Text = Field(description="the agency's name as listed")
    value: Text
    first_listed: Day | None = None
    last_listed: Day | None = None
    why: Text
