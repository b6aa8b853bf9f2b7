"""What stands at the end of every answer."""

from __future__ import annotations

from safehavens.decide.decision import DISCLAIMER
from safehavens.wording.languages import Language


def tell_footer(language: Language, version: str) -> str:
    """The corpus's version, that it is no legal advice, and which language law is quoted in.

    Parameters
    ----------
    language : Language
    version : str
        Digest of the law files.
    """
    corpus = language.gettext("Corpus %(version)s.") % {"version": version[:12]}
    sentences = [corpus, language.gettext(DISCLAIMER)]
    if language.code != "en":
        sentences.append(language.gettext("Laws are quoted in English, as they were coded."))
    return " ".join(sentences)
