"""The proofs of residents' cards, kept for the next start of a server of the same law and code."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from datetime import date

from safehavens.files.signed_files import read_signed, write_signed
from safehavens.logic.kept.pickled_nouns import read_nouns, write_nouns
from safehavens.web.site import Site


def recall_proofs(site: Site) -> None:
    """Take what an earlier server proved, if anything is kept of this law and code."""
    with suppress(Exception):  # whatever is wrong with it: all is proved anew
        kept, since = read_nouns(read_signed(_name(site)))
        for proofs, of_kind in zip(site.residents.proofs, kept, strict=True):
            proofs.recall(of_kind)
        site.residents.proved_since = date.fromisoformat(since) if since else None


def keep_proofs(site: Site) -> bool:
    """Keep what is proved by now, where anything can be kept (`signed_files.write_signed`).

    Returns
    -------
    bool
        Whether it is kept.
    """
    since = site.residents.proved_since
    proved = [one.name_all() for one in site.residents.proofs]
    return write_signed(_name(site), write_nouns((proved, since.isoformat() if since else "")))


def _name(site: Site) -> str:
    """Of the law, of the code, and of the Python that reads it."""
    made_by = f"{sys.version_info[:2]} {site.corpus.version} {site.code}"
    return f"{hashlib.sha256(made_by.encode()).hexdigest()}.proofs"
