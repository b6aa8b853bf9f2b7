"""Spellings that mean the same: accents, case, punctuation, "Saint" and "St." are ignored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from safehavens.corpus.places.place import Level

_WORDS = {"saint": "st", "sainte": "ste", "ft": "fort", "mt": "mount"}
"""Words written in two ways. St. stays short, as in Census names and Open Civic Data ids."""

_LETTERS = str.maketrans({
    "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    # written inside a word, they join it: Prince George's, Hawaiʻi, D.C.
    **dict.fromkeys("'’‘`´ʻʼ~.\u02bb\u02bc", ""),
    "&": " and ",
})  # fmt: skip
"""Letters that Unicode does not take apart, and marks that vanish."""
_WRITTEN_TWICE = frozenset(_WORDS)
_ASCII = str.maketrans({
    **{chr(code): " " for code in range(128) if not chr(code).isalnum()},
    **dict.fromkeys("'`~.", ""),
    "&": " and ",
})  # fmt: skip


def fold(text: str) -> str:
    """Return the key under which a name is filed.

    Parameters
    ----------
    text : str
        A name, or a slug whose underscores were replaced by spaces.

    Returns
    -------
    str
        Lower-case letters and digits in words parted by single spaces; empty if nothing is left.
    """
    if text.isascii():  # most names; five times as quick
        words = text.lower().translate(_ASCII).split()
    else:
        text = text.casefold().translate(_LETTERS)
        text = unicodedata.normalize("NFKD", text)
        text = "".join(mark for mark in text if not unicodedata.combining(mark))
        words = "".join(mark if mark.isalnum() else " " for mark in text).split()
    if not _WRITTEN_TWICE.isdisjoint(words):
        words = [_WORDS.get(word, word) for word in words]
    return " ".join(words)


def slug(name: str) -> str:
    """Return the last part of an Open Civic Data id for a name, in the spelling of the corpus.

    Lower case, spaces as underscores, full stops dropped, apostrophes as ``~``, accents dropped.

    Parameters
    ----------
    name : str
        A name for people, without its state: "St. Paul", "Prince George's".

    Returns
    -------
    str
        The slug: ``st_paul``, ``prince_george~s``.
    """
    text = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    text = "".join(mark for mark in text if not unicodedata.combining(mark))
    text = text.replace(".", "").replace(" ", "_")
    return "".join(mark if mark.isalnum() or mark in "_-" else "~" for mark in text)


_PLACE: frozenset[Level] = frozenset({"place"})
_COUNTY: frozenset[Level] = frozenset({"county"})
_LOCAL = _PLACE | _COUNTY
_ANY: frozenset[Level] = frozenset({"national", "state", "county", "place"})
_BEFORE = (
    ("the ", _ANY), ("city and county of ", _LOCAL), ("city and borough of ", _LOCAL),
    ("city of ", _PLACE), ("town of ", _PLACE), ("village of ", _PLACE), ("township of ", _PLACE),
    ("borough of ", _LOCAL), ("charter township of ", _PLACE), ("condado de ", _COUNTY),
    ("ciudad y condado de ", _LOCAL), ("ciudad de ", _PLACE), ("municipio de ", _LOCAL),
    ("pueblo de ", _PLACE), ("parroquia de ", _COUNTY), ("condado ", _COUNTY),
    ("estado de ", frozenset[Level]({"state"})), ("distrito de ", _COUNTY),
    ("municipality of ", _LOCAL), ("county of ", _COUNTY), ("parish of ", _COUNTY),
)  # fmt: skip
_AFTER = (
    (" county", _COUNTY), (" parish", _COUNTY), (" city and borough", _COUNTY),
    (" city and county", _LOCAL), (" borough", _LOCAL), (" census area", _COUNTY),
    (" municipality", _COUNTY), (" municipio", _COUNTY), (" planning region", _COUNTY),
    (" district", _COUNTY), (" island", _COUNTY), (" state", frozenset[Level]({"state"})),
    (" city", _PLACE), (" town", _PLACE), (" township", _PLACE), (" village", _PLACE),
    (" charter township", _PLACE), (" twp", _PLACE), (" boro", _PLACE),
    (" cnty", _COUNTY), (" cty", _COUNTY),
)  # fmt: skip
_FIRST = frozenset(start.split()[0] for start, _ in _BEFORE)
_LAST = frozenset(end.split()[-1] for end, _ in _AFTER)
COUNTY_TYPES = {" county": "county", " parish": "parish", " municipio": "municipio"}
_TOWNSHIP_WORDS = frozenset({"township", "twp", "town", "plantation", "charter"})
_TOWNSHIP = re.compile(
    r"^(?:(?:charter )?township of |town of |twp of |plantation of )|"
    r" (?:charter township|township|twp|town|plantation)$"
)


_COUNTY_WORD = re.compile(r"(?<=[\w.'’)]) +(?:co|cnty|cty|ctny)\b(\.?)(?=[ ,;)]|$)", re.IGNORECASE)


def county_written_out(text: str) -> tuple[str, bool]:
    """Write "County" for "Co.", "Cnty" and "Cty" after a name.

    After a comma, CO is Colorado. At the end of a name without a comma it may be either.

    Parameters
    ----------
    text : str
        "MERCER CO. JAIL, PA", "EL PASO CO".

    Returns
    -------
    tuple[str, bool]
        The text, and whether what was written out may be Colorado.
    """
    abbreviated = _COUNTY_WORD.search(text) if " c" in text.lower() else None
    if abbreviated is None:
        return text, False
    written = _COUNTY_WORD.sub(" County", text, count=1)
    last = abbreviated.end() == len(text) and "," not in text
    return written, last and not abbreviated[1] and abbreviated[0].strip().lower() == "co"


class Form(NamedTuple):
    """What a name says when "City of" or "County" is taken for the kind of place it names."""

    key: str
    levels: frozenset[Level]
    plain: bool


def cuts(key: str) -> Iterator[tuple[str, str]]:
    """Yield a name without a comma as a place and what is above it: "chicago", "il".

    Parameters
    ----------
    key : str
        What :func:`fold` returns.
    """
    words = key.split()
    for size in range(1, min(5, len(words))):
        yield " ".join(words[:-size]), " ".join(words[-size:])


def forms(key: str) -> Iterator[Form]:
    """Yield what a folded name may say, the name as it stands first.

    Parameters
    ----------
    key : str
        What :func:`fold` returns.
    """
    yield Form(key, _ANY, True)
    if " " not in key:
        return
    if key.partition(" ")[0] in _FIRST:
        for start, levels in _BEFORE:
            if key.startswith(start):
                yield Form(key[len(start) :], levels, levels is _ANY)
    if key.rpartition(" ")[2] in _LAST:
        for end, levels in _AFTER:
            if key.endswith(end):
                yield Form(key[: -len(end)], levels, False)


def township(key: str) -> str | None:
    """Return the name of what says that it is a township, or a town: "hellam" of "hellam twp".

    Parameters
    ----------
    key : str
        What :func:`fold` returns.
    """
    first, last = key.partition(" ")[0], key.rpartition(" ")[2]
    if last not in _TOWNSHIP_WORDS and first not in _TOWNSHIP_WORDS:
        return None
    name = _TOWNSHIP.sub("", key, count=1)
    return name if name and name != key else None


def respelled(key: str) -> str | None:
    """Return another common way to write a name, or None.

    Parameters
    ----------
    key : str
        What :func:`fold` returns: "prince george s", "n las vegas", "so middleton".
    """
    if _SHORTENED.isdisjoint(key.split()):
        return None
    words = [_SHORT.get(word, word) for word in re.sub(r"(\w\w) s\b", r"\1s", key).split()]
    other = " ".join(words)
    return other if other != key else None


_SHORT = {
    "n": "north", "s": "south", "e": "east", "w": "west", "no": "north", "so": "south",
    "hts": "heights", "spgs": "springs", "vlg": "village", "mtn": "mountain", "pk": "park",
    "jct": "junction", "bch": "beach", "twn": "town", "ctr": "center",
}  # fmt: skip
_SHORTENED = frozenset(_SHORT)
