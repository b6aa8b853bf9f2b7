"""Surveys of all places: a few at a time, as each takes a second or more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import HTTPException
from starlette.requests import Request

from safehavens.http.limits import Limits
from safehavens.http.long_work import NoSlot, StopSignal, TookTooLong, WorkSlots

_Result = TypeVar("_Result")


class SurveyWork:
    """Makes surveys in threads of their own."""

    def __init__(self, limits: Limits) -> None:
        self._slots = WorkSlots(
            limits.surveys_at_once, limits.survey_seconds, limits.surveys_waiting
        )

    async def run(self, request: Request, work: Callable[[StopSignal], _Result]) -> _Result:
        """Make one. Raises HTTPException 503 where too many are under way, or it takes too long."""
        try:
            return await self._slots.run(request.receive, work)
        except (NoSlot, TookTooLong):
            raise HTTPException(503, headers={"Retry-After": "2"}) from None


def surveys_of(request: Request) -> SurveyWork:
    """Where the surveys of an application are made."""
    surveys: SurveyWork = request.app.state.surveys
    return surveys
