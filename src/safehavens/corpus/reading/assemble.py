"""Law files into a Lawbook: forms become nouns, and every name is looked up.

What this checks is what the engine relies on: agency kinds, actions, places, ids and facts
exist, and facts have one meaning. What is merely odd is for
`safehavens.corpus.reading.file_warnings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from safehavens.corpus.courts import places_under
from safehavens.corpus.declared_names import DeclaredNames
from safehavens.corpus.errors import Finding, LawError
from safehavens.corpus.model import (
    REACH_WITHIN,
    Accepted,
    Battery,
    Case,
    Effect,
    Event,
    Instrument,
    Lawbook,
    Norm,
    Ruling,
    Source,
    Spell,
)
from safehavens.corpus.papers import NO_SYNONYMS, Synonyms
from safehavens.corpus.places import Gazetteer
from safehavens.corpus.reading.battery import read_battery
from safehavens.corpus.reading.fact_values import wrong_value
from safehavens.corpus.reading.forms.probe_forms import ProbesForm
from safehavens.corpus.reading.forms.spell_order import order_spells
from safehavens.corpus.reading.forms.word_forms import SynonymsForm, VocabularyForm
from safehavens.corpus.reading.law_files import LawFile, digest
from safehavens.corpus.reading.law_forms import (
    CaseForm,
    EffectForm,
    EventForm,
    FactForm,
    InstrumentForm,
    NormForm,
    RulingForm,
    SourceForm,
    SpellForm,
)
from safehavens.corpus.reading.synonyms import read_synonyms
from safehavens.corpus.reading.tables.all_tables import read_tables
from safehavens.corpus.reading.validate import CheckedFile, validate
from safehavens.corpus.reading.vocabulary_reader import (
    check_facts_of_actions,
    learn_definitions,
    learn_words_of_fact,
    read_fact,
    read_vocabulary,
)
from safehavens.corpus.sources import cap_confidence, order_sources


def assemble(files: Iterable[LawFile], gazetteer: Gazetteer) -> Lawbook:
    """Read a corpus.

    Parameters
    ----------
    files : iterable of LawFile
        The corpus, a `vocabulary.yaml` among them. Their order does not matter.
    gazetteer : Gazetteer
        Knows every place that the files name.

    Raises
    ------
    LawError
        With every error of every file; of the form alone, where the vocabulary cannot be read.
    """
    files = tuple(sorted(files, key=lambda file: file.name))
    read, findings = _read_all(files)
    if any(finding.file == "vocabulary.yaml" for finding in findings):
        raise LawError(findings)  # without its words every other file would seem wrong
    work = Assembly(gazetteer, findings, broken={f.file for f in findings})
    lawbook = work.lawbook(read, digest(files))
    if work.findings:
        raise LawError(work.findings)
    return lawbook


def _read_all(files: Iterable[LawFile]) -> tuple[list[CheckedFile], list[Finding]]:
    read: list[CheckedFile] = []
    findings: list[Finding] = []
    for file in files:
        outcome = validate(file)
        if isinstance(outcome, CheckedFile):
            read.append(outcome)
        else:
            findings += outcome
    return read, findings


@dataclass
class Assembly(DeclaredNames):
    """Makes nouns of forms; what is wrong with a name is added to the findings."""

    def lawbook(self, read: list[CheckedFile], version: str) -> Lawbook:
        """Everything in these files; what is wrong is added to the findings."""
        self._declare_words(read)
        self._declare_facts(read)
        instruments = [(r, r.content) for r in read if isinstance(r.content, InstrumentForm)]
        rulings = [(r, r.content) for r in read if isinstance(r.content, RulingForm)]
        self._declare_norms(instruments)
        instruments_by_id = {form.id: self._instrument(r, form) for r, form in instruments}
        norms = {n.id: n for instrument in instruments_by_id.values() for n in instrument.norms}
        words, places = (self.vocabulary, self.facts), (self._place, self._place_beside_law)
        tables, wrong = read_tables(read, *words, norms.values(), *places, self.broken)
        self.findings += wrong
        return Lawbook(
            vocabulary=self.vocabulary,
            facts=self.facts,
            instruments=instruments_by_id,
            rulings={form.id: self._ruling(r, form) for r, form in rulings},
            events=self._events(read),
            cases=tuple(case for r, form in instruments for case in self._cases(r, form)),
            version=version,
            norms=norms,
            coverage=tables.coverage,
            governments=tables.governments,
            registers=tables.registers,
            reports=tables.reports,
            places=frozenset(self.places),
            battery=self._battery(read),
            synonyms=self._synonyms(read),
        )

    def _events(self, read: list[CheckedFile]) -> tuple[Event, ...]:
        files = [(r, r.content) for r in read if isinstance(r.content, list)]
        events = (self._event(r, at, form) for r, forms in files for at, form in enumerate(forms))
        return tuple(sorted(events, key=attrgetter("date", "place", "what")))

    def _battery(self, read: list[CheckedFile]) -> Battery | None:
        for r in read:
            if isinstance(r.content, ProbesForm):
                battery, wrong = read_battery(r, r.content, self.vocabulary, self.facts)
                self.findings += wrong
                return battery
        return None

    def _synonyms(self, read: list[CheckedFile]) -> Synonyms:
        for r in read:
            if isinstance(r.content, SynonymsForm):
                synonyms, wrong = read_synonyms(r, r.content, self.vocabulary, self.facts)
                self.findings += wrong
                return synonyms
        return NO_SYNONYMS

    # ---- what is declared -------------------------------------------------------------------

    def _declare_words(self, read: list[CheckedFile]) -> None:
        for r in read:
            if isinstance(r.content, VocabularyForm):
                self.vocabulary, wrong = read_vocabulary(r, r.content)
                self.findings += wrong
                return
        if "vocabulary.yaml" not in self.broken:
            self.findings.append(Finding("error", "vocabulary.yaml", 1, "the file is missing"))

    def _declare_facts(self, read: list[CheckedFile]) -> None:
        """Shared facts first, so that what declares one again is where the error is."""
        shared_first = sorted(read, key=lambda r: (r.file.kind != "vocabulary", r.file.kind))
        for r in shared_first:
            declared: dict[str, FactForm] = {}
            path: tuple[str, ...] = ()
            if isinstance(r.content, VocabularyForm | InstrumentForm):
                declared, path = r.content.facts, ("facts",)
            elif isinstance(r.content, dict):
                declared = r.content
            for name, form in declared.items():
                at = (*path, name)
                if (other := self.facts.get(name)) is not None:
                    where = f"{other.file}:{other.line}"
                    self._error(r, at, f"the fact {name} is declared already, in {where}")
                    continue
                self.facts[name] = read_fact(r, at, name, form)
                self.findings += learn_words_of_fact(r, at, form, self.vocabulary)
        for r in read:
            if isinstance(r.content, VocabularyForm):
                self.findings += check_facts_of_actions(r, r.content, self.facts)
            elif isinstance(r.content, InstrumentForm):
                self.findings += learn_definitions(r, r.content, self.facts, self.vocabulary)

    def _declare_norms(self, instruments: list[tuple[CheckedFile, InstrumentForm]]) -> None:
        for r, form in instruments:
            self._check_id(r, form.id)
            for i, norm in enumerate(form.norms):
                full = f"{form.id}#{norm.id}"
                if full in self.norm_ids:
                    self._error(r, ("norms", i, "id"), f"the id {norm.id} is used twice", norm.id)
                self.norm_ids.add(full)

    # ---- forms into nouns -------------------------------------------------------------------

    def _spells(
        self,
        read: CheckedFile,
        path: tuple[str | int, ...],
        forms: Iterable[SpellForm],
        norm: str | None,
    ) -> tuple[Spell, ...]:
        given = tuple(form.spell() for form in forms)
        ordered = order_spells(given)
        if ordered is None:
            self._error(read, path, "spells must follow each other without overlap", norm)
        return ordered or given

    def _instrument(self, read: CheckedFile, form: InstrumentForm) -> Instrument:
        bound = tuple(
            dict.fromkeys(
                self._place(read, ("applies_to", i), place)
                for i, place in enumerate(form.applies_to or ())
            )
        )
        each = form.issuer == "each"
        issuer = bound[0] if each else self._place(read, ("issuer",), form.issuer)
        spells = self._spells(read, ("in_force",), form.in_force, None)
        sources = _sources(form.sources)
        return Instrument(
            id=form.id,
            title=form.title,
            kind=form.kind,
            issuer=issuer,
            reach=form.reach or ("within" if form.kind in REACH_WITHIN else "own"),
            bound=bound or (issuer,),
            binding=form.force == "binding",
            citation=form.citation,
            enacted=form.enacted,
            spells=spells,
            sources=sources,
            defines={name: one.says for name, one in form.defines.items()},
            terms=dict(form.terms),
            term_lines={name: read.line("terms", name) for name in form.terms},
            norms=tuple(
                self._norm(read, i, form.id, norm, spells, sources)
                for i, norm in enumerate(form.norms)
            ),
            note=form.note,
            file=read.file.name,
            each=each,
        )

    def _norm(
        self,
        read: CheckedFile,
        i: int,
        instrument: str,
        form: NormForm,
        spells: tuple[Spell, ...],
        sources: tuple[Source, ...],
    ) -> Norm:
        at = ("norms", i)
        for word in form.who:
            self._word(read, (*at, "who"), word, self.vocabulary.who, "agency kind", form.id)
        for word in form.except_who:
            self._word(read, (*at, "except_who"), word, self.vocabulary.who, "agency kind", form.id)
        actions = (form.action,) if isinstance(form.action, str) else tuple(form.action)
        for word in actions:
            self._word(read, (*at, "action"), word, self.vocabulary.actions, "action", form.id)
        for name in ("defeats", "yields_to"):
            for ref in getattr(form, name):
                self._norm_ref(read, (*at, name), ref, form.id)
        own = form.in_force
        sources = sources if form.sources is None else _sources(form.sources)
        seen = sources[0].seen
        return Norm(
            id=f"{instrument}#{form.id}",
            instrument=instrument,
            cite=form.cite,
            says=form.says,
            who=self._agencies(form.who) - frozenset(form.except_who),
            who_written=tuple(form.who),
            except_who=tuple(form.except_who),
            actions=actions,
            modality=form.modality,
            grants=form.grants,
            bodies=form.bodies,
            when=form.when,
            unless=form.unless,
            defeats=tuple(form.defeats),
            yields_to=tuple(form.yields_to),
            preempts=form.preempted(),
            spells=spells if own is None else self._spells(read, (*at, "in_force"), own, form.id),
            confidence=cap_confidence(form.confidence, seen),
            note=form.note,
            file=read.file.name,
            line=read.line(*at),
            condition_lines=(read.line(*at, "when"), read.line(*at, "unless")),
            accepted=tuple(Accepted(item.finding, item.because) for item in form.lint),
            clock=form.clock.clock() if form.clock else None,
            notice=form.notice.notice() if form.notice else None,
            remedies=tuple(item.remedy() for item in form.remedies),
            says_es=form.says_es,
            sources=sources,
            seen=seen,
            rated=form.confidence,
        )

    def _agencies(self, who: Iterable[str]) -> frozenset[str]:
        kinds: set[str] = set()
        for kind in who:
            kinds.add(kind)
            if kind == "any_agency":
                kinds.update(filter(self.vocabulary.is_agency, self.vocabulary.who))
        return frozenset(kinds)

    def _ruling(self, read: CheckedFile, form: RulingForm) -> Ruling:
        self._check_id(read, form.id)
        return Ruling(
            id=form.id,
            title=form.title,
            citation=form.citation,
            court=form.court,
            decided=form.decided,
            issue=form.issue,
            held=form.held,
            effects=tuple(
                self._effect(read, i, form.id, effect) for i, effect in enumerate(form.effects)
            ),
            outcome_for_haven=form.outcome_for_haven,
            sources=_sources(form.sources),
            note=form.note,
            file=read.file.name,
        )

    def _effect(self, read: CheckedFile, i: int, ruling: str, form: EffectForm) -> Effect:
        at: tuple[str | int, ...] = ("effects", i)
        self._norm_ref(read, (*at, "norm"), form.norm)
        scope = form.scope
        places: list[str] = []
        if scope is not None:
            at = (*at, "scope")
            places = [self._place(read, (*at, "places"), p) for p in scope.places]
            for court in scope.courts:
                if not (under := places_under(court)):
                    self._error(read, (*at, "courts"), f"{court!r} is not a known federal court")
                if not scope.places:
                    places += under
            if not scope.places:
                places += [
                    self._place(read, (*at, "parties"), party)
                    for party in scope.parties
                    if party.startswith("ocd-division/")
                ]
        return Effect(
            ruling=ruling,
            norm=form.norm,
            kind=form.effect,
            spell=Spell(form.start, form.end),
            everywhere=scope is None,
            places=tuple(dict.fromkeys(places)),
            courts=tuple(scope.courts) if scope else (),
            parties=tuple(scope.parties) if scope else (),
        )

    def _event(self, read: CheckedFile, i: int, form: EventForm) -> Event:
        place = self._place(read, (i, "place"), form.place)
        return Event(form.date, place, form.kind, form.what, form.cite, form.url)

    def _cases(self, read: CheckedFile, instrument: InstrumentForm) -> Iterator[Case]:
        for i, form in enumerate(instrument.cases):
            yield self.case(read, ("cases", i), form)

    def case(self, read: CheckedFile, at: tuple[str | int, ...], form: CaseForm) -> Case:
        """A worked case whose words, facts and norms exist."""
        self._word(read, (*at, "who"), form.who, self.vocabulary.who, "agency kind")
        self._word(read, (*at, "action"), form.action, self.vocabulary.actions, "action")
        for ref in form.because:
            self._norm_ref(read, (*at, "because"), ref)
        for name, value in form.facts.items():
            fact = self.facts.get(name)
            if fact is None:
                self._word(read, (*at, "facts"), name, self.facts, "declared fact")
            elif (wrong := wrong_value(fact, value)) is not None:
                self._error(read, (*at, "facts", name), wrong)
        return Case(
            name=form.name,
            place=self._place(read, (*at, "place"), form.place),
            who=form.who,
            action=form.action,
            date=form.date,
            facts=dict(form.facts),
            expect=form.expect,
            because=tuple(form.because),
            file=read.file.name,
            line=read.line(*at),
        )


def _sources(forms: Iterable[SourceForm]) -> tuple[Source, ...]:
    return order_sources(form.source() for form in forms)
