"""The vocabulary and its facts into nouns, and their words in other languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Accepted, Fact, FactValue, Vocabulary
from safehavens.corpus.near import unknown
from safehavens.corpus.reading.fact_values import wrong_value
from safehavens.corpus.reading.forms.word_forms import ActionForm, KindForm, VocabularyForm
from safehavens.corpus.reading.law_forms import FactForm, InstrumentForm
from safehavens.corpus.reading.validate import CheckedFile
from safehavens.corpus.vocabulary import AgencyKind, Deed

_NAMES: Final = re.compile(r"[a-z][a-z0-9_]*")

Words = Iterable[tuple[str | None, str | None]]
"""Texts in English, each with what it is in Spanish (None: not said)."""


def read_vocabulary(
    read: CheckedFile, form: VocabularyForm
) -> tuple[Vocabulary, tuple[Finding, ...]]:
    """The agency kinds and actions of a vocabulary, and what is wrong with them."""
    kinds = {name: _read_kind(name, entry) for name, entry in form.who.items()}
    deeds = {
        name: _read_deed(name, domain, entry)
        for domain, entries in form.actions.items()
        for name, entry in entries.items()
    }
    vocabulary = Vocabulary(
        {name: kind.says for name, kind in kinds.items()},
        {name: deed.says for name, deed in deeds.items()},
        {domain: tuple(entries) for domain, entries in form.actions.items()},
        {name: deed.domain for name, deed in deeds.items()},
        kinds,
        deeds,
    )
    return vocabulary, tuple(_find_wrong(read, form, vocabulary))


def _read_kind(name: str, entry: str | KindForm) -> AgencyKind:
    form = KindForm(says=entry) if isinstance(entry, str) else entry
    return AgencyKind(name, form.says, form.label or _in_words(name), form.agency, form.ownership)


def _read_deed(name: str, domain: str, entry: str | ActionForm) -> Deed:
    form = ActionForm(says=entry) if isinstance(entry, str) else entry
    label = form.label or _in_words(name)
    presumes = {fact: _list_values(value) for fact, value in form.presumes.items()}
    return Deed(name, form.says, label, domain, dict(form.fixes), tuple(form.see_also), presumes)


def _list_values(value: FactValue | list[FactValue]) -> tuple[FactValue, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _in_words(name: str) -> str:
    return name.replace("_", " ")


def _find_wrong(
    read: CheckedFile, form: VocabularyForm, vocabulary: Vocabulary
) -> Iterator[Finding]:
    if len(vocabulary.actions) != sum(len(words) for words in form.actions.values()):
        yield _error(read, ("actions",), "an action appears in two domains")
    for name, kind in form.who.items():
        if isinstance(kind, KindForm):
            words = ((kind.says, kind.es), (kind.label, kind.label_es))
            yield from learn_words(read, ("who", name), words, vocabulary)
    for domain, entries in form.actions.items():
        for name, action in entries.items():
            if isinstance(action, ActionForm):
                at = ("actions", domain, name)
                words = ((action.says, action.es), (action.label, action.label_es))
                yield from learn_words(read, at, words, vocabulary)
                yield from _check_see_also(read, (*at, "see_also"), name, action, vocabulary)


def _check_see_also(
    read: CheckedFile, at: tuple[str, ...], name: str, action: ActionForm, vocabulary: Vocabulary
) -> Iterator[Finding]:
    for other in action.see_also:
        if other not in vocabulary.actions:
            yield _error(read, at, unknown("action", other, vocabulary.actions, 1, 0.6))
        elif other == name:
            yield _error(read, at, "an action cannot refer to itself")


# ---- facts --------------------------------------------------------------------------------------


def read_fact(read: CheckedFile, at: tuple[str, ...], name: str, form: FactForm) -> Fact:
    """A fact, and where it is declared."""
    return Fact(
        name=name,
        type=form.type,
        ask=form.ask or "",
        values=tuple(form.values or ()),
        unit=form.unit,
        presume=form.presume,
        presume_unless=form.presume_unless,
        implies=form.implies,
        means=form.means,
        private=form.private,
        derived=form.derived,
        file=read.file.name,
        line=read.line(*at),
        register=form.in_register,
        labels=tuple(form.labels.get(value, "") for value in form.values or () if form.labels),
        accepted=tuple(Accepted(item.finding, item.because) for item in form.lint),
    )


def learn_words_of_fact(
    read: CheckedFile, at: tuple[str, ...], form: FactForm, vocabulary: Vocabulary
) -> Iterator[Finding]:
    """Keep what the words of a fact are in other languages."""
    words = [(form.ask, form.es), (form.unit, form.unit_es)]
    words += [(label, form.labels_es.get(value)) for value, label in form.labels.items()]
    return learn_words(read, at, words, vocabulary)


def learn_definitions(
    read: CheckedFile, form: InstrumentForm, facts: Mapping[str, Fact], vocabulary: Vocabulary
) -> Iterator[Finding]:
    """Keep what the definitions of an instrument are in other languages, once their facts exist."""
    conditions = [*form.terms.values(), *(f"{norm.when} {norm.unless}" for norm in form.norms)]
    conditions += [f"{fact.implies} {fact.means}" for fact in form.facts.values()]
    asked = {name for text in conditions for name in _NAMES.findall(text)}
    for name, definition in form.defines.items():
        at = ("defines", name)
        if name not in facts:
            yield _error(read, at, unknown("declared fact", name, facts, 1, 0.6))
        elif name not in asked:
            yield _error(read, at, f"no condition here asks for {name}; leave its definition out")
        yield from learn_words(read, at, [(definition.says, definition.es)], vocabulary)


def learn_words(
    read: CheckedFile, at: tuple[str, ...], words: Words, vocabulary: Vocabulary
) -> Iterator[Finding]:
    """Keep translations. A text has one translation, wherever it is said; another is an error."""
    for english, spanish in words:
        if spanish is None:
            continue
        if english is None:
            yield _error(read, at, f"{spanish!r} translates a text that is not there")
            continue
        known = vocabulary.translations.setdefault("es", {})
        if known.setdefault(english, spanish) != spanish:
            message = (
                f"{english!r} is {spanish!r} in Spanish here and {known[english]!r} elsewhere; "
                "one text has one translation"
            )
            yield _error(read, at, message)


# ---- what actions say of facts -------------------------------------------------------------------


def check_facts_of_actions(
    read: CheckedFile, form: VocabularyForm, facts: Mapping[str, Fact]
) -> Iterator[Finding]:
    """What is wrong with the facts that actions settle, and with those that they presume."""
    for domain, entries in form.actions.items():
        for name, action in entries.items():
            if not isinstance(action, ActionForm):
                continue
            for field in ("fixes", "presumes"):
                for fact_name, value in getattr(action, field).items():
                    at = ("actions", domain, name, field, fact_name)
                    fact = facts.get(fact_name)
                    message: str | None
                    if fact is None:
                        message = unknown("declared fact", fact_name, facts, 1, 0.6)
                    elif fact.derived:
                        message = f"{fact_name} is read off the place; no action {field} it"
                    elif field == "presumes":
                        message = _not_presumed(fact, value, action)
                    else:
                        message = wrong_value(fact, value)
                    if message is not None:
                        yield _error(read, at, message)


def _not_presumed(fact: Fact, value: FactValue | list[FactValue], action: ActionForm) -> str | None:
    """Why an action cannot presume this of a fact, if it cannot."""
    if fact.name in action.fixes:
        return f"{fact.name} is under `fixes` already"
    if fact.register is not None:
        return f"a register says what is presumed of {fact.name}"
    if value is True and fact.implies is not None:
        return "`true` cannot be presumed of a fact with `implies`"
    if isinstance(value, list):
        return _not_one_of(fact, value)
    return wrong_value(fact, value)


def _not_one_of(fact: Fact, values: list[FactValue]) -> str | None:
    """Why it cannot be presumed that a fact has one of these values, if it cannot."""
    if fact.type != "enum":
        return f"several values can be presumed of an enum fact alone, and {fact.name} is none"
    if fact.private:
        return f"{fact.name} is private, so that it is never presumed to be one of several values"
    if not values:
        return f"no value of {fact.name} is listed; leave it out, so that nothing is presumed of it"
    for value in values:
        if (why := wrong_value(fact, value)) is not None:
            return why
    if len(set(values)) < len(values):
        return f"a value of {fact.name} is listed twice"
    if len(values) == len(fact.values):
        return f"every value of {fact.name} is listed, and that presumes nothing; leave one out"
    return None


def _error(read: CheckedFile, path: tuple[str, ...], message: str) -> Finding:
    return Finding("error", read.file.name, read.line(*path), message, None, ".".join(path))
