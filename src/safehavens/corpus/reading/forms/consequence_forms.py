"""The forms of time limits, notices and remedies of a norm."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from safehavens.corpus.consequences import (
    Clock,
    ClockEvent,
    Notice,
    Promptness,
    Remedy,
    Skipped,
)

_Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
_Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$", description="ISO 639 code")]
_CONFIG = ConfigDict(extra="forbid", strict=True, frozen=True)


class WithinForm(BaseModel):
    """A length of time: hours or days."""

    model_config = _CONFIG
    hours: Annotated[int, Field(gt=0)] | None = None
    days: Annotated[int, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.hours is None) == (self.days is None):
            raise ValueError("`within` has `hours` or `days`, and only one of them")
        return self


def _say_form(within: object) -> str:
    """Which of its two forms a `within` has, so that what is wrong is told of that form alone."""
    return "word" if isinstance(within, str) else "length"


_Within = Annotated[WithinForm, Tag("length")] | Annotated[Promptness, Tag("word")]


class ClockForm(BaseModel):
    """When the act must be done; it runs while the norm is in force."""

    model_config = _CONFIG
    starts: ClockEvent | None = Field(default=None, description="from when time is counted")
    within: Annotated[_Within, Discriminator(_say_form)] | None = None
    before: ClockEvent | None = Field(
        default=None, description="what the act must come before; by at least `within`, if given"
    )
    skips: list[Skipped] = Field(default=[], description="days that do not count")
    note: _Text | None = None

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if self.within is None and self.before is None:
            raise ValueError("a clock says `within` what time, or `before` what")
        if self.before is None and self.starts is None:
            raise ValueError("a clock without `before` says under `starts` from when time counts")
        if self.skips and not isinstance(self.within, WithinForm):
            raise ValueError("`skips` goes with hours or days under `within`")
        return self

    def clock(self) -> Clock:
        """The noun."""
        span = self.within if isinstance(self.within, WithinForm) else WithinForm.model_construct()
        return Clock(
            starts=self.starts,
            hours=span.hours,
            days=span.days,
            promptness=self.within if isinstance(self.within, str) else None,
            before=self.before,
            skips=tuple(self.skips),
            note=self.note,
        )


class NoticeForm(BaseModel):
    """What must be told to whom."""

    model_config = _CONFIG
    what: _Text
    to: Annotated[list[_Text], Field(min_length=1)]
    when: _Text | None = None
    languages: list[_Language] = Field(default=[], description="those that the law names")

    def notice(self) -> Notice:
        """The noun."""
        return Notice(self.what, tuple(self.to), self.when, tuple(self.languages))


class RemedyForm(BaseModel):
    """What may follow a breach, and where that is written."""

    model_config = _CONFIG
    cite: _Text
    who_may_sue: _Text | None = None
    penalty: _Text | None = None
    funds_lost: _Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.who_may_sue or self.penalty or self.funds_lost):
            raise ValueError("a remedy has `who_may_sue`, `penalty` or `funds_lost`")
        return self

    def remedy(self) -> Remedy:
        """The noun."""
        return Remedy(self.cite, self.who_may_sue, self.penalty, self.funds_lost)
