"""The forms of the tables in `coverage/`: what was searched, and the first days answered."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from safehavens.corpus.reading.law_forms import Day, Division, Form, Text, Word
from safehavens.corpus.searches import Came, Depth


def split_words(value: object) -> object:
    """The words of a cell, parted by semicolons."""
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(";"))


class SearchForm(Form):
    """A row of a table of `coverage/`: one search of one place."""

    place: Division
    domain: Annotated[tuple[Word, ...], BeforeValidator(split_words)] = Field(
        description="domains of actions, parted by semicolons"
    )
    back_to: Day = Field(description="the earliest day for whose law the search looked")
    through: Day = Field(description="the last day for whose law it looked")
    depth: Depth = Field(description="what was read")
    queries: Text = Field(description="how it was searched")
    came: Came = Field(description="what came of it")
    note: Text | None = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.back_to > self.through:
            raise ValueError(
                f"back_to, {self.back_to}, is after through, {self.through}; it is the earlier day"
            )
        return self


class FirstDayForm(Form):
    """A row of `coverage/domains.csv`: the first day on which a domain's questions are answered."""

    domain: Word
    first_day: Day
    why: Text = Field(description="a sentence: why no earlier day is answered")
