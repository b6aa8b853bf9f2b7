"""Phrases as people type them, against a table made by a reader who had not seen the code."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.corpus.words.word_reader import UnreadableWord


def rows_of(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


PHRASES = rows_of("phrases.csv")
FRESH = rows_of("fresh_phrases.csv")
SECOND = rows_of("second_phrases.csv")


def read(corpus: Corpus, kind: str, phrase: str) -> set[str]:
    """What a phrase is read as: one meaning, several to choose from, or none."""
    words = corpus.reader.words
    try:
        if kind == "action":
            return {words.action(phrase).id}
        if kind == "who":
            return {words.who(phrase).id}
        if kind == "fact":
            return {words.fact(phrase).id}
        if kind == "value":
            name, _, text = phrase.partition("=")
            fact = corpus.fact(words.fact(name).id)
            value = words.value(fact, text)
            return {f"{fact.name}={value}"} if value in fact.values else set()
        flag = words.value(corpus.fact("convicted_felony"), phrase)
        return {str(flag).lower() if flag is not None else "unknown"} - {phrase.lower()} or (
            {phrase.lower()} & {"true", "false", "unknown"}
        )
    except UnreadableWord as error:
        return set(error.candidates) if error.sure else set()


@pytest.mark.parametrize(
    ("rows", "least", "share"),
    [(PHRASES, 900, 0.95), (FRESH, 180, 0.95), (SECOND, 71, 0.9)],
    ids=["phrases", "fresh", "second"],
)
def test_phrases_are_read(
    corpus: Corpus, rows: list[dict[str, str]], least: int, share: float
) -> None:
    to_read = [row for row in rows if row["wanted"] and row["kind"] != "flag"]
    right = wrong = 0
    for row in to_read:
        wanted, meanings = set(row["wanted"].split(";")), read(corpus, row["kind"], row["phrase"])
        right += bool(meanings) and (wanted <= meanings or meanings <= wanted)
        wrong += bool(meanings) and not meanings & wanted
    assert len(to_read) >= least
    assert wrong == 0
    assert right >= share * len(to_read)


@pytest.mark.parametrize("kind", ["action", "who"])
def test_phrases_that_say_nothing_are_not_read(corpus: Corpus, kind: str) -> None:
    vague = [row["phrase"] for row in PHRASES if row["kind"] == kind and not row["wanted"]]
    taken = [phrase for phrase in vague if len(read(corpus, kind, phrase)) == 1]
    assert len(vague) >= 25
    assert len(taken) <= 2, taken


@pytest.mark.parametrize("rows", [FRESH, SECOND], ids=["fresh", "second"])
def test_fresh_phrases_that_say_nothing_are_not_read(
    corpus: Corpus, rows: list[dict[str, str]]
) -> None:
    vague = [(row["kind"], row["phrase"]) for row in rows if not row["wanted"]]
    assert len(vague) >= 20
    assert [phrase for kind, phrase in vague if len(read(corpus, kind, phrase)) == 1] == []


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("warrant", "not signed by a judge", None),
        ("warrant", "the judge didn't sign it", None),
        ("warrant", "orden no firmada por un juez", None),
        ("warrant", "not an ICE warrant", None),
        ("warrant", "signed by an immigration judge", None),
        ("warrant", "they do not have a warrant", "none"),
        ("warrant", "sin orden judicial", "none"),
        ("charged_with", "not a felony", None),
        ("purpose", "not criminal", None),
        ("location", "not at a school", None),
        ("area", "not private", None),
        ("area", "isn't open to the public", "nonpublic"),
    ],
)
def test_a_denied_value_is_not_the_value(
    corpus: Corpus, fact: str, text: str, value: str | None
) -> None:
    assert corpus.reader.words.value(corpus.fact(fact), text) == (value or text)


@pytest.mark.parametrize("text", ["not a minor", "never deported", "not convicted of a felony"])
def test_a_denied_fact_is_not_the_fact(corpus: Corpus, text: str) -> None:
    assert read(corpus, "fact", text) == set()


@pytest.mark.parametrize(
    ("kind", "phrase", "meanings"),
    [
        ("who", "night shift nurse", {"hospital"}),
        ("who", "police union", set()),
        ("who", "the weather service", set()),
        ("who", "juez de inmigración", set()),
        ("action", "transfer an inmate to the Border Patrol", {"transfer"}),
        ("action", "transfer an inmate to another jail", set()),
        ("action", "detain a drunk driver", set()),
        ("action", "fix the parking lot", set()),
    ],
)
def test_what_a_phrase_is_about_decides(
    corpus: Corpus, kind: str, phrase: str, meanings: set[str]
) -> None:
    assert read(corpus, kind, phrase) == meanings


@pytest.mark.parametrize("row", [r for r in PHRASES if r["kind"] == "flag" and r["wanted"]],
                         ids=lambda row: row["phrase"])  # fmt: skip
def test_flags(corpus: Corpus, row: dict[str, str]) -> None:
    value = corpus.reader.words.value(corpus.fact("convicted_felony"), row["phrase"])
    assert value is {"true": True, "false": False, "unknown": None}[row["wanted"]]


@pytest.mark.parametrize(
    ("word", "never"),
    [
        ("detainer", "transfer"),
        ("I-247A", "transfer"),
        ("withhold funds", "hold"),
        ("turn over records", "transfer"),
        ("notify the inmate", "notify_release"),
        ("refuse entry to ICE", "hold"),
    ],
)
def test_no_reading_reverses_the_question(corpus: Corpus, word: str, never: str) -> None:
    assert never not in read(corpus, "action", word)


def test_a_word_of_the_vocabulary_is_read_without_a_note(corpus: Corpus) -> None:
    for action in corpus.lawbook.vocabulary.actions:
        assert corpus.reader.words.action(action).note is None
        assert corpus.reader.words.action(action.upper().replace("_", " ")).id == action


def test_corrections_are_prisons_of_a_state_and_a_jail_of_a_county(corpus: Corpus) -> None:
    assert corpus.reader.words.who("corrections", "state").id == "prison"
    assert corpus.reader.words.who("corrections", "county").id == "jail"
    with pytest.raises(UnreadableWord, match="more than one agency kind") as error:
        corpus.reader.words.who("corrections")
    assert set(error.value.candidates) == {"jail", "prison"}
