"""Small corpora of law files, written as people write them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from safehavens import Corpus

HEAD = """\
id: {id}
title: {id}
kind: {kind}
issuer: {issuer}
citation: 1 Code 1
in_force: [{{from: {start}}}]
sources: [{{seen: recalled}}]
{more}norms:
{norms}"""

US = "ocd-division/country:us"
TX = f"{US}/state:tx"
MARFA = f"{TX}/place:marfa"
DAY = "2024-05-01"


def norm(id: str, modality: str = "must_not", action: str = "hold", **more: str) -> str:
    """A norm on the police, as YAML."""
    fields = {
        "id": id, "cite": "§ 1", "says": "Says so.", "who": "[police]", "action": action,
        "modality": modality, "confidence": "high",
        **({"grants": "power"} if modality == "may" else {}), **more,
    }  # fmt: skip
    lines = [f"{name}: {value}" for name, value in fields.items()]
    return "  - " + "\n    ".join(lines) + "\n"


def instrument(
    id: str,
    *norms: str,
    issuer: str = MARFA,
    kind: str = "ordinance",
    start: str = "2020-01-01",
    more: str = "",
) -> str:
    """A law file."""
    return HEAD.format(
        id=id, kind=kind, issuer=issuer, start=start, norms="".join(norms), more=dedent(more)
    )


def write(folder: Path, **files: str) -> Path:
    """Write law files; `a__b` is the file a/b.yaml."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def load(folder: Path, **files: str) -> Corpus:
    """A corpus of these law files alone, with the shipped vocabulary."""
    return Corpus.load(write(folder, **files))
