"""A digest of the text of a page that a reader sees, so that a new script is not a new law."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

import lxml.html
from lxml import etree

_HIDDEN: Final = (
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "iframe", "svg",
    "select", "input", "button", "textarea",
)  # fmt: skip
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_TEXT: Final = frozenset({"application/json", "application/xml"})

Kind = Literal["text", "bytes"]


@dataclass(frozen=True, slots=True)
class Digest:
    """SHA-256 in hexadecimal digits: of the visible `text`, or of the `bytes` as they are."""

    kind: Kind
    value: str


def digest_content(media_type: str, charset: str | None, content: bytes) -> Digest | None:
    """The digest of an answer's content.

    Parameters
    ----------
    media_type : str
        Such as ``text/html``, in small letters and without parameters.
    charset : str or None
        The one that the answer names; None: what the content says of itself, else UTF-8.
    content : bytes

    Returns
    -------
    Digest or None
        Of the visible text where it is a page or a text, else of the bytes. None: there is no
        text, as in a page that a script fills in.
    """
    if media_type in _HTML:
        text = read_visible_text(content, charset)
    elif media_type.startswith("text/") or media_type in _TEXT:
        text = _decode(content, charset or "utf-8")
    else:
        return Digest("bytes", hashlib.sha256(content).hexdigest()) if content else None
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return Digest("text", hashlib.sha256(words.encode()).hexdigest()) if words else None


def read_visible_text(content: bytes, charset: str | None = None) -> str:
    """The text of a page, without scripts, styles, menus, footers, asides and forms' fields.

    Where the page marks one part as its `main` one, the text of that part.
    """
    encoding = "utf-8" if charset is not None or _is_utf8(content) else None
    if charset is not None:  # libxml2 knows fewer names of encodings
        content = _decode(content, charset).encode(errors="replace")
    parser = lxml.html.HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True)
    try:
        page = lxml.html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # empty, or nothing but comments
        return ""
    mains = page.findall(".//main")
    part = mains[0] if len(mains) == 1 else page
    for name in _HIDDEN:
        for element in list(part.iter(name)):
            if element is not part and element.getparent() is not None:
                element.drop_tree()
    return "\n".join(str(text) for text in part.itertext())


def _is_utf8(content: bytes) -> bool:
    """Whether the content is valid so; if not, the page itself may say what it is."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, errors="replace")
    except (LookupError, UnicodeError):  # unknown, not of text, or one that cannot replace
        return content.decode("utf-8", errors="replace")
