"""A comparison in a sentence for each order of strictness, and a line for each action."""

from __future__ import annotations

from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say
from safehavens.compare.comparison import Comparison
from safehavens.compare.telling.comparison_words import count_questions, tell_actions


def add_summary(page: Page, comparison: Comparison, a: str, b: str) -> None:
    """Write who goes further on how many questions, then on each action for which agencies.

    Parameters
    ----------
    page : Page
    comparison : Comparison
    a, b : str
        What to call the two sides.
    """
    for sentence in count_questions(language(), comparison, a, b):
        page.line(sentence)
    page.heading(say("Who goes further, by action"))
    for action, told in tell_actions(language(), comparison, a, b):
        page.line(f"• {action}: {told}.", 2)
