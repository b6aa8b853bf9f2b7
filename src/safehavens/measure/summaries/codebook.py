"""The codebook of a panel, as a page: each probe and index, and what stands behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from safehavens.corpus.model import Battery, FactValue, Index, Indicator, Norm, Probe
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import NormIndex
from safehavens.decide.request import find_answered_days
from safehavens.logic.expression import facts_of
from safehavens.measure.probes import ask_command


def write_codebook(engine: Engine, battery: Battery) -> str:
    """The codebook of a battery, read off the corpus, as Markdown.

    Parameters
    ----------
    engine : Engine
    battery : Battery
    """
    return "\n".join(_Codebook(engine, battery).lines()) + "\n"


class _Codebook:
    def __init__(self, engine: Engine, battery: Battery) -> None:
        self._engine = engine
        self._battery = battery
        self._norms = NormIndex(engine.lawbook)

    def lines(self) -> Iterator[str]:
        lawbook, battery = self._engine.lawbook, self._battery
        yield "# Codebook"
        yield ""
        yield (
            "Written by `safehavens panel --codebook` from the law files of digest "
            f"`{lawbook.version[:12]}`: {len(battery.probes)} probes, {len(battery.indices)} "
            f"indices and {len(battery.indicators)} indicators. "
            "What columns contain is in `datapackage.json`."
        )
        yield ""
        yield from self._searches()
        yield "## Probes"
        for domain in dict.fromkeys(probe.domain for probe in battery.probes.values()):
            yield ""
            yield f"### {domain.replace('_', ' ').capitalize()}"
            for probe in battery.probes.values():
                if probe.domain == domain:
                    yield from self._probe(probe)
        yield ""
        yield "## Indices"
        for index in battery.indices.values():
            yield from self._index(index)
        yield ""
        yield "## Indicators"
        for indicator in battery.indicators.values():
            yield from self._indicator(indicator)

    def _searches(self) -> Iterator[str]:
        """By domain, the first day that is answered and the days whose law was searched."""
        lawbook, gazetteer = self._engine.lawbook, self._engine.gazetteer
        if not lawbook.coverage.searches:
            return
        yield "## Days that were searched"
        yield ""
        yield (
            "A verdict is given from the first day on. That a place's own law was looked for is "
            "known only of the days of a search (`searched` in the tables)."
        )
        yield ""
        yield "| domain | first day | nation searched since | states searched | half since |"
        yield "| --- | --- | --- | --- | --- |"
        states = {place.id for place in gazetteer.states()}
        nation = "ocd-division/country:us"
        for domain in dict.fromkeys(probe.domain for probe in self._battery.probes.values()):
            first = lawbook.coverage.first_days.get(domain)
            of_nation = [one.back_to for one in lawbook.coverage.of(nation, domain)]
            since = sorted(
                min(search.back_to for search in found)
                for state in states
                if (found := lawbook.coverage.of(state, domain))
            )
            half = f"{since[(len(since) - 1) // 2]}" if since else "–"
            yield (
                f"| {domain.replace('_', ' ')} | {first.on if first else '–'} | "
                f"{min(of_nation) if of_nation else '–'} | {len(since)} of {len(states)} | {half} |"
            )
        yield ""

    def _probe(self, probe: Probe) -> Iterator[str]:
        lawbook = self._engine.lawbook
        norms = self._norms.on(probe.action, probe.who)
        yield ""
        yield f"#### `{probe.id}`"
        yield ""
        yield probe.says
        yield ""
        if probe.caution is not None:
            yield f"Caution: {probe.caution}"
            yield ""
        yield (
            f"- agency: `{probe.who}`, {lawbook.vocabulary.who.get(probe.who, probe.who)}; action: "
            f"`{probe.action}`, {lawbook.vocabulary.actions.get(probe.action, probe.action)}"
        )
        yield f"- facts: {_write_facts(probe.facts)}"
        yield f"- presumed: {self._presumed(probe, norms)}"
        first = find_answered_days(lawbook, (probe.action,)).start
        yield f"- first day: {first or 'every day is answered'}"
        yield f"- norms on the question: {_count_norms(self._engine, norms)}"
        yield f"- weight: {probe.weight:g}; counts: {_write_facts(probe.counts)}"
        yield f"- `{ask_command(probe)}`"

    def _presumed(self, probe: Probe, norms: Iterable[Norm]) -> str:
        """What these norms ask for, the probe leaves out, and is taken to be so."""
        engine = self._engine
        asked = Counter(
            fact
            for norm in norms
            for fact in facts_of(engine.conditions.applies[norm.id])
            if fact not in probe.facts
        )
        declared = engine.lawbook.facts
        shared = {fact for fact in asked if declared[fact].file.endswith("vocabulary.yaml")}
        by_action = engine.lawbook.vocabulary.presumes(probe.action)
        taken: dict[str, FactValue | tuple[FactValue, ...] | None] = {
            fact: by_action.get(fact, declared[fact].presume)
            for fact in sorted(shared)
            if fact in by_action or declared[fact].presume is not None
        }
        open_facts = sorted(
            fact
            for fact in asked - taken.keys()
            if declared[fact].presume is None and not declared[fact].derived
        )
        words = _write_facts(taken) if taken else "nothing of the shared facts"
        own = sum(declared[fact].presume is not None for fact in asked.keys() - shared)
        if own:
            words += f"; {own} facts of single laws"
        if open_facts:
            words += f". Left open, so that a verdict may depend on them: {len(open_facts)} facts"
        return words

    def _index(self, index: Index) -> Iterator[str]:
        yield ""
        yield f"### `{index.id}`"
        yield ""
        yield index.says
        yield ""
        same = {tuple(sorted(counts.items())) for counts in index.counts.values()}
        counts = (
            f"counts: {_write_facts(dict(next(iter(same))))}"
            if len(same) == 1
            else ("counts: each probe its own")
        )
        yield f"- {counts}; the weighted mean over {len(index.probes)} probes"
        yield f"- probes: {', '.join(f'`{probe}`' for probe in index.probes)}"

    def _indicator(self, indicator: Indicator) -> Iterator[str]:
        yield ""
        yield f"### `{indicator.id}`"
        yield ""
        yield indicator.says
        yield ""
        if indicator.all:
            yield f"- 1 where each of these is so: {_write_facts(indicator.all)}"
        if indicator.any:
            start = "and one of these" if indicator.all else "1 where one of these is so"
            yield f"- {start}: {_write_facts(indicator.any)}"


def _count_norms(engine: Engine, norms: tuple[Norm, ...]) -> str:
    """How many norms, of how many instruments and issuers, in force since when."""
    instruments = {norm.instrument for norm in norms}
    issuers = {by for one in instruments for by in engine.lawbook.instruments[one].makers}
    since: list[date] = [norm.spells[0].start for norm in norms if norm.spells]
    words = f"{len(norms)}, of {len(instruments)} laws of {len(issuers)} governments"
    return f"{words}; the oldest in force since {min(since)}" if since else words


def _write_facts(facts: object) -> str:
    items = facts.items() if isinstance(facts, dict) else ()
    return ", ".join(f"{name} = {_write_value(value)}" for name, value in items) or "none"


def _write_value(value: object) -> str:
    if value is None:
        return "not known"
    if isinstance(value, tuple):
        return " or ".join(_write_value(one) for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
