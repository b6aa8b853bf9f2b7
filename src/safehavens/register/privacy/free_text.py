"""Free text read for anything personal: what looks like a person, and words that are not listed.

Two readers, one after the other. The first refuses what looks like a person. The second takes
only words that are listed; a name is seldom among them. Neither can see a name that is made of
listed words alone, such as a surname that is also a thing of an office: so free text is off until
the agency allows it, and short.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from safehavens.register.entries.case_numbers import is_case_number
from safehavens.register.privacy.lexicon import Lexicon, load_common_names, load_listed_words
from safehavens.register.privacy.person_patterns import PATTERNS

_CITED: Final = re.compile(
    r"\b\d{1,2} (?:U\.S\.C\.|C\.F\.R\.)(?: part)?(?: §§?)? ?[\d.]+(?:\([a-z0-9]{1,4}\))*"
    r"|§§? ?\d{1,5}(?:[.:-]\d{1,4})*(?:\([a-z0-9]{1,4}\))*"
    r"|\b\d{4}\.\d{1,2}(?:\([a-z0-9]{1,4}\))*(?![\d-]|\.\d)"
    r"|\b287\(g\)"
    r"|\b[Ss]ections? \d{1,4}(?:\.\d{1,4})?(?:\([a-z0-9]{1,4}\))*(?![\d-])"
    r"|\b(?:Form )?I-(?:200|203|205|213|247[ADGNX]?|286|138|9|918)\b"
    r"|\b\d{1,2}:\d{2}(?: ?[ap]\.?m\.?)?(?![\d:])"
    r"|\b[1-9] ?[ap]\.m\.|\b(?:U\.S\.|a\.m\.|p\.m\.|e\.g\.|i\.e\.|[Nn]o\.|[Ss]ec\.)",
)
"""What may hold digits or dots: law as it is cited, forms, times of the day."""
_CASE: Final = re.compile(r"\b[A-Z]{2,6}-\d{4}-\d{5,7}-[0-9X]\b")
_TOKEN: Final = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+")
_ENDS: Final = re.compile(r"(?:^|[.!?:;]\s+|[“\"(]\s*)$")
_LANGUAGES: Final = "|".join(sorted(load_listed_words().languages, key=len, reverse=True))
_LANGUAGE: Final = re.compile(
    rf"(?:\b(?:in|into|from|and|or|speak|spoken)\s+|,\s+)(?:{_LANGUAGES})\b"
    rf"|\b(?:{_LANGUAGES}) (?:copy|copies|form|version|interpreter|translation|translator|"
    r"language|line|text)\b"
)
_NEGATED: Final = {"can't": "can", "won't": "will", "shan't": "shall"}
_ENDINGS: Final = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""),
    ("ing", "e"), ("ly", ""),
)  # fmt: skip
_VERBS: Final = frozenset({
    "is", "was", "has", "had", "came", "went", "asked", "said", "refused", "wanted", "told",
    "signed", "left", "called", "got", "did", "who",
})  # fmt: skip


def find_personal(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """What in a text looks personal, each in a few words; none: nothing does.

    Parameters
    ----------
    text : str
    lexicon : Lexicon

    Returns
    -------
    tuple of str
        Nothing of the text is in them: of a word that is not listed, only its place.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = _CASE.sub(lambda found: "" if is_case_number(found[0]) else found[0], plain)
    plain = _CITED.sub(" ", plain)
    without_languages = _LANGUAGE.sub("", plain)
    found = [what for what, pattern in PATTERNS if pattern.search(without_languages)]
    if plain != text and text.isascii() is False and unicodedata.normalize("NFKC", text) != text:
        found.append("characters that are not plain English text")
    return tuple(dict.fromkeys((*found, *_read_words(plain, lexicon))))


def _read_words(text: str, lexicon: Lexicon) -> Iterator[str]:
    """What is wrong with single words, and with two that stand side by side."""
    names = load_common_names()
    languages = [found.span() for found in _LANGUAGE.finditer(text)]
    before = ""
    for at, found in enumerate(_TOKEN.finditer(text), 1):
        written, word = found[0], _strip(found[0])
        starts = _ENDS.search(text[: found.start()]) is not None
        if written.isdigit():
            if len(written) > 3:
                yield f"a number of four digits or more (word {at})"
        elif any(first <= found.start() and found.end() <= last for first, last in languages):
            pass
        elif not _is_listed(written, word, lexicon):
            yield f"a word that is not on the list (word {at})"
        elif written[0].isupper() and not starts and not _may_be_capital(written, text, lexicon):
            yield f"a capital within a sentence (word {at})"
        elif before.lower() in names.given and word in names.surnames:
            yield f"two words that are also a name (word {at})"
        elif word in _VERBS and before[:1].isupper() and before.lower() in names.given:
            yield f"a word that is also a name (word {at - 1})"
        before = written


def _strip(written: str) -> str:
    """A word in small letters, without what an apostrophe adds to it."""
    word = written.lower().replace("’", "'")
    if word.endswith("n't"):
        return _NEGATED.get(word, word.removesuffix("n't"))
    stem, apostrophe, ending = word.partition("'")
    return stem if apostrophe and ending in ("s", "t", "ll", "re", "ve", "d") else word


def _is_listed(written: str, word: str, lexicon: Lexicon) -> bool:
    if len(word) == 1:
        return word == "a" or written in ("I", "i")
    if written in lexicon.added or written in load_listed_words().proper:
        return True
    if word in lexicon.words:
        return True
    return word not in load_common_names() and any(
        stem in lexicon.words for stem in _list_stems(word)
    )


def _list_stems(word: str) -> Iterator[str]:
    """What a word may be a form of: asks, asking, stopped, copies."""
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if len(word) > len(stem) > 2:
            yield stem + instead
            if stem[-1] == stem[-2] and not instead:
                yield stem[:-1]


def _may_be_capital(written: str, text: str, lexicon: Lexicon) -> bool:
    """Whether a capital within a sentence says nothing. A text all in capitals has no small ones:
    a name in it is not on the list."""
    if written in load_listed_words().proper or written in lexicon.added or written == "I":
        return True
    return text.isupper()
