"""Draft law files as text: a new one with comments, or one after another place's instrument."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import yaml

from safehavens.corpus.model import Fact, Instrument, Lawbook, Norm
from safehavens.corpus.places import Place
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import reaches
from safehavens.decide.request import BadRequest
from safehavens.logic.conditions import may_ask

_HEAD = """\
# A draft for {name}. Lines that begin with # are for people only.
# Check it:        safehavens draft check {file}
# The whole format: src/safehavens/law/FORMAT.md and docs/coding-law.md
"""

_NEW = """\
id: {id}
title: Draft ordinance on immigration enforcement          # what it is called
kind: ordinance                # ordinance, resolution, executive_order, agency_policy, statute…
issuer: {place}
citation: Draft of {today}
in_force: [{{from: {start}}}]   # the first day on which it would be law
sources:
  - {{seen: recalled, checked: {today}}}   # once it is published: its `url`, and `seen: official`
norms:
  # One rule: who must, must not or may do what, when. This one is an example; change it.
  - id: hold
    cite: § 1
    says: {says}
    who: [{who}]
    action: hold
    modality: must_not           # must, must_not or may
    when: warrant <> 'judicial'  # without it: always. Facts: safehavens search WORDS
    confidence: high
  # - id: hold-exception         # an exception: a rule that defeats the first
  #   cite: § 2
  #   says: They may do so with a conviction for a violent felony.
  #   who: [{who}]
  #   action: hold
  #   modality: may
  #   grants: power              # power: leave to act on; no_duty: it only does not require it
  #   when: convicted_violent_felony
  #   defeats: [{id}#hold]
  #   confidence: high
cases:
  # Worked examples: the answer that the text is meant to give. `draft check` asks them.
  - name: a detainer with an administrative warrant
    place: {place}
    who: {first}
    action: hold
    date: {start}
    facts: {{warrant: administrative}}
    expect: prohibited           # or what higher law makes of it
    because: [{id}#hold]

# Agency kinds: {kinds}
#
# Actions, and the law of higher places on each that would be in force on {start}:
"""


def write_new_draft(engine: Engine, place: Place, today: date, start: date, file: str) -> str:
    """A commented law file for a new ordinance of a place.

    Parameters
    ----------
    engine : Engine
    place : Place
    today : datetime.date
    start : datetime.date
        The first day on which it would be law.
    file : str
        What the file will be called, for the comments.
    """
    vocabulary = engine.lawbook.vocabulary
    who = {"county": ("sheriff", "jail"), "place": ("police",)}.get(place.level, ("prison",))
    known = tuple(kind for kind in who if kind in vocabulary.who) or (next(iter(vocabulary.who)),)
    text = _HEAD.format(name=place.name, file=file) + _NEW.format(
        id=draft_id(place, f"draft-{start.year}"),
        place=place.id,
        today=today,
        start=start,
        says="A person is not kept past release on a detainer without a judge's warrant.",
        who=", ".join(known),
        first=known[0],
        kinds=_fold_comment(", ".join(vocabulary.who)),
    )
    return text + "".join(_list_higher_law(engine, place, start))


def _fold_comment(text: str) -> str:
    return "\n#   ".join(textwrap.wrap(text, 92))


def _list_higher_law(engine: Engine, place: Place, on: date) -> Iterable[str]:
    """A comment for each action, with the norms that reach the place from above it."""
    lawbook = engine.lawbook
    extent = engine.extents.of(place.id)
    above: dict[str, list[str]] = {}
    for instrument in lawbook.instruments.values():
        if place.id in instrument.makers or not reaches(instrument, extent):
            continue
        for norm in instrument.norms:
            if instrument.binding and any(spell.holds(on) for spell in norm.spells):
                word = norm.modality.replace("_", " ")
                for action in norm.actions:
                    above.setdefault(action, []).append(f"{norm.id} ({word})")
    for domain, actions in lawbook.vocabulary.domains.items():
        yield f"#\n# {domain.replace('_', ' ')}\n"
        for action in actions:
            described = f"{action}: {lawbook.vocabulary.actions[action]}"
            yield f"#   {_fold_comment(described)}\n"
            for norm_of_action in above.get(action, ()):
                yield f"#     - {norm_of_action}\n"


def draft_id(place: Place, name: str) -> str:
    """The id of a draft for a place, laid out as the corpus is: us/tx/marfa/draft-2026."""
    parts = [part.partition(":")[2] for part in place.id.split("/")[1:]]
    return "/".join([*(re.sub(r"[^a-z0-9_-]", "_", part) for part in parts), name])


# ---- after another place's instrument -----------------------------------------------------------


def write_draft_after(
    engine: Engine, source: Instrument, place: Place, today: date, start: date, file: str
) -> str:
    """A law file for a place after another place's instrument.

    Norms that are in force on `start` are taken over, with the terms and facts they use; facts
    that this place may not ask for are declared anew, under names of its own. What cannot be
    taken over (citation, sources, cases, relations to the other place's norms) is left to fill in.

    Raises
    ------
    BadRequest
        None of the instrument's norms is in force then.
    """
    norms = [n for n in source.norms if any(spell.holds(start) for spell in n.spells)]
    if not norms:
        raise BadRequest(f"{source.id} has no norm in force on {start} to start from.")
    work = _InstrumentCopy(
        engine.lawbook, source, place, draft_id(place, source.id.rpartition("/")[2])
    )
    document: dict[str, Any] = {
        "id": work.id,
        "title": f"Draft after {source.title}",
        "kind": source.kind,
        "issuer": place.id,
        "citation": f"Draft of {today}",
        "in_force": [{"from": start}],
        "sources": [{"seen": "recalled", "checked": today}],
    }
    copied = [work.norm(norm, {n.id for n in norms}) for norm in norms]
    terms = {name: work.renamed(text) for name, text in work.terms.items()}
    if facts := work.facts():
        document["facts"] = facts
    if terms:
        document["terms"] = terms
    document["norms"] = copied
    head = _HEAD.format(name=place.name, file=file)
    note = (
        f"# After {source.id} ({source.citation}).\n"
        "# To fill in: title, citation, the sections under `cite`, who is meant under `who`, and "
        "cases.\n"
    )
    if work.dropped:
        listed = _fold_comment(", ".join(sorted(work.dropped)))
        note += f"# Relations to norms that do not reach here were left out: {listed}\n"
    body = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
    return head + note + body


class _InstrumentCopy:
    """What of an instrument is taken over, under which names."""

    def __init__(self, lawbook: Lawbook, source: Instrument, place: Place, id: str) -> None:
        self.id = id if id not in lawbook.instruments else f"{id}-draft"
        self.dropped: set[str] = set()
        self.terms: dict[str, str] = {}
        self._lawbook = lawbook
        self._source = source
        self._file = f"{self.id}.yaml"
        self._place = re.sub(r"\W", "_", place.id.rpartition(":")[2])
        self._names: dict[str, str] = {}

    def norm(self, norm: Norm, kept: set[str]) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "id": norm.id.partition("#")[2],
            "cite": norm.cite,
            "says": norm.says,
            "who": [*norm.who_written],
        }
        if norm.except_who:
            entry["except_who"] = [*norm.except_who]
        entry["action"] = norm.actions[0] if len(norm.actions) == 1 else [*norm.actions]
        entry["modality"] = norm.modality
        if norm.grants is not None:
            entry["grants"] = norm.grants
        for field in ("when", "unless"):
            if (text := getattr(norm, field)) is not None:
                self._take_terms(text)
                entry[field] = self.renamed(text)
        for field in ("defeats", "yields_to"):
            if refs := self._relations(getattr(norm, field), kept):
                entry[field] = refs
        if norm.preempts != "no":
            entry["preempts"] = True if norm.preempts == "yes" else "disputed"
        entry["confidence"] = norm.rated
        return entry

    def _relations(self, refs: Iterable[str], kept: set[str]) -> list[str]:
        kept_refs = []
        for ref in refs:
            if ref in kept:
                kept_refs.append(f"{self.id}#{ref.partition('#')[2]}")
            elif ref.startswith("us/federal/"):
                kept_refs.append(ref)
            else:
                self.dropped.add(ref)
        return kept_refs

    def _take_terms(self, text: str) -> None:
        for word in re.findall(r"\w+", text):
            term = self._source.terms.get(word)
            if term is not None and word not in self.terms:
                self._take_terms(term)
                self.terms[word] = term

    def renamed(self, text: str) -> str:
        """A condition with the names under which its facts are declared here."""
        return " ".join(re.sub(r"'[^']*'|\w+", lambda m: self._name(m[0]), text).split())

    def _name(self, word: str) -> str:
        fact = self._lawbook.facts.get(word)
        if fact is None or may_ask(self._file, fact):
            return word
        return self._names.setdefault(word, f"{self._place}_{word}")

    def facts(self) -> Mapping[str, Any]:
        """The facts declared anew, and those that they imply."""
        declared: dict[str, Any] = {}
        while left := [name for name in self._names if self._names[name] not in declared]:
            for name in left:
                declared[self._names[name]] = self._fact(self._lawbook.facts[name])
        return declared

    def _fact(self, fact: Fact) -> dict[str, Any]:
        form: dict[str, Any] = {"type": fact.type, "ask": fact.ask}
        if fact.values:
            form["values"] = [*fact.values]
        for field in ("unit", "presume"):
            if getattr(fact, field) is not None:
                form[field] = getattr(fact, field)
        if fact.private:
            form["private"] = True
        if fact.implies is not None:
            form["implies"] = self.renamed(fact.implies)
        if fact.means is not None:
            form["means"] = self.renamed(fact.means)
        return form
