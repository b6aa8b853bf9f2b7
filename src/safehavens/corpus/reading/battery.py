"""Probes into a Battery: every word, fact and value of `probes.yaml` is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from safehavens.corpus.errors import Finding, LawError
from safehavens.corpus.model import (
    RAW,
    Answer,
    Battery,
    Fact,
    Index,
    Indicator,
    Lawbook,
    Probe,
    Vocabulary,
)
from safehavens.corpus.near import unknown
from safehavens.corpus.reading.fact_values import wrong_value
from safehavens.corpus.reading.forms.probe_forms import (
    IndexForm,
    IndicatorForm,
    ProbeForm,
    ProbesForm,
)
from safehavens.corpus.reading.law_files import LawFile
from safehavens.corpus.reading.validate import PROBES, CheckedFile, validate_as
from safehavens.corpus.reading.vocabulary_reader import learn_words

NAME_LENGTH: Final = 32
"""The most characters of a probe's or an index's name: Stata takes no longer name of a column."""


def battery_of(file: LawFile, lawbook: Lawbook) -> Battery:
    """Read a file of probes against a lawbook's words and facts.

    Raises
    ------
    LawError
        What is wrong in it, line by line.
    """
    read = validate_as(file, PROBES)
    if isinstance(read, list):
        raise LawError(read)
    battery, wrong = read_battery(read, read.content, lawbook.vocabulary, lawbook.facts)
    if wrong:
        raise LawError(wrong)
    return battery


def read_battery(
    read: CheckedFile, form: ProbesForm, vocabulary: Vocabulary, facts: Mapping[str, Fact]
) -> tuple[Battery, list[Finding]]:
    """The battery of a file that fits its form, and what is wrong in it."""
    work = _BatteryReader(read, form, vocabulary, facts, [])
    for word in form.counts:
        known = (*vocabulary.domains, *vocabulary.actions)
        work.word(("counts", word), word, known, "domain or action")
    probes = {name: work.probe(name, probe) for name, probe in form.probes.items()}
    battery = Battery(
        probes,
        {name: work.index(name, index, probes) for name, index in form.indices.items()},
        {name: work.indicator(name, indicator) for name, indicator in form.indicators.items()},
    )
    for kind, names, longest in (
        ("probes", form.probes, NAME_LENGTH),
        ("indices", form.indices, NAME_LENGTH - len(RAW)),
        ("indicators", form.indicators, NAME_LENGTH),
    ):
        for name in names:
            if len(name) > longest:
                beside = f", and {name}{RAW} beside it" if kind == "indices" else ""
                work.error(
                    (kind, name),
                    f"{name} has {len(name)} characters; a name has at most {longest}, "
                    f"as it is a column of tables{beside}",
                )
    for kind, names in (("indices", form.indices), ("indicators", form.indicators)):
        taken = form.probes.keys() | (form.indices.keys() if kind == "indicators" else set())
        for name in names:
            if name in taken:
                work.error((kind, name), f"{name} is the name of a probe or index already")
    for kind, forms in (
        ("probes", form.probes),
        ("indices", form.indices),
        ("indicators", form.indicators),
    ):
        for name, one in forms.items():
            work.findings += learn_words(read, (kind, name), [(one.says, one.es)], vocabulary)
    return battery, work.findings


@dataclass
class _BatteryReader:
    read: CheckedFile
    form: ProbesForm
    vocabulary: Vocabulary
    facts: Mapping[str, Fact]
    findings: list[Finding]

    def error(self, path: tuple[str | int, ...], message: str) -> None:
        field = ".".join(str(part) for part in path)
        name, line = self.read.file.name, self.read.line(*path)
        self.findings.append(Finding("error", name, line, message, field=field))

    def word(self, path: tuple[str | int, ...], word: str, known: Iterable[str], kind: str) -> None:
        known = tuple(known)
        if known and word not in known:
            self.error(path, unknown(kind, word, known, 1, 0.6))

    def probe(self, name: str, form: ProbeForm) -> Probe:
        at = ("probes", name)
        self.word((*at, "who"), form.who, self.vocabulary.who, "agency kind")
        self.word((*at, "action"), form.action, self.vocabulary.actions, "action")
        for fact, value in form.facts.items():
            if (declared := self.facts.get(fact)) is None:
                self.word((*at, "facts", fact), fact, self.facts, "declared fact")
            elif (wrong := wrong_value(declared, value)) is not None:
                self.error((*at, "facts", fact), wrong)
        domain = self.vocabulary.domain_of.get(form.action, "")
        counts = self.form.counts.get(form.action, self.form.counts.get(domain, {}))
        return Probe(
            id=name,
            says=form.says,
            domain=domain,
            who=form.who,
            action=form.action,
            facts=dict(form.facts),
            weight=form.weight,
            counts=dict(counts),
            caution=form.caution,
        )

    def index(self, name: str, form: IndexForm, probes: Mapping[str, Probe]) -> Index:
        at = ("indices", name)
        for i, word in enumerate(form.domains):
            self.word((*at, "domains", i), word, self.vocabulary.domains, "domain")
        for i, word in enumerate(form.actions):
            self.word((*at, "actions", i), word, self.vocabulary.actions, "action")
        for i, word in enumerate(form.probes):
            self.word((*at, "probes", i), word, probes, "probe")
        chosen = [
            probe
            for probe in probes.values()
            if probe.domain in form.domains
            or probe.action in form.actions
            or probe.id in form.probes
        ]
        own: dict[Answer, float] | None = None if form.counts is None else dict(form.counts)
        counts = {probe.id: probe.counts if own is None else own for probe in chosen}
        if not any(probe.weight and counts[probe.id] for probe in chosen):
            self.error(at, "no probe counts in this index; look at its domains, weights and counts")
        return Index(name, form.says, tuple(counts), counts, form.centered)

    def indicator(self, name: str, form: IndicatorForm) -> Indicator:
        for part, named in (("all", form.all), ("any", form.any)):
            for probe in named:
                self.word(("indicators", name, part, probe), probe, self.form.probes, "probe")
        return Indicator(name, form.says, _list_answers(form.all), _list_answers(form.any))


def _list_answers(
    answers: Mapping[str, Answer | list[Answer]],
) -> dict[str, tuple[Answer, ...]]:
    """The answers that each probe may have."""
    return {
        probe: (answer,) if isinstance(answer, str) else tuple(answer)
        for probe, answer in answers.items()
    }
