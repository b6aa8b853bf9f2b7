"""The form of a report that a law demands (`…/reports/*.yaml`)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from safehavens.corpus.reading.law_forms import FILE_ID, Form, NormRef, SourceForm, Text, Word

_Read = Field(description="whether the text that demands it was read")
_PERIOD = r"^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12]|-F)?$"


class PeriodsForm(Form):
    """The stretches that reports are about."""

    every: Literal["month", "quarter", "half", "year"]
    starts: Annotated[int, Field(ge=1, le=12)] = Field(
        default=1, description="the month in which the year begins"
    )
    first: Annotated[str, Field(pattern=_PERIOD)] | None = Field(
        default=None, description="the first period that a report was due for"
    )


class DueForm(Form):
    """A day after the period: day `day` of the `months_after`-th month after its last one."""

    months_after: Annotated[int, Field(ge=1, le=24)]
    day: Annotated[int, Field(ge=1, le=31)]


class ReportColumnForm(Form):
    """A column of the lines, one line a case."""

    name: Word
    label: Text
    of: Word = Field(description="a column of cases (docs/register.md)")
    shape: Literal["day", "time", "word", "yes_no", "number"] = "word"
    read: bool = _Read


class ReportTotalForm(Form):
    """A figure. `count` is a condition on columns of cases; without it the agency enters it."""

    name: Word
    label: Text
    count: Text | None = None
    by: list[Word] = Field(default=[], description="columns of cases, or words of the tally")
    counted_on: Word | None = Field(default=None, description="as `counted_on` of the report")
    read: bool = _Read


class ReportForm(Form):
    """A report: who makes it, for whom, by when, and what stands in it."""

    report: Annotated[str, Field(pattern=FILE_ID, description="the file's path, less `.yaml`")]
    title: Text
    to: Text = Field(description="who gets it")
    law: Text = Field(description="where that is written")
    duty: NormRef | None = Field(default=None, description="the norm that demands it")
    who: Annotated[list[Word], Field(min_length=1)]
    period: PeriodsForm
    due: DueForm | None = None
    due_note: Text | None = Field(default=None, description="of a report without a due day: why")
    nil: Text | None = Field(default=None, description="what is certified where nothing came")
    merge_small: bool = Field(
        default=False, description="whether small figures are merged: of what the public sees"
    )
    where: Text | None = Field(default=None, description="the cases that it is about")
    counted_on: Word = Field(
        default="received_on", description="the column of cases whose day places one in a period"
    )
    columns: list[ReportColumnForm] = Field(default=[], description="of the lines; none: totals")
    totals: Annotated[list[ReportTotalForm], Field(min_length=1)]
    sources: Annotated[list[SourceForm], Field(min_length=1)]
    note: Text | None = None

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if self.due is None and self.due_note is None:
            raise ValueError("a report has a `due` day, or a `due_note` that says why it has none")
        names = [one.name for one in self.columns] + [one.name for one in self.totals]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"`{twice[0]}` names two columns or totals")
        return self
