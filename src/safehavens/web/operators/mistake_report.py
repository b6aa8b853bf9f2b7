"""The text of a report of a mistake, and where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from safehavens import __version__
from safehavens.web.operators.operator_form import link_to

if TYPE_CHECKING:
    from safehavens.web.site import View


@dataclass(frozen=True, slots=True)
class MistakeReport:
    """A text with room for what is wrong; `link` opens mail with it, or leads to a web page."""

    text: str
    link: str | None
    is_mail: bool


def write_report(
    view: View,
    subject: str,
    on: date,
    about: Sequence[tuple[str, str]] = (),
    page: str | None = None,
) -> MistakeReport:
    """A report of a mistake on one page.

    Parameters
    ----------
    view : View
    subject : str
        The id of what the page shows, or its question in a few words.
    on : datetime.date
        The day whose law is shown.
    about : sequence of (str, str)
        What else names the thing: a label and its value. No fact marked private.
    page : str, optional
        The path and query of the page; left out where the page has no address.
    """
    say, operator = view.language.gettext, view.site.operator
    base = operator.address if operator is not None and operator.address is not None else ""
    rows = [
        (say("Subject"), subject),
        *about,
        (say("Law of"), on.isoformat()),
        (say("Corpus"), f"{view.site.corpus.version[:12]}, safehavens {__version__}"),
    ]
    if page is not None:
        rows.append((say("Page"), base + page))
    blank = [say("What is wrong:"), "", "",
             say("Where the right text can be read (address or citation):"), "", ""]  # fmt: skip
    text = "\n".join([*blank, *(f"{label}: {value}" for label, value in rows)])
    link = link_to(operator.mistakes) if operator is not None else None
    if link is None or not link.startswith("mailto:"):
        return MistakeReport(text, link, False)
    title = say("A mistake: %(subject)s") % {"subject": subject}
    body = quote(text.replace("\n", "\r\n"), safe="")
    return MistakeReport(text, f"{link}?subject={quote(title, safe='')}&body={body}", True)
