"""Random registers: drawn as nouns, and written as the files that say the same."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import yaml

from safehavens.corpus.agencies.registers import Complete, Register, RegisterValue, Row
from safehavens.corpus.sources import Source

URL = "https://example.org/list"
COLUMNS = "place,who,value,from,to,first_listed,last_listed,agency,form,note"


def make_register(
    chance: Random,
    fact: str,
    values: Sequence[RegisterValue],
    places: Sequence[str],
    kinds: Sequence[str],
    actions: Sequence[str],
    days: Sequence[date],
) -> Register:
    """A register of a fact: a few lists, entries between them, spells of completeness."""
    lists = sorted(chance.sample(days, chance.randint(0, min(4, len(days)))))
    listed = chance.sample(kinds, chance.randint(1, len(kinds)))
    complete = []
    for _ in range(chance.randint(0, 2)):
        start, end = sorted(chance.sample(days, 2))
        some = chance.sample(listed, chance.randint(1, len(listed)))
        complete.append(Complete(start, end, frozenset(some)))
    rows: dict[str, list[Row]] = {}
    for line in range(2, 2 + chance.randint(0, 6)):
        place = chance.choice(places)
        some = sorted(chance.sample(listed, chance.randint(1, len(listed))))
        spell = _make_days(chance, lists, days)
        row: Row = (" ".join(some), chance.choice(values), *spell, "Some agency", None, None, line)
        rows.setdefault(place, []).append(row)
    covers = {value: frozenset(_some(chance, actions)) for value in values if chance.random() < 0.5}
    return Register(
        id="drawn",
        title="A list",
        fact=fact,
        values=tuple(values),
        absent=chance.choice(values),
        within=min(places, key=len),
        kinds=frozenset(listed),
        lists=tuple(lists),
        complete=tuple(complete),
        covers=covers,
        rows={place: tuple(found) for place, found in rows.items()},
        unread=0,
        sources=(Source(URL, "copy", date(2026, 11, 29)),),
        note=None,
        file="registers/drawn.yaml",
    )


def _some(chance: Random, words: Sequence[str]) -> list[str]:
    return chance.sample(words, chance.randint(1, len(words)))


def _make_days(
    chance: Random, lists: Sequence[date], days: Sequence[date]
) -> tuple[int | None, int | None, int | None, int | None]:
    """The days `from`, `to`, first_listed and last_listed of an entry, as ordinals."""
    first = last = None
    if lists and chance.random() < 0.8:
        first, last = sorted(chance.choices(lists, k=2))
    before = [day for day in days if first is None or day <= first]
    start = chance.choice(before) if first is None or (before and chance.random() < 0.5) else None
    known = max(day for day in (start, last) if day is not None)
    after = [day for day in days if day > known]
    end = chance.choice(after) if after and chance.random() < 0.3 else None
    ordinals = [None if day is None else day.toordinal() for day in (start, end, first, last)]
    return ordinals[0], ordinals[1], ordinals[2], ordinals[3]


def write_register(register: Register, folder: Path) -> None:
    """Write a register's form and table."""
    folder.mkdir(exist_ok=True)
    form = {
        "title": register.title,
        "fact": register.fact,
        "absent": register.absent,
        "within": register.within,
        "kinds": sorted(register.kinds),
        "lists": [day.isoformat() for day in register.lists],
        "complete": [
            {"from": s.start.isoformat(), "to": s.end.isoformat(), "kinds": sorted(s.kinds)}
            for s in register.complete
        ],
        "covers": {_cell(value): sorted(of) for value, of in register.covers.items()},
        "sources": [{"url": URL, "seen": "copy", "checked": "2026-11-29"}],
    }
    (folder / "drawn.yaml").write_text(yaml.safe_dump(form, sort_keys=False), encoding="utf-8")
    with (folder / "drawn.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS.split(","))
        rows = [(row[-1], place, row) for place, rows in register.rows.items() for row in rows]
        for _, place, (who, value, *days, agency, _form, _note, _line) in sorted(rows):
            start, end, first, last = (
                "" if day is None else date.fromordinal(day).isoformat()  # type: ignore[arg-type]
                for day in days
            )
            cells = [place, who.replace(" ", ";"), _cell(value), start, end, first, last]
            writer.writerow([*cells, agency, "", ""])


def _cell(value: RegisterValue) -> str:
    return value if isinstance(value, str) else str(value).lower()


def near(days: Sequence[date]) -> list[date]:
    """These days, the one before and the one after each."""
    return sorted({day + timedelta(days=n) for day in days for n in (-1, 0, 1)})
