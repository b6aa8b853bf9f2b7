"""A day at a jail's desk, at which somebody offers personal data in every field, and in others.

`SimulatedDay.offer` tries to write it, one way after the other, and keeps every error; the day's
good requests are answered with private facts, decided and acted on.
"""

from __future__ import annotations

import csv
import json
import random
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from safehavens import Corpus
from safehavens.register.answering.answering_requests import answer_request
from safehavens.register.answering.paper_facts import split_facts
from safehavens.register.book import Book
from safehavens.register.entries.bodies import FORMS, AnswerBody, RequestBody
from safehavens.register.entries.closed_lists import KINDS, Kind
from safehavens.register.entries.entry import NEW_CASE, SAME_CASE, Entry, NewEntry
from safehavens.register.entries.reading_bodies import read_body
from safehavens.register.refusals import RegisterError
from tests.register.drawn_books import ANSWER, REQUEST

LA = "ocd-division/country:us/state:ca/county:los_angeles"
NORM = "us/ca/truth-act#copy-of-request"
DIGEST = "0" * 64
GOOD: Final[Mapping[Kind, Mapping[str, Any]]] = {
    "request": REQUEST,
    "answer": ANSWER,
    "decision": {"action": "hold", "decided": "decline", "ground": "law", "contrary": False},
    "act": {"act": "released", "happened_at": "2026-11-29T12:00:00Z"},
    "duty": {"norm": NORM, "state": "done"},
    "withdrawal": {"withdrawn_by": "dhs", "happened_at": "2026-11-29T12:00:00Z"},
    "correction": {"changes": {"box": "1"}, "why": "typing"},
    "tally": {"report": "us/ga/reports/jail-quarterly", "period": "2026-Q3", "n": 7,
              "measure": "inmates_booked",
              "drawn_from": "hand_count"},
    "nil": {"report": "us/il/reports/trust-act-detainers", "period": "2026", "certified": True},
    "report": {"report": "us/il/reports/trust-act-detainers", "period": "2026", "template": DIGEST,
               "figures": DIGEST, "corpus": DIGEST, "up_to": 1, "complete": True},
    "settings": {"retain_years": 5},
    "key": {"public_key": DIGEST},
    "head": {"up_to": 1, "hash": DIGEST, "root": DIGEST, "signature": DIGEST * 2},
    "destroy": {"why": "retention", "approved_by": ["supervisor", "auditor"]},
    "hold": {"state": "set", "why": "audit"},
}  # fmt: skip
UNKNOWN: Final = (
    "inmate_name", "name", "first_name", "dob", "alien_number", "ssn", "phone", "notes", "comment",
    "subject", "country", "status", "remarks", "case_no", "by",
)  # fmt: skip
PRIVATE: Final = ("prior_removal", "lawful_presence", "daca", "in_removal_proceedings")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody made up."""

    name: str
    alien_number: str
    phone: str
    born: str

    def tells(self) -> Iterator[Any]:
        """What is offered of them, as text, number, list and more."""
        plain = "".join(c for c in unicodedata.normalize("NFKD", self.name) if ord(c) < 128)
        word = plain.lower().replace(" ", "_").replace("-", "_").replace("'", "")
        yield from (
            self.name, plain, plain.lower(), plain.upper(), word, f"A{self.alien_number}",
            self.alien_number, int(self.alien_number), self.phone, self.born,
            f"{self.born}T00:00:00Z", [word], {word: word}, {"name": plain}, {word: True},
            f"us/ca/{word}#{word.replace('_', '-')}", f"{word}/{word}", word.replace("_", "-"),
        )  # fmt: skip

    def name_parts(self) -> frozenset[str]:
        """The parts of the name that are long enough to be told from other words: as they are,
        without accents, as JSON escapes them and as bytes of UTF-8."""
        plain = "".join(c for c in unicodedata.normalize("NFKD", self.name) if ord(c) < 128)
        raw = self.name.lower()
        spelled = (plain.lower(), raw, json.dumps(raw).strip('"'), raw.encode().decode("latin-1"))
        return frozenset(p for one in spelled for p in re.split(r"[ -]", one) if len(p) > 4)


def make_people(number: int) -> list[Person]:
    """People made up of the names in `free_texts/made_names.csv`."""
    drawn = random.Random(7)
    with (Path(__file__).parent / "free_texts/made_names.csv").open(encoding="utf-8") as table:
        names = [row["name"] for row in csv.DictReader(table)]
    return [
        Person(
            names[at % len(names)],
            str(drawn.randrange(20_000_000, 999_999_999)),
            f"({drawn.randrange(201, 989)}) 555-{drawn.randrange(1000, 9999)}",
            str(date(1950, 1, 1) + timedelta(days=drawn.randrange(19_000))),
        )
        for at in range(number)
    ]


def list_offers() -> list[tuple[Kind, str]]:
    """Every field of every form, and fields that no form has."""
    fields = [(kind, field) for kind in KINDS for field in FORMS[kind].model_fields]
    return fields + [(kind, field) for kind in KINDS for field in UNKNOWN]


class SimulatedDay:
    """What was written, and everything that was told on the way."""

    def __init__(self, book: Book, corpus: Corpus) -> None:
        self.book, self.corpus = book, corpus
        self.told: list[str] = []
        self.written = self.refused = 0
        self._answers: dict[str, tuple[AnswerBody, ...]] = {}

    def receive(self, person: Person, private: Mapping[str, Any]) -> Entry:
        """A good request, answered with private facts, decided and acted on."""
        body = read_body("request", REQUEST)
        assert isinstance(body, RequestBody)
        known = json.dumps(dict(private))
        if known not in self._answers:
            self._answers[known], _ = answer_request(
                self.corpus.engine, body, place=LA, who="jail", zone="America/Los_Angeles",
                private_facts=private,
            )  # fmt: skip
        entries = [NewEntry("request", body, NEW_CASE)]
        entries += [NewEntry("answer", one, SAME_CASE) for one in self._answers[known]]
        entries += [
            NewEntry(kind, read_body(kind, GOOD[kind]), SAME_CASE) for kind in ("decision", "act")
        ]
        self.written += 1
        return self.book.append(entries, by="clerk-7")[0]

    def offer(self, kind: Kind, field: str, value: Any, request: Entry) -> None:
        """Something personal in a field: as JSON, past the form, as a correction, and as a fact."""
        case = (
            None if kind in ("request", "tally", "nil", "report", "settings") else request.case_no
        )
        target = request.no if kind in ("correction", "destroy") else None
        fields = {**GOOD[kind], field: value}
        for way in (self._as_json, self._unread):
            self._try(lambda way=way: way(kind, fields, case, target))
        self._try(lambda: self._correct(field, value, request))
        self._try(lambda: split_facts(self.corpus.lawbook, {field: value}))
        if isinstance(value, str):
            self._try(lambda: split_facts(self.corpus.lawbook, {value: True}))
            self._try(lambda: self._append(kind, GOOD[kind], case, target, by=f"clerk-{value}"))
            self._try(lambda: self._append(kind, GOOD[kind], value, target))

    def _as_json(
        self, kind: Kind, fields: Mapping[str, Any], case: str | None, target: int | None
    ) -> None:
        self._append(kind, fields, case, target)

    def _unread(
        self, kind: Kind, fields: Mapping[str, Any], case: str | None, target: int | None
    ) -> None:
        good = read_body(kind, GOOD[kind])
        body = good.model_copy(update=dict(fields))
        self.book.append([self._new(kind, body, case, target)], by="supervisor-1")

    def _correct(self, field: str, value: Any, request: Entry) -> None:
        fields = {"changes": {field: value}, "why": "typing"}
        self._append("correction", fields, None, request.no)

    def _append(
        self, kind: Kind, fields: Mapping[str, Any], case: str | None, target: int | None,
        by: str = "supervisor-1",
    ) -> None:  # fmt: skip
        self.book.append([self._new(kind, read_body(kind, fields), case, target)], by=by)

    def _new(self, kind: Kind, body: Any, case: str | None, target: int | None) -> NewEntry:
        if kind == "request":
            return NewEntry(kind, body, NEW_CASE if case is None else case)
        return NewEntry(kind, body, None if kind in ("correction", "hold") else case, target)

    def _try(self, way: Any) -> None:
        try:
            way()
        except RegisterError as refused:
            self.refused += 1
            self.told += [str(refused), json.dumps([str(one) for one in refused.args])]
