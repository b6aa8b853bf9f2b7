"""Policy measured by how it behaves: verdicts on probes by place and time, and indices of them."""

from safehavens.decide.request import BadRequest

try:
    import numpy  # noqa: F401
    import pyarrow  # noqa: F401
except ImportError:  # pragma: no cover - the development environment has both
    raise BadRequest(
        "A panel needs numpy and pyarrow: install them with pip install 'safehavens[tables]'."
    ) from None
