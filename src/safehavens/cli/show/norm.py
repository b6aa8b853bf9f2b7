"""One norm in full, as text."""

from __future__ import annotations

from safehavens.api import Corpus
from safehavens.cli.show.page import Page
from safehavens.corpus.model import Norm
from safehavens.decide.decision import DISCLAIMER
from safehavens.decide.norms.timeline import describe_effect
from safehavens.wording.labels import MODALITY
from safehavens.wording.languages import ENGLISH
from safehavens.wording.sentences import (
    describe_days,
    describe_reading,
    ruling_sentence,
    typed_value,
)


def show_norm(corpus: Corpus, norm: Norm) -> None:
    """Write a norm: what it says, whom it binds, its condition, spells, sources, rulings, cases."""
    instrument = corpus.instrument(norm.instrument)
    page = Page()
    page.titled(norm.id, "")
    page.line(norm.says)
    page.heading("Where it is written")
    page.line(f"{instrument.title}, {norm.cite} ({instrument.citation})", 2)
    page.line(f"{instrument.kind}, {'binding' if instrument.binding else 'advisory'}; "
              f"confidence {norm.confidence}; {norm.file}, line {norm.line}", 2)  # fmt: skip
    for source in instrument.sources:
        reading = describe_reading(ENGLISH, source.seen, source.checked)
        page.line(reading + (f": {source.url}" if source.url else ""), 2)
    page.heading("Whom it binds, and to what")
    names = ", ".join(corpus.gazetteer.get(place).name for place in instrument.bound)
    inside = " and every place inside" if instrument.reach == "within" else ", its own agencies"
    page.line(f"{names}{inside}", 2)
    less = f", but not {', '.join(norm.except_who)}" if norm.except_who else ""
    page.line(f"{', '.join(norm.who_written)}{less} {MODALITY[norm.modality]}: "
              f"{', '.join(norm.actions)}", 2)  # fmt: skip
    page.line(
        f"In force {'; '.join(describe_days(ENGLISH, s.start, s.end) for s in norm.spells)}", 2
    )
    _condition(page, corpus, norm)
    _relations(page, corpus, norm)
    _rulings(page, corpus, norm)
    cases = [case for case in corpus.lawbook.cases if norm.id in case.because]
    if cases:
        page.heading("Worked cases that rest on it")
        for case in cases:
            place = corpus.gazetteer.get(case.place).name
            page.line(f"• {case.name}: {place}, {case.who}, {case.action}, {case.date}: "
                      f"{case.expect}", 2)  # fmt: skip
    if norm.note:
        page.heading("Note")
        page.line(norm.note, 2)
    page.line()
    page.line(DISCLAIMER)
    page.show()


def _condition(page: Page, corpus: Corpus, norm: Norm) -> None:
    page.heading("When it applies")
    if norm.when is None and norm.unless is None:
        page.line("Always.", 2)
        return
    if norm.when:
        page.line(f"When {norm.when}", 2)
    if norm.unless:
        page.line(f"Unless {norm.unless}", 2)
    terms = corpus.instrument(norm.instrument).terms
    for name, text in terms.items():
        if name in f"{norm.when} {norm.unless}":
            page.line(f"where {name} is {text}", 4)
    for name in corpus.facts_asked(norm.id):
        fact = corpus.fact(name)
        usual = "" if fact.presume is None else f" (presumed {typed_value(fact.presume)})"
        page.line(f"• {name}: {fact.ask}{usual}", 4)


def _relations(page: Page, corpus: Corpus, norm: Norm) -> None:
    lines = [f"It defeats {other}." for other in norm.defeats]
    lines += [f"It yields to {other}." for other in norm.yields_to]
    for other in corpus.lawbook.norms.values():
        if norm.id in other.defeats:
            lines.append(f"{other.id} defeats it.")
        if norm.id in other.yields_to:
            lines.append(f"{other.id} yields to it.")
    if norm.preempts == "yes":
        lines.append("It sets aside every contrary rule of a lower place.")
    elif norm.preempts == "disputed":
        lines.append("Whether it sets aside contrary rules of lower places is unsettled.")
    if lines:
        page.heading("Standing")
        for line in lines:
            page.line(f"• {line}", 2)


def _rulings(page: Page, corpus: Corpus, norm: Norm) -> None:
    effects = corpus.engine.effects_on(norm.id)
    if not effects:
        return
    page.heading("Rulings")
    for effect in sorted(effects, key=lambda effect: effect.spell.start):
        reaches = effect.everywhere or bool(effect.places)
        touch = describe_effect(corpus.lawbook, effect, reaches)
        page.line(f"• {ruling_sentence(ENGLISH, touch, touch.url)}", 2)
        if effect.places:
            names = ", ".join(corpus.gazetteer.get(place).name for place in effect.places)
            page.line(f"It reaches {names}.", 4)
