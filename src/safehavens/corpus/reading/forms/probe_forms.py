"""The forms of `probes.yaml`: the standard requests, and what is read off their verdicts."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from safehavens.corpus.model import FactValue
from safehavens.corpus.reading.law_forms import FactName, Form, Text, VerdictWord, Word

AnswerWord = VerdictWord | Literal["power"]
Counts = dict[AnswerWord, Annotated[float, Field(ge=-1, le=1, strict=False)]]


class ProbeForm(Form):
    """A standard request, asked everywhere alike. `weight`: what it counts in indices."""

    says: Text = Field(description="what it stands for, in one sentence")
    es: Text | None = Field(default=None, description="`says` in Spanish")
    caution: Text | None = Field(
        default=None, description="what to know before its verdicts are used, such as since when"
    )
    who: Word
    action: Word
    facts: dict[FactName, FactValue | None] = Field(default={})
    weight: Annotated[float, Field(ge=0, allow_inf_nan=False, strict=False)] = 1


class IndexForm(Form):
    """The weighted mean of what verdicts count, over the probes of domains, of actions, or named.

    `counts`: what each verdict counts here, where that is not what `counts` of the file says.
    `centered`: what national law alone gives is taken off, so that 0 is nothing of a place's own.
    """

    says: Text
    es: Text | None = None
    domains: list[Word] = Field(default=[])
    actions: list[Word] = Field(default=[])
    probes: list[Word] = Field(default=[])
    counts: Counts | None = None
    centered: bool = True


class IndicatorForm(Form):
    """1 where every probe of `all` has its answer and, if `any` is given, one of `any` has.

    An answer is a verdict, or `power`: permitted, and a rule grants it. A list accepts each.
    """

    says: Text
    es: Text | None = None
    all: dict[Word, AnswerWord | list[AnswerWord]] = Field(default={})
    any: dict[Word, AnswerWord | list[AnswerWord]] = Field(default={})

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not (self.all or self.any):
            raise ValueError("an indicator names probes and their verdicts under `all` or `any`")
        return self


class ProbesForm(Form):
    """`probes.yaml`: the battery of standard requests, and what is read off their verdicts.

    `counts`: what a verdict counts, by domain, or by action where one differs from its domain.
    """

    counts: dict[Word, Counts] = Field(default={})
    probes: Annotated[dict[Word, ProbeForm], Field(min_length=1)]
    indices: dict[Word, IndexForm] = Field(default={})
    indicators: dict[Word, IndicatorForm] = Field(default={})
