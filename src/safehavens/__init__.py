"""safehavens: the law of safe-haven (sanctuary) jurisdictions, executable.

>>> from safehavens import Corpus
>>> corpus = Corpus.load()
>>> corpus.ask("Chicago, IL", "hold", who="police", on="2024-05-01").verdict
'depends'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from safehavens.api import Corpus, NotFound
    from safehavens.corpus.errors import Finding, LawError
    from safehavens.corpus.places import Match, Place, UnknownPlace
    from safehavens.corpus.reading.law_files import NoLaw
    from safehavens.decide.decision import Decision
    from safehavens.decide.request import BadRequest

__all__ = [
    "BadRequest",
    "Corpus",
    "Decision",
    "Finding",
    "LawError",
    "Match",
    "NoLaw",
    "NotFound",
    "Place",
    "UnknownPlace",
]
__version__ = "0.1.0"

_MODULES: Final = {
    "BadRequest": "decide.request",
    "Corpus": "api.corpus",
    "Decision": "decide.decision",
    "Finding": "corpus.errors",
    "LawError": "corpus.errors",
    "Match": "corpus.places.place",
    "NoLaw": "corpus.reading.law_files",
    "NotFound": "decide.request",
    "Place": "corpus.places.place",
    "UnknownPlace": "corpus.places.place",
}
"""The module of each name; it is imported when the name is first used."""


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
