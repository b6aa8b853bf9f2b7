"""The forms of the tables in `governments/`: one model a row."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from safehavens.corpus.agencies.governments import Known, RunBy
from safehavens.corpus.places import Level
from safehavens.corpus.reading.law_forms import Day, Division, Form, Text, Word
from safehavens.corpus.reading.tables.coverage_forms import split_words
from safehavens.corpus.sources import Seen

Words = Annotated[tuple[Word, ...], BeforeValidator(split_words)]


class _SourcedForm(Form):
    source: Text = Field(description="an address, or a citation")
    seen: Seen = Field(description="how the source was seen")
    checked: Day = Field(description="the day it was looked at")
    note: Text | None = None


class _DatedForm(_SourcedForm):
    since: Day | None = Field(default=None, description="first day; blank: not known")
    until: Day | None = Field(default=None, description="first day after; blank: still so")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.until <= self.since:
            raise ValueError(f"until, {self.until}, must come after since, {self.since}")
        return self


class AgencyForm(_SourcedForm):
    """A row of `governments/agencies*.csv`: whether governments have an agency."""

    place: Division = Field(description="a nation or state, with `level`; or one government")
    level: Level | None = None
    who: Words = Field(description="agency kinds, parted by semicolons")
    has: Known
    by: Level | Literal["district"] | None = None
    elected: Known | None = None
    run_by: RunBy | None = None

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        if self.by is not None and self.has != "no":
            raise ValueError(f"`by` is for has=no: who has it instead; here has is {self.has}")
        if self.elected is not None and len(self.who) > 1:
            raise ValueError("`elected` is for a row about one agency kind")
        if self.run_by is not None and self.who != ("jail",):
            raise ValueError("`run_by` is for a row about jails alone")
        return self


class ServiceForm(_DatedForm):
    """A row of `governments/serves*.csv`: another government's agency serves a government."""

    place: Division = Field(description="the government served")
    who: Word = Field(description="the agency kind that it would have")
    by: Division = Field(description="the government whose agency serves it")
    by_who: Word | None = Field(default=None, description="that agency's kind, if another")

    @model_validator(mode="after")
    def _of_two(self) -> Self:
        if self.place == self.by:
            raise ValueError("a government is not served by itself; leave the row out")
        return self


class SchoolForm(_DatedForm):
    """A row of `governments/schools*.csv`: a place whose own government runs the schools."""

    place: Division
    cite: Text = Field(description="the charter or statute that says so")


class DistrictForm(Form):
    """A row of `governments/districts.csv`: a type of division id, and the agencies it has."""

    type: Word = Field(description="as in the division id: school_district")
    who: Words
    note: Text | None = None
