"""Phrases as people type them, against a table made by a reader who had not seen the code."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.corpus.words.word_reader import UnreadableWord

PHRASES = list(csv.DictReader(Path(__file__).with_name("phrases.csv").open(encoding="utf-8")))


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


def test_phrases_are_read(corpus: Corpus) -> None:
    to_read = [row for row in PHRASES if row["wanted"] and row["kind"] != "flag"]
    right = wrong = 0
    for row in to_read:
        wanted, meanings = set(row["wanted"].split(";")), read(corpus, row["kind"], row["phrase"])
        right += bool(meanings) and (wanted <= meanings or meanings <= wanted)
        wrong += bool(meanings) and not meanings & wanted
    assert len(to_read) > 900
    assert wrong == 0
    assert right >= 0.95 * len(to_read)


@pytest.mark.parametrize("kind", ["action", "who"])
def test_phrases_that_say_nothing_are_not_read(corpus: Corpus, kind: str) -> None:
    vague = [row["phrase"] for row in PHRASES if row["kind"] == kind and not row["wanted"]]
    taken = [phrase for phrase in vague if len(read(corpus, kind, phrase)) == 1]
    assert len(vague) >= 25
    assert len(taken) <= 2, taken


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
