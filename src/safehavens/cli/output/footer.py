"""What stands at the end of every answer."""

from __future__ import annotations

from safehavens.cli.speech import language, say
from safehavens.decide.decision import DISCLAIMER


def footer_text(version: str) -> str:
    """The corpus's version, that it is no legal advice, and which language law is quoted in."""
    text = say("Corpus %(version)s.", version=version[:12]) + " " + say(DISCLAIMER)
    if language().code != "en":
        text += " " + say("Laws are quoted in English, as they were coded.")
    return text
