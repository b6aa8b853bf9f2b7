"""A place's latest and next changes of law."""

from __future__ import annotations

from datetime import date

from safehavens import Corpus
from safehavens.decide.survey.latest_changes import pick_latest, pick_next

ON = date(2026, 11, 29)


def test_every_level_is_told_and_five_at_least(corpus: Corpus) -> None:
    place = corpus.place("Denver, CO").place.id
    changes = corpus.place_law.law_changes(place)
    shown = pick_latest(changes, ON)
    before = [change for change in changes if change.on <= ON]
    assert len(shown) >= 5
    for level in {change.level for change in before}:
        newest = [change for change in before if change.level == level][:2]
        assert all(change in shown for change in newest)
    assert [change.on for change in shown] == sorted((c.on for c in shown), reverse=True)
    assert all(change.on <= ON for change in shown)


def test_next_is_the_first_day_after(corpus: Corpus) -> None:
    place = corpus.place("Harris County, TX").place.id
    changes = corpus.place_law.law_changes(place)
    coming = pick_next(changes, ON)
    assert {change.on for change in coming} == {date(2026, 12, 1)}
    assert min(change.on for change in changes if change.on > ON) == date(2026, 12, 1)
    assert pick_next(changes, date(2199, 1, 1)) == ()


def test_answers_that_the_next_change_makes_others(corpus: Corpus) -> None:
    overview = corpus.overview("Harris County, TX", ON)
    assert overview.next_answers
    for changed in overview.next_answers:
        for who in changed.who:
            was, will_be = (
                corpus.ask(overview.place, changed.action, who=who, on=day)
                for day in (ON, overview.next[0].on)
            )
            assert (was.verdict, was.basis) == (changed.before, changed.basis_before)
            assert (will_be.verdict, will_be.basis) == (changed.verdict, changed.basis)
