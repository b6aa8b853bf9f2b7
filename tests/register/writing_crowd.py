"""Many writers of one book, each a process, killed without warning and begun again.

    python -m tests.register.writing_crowd ADDRESS KEY_FILE FOLDER WRITERS CALLS KILLS SEED

Each call writes a request and an act under a key of its own. What the book acknowledged is noted in
FOLDER, a file for each writer; a writer that begins again sends its last call anew, since it cannot
know whether that one was written. Prints how often others had to be waited for too long, and how
many writers were killed.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from hashlib import sha256
from pathlib import Path
from random import Random

from safehavens.corpus.model import Lawbook
from safehavens.register.book import Book, load_lawbook
from safehavens.register.entries.entry import SAME_CASE
from safehavens.register.refusals import BookBusy
from tests.register.bodies import act, new_request


def make_key(writer: int, call: int) -> str:
    return sha256(f"{writer}/{call}".encode()).hexdigest()


def write_calls(
    address: str, key_file: Path, noted: Path, writer: int, calls: int, lawbook: Lawbook
) -> None:
    book = Book.open(address, key_file=key_file, lawbook=lawbook)
    done = noted.read_bytes().count(b"\n") // 2 if noted.exists() else 0
    file = os.open(noted, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    for call in range(done, calls):
        entries = [new_request(make_key(writer, call)), act(SAME_CASE)]
        while True:
            try:
                written = book.append(entries, by=f"clerk-{writer + 1}")
                break
            except BookBusy:
                os.write(2, b"busy\n")
        assert len(written) == 2
        lines = "".join(f"{entry.no} {entry.hash.hex()}\n" for entry in written)
        os.write(file, lines.encode())
    book.close()


def main() -> None:
    address, key_file, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    writers, calls, kills, seed = map(int, sys.argv[4:])
    lawbook, chance = load_lawbook(), Random(seed)
    running: dict[int, int] = {}

    def begin(writer: int) -> None:
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                noted = folder / str(writer)
                write_calls(address, key_file, noted, writer, calls, lawbook)
                status = 0
            finally:
                os._exit(status)
        running[pid] = writer

    for writer in range(writers):
        begin(writer)
    killed = 0
    while running:
        if killed < kills:
            time.sleep(chance.uniform(0.01, 0.25))
            pid = chance.choice(list(running))
            os.kill(pid, signal.SIGKILL)
        pid, status = os.wait()
        writer = running.pop(pid)
        if os.WIFSIGNALED(status):
            killed += 1
            begin(writer)
        elif status != 0:
            raise SystemExit(f"writer {writer} failed")
    print(killed)


if __name__ == "__main__":
    main()
