"""A request that is refused before, or while, it is read."""

from __future__ import annotations


class Refusal(Exception):
    """Ends a request with an answer.

    Attributes
    ----------
    status : int
        The HTTP status of the answer.
    detail : str
        One sentence, in English; None has the sentence of its status.
    close : bool
        Whether the connection ends with it, because part of the request is still to come.
    retry_after : int
        Seconds after which the client may try again; 0 says nothing of it.
    """

    def __init__(
        self, status: int, detail: str | None = None, *, close: bool = False, retry_after: int = 0
    ) -> None:
        super().__init__(detail or status)
        self.status = status
        self.detail = detail
        self.close = close
        self.retry_after = retry_after
