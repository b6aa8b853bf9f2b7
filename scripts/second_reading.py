"""Compare the states' law as coded with a second, blind reading. `--rows` prints what differs.

    python scripts/second_reading.py [--rows] [--state TX]

`validation/second_reading/answers.csv` has what readers who had not seen the coding found in each
state's law, by standard request and spell. Each is asked of the corpus on one day inside its spell:
the day of the reading where it still stands. A request to a jail, police or another local agency
is asked of a county of the state that has made no law of its own; others are asked of the state.
`questions.csv` has requests of the readers' own, with the answer that they read.

Where the corpus was wrong it was mended. `settled/XX.csv` says of each difference that is left why
it stands; the last column of `--rows` is that reason, `open` where none is written.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from safehavens import Corpus
from safehavens.corpus.errors import LawError
from safehavens.decide.facts.tied_facts import Contradiction

READINGS = Path(__file__).resolve().parent.parent / "validation" / "second_reading"
READ_ON = date(2026, 11, 29)
"""The day on which the law was read."""
OF_THE_STATE = {
    "any_agency", "dmv", "college", "labor_agency", "funder", "employer", "landlord",
    "federal_immigration",
}  # fmt: skip

_FACT = re.compile(r"(\w+)=([^\s;,]+)")


@dataclass(frozen=True)
class Difference:
    """A reading that the corpus does not share."""

    state: str
    question: str
    day: date
    read: str
    coded: str
    citation: str
    sure: str
    since: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What a settled row names it by."""
        return self.state, self.question, self.since


class _States:
    """The states, and in each a county without law of its own."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        issuers = {by for one in corpus.lawbook.instruments.values() for by in one.makers}
        gazetteer = corpus.engine.gazetteer
        self._ids = {state.id[-2:].upper(): state.id for state in gazetteer.states()}
        self._county: dict[str, str] = {}
        for county in gazetteer.counties():
            state = county.id.rsplit("/", 1)[0]
            whole = gazetteer.canonical(county.id)
            if issuers.isdisjoint({county.id, whole}) and not any(
                one.startswith(county.id) for one in issuers
            ):
                self._county.setdefault(state, county.id)

    def place_for(self, state: str, who: str) -> str:
        """Of whom a request is asked."""
        id = self._ids[state]
        return id if who in OF_THE_STATE else self._county.get(id, id)


def main() -> int:
    """Print how many readings the corpus shares, and those that it does not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", action="store_true", help="print each difference")
    parser.add_argument("--state", help="only this state: a postal code")
    options = parser.parse_args()
    read = sorted({row["state"] for row in _rows("answers.csv", None)})
    if options.state is not None and options.state not in read:
        parser.error(f"{options.state} has not been read; these have: {', '.join(read)}.")
    corpus = Corpus.load()
    settled = read_settled(options.state)
    differences: list[Difference] = []
    counts: dict[str, Counter[str]] = {}
    by_sureness: dict[str, Counter[str]] = {}
    for state, sure, outcome in compare_answers(corpus, options.state):
        known = "differ" if isinstance(outcome, Difference) else outcome
        counts.setdefault(state, Counter())[known] += 1
        by_sureness.setdefault(sure, Counter())[known] += 1
        if isinstance(outcome, Difference):
            differences.append(outcome)
    own = list(compare_questions(corpus, options.state))
    differences += [one for one in own if one is not None]
    for one in differences if options.rows else ():
        print(*_cells(one), settled.get(one.key, "open"), sep="\t")
    for state, tally in sorted(counts.items()):
        compared = tally["agree"] + tally["differ"]
        print(
            f"{state}: {tally['agree']} of {compared} agree;"
            f" {tally['unknown']} not known to the reader"
        )
    total = sum(counts.values(), Counter())
    print(f"All: {total['agree']} of {total['agree'] + total['differ']} agree")
    for sure, tally in sorted(by_sureness.items()):
        print(
            f"of what the reader was {sure or 'not'} sure of: {tally['agree']} of "
            f"{tally['agree'] + tally['differ']}"
        )
    print(f"Readers' own requests: {own.count(None)} of {len(own)} agree")
    left = sum(one.key not in settled for one in differences)
    print(f"Differences: {len(differences)}, of which {left} are open")
    for key in sorted(settled.keys() - {one.key for one in differences}):
        print(f"settled/{key[0]}.csv: no difference is left at {key[1]} since {key[2]}")
    return 0


def compare_answers(
    corpus: Corpus, only: str | None
) -> Iterator[tuple[str, str, str | Difference]]:
    """Each reading's state, how sure it is, and `agree`, `unknown` or how it differs."""
    battery = corpus.lawbook.battery
    assert battery is not None
    states = _States(corpus)
    for row in _rows("answers.csv", only):
        probe = battery.probes[row["question"]]
        if row["answer"] == "unknown":
            yield row["state"], row["sure"], "unknown"
            continue
        day = choose_day(row["since"], row["until"])
        place = states.place_for(row["state"], probe.who)
        coded = corpus.ask(place, probe.action, who=probe.who, on=day, facts=probe.facts).verdict
        if coded == row["answer"]:
            yield row["state"], row["sure"], "agree"
        else:
            yield (
                row["state"],
                row["sure"],
                Difference(
                    row["state"],
                    row["question"],
                    day,
                    row["answer"],
                    coded,
                    row["citation"],
                    row["sure"],
                    row["since"],
                ),
            )


def compare_questions(corpus: Corpus, only: str | None) -> Iterator[Difference | None]:
    """Of each of the readers' own requests how the corpus answers it otherwise, or None."""
    states = _States(corpus)
    for row in _rows("questions.csv", only):
        facts = dict(_FACT.findall(row["facts"]))
        place = states.place_for(row["state"], row["who"])
        try:
            answer = corpus.ask(place, row["action"], who=row["who"], on=row["on"], facts=facts)
            coded: str = answer.verdict
        except (LawError, Contradiction, LookupError, ValueError) as error:
            coded = f"not asked: {error}"
        if coded == row["expect"]:
            yield None
            continue
        question = f"{row['who']} {row['action']} {row['facts']}"
        yield Difference(
            row["state"], question, date.fromisoformat(row["on"]), row["expect"], coded,
            row["citation"], "", row["on"],
        )  # fmt: skip


def read_settled(only: str | None) -> dict[tuple[str, str, str], str]:
    """Why a difference stands, by its key."""
    return {
        (file.stem, row["question"], row["since"]): f"{row['because']}: {row['reason']}"
        for file in sorted((READINGS / "settled").glob("*.csv"))
        if only in {None, file.stem}
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    }


def choose_day(since: str, until: str) -> date:
    """A day inside a spell: that of the reading where it stands, else the middle of it."""
    first = read_day(since) or date(1990, 1, 1)
    if not until:
        return max(READ_ON, first)
    last = read_day(until) or READ_ON
    return first + timedelta(days=max(0, (last - first).days) // 2)


def read_day(text: str) -> date | None:
    """The first day of what is written: a day, a month or a year."""
    parts = [int(part) for part in text.split("-")] if text else []
    return date(*[*parts, 1, 1][:3]) if parts else None


def _rows(name: str, only: str | None) -> Iterator[dict[str, str]]:
    with (READINGS / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if only is None or row["state"] == only:
                yield row


def _cells(one: Difference) -> tuple[str, ...]:
    return one.state, one.question, str(one.day), one.read, one.coded, one.citation, one.sure


if __name__ == "__main__":
    sys.exit(main())
