"""Screen: verdicts for a table of requests, at memory speed.

`safehavens.screen.screener.Screener` is the way in.
"""

from safehavens.decide.request import BadRequest

try:
    import narwhals  # noqa: F401
    import numpy  # noqa: F401
    import pyarrow  # noqa: F401
except ImportError:  # pragma: no cover - the development environment has all three
    raise BadRequest(
        "Screening needs narwhals, numpy and pyarrow: install them with "
        "pip install 'safehavens[tables]'."
    ) from None
