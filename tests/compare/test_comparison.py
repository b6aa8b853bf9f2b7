"""Places compared and ordered on the shipped corpus, and their words."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from safehavens import Corpus
from safehavens.cli.commands.comparisons.order import order_places
from safehavens.compare.comparison import ComparedAction
from safehavens.compare.strictness import ORDERS, usual_strictness
from safehavens.decide.request import BadRequest
from safehavens.pictures.answer_colors import LIGHT, paint
from safehavens.pictures.hasse_svg import describe_order, draw_hasse

DAY = date(2024, 5, 1)


def only(corpus: Corpus, a: str, b: str, action: str, who: str) -> ComparedAction:
    (item,) = corpus.compare(a, b, action=action, who=who, on=DAY).actions
    return item


def test_the_trust_act_and_the_values_act(corpus: Corpus) -> None:
    assert only(corpus, "Illinois", "California", "hold", "jail").relation == "equal"
    transfer = only(corpus, "Illinois", "California", "transfer", "jail")
    assert transfer.relation == "more"
    assert transfer.less is None
    assert transfer.more is not None
    assert (transfer.more.a.verdict, transfer.more.b.verdict) == ("prohibited", "permitted")
    notify = only(corpus, "Illinois", "California", "notify_release", "jail")
    assert notify.relation == "neither"


@pytest.mark.parametrize("order", list(ORDERS))
def test_z3_comes_to_the_same(corpus: Corpus, order: str) -> None:
    pytest.importorskip("z3")
    for a, b in (("Illinois", "California"), ("Austin, TX", "New York, NY")):
        found = corpus.compare(a, b, on=DAY, order=order, check=True)
        assert any(item.checked for item in found.actions)


def test_sides_are_mirrors(corpus: Corpus) -> None:
    mirror = {"equal": "equal", "more": "less", "less": "more", "neither": "neither"}
    there = corpus.compare("Texas", "California", on=DAY, who="jail")
    back = corpus.compare("California", "Texas", on=DAY, who="jail")
    assert [mirror[i.relation] for i in there.actions] == [i.relation for i in back.actions]


def test_requests_shown_are_answered_as_shown(corpus: Corpus) -> None:
    found = corpus.compare("Chicago, IL", "Houston, TX", on=DAY)
    for item in found.actions:
        ranked = ORDERS[item.order]
        for shown, sign in ((item.more, 1), (item.less, -1)):
            if shown is not None:
                a, b = ranked.index(shown.a.verdict), ranked.index(shown.b.verdict)
                assert (b - a) * sign > 0
                assert shown.who in item.who


def test_one_place_at_two_dates(corpus: Corpus) -> None:
    (hold,) = corpus.compare(
        "New York, NY", action="hold", who="jail", on="2011-01-01", on_b="2015-06-01"
    ).actions
    assert hold.relation == "less"
    (same,) = corpus.compare("New York, NY", action="hold", who="jail", on=DAY, on_b=DAY).actions
    assert same.same_norms


def test_under_other_law(corpus: Corpus) -> None:
    other = corpus.without(["us/ca/values-act#transfer"])
    found = corpus.compare("California", action="transfer", who="jail", on=DAY, other=other)
    assert [item.relation for item in found.actions] == ["more"]


def test_the_usual_order_of_an_action(corpus: Corpus) -> None:
    assert usual_strictness(corpus.lawbook, "hold") == "limiting"
    assert usual_strictness(corpus.lawbook, "provide_services") == "serving"
    assert usual_strictness(corpus.lawbook, "retaliate_on_status") == "limiting"


def test_serving_is_limiting_turned_round() -> None:
    assert ORDERS["serving"] == ORDERS["limiting"][::-1]
    assert {frozenset(ranked) for ranked in ORDERS.values()} == {frozenset(ORDERS["limiting"])}


def test_the_order_of_states(corpus: Corpus) -> None:
    found = order_places(corpus, ["states"], "hold", "jail", DAY, None)
    rank = {place: i for i, r in enumerate(found.ranks) for place in r.places}
    assert rank["California"] == rank["Illinois"]
    assert len(rank) == len(corpus.gazetteer.states())

    def under(i: int) -> set[int]:
        return {i, *(x for b in found.ranks[i].below for x in under(b))}

    assert rank["Texas"] in under(rank["California"])
    assert rank["California"] not in under(rank["Texas"])
    for a, b in found.apart:
        assert a not in under(b)
        assert b not in under(a)
    count = len(found.ranks)
    comparable = sum(len(under(i)) - 1 for i in range(count))
    assert comparable + len(found.apart) == count * (count - 1) // 2
    assert len(describe_order(found)) == count
    root = ET.fromstring(draw_hasse(found))  # noqa: S314
    texts = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert "California" in texts


def test_an_order_says_what_answers_rest_on_on_two_days(corpus: Corpus) -> None:
    names = ["Illinois", "Texas", "Wyoming"]
    first, second = (
        order_places(corpus, names, "hold", "jail", date(year, 5, 1), None) for year in (2012, 2024)
    )
    for found in (first, second):
        for one in found.usual:
            said = corpus.ask(one.place, "hold", who="jail", on=found.on)
            searched = all(level.searched for level in said.coverage)
            assert (one.verdict, one.basis, one.searched) == (said.verdict, said.basis, searched)
    assert [one.verdict for one in second.usual if one.place == "Texas"] == ["required"]
    svg = draw_hasse(second, first)
    root = ET.fromstring(svg)  # noqa: S314
    texts = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    titles = [text for text in texts if text.startswith("Who limits")]
    assert [title.rpartition(", ")[2] for title in titles] == ["2012", "2024"]
    assert "Not required, not searched in full" in texts
    assert paint("not_required", True) in svg
    assert f'fill="{LIGHT["required"]}"' in svg


def test_bad_questions_are_one_sentence(corpus: Corpus) -> None:
    with pytest.raises(BadRequest, match="no order of strictness"):
        corpus.compare("Illinois", "California", order="strict")
    with pytest.raises(BadRequest, match="is not an action"):
        corpus.compare("Illinois", "California", action="hol")
    with pytest.raises(BadRequest, match="two places"):
        order_places(corpus, ["Texas"], "hold", None, DAY, None)
