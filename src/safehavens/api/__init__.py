"""The Python interface: a Corpus that answers."""

from safehavens.api.questions import NotFound, Questions
from safehavens.api.tables import Tables
from safehavens.api.variants import Variants


class Corpus(Questions, Tables, Variants):
    """The law, read and ready to answer. Immutable: loading other law makes another Corpus.

    Make one with `Corpus.load`.
    """


__all__ = ["Corpus", "NotFound"]
