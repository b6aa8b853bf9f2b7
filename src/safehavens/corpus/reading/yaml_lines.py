"""YAML 1.2 with line numbers.

PyYAML reads YAML 1.1, in which `no`, `on` and `yes` are booleans and 012 is ten. Law files
say `who: [no]` and mean the word, so nodes are resolved here by YAML 1.2's core schema
(https://yaml.org/spec/1.2.2/#103-core-schema); libyaml still does the parsing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import yaml

from safehavens.corpus.errors import quoted
from safehavens.corpus.reading.forms.law_bounds import (
    LONGEST_NUMBER,
    LONGEST_TEXT,
    MOST_FILE_BYTES,
    MOST_LEVELS,
    MOST_VALUES,
)
from safehavens.files.steering import find_steering
from safehavens.values.quick_dataclass import dataclass

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
        With the line: bad syntax, a key twice, more than one document, a tag of a language, a
        character that steers a terminal, more than a bound allows.
    """
    if len(text) > MOST_FILE_BYTES:
        raise YamlError(1, f"more than {MOST_FILE_BYTES:,} characters, the most of a file")
    try:
        if _most_values(text) > MOST_VALUES:
            _count_values(text)
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
    except RecursionError:  # without libyaml, which has a bound of its own
        raise YamlError(1, f"more than {MOST_LEVELS} lists and fields within each other") from None
    if node is None:
        raise YamlError(1, "the file is empty")
    values = _Values()
    return Document(values.of(node, ()), values.lines)


def _most_values(text: str) -> int:
    """As many values as a text can have at most, by the signs that begin them."""
    three, two = sum(map(text.count, ":?{,")), sum(map(text.count, "-["))
    return 1 + 3 * three + 2 * two


def _count_values(text: str) -> None:
    """Raise YamlError for too many values, before anything is made of them."""
    found = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.NodeEvent):
            found += 1
            if found > MOST_VALUES:
                mark = event.start_mark
                raise YamlError(mark.line + 1 if mark else 1, _too_many_values())


def _too_many_values() -> str:
    return f"more than {MOST_VALUES:,} values, the most of a file"


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


class _Values:
    """Plain values of nodes, and their lines; an alias is taken for all that it stands for."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self._characters = 0

    def of(self, node: yaml.Node, path: Path) -> Any:
        line = self.lines[path] = node.start_mark.line + 1
        if len(self.lines) > MOST_VALUES:
            raise YamlError(line, _too_many_values())
        if len(path) > MOST_LEVELS:
            raise YamlError(line, f"more than {MOST_LEVELS} lists and fields within each other")
        if node.tag not in _PLAIN_TAGS:
            raise YamlError(line, f"the tag {quoted(node.tag)} is not allowed")
        if isinstance(node, yaml.ScalarNode):
            self._check_text(node.value, line)
            return _scalar(node, line)
        if isinstance(node, yaml.SequenceNode):
            return [self.of(child, (*path, i)) for i, child in enumerate(node.value)]
        return self._fields(node, path)

    def _fields(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for key_node, child in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError(line, "a key must be a word")
            key = key_node.value
            self._check_text(key, line)
            if key in fields:
                raise YamlError(line, f"the key {quoted(key)} appears twice")
            fields[key] = self.of(child, (*path, key))
            self.lines[(*path, key)] = line
        return fields

    def _check_text(self, text: str, line: int) -> None:
        self._characters += len(text)
        if self._characters > MOST_FILE_BYTES:
            raise YamlError(line, f"more than {MOST_FILE_BYTES:,} characters, aliases filled in")
        if len(text) > LONGEST_TEXT:
            raise YamlError(
                line, f"a text of {len(text):,} characters; at most {LONGEST_TEXT:,} are read"
            )
        if not text.isprintable() and (steering := find_steering(text)) is not None:
            raise YamlError(
                line,
                f"a character that is not text, U+{ord(steering):04X}: it steers a terminal or "
                "turns the direction of writing",
            )


def _scalar(node: yaml.ScalarNode, line: int) -> Any:
    text: str = node.value
    if node.style:  # quoted or block: always text
        return text
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        _check_number(text, line)
        return int(text)
    if _FLOAT.fullmatch(text):
        _check_number(text, line)
        number = float(text)
        if math.isinf(number):
            raise YamlError(line, f"the number {text} is beyond what can be reckoned with")
        return number
    return text


def _check_number(text: str, line: int) -> None:
    if len(text) > LONGEST_NUMBER:
        raise YamlError(
            line, f"a number of {len(text):,} characters; at most {LONGEST_NUMBER} are read"
        )
