"""What is kept of places and spells of law tells what is worked out anew, around each change."""

import random
from datetime import timedelta

from starlette.testclient import TestClient

from safehavens.api import Corpus
from safehavens.decide.cards.resident_cards import ResidentCards
from safehavens.decide.place_law import PlaceLaw
from safehavens.web.app import create_app
from safehavens.web.parts.place_names import path_of

PLACES = 4


def test_pages_of_places_are_the_same_kept_and_new(corpus: Corpus, client: TestClient) -> None:
    draw = random.Random(23)
    app = create_app(corpus)
    fresh, site, shown = TestClient(app), app.state.site, 0
    for row in draw.sample(list(site.law.lawmakers()), PLACES):
        changes = [one for one in site.law.changes(row.place.id) if one.on.year >= 2005]
        change = draw.choice(changes).on
        days = [change + timedelta(days=step) for step in (-1, 0, 1)]
        for prefix in ("", "/es"):
            path = prefix + path_of(row.place.id)
            kept = [client.get(f"{path}?on={day}").text for day in days]
            site.law, site.residents = PlaceLaw(corpus.engine), ResidentCards(corpus.engine)
            for day, page in zip(days, kept, strict=True):
                assert fresh.get(f"{path}?on={day}").text == page, (path, day)
                shown += 1
    assert shown == PLACES * 6
