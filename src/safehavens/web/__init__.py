"""The web: pages for people and an HTTP interface for programs. Thin; keeps nothing of anybody.

`safehavens.web.app.create_app` is the way in.
"""

from safehavens.decide.request import BadRequest

try:
    import babel  # noqa: F401
    import fastapi  # noqa: F401
    import jinja2  # noqa: F401
    import uvicorn  # noqa: F401
except ImportError:  # pragma: no cover - the development environment has all four
    raise BadRequest(
        "The web needs fastapi, jinja2, babel and uvicorn: install them with "
        "pip install 'safehavens[web]'."
    ) from None
