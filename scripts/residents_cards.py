"""List the residents' cards of the largest cities, for a second reader to check, and count answers.

python scripts/residents_cards.py              # counts
python scripts/residents_cards.py --list       # every card: question, answer, conditions, rule
python scripts/residents_cards.py --list --lang es --cities 5
"""

from __future__ import annotations

import argparse
import datetime
from collections import Counter

from safehavens.api import Corpus
from safehavens.corpus.places.place import Place
from safehavens.decide.cards.card_words import CardText, write_card
from safehavens.decide.cards.resident_cards import Card, ResidentCards
from safehavens.wording.condition_phrases import strip_marks
from safehavens.wording.languages import Language, load_language


def find_largest_cities(corpus: Corpus, number: int) -> list[Place]:
    """The cities of the United States with the most people that lie in one county."""
    cities = {place.id: place for _, place in corpus.gazetteer.cities()}
    return sorted(cities.values(), key=lambda place: -(place.population or 0))[:number]


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true", help="every card")
    parser.add_argument("--lang", default="en")
    parser.add_argument("--cities", type=int, default=30)
    parser.add_argument("--on", default="2026-11-29", type=datetime.date.fromisoformat)
    options = parser.parse_args()
    corpus = Corpus.load()
    translations = corpus.lawbook.vocabulary.translations
    language = load_language(options.lang).over(translations)
    cards = ResidentCards(corpus.engine)
    counts: Counter[tuple[str, str]] = Counter()
    for place in find_largest_cities(corpus, options.cities):
        if options.list:
            print(f"\n# {place.name}")
        for card in cards.answer(place.id, options.on):
            text = write_card(language, corpus.lawbook, card)
            counts[card.topic.kind, text.answered] += 1
            if options.list:
                print("\n".join(_write(language, card, text)))
    for kind in ("power", "service"):
        total = sum(number for (of, _), number in counts.items() if of == kind)
        told = ", ".join(
            f"{answered} {counts[kind, answered]} ({counts[kind, answered] / total:.1%})"
            for answered in ("answered", "outcomes", "no_rule", "depends")
        )
        print(f"{kind}: {total} cards: {told}")


def _write(language: Language, card: Card, text: CardText) -> list[str]:
    lines = [f"- {language.gettext(card.topic.asks)}", f"    [{text.word}] {text.says}"]
    for one in text.outcomes:
        told = language.gettext("if %(conditions)s.") % {"conditions": one.conditions}
        lines.append(f"    [{one.word}] {told} {one.holds}".rstrip())
    lines += [f"    {note}" for note in text.notes]
    lines.append(f"    rules: {', '.join(text.rules) or 'none'} ({card.place_name})")
    return [strip_marks(line) for line in lines]


if __name__ == "__main__":
    main()
