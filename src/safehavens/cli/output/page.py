"""Text for people: wrapped to the terminal, with a little color where it may be used."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Final

from safehavens.cli.output.wrapping import WIDEST, find_width, wrap_text
from safehavens.cli.speech import say_answer
from safehavens.cli.terminal import has_styles
from safehavens.corpus.model import Basis, Verdict
from safehavens.files.steering import escape_steering
from safehavens.wording.answers import ANSWER_MARKS, AnswerKind, answer_kind

_STYLES: Final[dict[AnswerKind, str]] = {
    "prohibited": "31;1",
    "required": "34;1",
    "permitted": "32;1",
    "conflict": "35;1",
    "depends": "33;1",
}
_NEUTRAL: Final = "1"


def mark_answer(verdict: Verdict, basis: Basis | None) -> str:
    """An answer in a word or a few, after its mark."""
    return f"{ANSWER_MARKS[answer_kind(verdict, basis)]} {say_answer(verdict, basis)}"


class Page:
    """Lines, written at once at the end so that half an answer is never shown."""

    def __init__(self) -> None:
        self._has_styles = has_styles(sys.stdout)
        self._width = find_width(WIDEST)
        self._lines: list[str] = []

    def style(self, text: str, codes: str) -> str:
        """Text in a style (SGR codes), where the page goes to a terminal that has styles."""
        text = escape_steering(text)
        return f"\x1b[{codes}m{text}\x1b[0m" if self._has_styles else text

    def answer(
        self, verdict: Verdict, basis: Basis, beside: str | None = None, about: str | None = None
    ) -> None:
        """The answer in a word or a few with a mark, never by color alone.

        Parameters
        ----------
        beside : str, optional
            What stands after it, in brackets.
        about : str, optional
            What it is the answer to, where there are several.
        """
        words = mark_answer(verdict, basis).upper()
        text = words + (f" · {about}" if about else "") + (f" ({beside})" if beside else "")
        first, *rest = wrap_text(escape_steering(text), max(self._width, len(words)))
        style = _STYLES.get(answer_kind(verdict, basis), _NEUTRAL)
        self._lines += [self.style(words, style) + first[len(words) :], *rest]

    def heading(self, text: str, apart: bool = True) -> None:
        """A line that stands out, after an empty one if it is to stand apart."""
        if apart:
            self._lines.append("")
        self._add_styled(text, "", "1")

    def titled(self, title: str, text: str) -> None:
        """A line whose beginning stands out."""
        self._add_styled(title, text, "1")

    def _add_styled(self, begin: str, rest: str, codes: str) -> None:
        """A paragraph whose beginning is in a style, line by line where it is wrapped."""
        left = len(" ".join(escape_steering(begin).split()))
        for line in wrap_text(escape_steering(begin + rest), self._width, rest="  "):
            size = min(left, len(line))
            left = max(0, left - len(line.lstrip()) - 1)
            self._lines.append(self.style(line[:size], codes) * bool(size) + line[size:])

    def line(self, text: str = "", indent: int = 0) -> None:
        """A paragraph, wrapped; links and ids are never broken."""
        if not text:
            self._lines.append("")
            return
        space = " " * indent
        self._lines += wrap_text(escape_steering(text), self._width, space, space)

    @property
    def height(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def text(self) -> str:
        """The whole page."""
        return "\n".join(self._lines)

    def show(self) -> None:
        """Write the page to standard output."""
        print(self.text())

    def show_paged(self) -> None:
        """The same; on a terminal with fewer lines, in a pager, as git and man do."""
        lines = shutil.get_terminal_size().lines
        if sys.stdout.isatty() and len(self._lines) >= lines:
            from pydoc import pager

            if self._has_styles:
                os.environ.setdefault("LESS", "-R")  # else less shows the signs of a style as text
            pager(self.text() + "\n")
        else:
            self.show()
