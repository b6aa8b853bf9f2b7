"""Search: groups, honest counts, pages, places, other words, and whatever strangers type."""

from __future__ import annotations

import random
import sqlite3
import string
import subprocess
import sys
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.decide.request import BadRequest
from safehavens.search import word_index
from safehavens.search.results import KINDS
from safehavens.search.word_index import WEIGHTS, NoSearchEngine, WordIndex

HOSTILE = [
    '"', '""', '"a', "NEAR(", "NEAR(a b, 3)", "*", "a*", "^a", "-a", "a AND", "OR", "NOT x",
    "(", ")", "{name} : x", "name:x", "x" * 10_000, "a " * 5_000, "\0", "a\0b", "\ud800",
    "\udfff sb54", "😀", "中文", "<script>alert(1)</script>", "%", "\\", "$", "§", "’", "  ", "",
    "'; DROP TABLE documents; --", "\n\n", '"due process" city', "ﬁ", "İ", "ß", "٣", "²",
    "HB 99999999", "60614-", "00000", "ocd-division/", "SB", "12 Main St",
    "ocd-division/country:us/state:il",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: repr(words[:20]))
def test_nothing_that_is_typed_is_an_error(corpus: Corpus, words: str) -> None:
    results = corpus.search(words)
    assert results.count == sum(group.count for group in results.groups)


def test_no_random_text_is_an_error(corpus: Corpus) -> None:
    choice = random.Random(20261129)
    signs = string.printable + '"*()^:-{}\ud800\0é’ñ'
    for _ in range(400):
        corpus.search("".join(choice.choice(signs) for _ in range(choice.randrange(40))))


def test_signs_of_the_engine_are_only_text(corpus: Corpus) -> None:
    plain = [hit.id for hit in corpus.search("detainer warrant")]
    assert [hit.id for hit in corpus.search('(detainer) * ^warrant" -')] == plain


@pytest.mark.parametrize("words", ["detainer", "SB54", "Chicago", "licencia de conducir", "jail"])
def test_counts_are_honest_and_pages_are_parts_of_one_list(corpus: Corpus, words: str) -> None:
    results = corpus.search(words, 3)
    best = [group.hits[0].score for group in results.groups]
    assert best == sorted(best, reverse=True)
    for group in results.groups:
        whole = corpus.search(words, 10_000, group=group.kind).groups[0]
        assert whole.count == len(whole.hits) == len({hit.id for hit in whole.hits}) == group.count
        assert whole.hits[:3] == group.hits
        scores = [hit.score for hit in whole.hits]
        assert scores == sorted(scores, reverse=True)
        second = corpus.search(words, 2, group=group.kind, start=2).groups[0]
        assert second.hits == whole.hits[2:4]


def test_a_group_that_is_not_there(corpus: Corpus) -> None:
    with pytest.raises(BadRequest, match=r"There is no group 'lawz'; did you mean law\?"):
        corpus.search("jail", group="lawz")
    for kind in KINDS:
        assert {group.kind for group in corpus.search("jail", group=kind).groups} <= {kind}


def test_all_words_before_some_of_them(corpus: Corpus) -> None:
    assert corpus.search("detainer warrant").whole
    some = corpus.search("zzzzzz detainer warrant")
    assert not some.whole
    assert some.count


def test_a_whole_word_comes_before_its_beginning(corpus: Corpus) -> None:
    """`trust` finds trust; `trus`, which nobody writes, what begins so."""
    index = WordIndex([("trust act", *[""] * 5), ("trustee board", *[""] * 5)])
    assert index.match("trust") == {0: WEIGHTS["name"]}
    assert set(index.match("trus")) == {0, 1}
    assert max(index.match("trus").values()) < WEIGHTS["name"]


def test_endings_do_not_matter(corpus: Corpus) -> None:
    laws = [
        [hit.id for hit in corpus.search(words, 10, group="rule")]
        for words in ("courthouse arrest", "courthouse arrests", "COURTHOUSE Arresting")
    ]
    assert laws[0] == laws[1] == laws[2] != []


def test_a_misspelled_word_is_read_and_told(corpus: Corpus) -> None:
    assert corpus.search("chicgo").read_as == {"chicgo": "chicago"}
    assert corpus.search("greenlight").read_as == {"greenlight": "green light"}
    assert corpus.search("chicago").read_as == {}
    assert corpus.search("qqqqqqq").read_as == {}


def test_quoted_words_stand_together(corpus: Corpus) -> None:
    loose = corpus.search("act trust", 10_000, group="law").count
    together = corpus.search('"trust act"', 10_000, group="law").count
    assert 0 < together < loose
    assert not corpus.search('"act trust"', group="law").groups


def test_a_place_among_the_words_goes_with_the_question(corpus: Corpus) -> None:
    results = corpus.search("can police in Houston ask about immigration status")
    card = next(iter(results))
    assert (card.kind, card.who, card.action) == ("card", "police", "inquire_status")
    assert card.place == results.place
    assert corpus.gazetteer.get(str(card.place)).name == "Houston, Texas"


@pytest.mark.parametrize("words", ["trust act", "SB 4", "sanctuary law", "in or me", "hold", "id"])
def test_words_that_are_places_too_are_no_places(corpus: Corpus, words: str) -> None:
    assert corpus.search(words).place is None


def test_what_a_question_takes_as_known_goes_with_it(corpus: Corpus) -> None:
    card = next(iter(corpus.search("ice agents in schools")))
    assert card.facts["warrant"] == "administrative"


def test_both_languages_lead_to_the_same_questions(corpus: Corpus) -> None:
    for english, spanish in [
        ("can my child go to school", "¿puede mi hijo ir a la escuela?"),
        ("drivers license", "licencia de conducir"),
        ("can police ask my status", "¿me puede preguntar la policía por mi estatus?"),
    ]:
        assert next(iter(corpus.search(english))).id == next(iter(corpus.search(spanish))).id


def test_an_index_of_nothing() -> None:
    assert WordIndex([]).match("jail") == {}


class _Without:
    """A SQLite that was built without FTS5."""

    def execute(self, sql: str, *_: object) -> None:
        raise sqlite3.OperationalError("no such module: fts5")


def test_without_fts5_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index.sqlite3, "connect", lambda *_, **__: _Without())
    with pytest.raises(NoSearchEngine, match="Search needs SQLite with FTS5"):
        WordIndex([])
    with pytest.raises(BadRequest, match="was built without it"):
        Corpus.load().search("jail")


def test_nobody_pays_for_search_but_who_searches(tmp_path: Path) -> None:
    code = (
        "import sys; from safehavens import Corpus; c = Corpus.load(); "
        "c.ask('Chicago', 'hold', who='police'); "
        "assert not {'sqlite3', 'safehavens.search.searcher'} & sys.modules.keys(); "
        "c.search('jail'); assert 'sqlite3' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
