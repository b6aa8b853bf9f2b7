"""What qualifies an answer, in its first lines: what comes next, and whether the law was read."""

from __future__ import annotations

from datetime import date

from safehavens.wording.languages import Language
from safehavens.wording.sentences import describe_start


def next_sentence(
    language: Language, answer: str, on: date, earliest: date | None, asked: date, rule: str | None
) -> str:
    """What an answer changes to, and when: *Required from December 1, 2026: …*

    Parameters
    ----------
    answer : str
        The next answer, in a word or a few.
    on : datetime.date
        The first day on which it is the answer for sure.
    earliest : datetime.date or None
        The first on which it may be, where the day is not known.
    asked : datetime.date
        The day that was asked about: from it on, `earliest` says only that it may be so already.
    rule : str or None
        Title and pinpoint of the rule that says so.
    """
    if earliest is not None and earliest <= asked:
        when = language.gettext("from %(day)s at the latest, and perhaps already") % {
            "day": language.day(on)
        }
    else:
        when = describe_start(language, earliest or on, on)
    if rule is None:
        return language.gettext("%(answer)s %(when)s.") % {"answer": answer, "when": when}
    text = language.gettext("%(answer)s %(when)s: %(rule)s.")
    return text % {"answer": answer, "when": when, "rule": rule}


def unread_sentence(
    language: Language, described: int, recalled: int, rules: int, decides: bool
) -> str:
    """That rules behind an answer are known from a description, or from general knowledge.

    Parameters
    ----------
    described, recalled : int
        How many rules are known only so.
    rules : int
        How many rules the answer rests on.
    decides : bool
        Whether some of them decide it; else they were found, and do not.
    """
    unread = described + recalled
    if not decides:
        text = language.ngettext(
            "One rule was considered and its text not read: %(how)s.",
            "%(count)s rules were considered and their text not read: %(how)s.",
            unread,
        )
    elif unread == rules:
        text = language.ngettext(
            "The text of the rule behind this answer was not read: %(how)s.",
            "The texts of the rules behind this answer were not read: %(how)s.",
            unread,
        )
    else:
        text = language.ngettext(
            "Of the %(rules)s rules behind this answer, the text of one was not read: %(how)s.",
            "Of the %(rules)s rules behind this answer, the text of %(count)s was not read: "
            "%(how)s.",
            unread,
        )
    return text % {
        "how": _describe_knowledge(language, described, recalled),
        "count": language.number(unread),
        "rules": language.number(rules),
    }


def _describe_knowledge(language: Language, described: int, recalled: int) -> str:
    if not recalled:
        return language.ngettext(
            "it is known from a description", "they are known from descriptions", described
        )
    if not described:
        return language.ngettext(
            "it is told from general knowledge", "they are told from general knowledge", recalled
        )
    return language.gettext("they are known from descriptions or told from general knowledge")
