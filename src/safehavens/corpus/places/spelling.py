"""Spellings that mean the same: accents, case, punctuation, "Saint" and "St." are ignored."""

from __future__ import annotations

import unicodedata

_WORDS = {"saint": "st", "sainte": "ste", "ft": "fort", "mt": "mount"}
"""Words written in two ways. St. stays short, as in Census names and Open Civic Data ids."""

_LETTERS = str.maketrans({
    "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    # written inside a word, they join it: Prince George's, Hawaiʻi, D.C.
    **dict.fromkeys("'’‘`´ʻʼ~.\u02bb\u02bc", ""),
    "&": " and ",
})  # fmt: skip
"""Letters that Unicode does not take apart, and marks that vanish."""


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
    text = text.casefold().translate(_LETTERS)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(mark for mark in text if not unicodedata.combining(mark))
    letters = "".join(mark if mark.isalnum() else " " for mark in text)
    return " ".join(_WORDS.get(word, word) for word in letters.split())


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
