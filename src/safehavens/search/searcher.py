"""Finds what a corpus holds by words: questions, places, papers, laws, rulings, rules, facts.

Each term of a search counts the more, the fewer documents have it, and the more, the better the
field in which it stands. What has all terms is found, or, where nothing has, what has most of them.
A question is read as requests are (`corpus.words`), and leads to the action that it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

from safehavens.corpus.model import Lawbook
from safehavens.corpus.places import UnknownPlace, division
from safehavens.corpus.places.finder import PlaceFinder
from safehavens.corpus.places.gazetteer import Gazetteer
from safehavens.corpus.places.place import Place
from safehavens.corpus.words.word_reader import WordReader
from safehavens.search.documents import Document, DocumentReader
from safehavens.search.place_names import PlaceNames
from safehavens.search.results import KINDS, Group, Hit, HitKind, SearchResults
from safehavens.search.search_terms import LONGEST, list_terms, read_query, read_same_words
from safehavens.search.typed_place import PlaceSpotter, TypedPlace
from safehavens.search.word_index import WordIndex

_REMEMBERED: Final = 500
"""Searches; a service must not grow without end with what strangers type."""

_KIND_WEIGHTS: Final[dict[HitKind, float]] = {"paper": 1.15, "rule": 0.9, "fact": 0.6}
"""How much kinds count that are often, or seldom, what is looked for."""
_LEVELS: Final = {"national": 0.08, "state": 0.05, "county": 0.02}
"""What law of the United States gains by the people that it is for."""
_IS_NAME: Final = 0.5
"""What a document gains that is called just what was typed…"""
_IN_NAME: Final = 0.15
"""…and one in whose name the words stand one after the other."""
_CLOSE: Final = 0.1
"""What a name gains the more, the less it says besides."""
_ABOUT: Final = 0.75
"""From this score on, words that are read as an action find all that is about it…"""
_LIKELY: Final = 0.45
"""…and from this on the question that asks it."""
_APART: Final = 0.2
"""How much worse than the best reading another one may be."""
_HALF: Final = 0.5
"""The share of the terms' weight that is found, where nothing has all of them."""
_BY_ABOUT: Final = 0.5
"""What a law counts that is about the action, but has none of the words."""
_READ_AS_CARD: Final = (1.35, 0.1)
"""What a question scores that the words are read as, by how surely they are: factor, and more."""
_READ_AS_ASK: Final = (1.13, 0.12)
_OF_AGENCY: Final = 0.02
_IS_PLACE: Final = 1.6
"""What a place scores that is all that was typed…"""
_HAS_PLACE: Final = 1.05
"""…and one that was typed with other words."""
_IS_SAID_BY: Final = 1.1
"""What a paper scores that tells just what was typed: a warrant that no judge signed."""
_FEW: Final = ("card", "ask", "paper")
"""Groups that show only what comes near to the best of them…"""
_NEAR: Final = 0.7
"""…which is this share of its score."""
_MOST_PLACES: Final = 8
"""Places whose names begin as was typed."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, as it is searched for."""

    terms: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    place: TypedPlace | None
    actions: dict[str, float]
    agencies: dict[str, float]


class Searcher:
    """Searches one corpus. May be shared between threads.

    Everything is made ready at the first search.

    Parameters
    ----------
    lawbook : Lawbook
    gazetteer : Gazetteer
    finder : PlaceFinder
    reader : WordReader
    """

    def __init__(
        self, lawbook: Lawbook, gazetteer: Gazetteer, finder: PlaceFinder, reader: WordReader
    ) -> None:
        self._lawbook = lawbook
        self._gazetteer = gazetteer
        self._finder = finder
        self._reader = reader
        self._names = PlaceNames(gazetteer)
        self._same = read_same_words(lawbook.synonyms.same_words)
        self._ranked = lru_cache(maxsize=_REMEMBERED)(self._rank)

    def search(
        self, words: str, most: int = 20, group: HitKind | None = None, start: int = 0
    ) -> SearchResults:
        """Find what fits words best.

        Parameters
        ----------
        words : str
            Whatever somebody types; of more than 200 characters the first 200 count.
        most : int
            How many hits of each group are given.
        group : str, optional
            Only this group.
        start : int
            How many hits of each group are passed over.

        Raises
        ------
        NoSearchEngine
        """
        hits, read_as, whole, place = self._ranked(words[:LONGEST].strip())
        by_kind: dict[HitKind, list[Hit]] = {}
        for hit in hits:
            by_kind.setdefault(hit.kind, []).append(hit)
        groups = tuple(
            Group(kind, len(of_kind), tuple(of_kind[start : start + most]))
            for kind, of_kind in by_kind.items()
            if group in (None, kind)
        )
        return SearchResults(words, read_as, whole, len(hits), groups, place)

    # ---- what was typed ---------------------------------------------------------------------

    def _read(self, words: str) -> Query:
        place = self._spotter.spot(words)
        about = words if place is None else place.rest
        terms, phrases = read_query(about, self._same, place is None)
        if place is not None and not terms:
            place = replace(place, rest="")
        agencies = {each.id: each.score for each in self._reader.rank_agencies(about)}
        ranked = [each for each in self._reader.rank_actions(about) if each.score >= _LIKELY]
        best = ranked[0].score if ranked else 0.0
        actions = {each.id: each.score for each in ranked if each.score >= best - _APART}
        return Query(tuple(terms), tuple(phrases), place, actions, agencies)

    @cached_property
    def _spotter(self) -> PlaceSpotter:
        synonyms = self._lawbook.synonyms
        called = (*synonyms.actions.values(), *synonyms.who.values())
        known = {term for texts in called for text in texts for term in list_terms(text, {})}
        return PlaceSpotter(self._finder, self._lawbook.places, frozenset(known))

    # ---- documents --------------------------------------------------------------------------

    @cached_property
    def _documents(self) -> Sequence[Document]:
        reader = DocumentReader(self._lawbook, self._gazetteer, self._same)
        return tuple(reader.documents())

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex([document.fields for document in self._documents])

    def _rank(self, words: str) -> tuple[tuple[Hit, ...], dict[str, str], bool, str | None]:
        """Every hit, the best group first; words read as others; whether hits have all words."""
        query = self._read(words)
        known, read_as = self._respell(words, query.terms)
        if read_as:
            query = self._read(known)
        hits: dict[tuple[str, str], Hit] = {}
        whole = True
        if query.terms or query.place:
            whole = self._add_documents(query, hits)
            for hit in (
                *self._asked(query),
                *self._papers(words),
                *self._places(known, query, bool(hits)),
            ):
                earlier = hits.get((hit.kind, hit.id))
                if earlier is None or earlier.score < hit.score:
                    hits[hit.kind, hit.id] = hit
        best: dict[HitKind, float] = {}
        for each in hits.values():
            best[each.kind] = max(best.get(each.kind, 0.0), each.score)
        ordered = sorted(
            (hit for hit in hits.values() if _is_near(hit, best[hit.kind])),
            key=lambda hit: (-best[hit.kind], KINDS.index(hit.kind), -hit.score, hit.id),
        )
        place = query.place.place.id if query.place else None
        return tuple(ordered), read_as, whole, place

    def _respell(self, words: str, terms: Iterable[str]) -> tuple[str, dict[str, str]]:
        """Words with those that nobody uses as they may be meant, and what was read as what."""
        instead = {term: word for term in terms if (word := self._index.respell(term))}
        if not instead:
            return words, {}
        known = " ".join(instead.get(term, term) for term in list_terms(words, {}))
        return known, instead

    def _add_documents(self, query: Query, hits: dict[tuple[str, str], Hit]) -> bool:
        """Add the documents that a query finds; tell whether they have all of its terms."""
        index = self._index
        found = {term: index.match(term) for term in query.terms}
        weights = {term: index.weigh(len(matches)) for term, matches in found.items()}
        if query.place is not None:
            found[""] = self._in_place(query.place, bool(query.terms))
            weights[""] = max([1.0, *weights.values()])
        total = sum(weights.values())
        scores: dict[int, float] = {}
        counts: dict[int, int] = {}
        for term, matches in found.items():
            for number, quality in matches.items():
                scores[number] = scores.get(number, 0.0) + weights[term] * quality / total
                counts[number] = counts.get(number, 0) + 1
        for phrase in query.phrases:
            having = index.match_phrase(phrase)
            scores = {number: score for number, score in scores.items() if number in having}
        complete = [number for number in scores if counts[number] == len(found)]
        whole = bool(complete)
        if not whole:
            complete = [
                number
                for number in scores
                if sum(weights[t] for t, m in found.items() if number in m) >= _HALF * total
            ]
        typed = " ".join(query.terms)
        for number in complete:
            document = self._documents[number]
            score = scores[number] + _fit(document, typed, query.terms)
            if document.makers:
                maker = division.short(document.makers[0])
                score += _LEVELS.get(division.level(maker), 0.0) if maker[:2] == "us" else 0.0
            score *= _KIND_WEIGHTS.get(document.kind, 1.0) * (1.0 if whole else 0.8)
            hits[document.kind, document.id] = _hit(document, score)
        self._add_what_is_about(query, hits)
        return whole

    def _add_what_is_about(self, query: Query, hits: dict[tuple[str, str], Hit]) -> None:
        """Add law on the action that the words surely are, though it says it in other words."""
        about = {action: score for action, score in query.actions.items() if score >= _ABOUT}
        if not about or query.phrases:
            return
        near = self._in_place(query.place, True) if query.place else None
        for number, document in enumerate(self._documents):
            if document.kind not in ("law", "rule", "paper"):
                continue
            actions = document.actions & about.keys()
            if actions and (near is None or number in near):
                score = _BY_ABOUT * max(about[action] for action in actions)
                score *= 1.0 if near is None else near[number]
                score /= 1 + 0.02 * len(document.actions)
                if (document.kind, document.id) not in hits:
                    hits[document.kind, document.id] = _hit(document, score)

    def _in_place(self, typed: TypedPlace, with_above: bool) -> dict[int, float]:
        """How near each document is to a place: of it, of what it lies in, or naming it."""
        terms = list_terms(typed.place.name.partition(",")[0], self._same)
        matches = [self._index.match(term) for term in terms]
        near = {
            number: min(each[number] for each in matches)
            for number in (matches[0] if matches else ())
            if all(number in each for each in matches)
        }
        chain = self._gazetteer.chain(typed.place.id)
        levels = {id: max(0.6, 1.0 - 0.15 * step) for step, id in enumerate(chain)}
        for number, document in enumerate(self._documents):
            level = max((levels.get(maker, 0.0) for maker in document.makers), default=0.0)
            if level == 1.0 or (with_above and level):
                near[number] = max(near.get(number, 0.0), level)
        return near

    # ---- questions and places ---------------------------------------------------------------

    def _asked(self, query: Query) -> Iterator[Hit]:
        """The questions that the words are read as."""
        place = query.place.place.id if query.place else None
        is_agency = self._lawbook.vocabulary.is_agency
        named = (id for id, score in query.agencies.items() if score >= _LIKELY)
        who = next(filter(is_agency, named), None)
        for document in self._documents:
            if document.kind == "card":
                factor, more = _READ_AS_CARD
                more += _OF_AGENCY if document.who in query.agencies else 0.0
            elif document.kind == "ask":
                factor, more = _READ_AS_ASK
            else:
                continue
            if document.action is None:
                sure = query.agencies.get(document.who or "", 0.0)
            else:
                sure = query.actions.get(document.action, 0.0)
            if sure >= _LIKELY:
                yield _hit(document, factor * sure + more, place, document.who or who)

    def _papers(self, words: str) -> Iterator[Hit]:
        """The papers that tell what the words say, such as a warrant that no judge signed."""
        synonyms = self._lawbook.synonyms
        for fact in self._reader.facts_with_value(words):
            value = self._reader.value(self._lawbook.facts[fact], words)
            named = {paper.id for paper in synonyms.papers if paper.facts.get(fact) == value}
            for document in self._documents:
                if document.kind == "paper" and document.id in named:
                    yield _hit(document, _IS_SAID_BY)

    def _places(self, words: str, query: Query, others: bool) -> Iterator[Hit]:
        """The place that is named and those of its name; those that begin so, or nearly so."""
        typed = query.place
        if typed is not None and typed.rest.strip():
            yield _place_hit(typed.place, _HAS_PLACE)
            return
        if typed is not None:
            for place in (typed.place, *typed.others):
                yield _place_hit(place, _IS_PLACE if place is typed.place else _HAS_PLACE)
        for place in self._names.beginning_with(words, _MOST_PLACES):
            yield _place_hit(place, 0.55)
        if typed is None and not others:
            for name in self._finder.suggest(words):
                try:
                    yield _place_hit(self._finder.find_name(name).place, 0.6)
                except UnknownPlace:
                    continue


def _fit(document: Document, typed: str, terms: Iterable[str]) -> float:
    """What a document gains by its name."""
    if typed in document.names:
        return _IS_NAME if document.kind != "ask" else _CLOSE
    gain = 0.0
    for name in document.names:
        padded = f" {name} "
        if typed and f" {typed} " in padded:
            share = len(typed) / len(name)
            gain = max(gain, _IN_NAME + _CLOSE * share)
        elif all(f" {term} " in padded for term in terms):
            gain = max(gain, _CLOSE)
    return gain


def _is_near(hit: Hit, best: float) -> bool:
    """Whether a hit is not much worse than the best of its group, where few are wanted."""
    return hit.kind not in _FEW or hit.score >= _NEAR * best


def _hit(document: Document, score: float, place: str | None = None, who: str | None = None) -> Hit:
    return Hit(
        document.kind,
        document.id,
        document.title,
        document.text,
        round(score, 4),
        who or document.who,
        document.action,
        place,
        dict(document.facts),
    )


def _place_hit(place: Place, score: float) -> Hit:
    return Hit("place", place.id, place.name, "", score, place=place.id)
