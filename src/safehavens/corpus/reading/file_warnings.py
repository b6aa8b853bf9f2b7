"""What is odd in law files that can be used: things that someone should look at.

What the rest of the stages need to know (conditions, what facts come to) is linted there; see
`safehavens.decide.consistency`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from safehavens.corpus.errors import Finding, Severity
from safehavens.corpus.model import (
    TAKES_OUT,
    Instrument,
    Lawbook,
    Norm,
    Ruling,
    Seen,
    Source,
    Spell,
)
from safehavens.corpus.places import Gazetteer, PlaceFinder, UnknownPlace

_WHY_CAPPED: Final[Mapping[Seen, str]] = {
    "described": "no source has the text itself, only descriptions of it",
    "recalled": "no source was read",
}


def lint(lawbook: Lawbook, gazetteer: Gazetteer) -> Iterator[Finding]:
    """Findings about instruments, rulings and facts of a lawbook.

    Parameters
    ----------
    lawbook : Lawbook
    gazetteer : Gazetteer
        The shipped one: a place that it does not know may be misspelled.
    """
    used = _names_used(lawbook)
    for instrument in lawbook.instruments.values():
        yield from _instrument(instrument)
        yield from _terms(instrument)
        for norm in instrument.norms:
            yield from _norm(norm, instrument)
    for ruling in lawbook.rulings.values():
        yield from _ruling(ruling, lawbook)
    for fact in lawbook.facts.values():
        if fact.name not in used and not fact.derived:
            message = f"no condition asks for the fact {fact.name}"
            severity: Severity = "notice" if fact.file == "vocabulary.yaml" else "warning"
            yield Finding(severity, fact.file, fact.line, message, None, f"facts.{fact.name}")
    yield from _places(lawbook, gazetteer)
    yield from _coverage(lawbook)
    kinds = lawbook.vocabulary.kinds.values()
    if "any_agency" in lawbook.vocabulary.who and all(kind.agency for kind in kinds):
        message = (
            "no agency kind is marked `agency: false`, so `any_agency` covers every one of them, "
            "private bodies and national officers included"
        )
        yield Finding("warning", "vocabulary.yaml", 1, message, None, "who")


def _names_used(lawbook: Lawbook) -> set[str]:
    """Every name in the text of a condition, a term, an implication or a presumption."""
    facts = lawbook.facts.values()
    texts = [text for fact in facts for text in (fact.implies, fact.means, fact.presume_unless)]
    for instrument in lawbook.instruments.values():
        texts += instrument.terms.values()
        for norm in instrument.norms:
            texts += [norm.when, norm.unless]
    return {word for text in texts if text for word in re.findall(r"\w+", text)}


def _instrument(instrument: Instrument) -> Iterator[Finding]:
    first = instrument.spells[0].start
    if instrument.enacted is not None and instrument.enacted > first:
        yield Finding(
            "warning",
            instrument.file,
            1,
            f"enacted {instrument.enacted}, after it came into force on {first}",
            None,
            "enacted",
        )
    yield from _sources(instrument.file, instrument.sources)


def _sources(
    file: str, sources: Iterable[Source], line: int = 1, norm: str | None = None
) -> Iterator[Finding]:
    sources = tuple(sources)
    if all(source.seen == "recalled" for source in sources):
        yield Finding("notice", file, line, "no source was read: only recalled", norm, "sources")
    for source in sources:
        if source.seen != "recalled" and source.checked is None:
            message = f"a source that was read needs the day it was checked: {source.url}"
            yield Finding("warning", file, line, message, norm, "sources")


def _terms(instrument: Instrument) -> Iterator[Finding]:
    texts = [*instrument.terms.values()]
    for norm in instrument.norms:
        texts += [text for text in (norm.when, norm.unless) if text]
    used = {word for text in texts for word in re.findall(r"\w+", text)}
    for name, line in instrument.term_lines.items():
        if name not in used:
            message = f"the term {name} is not used"
            yield Finding("warning", instrument.file, line, message, None, f"terms.{name}")


def _norm(norm: Norm, instrument: Instrument) -> Iterator[Finding]:
    name = norm.id.partition("#")[2]
    if norm.sources != instrument.sources:
        yield from _sources(norm.file, norm.sources, norm.line, name)
    for spell in norm.spells:
        if not any(_inside(spell, whole) for whole in instrument.spells):
            yield Finding(
                "warning",
                norm.file,
                norm.line,
                f"the spell from {spell.start} lies outside the instrument's own spells",
                name,
                "in_force",
            )
    if norm.confidence != norm.rated:
        message = (
            f"answers take `confidence: {norm.rated}` for {norm.confidence}: "
            f"{_WHY_CAPPED[norm.seen]}"
        )
        yield Finding("notice", norm.file, norm.line, message, name, "confidence")
    if norm.id in (*norm.defeats, *norm.yields_to):
        message = "a norm cannot defeat or yield to itself"
        yield Finding("warning", norm.file, norm.line, message, name, "defeats")


def _inside(spell: Spell, whole: Spell) -> bool:
    if spell.earliest_start < whole.earliest_start:
        return False
    end, last = spell.latest_end, whole.latest_end
    return last is None or (end is not None and end <= last)


def _ruling(ruling: Ruling, lawbook: Lawbook) -> Iterator[Finding]:
    if not ruling.effects:
        message = "the ruling has no effect on any norm"
        yield Finding("notice", ruling.file, 1, message, None, "effects")
    for i, effect in enumerate(ruling.effects):
        field = f"effects.{i}"
        norm = lawbook.norms[effect.norm]
        end = norm.spells[-1].latest_end
        if end is not None and effect.spell.start >= end:
            message = f"{norm.id} ended on {end}, before the effect of {effect.spell.start}"
            yield Finding("warning", ruling.file, 1, message, None, field)
        if effect.kind == "revived" and not _taken_out_before(lawbook, effect.norm, effect.spell):
            message = f"{norm.id} is revived, but no ruling had taken it out"
            yield Finding("warning", ruling.file, 1, message, None, field)
    yield from _sources(ruling.file, ruling.sources)


def _taken_out_before(lawbook: Lawbook, norm: str, spell: Spell) -> bool:
    return any(
        effect.norm == norm and effect.kind in TAKES_OUT and effect.spell.start <= spell.start
        for ruling in lawbook.rulings.values()
        for effect in ruling.effects
    )


def _places(lawbook: Lawbook, gazetteer: Gazetteer) -> Iterator[Finding]:
    files: dict[str, str] = {}
    for instrument in lawbook.instruments.values():
        for place in (instrument.issuer, *instrument.bound):
            files.setdefault(place, instrument.file)
    for case in lawbook.cases:
        files.setdefault(case.place, case.file)
    finder = PlaceFinder(gazetteer)
    for place, file in sorted(files.items()):
        try:
            finder.by_id(place)
        except UnknownPlace as error:
            yield Finding("warning", file, 1, f"{error} Is it spelled right?")


def _coverage(lawbook: Lawbook) -> Iterator[Finding]:
    """Whether what came of searches is what is coded."""
    domain_of = lawbook.vocabulary.domain_of
    coded = {
        (maker, domain_of[action])
        for instrument in lawbook.instruments.values()
        for maker in instrument.makers
        for norm in instrument.norms
        for action in norm.actions
    }
    for searches in lawbook.coverage.searches.values():
        for search in searches:
            for domain in search.domains:
                is_coded = (search.place, domain) in coded
                if is_coded == (search.came == "coded"):
                    continue
                message = (
                    f"rules of this place on {domain} are coded, and came is {search.came}"
                    if is_coded
                    else f"no rule of this place on {domain} is coded, and came is coded"
                )
                yield Finding("warning", search.file, search.line, message, None, "came")
