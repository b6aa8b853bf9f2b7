"""What the interface answers with, for its description (OpenAPI) and for reading requests.

Answers are those of Python; most are its own dataclasses. These are the rest.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from safehavens.corpus.model import Fact, Instrument
from safehavens.corpus.places.model import Level, Place
from safehavens.decide.decision import RulingTouch
from safehavens.decide.overview import ActionView, DatedChange

Value = StrictBool | StrictInt | StrictFloat | StrictStr | None


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="A relative address that names the kind of problem.")
    title: str
    status: int
    detail: str = Field(description="One clear sentence.")
    near: list[str] | None = Field(None, description="Names that are spelled alike.")


class Question(BaseModel):
    """One question: place, who, what, which day, and what is known."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "place": "Chicago, IL",
                    "who": "police",
                    "action": "hold",
                    "on": "2024-05-01",
                    "facts": {"warrant": "administrative", "court_order": None},
                }
            ]
        },
    )

    place: Annotated[str, Field(min_length=1, max_length=200, description="Name, id or FIPS code")]
    who: Annotated[str, Field(max_length=100, description="Agency kind; see vocabulary")]
    action: Annotated[str, Field(max_length=100, description="See vocabulary")]
    on: Annotated[
        datetime.date | None, Field(description="The day whose law is asked; left out: today")
    ] = None
    facts: Annotated[
        dict[str, Value],
        Field(
            max_length=500,
            description="What is known, by fact. null: not known. Left out: presumed where the "
            "fact has a presumption. Facts marked private may be given here and only here.",
        ),
    ] = {}


class PlaceEvent(BaseModel):
    """A dated piece of history that no norm carries."""

    date: datetime.date
    place: str
    kind: str
    what: str
    cite: str | None
    url: str | None


class PlaceAnswer(BaseModel):
    """A place on a day: `safehavens.Corpus.overview`, with what is above it and inside it."""

    level: Level
    fips: str | None
    population: int | None
    place: str
    place_name: str
    on: datetime.date
    actions: list[ActionView]
    instruments: list[Instrument]
    last: list[DatedChange]
    next: list[DatedChange]
    rulings: list[RulingTouch]
    events: list[PlaceEvent]
    above: list[Place]
    inside: list[Place]
    corpus: str


class VocabularyAnswer(BaseModel):
    """The words in which questions are asked."""

    who: dict[str, str]
    actions: dict[str, str]
    domains: dict[str, list[str]]
    facts: dict[str, Fact]
    verdicts: list[Literal["prohibited", "required", "permitted", "conflict", "depends"]]
    corpus: str


class PlaceName(BaseModel):
    """A place whose name begins as asked."""

    id: str
    name: str
    level: Level


Plain = dict[str, Any]
