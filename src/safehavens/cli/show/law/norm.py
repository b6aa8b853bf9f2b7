"""One norm in full, as text."""

from __future__ import annotations

from safehavens.api import Corpus
from safehavens.cli.output.footer import footer_text, mistake_text
from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_answer, say_day, say_place
from safehavens.corpus.model import Norm
from safehavens.decide.norms.timeline import describe_effect
from safehavens.wording.labels import KIND, MODALITY
from safehavens.wording.sentences import (
    capitalize,
    describe_confidence,
    describe_reading,
    describe_spell,
    ruling_sentence,
    typed_value,
)
from safehavens.wording.time_limits import describe_clock, describe_notice, describe_remedy
from safehavens.wording.translated.law_words import is_translated, tell_rule


def show_norm(corpus: Corpus, norm: Norm) -> None:
    """Write a norm: what it says, whom it binds, its condition, spells, sources, rulings, cases."""
    instrument = corpus.instrument(norm.instrument)
    page = Page()
    page.titled(norm.id, "")
    page.line(tell_rule(language(), norm))
    if is_translated(language(), norm):
        page.line(say("In English: %(text)s", text=norm.says))
    page.heading(say("Where it is written"))
    page.line(f"{instrument.title}, {norm.cite} ({instrument.citation})", 2)
    force = say("binding") if instrument.binding else say("advisory")
    confidence = say("confidence: %(level)s",
                     level=describe_confidence(language(), norm.confidence))  # fmt: skip
    where = say("%(file)s, line %(line)s", file=norm.file, line=norm.line)
    page.line(f"{capitalize(say(KIND[instrument.kind]))}, {force}; {confidence}; {where}", 2)
    for source in norm.sources:
        reading = capitalize(describe_reading(language(), source.seen, source.checked))
        page.line(reading + (f": {source.url}" if source.url else ""), 2)
    _add_binding(page, corpus, norm)
    _add_condition(page, corpus, norm)
    _add_consequences(page, norm)
    _add_relations(page, corpus, norm)
    _add_rulings(page, corpus, norm)
    cases = [case for case in corpus.lawbook.cases if norm.id in case.because]
    if cases:
        page.heading(say("Worked cases that rest on it"))
        basis = norm.grants if norm.grants == "power" else None
        for case in cases:
            place = say_place(corpus.gazetteer.get(case.place).name)
            request = f"{place}, {case.who}, {case.action}, {say_day(case.date)}"
            page.line(f"• {case.name}: {request}: {say_answer(case.expect, basis)}", 2)
    if norm.note:
        page.heading(say("Note"))
        page.line(norm.note, 2)
    page.line()
    page.line(footer_text(corpus.version))
    page.line(mistake_text(norm.id))
    page.show()


def _add_binding(page: Page, corpus: Corpus, norm: Norm) -> None:
    instrument = corpus.instrument(norm.instrument)
    page.heading(say("Whom it binds, and to what"))
    names = ", ".join(say_place(corpus.gazetteer.get(place).name) for place in instrument.bound)
    if instrument.reach == "within":
        page.line(say("%(places)s and every place inside", places=names), 2)
    else:
        page.line(say("%(places)s, its own agencies", places=names), 2)
    agencies = ", ".join(norm.who_written)
    if norm.except_who:
        agencies = say("%(agencies)s, but not %(others)s", agencies=agencies,
                       others=", ".join(norm.except_who))  # fmt: skip
    page.line(f"{agencies} {say(MODALITY[norm.modality])}: {', '.join(norm.actions)}", 2)
    spells = "; ".join(describe_spell(language(), spell) for spell in norm.spells)
    page.line(say("In force %(days)s", days=spells), 2)


def _add_condition(page: Page, corpus: Corpus, norm: Norm) -> None:
    page.heading(say("When it applies"))
    if norm.when is None and norm.unless is None:
        page.line(say("Always."), 2)
        return
    if norm.when:
        page.line(say("When %(condition)s", condition=norm.when), 2)
    if norm.unless:
        page.line(say("Unless %(condition)s", condition=norm.unless), 2)
    terms = corpus.instrument(norm.instrument).terms
    for name, text in terms.items():
        if name in f"{norm.when} {norm.unless}":
            page.line(say("where %(term)s is %(condition)s", term=name, condition=text), 4)
    for name in corpus.facts_asked(norm.id):
        fact = corpus.fact(name)
        usual = ""
        if fact.presume is not None:
            usual = " (" + say("assumed: %(value)s", value=typed_value(fact.presume)) + ")"
        page.line(f"• {name}: {say(fact.ask)}{usual}", 4)


def _add_consequences(page: Page, norm: Norm) -> None:
    if norm.clock:
        page.heading(say("Time limit"))
        page.line(describe_clock(language(), norm.clock), 2)
    if norm.notice:
        page.heading(say("Notice"))
        page.line(describe_notice(language(), norm.notice), 2)
    if norm.remedies:
        page.heading(say("If it is broken"))
        for remedy in norm.remedies:
            page.line(f"• {describe_remedy(language(), remedy)}", 2)


def _add_relations(page: Page, corpus: Corpus, norm: Norm) -> None:
    lines = [say("It defeats %(other)s.", other=other) for other in norm.defeats]
    lines += [say("It yields to %(other)s.", other=other) for other in norm.yields_to]
    for other in corpus.lawbook.norms.values():
        if norm.id in other.defeats:
            lines.append(say("%(other)s defeats it.", other=other.id))
        if norm.id in other.yields_to:
            lines.append(say("%(other)s yields to it.", other=other.id))
    if norm.preempts == "yes":
        lines.append(say("It sets aside every contrary rule of a lower place."))
    elif norm.preempts == "disputed":
        lines.append(say("Whether it sets aside contrary rules of lower places is unsettled."))
    if lines:
        page.heading(say("Standing"))
        for line in lines:
            page.line(f"• {line}", 2)


def _add_rulings(page: Page, corpus: Corpus, norm: Norm) -> None:
    effects = corpus.engine.effects_on(norm.id)
    if not effects:
        return
    page.heading(say("Rulings"))
    for effect in sorted(effects, key=lambda effect: effect.spell.start):
        reaches = effect.everywhere or bool(effect.places)
        touch = describe_effect(corpus.lawbook, effect, reaches)
        page.line(f"• {ruling_sentence(language(), touch, touch.url)}", 2)
        if effect.places:
            names = ", ".join(
                say_place(corpus.gazetteer.get(place).name) for place in effect.places
            )
            page.line(say("It reaches %(places)s.", places=names), 4)
