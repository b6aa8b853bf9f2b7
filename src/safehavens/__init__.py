"""safehavens: the law of safe-haven (sanctuary) jurisdictions, executable.

>>> from safehavens import Corpus
>>> corpus = Corpus.load()
>>> corpus.ask("Chicago, IL", "hold", who="police", on="2024-05-01").verdict
'depends'
"""

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
