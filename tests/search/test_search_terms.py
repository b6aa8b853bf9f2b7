"""Terms: numbers of bills, orders and forms are one term however they are written."""

from __future__ import annotations

import pytest

from safehavens.search.search_terms import list_terms, read_query, read_same_words

SAME = read_same_words([["license", "licence", "licencia"], ["police", "policía"]])


@pytest.mark.parametrize(
    ("texts", "term"),
    [
        (("SB54", "SB 54", "sb-54", "S.B. 54", "S. B. 54", "Senate Bill 54"), "sb54"),
        (("HB 318", "H.B. 318", "House Bill 318", "hb318"), "hb318"),
        (("AB-60", "Assembly Bill 60"), "ab60"),
        (("HB19-1124", "HB 19-1124"), "hb191124"),
        (("SB 2-C", "sb2c"), "sb2c"),
        (("EO 14159", "E.O. 14159", "Executive Order 14159"), "eo14159"),
        (("Proposition 187", "Prop. 187", "proposición 187"), "prop187"),
        (("A4071", "A 4071", "A.4071"), "a4071"),
        (("I-200", "I200", "i 200"), "i200"),
        (("I-247A", "I 247A", "i247a"), "i247a"),
        (("287(g)", "287g", "287 (g)"), "287g"),
        (("U visa", "U-visa", "visa U"), "uvisa"),
        (("licence", "Licenses", "licencias", "LICENCIA"), "license"),
        (("policía", "policia", "Police"), "police"),
    ],
)
def test_one_thing_is_one_term(texts: tuple[str, ...], term: str) -> None:
    assert [list_terms(text, SAME) for text in texts] == [[term]] * len(texts)


def test_what_only_looks_like_a_number_of_a_bill() -> None:
    assert list_terms("a 4-day hold", {}) == ["a", "4", "day", "hold"]
    assert list_terms("SB 53-2025", {}) == ["sb53", "2025"]
    assert list_terms("SB 54 a law", {}) == ["sb54", "a", "law"]


def test_small_words_are_left_out_unless_there_are_no_others() -> None:
    assert read_query("can I get a license?", SAME) == (["license"], [])
    assert read_query("what is it", SAME)[0] == ["what", "is", "it"]
    assert read_query("what is it", SAME, keep_small=False)[0] == []


def test_quoted_words_are_a_phrase() -> None:
    assert read_query('the "due process" city', {}) == (
        ["due", "process", "city"],
        [("due", "process")],
    )
