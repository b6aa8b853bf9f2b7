"""What stands at the end of every answer."""

from __future__ import annotations

from safehavens.cli.speech import language
from safehavens.decide.outline.footer import tell_footer


def footer_text(version: str) -> str:
    """The corpus's version, that it is no legal advice, and which language law is quoted in."""
    return tell_footer(language(), version)
