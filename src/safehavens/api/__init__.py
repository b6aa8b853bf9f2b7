"""The Python interface: a Corpus that answers."""

from safehavens.api.corpus import Corpus
from safehavens.api.holdings import NotFound

__all__ = ["Corpus", "NotFound"]
