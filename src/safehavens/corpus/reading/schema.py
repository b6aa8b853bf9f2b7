"""The JSON Schema of law files, generated from the forms."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from safehavens.corpus.reading.forms.probe_forms import ProbesForm
from safehavens.corpus.reading.forms.report_forms import ReportForm
from safehavens.corpus.reading.forms.word_forms import SynonymsForm, VocabularyForm
from safehavens.corpus.reading.law_forms import (
    CaseForm,
    EventForm,
    FactForm,
    InstrumentForm,
    RulingForm,
)
from safehavens.corpus.reading.tables.register_forms import RegisterForm

LawFileForm = (
    InstrumentForm
    | RulingForm
    | VocabularyForm
    | ProbesForm
    | SynonymsForm
    | RegisterForm
    | ReportForm
    | list[EventForm]
    | list[CaseForm]
    | dict[str, FactForm]
)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of everything that a law file can be."""
    forms: dict[str, Any] = TypeAdapter(LawFileForm).json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A safehavens law file",
        "description": "See FORMAT.md: an instrument, a ruling, a list of events or of worked "
        "cases, a folder's facts, the vocabulary, its synonyms, a register, a report, the probes.",
        **forms,
    }
