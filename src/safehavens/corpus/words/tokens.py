"""A phrase as the words that carry its meaning: without accents, case, small words and endings."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from threading import Lock
from typing import Final, Protocol

_FORM: Final = r"\b(i|ab|sb|hb|u|t|k|ds)[\s.\-]?(\d{1,4})[\s\-]?([a-z]?)\b"
"""Forms and bills: I-247A, I 200, AB 60."""
_287G: Final = r"\b287\s*\(?\s*g\s*\)?"
_POSSESSIVE: Final = r"['’`´]s\b|s['’](?=\s|$)"
_DOTTED: Final = r"\b(?:[a-z]\.){2,}"
"""D.M.V., P.D."""
_WORD: Final = r"[a-z0-9]+"
_ENGLISH: Final = """
a an the of to for from in into on onto at by with about and or is are be was were am been it its
this that these those i me my we us our you your they them their he she his her him someone
somebody person people anyone can could may must should would will shall do does did has have had
when if what who whom which where how there here want wants need needs please as so than then up
out not no any some all one get gets got going
"""
_SPANISH: Final = """
el la los las un una unos unas de del al a en por para con sin y o u que se su sus mi mis me te tu
nos es son ser esta estan puede puedo podemos pueden debo debe deben quiere quiero quieren
si cuando donde como lo le les alguien persona personas
"""
SMALL_WORDS: Final = frozenset(f"{_ENGLISH} {_SPANISH}".split())
"""Words that say nothing of which action or agency is meant."""

_OFFICERS: Final = r"(?:agents?|officers?|officials?|authorit(?:y|ies)|police)"
_AGENTES: Final = r"(?:agentes?|oficial(?:es)?|autoridad(?:es)?|policias?)"
_ALIKE: Final = (
    (r"immigration judges?|juez(?:a|es)? de inmigracion", "immigrationjudge"),  # of no court
    (r"librerias?", "bookstore"),  # no library
    (
        r"(?:federal |national )?(?:immigration|deportation|removal|ice|dhs|cbp|ero|hsi) "
        rf"{_OFFICERS}|federal {_OFFICERS}|immigration and customs enforcement|"
        rf"border patrol(?: {_OFFICERS})?|homeland security|ero|dhs|cbp|hsi|"
        rf"{_AGENTES} (?:de (?:la )?)?(?:migra|inmigracion|migracion|ice|"
        r"federal(?:es)?|migratori[ao]s?)|patrulla fronteriza|migra"
        # "immigration" is who comes, unless something of its own follows
        r"|(?<!de )(?:inmigracion|im+igration)(?! (?:status|law|judge|court|lawyer|attorney|papers|"
        r"documents|enforcement|proceedings|grounds|question|case|purposes|document|form))",
        "ice",
    ),
    (
        r"(?:who (?:has|have) |with |has |have |being |por )?(?:without|no|sin|no tener|no tiene|"
        r"not have|lacking) (?:any )?(?:legal )?(?:papers|status|papeles|estatus|documentos)"
        r"|(?:being |is )?undocumented(?: immigrants?)?|indocumentad[oa]s?|here illegally",
        "undocumented",
    ),
    (r"inmates?|prisoners?|detainees?|arrestees?", "inmate"),
    (r"kids?|child(?:ren)?", "child"),
    (r"guys?|man|men|woman|women|folks?|individuals?|somebody|subjects?", ""),
)
"""Ways to name one thing, and the word that stands for all of them."""
_ALIKE_FORMS: Final = (
    rf"\b(?:{'|'.join(f'(?P<n{number}>{forms})' for number, (forms, _) in enumerate(_ALIKE))})\b"
)
_CLITIC: Final = r"\b([a-z]+(?:ar|er|ir))(?:le|les|lo|los|la|las)\b"
"""Spanish: `avisarle` is `avisar`."""
_NEGATION: Final = (
    r"\b(?:no|not|nothing|nobody|none|never|neither|nor|cannot|without|[a-z]+n['’`]t|dont|"
    r"doesnt|didnt|isnt|wasnt|arent|hasnt|havent|wont|cant|lacks|lacking|sin|nunca|nadie|nada|ni|"
    r"ningun[ao]?|tampoco)\b"
)
_APOSTROPHES: Final = frozenset("'’`´")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when it is first looked for: the words of most requests need none."""
    return re.compile(pattern)


def fold_text(text: str) -> str:
    """A text in lower case, without accents, its forms written in one way: `I-247A` is `i247a`."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    if plain.isalpha():
        return plain
    if "." in plain:
        plain = _compiled(_DOTTED).sub(lambda letters: letters[0].replace(".", ""), plain)
    if not _APOSTROPHES.isdisjoint(plain):
        plain = _compiled(_POSSESSIVE).sub("", plain)
    plain = plain.replace("u-visa", "uvisa").replace("u visa", "uvisa")
    plain = plain.replace("t-visa", "tvisa").replace("t visa", "tvisa").replace("visa u", "uvisa")
    plain = plain.replace("non-public", "nonpublic").replace("k-12", "k12").replace("&", " and ")
    if not any(map(str.isdigit, plain)):
        return plain
    plain = _compiled(_287G).sub("287g", plain)
    return _compiled(_FORM).sub(lambda form: "".join(form.groups()), plain)


_STEMMING: Final = Lock()
"""A stemmer keeps the word that it is at in itself, so it is for one thread at a time."""


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a phrase that carry meaning, by their stems, in order; every word if none do."""
    return tuple(map(stem, words_of(text)))


def words_of(text: str) -> list[str]:
    """The words of a phrase that carry meaning, as they are spelled; every word if none do."""
    words = _compiled(_WORD).findall(name_alike(fold_text(text)))
    return [word for word in words if word not in SMALL_WORDS] or words


@lru_cache(maxsize=4096)
def name_alike(folded: str) -> str:
    """A folded text in which what has several names bears one: `la migra` is `ice`."""
    text = _compiled(_ALIKE_FORMS).sub(_one_name, _compiled(_CLITIC).sub(r"\1", folded))
    return " ".join(text.split()) or folded


def _one_name(named: re.Match[str]) -> str:
    return f" {_ALIKE[int(str(named.lastgroup)[1:])][1]} "


def negated_tokens(text: str) -> tuple[str, ...] | None:
    """The words of a phrase that denies something, after `not`; None if it denies nothing.

    Small words are left out of a phrase, and `not` is one: without this, "not signed by a judge"
    would be "signed by a judge".
    """
    folded = fold_text(text)
    rest = _compiled(_NEGATION).sub(" ", folded)
    if rest == folded:
        return None
    return ("not", *(tokens_of(rest) if rest.strip(" .,;") else ()))


_learned: Final[dict[str, str]] = {}
"""The stems of words that phrases have, as they were found before."""


def learn_stems(stems: Mapping[str, str]) -> None:
    """Take over what `stem` said of words, so that it need not find out again.

    Parameters
    ----------
    stems : mapping of str to str
        By word, found by the stemmer that `mark_stemmer` tells of now.
    """
    _learned.update(stems)


def stem(word: str) -> str:
    """A word without its ending, so that plurals and forms of a verb are one (Snowball English)."""
    return _learned.get(word) or _find_stem(word)


@lru_cache(maxsize=16384)
def _find_stem(word: str) -> str:
    if any(sign.isdigit() for sign in word) or len(word) < 4:
        return word
    with _STEMMING:
        return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def mark_stemmer() -> str:
    """What tells the stemmer that is installed from another: where it lies, its size and age."""
    from importlib.util import find_spec

    found = find_spec("snowballstemmer")
    if found is None or not found.submodule_search_locations:
        return ""
    path = os.path.join(found.submodule_search_locations[0], "english_stemmer.py")
    try:
        state = os.stat(path)
    except OSError:
        return ""
    return f"{path} {state.st_size} {state.st_mtime_ns}"


@lru_cache(maxsize=1)
def _stemmer() -> _Stemmer:
    import snowballstemmer  # only a phrase that is no word of the vocabulary pays for it

    stemmer: _Stemmer = snowballstemmer.stemmer("english")
    return stemmer
