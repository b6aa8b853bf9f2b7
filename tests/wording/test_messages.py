"""Messages of the code below, as it says them, are told in Spanish."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.cli.unforeseen import OF_THE_MACHINE, describe_failure
from safehavens.corpus.places import UnknownPlace
from safehavens.decide.request import BadRequest, check_day
from safehavens.decide.survey.cited_sources import read_age, read_seen
from safehavens.files.whole import CannotWrite, check_target
from safehavens.wording.languages import ENGLISH, load_language
from safehavens.wording.translated.command_refusals import COMMAND_REFUSALS
from safehavens.wording.translated.messages import SENTENCES, _find, translate_message
from safehavens.wording.translated.register_refusals import REGISTER_REFUSALS

SPANISH = load_language("es")
PLACES = [
    "Springfield", "New York", "LA", "Washington", "Hollywood", "60614", "17031", "1", "51515",
    "Nashville", "Boston Proper", "Brooklyn", "Harlem", "chicgo", "zzzzz", "x" * 201, "?!", "99999",
    "1200 N Ashland Ave, Chicago, IL", "1200 N Ashland Ave", "12 Main Street, Zzzzqq, IL",
    "Chicago Police Department", "LAPD", "Zzzqq Police Department", "Houston ISD", "Navajo Nation",
    "O'Hare Airport", "Baltimore Sheriff", "Georgia", "Kansas City", "Jackson", "10001", "96860",
    "02001", "46113", "Rikers Island",
]  # fmt: skip
"""What people type into the box for a place."""
WORDS = [
    {"action": "holdd"}, {"action": "xyzzy"}, {"who": "sherif"}, {"who": "xyzzy"},
    {"on": "31/02/2024"}, {"on": "yesterday-ish"}, {"on": "3/4/2024"}, {"on": "2024"},
    {"on": "May 2024"}, {"warrant": "xyzzy"}, {"warant": "none"}, {"place": ""},
]  # fmt: skip
"""What is wrong, or read, in a question."""


def said(corpus: Corpus) -> Iterator[str]:
    """Messages and notes, as they are said."""
    for text in PLACES:
        try:
            note = corpus.place(text).note
        except UnknownPlace as error:
            note = str(error)
        if note:
            yield note
    for words in WORDS:
        asked: dict[str, object] = {"place": "Chicago", "who": "jail", "action": "hold", **words}
        place, who, action = (asked.pop(name) for name in ("place", "who", "action"))
        try:
            read = corpus.reader.read(place, who, action, asked.pop("on", "2024-05-01"), asked)
        except (BadRequest, UnknownPlace) as error:
            yield str(error)
        else:
            yield from read.notes
    for on in (date(1700, 5, 14), date(2999, 1, 1)):
        with pytest.raises(BadRequest) as caught:
            check_day(corpus.lawbook, "hold", on)
        yield str(caught.value)


def test_what_people_are_told_is_told_in_spanish(corpus: Corpus) -> None:
    messages = list(said(corpus))
    assert len(messages) > 35
    missing = [text for text in messages if translate_message(SPANISH, text) is None]
    assert not missing, "\n".join(missing)
    assert all(translate_message(ENGLISH, text) == text for text in messages)


def test_sentences_are_said(corpus: Corpus) -> None:
    """Half of the sentences are met here, so that one that changes is missed."""
    met = set()
    for text in (*said(corpus), *refusals(corpus)):
        rest = text
        while rest and (found := _find(rest)):
            met.add(found[0])
            rest = found[2]
    rare = len(COMMAND_REFUSALS) + len(REGISTER_REFUSALS)  # tried below, by kind
    assert len(met) > 0.5 * (len(SENTENCES) - rare), sorted(set(SENTENCES) - met)


def refusals(corpus: Corpus) -> Iterator[str]:
    """What the machine refuses, what nobody foresaw, what no list of sources can be asked for."""
    for number in sorted(OF_THE_MACHINE):
        yield describe_failure(OSError(number, os.strerror(number), "/data/table.csv"))[0]
        yield describe_failure(OSError(number, os.strerror(number)))[0]
    yield describe_failure(MemoryError())[0]
    yield describe_failure(ZeroDivisionError())[0]
    try:
        corpus.place(7)  # type: ignore[arg-type]
    except (AttributeError, TypeError) as error:
        yield describe_failure(error)[0]
    for read, text in ((read_seen, "bogus"), (read_age, "abc"), (read_age, "999y")):
        with pytest.raises(BadRequest) as caught:
            read(text)
        yield str(caught.value)
    with pytest.raises(BadRequest) as caught:
        corpus.sources(host="nowhere.example")
    yield str(caught.value)
    for path in ("/", "/dev/null", "/nowhere/table.csv"):
        with pytest.raises(CannotWrite) as refused:
            check_target(Path(path))
        yield str(refused.value)


def test_refusals_are_told_in_spanish(corpus: Corpus) -> None:
    told = list(refusals(corpus))
    assert len(told) > 30
    assert not [text for text in told if translate_message(SPANISH, text) is None]
    full = describe_failure(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a.csv"))[0]
    assert translate_message(SPANISH, full) == (
        "No se puede usar a.csv: no queda espacio en el dispositivo."
    )
    assert not [text for text in told if "--json" in text]


REFUSED = (
    "Say which agency is asked about: --who with one of police, sheriff.",
    "'xyzzy' cannot be placed; write a fact as FACT=VALUE, such as warrant=judicial, and put a "
    "place or a phrase of several words in quotes.",
    "The fact warrant is given twice.",
    "Choose one format: --json or --markdown.",
    "There is no probe 'bogus'. `safehavens panel --list` lists them.",
    "x.bmp is not a valid name for a picture; it must end in .svg, .png or .html.",
    "17 laws have the words 'trust'; write the id: us/ca/trust-act, us/ct/trust-act, …",
    "/nope.yaml cannot be read: No such file or directory.",
    "one.csv is empty.",
    "a.yaml, line 1: the file is empty.",
    "a.yaml, line 2: not YAML: did not find expected node content.",
    "a.csv has fewer than 99 lines, so --skip 99 skips all.",
    "--skip takes a number of lines from 0, not -1.",
    "'ab' is not a delimiter; write one sign, such as ';', or comma, semicolon, tab, pipe.",
    "'a b' is not a valid name of a table; write it as in SQL, such as schema.requests.",
    "'daily' is not a valid freq; allowed: spell, month, quarter, year.",
    "'pie' is not a kind of picture; allowed: map, harvest, forest, funnel.",
    "'magic' is nothing that is measured; allowed: crime, trust.",
    "2024-01-01 is before 2025-01-01; the last day must not be before the first.",
    "The last day, 2024-01-01, is before the first day, 2025-01-01.",
    "The server cannot listen at 127.0.0.1, port 80: Permission denied.",
    "The table has no column 'date' (its columns: place, who, action); map one (--map "
    "THEIRS=date), or give one value for all rows (--on). --guess proposes a map.",
    "There is no register nope.db; `safehavens register init` makes one.",
    "form: allowed are I-247A, I-200. zone: not a time zone, such as America/Chicago.",
    "facts, warrant: allowed are none, administrative, judicial.",
    "decided_at: a time needs its zone, such as 2026-11-29T03:12-08:00. case_no: missing.",
    "Usage: safehavens where [OPTIONS] {ACTION [FACT=VALUE]...}",
    "Error: Missing option '--verdict'.",
    "Error: No such option: --group",
)


def test_refusals_of_commands_are_told_in_spanish() -> None:
    told = {text: translate_message(SPANISH, text) for text in REFUSED}
    assert not [text for text, spanish in told.items() if spanish is None]
    assert told["Choose one format: --json or --markdown."] == (
        "Elija un solo formato: --json o --markdown."
    )


def test_several_mistakes_and_lists_of_words_are_told_line_by_line(corpus: Corpus) -> None:
    spanish = SPANISH.over(corpus.lawbook.vocabulary.translations)
    with pytest.raises(BadRequest) as caught:
        corpus.reader.read("Chicago", "jal", "transfer custody thing", "99/99/2026", {})
    told = translate_message(spanish, str(caught.value))
    assert told is not None
    assert "\n  transfer: entregar a una persona" in told
    assert "“jal” no es un tipo de agencia" in told


def test_names_and_days_are_told_in_spanish_too(corpus: Corpus) -> None:
    told = translate_message(SPANISH, "Read as New York (the state); there is also Cook County.")
    assert told == "Se leyó como Nueva York (estado); también existe Condado de Cook."
    told = translate_message(SPANISH, "The answer is the same through 2024-05-31.")
    assert told == "La respuesta es la misma hasta el 31 de mayo de 2024."
    assert translate_message(SPANISH, "Nothing that anybody says.") is None
    assert translate_message(SPANISH, "Read as Chicago, Illinois. Nothing else is known.") is None
