"""The forms of `vocabulary.yaml` and `synonyms.yaml`: words, and what people call them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from safehavens.corpus.model import FactValue
from safehavens.corpus.reading.forms.consequence_forms import ClockForm
from safehavens.corpus.reading.law_forms import FactForm, FactName, Form, Text, Word

Called = dict[str, list[Text]]
"""What people call a thing, by language."""


SameWords = Annotated[list[Annotated[str, Field(pattern=r"^[^\W_]+$")]], Field(min_length=2)]
"""Words of one meaning, the one that stands for all of them first."""


class FlagsForm(Form):
    """How people say yes, no, and that something is not known."""

    yes: Called
    no: Called
    unknown: Called


class PaperForm(Form):
    """A form that people have in hand, and what it asks for."""

    says: Text = Field(description="what it is, in a few plain words")
    es: Text | None = Field(default=None, description="`says` in Spanish")
    names: Annotated[list[Text], Field(min_length=1)] = Field(
        description="what people call it, in any language"
    )
    actions: Annotated[list[Word], Field(min_length=1)] = Field(
        description="what it asks the agency to do, most usual first"
    )
    facts: dict[FactName, FactValue] = Field(default={}, description="what the paper itself tells")
    clocks: dict[Word, ClockForm] = Field(
        default={}, description="by action, the time limit that the paper itself names"
    )
    read_off: list[Text] = Field(default=[], description="what to look for on it, a sentence each")
    read_off_es: list[Text] = Field(default=[], description="`read_off` in Spanish")


class SynonymsForm(Form):
    """`synonyms.yaml`: what people call the vocabulary's words, by language."""

    who: dict[Word, Called] = Field(default={})
    actions: dict[Word, Called] = Field(default={})
    facts: dict[FactName, Called] = Field(default={})
    keys: dict[Word, list[Text]] = Field(default={})
    values: dict[FactName, dict[str, Called]] = Field(default={})
    flags: FlagsForm | None = None
    papers: dict[Word, PaperForm] = Field(default={})
    same_words: list[SameWords] = Field(default=[], description="words that search takes for one")


class KindForm(Form):
    """An agency kind, where there is more to say of it than its sentence."""

    says: Text = Field(description="what it is, in a few plain words")
    label: Text | None = Field(default=None, description="the same in a word or two")
    es: Text | None = Field(default=None, description="`says` in Spanish")
    label_es: Text | None = Field(default=None, description="`label` in Spanish")
    agency: bool = Field(
        default=True,
        description="false: not an agency of the places bound; `any_agency` leaves it out",
    )
    ownership: Literal["public", "private", "asked", "presumed_public"] | None = Field(
        default=None, description="whether bodies of this kind belong to the public"
    )


SeveralValues = Annotated[
    list[FactValue], Field(json_schema_extra={"minItems": 1, "uniqueItems": True})
]
"""Values of a fact, one of which it has."""


class ActionForm(Form):
    """An action, where there is more to say of it than its sentence."""

    says: Text = Field(description="what is done, in a few plain words, as after `may`")
    label: Text | None = Field(default=None, description="the same in a word or two")
    es: Text | None = Field(default=None, description="`says` in Spanish")
    label_es: Text | None = Field(default=None, description="`label` in Spanish")
    fixes: dict[FactName, FactValue] = Field(
        default={}, description="facts that the action itself settles, with their values"
    )
    presumes: dict[FactName, FactValue | SeveralValues] = Field(
        default={},
        description="what is presumed of facts where this action is asked about, whatever they "
        "presume elsewhere; of an enum, also several values: that it is one of them",
    )
    see_also: list[Word] = Field(default=[], description="actions that may be meant as well")


def _how_written(entry: object) -> str:
    return "sentence" if isinstance(entry, str) else "fields"


_Sentence = Annotated[Text, Tag("sentence")]
Kind = Annotated[_Sentence | Annotated[KindForm, Tag("fields")], Discriminator(_how_written)]
Action = Annotated[_Sentence | Annotated[ActionForm, Tag("fields")], Discriminator(_how_written)]


class VocabularyForm(Form):
    """`vocabulary.yaml`: the words that every law file shares, in the order of every list."""

    who: dict[Word, Kind]
    actions: dict[Word, dict[Word, Action]]
    facts: dict[FactName, FactForm]
