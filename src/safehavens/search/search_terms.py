"""A text as the terms by which it is searched: numbers of bills and forms are one term each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from safehavens.corpus.words.tokens import SMALL_WORDS

LONGEST: Final = 200
"""Characters of a search that are read."""
_MOST: Final = 16
"""Terms of a search that are looked for."""

_DOTTED: Final = re.compile(r"\b(?:[a-z]\.\s?){2,}(?!\w{2})|\b[a-z]\.(?=\s?\d)")
"""U.S.C., S.B. 54, A.4071: the full stops go."""
_REWRITES: Final = tuple(
    (trigger, re.compile(rf"(?<!\w)(?:{pattern})"), by)
    for trigger, pattern, by in (
        ("bill", r"senate\s+bill", "sb"),
        ("bill", r"house\s+bill", "hb"),
        ("bill", r"assembly\s+bill", "ab"),
        ("order", r"executive\s+order", "eo"),
        ("orden", r"orden\s+ejecutiva", "eo"),
        ("proposi", r"proposition|proposicion", "prop"),
        ("287", r"287\s*\(\s*g\s*\)", "287g"),
        ("visa", r"t[\s\-]visas?|visas?[\s\-]t(?!\w)", "tvisa"),
        ("visa", r"u[\s\-]visas?|visas?[\s\-]u(?!\w)", "uvisa"),
        ("public", r"non[\s\-]public", "nonpublic"),
        ("verify", r"e[\s\-]verify", "everify"),
        ("12", r"k[\s\-]12", "k12"),
        ("vs", r"vs(?:\.|\s)", "v "),
        (" us", r"v\s+us(?!\w)", "v united states"),
    )
)
"""What is written in more ways than one; a text without the trigger has none of them."""
_POSSESSIVE: Final = re.compile(r"['’`´]s\b|(?<=s)['’](?=\s|$)")
_MARKS: Final = re.compile("[\u0300-\u036f]+")
_DIGIT: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(
    r"\b(?P<kind>sb|hb|ab|hf|sf|ld|lb|hr|sea|act|prop|eo|int|ga|i|a|s)[\s.\-]{0,2}"
    r"(?P<number>\d{1,5})"
    r"(?:(?P<year>-(?:19|20)\d\d\b)|-(?P<part>\d{3,4}|[a-z])\b|(?P<letter>[a-z]))?(?!\w)"
)
"""Bills, orders and forms: SB 54, HB19-1124, SB 2-C, EO 14159, I-247A; `sb53-2025` is of a year."""
_SINGLE: Final = frozenset("ias")
"""Letters that are words beside small numbers: "a 4-day hold", "I 2"."""
_TERM: Final = re.compile(r"[^\W_]+")
_PHRASE: Final = re.compile(r'["“”]([^"“”]+)["“”]')

_SMALL: Final = SMALL_WORDS | {
    "might",
    "had",
    "being",
    "because",
    "case",
    "cases",
    "caso",
    "ir",
    "tener",
}
"""Words that say nothing of what is looked for."""


def fold_terms(text: str) -> str:
    """A text in lower case without accents, with numbers of bills, orders and forms as one term.

    `S.B. 54`, `SB-54` and `Senate Bill 54` are `sb54`.
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
    if "'" in plain or "’" in plain:
        plain = _POSSESSIVE.sub("", plain)
    if "." in plain:
        plain = _DOTTED.sub(_without_stops, plain)
    for trigger, pattern, by in _REWRITES:
        if trigger in plain:
            plain = pattern.sub(by, plain)
    return _NUMBER.sub(_one_term, plain) if _DIGIT.search(plain) else plain


def _without_stops(dotted: re.Match[str]) -> str:
    return dotted[0].replace(".", "").replace(" ", "") + " "


def _one_term(match: re.Match[str]) -> str:
    kind, number = match["kind"], match["number"]
    if kind in _SINGLE and len(number) < 3:
        return match[0]
    rest = (match["part"] or match["letter"] or "") + (match["year"] or "").replace("-", " ")
    return kind + number + rest


def list_terms(text: str, same: Mapping[str, str]) -> list[str]:
    """Every term of a text, in order; of words that mean the same, the one that stands for all.

    Parameters
    ----------
    text : str
    same : mapping of str to str
        As `read_same_words` makes it.
    """
    return [same.get(term, term) for term in _TERM.findall(fold_terms(text))]


def read_query(
    text: str, same: Mapping[str, str], keep_small: bool = True
) -> tuple[list[str], list[tuple[str, ...]]]:
    """The terms of what somebody typed, each once, small words left out, and its quoted phrases.

    Where there are only small words, they count if `keep_small`.
    """
    cut = text[:LONGEST].encode("utf-8", "ignore").decode("utf-8")  # lone surrogates are no text
    terms = list_terms(cut, same)
    phrases = [tuple(list_terms(phrase, same)) for phrase in _PHRASE.findall(cut)]
    kept = dict.fromkeys(term for term in terms if term not in _SMALL)
    if keep_small and not kept:
        kept = dict.fromkeys(terms)
    return list(kept)[:_MOST], [phrase for phrase in phrases if len(phrase) > 1]


def is_small(term: str) -> bool:
    """Whether a folded word says nothing of what is looked for."""
    return term in _SMALL


def read_same_words(groups: Iterable[Iterable[str]]) -> dict[str, str]:
    """For each word that means the same as others, and its plural, the first of them."""
    same: dict[str, str] = {}
    for group in groups:
        words = [fold_terms(word) for word in group]
        forms = (form for word in words for form in (f"{word}es", f"{word}s", word))
        same.update(dict.fromkeys(forms, words[0]))
    return same
