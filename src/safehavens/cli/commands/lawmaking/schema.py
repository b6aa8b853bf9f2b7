"""`safehavens schema`: the JSON Schema of law files."""

from __future__ import annotations

from typing import Final

EXAMPLE: Final = "safehavens schema > law.schema.json"


def run() -> None:
    """Print the JSON Schema of law files, which editors can use."""
    from safehavens.cli.output.json_text import print_json
    from safehavens.corpus.reading.schema import schema

    print_json(schema())
