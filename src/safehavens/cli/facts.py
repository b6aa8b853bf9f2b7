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
        A word has no `=`, a fact is given twice, or a file cannot be read.
    """
    facts = {} if file is None else _read_file(file, declared)
    typed: set[str] = set()
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise BadFact(_explain_word(word, declared))
        if name in typed:
            raise BadFact(f"The fact {name} is given twice.")
        typed.add(name)
        facts[name] = parse_value(text, declared[name]) if name in declared else text
    return facts


def _explain_word(word: str, declared: Mapping[str, Fact]) -> str:
    """What is wrong with a word without `=`: a fact without its value, or no fact at all."""
    fact = declared.get(word)
    if fact is None:
        return f"{word!r} is not a fact; write FACT=VALUE, such as warrant=judicial."
    example = fact.values[-1] if fact.values else "5" if fact.type == "number" else "yes"
    return f"{word} needs a value, such as {word}={example}."


def _read_file(file: str, declared: Mapping[str, Fact]) -> dict[str, FactValue | None]:
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
        raise BadFact(f"{name} must be a mapping of facts to values, such as warrant: judicial.")
    return {
        str(key): parse_value(value, declared[key])
        if isinstance(value, str) and key in declared
        else value
        for key, value in data.items()
    }
