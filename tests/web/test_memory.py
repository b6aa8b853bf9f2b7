"""A server that has nothing to do gives back the memory that it no longer needs."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvicorn

from safehavens import Corpus
from safehavens.http.limits import LIMITS
from safehavens.http.serving import memory, server
from safehavens.http.serving.guarded_protocol import Connections


async def _app(scope: object, receive: object, send: object) -> None:
    """Never asked."""


def test_memory_is_given_back_once_after_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    monkeypatch.setattr(server, "give_back_memory", lambda: given.append(1))
    guard = Connections(LIMITS, most=10)
    one = server._Server(uvicorn.Config(_app, lifespan="off"), guard, None, False)

    async def rest(answered: int) -> int:
        one.server_state.total_requests = answered
        await one.rest()
        return len(given)

    async def run() -> list[int]:
        return [await rest(answered) for answered in (0, 0, 5, 9, 9, 9, 12, 12)]

    # nothing answered yet; busy; at rest, once; busy; at rest
    with ThreadPoolExecutor(1) as apart:  # a browser's tests leave a loop running in this thread
        assert apart.submit(asyncio.run, run()).result() == [0, 0, 0, 0, 1, 1, 1, 2]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc; glibc's allocator")
def test_what_is_free_is_given_back() -> None:
    blocks = [bytes(100_000) for _ in range(800)]  # each too small to be the system's own
    kept = blocks[::40]  # so that free ones lie between
    del blocks
    before = memory.measure_memory()
    memory.give_back_memory()
    assert memory.measure_memory() <= before
    assert len(kept) == 20


def test_timelines_that_are_found_at_once_are_bounded(
    monkeypatch: pytest.MonkeyPatch, corpus: Corpus
) -> None:
    from safehavens.decide import engine as module

    monkeypatch.setattr(module, "_MOST_SHARED", 30)
    engine = module.Engine(corpus.lawbook, corpus.engine.conditions, corpus.gazetteer)
    places = [place.id for place in corpus.gazetteer.counties()][:40]
    for place in places:
        for action in ("hold", "transfer", "inquire_status"):
            found = engine.timeline(place, "jail", action)
            again = engine.timeline(place, "jail", action)
            assert found is again
            assert found.days == corpus.engine.timeline(place, "jail", action).days
    assert len(engine._by_extent) <= 30
