"""Who runs a copy: the file that `serve --operator` names."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from safehavens.api import Corpus
from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.reading.law_files import NoLaw, read_law_file
from safehavens.corpus.reading.validate import validate_as
from safehavens.decide.request import BadRequest

_EMAIL: Final = re.compile(r"[^\s@<>\"',;?&]+@[^\s@<>\"',;?&]+\.[A-Za-z]{2,}")
_URL: Final = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/[^\s<>\"]*)?")
_ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+/?")


def _is_web_address(text: str) -> str:
    if not _URL.fullmatch(text):
        raise ValueError(f"{text!r} is not a web address; it begins with https:// or http://")
    return text


def _is_origin(text: str) -> str:
    if not _ORIGIN.fullmatch(text):
        raise ValueError(
            f"{text!r} is not the address of a server, such as https://law.example.org"
        )
    return text.rstrip("/")


def _is_mail_or_web_address(text: str) -> str:
    if not (_EMAIL.fullmatch(text) or _URL.fullmatch(text)):
        raise ValueError(
            f"{text!r} is neither an e-mail address nor a web address; a web address begins with "
            "https:// or http://"
        )
    return text


Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
WebAddress = Annotated[str, AfterValidator(_is_web_address)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class HelpForm(_Form):
    """Legal help, as it is written."""

    name: Text
    url: WebAddress | None = None
    phone: Text | None = None
    says: Text | None = None
    says_es: Text | None = None
    places: tuple[Text, ...] | list[Text] = ()


class OperatorForm(_Form):
    """The whole file."""

    name: Text
    about: Text | None = None
    about_es: Text | None = None
    contact: Text | None = None
    address: Annotated[str, AfterValidator(_is_origin)] | None = None
    mistakes: Annotated[str, AfterValidator(_is_mail_or_web_address)] | None = None
    help: list[HelpForm] = []


@dataclass(frozen=True, slots=True)
class LegalHelp:
    """Who helps, where. `places`: ids of places with all that lies in them; empty: everywhere."""

    name: str
    url: str | None
    phone: str | None
    says: dict[str, str]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs a copy.

    Attributes
    ----------
    name : str
    about : dict of str to str
        A sentence on them, by language.
    contact : str or None
    address : str or None
        The address at which people reach this copy, without a path.
    mistakes : str or None
        Where mistakes are reported: an e-mail address or a web address.
    help : tuple of LegalHelp
    digest : str
        Of the file.
    """

    name: str
    about: dict[str, str]
    contact: str | None
    address: str | None
    mistakes: str | None
    help: tuple[LegalHelp, ...]
    digest: str


def read_operator(path: Path, corpus: Corpus) -> Operator:
    """Read who runs this copy.

    Parameters
    ----------
    path : pathlib.Path
        A YAML file; docs/operators.md describes it.
    corpus : Corpus
        Reads the names of places.

    Raises
    ------
    BadRequest
        The file cannot be read, or something in it is wrong: a line for each mistake.
    """
    try:
        file = read_law_file(path)
    except NoLaw as error:
        raise BadRequest(str(error)) from None
    read = validate_as(file, OperatorForm)
    if isinstance(read, list):
        raise BadRequest("\n".join(str(finding) for finding in read))
    form: OperatorForm = read.content
    helpers = []
    for number, one in enumerate(form.help):
        where = f"{path}:{read.line('help', number)}: error: field help.{number}"
        if one.url is None and one.phone is None:
            raise BadRequest(f"{where}: needs a url or a phone.")
        places = set()
        for i, name in enumerate(one.places):
            try:
                places.add(corpus.place(name).place.id)
            except UnknownPlace as error:
                line = read.line("help", number, "places", i)
                raise BadRequest(
                    f"{path}:{line}: error: field help.{number}.places: {error}"
                ) from None
        says = _by_language(one.says, one.says_es)
        helpers.append(LegalHelp(one.name, one.url, one.phone, says, frozenset(places)))
    mistakes = form.mistakes
    if mistakes is None and link_to(form.contact) is not None:
        mistakes = form.contact
    return Operator(
        form.name,
        _by_language(form.about, form.about_es),
        form.contact,
        form.address,
        mistakes,
        tuple(helpers),
        hashlib.sha256(file.content).hexdigest()[:8],
    )


def link_to(contact: str | None) -> str | None:
    """The link that an e-mail address or a web address has; None: it is neither."""
    if contact is None:
        return None
    if _EMAIL.fullmatch(contact):
        return f"mailto:{contact}"
    return contact if _URL.fullmatch(contact) else None


def _by_language(english: str | None, spanish: str | None) -> dict[str, str]:
    said = {"en": english, "es": spanish}
    return {code: text for code, text in said.items() if text is not None}
