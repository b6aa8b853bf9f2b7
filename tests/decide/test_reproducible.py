"""The same bytes for any hash seed: no set's own order gets into what is handed out."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import pytest

_DIGESTS = """
import hashlib, json
from safehavens import Corpus
from safehavens.corpus.places import load
from safehavens.decide.decision import plain
from safehavens.logic.load import law_files, read_law

lawbook, conditions = read_law(law_files(None, False))
corpus = Corpus(lawbook, conditions, load().with_ids(lawbook.places))
actions = list(lawbook.vocabulary.actions)[:12]
places, agencies = ("Denver", "Chicago", "NYC"), ("police", "jail")
requests = [(p, a, w) for p in places for a in actions for w in agencies]
parts = {
    "lawbook": lawbook,
    "norms": corpus.norms(place="Denver", on="2024-05-01"),
    "facts asked": [corpus.facts_asked(norm) for norm in lawbook.norms],
    "classes": corpus.engine.classes,
    "search": [corpus.search(words, 500) for words in ("warrant", "de", "police hold")],
    "place": [corpus.place(text) for text in ("Portland", "Lake County", "Washington")],
    "overview": [corpus.overview(place, "2024-05-01") for place in ("Denver", "Chicago")],
    "ask": [corpus.ask(p, a, who=w, on="2024-05-01") for p, a, w in requests],
    "history": [corpus.history(p, a, who=w) for p, a, w in requests],
}
for name, part in parts.items():
    text = json.dumps(plain(part), ensure_ascii=False)
    print(name, hashlib.sha256(text.encode()).hexdigest(), sep="=")
"""


@cache
def digests(seed: int) -> dict[str, str]:
    """Digests of what one process, of this hash seed, reads and answers."""
    done = subprocess.run(
        [sys.executable, "-c", _DIGESTS],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
    )
    return dict(line.split("=") for line in done.stdout.splitlines())


@pytest.mark.parametrize("seed", [2, 3])
def test_one_digest_for_every_hash_seed(seed: int) -> None:
    assert len(digests(1)) == 9
    assert digests(seed) == digests(1)
