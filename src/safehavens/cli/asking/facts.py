"""Facts from a file."""

from __future__ import annotations

import sys
from typing import Any


class BadFact(ValueError):
    """A fact that cannot be read. The message is one sentence."""


def read_fact_file(file: str | None) -> dict[str, Any]:
    """Facts from a YAML or JSON mapping, as it has them; `-` is standard input, None no file.

    Raises
    ------
    BadFact
        The file cannot be read, or is not a mapping.
    """
    if file is None:
        return {}
    from safehavens.corpus.reading.forms.law_bounds import MOST_FILE_BYTES
    from safehavens.corpus.reading.yaml_lines import YamlError, read_yaml
    from safehavens.files.bounded_read import CannotRead, read_bounded

    name = "standard input" if file == "-" else file
    try:
        most = MOST_FILE_BYTES
        text = sys.stdin.read(most + 1) if file == "-" else read_bounded(file, most).decode("utf-8")
        data: Any = read_yaml(text).data
    except UnicodeDecodeError:
        raise BadFact(f"{name} is not UTF-8 text.") from None
    except CannotRead as error:
        raise BadFact(f"{name} {error}.") from None
    except YamlError as error:
        if file != "-":
            raise BadFact(f"{name}, line {error.line}: {error.message}.") from None
        data = None  # the error shows the line, and what is given by hand may be private
    if not isinstance(data, dict):
        raise BadFact(f"{name} must be a mapping of facts to values, such as warrant: judicial.")
    return {str(key): value for key, value in data.items()}
