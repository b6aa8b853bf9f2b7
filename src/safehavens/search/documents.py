"""What can be found: each thing of a corpus as a document with its fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from safehavens.corpus.model import FactValue, Instrument, Lawbook
from safehavens.corpus.places.gazetteer import Gazetteer
from safehavens.search.results import HitKind
from safehavens.search.search_terms import list_terms
from safehavens.wording.languages import all_languages
from safehavens.wording.resident_topics import TOPICS


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found.

    Attributes
    ----------
    kind, id, title, text, who, action
        As in `Hit`.
    fields : tuple of str
        Its terms, by field, in the order of `word_index.WEIGHTS`.
    names : tuple of str
        What it is called, each as its terms: who types just one of these means it.
    makers : tuple of str
        The places whose law it is.
    actions : frozenset of str
        The actions that it is about.
    facts : dict
        What a question takes as known.
    """

    kind: HitKind
    id: str
    title: str
    text: str
    fields: tuple[str, ...]
    names: tuple[str, ...]
    makers: tuple[str, ...] = ()
    who: str | None = None
    action: str | None = None
    actions: frozenset[str] = frozenset()
    facts: dict[str, FactValue] = field(default_factory=dict)


class DocumentReader:
    """Reads a corpus as documents.

    Parameters
    ----------
    lawbook : Lawbook
    gazetteer : Gazetteer
    same : mapping of str to str
        Words that mean the same, as `read_same_words` makes them.
    """

    def __init__(self, lawbook: Lawbook, gazetteer: Gazetteer, same: Mapping[str, str]) -> None:
        self._lawbook = lawbook
        self._gazetteer = gazetteer
        self._same = same
        translations = lawbook.vocabulary.translations
        self._languages = [language.over(translations) for language in all_languages().values()]
        self._makers: dict[str, str] = {}

    def documents(self) -> Iterator[Document]:
        """Every document, in an order that only the corpus decides."""
        yield from self._questions()
        yield from self._askable()
        yield from self._papers()
        for instrument in self._lawbook.instruments.values():
            yield from self._law(instrument)
        yield from self._rulings()
        yield from self._facts()

    # ---- what is asked ----------------------------------------------------------------------

    def _questions(self) -> Iterator[Document]:
        vocabulary, synonyms = self._lawbook.vocabulary, self._lawbook.synonyms
        declared = self._lawbook.facts
        for topic in TOPICS:
            if topic.who not in vocabulary.who or topic.action not in vocabulary.actions:
                continue
            names = self._in_all_languages(topic.asks)
            label = self._terms(
                *synonyms.actions.get(topic.action, ()), *synonyms.who.get(topic.who, ())
            )
            yield Document(
                "card",
                topic.action,
                topic.asks,
                vocabulary.actions[topic.action],
                (" ".join(names), "", "", label, "", ""),
                names,
                who=topic.who,
                action=topic.action,
                actions=frozenset((topic.action,)),
                facts={name: value for name, value in topic.facts.items() if name in declared},
            )

    def _askable(self) -> Iterator[Document]:
        vocabulary, synonyms = self._lawbook.vocabulary, self._lawbook.synonyms
        for action, sentence in vocabulary.actions.items():
            names = self._in_all_languages(sentence, action.replace("_", " "))
            label = self._terms(*synonyms.actions.get(action, ()))
            fields = (" ".join(names), "", "", label, "", "")
            yield Document(
                "ask", action, sentence, vocabulary.domain_of[action], fields, names,
                action=action, actions=frozenset((action,)),
            )  # fmt: skip
        for who, sentence in vocabulary.who.items():
            if vocabulary.is_agency(who):
                names = self._in_all_languages(sentence, vocabulary.name_kind(who))
                label = self._terms(*synonyms.who.get(who, ()))
                fields = (" ".join(names), "", "", label, "", "")
                yield Document("ask", who, sentence, "", fields, names, who=who)

    def _papers(self) -> Iterator[Document]:
        synonyms = self._lawbook.synonyms
        for paper in synonyms.papers:
            names = tuple(dict.fromkeys(map(self._terms, paper.names)))
            told = (
                synonyms.values.get(fact, {}).get(str(value), ())
                for fact, value in paper.facts.items()
            )
            label = " ".join(
                (*self._in_all_languages(paper.says), *(self._terms(*texts) for texts in told))
            )
            said = self._terms(*(text for line in paper.read_off for text in self._says(line)))
            yield Document(
                "paper", paper.id, paper.names[0], paper.says,
                (" ".join(names), "", "", label, said, ""), names,
                actions=frozenset(paper.actions),
            )  # fmt: skip

    # ---- the law ----------------------------------------------------------------------------

    def _law(self, instrument: Instrument) -> Iterator[Document]:
        title = self._terms(instrument.title)
        id = self._terms(instrument.id.rpartition("/")[2].replace("-", " "))
        cite = f"{self._terms(instrument.citation)} {id}"
        place = " ".join(map(self._maker, instrument.makers))
        norms = instrument.norms
        label = self._terms(
            instrument.kind.replace("_", " "),
            *{action.replace("_", " ") for norm in norms for action in norm.actions},
        )
        yield Document(
            "law", instrument.id, instrument.title, instrument.citation,
            (title, cite, place, label, "", self._terms(instrument.note or "")),
            (title, self._terms(instrument.citation)), makers=instrument.makers,
            actions=frozenset(action for norm in norms for action in norm.actions),
        )  # fmt: skip
        for norm in norms:
            label = self._terms(
                *(action.replace("_", " ") for action in norm.actions),
                *(who.replace("_", " ") for who in norm.who_written),
                norm.modality.replace("_", " "),
            )
            pinpoint = self._terms(norm.cite, norm.id.rpartition("#")[2].replace("-", " "))
            note = f"{norm.note or ''} {norm.when or ''} {norm.unless or ''}".replace("_", " ")
            yield Document(
                "rule", norm.id, f"{instrument.title}, {norm.cite}", norm.says,
                (
                    "", pinpoint, place, label, self._terms(norm.says, norm.says_es or ""),
                    f"{title} {cite} {self._terms(note)}",
                ),
                (), makers=instrument.makers, actions=frozenset(norm.actions),
            )  # fmt: skip

    def _rulings(self) -> Iterator[Document]:
        for ruling in self._lawbook.rulings.values():
            title = self._terms(ruling.title)
            yield Document(
                "ruling", ruling.id, ruling.title, ruling.held,
                (
                    title, self._terms(ruling.citation), "", "", self._terms(ruling.held),
                    self._terms(ruling.issue, ruling.court, ruling.note or ""),
                ),
                (title,),
            )  # fmt: skip

    def _facts(self) -> Iterator[Document]:
        synonyms = self._lawbook.synonyms
        for fact in self._lawbook.facts.values():
            if fact.derived:
                continue
            name = self._terms(fact.name.replace("_", " "))
            values = (*(value.replace("_", " ") for value in fact.values), *fact.labels)
            called = synonyms.facts.get(fact.name, ())
            yield Document(
                "fact", fact.name, fact.name, fact.ask,
                (name, "", "", self._terms(*called), self._terms(*self._says(fact.ask)),
                 self._terms(*values)),
                (name,),
            )  # fmt: skip

    # ---- their words ------------------------------------------------------------------------

    def _terms(self, *texts: str) -> str:
        return " ".join(list_terms(" | ".join(texts), self._same))

    def _says(self, text: str) -> Iterable[str]:
        """A text in every language that has it."""
        return dict.fromkeys(language.gettext(text) for language in self._languages)

    def _in_all_languages(self, *texts: str) -> tuple[str, ...]:
        """The terms of texts, in every language that has them."""
        return tuple(
            dict.fromkeys(self._terms(each) for text in texts for each in self._says(text))
        )

    def _maker(self, place: str) -> str:
        """The terms of the name of the place whose law it is, and of its country's in English."""
        known = self._makers.get(place)
        if known is None:
            known = self._makers[place] = self._terms(self._gazetteer.get(place).name)
        return known
