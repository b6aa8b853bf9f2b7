"""Finds English on a page of another language, outside what the page marks as English."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_FUNCTION_WORDS: Final = (
    "the of and not may must is was were been by with for from that which this these those who "
    "whom whose when where what any or have had its their there than then they only nor unless "
    "without under within before after about into does did should would could cannot all each "
    "every other another same such if whether but"
)
"""English words that hold sentences together, and are no words of Spanish."""
_OPEN_WORDS: Final = (
    "law laws rule rules city county counties state states people officer officers agency "
    "agencies read given found known answer asked question place called name day days year years"
)
"""English words that pages of this kind are full of, and are no words of Spanish."""
WORDS: Final = frozenset(re.findall(r"\w+", f"{_FUNCTION_WORDS} {_OPEN_WORDS}"))
_NOT_SAID: Final = frozenset({"script", "style", "code", "pre"})
_VOID: Final = frozenset({"base", "br", "hr", "img", "input", "link", "meta", "source", "wbr"})
_SAID_IN: Final = ("title", "alt", "aria-label", "placeholder", "content", "data-copy",
                   "data-label", "data-print", "data-copied")  # fmt: skip


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.lang: list[tuple[str, str, bool]] = [("", "", False)]
        self.said: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        _, lang, quiet = self.lang[-1]
        lang = given.get("lang", lang)
        quiet = quiet or tag in _NOT_SAID
        if not quiet:
            for name in _SAID_IN:
                if name == "content" and given.get("name") != "description":
                    continue
                if given.get(name):
                    self.said.append((lang, given[name]))
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.said.append((lang, given.get("value", "")))
        if tag not in _VOID:
            self.lang.append((tag, lang, quiet))

    def handle_endtag(self, tag: str) -> None:
        for i in range(len(self.lang) - 1, 0, -1):
            if self.lang[i][0] == tag:
                del self.lang[i:]
                return

    def handle_data(self, data: str) -> None:
        _, lang, quiet = self.lang[-1]
        if not quiet and data.strip():
            self.said.append((lang, " ".join(data.split())))


def find_english(html: str, language: str = "es") -> list[str]:
    """The texts of a page that are English and are not marked as English.

    A text is taken for English where it has a word of `WORDS`.
    """
    said = _Reader(html).said
    return [
        text
        for lang, text in said
        if lang == language and WORDS & set(re.findall(r"[a-záéíóúñü]+", text.casefold()))
    ]


def count_marked(html: str) -> int:
    """How many characters of a page are marked as English."""
    return sum(len(text) for lang, text in _Reader(html).said if lang == "en")
