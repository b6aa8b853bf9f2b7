"""YAML 1.2 with line numbers.

PyYAML reads YAML 1.1, in which `no`, `on` and `yes` are booleans and 012 is ten. Law files
say `who: [no]` and mean the word, so nodes are resolved here by YAML 1.2's core schema
(https://yaml.org/spec/1.2.2/#103-core-schema); libyaml still does the parsing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import yaml

_Base: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

Path = tuple[str | int, ...]

_PLAIN_TAGS: Final = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL: Final = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INT: Final = re.compile(r"[-+]?[0-9]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

_LONGEST: Final = 80
"""Characters of a line that a message quotes."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document as plain values, and the line (from 1) on which each of them stands."""

    data: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of the value at this path, or of the nearest thing above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class YamlError(ValueError):
    """Text that is not the YAML that law files are written in."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class _Loader(_Base):  # type: ignore[misc]  # which of the two bases depends on the machine
    """Composes nodes without resolving scalars: tags stay as written."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


def read_yaml(text: str) -> Document:
    """Read one YAML 1.2 document.

    Parameters
    ----------
    text : str
        The file's whole text.

    Raises
    ------
    YamlError
        With the line: bad syntax, a key twice, more than one document, a tag of a language.
    """
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if error.context_mark and mark is not None and mark.line >= text.count("\n"):
            mark = error.context_mark  # what never ends is wrong where it begins
        line = mark.line + 1 if mark else 1
        raise YamlError(line, f"not YAML: {error.problem}{_quote(text, line)}") from None
    except yaml.YAMLError as error:
        raise YamlError(1, f"not YAML: {str(error).splitlines()[0]}") from None
    if node is None:
        raise YamlError(1, "the file is empty")
    lines: dict[Path, int] = {}
    return Document(_value(node, (), lines), lines)


def _quote(text: str, line: int) -> str:
    """A line of a file that is no YAML, and what is mostly missing there."""
    lines = text.splitlines()
    written = lines[line - 1].strip() if line <= len(lines) else ""
    if not written:
        return ""
    shown = written if len(written) <= _LONGEST else written[: _LONGEST - 1] + "…"
    _, colon, value = written.partition(": ")
    hint = "; a text that has a colon in it stands in quotes" if colon and ": " in value else ""
    return f", in this line: {shown}{hint}"


def _value(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    lines[path] = node.start_mark.line + 1
    if node.tag not in _PLAIN_TAGS:
        raise YamlError(node.start_mark.line + 1, f"the tag {node.tag!r} is not allowed")
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, i), lines) for i, child in enumerate(node.value)]
    fields: dict[str, Any] = {}
    for key_node, child in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlError(line, "a key must be a word")
        key = key_node.value
        if key in fields:
            raise YamlError(line, f"the key {key!r} appears twice")
        fields[key] = _value(child, (*path, key), lines)
        lines[(*path, key)] = line
    return fields


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style:  # quoted or block: always text
        return text
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
