"""What residents' cards say, proved for every place with law before anybody asks.

Several processes take places in turn, those of a state together, and hand back what they proved.
What none of them handed back is proved by the one that started them.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any, Final, NoReturn

from safehavens.corpus.places.division import level, short
from safehavens.logic.kept.pickled_nouns import read_nouns, write_nouns
from safehavens.web.kept_proofs import keep_proofs
from safehavens.web.site import Site

_YEARS: Final = 20
"""As many years back cards are proved."""
_INDEX_BYTES: Final = 2

_log: Final = logging.getLogger("safehavens.web")


def prove_cards(site: Site, processes: int | None = None) -> bool:
    """Prove what residents' cards said on any day of twenty years, and will say, at every place
    that has law and in its county, but what was recalled of an earlier server; and keep it.

    It takes a minute of a processor the first time under a law, and no time after that. Call it
    before any thread is started.

    Parameters
    ----------
    site : Site
    processes : int, optional
        As many share the work; one for each core that may be used, if left out.

    Returns
    -------
    bool
        Whether it is kept for the next server.
    """
    since = date(site.today().year - _YEARS, 1, 1)
    if site.residents.proved_since is not None and site.residents.proved_since <= since:
        return True
    _log.info("Proving what residents' cards say: once for this law")
    began = time.monotonic()
    shares = _share_places(site)
    count = min(processes or _count_cores(), len(shares))
    if count > 1 and hasattr(os, "fork"):
        for proved in _prove_together(site, shares, since, count):
            for proofs, of_kind in zip(site.residents.proofs, proved, strict=True):
                proofs.recall(of_kind)
    for share in shares:
        for _ in site.residents.prove_ahead(share, since):
            pass
    site.residents.proved_since = since
    is_kept = keep_proofs(site)
    then = "kept for the next start" if is_kept else "nothing could be kept for the next start"
    _log.info("Proved in %.0f s; %s", time.monotonic() - began, then)
    return is_kept


def _share_places(site: Site) -> list[Sequence[str]]:
    """Every place that has law, and its county, by state: the largest share first."""
    gazetteer = site.corpus.gazetteer
    shares: dict[str, dict[str, None]] = {}
    for row in site.law.lawmakers():
        county = gazetteer.county_of(row.place.id)
        chain = gazetteer.chain(row.place.id)
        state = next((id for id in chain if level(short(id)) == "state"), chain[-1])
        places = [row.place.id, *([county.id] if county else [])]
        shares.setdefault(state, {}).update(dict.fromkeys(places))
    return sorted(map(list, shares.values()), key=len, reverse=True)


def _count_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# ---- in several processes ------------------------------------------------------------------------


def _prove_together(
    site: Site, shares: Sequence[Sequence[str]], since: date, count: int
) -> Iterator[Sequence[Mapping[str, Any]]]:
    """What each of several processes proved, but for those that ended early."""
    turns, deal = os.pipe()
    os.write(deal, b"".join(turn.to_bytes(_INDEX_BYTES, "big") for turn in range(len(shares))))
    os.close(deal)
    provers: list[tuple[int, int]] = []
    try:
        parent = os.getpid()
        with _put_off_interrupts(), suppress(OSError):  # no more processes are to be had
            for _ in range(count):
                ours, theirs = os.pipe()
                provers.append((_fork(ours, theirs), ours))
                if provers[-1][0] == 0:
                    _be_prover(site, shares, since, turns, theirs, parent)
                os.close(theirs)
        for _, ours in provers:
            with open(ours, "rb", closefd=False) as proved, suppress(Exception):
                yield read_nouns(proved.read())
    finally:
        os.close(turns)
        for pid, ours in provers:
            os.close(ours)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _fork(*pipe: int) -> int:
    """Start a process; where that fails, nothing of its pipe is left open. Raises OSError."""
    try:
        return os.fork()
    except OSError:
        for end in pipe:
            os.close(end)
        raise


@contextmanager
def _put_off_interrupts() -> Iterator[None]:
    """Ctrl-C waits: while a process is started, Python would lose it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _be_prover(
    site: Site,
    shares: Sequence[Sequence[str]],
    since: date,
    turns: int,
    theirs: int,
    parent: int,
) -> NoReturn:
    """Prove one share after another while there are any, hand all of it back, and end.

    It ends as well where the process that started it has gone.
    """
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that started it ends it
        while turn := os.read(turns, _INDEX_BYTES):
            for _ in site.residents.prove_ahead(shares[int.from_bytes(turn, "big")], since):
                if os.getppid() != parent:
                    os._exit(1)
        with open(theirs, "wb") as back:
            back.write(write_nouns([one.name_all() for one in site.residents.proofs]))
    except BaseException as error:  # told; what it did not prove, the other process proves
        _log.error("A process that proves cards ended: %s", type(error).__name__)
    finally:
        os._exit(0)
