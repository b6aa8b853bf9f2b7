"""What stands at the end of answers."""

from __future__ import annotations

from safehavens.decide.decision import DISCLAIMER
from safehavens.wording.labels import N_
from safehavens.wording.languages import Language
from safehavens.wording.translated.law_words import explain_law_language


def tell_footer(language: Language, version: str) -> str:
    """The corpus's version, that it is no legal advice, and that law is translated.

    Parameters
    ----------
    language : Language
    version : str
        Digest of the law files.
    """
    corpus = language.gettext("Corpus %(version)s.") % {"version": version[:12]}
    sentences = [corpus, language.gettext(DISCLAIMER)]
    translated = explain_law_language(language)
    return " ".join([*sentences, translated] if translated else sentences)


def tell_mistake(language: Language, id: str) -> str:
    """How to report a mistake in a rule, a law or an answer, which `id` names."""
    text = N_("To report a mistake, tell whoever gave you this copy: %(id)s, the corpus above, "
              "what is wrong, and where the right text is.")  # fmt: skip
    return language.gettext(text) % {"id": id}
