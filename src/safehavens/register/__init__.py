"""The register: what was asked, what the law said, what was done. No person is in it.

A book is a list of entries that only grows. `entries/` are its nouns; `chain/` and `store/` keep
them, each agency's in one chain; `book.py` is the only module that writes. All else is worked out
from the entries and can be thrown away: cases (`cases/`), what runs out when (`deadlines/`), the
reports that the law demands (`reports/`). `privacy/` keeps persons out.
"""
