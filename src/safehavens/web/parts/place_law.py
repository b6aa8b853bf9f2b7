"""The law of a place over all time, what is above it and what is inside it.

Beyond `safehavens.decide.place_law`, which shows one day. Verdicts before anything is known are
remembered by the norms they rest on, which most places share.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from safehavens.api import Corpus
from safehavens.corpus.model import Event, Instrument, Norm, Verdict
from safehavens.corpus.places.place import Place
from safehavens.decide.brief import Brief, brief
from safehavens.decide.decision import RulingTouch
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.reach import effect_reaches, reaches
from safehavens.decide.norms.timeline import touch
from safehavens.decide.place_law import ActionView, DatedChange, Overview
from safehavens.decide.request import Request

_MOST: Final = 50_000


@dataclass(frozen=True, slots=True)
class PlaceSummary:
    """A place as others link to it, and how many instruments it has made."""

    place: Place
    instruments: int


class PlaceLaw:
    """Answers about the law of places, for pages."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._engine = corpus.engine
        self._briefs: dict[Position, Brief] = {}
        self._issued: dict[str, int] = {}
        for instrument in corpus.lawbook.instruments.values():
            self._issued[instrument.issuer] = self._issued.get(instrument.issuer, 0) + 1
        chain = corpus.gazetteer.chain
        self._inside: dict[str, list[str]] = {}
        for issuer in self._issued:
            for above in chain(issuer)[1:]:
                self._inside.setdefault(above, []).append(issuer)
        self.changes = lru_cache(maxsize=2000)(self._changes)
        self.reaching = lru_cache(maxsize=2000)(self._reaching)

    def places(self) -> tuple[PlaceSummary, ...]:
        """Every place that has made law coded here, by name."""
        return self._summaries(self._issued)

    def inside(self, place: str) -> tuple[PlaceSummary, ...]:
        """Places inside this one that have made law coded here, by name."""
        return self._summaries(self._inside.get(place, ()))

    def above(self, place: str) -> tuple[PlaceSummary, ...]:
        """Places above this one, the nearest first, and the county that a city lies in."""
        gazetteer = self._corpus.gazetteer
        found = list(gazetteer.chain(place)[1:])
        return tuple(PlaceSummary(gazetteer.get(id), self._issued.get(id, 0)) for id in found)

    def _summaries(self, ids: Iterable[str]) -> tuple[PlaceSummary, ...]:
        get = self._corpus.gazetteer.get
        found = [PlaceSummary(get(id), self._issued.get(id, 0)) for id in ids]
        return tuple(sorted(found, key=lambda item: item.place.name))

    # ---- one day ----------------------------------------------------------------------------

    def brief(self, place: str, who: str, action: str, on: date) -> Brief:
        """The verdict before anything of a request is known (usual case presumed)."""
        position = self._engine.stretch(Request(place, who, action, on)).position
        found = self._briefs.get(position)
        if found is None:
            if len(self._briefs) >= _MOST:
                self._briefs.clear()
            found = brief(self._engine, position, {}, questions=False)
            self._briefs[position] = found
        return found

    def briefs(self, place: str, on: date) -> dict[str, dict[str, Brief]]:
        """The verdict before anything is known, by action and agency kind.

        Agency kinds that the same norms address are worked out once.
        """
        vocabulary = self._corpus.lawbook.vocabulary
        addressed: dict[str, list[Norm]] = {action: [] for action in vocabulary.actions}
        for norm in _norms(self.reaching(place)):
            for action in norm.actions:
                addressed[action].append(norm)
        found: dict[str, dict[str, Brief]] = {}
        for action, norms in addressed.items():
            said: dict[tuple[str, ...], Brief] = {}
            found[action] = {}
            for who in vocabulary.who:
                key = tuple(norm.id for norm in norms if who in norm.who)
                if key not in said:
                    said[key] = self.brief(place, who, action, on)
                found[action][who] = said[key]
        return found

    def actions(self, place: str, on: date) -> tuple[ActionView, ...]:
        """What law says of every action, agency kinds with the same answer together."""
        vocabulary = self._corpus.lawbook.vocabulary
        briefs = self.briefs(place, on)
        found = []
        for domain, actions in vocabulary.domains.items():
            for action in actions:
                groups: dict[tuple[Verdict, tuple[str, ...]], list[str]] = {}
                for who, said in briefs[action].items():
                    groups.setdefault((said.verdict, said.deciding), []).append(who)
                for (verdict, deciding), whos in groups.items():
                    found.append(ActionView(domain, action, tuple(whos), verdict, deciding))
        return tuple(found)

    def overview(self, place: str, on: date) -> Overview:
        """The same as `Corpus.overview`, made from what is remembered here."""
        chain = self._corpus.gazetteer.chain(place)
        reaching = self.reaching(place)
        changes = self.changes(place)
        before = [change for change in changes if change.on <= on]
        after = [change for change in changes if change.on > on]

        def nearest_first(instrument: Instrument) -> tuple[int, str]:
            issuer = instrument.issuer
            return (chain.index(issuer) if issuer in chain else len(chain), instrument.id)

        return Overview(
            place=place,
            place_name=self._corpus.gazetteer.get(place).name,
            on=on,
            actions=self.actions(place, on),
            instruments=tuple(
                sorted(
                    (i for i in reaching if any(spell.holds(on) for spell in i.spells)),
                    key=lambda i: (
                        chain.index(i.issuer) if i.issuer in chain else len(chain),
                        i.id,
                    ),
                )
            ),
            last=tuple(change for change in before if change.on == before[-1].on),
            next=tuple(change for change in after if change.on == after[0].on),
            rulings=self._rulings(place, reaching, on),
            events=self.events(place),
        )

    def events(self, place: str) -> tuple[Event, ...]:
        """The events on record of a place, oldest first."""
        return tuple(event for event in self._corpus.events if event.place == place)

    def _rulings(
        self, place: str, reaching: Iterable[Instrument], on: date
    ) -> tuple[RulingTouch, ...]:
        extent = self._engine.extents.of(place)
        found: dict[str, RulingTouch] = {}
        ids = {instrument.id for instrument in reaching}
        every = self._corpus.lawbook.instruments.values()
        for norm in _norms(i for i in every if i.id in ids):
            if not any(spell.holds(on) for spell in norm.spells):
                continue
            for effect in self._engine.effects_on(norm.id):
                here = effect_reaches(effect, extent)
                beside = not effect.everywhere and not effect.places
                if effect.spell.holds(on) and (here or beside):
                    said = touch(self._corpus.lawbook, effect, here)
                    found.setdefault(effect.ruling, said)
        return tuple(sorted(found.values(), key=lambda t: (t.start, t.ruling)))

    # ---- all time ---------------------------------------------------------------------------

    def _reaching(self, place: str) -> tuple[Instrument, ...]:
        """Every instrument that binds the agencies of a place, at any time; its own first."""
        extent = self._engine.extents.of(place)
        chain = self._corpus.gazetteer.chain(place)
        found = [i for i in self._corpus.lawbook.instruments.values() if reaches(i, extent)]
        found.sort(
            key=lambda i: (
                chain.index(i.issuer) if i.issuer in chain else len(chain),
                i.spells[0].start if i.spells else date.min,
                i.id,
            )
        )
        return tuple(found)

    def _changes(self, place: str) -> tuple[DatedChange, ...]:
        """Every beginning and end, of norms and of what rulings did to them, oldest first."""
        extent = self._engine.extents.of(place)
        found = []
        for norm in _norms(self.reaching(place)):
            for spell in norm.spells:
                found.append(DatedChange(spell.start, "begins", norm.id, None))
                if spell.end is not None:
                    found.append(DatedChange(spell.end, "ends", norm.id, None))
            for effect in self._engine.effects_on(norm.id):
                if not effect_reaches(effect, extent):
                    continue
                found.append(DatedChange(effect.spell.start, effect.kind, norm.id, effect.ruling))
                if effect.spell.end is not None and effect.kind != "upheld":
                    what = f"no longer {effect.kind}"
                    found.append(DatedChange(effect.spell.end, what, norm.id, effect.ruling))
        return tuple(sorted(found, key=lambda change: (change.on, change.norm, change.what)))


def _norms(instruments: Iterable[Instrument]) -> list[Norm]:
    return [norm for instrument in instruments for norm in instrument.norms]
