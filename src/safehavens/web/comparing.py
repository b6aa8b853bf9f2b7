"""Places side by side: what law says of each action, differences first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safehavens.api import Corpus
from safehavens.corpus.model import Verdict
from safehavens.corpus.places.model import Place
from safehavens.web.law import PlaceLaw


@dataclass(frozen=True, slots=True)
class Cell:
    """What one place's law says: the verdict, and the norms that give it or may."""

    verdict: Verdict
    deciding: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An action and the agency kinds of which every place says the same; a cell a place."""

    domain: str
    action: str
    who: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether the verdicts are not all the same."""
        return len({cell.verdict for cell in self.cells}) > 1

    @property
    def spoken(self) -> bool:
        """Whether the law of any of the places decides it."""
        return any(cell.deciding for cell in self.cells)


def compare(corpus: Corpus, law: PlaceLaw, places: Sequence[Place], on: date) -> tuple[Row, ...]:
    """Every action; agency kinds with the same verdicts and norms everywhere are one row."""
    vocabulary = corpus.lawbook.vocabulary
    rows = []
    for domain, actions in vocabulary.domains.items():
        for action in actions:
            groups: dict[tuple[Cell, ...], list[str]] = {}
            for who in vocabulary.who:
                said = [law.brief(place.id, who, action, on) for place in places]
                cells = tuple(Cell(brief.verdict, brief.deciding) for brief in said)
                groups.setdefault(cells, []).append(who)
            rows += [Row(domain, action, tuple(w), cells) for cells, w in groups.items()]
    return tuple(rows)
