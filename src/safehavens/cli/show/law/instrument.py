"""One law in full, as text."""

from __future__ import annotations

from safehavens.api import Corpus
from safehavens.cli.output.footer import footer_text, mistake_text
from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_count, say_day, say_place
from safehavens.corpus.model import Instrument, Norm
from safehavens.wording.labels import CHANGE, KIND, MODALITY
from safehavens.wording.sentences import (
    capitalize,
    describe_confidence,
    describe_reading,
    describe_spell,
)
from safehavens.wording.translated.law_words import tell_rule


def show_instrument(corpus: Corpus, instrument: Instrument) -> None:
    """Write a law: what it is, whom it binds, its days, sources, rules, rulings and cases."""
    page = Page()
    page.titled(instrument.title, f"  ({instrument.id})")
    page.line(instrument.citation)
    force = say("binding") if instrument.binding else say("advisory")
    page.line(f"{capitalize(say(KIND[instrument.kind]))}, {force}; {instrument.file}")
    page.heading(say("Who made it, whom it binds, and since when"))
    made_by = say_place(corpus.gazetteer.get(instrument.home).name)
    page.line(
        say("Each of these places has it for itself.")
        if instrument.each
        else say("Made by %(place)s", place=made_by),
        2,
    )
    names = "; ".join(say_place(corpus.gazetteer.get(place).name) for place in instrument.bound)
    if instrument.reach == "within":
        page.line(say("Binds %(places)s and every place inside", places=names), 2)
    else:
        page.line(say("Binds %(places)s, its own agencies", places=names), 2)
    if instrument.enacted is not None:
        page.line(say("Enacted on %(date)s", date=say_day(instrument.enacted)), 2)
    spells = "; ".join(describe_spell(language(), spell) for spell in instrument.spells)
    page.line(say("In force %(days)s", days=spells), 2)
    page.heading(say("Sources"))
    for source in instrument.sources:
        reading = capitalize(describe_reading(language(), source.seen, source.checked))
        page.line("• " + reading + (f": {source.url}" if source.url else ""), 2)
    page.heading(say_count("%(count)s rule", "%(count)s rules", len(instrument.norms)))
    for norm in instrument.norms:
        _add_norm(page, instrument, norm)
    _add_rulings(page, corpus, instrument)
    if instrument.note:
        page.heading(say("Note"))
        page.line(instrument.note, 2)
    page.line()
    page.line(say_count("%(count)s worked case rests on it.", "%(count)s worked cases rest on it.",
                        len(corpus.cases_on(instrument.id))))  # fmt: skip
    page.line(footer_text(corpus.version))
    page.line(mistake_text(instrument.id))
    page.show()


def _add_norm(page: Page, instrument: Instrument, norm: Norm) -> None:
    page.line(f"• {norm.cite}: {tell_rule(language(), norm)}", 2)
    agencies = ", ".join(norm.who_written)
    if norm.except_who:
        agencies = say("%(agencies)s, but not %(others)s", agencies=agencies,
                       others=", ".join(norm.except_who))  # fmt: skip
    page.line(f"{norm.id}", 4)
    page.line(f"{agencies} {say(MODALITY[norm.modality])}: {', '.join(norm.actions)}", 4)
    confidence = say("confidence: %(level)s",
                     level=describe_confidence(language(), norm.confidence))  # fmt: skip
    if norm.spells != instrument.spells:
        spells = "; ".join(describe_spell(language(), spell) for spell in norm.spells)
        page.line(f"{say('In force %(days)s', days=spells)}; {confidence}", 4)
    else:
        page.line(capitalize(confidence), 4)


def _add_rulings(page: Page, corpus: Corpus, instrument: Instrument) -> None:
    rulings = corpus.rulings_on(instrument.id)
    if not rulings:
        return
    page.heading(say("Rulings"))
    for ruling in rulings:
        kinds = dict.fromkeys(
            effect.kind for effect in ruling.effects
            if corpus.norm(effect.norm).instrument == instrument.id
        )  # fmt: skip
        effects = ", ".join(say(CHANGE[kind]) for kind in kinds)
        page.line(f"• {ruling.title}, {ruling.citation}, {say_day(ruling.decided)}: {effects}", 2)
        page.line(f"{ruling.held} ({ruling.id})", 4)
