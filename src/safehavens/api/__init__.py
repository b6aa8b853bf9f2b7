"""The Python interface: a Corpus that answers."""

from safehavens.api.corpus import Corpus
from safehavens.decide.request import NotFound

__all__ = ["Corpus", "NotFound"]
