"""Reads what pages say: links, forms, text, and what must not be in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """One page, read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self.lang = ""
        self._text: list[str] = []
        self._quiet = ""
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._text).split())

    def main_form(self) -> Form:
        """The form that asks something (not a link in the shape of a button)."""
        return next(f for f in self.forms if f.choices or f.action.endswith("/ask"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inline += [f"{tag} {n}" for n in given if n == "style" or n.startswith("on")]
        if tag == "html":
            self.lang = given["lang"]
        if tag == "a":
            self.links.append(given["href"])
        if tag in ("script", "img", "iframe"):
            self.loaded.append(given.get("src", "inline"))
        if tag == "link" and given["rel"] in ("stylesheet", "icon"):
            self.loaded.append(given["href"])
        if tag == "style":
            self.inline.append("style")
        if tag == "form":
            self.forms.append(Form(given["method"], given["action"]))
        if tag == "input" and self.forms and "name" in given:
            form = self.forms[-1]
            if given["type"] == "hidden":
                form.fields.append((given["name"], given["value"]))
            else:
                form.choices.setdefault(given["name"], []).append(given.get("value", ""))
        self._quiet = tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self._quiet = ""

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self._text.append(data)
