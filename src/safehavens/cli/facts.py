"""Facts as people type them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from safehavens.corpus.model import Fact, FactValue
from safehavens.corpus.reading.fact_values import parse_value


class BadFact(ValueError):
    """A fact that cannot be read. The message is one sentence."""


def read_facts(
    words: Iterable[str], file: str | None, declared: Mapping[str, Fact]
) -> dict[str, FactValue | None]:
    """Facts from `name=value` words and from a file; words win.

    Raises
    ------
    BadFact
        A word without `=`, a fact given twice, a value that is none for its fact, a file that
        cannot be read.
    """
    found = {} if file is None else _from_file(file, declared)
    typed: set[str] = set()
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise BadFact(f"{word!r} is no fact; write FACT=VALUE, such as warrant=judicial.")
        if name in typed:
            raise BadFact(f"The fact {name} is given twice.")
        typed.add(name)
        found[name] = parse_value(text, declared[name]) if name in declared else text
    return found


def _from_file(file: str, declared: Mapping[str, Fact]) -> dict[str, FactValue | None]:
    from safehavens.corpus.reading.yaml_lines import YamlError, read_yaml

    name = "standard input" if file == "-" else file
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
        data: Any = read_yaml(text).data
    except UnicodeDecodeError:
        raise BadFact(f"{name} is not UTF-8 text.") from None
    except OSError as error:
        raise BadFact(f"{name} cannot be read: {error.strerror}.") from None
    except YamlError as error:
        raise BadFact(f"{name}, line {error.line}: {error.message}.") from None
    if not isinstance(data, dict):
        raise BadFact(f"{name} must hold a mapping of facts to values, such as warrant: judicial.")
    return {
        str(key): parse_value(value, declared[key])
        if isinstance(value, str) and key in declared
        else value
        for key, value in data.items()
    }
