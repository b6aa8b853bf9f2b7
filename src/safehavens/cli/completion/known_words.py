"""The words that a corpus knows, kept beside its snapshot, so that the shell need not wait for it.

Reading a kept list takes a fifth of the time of the corpus. Its name is made of the digest of every
law file and of the package, as that of a snapshot, so it is never stale.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from safehavens.files.cache_folder import cache_folder
from safehavens.files.whole import CannotWrite, write_whole
from safehavens.logic.load import name_law
from safehavens.values.quick_dataclass import dataclass

if TYPE_CHECKING:
    from safehavens.api import Corpus

_ENDING: Final = ".words.json"
_KEPT: Final = 6


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words by kind, each with a few words on it.

    Attributes
    ----------
    actions, agencies, papers, measures, probes, instruments, norms : dict
        What each word says, by the word.
    facts : dict
        What each fact asks, by its name.
    values : dict
        By fact, what each of its values says, by the value; a number has none.
    shared : list of str
        The facts that every law shares.
    """

    actions: dict[str, str]
    agencies: dict[str, str]
    papers: dict[str, str]
    measures: dict[str, str]
    probes: dict[str, str]
    instruments: dict[str, str]
    norms: dict[str, str]
    facts: dict[str, str]
    values: dict[str, dict[str, str]]
    shared: list[str]


def load_words(law: Path | None, alone: bool) -> KnownWords:
    """The words of the corpus that `--law` and `--alone` choose.

    Raises
    ------
    LawError, NoLaw
    """
    name = name_law(law, not alone).removesuffix(".snapshot") + _ENDING
    folder = cache_folder()
    if folder is not None:
        try:
            return KnownWords(**json.loads((folder / name).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            pass  # not there, or not whole
    from safehavens.api import Corpus

    words = _collect(Corpus.load(law, over=not alone) if law is not None else Corpus.load())
    if folder is not None:
        _keep(folder, name, words)
    return words


def _collect(corpus: Corpus) -> KnownWords:
    lawbook = corpus.lawbook
    vocabulary, battery = lawbook.vocabulary, lawbook.battery
    facts = {name: fact for name, fact in lawbook.facts.items() if not fact.derived}
    values: dict[str, dict[str, str]] = {}
    for name, fact in facts.items():
        if fact.type == "bool":
            values[name] = {"yes": "", "no": ""}
        elif fact.type == "enum":
            values[name] = {value: fact.label(value) or "" for value in fact.values}
    measures: dict[str, str] = {}
    if battery is not None:
        measures = {id: index.says for id, index in battery.indices.items()}
        measures |= {id: indicator.says for id, indicator in battery.indicators.items()}
    return KnownWords(
        actions=dict(vocabulary.actions),
        agencies={id: says for id, says in vocabulary.who.items() if vocabulary.is_agency(id)},
        papers={paper.names[0]: paper.says for paper in lawbook.synonyms.papers},
        measures=measures,
        probes={} if battery is None else {id: one.says for id, one in battery.probes.items()},
        instruments={id: one.title for id, one in lawbook.instruments.items()},
        norms={id: norm.says for id, norm in lawbook.norms.items()},
        facts={name: fact.ask for name, fact in facts.items()},
        values=values,
        shared=[name for name, fact in facts.items() if fact.file == "vocabulary.yaml"],
    )


def _keep(folder: Path, name: str, words: KnownWords) -> None:
    """Keep a list; where that is impossible, nothing is kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps(asdict(words), ensure_ascii=False)
        write_whole(folder / name, text.encode())
        old = sorted(folder.glob(f"*{_ENDING}"), key=lambda path: -path.stat().st_mtime)
        for path in old[_KEPT:]:
            path.unlink(missing_ok=True)
    except (OSError, CannotWrite):
        return
