"""How pages speak, in one language: of facts and their values, of norms, of answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from markupsafe import Markup, escape

from safehavens.api import Corpus
from safehavens.corpus.consequences import Clock, Notice, Remedy
from safehavens.corpus.model import Basis, Fact, FactValue, Instrument, Norm, Spell, Verdict
from safehavens.decide.beside.first_lines import explain_next, explain_trust
from safehavens.decide.cards.assumed_facts import Condition
from safehavens.decide.cards.card_words import CardText, voice_answer, write_card
from safehavens.decide.cards.policy_share import PolicyShare
from safehavens.decide.cards.resident_cards import Card
from safehavens.decide.cards.way_words import tell_conditions
from safehavens.decide.decision import Decision, FactListed, Outside, Reason
from safehavens.decide.outline.definitions import MEANT, find_definitions
from safehavens.decide.summary import (
    explain_decision,
    explain_doubts,
    explain_outside,
    name_because,
)
from safehavens.web.parts.condition_words import RELATION, Line
from safehavens.web.parts.place_names import spoken
from safehavens.wording import (
    answers,
    coverage_sentences,
    labels,
    sentences,
    time_limits,
)
from safehavens.wording.agency_sentences import agency_sentences, listing_sentence
from safehavens.wording.condition_phrases import ENGLISH_BEGINS, ENGLISH_ENDS
from safehavens.wording.languages import Language
from safehavens.wording.resident_topics import Topic
from safehavens.wording.translated import law_words
from safehavens.wording.translated.law_words import HasSentence
from safehavens.wording.translated.messages import translate_message
from safehavens.wording.translated.place_words import name_place

_MARK = "\x1f"
"""Stands before and after a norm's id where a sentence is to have a link."""


def _marked(norm: str) -> str:
    return f"{_MARK}{norm}{_MARK}"


class Words:
    """The words of one language for one corpus."""

    def __init__(self, corpus: Corpus, language: Language) -> None:
        self._corpus = corpus
        self._language = language
        self._say = language.gettext

    # ---- the vocabulary ---------------------------------------------------------------------

    def who(self, who: str) -> str:
        """An agency kind, in plain words."""
        return self._say(self._corpus.lawbook.vocabulary.who.get(who, who))

    def whos(self, whos: Iterable[str]) -> str:
        """Several agency kinds in brief."""
        kinds = set(whos)
        every = self._corpus.lawbook.vocabulary.who
        is_agency = self._corpus.lawbook.vocabulary.is_agency
        agencies = [who for who in every if is_agency(who)]
        left = [who for who in agencies if who not in kinds]
        if len(left) >= len(agencies) // 2:
            return ", ".join(self.short(who) for who in every if who in kinds)
        words = self._say("every public agency")
        if left:
            but = ", ".join(self.short(who) for who in left)
            words = self._say("every public agency but: %(who)s") % {"who": but}
        more = ", ".join(self.short(who) for who in every if who in kinds and not is_agency(who))
        return f"{words}; {more}" if more else words

    def short(self, who: str) -> str:
        """An agency kind in a word or two."""
        return self._say(self._corpus.lawbook.vocabulary.name_kind(who))

    def action(self, action: str) -> str:
        """An action, in plain words."""
        return self._say(self._corpus.lawbook.vocabulary.actions.get(action, action))

    def label(self, table: str, key: str) -> str:
        """A word of one of the tables of `labels`."""
        words = getattr(labels, table).get(key)
        return self._say(words) if words is not None else key.replace("_", " ")

    # ---- facts ------------------------------------------------------------------------------

    def question(self, fact: str) -> Markup:
        """What is asked to learn a fact; marked as English where it is not translated."""
        declared = self._corpus.lawbook.facts.get(fact)
        return self.foreign(declared.ask if declared else fact)

    def definitions(self, decision: Decision, fact: str) -> list[Markup]:
        """What the laws that may decide mean by a fact, a sentence each."""
        meant = escape(self._say(MEANT))
        return [
            meant % {"law": Markup('<cite lang="en">{}</cite>').format(law.title),
                     "says": self.foreign(says)}
            for law, says in find_definitions(self._corpus.lawbook, decision, fact)
        ]  # fmt: skip

    def value(self, fact: str, value: FactValue | tuple[FactValue, ...] | None) -> str:
        """A fact's value in plain words; of several, that it is one of them."""
        return answers.describe_value(self._language, self._corpus.lawbook.facts.get(fact), value)

    def value_of_label(self, fact: str, label: str) -> str:
        """The value that a label of an answer's table stands for, in plain words."""
        declared = self._corpus.lawbook.facts[fact]
        if declared.type == "bool" and label in ("true", "false"):
            return self.value(fact, label == "true")
        if declared.type == "enum" and label in declared.values:
            return self.value(fact, label)
        return label

    def foreign(self, text: str) -> Markup:
        """A text in this language or, marked as such, in English."""
        if self._language.knows(text):
            return escape(self._say(text))
        if (message := translate_message(self._language, text)) is not None:
            return escape(message)
        return Markup('<span lang="en">{}</span>').format(text)

    # ---- the law ----------------------------------------------------------------------------

    def says(self, rule: HasSentence) -> Markup:
        """What a rule says: translated, or in English and marked as such."""
        text, code = law_words.find_sentence(self._language, rule)
        if code == self._language.code:
            return escape(text)
        beside = self._say(law_words.IN_ENGLISH)
        return Markup('<span lang="{}">{}</span> <span class="small">({})</span>').format(
            code, text, beside
        )

    def translated(self, rule: HasSentence) -> bool:
        """Whether what `says` gives is a translation."""
        return law_words.is_translated(self._language, rule)

    def law_note(self) -> str | None:
        """What a page that quotes rules says of the language that they are in."""
        return law_words.explain_law_language(self._language)

    def law_text(self, text: str) -> Markup:
        """What is coded in English only, such as a note or a holding."""
        if self._language.code == "en":
            return escape(text)
        return Markup('<span lang="en">{}</span>').format(text)

    def days(self, start: date | None, end: date | None) -> str:
        """A spell of days; the end is the first day that no longer belongs to it."""
        return sentences.describe_days(self._language, start, end)

    def spell(self, spell: Spell) -> str:
        """A spell of law, as sure as its days are."""
        return sentences.describe_spell(self._language, spell)

    def clock(self, clock: Clock) -> str:
        """When an act must be done."""
        return time_limits.describe_clock(self._language, clock)

    def notice(self, notice: Notice) -> str:
        """What must be told to whom."""
        return time_limits.describe_notice(self._language, notice)

    def remedy(self, remedy: Remedy) -> str:
        """What may follow a breach."""
        return time_limits.describe_remedy(self._language, remedy)

    def unchanged(self, start: date | None, end: date | None) -> str:
        """Between which days the rules on a question stay as they are, as a sentence."""
        return sentences.unchanged_sentence(self._language, start, end)

    def searched(self, level: coverage_sentences.Searched, on: date | None) -> str:
        """How far the law of one government was searched for the law of a day."""
        return coverage_sentences.search_sentence(self._language, level, on)

    def enacted(self, day: date) -> str:
        """As of which day later law is not known, as a sentence."""
        return coverage_sentences.enacted_sentence(self._language, day)

    def place(self, id: str) -> str:
        """The name of a place."""
        return name_place(self._language, self._corpus.gazetteer.get(id).name)

    def norm_title(self, id: str) -> str:
        """A norm as a reader knows it: instrument and pinpoint."""
        norm = self._corpus.lawbook.norms.get(id)
        if norm is None:
            return id
        return f"{self._corpus.lawbook.instruments[norm.instrument].title}, {norm.cite}"

    def norm(self, id: str) -> Norm:
        """A norm."""
        return self._corpus.norm(id)

    def instrument(self, id: str) -> Instrument:
        """An instrument."""
        return self._corpus.instrument(id)

    # ---- conditions and reasons -------------------------------------------------------------

    def values_of(self, fact: Fact) -> list[tuple[str, str]]:
        """The values that can be chosen for a fact, each with its words."""
        return [(value, self.value(fact.name, value)) for value in fact.values]

    def met_by(self, line: Line) -> str:
        """The answers that meet a line of a condition."""
        if line.relation is not None:
            assert line.number is not None
            number = self.value(line.fact, line.number)
            words = self._say(RELATION[line.relation]) % {"number": number}
        else:
            values = [self.value(line.fact, value) for value in line.values]
            quoted = values if len(values) == 1 else [f"“{value}”" for value in values]
            words = self._say(" or ").join(quoted)
        return self._say("anything but %(answer)s") % {"answer": words} if line.but else words

    def became(self, reason: Reason) -> str:
        """What became of a norm that does not decide."""
        considered = reason.considered
        return sentences.describe_became(
            self._language,
            considered.taken_out is not None,
            considered.citation.binding,
            reason.holds,
            bool(reason.set_aside_by),
        )

    # ---- residents' cards -------------------------------------------------------------------

    def card(self, card: Card) -> CardText:
        """A resident's card."""
        return write_card(self._language, self._corpus.lawbook, card)

    def voice(
        self,
        topic: Topic,
        verdict: Verdict,
        basis: Basis,
        unsure: bool,
        by_policy: PolicyShare = "none",
    ) -> tuple[str, str]:
        """An answer in the voice of a resident's question, and what it means."""
        kind = answers.answer_kind(verdict, basis)
        return voice_answer(self._language, topic, kind, unsure, by_policy)

    def conditions(self, conditions: Iterable[Condition]) -> Markup:
        """Conditions, as they are said after *if*; empty where there are none."""
        return mark_english(tell_conditions(self._language, self._corpus.lawbook, conditions))

    def mixed(self, text: str) -> Markup:
        """A text of which parts may be English: those are marked."""
        return mark_english(text)

    def question_query(self, card: Card, on: date) -> list[tuple[str, object]]:
        """A resident's question as the query of its Ask page."""
        place = spoken(self._corpus, self._corpus.gazetteer.get(card.place))
        facts = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in card.facts.items()
        }
        topic = card.topic
        return [("place", place), ("who", topic.who), ("action", topic.action),
                ("on", on.isoformat()), ("topic", topic.name), *facts.items()]  # fmt: skip

    # ---- answers ----------------------------------------------------------------------------

    def answer(self, decision: Decision) -> str:
        """Who may, must or must not do what, where, on which day's law."""
        return answers.answer_sentence(
            self._language,
            self._corpus.lawbook.vocabulary,
            decision.place_name,
            decision.who,
            decision.action,
            decision.on,
            answers.answer_kind(decision.verdict, decision.basis),
            bool(decision.questions),
        )

    def kind(self, verdict: Verdict, basis: Basis | None) -> answers.AnswerKind:
        """What an answer is to the one who asks: its words, its mark and its colors go by it."""
        return answers.answer_kind(verdict, basis)

    def answer_words(self, verdict: Verdict, basis: Basis | None) -> str:
        """An answer in a word or a few."""
        return answers.answer_words(self._language, verdict, basis)

    def meaning(self, verdict: Verdict, basis: Basis | None) -> str:
        """What such an answer means."""
        return self._say(answers.ANSWER_MEANS[answers.answer_kind(verdict, basis)])

    def why(self, decision: Decision) -> Markup:
        """What was found and what was not, of an answer that no rule gives; else nothing."""
        kind = answers.answer_kind(decision.verdict, decision.basis)
        if kind not in ("does_not_apply", "not_required", "no_rule"):
            return Markup()
        text = explain_decision(self._language, self._corpus.lawbook, decision, _marked)
        return self._with_rules(text)

    def doubts(self, decision: Decision) -> list[Markup]:
        """What is not known of the law itself and decides."""
        lawbook = self._corpus.lawbook
        return [
            self._with_rules(text)
            for text in explain_doubts(self._language, lawbook, decision, _marked)
        ]

    def agency(self, decision: Decision) -> list[str]:
        """What a reader must know of the agency that the answer is about."""
        return agency_sentences(
            self._language,
            self._corpus.lawbook.vocabulary,
            decision.place_name,
            decision.who,
            decision.agency,
            decision.given.get("ownership") == "private",
        )

    def next_answer(self, decision: Decision) -> str | None:
        """What the answer changes to, when, and by which rule; None: no change is on record."""
        if decision.next is None:
            return None
        return explain_next(self._language, decision, decision.next)

    def trust(self, decision: Decision) -> str | None:
        """How many of the rules behind an answer were not read; None: all were."""
        return explain_trust(self._language, decision) if decision.not_read else None

    def listing(self, listed: FactListed) -> Markup:
        """What a public list says of the agency; the list's title is English."""
        text = escape(listing_sentence(self._language, listed))
        return text.replace(escape(listed.title), self.law_text(listed.title))

    def outside(self, outside: Outside) -> Markup:
        """A rule that does not decide, and what takes it out."""
        return self._with_rules(
            explain_outside(self._language, self._corpus.lawbook, outside, _marked)
        )

    def _with_rules(self, text: str) -> Markup:
        """A sentence in which each marked norm is a link of its name."""
        parts = text.split(_MARK)
        lang = "" if self._language.code == "en" else Markup(' lang="en"')
        path = self._language.prefix
        return Markup().join(
            Markup('<a href="{}"{}>{}</a>').format(
                quote(path + norm_path(part)), lang, self.norm_title(part)
            )
            if i % 2
            else escape(part)
            for i, part in enumerate(parts)
        )

    def because_heading(self, decision: Decision) -> str:
        """The heading of the rules that decide, or may."""
        return self._say(name_because(decision))

    def not_a_request(self) -> str:
        """That a judge's warrant or a court order is no request."""
        return self._say(answers.NOT_A_REQUEST)


def mark_english(text: str) -> Markup:
    """A text whose English parts are marked as such."""
    opened = escape(text).replace(ENGLISH_BEGINS, Markup('<span lang="en">'))
    return opened.replace(ENGLISH_ENDS, Markup("</span>"))


def norm_path(id: str) -> str:
    """The path of a norm's page."""
    return "/norm/" + id.replace("#", "/")


def instrument_path(id: str) -> str:
    """The path of an instrument's page."""
    return "/instrument/" + id


def ruling_path(id: str) -> str:
    """The path of a ruling's page."""
    return "/ruling/" + id
