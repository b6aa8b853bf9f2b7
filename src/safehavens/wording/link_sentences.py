"""What is said of an address that was asked whether it still answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.wording.labels import N_
from safehavens.wording.languages import Language

RESULT: Final[Mapping[str, str]] = {
    "changed": N_("its text has changed"),
    "moved": N_("moved for good"),
    "gone": N_("gone: the host says that there is no such page"),
    "robots": N_("the host does not let programs read it"),
    "not_reached": N_("not reached"),
    "ok": N_("answers, and its text is the one recorded"),
}
"""By result, what deserves a look first."""

REASON: Final[Mapping[str, str]] = {
    "first": N_("its text was recorded for the first time"),
    "read_again": N_("its text has changed, and it was read again since"),
    "too_large": N_("it is larger than %(detail)s MB, so its text was not compared"),
    "no_text": N_("the page has no text of its own, so nothing was compared"),
    "private": N_("its host is on a private network"),
    "no_name": N_("the name of its host is not known here"),
    "connection": N_("there was no connection (%(detail)s)"),
    "timeout": N_("it did not answer in time"),
    "protocol": N_("its answer cannot be read (%(detail)s)"),
    "status": N_("it answers with status %(detail)s"),
    "busy": N_("its host asks to be left alone for %(detail)s seconds"),
    "slow": N_("its host asks for %(detail)s seconds between two requests"),
    "robots_unread": N_("the host's rules for programs cannot be read (status %(detail)s)"),
    "redirects": N_("it leads on more than %(detail)s times"),
    "circle": N_("it leads back to itself"),
    "bad_address": N_("it is not, or leads to what is not, an address of the web"),
}
"""Why there was no answer, or no comparison."""


def reason_words(language: Language, reason: str, detail: str | None) -> str:
    """Why an address was not reached, or its text not compared."""
    text = language.gettext(REASON[reason])
    return text % {"detail": detail} if detail is not None else text
